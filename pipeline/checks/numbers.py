"""The numbers in a text, however its language writes them.

`3,000` may be three thousand or three; `两`, `twee` and `2` are one number; `1.5亿` and
`150 million` too. Each number gets every reading that makes sense, and two numbers agree when
they share one: the check must not cry wolf.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from pipeline.checks.number_words import MONTHS, chinese_value, scale_of, word_values

_WIDE = str.maketrans("０１２３４５６７８９％＄￥，．", "0123456789%$¥,.")
_NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f]\d+)*(?: \d{3}(?!\d))*", re.ASCII)
_SCALE = re.compile(
    r"[ \u00a0-]?(?:多|余|来|几)?(?:"
    r"(thousand|million|billion|trillion|duizend|miljoen|miljard|biljoen|hundred|honderd|"
    r"mln|mld|bn|[kKMBT](?![a-zA-Z]))|([十百千万亿]+)|(成)(?![立为就功了本果分员长绩型熟]))",
)
_RANGE = re.compile(r"\s*(?:[-–—~～到至]|to|tot|or|of|and|en|或)\s*\Z")
_HAN_NUMERAL = re.compile(
    r"[〇零一二两三四五六七八九十百千万亿]+(?:点[零一二三四五六七八九]+)?(成)?"
)
_WORDS = re.compile(r"[A-Za-zÀ-ÿ]+")
_MONTH = "|".join(MONTHS)
_DATE = re.compile(
    rf"\d(?:st|nd|rd|th|e|ste|de)? (?:of )?(?P<one>{_MONTH})\b|\b(?P<other>{_MONTH}) \d",
    re.IGNORECASE,
)
_ALWAYS = re.compile(r"\b24/7\b|\b7[x×]24\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a text.

    Attributes:
        text: As written.
        values: Every reading of it.
        digits: Whether it is written in digits; a word may be no number at all (`een`).
        parts: The numbers that it may be two of: `3,2` in a list.
    """

    text: str
    values: frozenset[float]
    digits: bool
    parts: tuple[float, ...] = ()


def amounts(text: str) -> list[Amount]:
    """Return the numbers of a text, those in digits first.

    >>> [sorted(one.values) for one in amounts("3,000 euro, 95%")]
    [[3.0, 3000.0], [95.0]]
    """
    text = _ALWAYS.sub(" ", text.translate(_WIDE))
    return [*_in_digits(text), *_in_words(text)]


def unmatched(ours: Sequence[Amount], theirs: Sequence[Amount]) -> list[str]:
    """Return the numbers written in digits that agree with none of the others.

    Numbers agree when they are equal, or one is the other's decade (`1990s`, `90`) or hour
    after noon (`17`, `5`).
    """
    said = {value for one in theirs for value in (*one.values, *one.parts)}
    short = {value for full in said for value in _shorter(full)}
    return [
        one.text
        for one in ours
        if one.digits
        and not any(_is_said(value, said, short) for value in one.values)
        and not (one.parts and all(_is_said(value, said, short) for value in one.parts))
    ]


def months_changed(source: str, target: str) -> list[str]:
    """Return the months of the source's dates that the target has neither in words nor digits.

    A date is a month with a day or year beside it: `may` and `march` alone are words.

    >>> months_changed("On 3 May.", "5月3日。"), months_changed("On 3 May.", "3 juni.")
    ([], ['May'])
    """
    found = [match["one"] or match["other"] for match in _DATE.finditer(source)]
    found = [name for name in dict.fromkeys(found) if name not in {"may", "march"}]
    if not found:
        return []
    said = {value for one in amounts(target) for value in (*one.values, *one.parts)}
    return [name for name in found if MONTHS[name.lower()] not in said]


def _is_said(value: float, said: Set[float], short: Set[float]) -> bool:
    return value in said or value in short or not said.isdisjoint(_shorter(value))


def _shorter(value: float) -> tuple[float, ...]:
    if 12 < value <= 24:
        return (value - 12,)
    if 1_900 <= value < 2_100 or (1_000 <= value < 1_900 and value % 10 == 0):
        return (value % 100,)
    return ()


def _in_digits(text: str) -> Iterator[Amount]:
    held: tuple[str, frozenset[float], int] | None = None
    for match in _NUMBER.finditer(text):
        for part, end in _parts(match):
            values = _readings(part)
            scale, stop = _scale(text, end)
            scaled = frozenset(round(value * s, 6) for value in values for s in scale)
            if held is not None:
                before, theirs, at = held
                if scale != (1.0,) and _RANGE.fullmatch(text[at : match.start()][:8]):
                    theirs |= frozenset(round(value * s, 6) for value in theirs for s in scale)
                yield Amount(before, theirs, digits=True, parts=_apart(before))
            held = text[match.start() : stop] if part == match[0] else part, scaled, stop
    if held is not None:
        yield Amount(held[0], held[1], digits=True, parts=_apart(held[0]))


def _apart(number: str) -> tuple[float, ...]:
    one, comma, other = number.partition(",")
    whole = comma and one.isdecimal() and other.isdecimal() and len(number) < 12
    return (float(one), float(other)) if whole else ()


def _parts(match: re.Match[str]) -> Iterator[tuple[str, int]]:
    """Yield a number, or the parts of a date or version such as `3.11.2024`."""
    groups = re.split(r"[^\d]", match[0])
    thousands = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    if len(groups) <= 2 or thousands or (all(len(g) == 3 for g in groups[1:-1])):
        yield match[0], match.end()
        return
    for part in re.finditer(r"\d+", match[0]):
        yield part[0], match.start() + part.end()


def _readings(number: str) -> frozenset[float]:
    groups = re.split(r"[^\d]", number)
    if len(groups) == 1:
        return frozenset({float(number[:30])})
    whole = "".join(groups)[:30]
    found: set[float] = set()
    if all(len(group) == 3 for group in groups[1:]):
        found.add(float(whole))
    separators = re.findall(r"[^\d]", number)
    if separators[-1] in ".," and separators.count(separators[-1]) == 1:
        found.add(round(float("".join(groups[:-1])[:30] + "." + groups[-1][:12]), 6))
    return frozenset(found or {float(whole)})


def _scale(text: str, end: int) -> tuple[tuple[float, ...], int]:
    match = _SCALE.match(text, end)
    if match is None:
        return (1.0,), end
    if match[3]:
        return (1.0, 10.0), match.end()
    if match[2]:
        return (chinese_value("一" + match[2]) or 1.0,), match.end()
    scale = scale_of(match[1])
    # `5M` may be metres and `40 K` degrees.
    return ((scale, 1.0) if len(match[1]) == 1 else (scale,)), match.end()


def _in_words(text: str) -> Iterator[Amount]:
    for match in _HAN_NUMERAL.finditer(text):
        value = chinese_value(match[0].removesuffix("成"))
        if value is not None:
            tenths = {value, value * 10} if match[1] else {value}
            yield Amount(match[0], frozenset(tenths), digits=False)
    for sign, power in (("平方", 2.0), ("立方", 3.0)):
        if sign in text:
            yield Amount(sign, frozenset({power}), digits=False)
    if "半" in text:
        yield Amount("半", frozenset({0.5, 30.0, 50.0}), digits=False)
    for word, values in word_values([word.lower() for word in _WORDS.findall(text)]):
        yield Amount(word, values, digits=False)
