"""Which pairs of sentences are fit to learn from."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.text.function_words import FUNCTION_WORDS

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""One Chinese character."""
_WORD = re.compile(r"[^\W\d_]+")
_KEY = re.compile(r"[\W\d_]+")
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_TRADITIONAL = frozenset(
    "們這個來時會說對學國發經過還後開關實現點種應當裡話問題間見長頭動樣與為無從機電車東書買"
    "賣讓認識論議讀寫語請謝難歡樂愛廣場員變處際網絡級結構統設計畫數據檔標準確導線單雙戰爭"
)
_MARKUP = re.compile(r"</?[a-zA-Z][^>]{0,80}>|\]\(|\|\s*\||^\s*[#|]|\{\{|\\[a-z]+\{|=>|&&|::")
_WIDE = dict(zip(",;:?!", "，；：？！", strict=True))
_H = r"[\u3400-\u4dbf\u4e00-\u9fff]"
_HALF = re.compile(rf"(?<={_H})[,;:?!](?![,;:?!])")
_PARENTHESES = re.compile(rf"(?<={_H})\(([^()]{{1,80}})\)|\(([^()]{{0,80}}{_H}[^()]{{0,80}})\)")
_SEAM = re.compile(rf"(?<={_H})(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%+])(?={_H})")
_WIDE_GAP = re.compile(r" ?([，。；：？！（）、]) ?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff⟦⟧]")
LONGEST = 100
"""Words of a sentence, or half as many pairs of Han characters; longer ones are rarely aligned."""


def normalise(text: str) -> str:
    r"""Return a text in Unicode form C with plain white space; quotation marks stay.

    >>> normalise("caf&eacute;\u00a0\u200b  is “open”")
    'café is “open”'
    """
    unescaped = html.unescape(text) if "&" in text else text
    return unicodedata.normalize("NFC", _SPACE.sub(" ", unescaped)).strip()


def chinese_signs(text: str) -> str:
    """Return Chinese with full-width signs after Han and one space between Han and Latin.

    Corpora differ in both; a model should not learn to toss a coin.

    >>> chinese_signs("用GPU训练,很快!(真的)")
    '用 GPU 训练，很快！（真的）'
    """
    wide = _HALF.sub(lambda match: _WIDE[match[0]], text)
    wide = _PARENTHESES.sub(lambda match: f"（{match[1] or match[2]}）", wide)
    return _WIDE_GAP.sub(r"\1", _SEAM.sub(" ", wide))


def key(text: str) -> str:
    """Return what near-duplicates share: letters alone, in lower case.

    >>> key("Version 2.1, released!") == key("version 3.0 released")
    True
    """
    return _KEY.sub(" ", text.lower()).strip()


def size(text: str) -> float:
    """Return the length of a text in words; two Han characters count as one and a fifth."""
    han = len(HAN.findall(text))
    return 0.6 * han + len(_WORD.findall(HAN.sub(" ", text) if han else text))


def language_fits(text: str, language: str) -> bool:
    """Tell whether a text may be in `en`, `nl` or `zh`, by script and function words.

    Quick on purpose, a few microseconds: it runs on millions of lines. A text without any
    evidence passes; one with more evidence for another language does not.
    """
    han = len(HAN.findall(text))
    if language == "zh":
        letters = sum(map(str.isalpha, text))
        return han >= 2 and han * 4 >= letters and not _TRADITIONAL.intersection(text)
    if han:
        return False
    words = _WORD.findall(text.lower())
    own, other = (language, "nl" if language == "en" else "en")
    mine = sum(word in FUNCTION_WORDS[own] for word in words)
    theirs = sum(word in FUNCTION_WORDS[other] for word in words)
    if len(words) >= 8 and not mine:
        return False
    return mine >= theirs


def _lengths_fit(pair: tuple[str, str]) -> bool:
    first, second = (size(text) + 2 for text in pair)
    return first < second * 2.2 and second < first * 2.2


def _mostly_letters(text: str) -> bool:
    return sum(map(str.isalpha, text)) * 2 >= len(text.replace(" ", ""))


def _numbers(text: str) -> list[str]:
    """Return the digits of a text's longer numbers: a version, a year, a price must agree."""
    return sorted(n for n in re.findall(r"\d{2,}", text.replace(",", "").replace(".", "")))


@dataclass
class Sieve:
    """Keeps the pairs worth learning, and counts what it leaves out and why.

    Args:
        languages: Codes of the two sides: `en`, `nl`, `zh`.
        forbidden: Keys of sentences that only tests may see.
    """

    languages: tuple[str, str]
    forbidden: frozenset[str]
    counts: Counter[str] = field(default_factory=Counter)
    _seen: set[int] = field(default_factory=set)

    def keep(self, first: str, second: str) -> tuple[str, str] | None:
        """Return the pair, normalised, or None where a filter stops it."""
        pair = (self._shape(first, 0), self._shape(second, 1))
        keys = (key(pair[0]), key(pair[1]))
        reason = next((name for name, wrong in _FILTERS if wrong(pair, self.languages)), "")
        if not reason and self.forbidden.intersection(keys):
            reason = "in a test set"
        if not reason:
            reason = self._duplicate(keys)
        self.counts[reason or "kept"] += 1
        return None if reason else pair

    def _shape(self, text: str, side: int) -> str:
        plain = normalise(text)
        return chinese_signs(plain) if self.languages[side] == "zh" else plain

    def _duplicate(self, keys: tuple[str, str]) -> str:
        """Near-duplicates count across files: one sieve serves all files of a pair."""
        mark = hash_key("\t".join(keys))
        if mark in self._seen:
            return "duplicate"
        self._seen.add(mark)
        return ""


def hash_key(text: str) -> int:
    """Return 64 bits that are the same in every process, unlike `hash`."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


_Filter = Callable[[tuple[str, str], tuple[str, str]], bool]
_FILTERS: tuple[tuple[str, _Filter], ...] = (
    ("empty", lambda pair, _: not all(pair)),
    ("markup or code", lambda pair, _: any(map(_MARKUP.search, pair))),
    ("control character", lambda pair, _: any(map(_CONTROL.search, pair))),
    ("too long", lambda pair, _: max(map(size, pair)) > LONGEST or max(map(len, pair)) > 600),
    ("mostly signs", lambda pair, _: not all(map(_mostly_letters, pair))),
    ("untranslated", lambda pair, _: key(pair[0]) == key(pair[1]) and size(pair[0]) > 2),
    ("lengths differ", lambda pair, _: not _lengths_fit(pair)),
    ("numbers differ", lambda pair, _: _numbers_differ(pair)),
    ("language", lambda pair, languages: not all(map(language_fits, pair, languages))),
)


def _numbers_differ(pair: tuple[str, str]) -> bool:
    first, second = map(_numbers, pair)
    # Chinese counts large numbers in 万; two of three shared is agreement enough.
    shared = sum((Counter(first) & Counter(second)).values())
    return bool(first and second) and shared * 3 < 2 * min(len(first), len(second))
