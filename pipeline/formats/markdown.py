"""Markdown for people: one language to read, or two side by side.

CommonMark with the tables of GitHub. All text from outside passes `inline`, so that it can be
neither structure, HTML nor a link.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.clock import format_mark
from pipeline.fields import render
from pipeline.formats.markdown_text import cell, inline, paragraphs
from pipeline.formats.passages import Place, Places, passages, pieces, rendered
from pipeline.formats.spoken import Speech, spoken
from pipeline.formats.wording import kind_word, word
from pipeline.languages import LANGUAGES
from pipeline.model import Document, Entity, Production, Quote, Section, Timing, Vocabulary


@dataclass(frozen=True, slots=True)
class _Tongue:
    """An episode in one language."""

    production: Production
    language: str

    @property
    def document(self) -> Document:
        return self.production.timeline.episode.document

    @property
    def source(self) -> str:
        return self.production.timeline.episode.language

    def field(self, text: str) -> str:
        """Return a field; sentences without a rendering stand in the source language."""
        edition = self.production.editions.get(self.language)
        return render(text, edition, source=self.source) if edition else text

    def sentences(self, stretch: tuple[str, ...]) -> str:
        """Return sentences of a field, as `field` would."""
        edition = self.production.editions.get(self.language)
        return rendered(stretch, edition, source=self.source)

    def own(self, sentence: str) -> str:
        """Return one sentence in this language, or an empty text if it has none."""
        if self.language == self.source:
            return sentence
        edition = self.production.editions.get(self.language)
        found = edition.renderings.get(sentence) if edition else None
        return found.text if found else ""

    def word(self, key: str) -> str:
        """Return one of our words."""
        return word(key, language=self.language)

    def bracketed(self, text: str) -> str:
        """Return a remark to follow a word, in the brackets of this language."""
        return self.word("brackets").format(text) if text else ""


_Pair = tuple[_Tongue, _Tongue]


def compose_summary(production: Production, language: str) -> str:
    """Return the episode in one language: summary, sections, quotes, names, transcript.

    Args:
        production: The episode.
        language: Tag of one of its editions.
    """
    tongue = _Tongue(production, language)
    document = tongue.document
    parts = {
        "summary": paragraphs(tongue.field(document.summary)),
        "sections": list(_sections(tongue)),
        "takeaways": _listed([inline(tongue.field(text)) for text in document.takeaways]),
        "entities": _listed([_entity(tongue, entity) for entity in document.entities]),
        "vocabulary": _listed([_vocabulary(tongue, item) for item in document.vocabulary]),
        "transcript": [_speech(tongue, speech) for speech in spoken(production)],
    }
    blocks = [f"# {inline(tongue.field(document.title))}", *_facts(tongue)]
    for key, part in parts.items():
        blocks += [f"## {tongue.word(key)}", *part] if part else []
    return "\n\n".join(blocks) + "\n"


def compose_bilingual(production: Production, first: str, second: str) -> str:
    """Return the episode in two languages, sentence beside sentence.

    A sentence that a language lacks is a dash there; one that both lack stands in the source
    language.

    Args:
        production: The episode.
        first: Tag of the language on the left.
        second: Tag of the language on the right.
    """
    left, right = _Tongue(production, first), _Tongue(production, second)
    pair = (left, right)
    document = left.document
    names = [_pair_of_entity(pair, entity) for entity in document.entities]
    vocabulary = [row for item in document.vocabulary for row in _pair_of_word(pair, item)]
    speeches = [row for speech in spoken(production) for row in _pair_of_speech(pair, speech)]
    parts = {
        "summary": _table(pair, _rows(pair, document.summary)),
        "sections": list(_pairs_of_sections(pair)),
        "takeaways": _table(
            pair, [row for text in document.takeaways for row in _rows(pair, text)]
        ),
        "entities": _table(pair, names),
        "vocabulary": _table(pair, vocabulary),
        "transcript": _table(pair, speeches),
    }
    titles = [inline(tongue.field(document.title)) for tongue in pair]
    blocks = [f"# {titles[0]}", *([f"**{titles[1]}**"] if titles[1] != titles[0] else [])]
    blocks += _facts(left)
    for key, part in parts.items():
        heads = dict.fromkeys(tongue.word(key) for tongue in pair)
        blocks += [f"## {' / '.join(heads)}", *part] if part else []
    return "\n\n".join(blocks) + "\n"


# ── one language ─────────────────────────────────────────────────────────────────────────


def _facts(tongue: _Tongue) -> list[str]:
    document = tongue.document
    duration = "" if document.duration_ms is None else format_mark(document.duration_ms)
    facts = {
        "channel": inline(document.channel),
        "published": inline(document.published),
        "duration": duration,
    }
    colon = tongue.word("colon")
    line = " · ".join(f"**{tongue.word(key)}**{colon}{fact}" for key, fact in facts.items() if fact)
    tags = inline(" · ".join(f"#{tag}" for tag in document.tags))
    return [part for part in (line, tags) if part]


def _sections(tongue: _Tongue) -> Iterator[str]:
    places = Places(tongue.production)
    for number, section in enumerate(tongue.document.sections):
        title = inline(tongue.field(section.title))
        yield f"### {_heading(title, places.section(section, number=number), tongue)}"
        for passage in passages(section, language=tongue.source):
            if isinstance(passage, Quote):
                yield _quote(tongue, passage, places.quote(passage, section=number))
            else:
                yield from paragraphs(tongue.sentences(passage))


def _heading(title: str, place: Place | None, tongue: _Tongue) -> str:
    if place is None:
        return title or "—"
    unsure = "" if place.timing is Timing.STATED else _certainty(place, tongue)
    return f"[{format_mark(place.start_ms)}] {title}{tongue.bracketed(unsure)}".strip()


def _certainty(place: Place, tongue: _Tongue) -> str:
    """Say how a time is known, and how far off it can be."""
    seconds = -(-place.max_error_ms // 1_000)
    error = f"{tongue.word('comma')}±{seconds} s" if seconds else ""
    return tongue.word(place.timing.value) + error


def _quote(tongue: _Tongue, quote: Quote, place: Place | None) -> str:
    lines = paragraphs(tongue.field(quote.text))
    source = _attribution(tongue, quote, place)
    return "\n>\n".join(f"> {line}" for line in [*lines, *([f"— {source}"] if source else [])])


def _attribution(tongue: _Tongue, quote: Quote, place: Place | None) -> str:
    known = tongue.bracketed(_certainty(place, tongue)) if place else ""
    time = f"[{format_mark(place.start_ms)}]{known}" if place else ""
    return tongue.word("comma").join(filter(None, (inline(quote.speaker), time)))


def _listed(items: list[str]) -> list[str]:
    return ["\n".join(f"- {item}" for item in items)] if items else []


def _entity(tongue: _Tongue, entity: Entity) -> str:
    kind = inline(kind_word(entity.kind, language=tongue.language))
    head = f"**{inline(entity.name)}**{tongue.bracketed(kind)}"
    text = inline(tongue.field(entity.description))
    return head + (f"{tongue.word('colon')}{text}" if text else "")


def _vocabulary(tongue: _Tongue, item: Vocabulary) -> str:
    head = _head_word(item)
    rest = [inline(tongue.field(item.definition))]
    if item.synonyms:
        synonyms = ", ".join(map(inline, item.synonyms))
        rest.append(f"{tongue.word('synonyms')}{tongue.word('colon')}{synonyms}")
    if item.context:
        rest.append(f"*{inline(tongue.field(item.context))}*")
    return head + tongue.word("colon") + "<br>".join(filter(None, rest))


def _head_word(item: Vocabulary) -> str:
    sound = inline(item.pronunciation)
    if sound and sound[0] not in "/\\":
        sound = f"/{sound}/"
    extra = " ".join(filter(None, (sound, inline(item.part_of_speech))))
    return f"**{inline(item.word)}**" + (f" {extra}" if extra else "")


def _speech(tongue: _Tongue, speech: Speech) -> str:
    text = "\n\n".join(paragraphs(tongue.sentences(speech.sentences)))
    return _introduction(tongue, speech) + text


def _introduction(tongue: _Tongue, speech: Speech) -> str:
    mark = f"[{format_mark(speech.place.start_ms)}] " if speech.place else ""
    name = f"**{inline(speech.speaker)}**{tongue.word('colon')}" if speech.speaker else ""
    return mark + name


# ── two languages ────────────────────────────────────────────────────────────────────────


def _table(pair: _Pair, rows: Sequence[tuple[str, str]]) -> list[str]:
    """Return a table of finished cells, or nothing for no rows."""
    if not rows:
        return []
    names = (LANGUAGES[tongue.language].endonym for tongue in pair)
    head = ["| " + " | ".join(names) + " |", "| --- | --- |"]
    return ["\n".join([*head, *(f"| {one} | {other} |" for one, other in rows)])]


def _rows(pair: _Pair, text: str) -> list[tuple[str, str]]:
    return [_row(pair, piece) for piece in pieces(text, language=pair[0].source)]


def _row(pair: _Pair, piece: str) -> tuple[str, str]:
    sentence = piece.strip()
    one, other = (tongue.own(sentence) for tongue in pair)
    return cell(one or ("—" if other else sentence)), cell(other or "—")


def _pairs_of_sections(pair: _Pair) -> Iterator[str]:
    places = Places(pair[0].production)
    for number, section in enumerate(pair[0].document.sections):
        titles = dict.fromkeys(inline(tongue.field(section.title)) for tongue in pair)
        title = " / ".join(filter(None, titles))
        yield f"### {_heading(title, places.section(section, number=number), pair[0])}"
        yield from _table(pair, list(_section_rows(pair, section, number, places)))


def _section_rows(
    pair: _Pair, section: Section, number: int, places: Places
) -> Iterator[tuple[str, str]]:
    for passage in passages(section, language=pair[0].source):
        if isinstance(passage, Quote):
            rows = _rows(pair, passage.text)
            one, other = ([row[side] for row in rows] for side in (0, 1))
            place = places.quote(passage, section=number)
            yield (
                _quote_cell(pair[0], one, passage, place),
                _quote_cell(pair[1], other, passage, place),
            )
        else:
            yield from (_row(pair, piece) for piece in passage)


def _quote_cell(tongue: _Tongue, said: list[str], quote: Quote, place: Place | None) -> str:
    text = LANGUAGES[tongue.language].joiner.join(said)
    source = _attribution(tongue, quote, place)
    there = any(sentence != "—" for sentence in said)
    quoted = tongue.word("open") + text + tongue.word("close") if there else "—"
    return f"{quoted}<br>— {source}" if source else quoted


def _pair_of_entity(pair: _Pair, entity: Entity) -> tuple[str, str]:
    return _entity(pair[0], entity), _entity(pair[1], entity)


def _pair_of_word(pair: _Pair, item: Vocabulary) -> list[tuple[str, str]]:
    head = _head_word(item)
    rows = [*_rows(pair, item.definition), *_rows(pair, item.context)]
    if not rows:
        return [(head, head)]
    return [(f"{head}<br>{rows[0][0]}", f"{head}<br>{rows[0][1]}"), *rows[1:]]


def _pair_of_speech(pair: _Pair, speech: Speech) -> list[tuple[str, str]]:
    rows = [_row(pair, piece) for piece in speech.sentences]
    if rows:
        one, other = (_introduction(tongue, speech) for tongue in pair)
        rows[0] = one + rows[0][0], other + rows[0][1]
    return rows
