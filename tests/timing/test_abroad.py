"""Captions in another language place a text by its translation, or by what both languages share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model import (
    Document,
    Episode,
    Finding,
    Reference,
    Section,
    Sentence,
    Timeline,
    Timing,
)
from pipeline.stages.align import align
from pipeline.timing.cognates import cognate
from pipeline.timing.paraphrase import Paraphrases
from pipeline.timing.words import heard_words
from tests.timing.lighthouse import END_MS, captions, reference, second_of

TOLD = {
    "Zijn grootvader haatte de trappen: elke avond tweehonderdzes treden met petroleum.": (
        "His grandfather hated the stairs: two hundred and six steps every evening, with a can of "
        "paraffin.",
        "My grandfather had one",
    ),
    "Hij zette op elke lamp een sensor.": (
        "He put a sensor on every lamp, quite literally.",
        "I took that quite literally",
    ),
    "Een klein netwerk leerde van zestigduizend echo's en draait op een zonnepaneel.": (
        "A tiny network was trained on sixty thousand echoes and runs on a solar panel.",
        "We trained a tiny network",
    ),
    "De toren valt zonder wachter binnen dertig jaar om.": (
        "Without a keeper the tower falls down in thirty years.",
        "A tower without a keeper",
    ),
}
DOCUMENT = Document(
    "De vuurtorenman",
    "digest",
    duration_ms=END_MS,
    sections=(Section("", 0, " ".join(TOLD)),),
)
ENGLISH = {text: english for text, (english, _) in TOLD.items()}


def timed(beside: Reference) -> Timeline:
    return align(Episode(replace(DOCUMENT, reference=beside), "nl", 1.0, "talk"))


def anchored(timeline: Timeline) -> list[Sentence]:
    return [
        one
        for one in timeline.sentences
        if one.timing is Timing.ANCHORED and one.max_error_ms < 30_000
    ]


def only(timeline: Timeline, rule: str) -> Finding:
    (found,) = [finding for finding in timeline.findings if finding.rule == rule]
    return found


def test_a_text_is_placed_by_its_translation() -> None:
    timeline = timed(replace(reference(), renderings=ENGLISH))
    placed = anchored(timeline)
    assert [one.text for one in placed] == list(TOLD)
    for one in placed:
        truth = 1_000 * second_of(TOLD[one.text][1])
        assert abs(one.span.start_ms - truth) <= min(5_000, one.max_error_ms)
    assert "its translation is matched" in only(timeline, "captions-other-language").message
    assert "4 of 4 sentences" in only(timeline, "captions-anchor").message


def test_without_a_translation_this_text_stays_estimated() -> None:
    timeline = timed(reference())
    assert not anchored(timeline)
    assert "only shared words match" in only(timeline, "captions-other-language").message


def test_a_few_translations_are_not_enough_to_look_up_by() -> None:
    (first, *_) = ENGLISH.items()
    timeline = timed(replace(reference(), renderings=dict([first])))
    assert "only shared words match" in only(timeline, "captions-other-language").message
    assert not anchored(timeline)


def test_a_sentence_without_a_translation_stands_between_its_neighbours() -> None:
    some = {text: english for text, english in ENGLISH.items() if "netwerk" not in text}
    timeline = timed(replace(reference(), renderings=some))
    (left,) = [one for one in timeline.sentences if "netwerk" in one.text]
    starts = {one.text: one.span.start_ms for one in timeline.sentences}
    before, after = (starts[text] for text in list(TOLD)[1::2])
    assert before < left.span.start_ms < after
    assert left.max_error_ms >= after - before - 25_000


def test_captions_that_do_not_have_the_translation_are_not_used() -> None:
    other = tuple(
        replace(one, text="La la la and so the song goes on and on until the morning.")
        for one in captions()
    )
    timeline = timed(Reference("song.srt", other, "en", ENGLISH))
    assert "only 0 % of the translated sentences" in only(timeline, "captions-not-matched").message
    plain = align(Episode(DOCUMENT, "nl", 1.0, "talk"))
    assert [one.span for one in timeline.sentences] == [one.span for one in plain.sentences]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("coordinates", "coördinaten"),
        ("transformation", "transformatie"),
        ("physics", "fysica"),
        ("exponential", "exponentiële"),
        ("2027", "2027"),
        ("gpu", "gpu"),
    ],
)
def test_words_of_one_origin_are_alike(one: str, other: str) -> None:
    assert cognate(one) == cognate(other) != ""


@pytest.mark.parametrize("word", ["the", "het", "x", "塔", "…"])
def test_small_words_and_han_characters_tell_nothing(word: str) -> None:
    assert cognate(word) == ""


def test_a_sentence_begins_as_much_before_a_shared_word_as_saying_the_rest_takes() -> None:
    places = Paraphrases(heard_words(captions()), foreign=True)
    text = (
        "Op een avond in de herfst, toen bij Kråkholm de stroom uitviel, werkte de Raspberry Pi "
        "gewoon door."
    )
    (found,) = places.in_order([text])
    assert found is not None
    begins = places.begins_ms(text, found, language="nl")
    named = places.begins_ms(text[text.index("Kråkholm") :], found, language="nl")
    assert begins < named


def test_shared_words_of_another_text_place_nothing() -> None:
    places = Paraphrases(heard_words(captions()), foreign=True)
    texts = ["Bijen zwermen in mei.", "Een zwerm van 12 duizend past in een emmer van Plastico."]
    assert places.in_order(texts) == [None, None]
