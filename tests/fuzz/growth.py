"""How time grows with size: each door, fed with the same thing over and over, then twice as much.

    python -m tests.fuzz.growth [--door NAME] [--limit SECONDS]

A door whose time nearly trebles each time its input doubles is not linear; it is printed with the
thing that was repeated. Run by hand; `tests/trust/test_growth.py` keeps what was found mended.
"""

from __future__ import annotations

import argparse
import itertools
import signal
import sys
import time
from collections.abc import Iterator, Mapping

from tests.fuzz.doors import DOORS, Door, knock

PIECES: tuple[str, ...] = (
    "a", "A", "1", " ", "\t", "\n", "\n\n", ".", ",", ":", ";", "!", "?", "…", "—", "-", "- ",
    "–", "*", "**", "* ", "_", "__", "`", "#", "# ", "## ", ">", "> ", "> *", ">>", "[", "]",
    "[]", "![", "(", ")", "()", "[a](", "[a]", "{", "}", "{{", "{%", "<", ">", "<a ", "</", "<i>",
    "<b><i>", "<!--", "&", "&amp;", "&#", "\\", "|", "| ", "/", "=", "~", "\"", "'", "“", "”",
    "‘", "’", "「", "「」", "《", "》", "（", "）", "。",
    "，", "、", "人", "人工智能", "说", "é", "e\u0301",
    "\u200d", "\U0001f469\u200d\U0001f52c", "🇳🇱",
    "\u202e", "\u2028", "\x85", "A ", "a ", "A b ",
    "a. ", "A. ", "A.A.", "Dr. ", "e.g. ", "A’s ", "don't ", "1 ", "12", "1.", "1,", "1:", "00:",
    "00:00", "00:00 ", "00:00\n", "1:02:03 ", "[00:00]", "[00:00] ", "## [00:00] ",
    "## [00:00] A ", "## [00:00] A b c. ", "## [00:00] A b\n", "> *\"a\"* ", "> *a* ",
    "> *a [00:01]* ", "- **A** (P): b ", "- **", "## Entities ",
    "00:00:01,000 --> 00:00:02,000\n", "1\n00:00:01,000 --> 00:00:02,000\na\n\n", "-->", " --> ",
    "00:01.000 --> 00:02.000\na\n\n", "00:01.000 --> 00:02.000\n", "<c.a>", "<v A>",
    "<00:00:01.000>", "NOTE a\n\n", "STYLE\n", "REGION\nid:a\n\n", "X: a\n", "Ann: a\n\n",
    "**A:** b\n", "A B: c\n", "https://a.b/", "http://", "a@b.c ", "<http://a>", "mailto:a",
    "#tag", "#a #b ", "@a ", "$5 ", "1 dag geleden", "1 day ago", "42:01\nEN/ZH\n",
    "A\n42:01\nEN/ZH\nB\nC1 dag geleden\nA\n", "a: b\n", "- a\n", "  - a\n", "a:\n", "---\n",
    "\"a\": ", "[[", "{\"a\":", "a\t", "1.5\t2.5\ta\n", "CHAPTER01=00:00:00.000\n",
    "CHAPTER01NAME=a\n", "[CHAPTER]\n", "title=a\n", "TITLE: a\n", "</p>", "<p>a</p>",
    "<cite>a</cite><time>0:01</time><p>b</p>", "<item><title>a</title></item>",
    "<tu><tuv xml:lang=\"en\"><seg>a</seg></tuv><tuv xml:lang=\"nl\"><seg>b</seg></tuv></tu>",
    "a,b\n", "\"a,", "\"\"", "=a,=b\n", "a|", "|||", "Agent ", "agent ", "machine learning ",
    "\\ud800", "\\u0000",
    "Sam Altman ", "OpenAI's ", "GPT-4 ", "the the ", "van der ", "P1H", "1h ", "2m ",
)  # fmt: skip
"""Things that mean something to one parser or another."""

