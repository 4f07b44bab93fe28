"""Give drafts their times between the timeline's anchors, and merge what cannot stand alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from pipeline.clock import format_mark
from pipeline.cueing.drafts import Draft, dots
from pipeline.model import Cue, Finding, Kind, Sentence, Severity, Span, Timeline, Timing
from pipeline.style import Limits
from pipeline.text.lines import break_lines
from pipeline.text.width import reading_units
from pipeline.timing.room import Piece
from pipeline.timing.solver import Placement, extend, place

_STATED_WEIGHT = 8.0
_MOVED_MS = 100
"""A cue with a stated time that starts further from it is no longer `stated`."""


_TOO_FAST = "reading-speed-exceeded"
_TITLE_MS = 1_500
"""A heading is looked at, not only read."""
_EASE = 0.9
"""Share of the time to spare that goes to comfortable reading."""
_AHEAD_MS = 3_000
"""Two drafts become one cue only if the second is said this soon after the first."""


@dataclass(frozen=True, slots=True)
class _Pace:
    """The limits that hold for all lines of a cue together."""

    gap_ms: int
    close_ms: int
    min_ms: int
    max_ms: int
    sync_ms: int


def schedule(
    timeline: Timeline, cut: Sequence[Draft], limits: Mapping[str, Limits], tag: str
) -> tuple[list[Cue], list[Finding]]:
    """Return the cues in order, and a finding for each stretch that is too short for its text.

    Args:
        timeline: Anchors and sentences.
        cut: What the cues say, in order.
        limits: Of each language in them.
        tag: Name of the track, for the findings.
    """
    pace = _pace(limits)
    findings: list[Finding] = []
    kept: list[Draft] = []
    pieces: list[Piece] = []
    spans: list[Span] = []
    for stated, group in _windows(timeline, cut, pace):
        window = _opened(stated, group, timeline, limits, pace)
        found, asked, placed = _fit(group, window, timeline, limits, pace)
        for first, last, message in _crowded(placed, asked, window, limits):
            which = f"cues {len(kept) + first + 1}-{len(kept) + last + 1}"
            where = f"{tag} {which if first < last else f'cue {len(kept) + first + 1}'}"
            findings.append(Finding(_TOO_FAST, Severity.WARNING, where, message))
        kept += found
        pieces += asked
        spans += [
            Span(start, start + need)
            for start, need in zip(placed.starts_ms, placed.needs_ms, strict=True)
        ]
    ended = extend(
        pieces,
        spans,
        end_ms=max(timeline.duration_ms, spans[-1].end_ms) if spans else 0,
        max_ms=None if timeline.hold else pace.max_ms,
        gap_ms=pace.gap_ms,
        close_ms=pace.close_ms,
    )
    cues = [_cue(draft, span, timeline) for draft, span in zip(kept, ended, strict=True)]
    return cues, [*findings, *_extended(cues, timeline, tag)]


def _opened(
    window: Span,
    group: Sequence[Draft],
    timeline: Timeline,
    limits: Mapping[str, Limits],
    pace: _Pace,
) -> Span:
    """Return a window with room for its text, where it ends with an episode of unknown length."""
    if window.end_ms < timeline.duration_ms or not _is_open(timeline):
        return window
    needs = (_piece(draft, timeline, limits, pace).need_ms + pace.gap_ms for draft in group)
    return Span(window.start_ms, max(window.end_ms, window.start_ms + sum(needs)))


def _extended(cues: Sequence[Cue], timeline: Timeline, tag: str) -> Iterator[Finding]:
    """Say so if reading takes longer than the estimated length."""
    if cues and cues[-1].span.end_ms > timeline.duration_ms and _is_open(timeline):
        last, length = map(format_mark, (cues[-1].span.end_ms, timeline.duration_ms))
        message = f"reading takes until {last}, longer than the estimated {length}"
        yield Finding("duration-extended", Severity.INFO, f"{tag} track", message)


def _is_open(timeline: Timeline) -> bool:
    """Whether the length of the episode is only estimated, so that reading may take longer."""
    return any(finding.rule == "duration-estimated" for finding in timeline.findings)


def _pace(limits: Mapping[str, Limits]) -> _Pace:
    every = list(limits.values())
    return _Pace(
        gap_ms=max(limit.gap_ms for limit in every),
        close_ms=max(limit.close_ms for limit in every),
        min_ms=max(limit.min_ms for limit in every),
        max_ms=min(limit.max_ms for limit in every),
        sync_ms=min(limit.sync_ms for limit in every),
    )


def _windows(
    timeline: Timeline, cut: Sequence[Draft], pace: _Pace
) -> Iterator[tuple[Span, list[Draft]]]:
    """Yield the drafts between two anchors, and the room they have."""
    anchors = [anchor for anchor in timeline.anchors_ms if 0 < anchor < timeline.duration_ms]

    def home(draft: Draft) -> int:
        return bisect_right(anchors, timeline.sentences[draft.sentence].span.start_ms)

    groups = [(index, list(group)) for index, group in groupby(cut, key=home)]
    after = [*(index for index, _ in groups[1:]), None]
    for (index, group), following in zip(groups, after, strict=False):
        start = anchors[index - 1] if index else 0
        if following is None:
            end = timeline.duration_ms
        else:
            # Where the next stretch says nothing, this one still ends at its own anchor.
            end = anchors[index] - (pace.gap_ms if following == index + 1 else 0)
        least = min(len(group), anchors[index] - start) if index < len(anchors) else len(group)
        yield Span(start, max(end, start + max(1, least))), group


def _piece(draft: Draft, timeline: Timeline, limits: Mapping[str, Limits], pace: _Pace) -> Piece:
    sentence = timeline.sentences[draft.sentence]
    floor = min(pace.min_ms, pace.max_ms)
    need, want = floor, 0
    for language, lines in _sides(draft, limits):
        units = reading_units(lines, language=language) * 1_000
        need = max(need, ceil(units / limits[language].characters_per_second))
        want = max(want, ceil(units / limits[language].comfortable_speed))
    need = min(need, pace.max_ms)
    real = sentence.timing is Timing.STATED or sentence.kind.value == "speech"
    loose = sentence.timing is Timing.ESTIMATED or not real
    if sentence.kind is Kind.TITLE:
        want = max(want, _TITLE_MS)
    return Piece(
        start_ms=draft.start_ms,
        until_ms=max(draft.until_ms, draft.start_ms + 1),
        need_ms=need,
        want_ms=min(max(want, need), pace.max_ms),
        floor_ms=floor,
        weight=_STATED_WEIGHT if draft.first and real else 1.0,
        tolerance_ms=None if loose else pace.sync_ms,
    )


def _sides(draft: Draft, limits: Mapping[str, Limits]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each language of a draft with its lines."""
    if not draft.languages:
        yield next(iter(limits)), draft.lines
        return
    for tag in dict.fromkeys(draft.languages):
        pairs = zip(draft.languages, draft.lines, strict=True)
        yield tag, tuple(line for language, line in pairs if language == tag)


