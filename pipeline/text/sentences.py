"""Cut running text into sentences without losing a character.

Rules rather than a model: a stop ends a sentence unless what stands around it says otherwise.
Each stop is looked at once, within a bounded window, so the work grows with the text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.text.abbreviations import (
    EITHER,
    INSIDE,
    LAST,
    NUMBERED,
    SPEECH,
    STARTERS,
    TITLES,
)

_STOP = re.compile(r"[.!?…‽]+|[。！？；｡]|[\n\r\v\f\x85\u2028\u2029]")
_WIDE = "。！？；｡"
_CLOSING = "\"”'’»)]}*_」』）】》〉〕"
"""May stand between a stop and the white space after it."""
_QUOTES = "\"”“'’»」』"
_OPENING = "\"“”„‘’'«‹([{*_¿¡「『（【《〈~`"
_REFERENCE = re.compile(r"(?:\[\d{1,3}\])+")
_WINDOW = 40
"""How many characters around a stop are looked at."""
_FAR = 400
"""How far a matching quotation mark or the general lack of capitals is looked for."""
_NUMBERED_LABEL = (
    r"(?:ep|episode|aflevering|part|deel|chapter|hoofdstuk|season|seizoen)\s?#?\d{1,4}"
)
_MARKER = re.compile(
    rf"\s*(?:[>*#\-•]\s*)*\(?(?:\d{{1,3}}|[a-z]|[ivx]{{1,4}}|{_NUMBERED_LABEL})", re.IGNORECASE
)
"""What numbers a list item or an episode, at the beginning of a sentence."""
_ENCLOSED = re.compile(r"[(（][^()（）\n]{1,200}[)）]|《[^《》\n]{1,80}》")
_HAN = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_CLITIC = re.compile(r"['’‘][stnkmr]\s+[^\W\d_]", re.IGNORECASE)
_REPORTED = re.compile(r"[他她它我你您们咱谁\u4e00-\u9fff]{0,3}[说问道喊写答叫]")
_SPEAKERS = frozenset({"he", "she", "i", "hij", "zij", "ze"})
_NAME_LIKE = re.compile(r"[a-z]{1,2}[A-Z]")


def split_sentences(text: str, *, language: str) -> tuple[str, ...]:
    """Return the sentences of `text`; joined they are `text` again.

    Every piece ends with the white space that follows it; white space before the first word
    belongs to the first piece. The end of a line always ends a sentence.

    Args:
        text: Running text.
        language: BCP 47 tag; decides which abbreviations are known.

    >>> split_sentences("Dr. Lee asked: why? It runs on Node.js. Good!", language="en")
    ('Dr. Lee asked: why? ', 'It runs on Node.js. ', 'Good!')
    >>> split_sentences("他说：“好。”我们走吧！", language="zh-Hans")
    ('他说：“好。”', '我们走吧！')
    """
    pieces: list[str] = []
    start = 0
    for end in _ends(text, language=language):
        pieces.append(text[start:end])
        start = end
    if start < len(text):
        if pieces and not text[start:].strip():
            pieces[-1] += text[start:]
        else:
            pieces.append(text[start:])
    return tuple(pieces)


@dataclass(frozen=True, slots=True)
class _Stop:
    """One possible end of a sentence.

    Attributes:
        begin: Where the sentence begins.
        at: Where the stop characters begin.
        mark: The stop characters.
        close: Behind the stop and the closing marks after it.
        resume: Behind the white space after that, where the next sentence would begin.
    """

    begin: int
    at: int
    mark: str
    close: int
    resume: int


def _ends(text: str, *, language: str) -> Iterator[int]:
    """Yield the offsets at which a sentence ends, white space included."""
    rules = _Rules(text, "nl" if language == "nl" else "en")
    asides = [match.span() for match in _ENCLOSED.finditer(text)]
    nearest = begin = position = scanned = 0
    spoken = -1
    while match := _STOP.search(text, position):
        at, position = match.span()
        if spoken < begin:
            spoken, scanned = _first_word(text, max(begin, scanned), at), at
        if spoken < 0:
            continue
        if text[at].isspace():
            begin = position = _skip_space(text, position)
            yield begin
            continue
        close = _skip_closing(text, position, wide=match[0] in _WIDE)
        position = close
        while nearest < len(asides) and asides[nearest][1] <= at:
            nearest += 1
        if nearest < len(asides) and _within(asides[nearest], at, close, text, spoken):
            continue
        stop = _Stop(begin, at, match[0], close, _skip_space(text, close))
        if stop.resume < len(text) and rules.ends(stop):
            begin = position = stop.resume
            yield begin


def _within(aside: tuple[int, int], at: int, close: int, text: str, spoken: int) -> bool:
    """Tell whether a stop belongs to an aside in brackets, in the middle of a sentence."""
    opened, closed = aside
    if not opened < at < closed:
        return False
    # A title stays whole wherever it stands: 《新希望！》很好。
    return close < closed or (text[at] in _WIDE and (spoken < opened or text[opened] == "《"))


def _first_word(text: str, begin: int, end: int) -> int:
    """Return where the first letter or digit stands, or -1: without one nothing is said yet."""
    return next((index for index in range(begin, end) if text[index].isalnum()), -1)


def _skip_space(text: str, index: int) -> int:
    while index < len(text) and text[index].isspace():
        index += 1
    return index


def _skip_closing(text: str, index: int, *, wide: bool) -> int:
    """Return the offset behind closing marks and note references such as `[3]`."""
    reference = _REFERENCE.match(text, index)
    index = reference.end() if reference else index
    closing = _CLOSING + _WIDE
    if wide:
        # Without white space a straight quote may open the next sentence: an odd one closes.
        straight = text[max(0, index - _FAR) : index].count('"') % 2
        closing = closing if straight else closing.replace('"', "")
    while index < len(text) and text[index] in closing:
        index += 1
    return index


@dataclass(frozen=True, slots=True)
class _Rules:
    """Decides for one text which stops end a sentence."""

    text: str
    language: str

    def ends(self, stop: _Stop) -> bool:
        if stop.mark in _WIDE:
            return not self._reported_in_chinese(stop)
        spaced = stop.resume > stop.close
        if not spaced:
            return self._runs_into_han(stop)
        if "\n" in self.text[stop.close : stop.resume]:
            return True
        return self._begins(stop) and not (stop.mark == "." and self._shortened(stop))

    def _reported_in_chinese(self, stop: _Stop) -> bool:
        """`“好！”他说` is one sentence."""
        if not any(mark in _QUOTES for mark in self.text[stop.at + 1 : stop.close]):
            return False
        return _REPORTED.match(self.text, stop.close) is not None

    def _runs_into_han(self, stop: _Stop) -> bool:
        """A Latin stop inside Chinese has no white space after it; `…` may be a pause there."""
        following = _HAN.match(self.text, stop.resume)
        if following is None or "…" in stop.mark or ".." in stop.mark:
            return False
        return stop.mark != "." or not self._shortened(stop)

    def _begins(self, stop: _Stop) -> bool:
        """Tell whether what follows looks like the beginning of a sentence."""
        text, index = self.text, stop.resume
        if self.language == "nl" and _CLITIC.match(text, index):
            return True
        limit = min(len(text), index + _WINDOW)
        bullet = text[index] in "-•" and text[index + 1 : index + 2].isspace()
        index = _skip_space(text, index + 1) if bullet else index
        while index < limit and text[index] in _OPENING:
            index += 1
        if index >= limit:
            return True
        first = text[index]
        if first in ".,;:!?…—–-/)]}=&|":
            return False
        if first.islower() and not _NAME_LIKE.match(text, index):
            return self._begins_small(stop)
        return not (stop.close > stop.at + len(stop.mark) and self._reported(stop, index))

    def _begins_small(self, stop: _Stop) -> bool:
        """A small letter follows: a new sentence only after a plain stop and a whole word."""
        if stop.close > stop.at + len(stop.mark):
            return False
        before = self._token(stop)
        lettered = len(before) >= 4 and before[-4:].isalpha()
        around = self.text[max(stop.begin, stop.at - _FAR) : stop.resume + _FAR]
        return (stop.mark == "." and lettered) or (
            around == around.lower() and "…" not in stop.mark
        )

    def _reported(self, stop: _Stop, index: int) -> bool:
        """`“Why?” Anna asked` is one sentence."""
        closing = self.text[stop.at : stop.close]
        if not any(mark in _QUOTES for mark in closing):
            return False
        words = [word.lower() for word in _WORD.findall(self.text[index : index + _WINDOW])[:3]]
        if not words or words[0] in STARTERS[self.language] - _SPEAKERS:
            return False
        return any(word in SPEECH[self.language] for word in words[1:])

    def _shortened(self, stop: _Stop) -> bool:
        """Tell whether the stop only marks an abbreviation, an initial or a list number."""
        if stop.at - stop.begin <= _WINDOW and _MARKER.fullmatch(self.text, stop.begin, stop.at):
            return True
        word, language = self._token(stop), self.language
        small = word.lower()
        if word in TITLES or (small in INSIDE[language] and (len(word) == 1 or not word.isupper())):
            return True
        following = self.text[stop.resume : stop.resume + _WINDOW].lstrip(_OPENING)
        if small in NUMBERED[language] and following[:1].isdigit():
            return True
        if small in LAST[language]:
            return not following[:1].isupper()
        initials = _INITIALS.fullmatch(word) is not None and not _HAN.match(word)
        if word == "X" and following[1:2] != ".":
            # Far more often the network than an initial.
            initials = False
        if not initials and small not in EITHER[language]:
            return False
        first = _WORD.match(following)
        return first is None or first[0].lower() not in STARTERS[language]

    def _token(self, stop: _Stop) -> str:
        """Return the characters since the last white space or opening mark before the stop."""
        before = self.text[max(stop.begin, stop.at - _WINDOW) : stop.at]
        if not before or before[-1].isspace():
            return ""
        return re.split(r"[\s/—–]", before)[-1].lstrip(_OPENING)
