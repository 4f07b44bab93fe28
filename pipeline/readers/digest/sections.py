"""From the body of an episode, one long paragraph of Markdown or many, to its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.model import Entity, Section
from pipeline.readers.digest.emphasis import plain, without_links
from pipeline.readers.digest.headings import split_heading
from pipeline.readers.digest.names import Names, collect_names
from pipeline.readers.digest.quotes import Passage, first_quote, read_passage, stated_ms
from pipeline.readers.digest.wording import ENTITY_HEADINGS, kind_of

_TIME = r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?"
_HEADING = re.compile(
    rf"(?:^[ \t]*#{{1,6}}|(?<=\s)#{{2,6}})[ \t]*(?:[\[(]\s*{_TIME}(?:\s*[-–—]\s*[\d:]+)?\s*[\])]"
    rf"|{_TIME}(?=\s)|(?<=[#\s])(?=[^\s#]))[ \t]*",
    re.MULTILINE,
)
_ENTITY_TITLE = re.compile(
    r"\**(" + "|".join(sorted(map(re.escape, ENTITY_HEADINGS), key=len, reverse=True)) + r")\**"
    r"\s*[:：]?\**(?=\s*(?:[-*•]|$|\n))",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:(?<=\s)|^)[-*•][ \t]+(?=\*\*\S)|^[ \t]*[-*•][ \t]+", re.MULTILINE)
_ENTITY = re.compile(
    r"(?:\*\*([^*]{1,200}?)[:：]?\*\*|([^(:：（\n]{1,100}?)(?=\s*(?:[(（:：]|\s[-–—]\s|$)))\s*"
    r"(?:[(（]([^()（）]{1,60})[)）])?\s*(?:[:：]|[-–—](?=\s))?\s*(?=\S|$)",
)
_UNFINISHED = re.compile(r"(?:(?<=\s)|^)(#{1,6}[ \t]*(?:[\[(][\d:]*)?|>[ \t]*\**|-[ \t]*\**)$")
_RULE = re.compile(r"^[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)
_CONTINUED = re.compile(r"\n[ \t]*>[ \t]?(?=[^\s*_\"“„‘「『«\[])")
_QUOTE_LINE = re.compile(r"^[ \t]*>", re.MULTILINE)
_SENTENCE_END = (".", "!", "?", "…", "。", "！", "？", '"', "”", "*", ")", "）", "」", ":", "：")


@dataclass(frozen=True, slots=True)
class Body:
    """What the body of an episode says.

    Attributes:
        cut_off: Where the text breaks off, in words for a finding; empty if it does not.
        loose: Words that belong to no part.
        addresses: Links that were reduced to their words.
    """

    summary: str
    sections: tuple[Section, ...]
    entities: tuple[Entity, ...]
    cut_off: str = ""
    loose: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Block:
    start_ms: int | None
    text: str
    entities: bool = False


def count_marks(text: str) -> int:
    """Return how many headings with a time the text has."""
    return sum(match[1] is not None or match[4] is not None for match in _HEADING.finditer(text))


def listed_people(text: str) -> list[str]:
    """Return the persons in a body's list of entities; other episodes may name them too."""
    entities, _ = _entities(_blocks(text)[1])
    return [entity.name for entity in entities if entity.kind == "person"]


def read_body(
    text: str, *, title: str, duration_ms: int | None, people: Sequence[str] = ()
) -> Body:
    """Read the summary, the sections with their quotes, and the entities.

    Args:
        text: The body, flattened into one line or not.
        title: Of the episode; the names in it help to find where headings end.
        duration_ms: Of the episode: the end of its last section.
        people: Names of persons that the rest of the page lists.
    """
    text, addresses = without_links(_RULE.sub("", text))
    text = _CONTINUED.sub(" ", text) if _QUOTE_LINE.search(text) else text
    unfinished = _UNFINISHED.search(text)
    remnant = unfinished[1] if unfinished else ""
    text = text[: unfinished.start()] if unfinished else text
    opening, blocks = _blocks(text)
    entities, loose = _entities(blocks)
    names = _names(entities, people, title, [opening, *(block.text for block in blocks)])
    passages = [_section(block, names) for block in blocks if not block.entities]
    introduction = read_passage(opening, names=names)
    sections = [section for section, _ in passages]
    if introduction.quotes:
        sections.insert(0, Section("", None, "", introduction.quotes))
    all_closed = introduction.closed and all(passage.closed for _, passage in passages)
    complete = bool(entities) and not remnant
    cut_off = (
        "" if complete and all_closed else _cut_off(remnant, text, sections, all_closed=all_closed)
    )
    return Body(
        introduction.narrative,
        _with_ends(sections, duration_ms),
        tuple(entities),
        cut_off,
        tuple(loose),
        addresses,
    )


