"""What a run is asked to do. The command line makes one of these; nothing else reads flags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from pipeline.languages import LANGUAGES

USUAL_FORMATS = ("srt", "vtt", "md", "json", "chapters", "html")
"""Groups of files that are written when nobody chooses."""
FORMATS = (*USUAL_FORMATS, "transcript", "tmx", "epub")
"""Groups of files that `--formats` chooses from."""
FILLS = ("spread", "lead", "hold")
ORDERS = ("source-first", "target-first")
NAMES = ("keep", "translate")


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of one run, with their defaults.

    Attributes:
        targets: BCP 47 tags to translate into; the source language is always written too.
        out: Output folder.
        engine: Name from `pipeline.engines.ENGINES`, or `auto`.
        glossaries: CSV files; None means the `glossaries/` folder beside the work, else the
            shipped one.
        formats: Which of FORMATS to write.
        style: Name of a profile, or the path of a TOML file.
        fill: How a digest, much shorter than the talk, fills its sections.
        order: Which language stands on top in bilingual files.
        names: What happens to names without a glossary row.
        media: Address or file of the audio or video, for the pages; never fetched.
        duration_ms: Length of every episode that states none, or None.
        language: Tag that a person declares, or None to find out.
        reader: Name of the reader, or None to let the text say.
        encoding: Of the inputs, or None for UTF-8 and UTF-16 with a mark.
        memory: Translation memory; None means the user's own.
        translations: TMX files with a person's translations, which win over any engine.
        captions: Caption file of the same episode, to anchor a digest by.
        jobs: Processes.
        scheduler: Address of a Dask scheduler, `local` for a cluster on this machine, or empty.
        force: Write again what has not changed.
    """

    targets: tuple[str, ...] = tuple(LANGUAGES)
    out: Path = Path("outputs")
    engine: str = "auto"
    glossaries: tuple[Path, ...] | None = None
    formats: frozenset[str] = field(default_factory=lambda: frozenset(USUAL_FORMATS))
    style: str = "netflix"
    fill: str = "spread"
    order: str = "source-first"
    names: str = "keep"
    media: str = ""
    duration_ms: int | None = None
    language: str | None = None
    reader: str | None = None
    encoding: str | None = None
    memory: Path | None = None
    translations: tuple[Path, ...] = ()
    captions: Path | None = None
    jobs: int = 1
    scheduler: str = ""
    force: bool = False


_OF_THE_MOMENT = frozenset({"out", "jobs", "scheduler", "force"})


def to_record(settings: Settings) -> dict[str, Any]:
    """Return the choices that differ from the defaults, as JSON can hold them.

    What concerns only the moment of a run (where to, how fast) is left out.
    """
    usual = Settings()
    return {
        choice.name: _plain(getattr(settings, choice.name))
        for choice in fields(Settings)
        if choice.name not in _OF_THE_MOMENT
        and getattr(settings, choice.name) != getattr(usual, choice.name)
    }


def from_record(record: Mapping[str, Any], *, out: Path) -> Settings:
    """Return the settings that `to_record` wrote down, for a folder.

    Raises:
        KeyError: the record has a choice that there is none of.
    """
    return Settings(out=out, **{name: _READ[name](value) for name, value in record.items()})


def _same(value: Any) -> Any:
    return value


def _path(value: Any) -> Path | None:
    return Path(value) if value is not None else None


def _paths(value: Any) -> tuple[Path, ...] | None:
    return tuple(map(Path, value)) if value is not None else None


_READ: Mapping[str, Callable[[Any], Any]] = {choice.name: _same for choice in fields(Settings)} | {
    "targets": tuple,
    "formats": frozenset,
    "glossaries": _paths,
    "translations": _paths,
    "memory": _path,
    "captions": _path,
}


def _plain(value: Any) -> Any:
    """Return a choice as JSON can hold it."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Path) else value
