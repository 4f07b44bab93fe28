"""Measure line breaks against those of people, and the speed of cutting and placing.

python -m tests.bench.bench_lines
"""

from __future__ import annotations

import re
import textwrap
import time
from collections.abc import Iterator, Sequence
from itertools import accumulate

from pipeline.model import Document, Edition, Episode, Section
from pipeline.stages.align import align
from pipeline.stages.cue import cue
from pipeline.style import load_style
from pipeline.text.lines import break_lines, cut
from pipeline.timing.captions import caption_sentences
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


def seconds_for(count: int, language: str, sentences: Sequence[str]) -> tuple[float, int]:
    """Return how long it takes to break and time about `count` cues, and how many came out."""
    texts: list[str] = []
    while len(texts) < count * 0.55:
        texts += sentences
    joiner = "" if language.startswith("zh") else " "
    parts = [texts[at : at + 20] for at in range(0, len(texts), 20)]
    made = tuple(
        Section("", number * 150_000, joiner.join(part)) for number, part in enumerate(parts)
    )
    document = Document("T", "digest", duration_ms=150_000 * len(parts), sections=made)
    begun = time.perf_counter()
    timeline = align(Episode(document, language, 1.0, "t"))
    track = cue(timeline, Edition(language, {}), style=STYLE)
    return time.perf_counter() - begun, len(track.cues)


def main() -> None:
    """Print the tables."""
    print("breaks where people broke / there or after punctuation")
    pool: dict[str, list[str]] = {}
    for language in PATTERNS:
        cuts = list(human_cuts(language))
        pool[language] = [text for text, _ in cuts]
        for name, greedily in (("ours", False), ("greedy", True)):
            same, good, total = agreement(cuts, language, greedily=greedily)
            print(f"{language:8}{name:7} {100 * same:5.1f} % / {100 * good:5.1f} %  n={total}")
        if language == "zh-Hans":
            print(
                "zh-Hans breaks inside a word or number: ours", inside_words(cuts, greedily=False)
            )
            print(
                "zh-Hans breaks inside a word or number: greedy", inside_words(cuts, greedily=True)
            )
    print("seconds for cutting, breaking and placing")
    for language, sentences in pool.items():
        for count in (25_000, 100_000):
            taken, cues = seconds_for(count, language, sentences)
            print(f"{language:8}{cues:7} cues {taken:6.1f} s, {1e6 * taken / cues:5.0f} µs a cue")


if __name__ == "__main__":
    main()
