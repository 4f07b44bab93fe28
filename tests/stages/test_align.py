"""Every sentence gets a time that the anchors allow, and says how far off it can be."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fields import units
from pipeline.model import (
    Caption,
    Document,
    Episode,
    Kind,
    Quote,
    Section,
    Sentence,
    Span,
    Timeline,
    Timing,
)
from pipeline.stages.align import Fill, align

TALK = "The first point is short. The second one takes a good deal longer to explain. Then a third."


def episode(document: Document, language: str = "en") -> Episode:
    return Episode(document, language, 1.0, "talk")


def digest(*sections: Section, duration_ms: int | None = 600_000) -> Timeline:
    return align(episode(Document("Talk", "digest", duration_ms=duration_ms, sections=sections)))


def rules(timeline: Timeline) -> list[str]:
    return [finding.rule for finding in timeline.findings]


def only(timeline: Timeline, kind: Kind) -> list[Sentence]:
    return [sentence for sentence in timeline.sentences if sentence.kind is kind]


def test_titles_stand_at_their_marks_and_text_between_them() -> None:
    timeline = digest(Section("Opening", 0, TALK), Section("Middle", 60_000, TALK))
    titles = only(timeline, Kind.TITLE)
    assert [(t.span.start_ms, t.timing, t.max_error_ms) for t in titles] == [
        (0, Timing.STATED, 0),
        (60_000, Timing.STATED, 0),
    ]
    for sentence in only(timeline, Kind.NARRATIVE)[:3]:
        assert 0 < sentence.span.start_ms < sentence.span.end_ms <= 60_000
        start = sentence.span.start_ms
        assert sentence.max_error_ms == max(start, 60_000 - start)
    assert timeline.anchors_ms == (0, 60_000, 600_000)
    assert not timeline.findings


def test_a_quote_keeps_its_time_outside_its_section() -> None:
    quote = Quote("We never looked back.", "Ann", 200_000, len(TALK))
    timeline = digest(Section("A", 0, TALK, (quote,)), Section("B", 100_000, TALK))
    (found,) = only(timeline, Kind.QUOTE)
    assert (found.span.start_ms, found.timing, found.section) == (200_000, Timing.STATED, 0)
    assert (found.speaker, found.quote) == ("Ann", 0)
    assert 200_000 in timeline.anchors_ms
    assert not timeline.findings


def test_a_quote_amid_its_text_is_an_anchor_of_that_text() -> None:
    quote = Quote("Yes.", "", 200_000, TALK.index("Then"))
    timeline = digest(Section("A", 0, TALK, (quote,)))
    before, after = only(timeline, Kind.NARRATIVE)[:2], only(timeline, Kind.NARRATIVE)[2:]
    assert all(sentence.span.end_ms <= 200_000 for sentence in before)
    assert after[0].between == Span(200_000, 600_000)


def test_a_quote_at_the_end_of_its_text_says_nothing_about_it() -> None:
    quote = Quote("Yes.", "", 5_000, len(TALK))
    timeline = digest(Section("A", 0, TALK, (quote,)))
    assert all(s.between == Span(0, 600_000) for s in only(timeline, Kind.NARRATIVE))
    assert only(timeline, Kind.NARRATIVE)[-1].span.start_ms > 100_000


def test_times_after_the_end_follow_on() -> None:
    quote = Quote("Too late.", "", 700_000, 0)
    timeline = digest(Section("A", 0, TALK, (quote,)), Section("B", 900_000, TALK))
    assert rules(timeline) == ["anchor-conflict", "anchor-conflict"]
    assert len(timeline.sentences) == 2 * 3 + 2 + 1
    assert timeline.duration_ms == 600_000


@pytest.mark.parametrize("marks", [(0, 0), (0, 300), (5_000, 5_000)])
def test_marks_that_leave_no_time_flow_on(marks: tuple[int, int]) -> None:
    timeline = digest(*(Section(f"Part {mark}", mark, TALK) for mark in marks))
    assert rules(timeline) == ["anchor-conflict"]
    assert len(timeline.sentences) == 8


def test_sections_out_of_order_keep_their_times() -> None:
    timeline = digest(Section("A", 0, TALK), Section("C", 200_000, TALK), Section("B", 90_000))
    titles = only(timeline, Kind.TITLE)
    assert [(t.text, t.span.start_ms) for t in titles] == [("A", 0), ("B", 90_000), ("C", 200_000)]
    assert rules(timeline) == ["anchor-conflict"]


def test_two_quotes_of_one_time_stand_one_behind_the_other() -> None:
    quotes = (Quote("First.", "", 50_000, 5), Quote("Second.", "", 50_000, 9))
    timeline = digest(Section("A", 0, TALK, quotes))
    first, second = only(timeline, Kind.QUOTE)
    assert first.timing is Timing.STATED
    assert (second.timing, second.max_error_ms > 0) == (Timing.ANCHORED, True)
    assert rules(timeline) == ["anchor-conflict"]


def test_fill_lead_keeps_to_speaking_rate_and_hold_leaves_no_gap() -> None:
    document = Document("T", "digest", duration_ms=600_000, sections=(Section("A", 0, TALK),))
    lead = align(episode(document), fill=Fill.LEAD)
    assert lead.sentences[-1].span.end_ms < 30_000
    held = align(episode(document), fill=Fill.HOLD)
    assert held.hold
    assert held.sentences[-1].span.end_ms == 600_000


def test_a_transcript_without_times_goes_at_speaking_rate() -> None:
    document = Document("T", "article", transcript=(TALK, TALK))
    timeline = align(episode(document))
    assert rules(timeline) == ["duration-estimated"]
    assert {s.timing for s in timeline.sentences} == {Timing.ESTIMATED}
    assert 8_000 < timeline.duration_ms < 20_000
    slower = align(episode(document), speaking_rate=8.0)
    assert slower.duration_ms == pytest.approx(2 * timeline.duration_ms, rel=0.01)
    assert align(episode(document), duration_ms=90_000).duration_ms == 90_000


def test_a_summary_alone_gives_an_empty_timeline() -> None:
    timeline = align(episode(Document("T", "digest", summary=TALK)))
    assert timeline.sentences == ()
    assert rules(timeline) == ["nothing-to-time"]


def test_sentences_are_those_that_are_translated() -> None:
    timeline = digest(Section("Opening", 0, TALK, (Quote("One. Two.", "", None, 3),)))
    texts = [sentence.text for sentence in timeline.sentences]
    wanted = ["Opening", *units(TALK, language="en"), "One.", "Two."]
    assert sorted(texts) == sorted(wanted)


def captions(*pieces: tuple[int, int, str]) -> Timeline:
    made = tuple(Caption(Span(start, end), text) for start, end, text in pieces)
    return align(episode(Document("T", "captions", captions=made)))


def test_caption_sentences_keep_real_times() -> None:
    timeline = captions(
        (1_000, 3_000, "This sentence runs over"),
        (3_000, 5_000, "two captions. Another begins"),
        (5_000, 6_000, "inside one."),
    )
    first, second = timeline.sentences
    assert (first.span.start_ms, first.timing, first.max_error_ms) == (1_000, Timing.STATED, 0)
    assert first.beats == ((24, 3_000),)
    assert second.timing is Timing.ANCHORED
    assert 3_000 < second.span.start_ms < 5_000
    assert second.span.end_ms == 6_000
    assert first.kind is Kind.SPEECH


def test_captions_without_full_stops_end_at_pauses() -> None:
    timeline = captions((0, 900, "good evening"), (900, 1_800, "everyone"), (4_000, 5_000, "so"))
    assert [s.text for s in timeline.sentences] == ["good evening everyone", "so"]


def test_overlapping_captions_are_heard_one_after_the_other() -> None:
    timeline = captions((0, 4_000, "One."), (2_000, 5_000, "Two."), (2_000, 6_000, "Three."))
    assert [s.text for s in timeline.sentences] == ["One.", "Two.", "Three."]
    for before, after in pairwise(timeline.sentences):
        assert before.span.end_ms <= after.span.start_ms


MARK = st.one_of(st.none(), st.integers(0, 700_000), st.integers(0, 3_000))
QUOTES = st.lists(
    st.builds(Quote, st.sampled_from(["Yes.", TALK]), st.just(""), MARK, st.integers(0, 90)),
    max_size=4,
)
SECTIONS = st.lists(
    st.builds(
        Section,
        st.sampled_from(["", "Title"]),
        MARK,
        st.sampled_from(["", "Short.", TALK, TALK * 6]),
        QUOTES.map(tuple),
    ),
    max_size=6,
)


@given(SECTIONS, st.one_of(st.none(), st.integers(1_000, 800_000)), st.sampled_from(Fill))
def test_any_marks_give_a_valid_timeline(
    sections: list[Section], duration_ms: int | None, fill: Fill
) -> None:
    document = Document("T", "digest", duration_ms=duration_ms, sections=tuple(sections))
    timeline = align(episode(document), fill=fill)
    wanted: list[str] = []
    for section in sections:
        for text in (section.title, section.narrative, *(quote.text for quote in section.quotes)):
            wanted += units(text, language="en")
    assert sorted(s.text for s in timeline.sentences) == sorted(wanted)
    assert list(timeline.anchors_ms) == sorted(set(timeline.anchors_ms))
    assert timeline.anchors_ms[-1] == timeline.duration_ms
    for sentence in timeline.sentences:
        assert sentence.span.end_ms <= timeline.duration_ms
        assert (sentence.max_error_ms == 0) == (sentence.timing is Timing.STATED)


CAPTIONS = st.lists(
    st.builds(
        lambda start, length, text, who: Caption(Span(start, start + length), text, who),
        st.integers(0, 20_000),
        st.integers(1, 5_000),
        st.sampled_from(["One.", "two", "Three? Four", "five.\nSix", "7,"]),
        st.sampled_from(["", "Ann"]),
    ),
    min_size=1,
    max_size=20,
)


@given(CAPTIONS, st.sampled_from(["en", "zh-Hans"]))
def test_any_captions_keep_every_word(made: list[Caption], language: str) -> None:
    timeline = align(episode(Document("T", "captions", captions=tuple(made)), language))
    said = "".join("".join(s.text.split()) for s in timeline.sentences)
    heard = "".join("".join(c.text.split()) for c in sorted(made, key=lambda c: c.span))
    assert sorted(said) == sorted(heard)
