"""Number words of English, Dutch and Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

_EN_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_EN_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
).split()
_NL_UNITS = (
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien "
    "vijftien zestien zeventien achttien negentien"
).split()
_NL_TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig".split()
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "honderd": 1e2, "duizend": 1e3, "miljoen": 1e6, "miljard": 1e9, "biljoen": 1e12,
    "mln": 1e6, "mld": 1e9, "bn": 1e9, "k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12,
}  # fmt: skip
_MONTHS = (
    ("january", "januari"), ("february", "februari"), ("march", "maart"), ("april",),
    ("may", "mei"), ("june", "juni"), ("july", "juli"), ("august", "augustus"),
    ("september",), ("october", "oktober"), ("november",), ("december",),
)  # fmt: skip

MONTHS = {name: float(n) for n, names in enumerate(_MONTHS, 1) for name in names}
"""Lower-case English or Dutch name → number of the month."""

_SMALL: dict[str, float] = {
    **{word: float(n) for n, word in enumerate(_EN_UNITS)},
    **{word: 20.0 + 10 * n for n, word in enumerate(_EN_TENS)},
}
_OTHER: dict[str, tuple[float, ...]] = {
    **{word: (float(n),) for n, word in enumerate(_EN_ORDINALS)},
    **{name: (n,) for n, names in enumerate(_MONTHS, 1) for name in names},
    "third": (3.0, 33.0), "thirds": (3.0, 66.0), "half": (0.5, 30.0, 50.0),
    "halve": (0.5, 30.0, 50.0), "helft": (0.5, 50.0), "quarter": (0.25, 4.0, 15.0, 25.0),
    "quarters": (0.75, 4.0, 45.0, 75.0), "kwart": (0.25, 15.0, 25.0), "kwartaal": (4.0,),
    "once": (1.0,), "twice": (2.0,), "double": (2.0,), "doubled": (2.0,), "doubles": (2.0,),
    "tripled": (3.0,), "triple": (3.0,), "pair": (2.0,), "both": (2.0,), "couple": (2.0,),
    "beide": (2.0,), "dubbel": (2.0,), "dubbele": (2.0,), "verdubbeld": (2.0,), "paar": (2.0,),
    "dozen": (12.0,), "dozens": (12.0,), "dozijn": (12.0,), "anderhalf": (1.5,),
    "anderhalve": (1.5,), "eerste": (1.0,), "derde": (3.0, 33.0), "single": (1.0,),
    "één": (1.0,), "tweeënhalf": (2.5,), "tweede": (2.0,), "midnight": (0.0, 12.0, 24.0),
    "noon": (12.0,), "middernacht": (0.0, 12.0, 24.0), "decade": (10.0,), "decades": (10.0,),
    "decennium": (10.0,), "decennia": (10.0,), "century": (100.0,), "eeuw": (100.0,),
    "kwartier": (15.0,), "week": (7.0,), "fortnight": (2.0, 14.0),
    "squared": (2.0,), "cubed": (3.0,), "square": (2.0,), "cube": (3.0,), "kwadraat": (2.0,),
}  # fmt: skip
_HAN = {sign: float(n) for n, sign in enumerate("零一二三四五六七八九")} | {"〇": 0.0, "两": 2.0}
_HAN_SCALES = {"十": 10.0, "百": 100.0, "千": 1_000.0}


def scale_of(word: str) -> float:
    """Return the number that a scale word multiplies by."""
    return _SCALES[word.lower()]


def word_values(words: Sequence[str]) -> Iterator[tuple[str, frozenset[float]]]:
    """Yield number words, or runs of them (`one hundred and forty`), with their readings.

    Args:
        words: In lower case, in order.
    """
    at = 0
    while at < len(words):
        value, after = _english(words, at)
        if after > at:
            yield " ".join(words[at:after]), frozenset({value})
        word = words[at]
        if word in _OTHER:
            yield word, frozenset(_OTHER[word])
        dutch = _dutch(word)
        if dutch is not None:
            following = words[at + 1] if at + 1 < len(words) else ""
            scale = _SCALES.get(following, 1.0) if len(following) > 3 else 1.0
            yield word, frozenset({dutch, dutch * scale})
        at = max(after, at + 1)


def _english(words: Sequence[str], at: int) -> tuple[float, int]:
    total = current = 0.0
    start = at
    while at < len(words):
        word = words[at]
        bare = word.removesuffix("s") if word[:-1] in _SCALES else word
        if word in _SMALL:
            current += _SMALL[word]
        elif len(bare) > 3 and bare in _SCALES:
            current = (current or 1.0) * _SCALES[bare]
            if _SCALES[bare] >= 1_000:
                total, current = total + current, 0.0
        elif not (word == "and" and at > start and _goes_on(words, at)):
            break
        at += 1
    return total + current, at


def _goes_on(words: Sequence[str], at: int) -> bool:
    return (
        words[at - 1] in {"hundred", "thousand"}
        and at + 1 < len(words)
        and (words[at + 1] in _SMALL)
    )


@lru_cache(maxsize=4_096)
def _dutch(word: str) -> float | None:
    """Return the value of a Dutch number word, solid compounds and ordinals too."""
    if not word or len(word) > 60:
        return None
    for ending in ("", "ste", "de", "maal", "jarige", "jarig", "voudig", "voud", "en", "n"):
        if ending and not word.endswith(ending):
            continue
        value = _dutch_cardinal(word[: len(word) - len(ending)] if ending else word)
        if value is not None:
            return value
    return None


def _dutch_cardinal(word: str) -> float | None:
    for scale, size in (("duizend", 1_000.0), ("honderd", 100.0)):
        before, found, after = word.partition(scale)
        if not found:
            continue
        head = _dutch_cardinal(before) if before else 1.0
        rest = after.removeprefix("en")
        tail = _dutch_cardinal(rest) if rest else 0.0
        return None if head is None or tail is None else head * size + tail
    if word in _NL_UNITS:
        return float(_NL_UNITS.index(word))
    for n, ten in enumerate(_NL_TENS):
        if word == ten:
            return 20.0 + 10 * n
        if word.endswith(ten):
            unit = word[: -len(ten)]
            unit = unit[:-2] if unit.endswith(("en", "ën")) else ""
            if unit in _NL_UNITS[1:10]:
                return 20.0 + 10 * n + _NL_UNITS.index(unit)
    return None


def chinese_value(numeral: str) -> float | None:
    """Return the value of a Chinese numeral, or None if it is none.

    >>> chinese_value("三千五百万"), chinese_value("二〇二四"), chinese_value("一点五")
    (35000000.0, 2024.0, 1.5)
    """
    whole, point, fraction = numeral.partition("点")
    if all(sign in _HAN for sign in whole) and len(whole) > 1:
        value: float | None = float("".join(str(int(_HAN[sign])) for sign in whole[:30]))
    else:
        value = _han_scaled(whole)
    if value is None or not point:
        return value
    return float(f"{int(value)}.{''.join(str(int(_HAN.get(s, 0))) for s in fraction[:9])}")


def _han_scaled(numeral: str) -> float | None:
    total = section = digit = 0.0
    for sign in numeral:
        if sign in _HAN:
            digit = _HAN[sign]
        elif sign in _HAN_SCALES:
            section += (digit or 1.0) * _HAN_SCALES[sign]
            digit = 0.0
        else:
            size = 1e4 if sign == "万" else 1e8
            total = (total + section + digit or 1.0) * size
            section = digit = 0.0
            if total > 1e30:
                return None
    return total + section + digit