def _blocks(text: str) -> tuple[str, list[_Block]]:
    marks = list(_HEADING.finditer(text))
    if not marks:
        return text, []
    blocks: list[_Block] = []
    for mark, end in zip(marks, [mark.start() for mark in marks[1:]] + [len(text)], strict=True):
        numbers = mark.groups()[:3] if mark[1] else mark.groups()[3:6]
        start_ms = stated_ms(numbers[0], numbers[1], numbers[2]) if numbers[0] else None
        block = text[mark.end() : end]
        listed = _ENTITY_TITLE.match(block)
        blocks.append(_Block(start_ms, block[listed.end() :] if listed else block, bool(listed)))
    return text[: marks[0].start()], blocks


def _names(entities: list[Entity], others: Sequence[str], title: str, texts: list[str]) -> Names:
    people = [entity.name for entity in entities if entity.kind == "person"] + list(others)
    listed = [entity.name for entity in entities] + list(others)
    # The title follows a run of small words, so that none of it is passed over as a heading.
    return collect_names(listed, people, [*texts, "… " * 16 + "of " + title])


def _section(block: _Block, names: Names) -> tuple[Section, Passage]:
    cut = first_quote(block.text)
    heading, narrative = split_heading(block.text[:cut], names=names)
    joint = "\n\n" if block.text[:cut].rstrip(" \t").endswith("\n") else " "
    passage = read_passage((narrative + joint + block.text[cut:]).lstrip(), names=names)
    title = " ".join(plain(heading).split())
    return Section(title, block.start_ms, passage.narrative, passage.quotes), passage


def _with_ends(sections: list[Section], duration_ms: int | None) -> tuple[Section, ...]:
    """Give each section its end: the next start by the clock, or the end of the episode."""
    starts = sorted({s.start_ms for s in sections if s.start_ms is not None})
    following: dict[int, int] = dict(pairwise(starts))
    if starts and duration_ms is not None and duration_ms > starts[-1]:
        following[starts[-1]] = duration_ms
    return tuple(
        replace(section, end_ms=following.get(section.start_ms))
        if section.start_ms is not None
        else section
        for section in sections
    )


def _entities(blocks: list[_Block]) -> tuple[list[Entity], list[str]]:
    entities: list[Entity] = []
    loose: list[str] = []
    for block in blocks:
        if not block.entities:
            continue
        marks = list(_ITEM.finditer(block.text))
        before = block.text[: marks[0].start()] if marks else block.text
        loose += [" ".join(before.split())] if before.strip() else []
        if not marks:
            continue
        ends = [mark.start() for mark in marks[1:]] + [len(block.text)]
        for mark, end in zip(marks, ends, strict=True):
            item = " ".join(block.text[mark.end() : end].split())
            if item:
                entities.append(_entity(item))
    return entities, loose


def _entity(item: str) -> Entity:
    match = _ENTITY.match(item)
    if match is None:
        return Entity(plain(item).strip("*"), "")
    name = match[1] or match[2]
    return Entity(plain(name).strip(), kind_of(match[3] or ""), plain(item[match.end() :]).strip())


def _cut_off(remnant: str, text: str, sections: list[Section], *, all_closed: bool) -> str:
    if remnant:
        return f"it ends in the mark {remnant!r}"
    if not all_closed:
        return "its last quote has no end"
    last = text.rstrip()
    if sections and sections[-1].narrative and not last.endswith(_SENTENCE_END):
        return f"it ends in the middle of a sentence: {last[-40:]!r}"
    return ""
