"""The desk where a reader's corrections come in, and the outputs they change are made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError, OutputError, UsageError
from pipeline.outputs import OutputFolder
from pipeline.settings import Settings, from_record
from pipeline.site.rebuild import read_record

if TYPE_CHECKING:
    from pipeline.memory import Memory


RECORDINGS: Mapping[str, str] = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".mkv": "video/x-matroska",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
}
"""Ending of a file name → its media type."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader wants: that `source` is `text` in `language`.

    Attributes:
        slug: The episode.
        language: Tag of the translation.
        source: A sentence, or a term, in the language of the episode.
        text: Its translation.
    """

    slug: str
    language: str
    source: str
    text: str


class Desk:
    """Corrections of one output folder, one at a time.

    Args:
        out: An output folder with its manifest.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self._lock = Lock()

    def correct(self, wish: Wish) -> None:
        """Keep a person's translation of a sentence, and make the episode again.

        Raises:
            UsageError: there is no such episode, language or sentence.
            InputError: the correction is kept, but the input of the episode is gone or unfit.
            TolkError: the memory, an engine or the folder fails.
        """
        from pipeline.memory import Memory, Pair

        with self._lock:
            entry, record = self._episode(wish)
            source = entry["source_language"]
            if wish.source not in _sentences(record):
                raise UsageError(wish.slug, "has no such sentence", remedy="reload the page")
            settings = self._settings(entry)
            with Memory(_memory_path(settings)) as memory:
                settings = _with_translations_in(memory, settings)
                memory.correct([Pair(source, wish.language, wish.source, wish.text)])
                _check_kept(memory, wish, source)
            self._again(entry, settings, kept="the correction is kept in the translation memory")

    def term(self, wish: Wish) -> None:
        """Say in the glossary how a term is rendered, and make the episode again.

        The row goes to the last glossary that the run was given, else to one's own.

        Raises:
            UsageError: there is no such episode, language or term, or no glossary to write to.
            InputError: the row is written, but the input of the episode is gone or unfit.
            TolkError: the glossary, an engine or the folder fails.
        """
        from pipeline.glossary.amend import put_form

        with self._lock:
            entry, record = self._episode(wish)
            if wish.source not in {use["term"] for use in record["terms"]}:
                raise UsageError(wish.slug, "has no such term", remedy="reload the page")
            settings = self._settings(entry)
            file = _glossary_file(settings)
            source = entry["source_language"]
            put_form(file, wish.source, wish.text, source=source, language=wish.language)
            self._again(entry, settings, kept=f"the term stands in {file}")

    def media(self, slug: str) -> Path | None:
        """Return the recording on this computer that the run was given for an episode.

        Only what is named as one: a manifest from elsewhere may name any file.
        """
        entry = self._entries().get(slug, {})
        given = str(entry.get("settings", {}).get("media", "")).replace("{slug}", slug)
        if not given or "://" in given:
            return None
        path = Path(given)
        return path if path.suffix.lower() in RECORDINGS and path.is_file() else None

    def _entries(self) -> Mapping[str, dict[str, Any]]:
        folder = OutputFolder(self.out)
        folder.load()
        return folder.entries

    def _episode(self, wish: Wish) -> tuple[dict[str, Any], Mapping[str, Any]]:
        entry = self._entries().get(wish.slug)
        if entry is None:
            raise UsageError(wish.slug, "no episode of that name", remedy="reload the page")
        languages = {*entry["languages"], *self._settings(entry).targets}
        if wish.language not in languages - {entry["source_language"]}:
            raise UsageError(wish.language, "not a translation of this episode")
        return entry, read_record(OutputFolder(self.out), wish.slug)

    def _settings(self, entry: Mapping[str, Any]) -> Settings:
        return from_record(entry.get("settings", {}), out=self.out)

    def _again(self, entry: Mapping[str, Any], settings: Settings, *, kept: str) -> None:
        from pipeline.batch import run
        from pipeline.work import work_with

        source = Path(entry["input"])
        if not source.is_file():
            remedy = f"{kept}; run `tolk run` on the input to have it in the files"
            raise InputError(str(source), "the input of this episode is gone", remedy=remedy)
        try:
            summary = run([source], settings, work=work_with(settings))
        except OutputError as error:
            remedy = f"{kept}; {error.remedy}" if error.remedy else kept
            raise OutputError(error.where, error.problem, remedy=remedy) from error
        for name, reason in summary.failed.items():
            if name in {entry["input"], entry["title"]}:
                raise InputError(name, f"could not be made again ({reason})", remedy=kept)


def _sentences(record: Mapping[str, Any]) -> set[str]:
    source = record["source_language"]
    rows = (*record.get("sentences", ()), *record.get("untimed", ()))
    missing = (text for texts in record.get("missing", {}).values() for text in texts)
    return {*(row["text"][source] for row in rows), *missing}


def _memory_path(settings: Settings) -> Path:
    """Return where corrections go: never into a memory that ends with this process."""
    from pipeline.memory import default_path

    given = settings.memory
    return default_path() if given is None or str(given) == ":memory:" else given


def _check_kept(memory: Memory, wish: Wish, source: str) -> None:
    """A memory that is locked or full only notices it; a reader must be told."""
    kept = memory.corrections([wish.source], source=source, target=wish.language)
    if kept.get(wish.source) != wish.text:
        why = "; ".join(memory.notices) or "nothing was written"
        raise OutputError(str(memory.path), f"the correction is not kept ({why})", remedy="retry")


def _with_translations_in(memory: Memory, settings: Settings) -> Settings:
    """Put the run's TMX files into the memory, under what stands there; return what is left.

    They would win over any correction, and a correction is the later word.
    """
    from pipeline.formats import tmx
    from pipeline.memory import Pair

    known = {(p.source, p.target, p.text) for p in memory.pairs(by_people=True)}
    for path in settings.translations:
        if not path.is_file():
            remedy = "put it back, or run `tolk run` without it"
            raise InputError(str(path), "the translations of this run are gone", remedy=remedy)
        memory.correct(
            Pair(unit.source_language, unit.target_language, unit.source, unit.target)
            for unit in tmx.parse(path.read_bytes(), name=str(path)).units
            if (unit.source_language, unit.target_language, unit.source.strip()) not in known
        )
    return replace(settings, translations=(), memory=memory.path)


def _glossary_file(settings: Settings) -> Path:
    from pipeline.glossary.places import FOLDER, OWN

    if settings.glossaries:
        return settings.glossaries[-1]
    if not FOLDER.is_dir():
        raise UsageError(
            "glossary",
            "there is no glossaries folder where `tolk serve` was started",
            remedy="make one, or use `tolk run --glossary FILE`",
        )
    return FOLDER / OWN
