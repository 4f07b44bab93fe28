"""Place cues in time, as one optimisation.

Pieces in order want to start at certain times, need certain durations, and may not cross the
ends of their window. The least sum of squared shifts is wanted. With D_i the room that all
pieces before i take, y_i = x_i - D_i turns "each starts after the one before has ended" into
"y never decreases": isotonic regression, which pool-adjacent-violators solves exactly in linear
time. Equal bounds on all y are kept by clamping the result, which is exact as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from pipeline.model import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """What one cue asks of the clock.

    Attributes:
        start_ms: Where it would best start.
        until_ms: Where what it says ends.
        need_ms: Time that its reading takes at the fastest speed allowed.
        want_ms: Time that it gets where there is room.
        floor_ms: Time below which it does not go unless there is no other way.
        weight: How much a shift of it matters.
        tolerance_ms: Shift from which on it would rather be read faster; None for any.
    """

    start_ms: int
    until_ms: int
    need_ms: int
    want_ms: int
    floor_ms: int
    weight: float = 1.0
    tolerance_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the pieces of one window start.

    Attributes:
        starts_ms: One per piece, ascending.
        needs_ms: The least duration that was kept free for each.
        hurried: Indices of the pieces that got less than their reading takes.
    """

    starts_ms: tuple[int, ...]
    needs_ms: tuple[int, ...]
    hurried: tuple[int, ...] = ()


def room_needed(pieces: Sequence[Piece], *, gap_ms: int) -> int:
    """Return the shortest window in which no piece falls below its floor."""
    return sum(piece.floor_ms for piece in pieces) + gap_ms * max(0, len(pieces) - 1)


def place(pieces: Sequence[Piece], window: Span, *, gap_ms: int) -> Placement:
    """Return the starts with the least squared shift.

    Where the window is too short the durations shrink together towards their floors, then
    below them; where a piece would be shifted beyond its tolerance, those around it shrink.
    Nothing is dropped, nothing overlaps, nothing crosses the window.

    Args:
        pieces: In order.
        window: Between two anchors; the last piece ends in it.
        gap_ms: Least time between two pieces; given up last of all.

    Raises:
        ValueError: the window has fewer milliseconds than there are pieces.
    """
    count = len(pieces)
    if count > window.duration_ms:
        raise ValueError(f"{count} cues do not fit in {window.duration_ms} ms")
    if room_needed(pieces, gap_ms=gap_ms) > window.duration_ms:
        floors = sum(piece.floor_ms for piece in pieces)
        gap_ms = min(gap_ms, max(0, window.duration_ms - floors) // max(1, count - 1))
    needs = _shrunk(pieces, window.duration_ms - gap_ms * (count - 1))
    starts = _solve(pieces, needs, window, gap_ms)
    for _ in range(_ROUNDS):
        tight = _beyond_tolerance(pieces, needs, starts, gap_ms)
        if not tight:
            break
        for index in tight:
            floor = min(pieces[index].floor_ms, needs[index])
            needs[index] = max(floor, needs[index] * 97 // 100)
        starts = _solve(pieces, needs, window, gap_ms)
    hurried = tuple(i for i in range(count) if needs[i] < pieces[i].need_ms)
    return Placement(tuple(starts), tuple(needs), hurried)


_ROUNDS = 16


def _shrunk(pieces: Sequence[Piece], room: int) -> list[int]:
    """Return durations that fill at most `room`, as near to the needs as the floors allow."""
    needs = [piece.need_ms for piece in pieces]
    floors = [min(piece.floor_ms, piece.need_ms) for piece in pieces]
    if sum(needs) <= room:
        return needs
    if (lowest := sum(floors)) <= room:
        spare, wanted = room - lowest, sum(needs) - lowest
        return [
            low + (need - low) * spare // wanted for low, need in zip(floors, needs, strict=True)
        ]
    return [max(1, low * (room - len(pieces)) // lowest) for low in floors]


def _solve(pieces: Sequence[Piece], needs: Sequence[int], window: Span, gap_ms: int) -> list[int]:
    before = list(accumulate((need + gap_ms for need in needs), initial=0))
    wanted = [piece.start_ms - room for piece, room in zip(pieces, before, strict=False)]
    levels = isotonic(wanted, [piece.weight for piece in pieces])
    lowest = window.start_ms
    highest = max(lowest, window.end_ms - (before[-1] - gap_ms))
    return [
        round(min(max(level, lowest), highest)) + room
        for level, room in zip(levels, before, strict=False)
    ]


def isotonic(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Return the non-decreasing sequence nearest to `values` in weighted least squares.

    Pool adjacent violators, linear in the number of values.

    >>> isotonic([1, 3, 2, 4], [1, 1, 1, 1])
    [1.0, 2.5, 2.5, 4.0]
    """
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        mean, mass, size = float(value), float(weight), 1
        while blocks and blocks[-1][0] > mean:
            other, other_mass, other_size = blocks.pop()
            mean = (mean * mass + other * other_mass) / (mass + other_mass)
            mass, size = mass + other_mass, size + other_size
        blocks.append((mean, mass, size))
    return [mean for mean, _, size in blocks for _ in range(size)]


def _beyond_tolerance(
    pieces: Sequence[Piece], needs: Sequence[int], starts: Sequence[int], gap_ms: int
) -> list[int]:
    """Return the pieces, still above their floors, of every run that shifts one too far."""
    tight: list[int] = []
    run: list[int] = []
    shifted = False
    for index, piece in enumerate(pieces):
        previous = index - 1
        if run and starts[index] > starts[previous] + needs[previous] + gap_ms + 1:
            tight += run if shifted else []
            run, shifted = [], False
        run.append(index)
        tolerance = piece.tolerance_ms
        shifted |= tolerance is not None and abs(starts[index] - piece.start_ms) > tolerance
    tight += run if shifted else []
    return [index for index in tight if needs[index] > pieces[index].floor_ms]


def extend(
    pieces: Sequence[Piece],
    placed: Sequence[Span],
    *,
    end_ms: int,
    max_ms: int | None,
    gap_ms: int,
    close_ms: int,
) -> list[Span]:
    """Let each cue run on as long as reading it is pleasant, and close small gaps.

    A cue ends no later than what it says plus its lingering, `max_ms` after its start, or
    `gap_ms` before the next one; a gap that would be shorter than `close_ms` is closed to
    `gap_ms` (Netflix: 3 to 11 frames become 2).

    Args:
        pieces: All cues of a track, in order.
        placed: Their starts, and the ends below which they do not go.
        end_ms: End of the episode.
        max_ms: Longest duration; None lets every cue stay until the next.
        gap_ms: Least time between two cues.
        close_ms: Gaps below this are closed.
    """
    if not placed:
        return []
    result: list[Span] = []
    following = [span.start_ms for span in placed[1:]]
    limits = [
        max(start - gap_ms, span.end_ms) for start, span in zip(following, placed, strict=False)
    ]
    for piece, span, limit in zip(pieces, placed, [*limits, end_ms], strict=True):
        longest = limit if max_ms is None else max(span.end_ms, span.start_ms + max_ms)
        end = max(span.end_ms, piece.until_ms, span.start_ms + piece.want_ms)
        end = limit if max_ms is None else min(end, longest, max(limit, span.end_ms))
        if limit - end + gap_ms < close_ms:
            end = (
                max(end, limit) if limit <= longest else max(span.end_ms, limit + gap_ms - close_ms)
            )
        result.append(replace(span, end_ms=end))
    return result
