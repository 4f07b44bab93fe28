"""Text made comparable: case, apostrophes, hyphens and white space folded, places kept."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

LATIN = "0-9A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff_"
"""Letters and digits that make Latin words. Not `\\w`: that holds Han, so 打开Cursor has no \\b."""

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters."""

CJK = HAN + "\u3000-\u303f\uff00-\uffef\u2e80-\u2fdf"
"""Han characters and the punctuation that goes with them."""

_latin = re.compile(f"[{LATIN}]")
_SAME = {
    "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\uff07": "'",
    "\u2010": "-", "\u2011": "-",
    "\u00a0": " ", "\u202f": " ", "\t": " ", "\n": " ", "\r": " ", "\u3000": " ",
}  # fmt: skip
_SPECIAL = re.compile("[" + "".join(map(re.escape, _SAME)) + "]")
_GAPS = re.compile(" {2,}")
_WORDS = re.compile(r"[^\W\d_]+")
_JOINTS = re.compile(r"[\s\-‑–.’']")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back to the original.

    Attributes:
        text: Lower case, straight apostrophes, plain hyphens, single spaces.
        places: Index in the folded text → index in the original; None when they are the same.
    """

    text: str
    places: array[int] | None

    def original(self, index: int) -> int:
        """Return the place in the original text."""
        return index if self.places is None else self.places[index]


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, signs and digits left out.

    >>> words_of("It's GPT-4o, 我们")
    ['it', 's', 'gpt', 'o', '我们']
    """
    return _WORDS.findall(text.lower())


def squeezed(text: str) -> str:
    """Return a text in lower case without what names are written with or without.

    >>> squeezed("GPT-4o") == squeezed("gpt 4o")
    True
    """
    return _JOINTS.sub("", text).lower()


def is_latin(character: str) -> bool:
    """Tell whether a character (or nothing) continues a Latin word.

    >>> is_latin("é"), is_latin("开"), is_latin("-"), is_latin("")
    (True, False, False, False)
    """
    return _latin.match(character) is not None


def fold(text: str) -> Folded:
    """Fold a text of Unicode form C.

    >>> fold("The  Reward Model’s").text
    "the reward model's"
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # İ is two characters in lower case
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    lowered = _SPECIAL.sub(lambda match: _SAME[match[0]], lowered)
    if "  " not in lowered:
        return Folded(lowered, None)
    places = array("q")
    pieces: list[str] = []
    at = 0
    for gap in _GAPS.finditer(lowered):
        pieces.append(lowered[at : gap.start() + 1])
        places.extend(range(at, gap.start() + 1))
        at = gap.end()
    pieces.append(lowered[at:])
    places.extend(range(at, len(lowered) + 1))
    return Folded("".join(pieces), places)
