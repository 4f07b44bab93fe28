"""Whether the pieces of a window can all be read in it, and what to take away where they cannot.

The earliest schedule decides: each piece starts as early as its tolerance and the pieces before
it allow. Where that is later than the latest moment of some piece, the run that leads up to it
holds more than there is time for, whatever the placement; only such runs lose reading time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model import Span

_ROUNDS = 3
_SLIGHT = 0.06
"""Reading up to this much faster is shared by as few pieces as possible; more, by all of a run."""


class Piece(NamedTuple):
    """What one cue asks of the clock.

    Attributes:
        start_ms: Where it would best start.
        until_ms: Where what it says ends.
        need_ms: Time that its reading takes at the fastest speed allowed.
        want_ms: Time that it gets where there is room.
        floor_ms: Time below which it does not go unless there is no other way.
        weight: How much a shift of it matters.
        tolerance_ms: How far from there it may start; None for any distance.
    """

    start_ms: int
    until_ms: int
    need_ms: int
    want_ms: int
    floor_ms: int
    weight: float = 1.0
    tolerance_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """What `affordable` returns, one number per piece.

    Attributes:
        needs_ms: Durations that fit.
        lowest_ms: Earliest starts.
        highest_ms: Latest starts; some placement keeps all three.
        crowded: See `pipeline.timing.solver.Placement`.
    """

    needs_ms: list[int]
    lowest_ms: list[int]
    highest_ms: list[int]
    crowded: tuple[tuple[int, int], ...]


def room_needed(pieces: Sequence[Piece], *, gap_ms: int) -> int:
    """Return the shortest window in which no piece falls below its floor."""
    return sum(piece.floor_ms for piece in pieces) + gap_ms * max(0, len(pieces) - 1)


def affordable(pieces: Sequence[Piece], window: Span, *, gap_ms: int) -> Room:
    """Return durations that fit in the window and the tolerances, and the bounds of the starts.

    Linear in the number of pieces.

    Args:
        pieces: In order; the window has a millisecond for each.
        window: Between two anchors.
        gap_ms: Least time between two pieces.
    """
    floors = _floors(pieces, window.duration_ms - gap_ms * (len(pieces) - 1))
    needs = [max(piece.need_ms, low) for piece, low in zip(pieces, floors, strict=True)]
    lowest, highest = _bounds(pieces, floors, window, gap_ms)
    crowded: list[tuple[int, int]] = []
    run = _Run(needs, floors, lowest, gap_ms)
    # `chain` starts at its earliest and pushes all after it; `begin` at `origin` is the first of
    # them that has not given anything yet.
    begin, chain, origin = 0, 0, lowest[0]
    at, end = origin, window.end_ms + gap_ms
    for index, (piece, high) in enumerate(
        zip([*pieces[1:], None], [*highest[1:], end], strict=True)
    ):
        at += needs[index] + gap_ms
        loose = piece is not None and piece.tolerance_ms is None
        if at > high and not loose:
            if piece is None:
                begin, origin = chain, lowest[chain]
            at = run.shrink(begin, index, origin, high)
            if crowded and crowded[-1][0] == chain:
                crowded.pop()
            crowded.append((chain, index + 1))
            begin, origin = index + 1, at
        if piece is None:
            break
        highest[index + 1] = max(high, at)
        if at <= lowest[index + 1]:
            at = origin = lowest[index + 1]
            begin = chain = index + 1
    last = window.end_ms + gap_ms
    for index in reversed(range(len(pieces))):
        last = highest[index] = min(highest[index], last - needs[index] - gap_ms)
    return Room(needs, lowest, highest, tuple(crowded))


def _floors(pieces: Sequence[Piece], room: int) -> list[int]:
    """Return the least durations, brought down together where the window has not even those."""
    floors = [min(piece.floor_ms, piece.need_ms) for piece in pieces]
    if (total := sum(floors)) <= room:
        return floors
    return [max(1, low * (room - len(pieces)) // total) for low in floors]


def _bounds(
    pieces: Sequence[Piece], floors: Sequence[int], window: Span, gap_ms: int
) -> tuple[list[int], list[int]]:
    """Return the earliest and latest start of each piece that leave those after it their floors."""
    lowest, highest = [], []
    limit = window.end_ms + gap_ms
    for piece, floor in zip(reversed(pieces), reversed(floors), strict=True):
        limit -= floor + gap_ms
        low, high = window.start_ms, limit
        if piece.tolerance_ms is not None:
            low = min(max(low, piece.start_ms - piece.tolerance_ms), limit)
            high = min(max(low, piece.start_ms + piece.tolerance_ms), limit)
        lowest.append(low)
        highest.append(high)
    return lowest[::-1], highest[::-1]


@dataclass(frozen=True, slots=True)
class _Run:
    """The durations under way, and how to take from them."""

    needs: list[int]
    floors: list[int]
    lowest: list[int]
    gap_ms: int

    def shrink(self, first: int, last: int, origin: int, latest: int) -> int:
        """Take from pieces `first` to `last` until the next can start at `latest`.

        Returns when the next one does start: later only where all are at their floors.
        """
        starts = self._starts(first, last, origin)
        slight = [need - int(need * _SLIGHT) for need in self.needs[first : last + 1]]
        if not self._from_the_end(first, starts, latest, slight):
            for _ in range(_ROUNDS):
                excess = starts[-1] - latest
                if excess <= 0:
                    return starts[-1]
                bound = [i for i in range(first, last + 1) if starts[i - first] == self.lowest[i]]
                if bound and bound[-1] > first:
                    starts = starts[bound[-1] - first :]
                    first = bound[-1]
                self._evenly(first, last, excess)
                starts = self._starts(first, last, starts[0])
            self._from_the_end(first, starts, latest, self.floors[first : last + 1], partly=True)
        return self._starts(first, last, starts[0])[-1]

    def _starts(self, first: int, last: int, origin: int) -> list[int]:
        """Return the earliest starts of the pieces and of the one after them."""
        starts = [origin]
        for index in range(first, last + 1):
            at = starts[-1] + self.needs[index] + self.gap_ms
            starts.append(max(at, self.lowest[index + 1]) if index < last else at)
        return starts

    def _evenly(self, first: int, last: int, excess: int) -> None:
        spare = [self.needs[i] - self.floors[i] for i in range(first, last + 1)]
        total = sum(spare)
        take = min(excess, total)
        for index, part in enumerate(spare, first):
            self.needs[index] -= -int(-part * take // total) if total else 0

    def _from_the_end(
        self,
        first: int,
        starts: Sequence[int],
        latest: int,
        least: Sequence[int],
        *,
        partly: bool = False,
    ) -> bool:
        """Take from the last pieces what is over; return whether that was enough."""
        found: list[tuple[int, int]] = []
        for start, low, index in zip(
            reversed(starts[:-1]), reversed(least), reversed(range(first, first + len(least))),
            strict=True,
        ):  # fmt: skip
            fits = latest - self.gap_ms - start
            found.append((index, min(self.needs[index], max(low, self.floors[index], fits))))
            latest -= self.gap_ms + found[-1][1]
            if start <= latest:
                break
        else:
            if not partly:
                return False
        for index, need in found:
            self.needs[index] = need
        return True
