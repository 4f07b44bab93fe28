"""`episode.json` → what a page shows, in the order in which it shows it.

Text is laid out sentence by sentence, each sentence in every language, so that any two
languages stand side by side. Sentences with a time come from `sentences`; fields without times
(summary, descriptions) are cut into theirs, and looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from pipeline.fields import units
from pipeline.languages import LANGUAGES
from pipeline.site.terms import Marker, Piece, Term, terms_of, word_pattern

_CAPTIONS_PER_PARAGRAPH = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """A sentence in one language.

    Attributes:
        number: Of the language, 0 for the source.
        language: Tag of the words: the source's where there is no translation.
        origin: Where the words came from, `source` or `absent` included.
    """

    number: int
    language: str
    pieces: tuple[Piece, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence in every language.

    Attributes:
        index: Into `sentences`, or None where it has no time.
        source: The sentence in the source language: what a correction corrects.
        away: Its time lies outside its section.
    """

    source: str
    cells: tuple[Cell, ...]
    index: int | None = None
    start_ms: int | None = None
    timing: str = ""
    max_error_ms: int = 0
    away: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that belong together: a paragraph, a quote, the words of one speaker."""

    kind: str
    rows: tuple[Row, ...]
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the page's text; the one before the first heading has no title."""

    number: int | None
    title: Row | None
    start_ms: int | None
    end_ms: int | None
    timing: str | None
    blocks: tuple[Block, ...]


@dataclass(slots=True)
class EpisodeView:
    """An episode as its page shows it.

    Args:
        record: The content of `episode.json`.
    """

    record: Mapping[str, Any]
    source: str = field(init=False)
    languages: tuple[str, ...] = field(init=False)
    terms: tuple[Term, ...] = field(init=False)
    marker: Marker = field(init=False)
    _known: dict[str, Mapping[str, Any]] = field(init=False)
    _shown_ms: dict[int, int] = field(init=False)
    _transcript_is_timed: bool = field(init=False)
    _paragraph_begins: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        record = self.record
        self.source = record["source_language"]
        self.languages = tuple(dict.fromkeys((self.source, *record["tracks"], *record["title"])))
        self.terms = terms_of(record["terms"], source=self.source)
        self.marker = Marker(self.terms)
        rows = (*record.get("untimed", ()), *record.get("sentences", ()))
        self._known = {row["text"][self.source]: row for row in rows}
        self._shown_ms = _shown(record["tracks"])
        begins, self._transcript_is_timed = self._paragraphs()
        self._paragraph_begins = begins if self._transcript_is_timed else frozenset()

    @property
    def duration_ms(self) -> int:
        """Stated length, or where the last sentence ends."""
        ends: Iterator[int] = (sentence["end_ms"] for sentence in self.record.get("sentences", ()))
        cues: Iterator[int] = (
            cue["end_ms"] for track in self.record["tracks"].values() for cue in track
        )
        return max((self.record.get("duration_ms") or 0, *ends, *cues))

    def field(self, text: Mapping[str, str], *, seen: set[tuple[str, int]]) -> tuple[Row, ...]:
        """Return the sentences of a field that has no times."""
        whole = text.get(self.source, "")
        return tuple(
            self._row(self._known.get(sentence, {"text": {self.source: sentence}}), seen)
            for sentence in units(whole, language=self.source)
        )

    def only_sentence(self, text: Mapping[str, str]) -> str:
        """Return the sentence of a field that has just one: such a field can be corrected whole."""
        sentences = units(text.get(self.source, ""), language=self.source)
        return sentences[0] if len(sentences) == 1 else ""

    def parts(self) -> tuple[Part, ...]:
        """Return the sections with all of their text."""
        timed: dict[int | None, list[tuple[int, Mapping[str, Any]]]] = {}
        for index, sentence in enumerate(self.record.get("sentences", ())):
            timed.setdefault(sentence["section"], []).append((index, sentence))
        parts: list[Part] = []
        blocks = list(self._speech(timed.get(None, []), set()))
        if not self._transcript_is_timed:
            blocks += self._untimed_transcript()
        if blocks:
            parts.append(Part(None, None, None, None, None, tuple(blocks)))
        sections = enumerate(self.record["sections"])
        return (*parts, *(self._part(n, section, timed.get(n, [])) for n, section in sections))

    def _part(
        self,
        number: int,
        section: Mapping[str, Any],
        timed: Sequence[tuple[int, Mapping[str, Any]]],
    ) -> Part:
        seen: set[tuple[str, int]] = set()
        headings = [
            self._timed_row(*pair, set(), section) for pair in timed if pair[1]["kind"] == "title"
        ] or [*self.field(section["title"], seen=set())]
        spoken = [pair for pair in timed if pair[1]["kind"] != "title"]
        blocks = list(self._blocks(spoken, seen, section))
        kinds = {sentence["kind"] for _, sentence in spoken}
        if "narrative" not in kinds and section["narrative"]:
            # The input gave it no time to stand at; it is read all the same.
            blocks.insert(0, Block("narrative", self.field(section["narrative"], seen=seen)))
        held = {sentence["quote"] for _, sentence in spoken}
        for index, quote in enumerate(section["quotes"]):
            if index not in held and quote["text"]:
                rows = self.field(quote["text"], seen=seen)
                blocks.append(Block("quote", rows, quote["speaker"]))
        if headings[1:]:
            blocks.insert(0, Block("narrative", tuple(headings[1:])))
        ends = (section["start_ms"], section["end_ms"], section.get("timing"))
        heading = headings[0] if headings else None
        return Part(number, heading, *ends, tuple(block for block in blocks if block.rows))

    def _blocks(
        self,
        timed: Iterable[tuple[int, Mapping[str, Any]]],
        seen: set[tuple[str, int]],
        section: Mapping[str, Any],
    ) -> Iterator[Block]:
        """Yield paragraphs and quotes; what is stated outside the section comes last."""
        ordered = sorted(timed, key=lambda pair: _is_away(pair[1], section))
        speech = [pair for pair in ordered if pair[1]["kind"] == "speech"]
        others = [pair for pair in ordered if pair[1]["kind"] != "speech"]
        for (kind, _), pairs in groupby(others, key=lambda p: (p[1]["kind"], p[1].get("quote"))):
            rows = [
                (self._timed_row(index, sentence, seen, section), sentence)
                for index, sentence in pairs
            ]
            speaker = rows[0][1].get("speaker", "")
            yield Block(kind, tuple(row for row, _ in rows), speaker)
        yield from self._speech(speech, seen)

    def _speech(
        self, timed: Sequence[tuple[int, Mapping[str, Any]]], seen: set[tuple[str, int]]
    ) -> Iterator[Block]:
        """Yield paragraphs: those of the transcript, or of one speaker, none very long."""
        begins = self._paragraph_begins
        rows: list[Row] = []
        speaker = ""
        for index, sentence in timed:
            turn = sentence.get("speaker", "") != speaker
            full = not begins and len(rows) >= _CAPTIONS_PER_PARAGRAPH
            if rows and (turn or full or index in begins):
                yield Block("speech", tuple(rows), speaker)
                rows = []
            speaker = sentence.get("speaker", "")
            rows.append(self._timed_row(index, sentence, seen, {}))
        if rows:
            yield Block("speech", tuple(rows), speaker)

    def _paragraphs(self) -> tuple[frozenset[int], bool]:
        """Return the sentences with which paragraphs of the transcript begin, if it is timed.

        Beside captions it is not: the speech is theirs.
        """
        begins: set[int] = set()
        said: list[str] = []
        for paragraph in self.record.get("transcript", ()):
            begins.add(len(said))
            said += units(paragraph.get(self.source, ""), language=self.source)
        sentences = self.record.get("sentences", ())
        heard = {s["text"][self.source] for s in sentences if s["kind"] == "speech"}
        return frozenset(begins), heard.issuperset(said)

    def _untimed_transcript(self) -> Iterator[Block]:
        seen: set[tuple[str, int]] = set()
        for paragraph in self.record.get("transcript", ()):
            yield Block("speech", self.field(paragraph, seen=seen))

    def _timed_row(
        self,
        index: int,
        sentence: Mapping[str, Any],
        seen: set[tuple[str, int]],
        section: Mapping[str, Any],
    ) -> Row:
        row = self._row(sentence, seen)
        return Row(
            row.source,
            row.cells,
            index,
            self._shown_ms.get(index, sentence["start_ms"]),
            sentence["timing"],
            sentence["max_error_ms"],
            _is_away(sentence, section),
        )

    def _row(self, sentence: Mapping[str, Any], seen: set[tuple[str, int]]) -> Row:
        texts, origins = sentence["text"], sentence.get("origin", {})
        cells = []
        for number, tag in enumerate(self.languages):
            language = tag if tag in texts else self.source
            pieces = self.marker.pieces(texts[language], language=language, seen=seen)
            origin = "source" if number == 0 else origins.get(tag, "absent")
            cells.append(Cell(number, language, pieces, origin))
        return Row(texts[self.source], tuple(cells))


