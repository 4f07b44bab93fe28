"""Model packages: folders in the layout of Argos Translate.

    metadata.json          from_code, to_code, package_version … (argostranslate/package.py)
    model/                 model.bin, config.json and vocabularies of CTranslate2
    sentencepiece.model    or bpe.model
    card.json              ours, optional: licence, scores, training material
    tolk.json              ours, written at install: checksum and placeholder profile

One folder may serve several pairs: then `metadata.json` has a list `pairs`, each item with
`from_code`, `to_code` and, where the model wants them, `source_prefix` and `target_prefix`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.engines.checksums import checksum_of
from pipeline.engines.refusal import BROKEN
from pipeline.errors import EngineError
from pipeline.languages import LANGUAGES

if TYPE_CHECKING:
    from pipeline.model import Finding

Pair = tuple[str, str]
"""Source and target as BCP 47 tags."""

_TAGS = {language.argos: tag for tag, language in LANGUAGES.items()}
_MAX_JSON = 1_000_000
REINSTALL = "remove the folder, or install the package again with `tolk models install`"


@dataclass(frozen=True, slots=True)
class Route:
    """What one pair needs besides the model: a token before the source, one before the target."""

    source_prefix: str = ""
    target_prefix: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """One model package on disk.

    Attributes:
        folder: Where it lies.
        version: As its metadata has it.
        routes: Every pair of tolk's languages that it serves.
        card: What `card.json` says; empty without one.
    """

    folder: Path
    version: str
    routes: Mapping[Pair, Route]
    card: Mapping[str, object]

    @property
    def name(self) -> str:
        """Pairs and version, for people and records: `en-nl 1.9`."""
        pairs = "+".join(f"{source}-{target}" for source, target in sorted(self.routes))
        return f"{pairs} {self.version}"

    @property
    def licence(self) -> str:
        """As the card states it, or `unknown`."""
        return str(self.card.get("licence") or self.card.get("license") or "unknown")

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())

    @property
    def checksum(self) -> str:
        """SHA-256 of `model.bin`, in hexadecimal."""
        return checksum_of(self.folder / "model" / "model.bin")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a search of the package folders found.

    Attributes:
        packages: Sound ones, one per pair at most, the highest version of each.
        findings: One per broken package.
    """

    packages: tuple[Package, ...]
    findings: tuple[Finding, ...]

    def find(self, pair: Pair) -> Package | None:
        """Return the package that serves `pair`."""
        return next((package for package in self.packages if pair in package.routes), None)


def scan(folders: Iterable[Path]) -> Shelf:
    """Return the packages below some folders. What is not a package at all is passed over.

    Argos Translate takes whichever version the folder lists first and fails as a whole when
    one entry is damaged; here the highest version serves and a damaged one is a finding.
    """
    sound: list[Package] = []
    findings: list[Finding] = []
    for folder in folders:
        try:
            entries = sorted(folder.iterdir()) if folder.is_dir() else []
        except OSError as error:
            findings.append(_broken(str(folder), error))
            continue
        for entry in entries:
            if entry.name.startswith(".") or not (entry / "metadata.json").is_file():
                continue
            try:
                package = read_package(entry)
            except EngineError as error:
                findings.append(_broken(entry.name, error))
                continue
            if package.routes:
                sound.append(package)
    return Shelf(_newest(sound), tuple(findings))


def _broken(where: str, error: Exception) -> Finding:
    from pipeline.model import Finding, Severity

    return Finding(BROKEN, Severity.WARNING, where, str(error))


def read_package(folder: Path) -> Package:
    """Return the package in a folder; one for other languages has no routes.

    Raises:
        EngineError: metadata or a file of the model is missing or malformed.
    """
    metadata = read_json(folder / "metadata.json")
    stated = str(metadata.get("package_version") or "0")
    version = "".join(filter(str.isprintable, stated))[:40]
    if metadata.get("type", "translate") != "translate":
        return Package(folder, version, {}, {})
    card = folder / "card.json"
    package = Package(folder, version, _routes(metadata), read_json(card) if card.exists() else {})
    if package.routes:
        _check_files(folder)
    return package


def read_json(file: Path) -> dict[str, object]:
    """Return a JSON object from a file of a package.

    Raises:
        EngineError: the file is unreadable, too large, or something else than an object.
    """
    try:
        if file.stat().st_size > _MAX_JSON:
            raise EngineError(str(file), "too large", remedy=REINSTALL)
        value = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise EngineError(str(file), f"cannot be read ({error})", remedy=REINSTALL) from error
    if not isinstance(value, dict):
        raise EngineError(str(file), "is not a JSON object", remedy=REINSTALL)
    return value


def _routes(metadata: Mapping[str, object]) -> dict[Pair, Route]:
    listed = metadata.get("pairs")
    items = listed if isinstance(listed, list) else [metadata]
    routes: dict[Pair, Route] = {}
    for item in items:
        if not isinstance(item, dict):
            continue
        source = _TAGS.get(str(item.get("from_code")))
        target = _TAGS.get(str(item.get("to_code")))
        if source and target and source != target:
            prefixes = (item.get("source_prefix") or "", item.get("target_prefix") or "")
            routes[source, target] = Route(*map(str, prefixes))
    return routes


def _check_files(folder: Path) -> None:
    for name in ("model/model.bin", "model/config.json"):
        if not (folder / name).is_file():
            raise EngineError(str(folder), f"{name} is missing", remedy=REINSTALL)
    if not any((folder / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        problem = "neither sentencepiece.model nor bpe.model is there"
        raise EngineError(str(folder), problem, remedy=REINSTALL)


def _newest(packages: Sequence[Package]) -> tuple[Package, ...]:
    """Keep, for each pair, the package of the highest version."""
    ranked = sorted(packages, key=lambda package: _order(package.version), reverse=True)
    taken: set[Pair] = set()
    kept: list[Package] = []
    for package in ranked:
        routes = {pair: route for pair, route in package.routes.items() if pair not in taken}
        if routes:
            taken |= routes.keys()
            kept.append(Package(package.folder, package.version, routes, package.card))
    return tuple(sorted(kept, key=lambda package: package.name))


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d{1,9}", version))
