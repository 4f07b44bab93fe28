"""Time between two anchors goes to each sentence by what saying it takes."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Kind, Span
from pipeline.timing.sharing import Fill, Item, natural_ms, share

TEXTS = ("We met in the harbour.", "So that is how it began.", "But it rained on 12 days.")


def items(texts: tuple[str, ...] = TEXTS) -> list[Item]:
    return [Item(text, Kind.SPEECH, None) for text in texts]


def starts(begin: int, end: int, fill: Fill = Fill.SPREAD) -> list[int]:
    span = Span(begin, end)
    timed = share(items(), [span], span, language="en", fill=fill)
    return [one.span.start_ms for one in timed]


def test_speech_begins_half_a_second_after_a_mark_in_whole_seconds() -> None:
    exact, read = starts(60_001, 90_001), starts(60_000, 90_000)
    assert read[0] == 60_000
    assert [a - b for a, b in zip(exact[1:], read[1:], strict=True)] == [1 - 500, 1 - 500]


def test_the_beginning_of_an_episode_is_no_mark_that_somebody_read() -> None:
    late = [a - b for a, b in zip(starts(0, 30_000), starts(60_001, 90_001), strict=True)]
    assert -60_001 < late[1] < late[2] < 500 - 60_001


def test_the_pause_is_longer_before_a_new_thought() -> None:
    span = Span(1, 12_001)
    order = (TEXTS[0], TEXTS[2], TEXTS[1])
    first, other = (
        share(items(texts), [span], span, language="en", fill=Fill.SPREAD)
        for texts in (TEXTS, order)
    )
    assert [one.text for one in other] == list(order)
    quiet = [b.span.start_ms - a.span.end_ms for a, b in pairwise(first)]
    assert quiet[0] > quiet[1]
    assert other[1].span.start_ms < first[1].span.start_ms


def test_lead_takes_as_long_as_saying_takes() -> None:
    first, second, third = starts(1, 600_001, Fill.LEAD)
    whole = natural_ms(items(), language="en")
    assert first == 1 < second < third < whole
    spread = starts(1, 600_001)
    assert spread[2] > 10 * third


@given(
    st.integers(0, 400), st.integers(3, 4_000), st.sampled_from(Fill), st.sampled_from([1, 1_000])
)
def test_starts_ascend_inside_whatever_there_is(
    begin: int, length: int, fill: Fill, clock_ms: int
) -> None:
    window = Span(begin * clock_ms, begin * clock_ms + length)
    timed = share(items(), [window], window, language="nl", fill=fill)
    assert [one.text for one in timed] == list(TEXTS)
    assert timed[0].span.start_ms == window.start_ms
    assert timed[-1].span.end_ms <= window.end_ms
    for before, after in pairwise(timed):
        assert before.span.start_ms < before.span.end_ms <= after.span.start_ms
    for one in timed:
        begin_ms = one.span.start_ms
        assert one.max_error_ms == max(begin_ms - window.start_ms, window.end_ms - begin_ms)
