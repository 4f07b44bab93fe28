"""Time marks as people write them in show notes, and which of them are chapter marks.

Two steps. `find_mark` looks at one line: does it begin or end with a time, and what is its
title? `choose` looks at all the lines together: only a list of ascending marks is a list of
chapters; the time of a meeting, the score of a match and a verse of the Bible are not.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from pipeline.clock import parse_clock


class Place(Enum):
    """Where in its line a mark stands."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Mark:
    """A time mark and the title beside it.

    Attributes:
        line: Index of its line.
        start_ms: The time.
        title: The rest of the line, may be empty.
        place: Whether the time stands before or after the title.
        firm: Written so that it can hardly be anything else: in brackets, with hours, or zero.
        end_ms: The end of a range `00:00-05:12`, or None.
        loose: Nothing but a space parts it from the title before it.
        doubtful: Words beside it say a time of the day, or a verse; it counts only among others.
    """

    line: int
    start_ms: int
    title: str
    place: Place
    firm: bool
    end_ms: int | None = None
    loose: bool = False
    doubtful: bool = False


# One character for one character, so that places in the folded line are places in the line.
_FOLD = str.maketrans(
    "０１２３４５６７８９：（）［］【】〔〕〈〉｛｝～〜－–—−→｜　\u00a0＠",
    "0123456789:()[][][]<>{}~~-----|  @",
)
_FOLD[ord("→")] = ord(">")

_CLOCK = r"(?:\d{1,3}:)?\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?(?!\d|:\d)"
_LETTERS = r"(?:\d{1,2} ?h ?)?\d{1,3} ?m(?:in)? ?\d{1,2} ?s(?:ec)?\b|\d{1,2} ?h ?\d{1,2} ?m?\b"
_TIME = rf"(?:{_CLOCK}|{_LETTERS})"
_UNTIL = r" {0,2}(?:->|-|~|>|to|until|tot(?: en met)?|t/m|至|到) {0,2}"
_SOMEWHERE = re.compile(r"\d:[0-5]\d|\d ?[hm] ?\d")
_AT_START = re.compile(
    rf"(?P<open>[\[({{<*_`\"'「]{{0,4}})@?(?:t=)?(?P<time>{_TIME})"
    rf"(?:{_UNTIL}(?P<until>{_TIME}))?(?P<close>[\])}}>*_`\"'」]{{0,4}})"
)
_AT_END = re.compile(
    rf"(?<![\d.,/])(?<!\d[:\-])(?P<open>[\[({{<*_`\"'「]{{0,4}})@?(?P<time>{_TIME})"
    rf"(?:{_UNTIL}(?P<until>{_TIME}))?(?P<close>[\])}}>*_`\"'」]{{0,4}})[ |]{{0,20}}$"
)
_EACH = re.compile(rf"(?<![\d:.,/\-\w])(?:{_CLOCK})(?= {{0,2}}[^\d\s:])")
_NUMBER = re.compile(r"\d{1,3}[.)、] {1,3}(?=\S)")
_PARTS = re.compile(r"(?:(\d{1,6}) ?h)? ?(?:(\d{1,6}) ?m?(?:in)?)? ?(?:(\d{1,6}) ?s(?:ec)?)?")
_BESIDE = " \t-:|~>=•·/"
_DECORATION = " \t>*+-•·◦▪●○■□►▶▷◆◇★☆✦✔✅|_~#\u200b\ufeff"
_BRACKETS = {"[": "]", "(": ")", "{": "}", "<": ">", "「": "」"}

_OF_THE_DAY = re.compile(
    r"[ ]?(?:[ap]m\b|[AP]M\b|[ap]\.m\.|[uU]ur\b|u\b|hrs?\b|hours?\b|o['’]clock|C?ES?T\b|WES?T\b"
    r"|UTC\b|GMT\b|[ECMP][SD]T\b|BST\b|IST\b|点|點|时|時|分|开始|開始)"
)
_BEFORE_A_CLOCK_TIME = frozenset(
    "at by from until till to before after around since past every om op tot van vanaf rond voor "
    "na "
    "sinds elke daily dagelijks um monday tuesday wednesday thursday friday saturday sunday "
    "maandag "
    "dinsdag woensdag donderdag vrijdag zaterdag zondag".split()
)
_BOOKS = frozenset(
    "genesis exodus leviticus numbers numeri deuteronomy deuteronomium joshua jozua judges "
    "richteren "
    "ruth samuel kings koningen chronicles kronieken ezra nehemiah nehemia esther ester job psalm "
    "psalms psalmen proverbs spreuken ecclesiastes prediker isaiah jesaja jeremiah jeremia "
    "lamentations klaagliederen ezekiel ezechiël daniel daniël hosea joel joël amos obadiah obadja "
    "jonah jona micah micha nahum habakkuk zephaniah sefanja haggai zechariah zacharia malachi "
    "maleachi matthew matteüs matt mark marcus luke lucas john johannes acts handelingen romans "
    "romeinen corinthians korintiërs galatians galaten ephesians efeziërs philippians filippenzen "
    "colossians kolossenzen thessalonians tessalonicenzen timothy timoteüs titus philemon filemon "
    "hebrews hebreeën james jakobus peter petrus jude judas revelation openbaring quran koran "
    "surah".split()
)


