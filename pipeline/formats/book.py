"""An episode in two languages as a book has it: chapters of paragraphs in pairs.

Both languages of a pair say the same, a few sentences at a time, so that a reader never has to
look far for the other half.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.clock import format_mark
from pipeline.fields import render
from pipeline.formats.passages import Place, Places, passages, pieces
from pipeline.formats.spoken import Speech, spoken
from pipeline.formats.wording import kind_word, word
from pipeline.languages import LANGUAGES
from pipeline.model import Document, Production, Quote, Section, Timing, Vocabulary

ABSENT = "—"
"""Stands for a sentence that a language lacks."""

_LONG = 280
"""Characters after which the next sentence starts a pair of its own."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text in one language.

    Attributes:
        language: BCP 47 tag.
        text: On one line; what the input says.
        head: What stands before it in bold: a speaker, a name, a word; may be empty.
        tail: What stands after it on a line of its own: who said it and when; may be empty.
    """

    language: str
    text: str
    head: str = ""
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """The same in two languages; `kind` is `text`, `quote` or `entry`."""

    kind: str
    sides: tuple[Words, Words]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the book.

    Attributes:
        name: Of its file, unique: letters, digits and hyphens.
        titles: The heading in both languages.
        time: Where it starts in the recording, as show notes write it, or empty.
        level: 1 for a part of its own, 2 for a section under `sections`.
    """

    name: str
    titles: tuple[Words, Words]
    pairs: tuple[Pair, ...]
    time: str = ""
    level: int = 1


@dataclass(frozen=True, slots=True)
class Book:
    """All chapters, and what the title page says.

    Attributes:
        titles: Of the episode, in both languages.
        facts: Channel, duration and the like, in the first language.
    """

    titles: tuple[Words, Words]
    facts: tuple[str, ...]
    chapters: tuple[Chapter, ...]


def bind(production: Production, first: str, second: str) -> Book:
    """Return an episode as a bilingual book.

    Args:
        production: The episode.
        first: Tag of the language that comes first in each pair.
        second: Tag of the other one.
    """
    return _Binder(production, (first, second)).book()


