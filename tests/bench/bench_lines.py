"""Measure line breaks against those of people, and the speed of cutting and placing.

python -m tests.bench.bench_lines
"""

from __future__ import annotations

import re
import textwrap
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, cycle

from pipeline.checks.file import Opened, check_file
from pipeline.formats import srt
from pipeline.model import Caption, Document, Edition, Episode, Span
from pipeline.stages.align import align
from pipeline.stages.cue import cue
from pipeline.style import Punctuation, load_style
from pipeline.text.lines import break_lines, cut, lay_out
from pipeline.timing.captions import caption_sentences
from tests.bench.chinese_words import words_entered
from tests.bench.timed_talks import SHARED, captions

STYLE = load_style("netflix")
_JOIN = re.compile(r"\s+")
_PUNCTUATION = "，。、；：？！…”）》,.;:?!)\"'—"
PATTERNS = {"nl": "3b1b/*/dutch/*.srt", "zh-Hans": "3b1b/*/chinese/china_community.srt"}
Cut = tuple[str, list[str]]


def human_cuts(language: str) -> Iterator[Cut]:
    """Yield each sentence that people spread over lines or cues, and their pieces."""
    for path in sorted(SHARED.glob(PATTERNS[language])):
        made = captions(path)
        lines = [line for caption in made for line in caption.text.split("\n")]
        at = 0
        for sentence in caption_sentences(made, language=language):
            bare = _JOIN.sub("", sentence.text)
            pieces: list[str] = []
            size = 0
            while at < len(lines) and size < len(bare):
                pieces.append(lines[at])
                size += len(_JOIN.sub("", lines[at]))
                at += 1
            if size == len(bare) and len(pieces) > 1:
                yield sentence.text, pieces
            elif size != len(bare):
                return


def ends(pieces: Sequence[str]) -> set[int]:
    """Return after how many characters, blanks left out, each piece but the last ends."""
    return set(list(accumulate(len(_JOIN.sub("", piece)) for piece in pieces))[:-1])


def ours(text: str, language: str) -> list[str]:
    """Return our lines, punctuation kept."""
    limits = STYLE.of(language)
    lines: list[str] = []
    for piece in cut(text, limits=limits, language=language):
        laid = break_lines(piece, limits=load_style("podcasting20").of(language), language=language)
        laid = laid if language.startswith("zh") else None
        lines += laid or break_lines(piece, limits=limits, language=language) or (piece,)
    return lines


def greedy(text: str, language: str) -> list[str]:
    """Return the lines of a wrapper that fills each line as far as it goes."""
    if language.startswith("zh"):
        return [text[at : at + 16] for at in range(0, len(text), 16)]
    return textwrap.wrap(text, 42)


def agreement(cuts: Sequence[Cut], language: str, *, greedily: bool) -> tuple[float, float, int]:
    """Return the share of breaks where people broke, and where they or punctuation did."""
    same = good = total = 0
    for text, pieces in cuts:
        bare, chosen = _JOIN.sub("", text), ends(pieces)
        for end in ends(greedy(text, language) if greedily else ours(text, language)):
            total += 1
            same += end in chosen
            good += end in chosen or bare[end - 1] in _PUNCTUATION
    return same / max(1, total), good / max(1, total), total


def inside_words(cuts: Sequence[Cut], *, greedily: bool) -> tuple[int, int]:
    """Count Chinese breaks inside a Latin word, a number or a number with its measure word."""
    bad = total = 0
    inner = re.compile(r"[A-Za-z0-9][A-Za-z0-9.%]|\d[年月日个人倍元万亿%]")
    for text, _ in cuts:
        lines = greedy(text, "zh-Hans") if greedily else ours(text, "zh-Hans")
        joined, at = "".join(lines), 0
        for line in lines[:-1]:
            at += len(line)
            total += 1
            bad += bool(inner.match(joined[at - 1 : at + 1])) and joined in text
    return bad, total


def entered(cuts: Sequence[Cut], *, greedily: bool) -> tuple[int, int]:
    """Count Chinese breaks inside a common word, by a list that the breaker does not have."""
    bad = total = 0
    for text, _ in cuts:
        chosen = ends(greedy(text, "zh-Hans") if greedily else kept_whole(text))
        total += len(chosen)
        bad += len(words_entered(_JOIN.sub("", text), chosen))
    return bad, total


def kept_whole(text: str) -> list[str]:
    """Return our Chinese lines with all their punctuation."""
    limits = replace(STYLE.of("zh-Hans"), punctuation=Punctuation.KEEP)
    laid = lay_out(text, limits=limits, language="zh-Hans")
    return [line for _, lines in laid for line in lines]


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


def main() -> None:
    """Print the tables."""
    print("breaks where people broke / there or after punctuation")
    for language in PATTERNS:
        cuts = list(human_cuts(language))
        for name, greedily in (("ours", False), ("greedy", True)):
            same, good, total = agreement(cuts, language, greedily=greedily)
            print(f"{language:8}{name:7} {100 * same:5.1f} % / {100 * good:5.1f} %  n={total}")
        if language == "zh-Hans":
            spoken = [
                (sentence.text, [""])
                for path in sorted(SHARED.glob("zh-srt/*.srt"))
                for sentence in caption_sentences(captions(path), language=language)
            ]
            for name, greedily in (("ours", False), ("greedy", True)):
                bad, total = entered(cuts + spoken, greedily=greedily)
                print(f"zh-Hans {name}: {bad} of {total} breaks inside a common word")
            print(
                "zh-Hans breaks inside a word or number: ours", inside_words(cuts, greedily=False)
            )
            print(
                "zh-Hans breaks inside a word or number: greedy", inside_words(cuts, greedily=True)
            )
    print("processor seconds, captions to captions")
    for language in PATTERNS:
        for count in (10_000, 100_000):
            text = repeated(language, count)
            steps, cues = timed_steps(text, language)
            each = " ".join(f"{name} {taken:.2f}" for name, taken in steps.items())
            own = steps["cut, break, place"] / cues
            print(
                f"{language:8}{count:7} captions, {cues} cues: {each}; "
                f"sum {sum(steps.values()):.1f}"
            )
            print(f"{'':8}cutting, breaking and placing {1e6 * own:.0f} µs a cue")
            print(f"{'':8}" + " ".join(f"{name} {took:.2f}" for name, took in others(text).items()))


if __name__ == "__main__":
    main()