_CUE = re.compile(r"\d[:：]\d{1,2}(?:[.,:：]\d{1,9})? {0,9}--> {0,9}\d{1,6}[:：]\d")


def first_cue(text: str) -> int:
    """Return where the times of a caption, `0:01 --> 0:02`, first stand in a text, or -1."""
    match = _CUE.search(text, 0, 100_000)
    return match.start() if match else -1


def find_mark(text: str, *, line: int) -> Mark | None:
    """Return the time mark that a line of plain text begins or ends with, or None.

    Args:
        text: The line, its inline markup already taken out.
        line: Its index, for the mark.
    """
    folded = text.translate(_FOLD)
    if _SOMEWHERE.search(folded) is None:
        return None
    return _mark_at_start(text, folded, line) or _mark_at_end(text, folded, line)


def split_flattened(text: str) -> list[str]:
    """Return the lines of a chapter list that was pasted into one line.

    A line that does not begin with a time, or holds fewer than three ascending ones, comes back
    whole.

    >>> split_flattened("0:00 Intro 1:20 Bees 5:03 Honey")
    ['0:00 Intro', '1:20 Bees', '5:03 Honey']
    """
    folded = text.translate(_FOLD)
    matches = list(_EACH.finditer(folded))
    begin = _skip_decoration(folded)
    if len(matches) < 3 or matches[0].start() > begin + 2:
        return [text]
    times = [_milliseconds(match[0]) for match in matches]
    if None in times or times != sorted(times, key=lambda time: time or 0) or times[0] == times[-1]:
        return [text]
    cuts = [0, *(match.start() for match in matches[1:]), len(text)]
    return [text[a:b].strip() for a, b in pairwise(cuts)]