def _fit(
    group: list[Draft],
    window: Span,
    timeline: Timeline,
    limits: Mapping[str, Limits],
    pace: _Pace,
) -> tuple[list[Draft], list[Piece], Placement]:
    """Place the drafts of a window; where there is too little room for all, merge some first."""
    asked = [_piece(draft, timeline, limits, pace) for draft in group]
    if len(group) <= window.duration_ms:
        told = [timeline.sentences[one.sentence].kind is not Kind.SPEECH for one in group]
        eased = _leisurely(asked, told, window, pace)
        placed = place(eased, window, gap_ms=pace.gap_ms)
        if placed.crowded and eased is not asked:
            placed = place(asked, window, gap_ms=pace.gap_ms)
        if not placed.crowded:
            return group, asked, placed
        crowded = [False] * len(group)
        for first, last in placed.crowded:
            crowded[first : last + 1] = [True] * len(crowded[first : last + 1])
    else:
        crowded = [True] * len(group)
    found, kept = group[:1], asked[:1]
    for draft, piece, tight in zip(group[1:], asked[1:], crowded[1:], strict=True):
        merged = _merged(found[-1], draft, timeline, limits) if tight else None
        if merged is None and len(found) + 1 > window.duration_ms:
            merged = _stacked(found[-1], draft)
        if merged is None:
            found.append(draft)
            kept.append(piece)
        else:
            found[-1], kept[-1] = merged, _piece(merged, timeline, limits, pace)
    return found, kept, place(kept, window, gap_ms=pace.gap_ms)


