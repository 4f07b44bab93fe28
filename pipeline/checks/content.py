"""Whether a translation says what its source says: numbers, names, length, script, terms.

Nothing here reads the meaning. Each rule compares what both texts must share, and was measured
on translations by people: see docs/checks.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.checks.numbers import amounts, months_changed, unmatched
from pipeline.checks.scripts import count_han, is_prose, script_faults, speaks
from pipeline.glossary.fold import squeezed
from pipeline.glossary.match import FROZEN
from pipeline.glossary.protect import INVENTED, invented_names, leaks
from pipeline.model import TermStatus, TermUse

Fault = tuple[str, str]
"""A rule and a message."""
Audit = Callable[[str, str], Sequence[TermUse]]
"""Source and translation → what became of the terms."""

_RATIOS = {
    ("en", "nl"): (0.45, 2.3),
    ("en", "zh-Hans"): (0.10, 1.0),
    ("nl", "en"): (0.40, 2.0),
    ("nl", "zh-Hans"): (0.07, 1.0),
    ("zh-Hans", "en"): (1.1, 8.0),
    ("zh-Hans", "nl"): (1.2, 9.0),
}
"""Characters of the translation per character of the source: outside of these, something is
missing or was made up. The extremes of the training sentences, with half as much again."""
_LEAST = {"zh-Hans": 10}
_LEFT_BEHIND = (*"⟦⟧〚〛", *map(str.lower, INVENTED))
_PLACEHOLDER = re.compile("|".join(_LEFT_BEHIND), re.IGNORECASE)
_WWW = re.compile(r"(?<![\w.])www\.[\w./-]{3,200}[\w/]", re.ASCII)
_PERCENT = re.compile(r"\d ?[%％]|\bper ?cent\b|\bprocent\b|百分之|成|个百分点", re.IGNORECASE)
_STATED_PERCENT = re.compile(r"\d ?[%％]|\d ?(?:per ?cent|procent)\b|百分之", re.IGNORECASE)
_FRACTION = re.compile(
    r"\b(?:hal[fv]e?|helft|quarter|kwart|third|derde|tenth)\b|半|分之", re.IGNORECASE
)
_UNIT = r"\d(?: ?[A-Za-z]{1,12})? ?"
_CURRENCIES = {
    "dollar": (
        re.compile(rf"\$ ?\d|\d ?\$|{_UNIT}dollars?\b|\d[万亿千百]{0, 4}美[元金]", re.IGNORECASE),
        re.compile(r"\$|\bdollar|\bcents?\b|\bbucks?\b|\bUSD\b|美[元金分]|刀", re.IGNORECASE),
    ),
    "euro": (
        re.compile(rf"€ ?\d|\d ?€|{_UNIT}euros?\b|\d[万亿千百]{0, 4}欧元", re.IGNORECASE),
        re.compile(r"€|\beuro|\bcents?\b|\bEUR\b|欧元|欧分", re.IGNORECASE),
    ),
    "pound": (
        re.compile(r"£ ?\d|\d[万亿千百]{0,4}英镑"),
        re.compile(r"£|\bpounds?\b|\bpond|\bGBP\b|英镑", re.IGNORECASE),
    ),
}
"""Currency → how an amount states it, and how its translation may say it."""
_NAME = re.compile(r"(?<![\w@#./-])[A-Za-z]+(?:[-.]?(?:\d|[a-z][A-Z])[A-Za-z0-9.+#]*)", re.ASCII)
_NOT_NAMES = re.compile(r"(?i:PhDs?|MSc|BSc|[\d.]+\w|[a-z]{1,2}\d{1,2}|\w+['’]s)$")
_PAIRS = {
    ")": "(",
    "]": "[",
    "}": "{",
    "）": "（",
    "】": "【",
    "》": "《",
    "」": "「",
    "』": "『",
    "”": "“",
}
_OPEN = frozenset(_PAIRS.values())
_TOKEN = re.compile(r"[^\W\d_]+|\d+", re.ASCII)
_SURELY = 5
"""Repeats that nobody says on purpose, where there is no source to compare with."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which two languages are compared, and how terms are looked up.

    Attributes:
        source: BCP 47 tag.
        target: BCP 47 tag.
        audit: Tells what became of the terms, or None where there is no glossary.
    """

    source: str
    target: str
    audit: Audit | None = None


def check_pair(
    source: str,
    target: str,
    pairing: Pairing,
    *,
    terms: Sequence[str] = (),
    nearby: tuple[str, str] | None = None,
) -> Iterator[Fault]:
    """Yield what is the matter with one translation.

    Args:
        source: What was said.
        target: Its translation.
        pairing: The two languages.
        terms: Words of the source that are accounted for, and may be gone.
        nearby: Where the texts are cut from longer ones: what stands around the source and
            around the target, for a number may be said a cue earlier or later.
    """
    before, after = nearby or ("", "")
    yield from _numbers(source, target, f"{source} {before}", f"{target} {after}")
    yield from _kept(source, f"{target} {after}", terms)
    if made_up := _made_up(f"{source} {before}", target, pairing):
        yield "name-invented", f"{_listed(made_up)} not in the source"
    yield from _length(source, target, pairing)
    yield from _untranslated(source, target, pairing)
    if leaks(target, source):
        yield "placeholder", "a placeholder stayed behind"
    if (sign := _unbalanced(target)) and not _unbalanced(source) and not (nearby and sign in "“”"):
        yield "brackets", f"“{sign}” without its partner"
    if (found := _loop(target)) and not _loop(source):
        yield "loop", f"“{found}” again and again"
    if pairing.audit is not None:
        for use in pairing.audit(source, target):
            if use.status is TermStatus.MISSING:
                yield "term-missing", f"“{use.term}” should read “{use.expected}”"


def check_text(text: str, *, language: str) -> Iterator[Fault]:
    """Yield what is the matter with a text by itself.

    Args:
        text: A sentence or a cue; line breaks count as spaces.
        language: BCP 47 tag.
    """
    yield from script_faults(text, language=language)
    if match := _placeholder(text):
        yield "placeholder", f"“{match[0]}” looks like a placeholder"
    if found := _loop(text, least=_SURELY):
        yield "loop", f"“{found}” again and again"


def _placeholder(text: str) -> re.Match[str] | None:
    """Return the first placeholder; most texts are seen to have none without the pattern."""
    low = text.lower()
    return _PLACEHOLDER.search(text) if any(map(low.__contains__, _LEFT_BEHIND)) else None


def _numbers(source: str, target: str, ours: str, theirs: str) -> Iterator[Fault]:
    """Compare with what both sides say around."""
    if _has_digit(source) or _has_digit(target):
        if lost := unmatched(amounts(source), amounts(theirs)):
            yield "number-lost", f"{_listed(lost)} not in the translation"
        if invented := unmatched(amounts(target), amounts(ours)):
            yield "number-invented", f"{_listed(invented)} not in the source"
    if months := months_changed(source, theirs):
        yield "date-changed", f"{_listed(months)} not in the translation"
    if _STATED_PERCENT.search(source) and not (_PERCENT.search(theirs) or _FRACTION.search(theirs)):
        yield "percent-lost", "a percentage without %"
    for name, (stated, said) in _CURRENCIES.items():
        if stated.search(source) and not said.search(theirs):
            yield "currency-lost", f"an amount in {name}s without its currency"


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(f"“{text.strip()}”" for text in dict.fromkeys(texts))


def _kept(source: str, target: str, terms: Sequence[str]) -> Iterator[Fault]:
    """Yield the addresses and the unmistakable names that are gone."""
    frozen = [match[0] for match in FROZEN.finditer(source) if match[0][0] not in "<`{["]
    frozen += _WWW.findall(source)
    if gone := [
        piece
        for piece in dict.fromkeys(frozen)
        if piece not in target and not _within(piece, terms)
    ]:
        yield "address-lost", f"{_listed(gone)} not in the translation"
    low = squeezed(target)
    names = (match[0].rstrip(".") for match in _NAME.finditer(FROZEN.sub(" ", source)))
    lost = [
        name
        for name in dict.fromkeys(names)
        if not (_NOT_NAMES.match(name) or _within(name, terms))
        and squeezed(name).removesuffix("s") not in low
    ]
    if lost:
        yield "name-lost", f"{_listed(lost)} not in the translation"


def _made_up(source: str, target: str, pairing: Pairing) -> list[str]:
    """Return the names in Latin letters that only the Chinese translation has."""
    if not pairing.target.startswith("zh") or not count_han(target):
        return []
    names = invented_names(target, source)
    if not names or pairing.audit is None:
        return list(names)
    due = [form for use in pairing.audit(source, target) for form in (use.found, use.expected)]
    return [name for name in names if not _within(name, due)]


def _within(word: str, terms: Sequence[str]) -> bool:
    return any(word in term for term in terms)


def _length(source: str, target: str, pairing: Pairing) -> Iterator[Fault]:
    bounds = _RATIOS.get((pairing.source, pairing.target))
    if bounds is None or len(source) < _LEAST.get(pairing.source, 24):
        return
    ratio = len(target) / len(source)
    if ratio < bounds[0]:
        yield "length-ratio", f"{ratio:.2f} times the length of its source; words may be missing"
    elif ratio > bounds[1]:
        yield "length-ratio", f"{ratio:.1f} times the length of its source; words may be added"


def _untranslated(source: str, target: str, pairing: Pairing) -> Iterator[Fault]:
    yield from script_faults(target, language=pairing.target)
    if pairing.target.startswith("zh") and count_han(target):
        rest = max(re.split(r"[^\x00-\x7f’“”]+", target), key=len)
        if is_prose(rest) and speaks(rest, "en", over="nl") | speaks(rest, "nl", over="en"):
            yield "untranslated-text", f"“{rest.strip()[:40]}” is not Chinese"
    elif source == target and is_prose(source):
        yield "untranslated-text", "the same as its source"


def _unbalanced(text: str) -> str:
    """Return the first bracket or quotation mark without its partner, or nothing."""
    waiting: list[str] = []
    for sign in text:
        if sign in _OPEN:
            waiting.append(sign)
        elif sign in _PAIRS:
            if not waiting or waiting[-1] != _PAIRS[sign]:
                return sign
            waiting.pop()
    return waiting[-1] if waiting else ""


def _loop(text: str, *, least: int = 3) -> str:
    """Return words that follow themselves at least so many times more, or nothing.

    Western text is looked at by words, Chinese by characters.
    """
    han = count_han(text)
    tokens = list(text) if han > len(text) // 3 else text.lower().split()
    if len(tokens) - len(set(tokens)) < least:
        return ""
    for size in range(1, 9):
        if found := _repeats(tokens, size, least=least + 2 * (size == 1)):
            words = ("" if han > len(text) // 3 else " ").join(found)
            if sum(map(str.isalpha, words)) >= 2 and len(set(words)) > 1:
                return words
    return ""


def _repeats(tokens: Sequence[str], size: int, *, least: int) -> list[str]:
    run = 0
    for at in range(size, len(tokens)):
        run = run + 1 if tokens[at] == tokens[at - size] else 0
        if run >= size * least:
            return list(tokens[at - size + 1 : at + 1])
    return []
