"""Place cues in time, as one optimisation.

Pieces in order want to start at certain times, need certain durations, may not cross the ends of
their window, and those with a real time may start only so far from it. The least sum of squared
shifts is wanted. With D_i the room that all pieces before i take, y_i = x_i - D_i turns "each
starts after the one before has ended" into "y never decreases": isotonic regression with bounds,
which pooling adjacent violators solves exactly in linear time.

Whether there is room at all is decided before (`pipeline.timing.room`): only where a run of
pieces cannot all be read between the earliest moment of its first and the latest moment of the
one after it are they given less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.model import Span
from pipeline.timing.room import Piece, affordable, room_needed

__all__ = ["Piece", "Placement", "extend", "isotonic", "place", "room_needed"]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the pieces of one window start.

    Attributes:
        starts_ms: One per piece, ascending.
        needs_ms: The least duration that was kept free for each.
        hurried: Indices of the pieces that got less than their reading takes.
        crowded: Runs of pieces, first to last, the latter excluded, that no placement within
            the tolerances could have given all that their reading takes. Every hurried piece
            is in one.
    """

    starts_ms: tuple[int, ...]
    needs_ms: tuple[int, ...]
    hurried: tuple[int, ...] = ()
    crowded: tuple[tuple[int, int], ...] = ()


def place(pieces: Sequence[Piece], window: Span, *, gap_ms: int) -> Placement:
    """Return the starts with the least squared shift.

    Where there is too little room durations shrink together towards their floors, then, at the
    window's end only, below them. Nothing is dropped, nothing overlaps, nothing crosses the
    window.

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
    room = affordable(pieces, window, gap_ms=gap_ms)
    needs = room.needs_ms
    before = list(accumulate((need + gap_ms for need in needs), initial=0))[:-1]
    wanted = [piece.start_ms - done for piece, done in zip(pieces, before, strict=True)]
    lowest = [low - done for low, done in zip(room.lowest_ms, before, strict=True)]
    highest = [high - done for high, done in zip(room.highest_ms, before, strict=True)]
    levels = isotonic(wanted, [piece.weight for piece in pieces], lowest, highest)
    starts = [round(level) + done for level, done in zip(levels, before, strict=True)]
    hurried = tuple(i for i in range(count) if needs[i] < pieces[i].need_ms)
    return Placement(tuple(starts), tuple(needs), hurried, room.crowded)


def isotonic(
    values: Sequence[float],
    weights: Sequence[float],
    lowest: Sequence[float] = (),
    highest: Sequence[float] = (),
) -> list[float]:
    """Return the non-decreasing sequence nearest to `values` in weighted least squares.

    Pool adjacent violators, linear in the number of values. With bounds the best value of a
    block is its mean brought inside them, which is exact for convex costs (Strömberg, "An
    algorithm for isotonic regression with arbitrary convex distance function", 1991).

    Args:
        values: What is wanted.
        weights: How much each matters.
        lowest: Lower bounds, or empty for none.
        highest: Upper bounds, or empty for none; some non-decreasing sequence keeps both.

    >>> isotonic([1, 3, 2, 4], [1, 1, 1, 1])
    [1.0, 2.5, 2.5, 4.0]
    >>> isotonic([1, 3, 2, 4], [1, 1, 1, 1], [0, 0, 0, 0], [9, 2, 9, 3])
    [1.0, 2, 2.0, 3]
    """
    # Bounds that never decrease: what comes before pushes up, what comes after holds down.
    lows = list(accumulate(lowest, max)) if lowest else [float("-inf")] * len(values)
    highs = list(accumulate(reversed(highest), min))[::-1] if highest else []
    blocks: list[tuple[float, float, float, int, float, float]] = []
    for index, (value, weight) in enumerate(zip(values, weights, strict=True)):
        low, high = lows[index], highs[index] if highs else float("inf")
        mean, mass, size = float(value), float(weight), 1
        best = min(max(mean, low), high)
        while blocks and blocks[-1][0] > best:
            _, other, other_mass, other_size, _, other_high = blocks.pop()
            mean = (mean * mass + other * other_mass) / (mass + other_mass)
            mass, size, high = mass + other_mass, size + other_size, other_high
            best = min(max(mean, low), high)
        blocks.append((best, mean, mass, size, low, high))
    return [best for best, _, _, size, _, _ in blocks for _ in range(size)]


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
        result.append(Span(span.start_ms, end))
    return result
