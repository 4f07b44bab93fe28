"""Measure timing: start errors between section marks, honesty of the bounds, conformity.

python -m tests.bench.bench_timing
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from statistics import median
from typing import cast

from pipeline.model import (
    Document,
    Edition,
    Episode,
    Kind,
    Section,
    Span,
    Timeline,
    Timing,
    Track,
)
from pipeline.stages.align import align
from pipeline.stages.cue import cue
from pipeline.style import Limits, load_style
from pipeline.text.speech import PACES, Pace
from pipeline.text.width import columns, reading_units
from pipeline.timing.sharing import Fill, Item, share
from tests.bench.fit_speech import fitted, sample
from tests.bench.timed_talks import SHARED, Spoken, caption_episode, lectures, podcasts, talks

Untimed = tuple[Sequence[str], int]
"""Paragraphs of a talk, and how many milliseconds it really lasts."""
LENGTHS = (60, 120, 180, 300)
PHASES = (0.0, 0.2, 0.4, 0.6, 0.8)
"""A talk is cut at other places too: one cutting of so few talks is a matter of luck."""
CAPTIONS = (
    ("en", "3b1b/*/english/captions.srt"),
    ("nl", "3b1b/*/dutch/*.srt"),
    ("zh-Hans", "3b1b/*/chinese/*community.srt"),
    ("zh-Hans", "zh-srt/*.srt"),
    ("en", "karpathy/*/*.srt"),
)


def sections(
    talk: Sequence[Spoken], seconds: int, phase: float = 0.0
) -> Iterator[tuple[Span, list[Spoken]]]:
    """Cut a talk at sentence starts every so many seconds; marks are whole seconds.

    The first section is as long as the phase says, a share of the others; 0 for a whole one.
    """
    groups: list[list[Spoken]] = []
    for sentence in talk:
        least = 1_000 * seconds * (phase if phase and len(groups) == 1 else 1)
        if not groups or (sentence.known and sentence.start_ms - groups[-1][0].start_ms >= least):
            groups.append([])
        groups[-1].append(sentence)
    marks = [group[0].start_ms // 1_000 * 1_000 for group in groups]
    for group, start, end in zip(groups, marks, [*marks[1:], talk[-1].end_ms], strict=True):
        yield Span(start, max(end, start + 1_000)), group


@dataclass(slots=True)
class Errors:
    """Start errors in milliseconds: ours, those of equal shares, and how many break a bound."""

    ours: list[int] = field(default_factory=list)
    equal: list[int] = field(default_factory=list)
    broken: int = 0

    def add(
        self, talk: Sequence[Spoken], language: str, seconds: int, phases: Sequence[float]
    ) -> None:
        """Hide the times of a talk except for its marks, and compare what comes back."""
        for phase in phases:
            for span, group in sections(talk, seconds, phase):
                items = [Item(one.text, Kind.SPEECH, 0) for one in group]
                timed = share(items, [span], span, language=language, fill=Fill.SPREAD)
                for index, (one, sentence) in enumerate(zip(group, timed, strict=True)):
                    if not one.known:
                        continue
                    self.ours.append(abs(sentence.span.start_ms - one.start_ms))
                    even = span.start_ms + span.duration_ms * index // len(group)
                    self.equal.append(abs(even - one.start_ms))
                    self.broken += self.ours[-1] > sentence.max_error_ms


def digest_bounds(spoken: Sequence[Sequence[Spoken]], language: str) -> tuple[int, int]:
    """Run whole talks through align as digests of 120 s sections; count cues out of bounds."""
    # Chinese captions write no full stops, so that they would run together.
    stop, space = ("。", "") if language == "zh-Hans" else ("", " ")
    out = total = 0
    for talk in spoken:
        parts = [
            Section("", span.start_ms, space.join(one.text + stop for one in group))
            for span, group in sections(talk, 120)
        ]
        document = Document(
            "T", "digest", duration_ms=talk[-1].end_ms + 1_000, sections=tuple(parts)
        )
        timeline = align(Episode(document, language, 1.0, "t"))
        often = Counter(one.text + stop for one in talk)
        starts = {one.text + stop: one.start_ms for one in talk if often[one.text + stop] == 1}
        for sentence in timeline.sentences:
            if sentence.text in starts:
                total += 1
                out += abs(sentence.span.start_ms - starts[sentence.text]) > sentence.max_error_ms
    return out, total


def faults(track: Track, limits: Limits, language: str) -> Counter[str]:
    """Count what a style checker would mark."""
    found: Counter[str] = Counter(cues=len(track.cues))
    for one in track.cues:
        units = reading_units(one.lines, language=language)
        found["speed"] += units * 1_000 > limits.characters_per_second * one.span.duration_ms
        found["short"] += one.span.duration_ms < limits.min_ms
        found["long"] += one.span.duration_ms > limits.max_ms
        found["lines"] += len(one.lines) > limits.lines
        wide = (columns(line, language=language) > limits.characters_per_line for line in one.lines)
        found["width"] += any(wide)
    for before, after in pairwise(track.cues):
        gap = after.span.start_ms - before.span.end_ms
        found["gap"] += gap != limits.gap_ms and gap < limits.close_ms
    return found


def lost(timeline: Timeline, track: Track) -> int:
    """Return how many characters of the captions are not in the cues, or the other way round."""
    bare = re.compile(r"[\s，。、；：,;.:]+")
    heard = "".join(c.text for c in sorted(timeline.episode.document.captions, key=_start))
    said = "".join(one.text for one in track.cues)
    first, second = Counter(bare.sub("", heard)), Counter(bare.sub("", said))
    return sum(((first - second) + (second - first)).values())


def _start(caption: object) -> Span:
    return caption.span  # type: ignore[attr-defined,no-any-return]


def named(track: Track) -> set[int]:
    """Return the indices of the cues that a finding calls too fast for want of time."""
    found: set[int] = set()
    for finding in track.findings:
        cues = re.search(r" cues? (\d+)(?:-(\d+))?$", finding.where)
        if finding.rule == "reading-speed-exceeded" and cues:
            found.update(range(int(cues[1]) - 1, int(cues[2] or cues[1])))
    return found


def lags(timeline: Timeline, track: Track) -> list[int]:
    """Return how late each sentence that begins a caption begins its cue; early is negative."""
    found: dict[int, int] = {}
    for one in track.cues:
        sentence = timeline.sentences[one.sentence]
        if sentence.timing is Timing.STATED:
            found.setdefault(one.sentence, one.span.start_ms - sentence.span.start_ms)
    return list(found.values())


def conformity(language: str, pattern: str) -> str:
    """Return what the style's checker and the clock say of caption files made anew."""
    limits = load_style("netflix").of(language)
    total: Counter[str] = Counter()
    late: list[int] = []
    for path in sorted(SHARED.glob(pattern)):
        timeline = align(caption_episode(path, language))
        track = cue(timeline, Edition(language, {}), style=load_style("netflix"))
        total += faults(track, limits, language)
        total["characters lost"] += lost(timeline, track)
        allowed = named(track)
        total["stretches named"] += sum(f.rule == "reading-speed-exceeded" for f in track.findings)
        for index, one in enumerate(track.cues):
            units = reading_units(one.lines, language=language)
            if units * 1_000 > limits.characters_per_second * one.span.duration_ms:
                total["too fast, named" if index in allowed else "too fast, UNEXPLAINED"] += 1
        late += lags(timeline, track)
    late.sort()
    marks = [late[min(len(late) - 1, len(late) * share // 100)] for share in (1, 5, 50, 95, 99)]
    rest = {name: count for name, count in total.items() if count}
    conforming = 1 - total["speed"] / max(1, total["cues"])
    return f"{100 * conforming:6.2f} % conform {rest}; lag ms at 1/5/50/95/99 %: {marks}"


@contextmanager
def paced(language: str, pace: Pace) -> Iterator[None]:
    """Use other weights for a while."""
    weights = cast(dict[str, Pace], PACES)
    before = weights[language]
    weights[language] = pace
    try:
        yield
    finally:
        weights[language] = before


def held_out(
    spoken: Sequence[Sequence[Spoken]], language: str, others: Sequence[Sequence[Spoken]] = ()
) -> dict[str, list[Pace]]:
    """Return weights for each talk that were fitted without it: on all others, and on a half.

    `others` are talks by somebody else that both are fitted to as well.
    """
    samples = [sample(talk, language) for talk in spoken]
    more = [sample(talk, language) for talk in others]
    halves = [fitted([*samples[1 - odd :: 2], *more], language) for odd in (0, 1)]
    return {
        "in use": [PACES[language]] * len(spoken),
        "fitted on the other talks": [
            fitted([*samples[:index], *samples[index + 1 :], *more], language)
            for index in range(len(samples))
        ],
        "fitted on the other half": [halves[index % 2] for index in range(len(samples))],
    }


def starts(
    title: str,
    spoken: Sequence[Sequence[Spoken]],
    language: str,
    paces: Mapping[str, Sequence[Pace]],
) -> None:
    """Print start errors with the weights in use and with weights that never saw the talk."""
    for name, each in paces.items():
        for cut, phases in (("one", PHASES[:1]), ("five", PHASES)):
            for seconds in LENGTHS:
                found = Errors()
                for talk, pace in zip(spoken, each, strict=True):
                    with paced(language, pace):
                        found.add(talk, language, seconds, phases)
                held = 100 * (1 - found.broken / len(found.ours))
                print(
                    f"{title:20}{name:26}{cut:5}{seconds:4} s  ours {_row(found.ours)}   "
                    f"equal {_row(found.equal)}   bound held {held:.2f} %  n={len(found.ours)}"
                )


def lengths(name: str, language: str, texts: Sequence[Untimed], paces: Sequence[Pace]) -> None:
    """Print how long talks are estimated to be that state no time at all, against the truth.

    Args:
        name: Of the row.
        language: Of the talks.
        texts: Paragraphs and real length in milliseconds of each talk.
        paces: Weights for each.
    """
    ratios: list[float] = []
    for (paragraphs, length_ms), pace in zip(texts, paces, strict=True):
        document = Document("T", "article", transcript=tuple(paragraphs))
        with paced(language, pace):
            estimated = align(Episode(document, language, 1.0, "t")).duration_ms
        ratios.append(estimated / length_ms)
    ratios.sort()
    print(
        f"{name:30} estimated length / real one: median {median(ratios):.2f}, "
        f"from {ratios[0]:.2f} to {ratios[-1]:.2f}, n={len(ratios)}"
    )


def untimed(talk: Sequence[Spoken], language: str) -> Untimed:
    """Return the text of a talk without its times, and how long it lasts."""
    comma = "，" if language == "zh-Hans" else " "
    return [comma.join(one.text for one in talk)], talk[-1].end_ms - talk[0].start_ms


def main() -> None:
    """Print the tables."""
    print("start error, mean / median / 95th percentile / share within 2 s; whole-second marks")
    print("(talks cut once or in five ways; the bounds hold by construction here)")
    estimates: list[Callable[[], None]] = []
    for title, language, spoken, others in (
        ("English, 25 talks", "en", talks("en"), lectures()),
        ("English, 3 lectures", "en", lectures(), talks("en")),
        ("Dutch", "nl", talks("nl"), []),
        ("Chinese", "zh-Hans", talks("zh-Hans"), []),
    ):
        paces = held_out(spoken, language, others)
        starts(title, spoken, language, paces)
        texts = [untimed(talk, language) for talk in spoken]
        unseen = paces["fitted on the other talks"]
        estimates.append(partial(lengths, f"{title}, held out", language, texts, unseen))
        if all(one.known for talk in spoken for one in talk):
            out, total = digest_bounds(spoken, language)
            held = 100 * (1 - out / max(1, total))
            print(f"{title:20}digest, 120 s sections: bound held for {held:.2f} % of {total}")
        print()
    print("length of an input without any time")
    for estimate in estimates:
        estimate()
    edited = podcasts()
    lengths("English podcasts, as edited", "en", edited, [PACES["en"]] * len(edited))
    print("\nconformity with netflix, captions in, cues out")
    for language, pattern in CAPTIONS:
        print(f"{language:8}{pattern:36}", conformity(language, pattern))


def _row(found: Sequence[int]) -> str:
    ordered = sorted(found)
    mean, middle = sum(found) / len(found) / 1_000, ordered[len(ordered) // 2] / 1_000
    near = sum(one <= 2_000 for one in found) / len(found)
    most = ordered[len(ordered) * 95 // 100] / 1_000
    return f"{mean:5.2f} / {middle:5.2f} / {most:5.2f} / {100 * near:4.1f} %"


if __name__ == "__main__":
    main()