ROUNDS: Mapping[str, tuple[str, str]] = {
    "bare": ("", ""),
    "page": (
        "A talk\n42:01\nEN/ZH\nB1 dag geleden\nA talk\nSay. ## [00:00] One Ann says a. ",
        " z",
    ),
    "quote": ('## [00:00] One\nAnn says a. > *"', '"* b.'),
    "srt": ("1\n00:00:01,000 --> 00:00:02,000\n", "\n"),
    "vtt": ("WEBVTT\n\n00:01.000 --> 00:02.000\n", "\n"),
    "vtt-head": ("WEBVTT ", "\n\n00:01.000 --> 00:02.000\na\n"),
    "front": ("---\ntitle: a\n", "\n---\n00:00 a\n01:00 b\n02:00 c\n"),
    "notes": ("# A\n\n00:00 a\n01:00 b\n02:00 ", "\n"),
    "rss": (
        "<rss><channel><title>a</title><item><title>b</title><description><![CDATA[",
        "]]></description></item></channel></rss>",
    ),
    "html": ("<html><body><cite>A:</cite><time>0:01</time><p>", "</p></body></html>"),
    "speech": ("A talk\n\nAnn: ", "\n\nBob: b\n"),
    "json": ('{"version":"1.2.0","chapters":[{"startTime":0,"title":"', '"}]}'),
    "whisper": ('{"segments":[{"start":0,"end":1,"text":"', '"}]}'),
    "tmx": (
        '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>',
        '</seg></tuv><tuv xml:lang="nl"><seg>b</seg></tuv></tu></body></tmx>',
    ),
    "tmx-body": ('<tmx version="1.4"><header srclang="en"/><body>', "</body></tmx>"),
    "csv": ("en,nl,zh-Hans,kind,case,forms,forbidden,note\na,b,c,,,,,", "\n"),
    "csv-cell": ("en,nl,zh-Hans,kind,case,forms,forbidden,note\na", ",b,c,,,,,\n"),
    "csv-forms": ("en,nl,zh-Hans,kind,case,forms,forbidden,note\na,b,c,,,en:", ",,\n"),
    "toml": ('base = "netflix"\n[en]\nlines = 2 # ', "\n"),
}
"""What may stand around the repeated thing, so that it gets past a parser's first look."""

FITTING: Mapping[str, tuple[str, ...]] = {
    "reader:digest": ("bare", "page", "quote"),
    "reader:article": ("bare", "speech"),
    "reader:captions": ("bare", "srt", "vtt", "vtt-head"),
    "reader:feed": ("rss",),
    "reader:chapters": ("bare", "notes", "json", "front"),
    "reader:whisper": ("whisper",),
    "reader:shownotes": ("bare", "notes", "front"),
    "reader:transcript": ("bare", "speech", "html", "front"),
    "format:srt": ("bare", "srt"),
    "format:vtt": ("bare", "vtt", "vtt-head"),
    "format:transcript-json": ("whisper",),
    "format:chapters-json": ("json",),
    "format:tmx": ("tmx", "tmx-body"),
    "glossary:csv": ("bare", "csv", "csv-cell", "csv-forms"),
    "style": ("toml",),
    "whole": ("bare", "page", "quote", "srt", "speech", "notes"),
}
_ENOUGH_S = 0.15
_MEASURABLE_S = 0.004
_START = 2_000
_LARGEST = 60_000


class TooLong(BaseException):
    """Time is up; not an Exception, so that no parser catches it."""


def seconds(door: Door, content: bytes, *, limit_s: float) -> float:
    """Return how long a door takes; `limit_s` where it takes longer or fails otherwise."""

    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, limit_s)
    start = time.process_time()
    try:
        knock(door, content)
    except TooLong:
        return limit_s
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return time.process_time() - start


def growth(
    door: Door, round_: str, piece: str, *, limit_s: float = 20.0
) -> tuple[float, int, float]:
    """Return by how much time grew at each of the last two doublings, the bytes and the seconds.

    Doubling stops when a call takes long enough to be measured, or the input is large enough.
    """
    head, tail = ROUNDS[round_]
    size, times = _START, [0.0, 0.0]
    while True:
        content = (head + piece * (size // len(piece)) + tail).encode()
        taken = seconds(door, content, limit_s=limit_s)
        ratio = (taken / times[-2]) ** 0.5 if times[-2] > _MEASURABLE_S else 0.0
        if taken >= limit_s or (taken > _ENOUGH_S and ratio) or size >= _LARGEST:
            return ratio, len(content), taken
        times.append(taken)
        size *= 2


def combinations(names: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (door, what stands around, piece)."""
    for name in names:
        yield from itertools.product([name], FITTING.get(name, ("bare",)), PIECES)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Print every combination that does not grow in line with its size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--door", action="append", choices=list(DOORS))
    parser.add_argument("--limit", type=float, default=8.0)
    options = parser.parse_args(arguments)
    tried = poor = 0
    for name, round_, piece in combinations(options.door or list(DOORS)):
        tried += 1
        try:
            ratio, size, taken = growth(DOORS[name], round_, piece, limit_s=options.limit)
        except Exception as error:
            _say(f"FAULT {name} {round_} {piece!r}: {error!r}")
            continue
        if (ratio > 2.8 and taken > _ENOUGH_S) or taken >= options.limit:
            poor += 1
            _say(f"{name} {round_} {piece!r}: ×{ratio:.1f}, {taken:.2f} s at {size} bytes")
    _say(f"{tried} combinations, {poor} of them poor")
    return bool(poor)


if __name__ == "__main__":
    sys.exit(main())
