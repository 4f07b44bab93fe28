"""Which placeholders survive a model: found out once, when the model is installed.

A model that never saw `⟦0⟧` mangles it; what it copies instead (an unknown name, a code, a
number) differs from model to model. So some sentences of ours are translated with every style
in turn, and the styles that come back exactly once are kept beside the model.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from pipeline.engines.carriers import CARRIERS
from pipeline.engines.package import Package, Pair, read_json
from pipeline.errors import EngineError

if TYPE_CHECKING:
    from pipeline.engines import Engine

PROFILE = "tolk.json"
ENOUGH = 0.5
"""A style that fails more often than this is not worth a try."""
_SLOTS = 8
"""Slots tried in turn; sentences with more terms are rare."""


class Placeholders(Protocol):
    """A placeholder style, as `pipeline.glossary.protect.Style`."""

    def write(self, slot: int, /) -> str:
        """Return the placeholder of a slot."""

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Return (slot, start, end) of every placeholder in a text."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How often each placeholder style came back exactly once.

    Attributes:
        survival: Style → share of carrier sentences, 0 to 1.
    """

    survival: Mapping[str, float]

    @property
    def styles(self) -> tuple[str, ...]:
        """The styles worth using, the surest first; ties in the order they were tried."""
        ranked = sorted(self.survival.items(), key=lambda item: -item[1])
        return tuple(style for style, share in ranked if share >= ENOUGH)


def calibrate(
    engine: Engine, source: str, target: str, *, styles: Mapping[str, Placeholders] | None = None
) -> Profile:
    """Return how well each placeholder style survives translation from `source` to `target`.

    Args:
        engine: Serves the pair.
        source: BCP 47 tag.
        target: BCP 47 tag.
        styles: By name; None for those of glossary protection.
    """
    chosen = styles if styles is not None else _glossary_styles()
    jobs = [
        (name, style, number % _SLOTS, carrier)
        for name, style in chosen.items()
        for number, carrier in enumerate(CARRIERS[source])
    ]
    texts = [carrier.format(style.write(slot)) for _, style, slot, carrier in jobs]
    translated = engine.translate(texts, source=source, target=target)
    alive = dict.fromkeys(chosen, 0)
    for (name, style, slot, _), text in zip(jobs, translated, strict=True):
        alive[name] += [found for found, _, _ in style.find(text)] == [slot]
    total = len(CARRIERS[source])
    return Profile({name: round(count / total, 4) for name, count in alive.items()})


def _glossary_styles() -> Mapping[str, Placeholders]:
    from pipeline.glossary.protect import STYLES

    return cast(Mapping[str, Placeholders], STYLES)


def save_profiles(folder: Path, profiles: Mapping[Pair, Profile], *, checksum: str) -> None:
    """Write the profiles of a package beside its model.

    Args:
        folder: Of the package.
        profiles: One per pair.
        checksum: SHA-256 of the model they were measured with.
    """
    record = {
        "model_sha256": checksum,
        "placeholders": {"-".join(pair): asdict(profile) for pair, profile in profiles.items()},
    }
    text = json.dumps(record, indent=2, sort_keys=True) + "\n"
    (folder / PROFILE).write_text(text, encoding="utf-8")


def load_profile(package: Package, pair: Pair) -> Profile | None:
    """Return the profile of a pair; None where nothing was measured with this very model."""
    file = package.folder / PROFILE
    if not file.is_file():
        return None
    return _load(file, file.stat().st_mtime_ns, package.checksum, pair)


@lru_cache(maxsize=64)
def _load(file: Path, _changed_ns: int, checksum: str, pair: Pair) -> Profile | None:
    try:
        record = read_json(file)
    except EngineError:
        return None
    placeholders = record.get("placeholders")
    if record.get("model_sha256") != checksum or not isinstance(placeholders, dict):
        return None
    entry = placeholders.get("-".join(pair))
    survival = entry.get("survival") if isinstance(entry, dict) else None
    if not isinstance(survival, dict):
        return None
    return Profile({str(k): float(v) for k, v in survival.items() if isinstance(v, int | float)})