def choose(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return the marks that are chapters: all that stand on the more common side, or none.

    A list counts when its times ascend, but for a few slips; when several lists follow each
    other (one per language) each must begin near zero. A single mark counts only when it is
    written firmly.
    """
    sure = [mark for mark in marks if not mark.doubtful]
    starts = [mark for mark in sure if mark.place is Place.START]
    ends = [mark for mark in sure if mark.place is Place.END]
    if sum(mark.loose for mark in ends) < 3:
        ends = [mark for mark in ends if not mark.loose]
    for group in sorted((starts, ends), key=len, reverse=True):
        if is_chapter_list(group):
            return tuple(_with_doubtful(group, marks))
    return ()


def _with_doubtful(group: Sequence[Mark], marks: Sequence[Mark]) -> list[Mark]:
    """Add the doubtful marks that stand between two of a longer list, in place and in time."""
    if len(group) < 3:
        return list(group)
    places = [mark.line for mark in group]
    added = list(group)
    for mark in marks:
        at = bisect_right(places, mark.line)
        if not mark.doubtful or mark.place is not group[0].place or not 0 < at < len(group):
            continue
        if group[at - 1].start_ms <= mark.start_ms <= group[at].start_ms:
            added.append(mark)
    return sorted(added, key=lambda mark: mark.line)


def is_chapter_list(marks: Sequence[Mark]) -> bool:
    """Return whether the times of the marks run the way chapters do."""
    if len(marks) < 2:
        return bool(marks) and marks[0].firm and marks[0].place is Place.START
    times = [mark.start_ms for mark in marks]
    if looks_like_a_timetable(times):
        return False
    kept = _longest_ascent(times)
    if kept == len(times):
        return times[0] < times[-1]
    if kept * 5 >= len(times) * 4 and len(times) >= 5:
        return True
    firm = all(mark.firm and mark.place is Place.START for mark in marks)
    return (firm and kept * 3 >= len(times) * 2) or _begins_again(times)


def looks_like_a_timetable(times: Sequence[int]) -> bool:
    """Return whether `M:SS` times are rather hours and minutes of a day: 9:00, 9:30, 12:15."""
    return (
        len(times) >= 3
        and times[0] >= 6 * 60_000
        and times[-1] < 24 * 60_000
        and all(time % 5_000 == 0 for time in times)
    )


def _begins_again(times: Sequence[int]) -> bool:
    cuts = [i for i in range(1, len(times)) if times[i] < times[i - 1]]
    runs = [times[a:b] for a, b in zip([0, *cuts], [*cuts, len(times)], strict=True)]
    return all(len(run) >= 3 and run[0] <= 120_000 for run in runs)


def _longest_ascent(times: Sequence[int]) -> int:
    """Length of the longest subsequence that never falls (patience sorting)."""
    tails: list[int] = []
    for time in times:
        at = bisect_right(tails, time)
        tails[at : at + 1] = [time]
    return len(tails)


def _mark_at_start(text: str, folded: str, line: int) -> Mark | None:
    begin = _skip_decoration(folded)
    match = _AT_START.match(folded, begin)
    if match is None or not _balanced(match["open"], match["close"]):
        return None
    rest = folded[match.end() :]
    bracketed = any(sign in _BRACKETS for sign in match["open"])
    if not bracketed and _runs_on(rest):
        return None
    clock = match["time"].count(":") == 1 and not bracketed
    return _mark(
        match,
        text[match.end() :],
        line,
        Place.START,
        bracketed=bracketed,
        doubtful=clock and _OF_THE_DAY.match(rest) is not None,
    )


def _mark_at_end(text: str, folded: str, line: int) -> Mark | None:
    # Only the last characters can hold the time; searching them alone keeps long lines cheap.
    offset = max(0, len(folded) - 80)
    match = _AT_END.search(folded, offset)
    if match is None or not _balanced(match["open"], match["close"]):
        return None
    before = folded[: match.start()]
    bracketed = any(sign in _BRACKETS for sign in match["open"])
    words = before.rstrip(_BESIDE + "_*").split()
    if not words:
        return None
    gap = before[len(before.rstrip(_BESIDE)) :]
    if not bracketed and not gap:
        return None
    return _mark(
        match,
        text[_skip_decoration(folded) : match.start()],
        line,
        Place.END,
        bracketed=bracketed,
        loose=not bracketed and gap == " ",
        doubtful=not bracketed and _is_something_else(words[-3:]),
    )


def _mark(
    match: re.Match[str],
    title: str,
    line: int,
    place: Place,
    *,
    bracketed: bool,
    loose: bool = False,
    doubtful: bool = False,
) -> Mark | None:
    start_ms = _milliseconds(match["time"])
    end_ms = _milliseconds(match["until"] or "")
    if start_ms is None:
        return None
    firm = bracketed or match["time"].count(":") == 2 or start_ms == 0
    end = end_ms if end_ms is not None and end_ms > start_ms else None
    return Mark(line, start_ms, _clean(title), place, firm, end, loose, doubtful)


def _milliseconds(text: str) -> int | None:
    if not text:
        return None
    if ":" in text:
        try:
            return parse_clock(text)
        except ValueError:
            return None
    match = _PARTS.match(text)
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    if seconds > 59 or (hours and minutes > 59):
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000


def _skip_decoration(folded: str) -> int:
    """Return where a line begins behind its bullet, number, hashes and pictures."""
    at = 0
    while at < len(folded) and (
        folded[at] in _DECORATION or unicodedata.category(folded[at]) in {"So", "Sk", "Mn", "Cf"}
    ):
        at += 1
    number = _NUMBER.match(folded, at)
    return number.end() if number else at


def _balanced(opening: str, closing: str) -> bool:
    opened = [_BRACKETS[sign] for sign in reversed(opening) if sign in _BRACKETS]
    return opened == [sign for sign in closing if sign in _BRACKETS.values()]


def _runs_on(rest: str) -> bool:
    """Whether a bare time goes straight on: `10:30am`, `3:16-18`, `00:05x`, `12:30,`."""
    if not rest:
        return False
    if rest[0] == "-" and rest[1:2].isdigit():
        return True
    return (rest[0].isascii() and rest[0].isalnum()) or rest[0] in ",;!?"


def _is_something_else(words: Sequence[str]) -> bool:
    last = words[-1].lower().strip("([{,;.")
    return last in _BEFORE_A_CLOCK_TIME or any(word.lower().strip(".") in _BOOKS for word in words)


def _clean(title: str) -> str:
    """Take what only parts the title from its time away: dashes, colons, bars, white space."""
    cleaned = title.strip().strip(" \t|~•·=\u3000").strip()
    # By index: taking one sign after the other away copies the rest of the line each time.
    start, end = 0, len(cleaned)
    while start < end and (cleaned[start] in "-–—:：|>→~、，" or cleaned[start].isspace()):
        start += 1
    while end > start and (cleaned[end - 1] in "-–—:：|([（【→" or cleaned[end - 1].isspace()):
        end -= 1
    return cleaned[start:end]


_ISO = re.compile(r"P(?:\d{1,6}D)?T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})(?:\.\d{1,9})?S)?")


def parse_duration(text: str) -> int | None:
    """Return a length in milliseconds: a clock time, a number of seconds or ISO 8601, else None.

    >>> parse_duration("1:00:05"), parse_duration("90"), parse_duration("PT1H2M3S")
    (3605000, 90000, 3723000)
    """
    text = text.strip()
    iso = _ISO.fullmatch(text)
    if iso is not None:
        hours, minutes, seconds = (int(part or 0) for part in iso.groups())
        return ((hours * 60 + minutes) * 60 + seconds) * 1_000 or None
    if text.isascii() and text.isdigit() and len(text) <= 6:
        return int(text) * 1_000 or None
    return _milliseconds(text) if text[:1].isdigit() else None
