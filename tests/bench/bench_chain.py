"""100 000 cues from one SubRip file to another and through the checks, next to other libraries.

    .venv/bin/python -m tests.bench.bench_chain [CUES...]

Each step in seconds of processor. `srt` and pysubs2 parse and compose the same file; they do
nothing else of it. No step keeps a sentence it has seen, so that the talks, repeated to make so
many cues, cost what as many different ones would.
"""

from __future__ import annotations

import sys
import time
from itertools import cycle

from pipeline.checks.file import Opened, check_file
from pipeline.formats import srt
from pipeline.model import Caption, Document, Edition, Episode, Span
from pipeline.stages.align import align
from pipeline.stages.cue import cue
from pipeline.style import load_style
from tests.bench.timed_talks import SHARED, captions

STYLE = load_style("netflix")
PATTERNS = {"nl": "3b1b/*/dutch/*.srt", "zh-Hans": "3b1b/*/chinese/china_community.srt"}
COUNTS = (10_000, 100_000)


def repeated(language: str, count: int) -> str:
    """Return a SubRip file of `count` captions: those of people, one talk after the other."""
    made: list[Caption] = []
    offset = 0
    talks = [captions(path) for path in sorted(SHARED.glob(PATTERNS[language]))]
    for talk in cycle(talks):
        for one in talk[: count - len(made)]:
            span = Span(one.span.start_ms + offset, one.span.end_ms + offset)
            made.append(Caption(span, one.text))
        offset = made[-1].span.end_ms + 5_000
        if len(made) == count:
            return srt.compose(made)
    return ""


def timed_steps(text: str, language: str) -> tuple[dict[str, float], int]:
    """Return the processor seconds of each step from one SubRip file to another, and the cues."""
    clock = Stopwatch()
    blocks = srt.parse(text).blocks
    clock.stop("parse")
    document = Document("T", "captions", captions=tuple(block.caption for block in blocks))
    timeline = align(Episode(document, language, 1.0, "t"))
    clock.stop("time")
    track = cue(timeline, Edition(language, {}), style=STYLE)
    clock.stop("cut, break, place")
    composed = srt.compose([Caption(one.span, one.text) for one in track.cues])
    clock.stop("compose")
    opened = Opened("t.srt", composed.encode(), composed)
    check_file(opened, languages=(language,), style=STYLE)
    clock.stop("check")
    return clock.seconds, len(track.cues)


class Stopwatch:
    """Processor seconds between one stop and the next, so that other work counts for nothing."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.process_time()

    def stop(self, name: str) -> None:
        """Write down what has gone by since the last stop."""
        now = time.process_time()
        self.seconds[name] = now - self._since
        self._since = now


def others(text: str) -> dict[str, float]:
    """Return the processor seconds of the same parse and compose elsewhere."""
    import pysubs2
    import srt as srt_package

    clock = Stopwatch()
    parsed = list(srt_package.parse(text))
    clock.stop("srt parse")
    srt_package.compose(parsed)
    clock.stop("srt compose")
    file = pysubs2.SSAFile.from_string(text, format_="srt")
    clock.stop("pysubs2 parse")
    file.to_string("srt")
    clock.stop("pysubs2 compose")
    return clock.seconds


def main(counts: tuple[int, ...] = COUNTS) -> None:
    """Print the table."""
    for language in PATTERNS:
        for count in counts:
            text = repeated(language, count)
            steps, cues = timed_steps(text, language)
            each = ", ".join(f"{name} {taken:.2f}" for name, taken in steps.items())
            whole = sum(steps.values())
            print(f"{language}, {count} captions to {cues} cues: {each}; together {whole:.1f} s")
            theirs = others(text)
            print("  " + ", ".join(f"{name} {took:.2f}" for name, took in theirs.items()))
            for step in ("parse", "compose"):
                ratios = [theirs[f"{name} {step}"] / steps[step] for name in ("srt", "pysubs2")]
                print(f"  {step}: srt takes {ratios[0]:.2f}, pysubs2 {ratios[1]:.2f} of our time")
            print(f"  {1e6 * whole / count:.0f} µs a caption")


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or COUNTS)
