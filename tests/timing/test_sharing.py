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


LONG = (
    "The harbour keeps eleven lights without a single keeper.",
    "Each of them has a sensor that phones home when the mains fail.",
    "Nobody climbs the stairs any more, and the gull does not mind.",
)


def around(quote: Span, fill: Fill = Fill.SPREAD) -> list[int]:
    """Return the starts of a short text in ten minutes that a quote stands in."""
    whole = Span(600_001, 1_200_001)
    free = [Span(whole.start_ms, quote.start_ms), Span(quote.end_ms, whole.end_ms)]
    return [one.span.start_ms for one in share(items(LONG), free, whole, language="en", fill=fill)]


def test_a_text_begins_before_a_quote_that_leaves_time_to_read_it() -> None:
    first, second, third = around(Span(630_000, 640_000))
    assert first == 600_001
    assert 780_000 < second < 810_000
    assert 970_000 < third < 1_010_000


def test_a_text_that_cannot_be_read_before_a_quote_stands_behind_it() -> None:
    first, second, _ = around(Span(603_000, 613_000))
    assert first == 613_000
    assert second > 780_000


def test_lead_follows_on_behind_a_quote() -> None:
    starts_ms = around(Span(602_000, 612_000), Fill.LEAD)
    assert starts_ms[0] == 612_000
    assert starts_ms[-1] < 612_000 + natural_ms(items(LONG), language="en")


@given(
    st.lists(st.integers(1, 90_000), min_size=1, max_size=5),
    st.integers(0, 20_000),
    st.sampled_from(Fill),
)
def test_every_sentence_stands_in_free_time_in_order(
    lengths: list[int], gap_ms: int, fill: Fill
) -> None:
    free, at = [], 1_000
    for length in lengths:
        free.append(Span(at, at + length + 3))
        at += length + 3 + gap_ms
    between = Span(1_000, at)
    timed = share(items(), free, between, language="en", fill=fill)
    assert [one.text for one in timed] == list(TEXTS)
    for one in timed:
        assert any(s.start_ms <= one.span.start_ms < one.span.end_ms <= s.end_ms for s in free)
    for before, after in pairwise(timed):
        assert before.span.end_ms <= after.span.start_ms