@dataclass(slots=True)
class Mention:
    """Where a term or name is said first."""

    index: int
    start_ms: int
    timing: str
    text: str


@dataclass
class Mentions:
    """Finds where words are said, among the timed sentences."""

    view: EpisodeView

    @cached_property
    def of_terms(self) -> dict[int, Mention]:
        """Index of a term → its first mention."""
        found: dict[int, Mention] = {}
        for index, sentence in enumerate(self.view.record.get("sentences", ())):
            text = sentence["text"][self.view.source]
            for term in self.view.marker.found_in(text, language=self.view.source):
                found.setdefault(term, _mention(index, sentence, text))
        return found

    def of_name(self, name: str) -> Mention | None:
        """Return the first sentence that has the name, as a word of its own."""
        if not name.strip():
            return None
        wanted = word_pattern([name])
        for index, sentence in enumerate(self.view.record.get("sentences", ())):
            text = sentence["text"][self.view.source]
            if wanted.search(text):
                return _mention(index, sentence, text)
        return None


def language_name(tag: str) -> str:
    """Return a language's own name for itself, or its tag.

    >>> language_name("nl"), language_name("fr")
    ('Nederlands', 'fr')
    """
    return LANGUAGES[tag].endonym if tag in LANGUAGES else tag


def _mention(index: int, sentence: Mapping[str, Any], text: str) -> Mention:
    return Mention(index, sentence["start_ms"], sentence["timing"], text)


def _shown(tracks: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[int, int]:
    """Return from when each sentence is on the screen, in every language.

    A cue may begin a little after its sentence, when a heading has to be read first; who jumps
    to the sentence wants to see it.
    """
    shown: dict[int, int] = {}
    for tag, cues in tracks.items():
        first: dict[int, int] = {}
        for cue in cues if "+" not in tag else ():
            first.setdefault(cue["sentence"], cue["start_ms"])
        for index, start_ms in first.items():
            shown[index] = max(shown.get(index, 0), start_ms)
    return shown


def _is_away(sentence: Mapping[str, Any], section: Mapping[str, Any]) -> bool:
    start_ms, end_ms = section.get("start_ms"), section.get("end_ms")
    at_ms = sentence["start_ms"]
    return bool(
        (start_ms is not None and at_ms < start_ms) or (end_ms is not None and at_ms >= end_ms)
    )