def _leisurely(
    asked: Sequence[Piece], told: Sequence[bool], window: Span, pace: _Pace
) -> Sequence[Piece]:
    """Ask for comfortable reading time, as much of it as the window has, where no voice is heard.

    The sentences of a digest stand near what they tell of; nobody hears them said, so being
    read in peace comes before a second more or less.
    """
    need = sum(piece.need_ms for piece in asked) + pace.gap_ms * len(asked)
    wishes = [
        piece.want_ms - piece.need_ms if free else 0
        for piece, free in zip(asked, told, strict=True)
    ]
    more = sum(wishes)
    spare = window.duration_ms - need
    if more <= 0 or spare <= 0:
        return asked
    part = min(1.0, _EASE * spare / more)
    return [
        piece._replace(need_ms=piece.need_ms + int(wish * part)) if wish else piece
        for piece, wish in zip(asked, wishes, strict=True)
    ]


def _merged(
    one: Draft, other: Draft, timeline: Timeline, limits: Mapping[str, Limits]
) -> Draft | None:
    """Return both as one cue if it fits and one person says both, or None."""
    first, second = timeline.sentences[one.sentence], timeline.sentences[other.sentence]
    if one.languages or (first.kind, first.speaker) != (second.kind, second.speaker):
        return None
    if other.start_ms - one.start_ms > _AHEAD_MS:
        return None
    language, limit = next(iter(limits.items()))
    text = f"{one.text} {other.text}"
    # The dots at a cut stay where the next cut is; those between the two go.
    dotted = dots(one)[0] + text + dots(other)[1]
    lines = break_lines(dotted, limits=limit, language=language)
    if lines is None:
        return None
    return one._replace(text=text, lines=lines, until_ms=other.until_ms)


def _stacked(one: Draft, other: Draft) -> Draft:
    """Return both as one cue with all their lines: there are fewer milliseconds than cues."""
    return one._replace(
        text=f"{one.text} {other.text}",
        lines=one.lines + other.lines,
        languages=one.languages + other.languages,
        until_ms=other.until_ms,
    )


def _crowded(
    placed: Placement, asked: Sequence[Piece], window: Span, limits: Mapping[str, Limits]
) -> Iterator[tuple[int, int, str]]:
    """Yield first, last and a message for each run that no placement could make slow enough."""
    fast = set(placed.hurried)
    for first, last in placed.crowded:
        hurried = [index for index in range(first, last) if index in fast]
        if not hurried:
            continue
        low, high = hurried[0], hurried[-1]
        end = placed.starts_ms[high] + placed.needs_ms[high]
        span = f"[{format_mark(placed.starts_ms[low])}] to [{format_mark(end)}]"
        ratio = max(asked[index].need_ms / placed.needs_ms[index] for index in hurried)
        allowed = min(limit.characters_per_second for limit in limits.values())
        noun = "1 cue reads" if len(hurried) == 1 else f"{len(hurried)} cues read"
        if asked[high].tolerance_ms is None:
            anchors = (window.start_ms, window.end_ms)
            why = "anchors [{}] and [{}] leave no more time".format(*map(format_mark, anchors))
        else:
            why = f"what is said there leaves no more, {asked[high].tolerance_ms} ms late at most"
        yield (
            low,
            high,
            f"{noun} at up to {allowed * ratio:.1f} instead of {allowed:g} a second, {span}: {why}",
        )


def _cue(draft: Draft, span: Span, timeline: Timeline) -> Cue:
    sentence = timeline.sentences[draft.sentence]
    timing, error = _certainty(draft, span, sentence)
    return Cue(
        span=span,
        lines=draft.lines,
        kind=sentence.kind,
        section=sentence.section,
        timing=timing,
        max_error_ms=error,
        speaker=sentence.speaker,
        sentence=draft.sentence,
        languages=draft.languages,
    )


def _certainty(draft: Draft, span: Span, sentence: Sentence) -> tuple[Timing, int]:
    """Return how well a cue's start is known.

    The start of a sentence with a stated time is known; a later piece of it lies inside the
    sentence. Any other start lies between the anchors around its sentence.
    """
    start = span.start_ms
    moved = abs(start - draft.start_ms)
    if sentence.timing is Timing.STATED and draft.first:
        return (Timing.STATED, 0) if moved <= _MOVED_MS else (Timing.ANCHORED, moved)
    if sentence.timing is Timing.STATED or sentence.beats:
        around = draft.between
        if draft.start_ms == around.start_ms:
            return (Timing.STATED, 0) if moved <= _MOVED_MS else (Timing.ANCHORED, moved)
        return Timing.ANCHORED, max(abs(start - around.start_ms), abs(around.end_ms - start))
    between = sentence.between
    if between is None:
        return sentence.timing, sentence.max_error_ms + abs(start - sentence.span.start_ms)
    return sentence.timing, max(abs(start - between.start_ms), abs(between.end_ms - start))
