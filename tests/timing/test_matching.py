"""Words find the place where they are said, or none."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Caption, Span
from pipeline.timing.matching import Finder, align_words
from pipeline.timing.paraphrase import Paraphrases
from pipeline.timing.verbatim import matched_words, sentence_places
from pipeline.timing.words import heard_words, tokens
from tests.timing.lighthouse import END_MS, LINES, captions, second_of

WORDS = st.lists(st.sampled_from("a light on the cliff and a horn in fog".split()), max_size=40)


def found(text: str, *, within: Span | None = None) -> int | None:
    heard = heard_words(captions())
    match = Finder(heard).find(text, within=within)
    return None if match is None or match.ambiguous else heard.at(match.start)


def test_words_have_ascending_times_inside_their_captions() -> None:
    heard = heard_words(captions())
    assert heard.words[:3] == ("welcome", "back", "to")
    assert all(one <= other for one, other in pairwise(heard.starts_ms))
    for time, home in zip(heard.starts_ms, heard.homes, strict=True):
        assert home.start_ms <= time < home.end_ms


def test_captions_that_overlap_or_stand_out_of_order_never_go_back_in_time() -> None:
    mixed = [
        Caption(Span(4_000, 9_000), "and then the second"),
        Caption(Span(0, 6_000), "first this one"),
        Caption(Span(4_000, 5_000), "at once"),
    ]
    heard = heard_words(mixed)
    assert heard.words[0] == "first"
    assert all(one <= other for one, other in pairwise(heard.starts_ms))
    assert heard.end_ms == 9_000


def test_a_quote_is_found_with_words_dropped_changed_and_added() -> None:
    for text in (
        "a camera sees only white and says that all is well",
        "A camera sees white, and it says all's well.",
        "Camera sees white and tells you all is well",
    ):
        assert abs((found(text) or 0) - 76_000) <= 600, text


def test_numbers_may_be_figures() -> None:
    assert [token.text for token in tokens("eleven lamps")] == ["11", "lamps"]
    place = found("How does somebody end up with 11 lighthouses?")
    assert place == 1_000 * second_of("How does somebody")


def test_too_little_is_not_found() -> None:
    assert found("the light") is None
    assert found("it is a") is None
    assert found("") is None
    assert found("A kettle without a lid boils over in an hour or so") is None


def test_twice_said_is_found_only_where_it_is_expected() -> None:
    text = "a light that nobody checks is only decoration"
    assert found(text) is None
    assert found(text, within=Span(20_000, 60_000)) in range(34_000, 40_000)
    assert found(text, within=Span(120_000, END_MS)) in range(144_000, END_MS)


def test_chinese_is_found_by_characters() -> None:
    spoken = ["雾是大家都会弄错的东西", "摄像头只看见一片白色", "所以我们听雾号从悬崖传回来的声音"]
    lines = [Caption(Span(i * 5_000, i * 5_000 + 5_000), text) for i, text in enumerate(spoken)]
    heard = heard_words(lines)
    match = Finder(heard).find("我们就听雾号从悬崖那边传回来的声音")
    assert match is not None
    assert 10_000 <= heard.at(match.start) <= 11_000


@given(WORDS, WORDS)
def test_paired_words_are_equal_and_ascend(quote: list[str], heard: list[str]) -> None:
    pairs = align_words(quote, heard, dict.fromkeys(quote, 1.0))
    assert all(quote[at] == heard[place] for at, place in pairs)
    assert all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(pairs))


@given(WORDS, WORDS)
def test_matched_words_are_equal_and_ascend(words: list[str], heard: list[str]) -> None:
    places = matched_words(words, heard)
    known = [place for place in places if place >= 0]
    assert len(places) == len(words)
    assert all(place < 0 or heard[place] == word for word, place in zip(words, places, strict=True))
    assert all(one < other for one, other in pairwise(known))


def test_a_transcript_with_a_part_missing_from_the_captions() -> None:
    lines = [line for _, line in LINES]
    heard = heard_words(captions()[:8] + captions()[20:])
    places = sentence_places(lines, heard)
    assert all(place is None for place in places[9:19])
    assert all(place is not None for place in places[:7])


def test_retold_sentences_keep_their_order() -> None:
    heard = heard_words(captions())
    told = [
        "The gull Gunnar sits on the microphone",
        "A Raspberry Pi in a lunch box was the first sensor",
        "A tower without a keeper falls within thirty years, a café makes it last",
    ]
    places = Paraphrases(heard).in_order(told)
    starts = [place.start for place in places if place is not None]
    assert starts == sorted(starts)
    assert places[2] is not None
    assert None in places
