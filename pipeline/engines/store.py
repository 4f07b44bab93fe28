"""The models on this machine: what there is, put one in, take one out."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.engines.archive import checksum, unpack
from pipeline.engines.argos import Argos, packages_folders
from pipeline.engines.builtin import builtin_shelf
from pipeline.engines.calibrate import Profile, calibrate, load_profile, save_profiles
from pipeline.engines.package import Package, Pair, read_package, scan
from pipeline.engines.refusal import short_pair
from pipeline.engines.trial import try_out
from pipeline.errors import EngineError, UsageError
from pipeline.languages import language_tag
from pipeline.model import Finding


@dataclass(frozen=True, slots=True)
class Stocked:
    """A model on this machine.

    Attributes:
        origin: `built-in` or `installed`.
    """

    package: Package
    origin: str

    @property
    def name(self) -> str:
        """Pairs as the commands take them: `en-zh`, `en-nl+nl-en`."""
        return "+".join(short_pair(pair) for pair in sorted(self.package.routes))

    def survival(self) -> dict[str, dict[str, float]]:
        """Return, for each calibrated pair, how often each placeholder style survives."""
        profiles = {pair: load_profile(self.package, pair) for pair in sorted(self.package.routes)}
        return {short_pair(pair): dict(p.survival) for pair, p in profiles.items() if p}


@dataclass(frozen=True, slots=True)
class Installed:
    """What an installation did.

    Attributes:
        sha256: Of the archive.
        profiles: What calibration found, by pair.
    """

    package: Package
    sha256: str
    profiles: dict[Pair, Profile]


def stock() -> tuple[tuple[Stocked, ...], tuple[Finding, ...]]:
    """Return every usable model, built-in ones first, and a finding for each broken one."""
    shelves = (("built-in", builtin_shelf()), ("installed", scan(packages_folders())))
    stocked = tuple(Stocked(p, origin) for origin, shelf in shelves for p in shelf.packages)
    return stocked, tuple(finding for _, shelf in shelves for finding in shelf.findings)


def find(name: str, among: Iterable[Stocked]) -> tuple[Stocked, ...]:
    """Return the models that `name` means: a pair such as `en-zh`, or a folder's name.

    Raises:
        EngineError: there is none.
    """
    models = tuple(among)
    chosen = tuple(m for m in models if name in {m.package.folder.name, m.name})
    if not chosen:
        try:
            pair = parse_pair(name)
        except UsageError:
            pair = ("", "")
        chosen = tuple(model for model in models if pair in model.package.routes)
    if not chosen:
        raise EngineError(name, "no such model here", remedy="see `tolk models list`")
    return chosen


def parse_pair(text: str) -> Pair:
    """Return the pair that `en-zh`, `en_nl` or `nl-zh-Hans` means.

    >>> parse_pair("en-zh")
    ('en', 'zh-Hans')

    Raises:
        UsageError: it is not a pair of two different languages of tolk.
    """
    parts = text.replace("_", "-").replace(">", "-").split("-")
    for cut in range(1, len(parts)):
        try:
            pair = (language_tag("-".join(parts[:cut])), language_tag("-".join(parts[cut:])))
        except UsageError:
            continue
        if pair[0] != pair[1]:
            return pair
    raise UsageError(text, "is not a language pair", remedy="write it like en-zh or nl-en")


def install(archive: Path) -> Installed:
    """Install a model archive among the Argos packages, tried and calibrated.

    It is unpacked and tried beside the packages and moved in with one rename: a failure or an
    interruption leaves what was there before.

    Raises:
        EngineError: the archive is damaged, dangerous, or of no use to tolk, or cannot be
            written; the message says which.
    """
    digest = checksum(archive)
    shelf = packages_folders()[0]
    try:
        shelf.mkdir(parents=True, exist_ok=True)
        # Not inside the shelf: a half-done folder there would stop Argos Translate itself.
        with tempfile.TemporaryDirectory(prefix=".tolk-", dir=shelf.parent) as room:
            return _install(archive, Path(room), shelf, digest)
    except OSError as error:
        reason = error.strerror or str(error)
        raise EngineError(str(shelf), f"cannot be written ({reason})") from error


def _install(archive: Path, room: Path, shelf: Path, digest: str) -> Installed:
    fresh, old = room / "fresh", room / "old"
    fresh.mkdir()
    package = read_package(unpack(archive, fresh))
    if not package.routes:
        remedy = "tolk translates between English, Dutch and Chinese"
        raise EngineError(str(archive), "holds no model for tolk's languages", remedy=remedy)
    try_out(package.folder, where=str(archive))
    engine = Argos(folders=(fresh,))
    profiles = {pair: calibrate(engine, *pair) for pair in sorted(package.routes)}
    save_profiles(package.folder, profiles, checksum=package.checksum)
    goal = shelf / _folder_name(package)
    if goal.exists():
        goal.rename(old)
    try:
        package.folder.rename(goal)
    except OSError:
        if old.exists():
            old.rename(goal)
        raise
    return Installed(read_package(goal), digest, profiles)


def remove(model: Stocked) -> None:
    """Delete an installed model.

    Raises:
        EngineError: it is part of tolk, or cannot be deleted.
    """
    folder = model.package.folder
    if model.origin != "installed":
        raise EngineError(model.name, "comes with tolk", remedy="choose --engine argos instead")
    try:
        # Out of sight first: a half-deleted package would look like a damaged one.
        gone = Path(tempfile.mkdtemp(prefix=".tolk-", dir=folder.parent.parent)) / folder.name
        folder.replace(gone)
        shutil.rmtree(gone.parent)
    except OSError as error:
        reason = error.strerror or str(error)
        raise EngineError(str(folder), f"cannot be deleted ({reason})") from error


def _folder_name(package: Package) -> str:
    """Return the name Argos Translate would give the folder: `translate-en_nl-1_9`."""
    pairs = "+".join(short_pair(pair).replace("-", "_") for pair in sorted(package.routes))
    return re.sub(r"[^\w+-]", "_", f"translate-{pairs}-{package.version}")
