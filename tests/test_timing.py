"""The solver keeps every promise for any input, and is exact where nothing presses."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Span
from pipeline.timing.room import Piece, room_needed
from pipeline.timing.solver import extend, isotonic, place


@st.composite
def pieces(draw: st.DrawFn) -> list[Piece]:
    starts = sorted(draw(st.lists(st.integers(0, 60_000), min_size=1, max_size=25)))
    made = []
    for start in starts:
        need = draw(st.integers(833, 7_000))
        tolerance = draw(st.sampled_from([None, 500, 1_500]))
        made.append(Piece(start, start + 1_000, need, need + 500, 833, 1.0, tolerance))
    return made


@given(pieces(), st.integers(0, 30_000), st.integers(25, 90_000))
def test_nothing_overlaps_or_leaves_its_window(made: list[Piece], start: int, length: int) -> None:
    window = Span(start, start + length)
    found = place(made, window, gap_ms=83)
    assert found.starts_ms[0] >= window.start_ms
    assert found.starts_ms[-1] + found.needs_ms[-1] <= window.end_ms
    for i, (a, b) in enumerate(pairwise(found.starts_ms)):
        assert b >= a + found.needs_ms[i]
    assert all(need >= 1 for need in found.needs_ms)
    if room_needed(made, gap_ms=83) <= length:
        assert all(need >= 833 for need in found.needs_ms)
        for i, (a, b) in enumerate(pairwise(found.starts_ms)):
            assert b >= a + found.needs_ms[i] + 83


def test_pieces_with_room_stand_where_they_want() -> None:
    made = [Piece(start, start + 500, 1_000, 2_000, 833) for start in (0, 5_000, 9_000)]
    found = place(made, Span(0, 20_000), gap_ms=83)
    assert found.starts_ms == (0, 5_000, 9_000)
    assert not found.hurried


def test_a_crowd_shares_its_shift() -> None:
    made = [Piece(5_000, 5_100, 2_000, 2_000, 833) for _ in range(3)]
    assert place(made, Span(0, 20_000), gap_ms=0).starts_ms == (3_000, 5_000, 7_000)


def test_a_window_too_short_hurries_everyone_equally() -> None:
    made = [Piece(0, 4_000, 4_000, 4_000, 800) for _ in range(2)]
    found = place(made, Span(0, 4_000), gap_ms=0)
    assert found.needs_ms == (2_000, 2_000)
    assert found.hurried == (0, 1)


@given(pieces(), st.integers(0, 30_000), st.integers(1_000, 90_000))
def test_only_what_no_placement_could_hold_is_hurried(
    made: list[Piece], start: int, length: int
) -> None:
    window = Span(start, start + length)
    if room_needed(made, gap_ms=83) > length:
        return
    found = place(made, window, gap_ms=83)
    inside = {index for first, last in found.crowded for index in range(first, last)}
    assert inside >= set(found.hurried)
    # What the pieces from each on still need at the least: no start can be later than that.
    least = [room_needed(made[index:], gap_ms=83) for index in range(len(made))]
    for first, last in found.crowded:
        end = window.end_ms + 83
        tolerance = made[last].tolerance_ms if last < len(made) else None
        if tolerance is not None:
            end = min(end - least[last] - 83, max(start, made[last].start_ms + tolerance))
        begin = start
        if (tolerance := made[first].tolerance_ms) is not None:
            begin = min(max(begin, made[first].start_ms - tolerance), start + length - least[first])
        assert sum(piece.need_ms + 83 for piece in made[first:last]) > end - begin
    for piece, at in zip(made, found.starts_ms, strict=True):
        if piece.tolerance_ms is not None and not found.crowded and start == 0:
            assert at >= piece.start_ms - piece.tolerance_ms or at + least[made.index(piece)] <= (
                window.end_ms
            )
            assert at <= piece.start_ms + piece.tolerance_ms


def test_little_too_much_is_read_faster_by_few() -> None:
    made = [Piece(at, at + 2_000, 2_000, 2_000, 833, 1.0, 0) for at in (0, 2_000, 4_000, 5_950)]
    assert place(made, Span(0, 9_000), gap_ms=0).hurried == (2,)


def test_more_cues_than_milliseconds_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        place([Piece(0, 1, 1, 1, 1)] * 3, Span(0, 2), gap_ms=0)


@given(st.lists(st.floats(-1e6, 1e6), max_size=40))
def test_isotonic_never_decreases_and_keeps_the_mean(values: list[float]) -> None:
    found = isotonic(values, [1.0] * len(values))
    assert all(b >= a - 1e-6 for a, b in pairwise(found))
    assert sum(found) == pytest.approx(sum(values), abs=1e-3)
    assert isotonic(sorted(values), [1.0] * len(values)) == pytest.approx(sorted(values))


@given(pieces())
def test_extended_cues_keep_gap_and_longest_duration(made: list[Piece]) -> None:
    found = place(made, Span(0, 300_000), gap_ms=83)
    spans = [Span(a, a + n) for a, n in zip(found.starts_ms, found.needs_ms, strict=True)]
    ended = extend(made, spans, end_ms=300_000, max_ms=7_000, gap_ms=83, close_ms=500)
    assert all(span.duration_ms <= 7_000 for span in ended)
    for a, b in pairwise(ended):
        gap = b.start_ms - a.end_ms
        assert gap == 83 or gap >= 500
    held = extend(made, spans, end_ms=300_000, max_ms=None, gap_ms=83, close_ms=500)
    assert all(b.start_ms - a.end_ms == 83 for a, b in pairwise(held))
