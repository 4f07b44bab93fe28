"""The last resort: what stands around the terms is translated, and the terms stay in place.

An engine that sees only fragments says them less fluently, but a right term in a stiff sentence
can be read; a wrong term in a fluent one misleads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.glossary.fold import HAN, is_latin
from pipeline.glossary.job import Job
from pipeline.glossary.match import Match
from pipeline.glossary.protect import leaks
from pipeline.glossary.restore import in_place, tidy, with_article

_CORE = re.compile(r"([\W_]*)(.*?)([\W_]*)", re.DOTALL)
_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(f"[{HAN}]")
_POSSESSIVE = re.compile(r"['’]s(?![^\W_])")
_NARROW = {
    "，": ", ", "。": ". ", "！": "! ", "？": "? ", "：": ": ", "；": "; ", "、": ", ",
    "（": " (", "）": ") ", "——": " — ",
}  # fmt: skip
_WIDE_MARK = re.compile("|".join(map(re.escape, sorted(_NARROW, key=len, reverse=True))))


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between two terms.

    Attributes:
        before: Marks and spaces at its start.
        core: What an engine translates; empty if there are no letters.
        after: Marks and spaces at its end.
    """

    before: str
    core: str
    after: str


def around(text: str, matches: Sequence[Match]) -> tuple[Stretch | Match, ...]:
    """Return a sentence cut at the terms, every character of it.

    >>> [part.core for part in around("It is, in short, good.", ()) if isinstance(part, Stretch)]
    ['It is, in short, good']
    """
    parts: list[Stretch | Match] = []
    at = 0
    for match in matches:
        parts += [*_stretch(text[at : match.start]), match]
        at = match.end
    return (*parts, *_stretch(text[at:]))


def cores(parts: Sequence[Stretch | Match]) -> Iterator[str]:
    """Yield what an engine has to translate."""
    for part in parts:
        if isinstance(part, Stretch) and part.core:
            yield part.core


def rejoined(job: Job, parts: Sequence[Stretch | Match], answers: Mapping[str, str]) -> str | None:
    """Return the sentence put together, or None if the engine did not translate a stretch.

    Args:
        job: The sentence.
        parts: From `around`.
        answers: Core → what the engine says for it.
    """
    task, out = job.task, ""
    for part in parts:
        if isinstance(part, Match):
            value = in_place(part, out, job.text, source=task.source, target=task.target)
            out = with_article(out, value, part, job.text, target=task.target)
            out = _glued(out, value)
            continue
        said = answers[part.core].strip() if part.core else ""
        if part.core and not _plausible(said, part.core):
            return None
        out = _glued(out, _mark(part.before, task.target) + _fitted(said, part.core, first=not out))
        out += _mark(part.after, task.target)
    text = tidy(out, task.target)
    return None if leaks(text, job.text) else text


def _stretch(text: str) -> list[Stretch]:
    found = _CORE.fullmatch(text)
    if not text or found is None:
        return []
    before, core, after = found.groups()
    possessive = _POSSESSIVE.match(text)
    if possessive and before:  # 's belongs to the term before it
        rest = _CORE.fullmatch(text[possessive.end() :])
        if rest is not None:
            return [Stretch(possessive[0] + rest[1], rest[2], rest[3])]
    return [Stretch(before, core, after)] if core else [Stretch(before + after, "", "")]


def _plausible(said: str, core: str) -> bool:
    """Tell whether an answer can be a translation: about as long, and not nothing."""
    return 0 < _size(said) <= max(2, 2 * _size(core))


def _size(text: str) -> float:
    """Return the number of words; two Han characters count as one."""
    han = len(_HAN.findall(text))
    return len(_WORD.findall(_HAN.sub(" ", text))) + (han + 1) // 2


def _fitted(said: str, core: str, *, first: bool) -> str:
    """Undo what an engine does because it takes a stretch for a sentence."""
    said = said.rstrip(".。")
    lowered = core[:1].islower() and said[:1].isupper() and said[1:2].islower()
    return said[:1].lower() + said[1:] if lowered and not first else said


def _mark(marks: str, target: str) -> str:
    if target.startswith("zh"):
        return _POSSESSIVE.sub("的", marks)
    return _WIDE_MARK.sub(lambda mark: _NARROW[mark[0]], marks)


def _glued(before: str, value: str) -> str:
    """Append; Latin words never run together."""
    gap = " " if is_latin(before[-1:]) and is_latin(value[:1]) else ""
    return before + gap + value
