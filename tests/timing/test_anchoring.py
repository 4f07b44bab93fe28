"""A digest beside captions of its episode gets their times, and only where they are sure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import (
    Document,
    Episode,
    Kind,
    Quote,
    Section,
    Sentence,
    Timeline,
    Timing,
)
from pipeline.stages.align import Fill, align
from tests.timing.lighthouse import (
    ECHOES,
    END_MS,
    LEND,
    LINES,
    LUNCH_BOX,
    PHONED,
    STEPS,
    VAGUE,
    digest,
    reference,
    second_of,
)


def timed(document: Document, *, language: str = "en") -> Timeline:
    return align(Episode(document, language, 1.0, "talk"))


def sentence(timeline: Timeline, text: str) -> Sentence:
    return next(one for one in timeline.sentences if one.text == text)


def rules(timeline: Timeline) -> list[str]:
    return [finding.rule for finding in timeline.findings]


def test_quotes_stand_where_they_are_said() -> None:
    timeline = timed(digest(reference=reference()))
    for text, words in ((STEPS, "Two hundred and six"), (PHONED, "People laughed")):
        one = sentence(timeline, text)
        assert abs(one.span.start_ms - 1_000 * second_of(words)) <= max(1_500, one.max_error_ms)
        assert one.timing is Timing.ANCHORED
        assert one.max_error_ms <= 7_000
        assert one.between is not None
        assert one.between.start_ms <= one.span.start_ms < one.between.end_ms


def test_every_sentence_of_a_quote_has_its_own_time() -> None:
    timeline = timed(digest(reference=reference()))
    said = [one for one in timeline.sentences if one.kind is Kind.QUOTE and one.section == 2]
    assert " ".join(one.text for one in said) == LEND
    assert abs(said[0].span.start_ms - 124_000) <= 500
    assert abs(said[-1].span.start_ms - 127_000) <= 500


def test_a_retold_sentence_is_found_by_its_rare_words() -> None:
    timeline = timed(digest(reference=reference()))
    for text, words in ((LUNCH_BOX, "Raspberry Pi"), (ECHOES, "trained a tiny network")):
        one = sentence(timeline, text)
        assert abs(one.span.start_ms - 1_000 * second_of(words)) <= 4_000
        assert one.timing is Timing.ANCHORED


def test_text_that_follows_a_quote_stands_behind_it_once_what_came_before_has_a_time() -> None:
    section = Section(
        "Eleven lights", 0, f"{LUNCH_BOX} {VAGUE}", (Quote(PHONED, offset=len(LUNCH_BOX) + 1),)
    )
    timeline = timed(digest(sections=(section,), reference=reference()))
    told, quote, vague = (sentence(timeline, text) for text in (LUNCH_BOX, PHONED, VAGUE))
    assert told.span.start_ms < quote.span.start_ms < quote.span.end_ms <= vague.span.start_ms
    assert vague.between is not None
    assert vague.between.start_ms == quote.span.start_ms


def test_what_is_not_in_the_captions_gets_no_time_of_its_own() -> None:
    with_captions = timed(digest(reference=reference()))
    one = sentence(with_captions, VAGUE)
    assert one.span.start_ms > sentence(with_captions, LUNCH_BOX).span.start_ms
    assert one.max_error_ms > 5_000


def test_the_text_keeps_its_order_and_loses_nothing() -> None:
    plain, anchored = timed(digest()), timed(digest(reference=reference()))
    assert sorted(one.text for one in plain.sentences) == sorted(
        one.text for one in anchored.sentences
    )
    for section in range(3):
        told = [
            [one.text for one in line.sentences if one.section == section and not one.quote]
            for line in (plain, anchored)
        ]
        narrative = [
            [text for text in texts if text not in {STEPS, PHONED} and text not in LEND]
            for texts in told
        ]
        assert narrative[0] == narrative[1]


def test_a_report_says_what_the_captions_were_good_for() -> None:
    timeline = timed(digest(reference=reference()))
    message = next(f.message for f in timeline.findings if f.rule == "captions-anchor")
    assert message.startswith("the captions place 3 of 3 quotes")


def test_a_stated_time_stays_and_its_contradiction_is_told() -> None:
    quote = Quote("A camera sees white and says all is well.", stated_ms=30_000)
    section = Section("All", 0, "A talk.", (quote,))
    timeline = timed(digest(sections=(section,), reference=reference()))
    one = sentence(timeline, quote.text)
    assert (one.span.start_ms, one.timing, one.max_error_ms) == (30_000, Timing.STATED, 0)
    finding = next(f for f in timeline.findings if f.rule == "stated-time-contradicted")
    assert finding.where == "quote [00:30]"
    assert "[01:16]" in finding.message


@pytest.mark.parametrize("stated_ms", [34_000, 40_000, 146_000])
def test_a_stated_time_that_one_of_two_places_bears_out_is_no_contradiction(
    stated_ms: int,
) -> None:
    quote = Quote("A light that nobody checks is only decoration.", stated_ms=stated_ms)
    section = Section("All", 0, "A talk.", (quote,))
    timeline = timed(digest(sections=(section,), reference=reference()))
    assert "stated-time-contradicted" not in rules(timeline)


def test_of_two_places_the_one_in_the_section_is_taken() -> None:
    quote = Quote("A light that nobody checks is only decoration.")
    sections = (
        Section("Start", 0, "A talk.", (quote,)),
        Section("End", 118_000, "The end.", (quote,)),
    )
    timeline = timed(digest(sections=sections, reference=reference()))
    first, second = (one for one in timeline.sentences if one.kind is Kind.QUOTE)
    assert 34_000 <= first.span.start_ms < 40_000
    assert 144_000 <= second.span.start_ms < END_MS


def test_two_places_in_one_section_leave_it_estimated() -> None:
    quote = Quote("A light that nobody checks is only decoration.")
    section = Section("All", 0, "A talk of many words that tells this and that.", (quote,))
    timeline = timed(digest(sections=(section,), reference=reference()))
    assert "quote-heard-twice" in rules(timeline)
    assert sentence(timeline, quote.text).timing is Timing.ESTIMATED


def test_words_that_nobody_said_are_told() -> None:
    quote = Quote("Blockchain will replace every ferry captain before Christmas.")
    section = Section("All", 0, "A talk.", (quote,))
    timeline = timed(digest(sections=(section,), reference=reference()))
    assert "quote-not-heard" in rules(timeline)


def test_a_transcript_without_times_gets_all_of_them() -> None:
    text = tuple(line for _, line in LINES)
    document = Document("Talk", "article", transcript=text, reference=reference())
    timeline = timed(document)
    starts = {line: 1_000 * second for second, line in LINES}
    exact = [one for one in timeline.sentences if one.span.start_ms == starts.get(one.text)]
    assert len(exact) >= len(LINES) - 1
    assert all(one.timing is Timing.ANCHORED for one in exact)
    assert timeline.duration_ms == END_MS


def test_what_a_transcript_adds_stands_between_its_neighbours() -> None:
    added = "Here the tape was changed and nobody noticed for quite a while."
    lines = [line for _, line in LINES]
    text = (*lines[:10], added, *lines[10:])
    document = Document("Talk", "article", transcript=text, reference=reference())
    timeline = timed(document)
    one = sentence(timeline, added)
    assert 46_000 < one.span.start_ms < 51_000
    assert 0 < one.max_error_ms <= 12_000


def test_names_and_figures_anchor_a_digest_in_another_language() -> None:
    text = "Het kustnet begon bij Kråkholm met een Raspberry Pi. Later volgden meer torens."
    section = Section("Begin", 0, text, ())
    timeline = timed(digest(sections=(section,), reference=reference(language="en")), language="nl")
    assert "captions-other-language" in rules(timeline)
    one = sentence(timeline, "Het kustnet begon bij Kråkholm met een Raspberry Pi.")
    assert abs(one.span.start_ms - 46_000) <= 4_000


def test_captions_of_another_talk_place_nothing() -> None:
    other = tuple(
        replace(caption, text="La la la and so the song goes on and on until the morning.")
        for caption in reference().captions
    )
    with_other = timed(digest(reference=replace(reference(), captions=other)))
    plain = timed(digest())
    assert [one.span for one in with_other.sentences] == [one.span for one in plain.sentences]


SAID = st.sampled_from([line for _, line in LINES] + [STEPS, PHONED, LUNCH_BOX, ECHOES, VAGUE])
QUOTES = st.builds(
    Quote,
    SAID,
    stated_ms=st.none() | st.integers(0, END_MS + 20_000),
    offset=st.integers(0, 200),
)
SECTIONS = st.builds(
    Section,
    st.sampled_from(["", "Fog", "Stairs. And lamps."]),
    st.none() | st.integers(0, END_MS + 20_000),
    st.lists(SAID, max_size=6).map(" ".join),
    st.lists(QUOTES, max_size=4).map(tuple),
)


@given(
    st.lists(SECTIONS, max_size=5).map(tuple),
    st.lists(SAID, max_size=12).map(tuple),
    st.sampled_from(["en", "nl"]),
    st.sampled_from(list(Fill)),
    st.none() | st.integers(1_000, 2 * END_MS),
)
def test_whatever_a_document_says_nothing_is_lost(
    sections: tuple[Section, ...],
    transcript: tuple[str, ...],
    language: str,
    fill: Fill,
    duration_ms: int | None,
) -> None:
    document = Document(
        "T",
        "digest",
        sections=sections,
        transcript=() if sections else transcript,
        duration_ms=duration_ms,
    )
    plain = timed(document)
    beside = replace(document, reference=reference(language=language))
    timeline = align(Episode(beside, "en", 1.0, "talk"), fill=fill)
    assert sorted(one.text for one in timeline.sentences) == sorted(
        one.text for one in plain.sentences
    )
    for one in timeline.sentences:
        assert one.max_error_ms >= 0
        assert one.between is None or one.between.start_ms <= one.span.start_ms
    assert list(timeline.anchors_ms) == sorted(set(timeline.anchors_ms))
