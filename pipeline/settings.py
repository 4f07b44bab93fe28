"""What a run is asked to do. The command line makes one of these; nothing else reads flags."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.languages import LANGUAGES

FORMATS = ("srt", "vtt", "md", "json", "chapters", "html")
"""Groups of files that `--formats` chooses from; `json` is always written."""
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
        force: Write again what has not changed.
    """

    targets: tuple[str, ...] = tuple(LANGUAGES)
    out: Path = Path("outputs")
    engine: str = "auto"
    glossaries: tuple[Path, ...] | None = None
    formats: frozenset[str] = field(default_factory=lambda: frozenset(FORMATS))
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
    force: bool = False