class _Binder:
    def __init__(self, production: Production, tags: tuple[str, str]) -> None:
        self.production, self.tags = production, tags
        self.source = production.timeline.episode.language
        self.document: Document = production.timeline.episode.document

    def book(self) -> Book:
        document = self.document
        chapters = [
            self._chapter("summary", self._pairs(document.summary)),
            *self._sections(),
            self._chapter("takeaways", [p for t in document.takeaways for p in self._pairs(t)]),
            self._chapter(
                "transcript", [p for s in spoken(self.production) for p in self._said(s)]
            ),
            self._chapter("entities", [self._entity(n) for n in range(len(document.entities))]),
            self._chapter("vocabulary", [p for v in document.vocabulary for p in self._word(v)]),
        ]
        filled = tuple(chapter for chapter in chapters if chapter.pairs or chapter.level == 2)
        return Book(self._fields(document.title), self._facts(), filled)

    def _facts(self) -> tuple[str, ...]:
        tag, document = self.tags[0], self.document
        length = document.duration_ms
        known = {
            "channel": document.channel,
            "published": document.published,
            "duration": "" if length is None else format_mark(length),
        }
        colon = word("colon", language=tag)
        facts = (f"{word(key, language=tag)}{colon}{_line(v)}" for key, v in known.items() if v)
        return (*facts, *([_line(" ".join(f"#{t}" for t in document.tags))] * bool(document.tags)))

    # ── texts ──

    def _both(self, texts: tuple[str, str]) -> tuple[Words, Words]:
        return Words(self.tags[0], texts[0]), Words(self.tags[1], texts[1])

    def _fields(self, text: str) -> tuple[Words, Words]:
        """Return a whole field in both languages, the source's words where there are no others."""
        own = _line(text) or ABSENT

        def side(tag: str) -> Words:
            edition = self.production.editions.get(tag)
            said = _line(render(text, edition, source=self.source)) if edition else ""
            return Words(self.source if said in {"", own} else tag, said or own)

        return side(self.tags[0]), side(self.tags[1])

    def _own(self, sentence: str, tag: str) -> str:
        if tag == self.source:
            return _line(sentence)
        edition = self.production.editions.get(tag)
        rendering = edition.renderings.get(sentence) if edition else None
        return _line(rendering.text) if rendering else ""

    def _sentences(self, stretch: Sequence[str]) -> tuple[str, str]:
        """Return some sentences in both languages; a sentence is nowhere left out."""
        rows: list[tuple[str, str]] = []
        for piece in stretch:
            sentence = piece.strip()
            one, other = (self._own(sentence, tag) for tag in self.tags)
            rows.append((one or (ABSENT if other else _line(sentence)), other or ABSENT))
        left, right = (
            LANGUAGES[tag].joiner.join(row[side] for row in rows)
            for side, tag in enumerate(self.tags)
        )
        return left, right

    def _stretch(self, stretch: Sequence[str]) -> Iterator[Pair]:
        for group in _grouped(stretch):
            yield Pair("text", self._both(self._sentences(group)))

    def _pairs(self, text: str) -> list[Pair]:
        return list(self._stretch(pieces(text, language=self.source)))

    # ── chapters ──

    def _chapter(self, name: str, pairs: Sequence[Pair]) -> Chapter:
        one, other = (word(name, language=tag) for tag in self.tags)
        return Chapter(name, self._both((one, other)), tuple(pairs))

    def _sections(self) -> Iterator[Chapter]:
        places = Places(self.production)
        for number, section in enumerate(self.document.sections):
            place = places.section(section, number=number)
            yield Chapter(
                f"section-{number + 1:03d}",
                self._fields(section.title),
                tuple(self._section(section, number, places)),
                format_mark(place.start_ms) if place else "",
                level=2,
            )

    def _section(self, section: Section, number: int, places: Places) -> Iterator[Pair]:
        for passage in passages(section, language=self.source):
            if not isinstance(passage, Quote):
                yield from self._stretch(passage)
                continue
            texts = self._sentences(pieces(passage.text, language=self.source))
            place = places.quote(passage, section=number)
            one, other = (
                Words(tag, _quoted(text, tag), tail=_attribution(passage, place, tag))
                for tag, text in zip(self.tags, texts, strict=True)
            )
            yield Pair("quote", (one, other))

    def _said(self, speech: Speech) -> Iterator[Pair]:
        mark = f"[{format_mark(speech.place.start_ms)}] " if speech.place else ""
        for number, pair in enumerate(self._stretch(speech.sentences)):
            if number or not (mark or speech.speaker):
                yield pair
                continue
            one, other = (
                Words(words.language, words.text, head=self._speaker(speech, mark, words.language))
                for words in pair.sides
            )
            yield Pair(pair.kind, (one, other))

    def _speaker(self, speech: Speech, mark: str, tag: str) -> str:
        colon = word("colon", language=tag) if speech.speaker else ""
        return mark + _line(speech.speaker) + colon

    def _entity(self, number: int) -> Pair:
        entity = self.document.entities[number]
        texts = self._sentences(pieces(entity.description, language=self.source))

        def side(tag: str, text: str) -> Words:
            kind = _line(kind_word(entity.kind, language=tag))
            brackets = word("brackets", language=tag).format(kind) if kind else ""
            colon = word("colon", language=tag) if text else ""
            return Words(tag, text, head=_line(entity.name) + brackets + colon)

        return Pair("entry", (side(self.tags[0], texts[0]), side(self.tags[1], texts[1])))

    def _word(self, item: Vocabulary) -> Iterator[Pair]:
        sound = _line(item.pronunciation)
        known = (_line(item.word), sound, _line(item.part_of_speech))
        head = " ".join(filter(None, known))
        rows = [*self._pairs(item.definition), *self._pairs(item.context)]
        if not rows:
            rows = [Pair("entry", self._both(("", "")))]
        one, other = (Words(side.language, side.text, head=head) for side in rows[0].sides)
        yield Pair("entry", (one, other))
        yield from rows[1:]


def _grouped(stretch: Sequence[str]) -> Iterator[list[str]]:
    """Yield sentences a few at a time; a line end of the input always ends a group."""
    group: list[str] = []
    for piece in stretch:
        group.append(piece)
        if "\n" in piece[len(piece.rstrip()) :] or sum(map(len, group)) >= _LONG:
            yield group
            group = []
    if group:
        yield group


def _quoted(text: str, tag: str) -> str:
    marks = word("open", language=tag), word("close", language=tag)
    return text if text in {"", ABSENT} else marks[0] + text + marks[1]


def _attribution(quote: Quote, place: Place | None, tag: str) -> str:
    time = f"[{format_mark(place.start_ms)}]" if place else ""
    if place and place.timing is not Timing.STATED:
        time += word("brackets", language=tag).format(word(place.timing.value, language=tag))
    return word("comma", language=tag).join(filter(None, (_line(quote.speaker), time)))


def _line(text: str) -> str:
    return " ".join(text.split())
