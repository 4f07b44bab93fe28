"""Cues obey the style, lose no word, stay between the anchors and say how they were timed."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import (
    Document,
    Edition,
    Entity,
    Episode,
    Kind,
    Origin,
    Quote,
    Rendering,
    Section,
    Timeline,
    Timing,
    Track,
)
from pipeline.stages.align import Fill, align
from pipeline.stages.cue import Order, cue, cue_bilingual
from pipeline.style import PROFILES, Limits, Style, load_style
from pipeline.text.width import columns, reading_units
from tests.stages.test_align import SECTIONS

STYLE = load_style("netflix")
LONG = (
    "The harbour master kept a careful list of every ship that entered the bay, because the "
    "council wanted to know how many sailors would be looking for a bed."
)
DUTCH = (
    "De havenmeester hield een nauwkeurige lijst bij van elk schip dat de baai binnenvoer, "
    "omdat de raad wilde weten hoeveel matrozen een bed zouden zoeken."
)
CHINESE = "港务长仔细记录了每一艘进入海湾的船只，因为议会想知道有多少水手会来找床位。"


def timeline(*sections: Section, fill: Fill = Fill.SPREAD, duration_ms: int = 120_000) -> Timeline:
    entities = (Entity("Anna Vermeer", "person"),)
    document = Document(
        "T", "digest", duration_ms=duration_ms, sections=sections, entities=entities
    )
    return align(Episode(document, "en", 1.0, "t"), fill=fill)


def edition(language: str) -> Edition:
    text = {"nl": DUTCH, "zh-Hans": CHINESE}[language]
    return Edition(language, {LONG: Rendering(text, Origin.ENGINE)})


def assert_conforms(track: Track, limits: Limits, language: str) -> None:
    for one in track.cues:
        assert limits.min_ms <= one.span.duration_ms <= limits.max_ms
        assert len(one.lines) <= limits.lines
        assert all(columns(s, language=language) <= limits.characters_per_line for s in one.lines)
        speed = reading_units(one.lines, language=language) * 1_000 / one.span.duration_ms
        assert speed <= limits.characters_per_second
    for before, after in pairwise(track.cues):
        gap = after.span.start_ms - before.span.end_ms
        assert gap == limits.gap_ms or gap >= limits.close_ms


ENGLISH = Edition("en", {})


def test_the_source_track_says_every_word() -> None:
    made = timeline(Section("Arrivals", 0, f"{LONG} {LONG}"))
    track = cue(made, ENGLISH, style=STYLE)
    said = " ".join(" ".join(one.lines) for one in track.cues)
    assert said == f"Arrivals {LONG} {LONG}"
    assert_conforms(track, STYLE.of("en"), "en")
    assert [finding.rule for finding in track.findings] == ["coverage"]


@pytest.mark.parametrize("language", ["nl", "zh-Hans"])
def test_a_translation_is_cut_by_its_own_limits(language: str) -> None:
    track = cue(timeline(Section("", 0, LONG)), edition(language), style=STYLE)
    assert_conforms(track, STYLE.of(language), language)
    said = re.sub(r"[\s，。]", "", "".join(one.text for one in track.cues))
    wanted = {"nl": DUTCH, "zh-Hans": CHINESE}[language]
    assert said == re.sub(r"[\s，。]", "", wanted)


def test_a_sentence_without_translation_is_left_out_and_counted() -> None:
    made = timeline(Section("Arrivals", 0, LONG))
    track = cue(made, edition("nl"), style=STYLE)
    assert {one.sentence for one in track.cues} == {1}
    assert track.findings[0].rule == "cue-missing"
    assert "1 of 2" in track.findings[0].message


def test_quotes_get_their_marks_back() -> None:
    quote = Quote("It was late. We stayed.", "Ann", 60_000, 0)
    track = cue(timeline(Section("A", 0, LONG, (quote,))), ENGLISH, style=STYLE)
    said = [one.text for one in track.cues if one.kind is Kind.QUOTE]
    assert said == ["“It was late.", "We stayed.”"]
    assert all(one.speaker == "Ann" for one in track.cues if one.kind is Kind.QUOTE)


def test_a_name_is_not_broken() -> None:
    text = "Nobody in the whole town remembered what Anna Vermeer had said to them."
    track = cue(timeline(Section("", 0, text)), ENGLISH, style=STYLE)
    assert any("Anna Vermeer" in line for one in track.cues for line in one.lines)


def test_stated_titles_stay_and_cues_keep_between_anchors() -> None:
    made = timeline(Section("A", 0, LONG), Section("B", 40_000, LONG), Section("C", 80_000, LONG))
    track = cue(made, ENGLISH, style=STYLE)
    stated = [one for one in track.cues if one.timing is Timing.STATED]
    assert [one.span.start_ms for one in stated] == [0, 40_000, 80_000]
    for one in track.cues:
        for anchor in made.anchors_ms:
            assert not one.span.start_ms < anchor < one.span.end_ms


def test_a_stretch_too_short_is_reported_not_dropped() -> None:
    made = timeline(Section("A", 0, LONG * 3), Section("B", 5_000, LONG))
    track = cue(made, ENGLISH, style=STYLE)
    rules = [finding.rule for finding in track.findings]
    assert "reading-speed-exceeded" in rules
    (found,) = (f for f in track.findings if f.rule == "reading-speed-exceeded")
    assert "[00:00] and [00:05]" in found.message.replace("[00:04]", "[00:05]")
    said = "".join("".join(one.lines) for one in track.cues).replace(" ", "")
    assert said.count(LONG.replace(" ", "")) == 4


def test_hold_leaves_no_gap_longer_than_the_style_s() -> None:
    made = timeline(Section("A", 0, LONG), Section("B", 60_000, LONG), fill=Fill.HOLD)
    track = cue(made, ENGLISH, style=STYLE)
    for before, after in pairwise(track.cues):
        assert after.span.start_ms - before.span.end_ms == 83


def test_ellipses_only_where_the_style_wants_them() -> None:
    slow = load_style("dutch-slow")
    track = cue(timeline(Section("", 0, LONG)), edition("nl"), style=slow)
    texts = [one.text for one in track.cues]
    assert all(one.count("…") == 0 for one in cue_texts(edition("nl")))
    joined = "|".join(texts)
    assert joined.count("…|…") == joined.count("…") // 2
    assert all(columns(line, language="nl") <= 42 for one in track.cues for line in one.lines)


def cue_texts(made: Edition) -> list[str]:
    return [one.text for one in cue(timeline(Section("", 0, LONG)), made, style=STYLE).cues]


def test_a_bilingual_cue_has_one_line_for_each_language() -> None:
    made = timeline(Section("", 0, LONG))
    track = cue_bilingual(made, ENGLISH, edition("zh-Hans"), style=STYLE)
    assert track.language == "en+zh-Hans"
    assert {one.languages for one in track.cues} == {("en", "zh-Hans")}
    for one in track.cues:
        english, chinese = one.lines
        assert columns(english, language="en") <= 42
        assert columns(chinese, language="zh-Hans") <= 16
        assert len(english) * 1_000 <= 20 * one.span.duration_ms
    assert " ".join(one.lines[0] for one in track.cues) == LONG
    other = cue_bilingual(made, ENGLISH, edition("zh-Hans"), style=STYLE, order=Order.TARGET_FIRST)
    assert {one.languages for one in other.cues} == {("zh-Hans", "en")}


def test_where_one_side_runs_out_the_other_stands_alone() -> None:
    made = timeline(Section("", 0, LONG))
    short = Edition("nl", {LONG: Rendering("Havenmeesterslijst.", Origin.CORRECTED)})
    track = cue_bilingual(made, ENGLISH, short, style=STYLE)
    assert " ".join(s for one in track.cues for s in one.lines if "Haven" not in s) == LONG
    assert sum("Havenmeesterslijst." in one.lines for one in track.cues) == 1


@given(SECTIONS, st.integers(1_000, 800_000), st.sampled_from(Fill))
def test_any_timeline_keeps_every_word(sections: list[Section], length: int, fill: Fill) -> None:
    made = timeline(*sections, fill=fill, duration_ms=length)
    track = cue(made, ENGLISH, style=STYLE)
    said = sorted("".join(one.text for one in track.cues))
    wanted = sorted("".join(sentence.text for sentence in made.sentences))
    strip = re.compile(r"[\s“”]")
    assert strip.sub("", "".join(said)) == strip.sub("", "".join(wanted))
    assert all(one.span.end_ms <= made.duration_ms for one in track.cues)


def test_a_style_without_the_language_is_refused() -> None:
    from pipeline.errors import UsageError

    style = Style("mine", {"en": replace(STYLE.of("en"))})
    with pytest.raises(UsageError, match="no limits for nl"):
        cue(timeline(Section("", 0, LONG)), edition("nl"), style=style)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_style_of_ones_own_turns_the_ellipsis_on(profile: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f'base = "{profile}"\n[nl]\nellipsis = true\n', encoding="utf-8")
    style, other = load_style(file), load_style(profile)
    made, words = timeline(Section("", 0, LONG)), edition("nl")
    dotted, plain = cue(made, words, style=style), cue(made, words, style=other)
    assert words == edition("nl")
    lines = [line for one in dotted.cues for line in one.lines]
    assert "…" in "".join(lines)
    assert_conforms(dotted, style.of("nl"), "nl")
    said = " ".join(lines).replace("… …", " ")
    assert "…" not in said
    if not other.of("nl").ellipsis:
        assert said == " ".join(line for one in plain.cues for line in one.lines)


def test_the_dots_of_a_cut_go_when_its_cues_become_one() -> None:
    style = load_style("dutch-slow")
    words = "een heel kort stukje tekst " * 40 + "en dan is het klaar."
    rendering = Edition("nl", {LONG: Rendering(words, Origin.ENGINE)})
    made = timeline(Section("", 0, LONG), Section("", 8_000, "Late."), duration_ms=10_000)
    track = cue(made, rendering, style=style)
    texts = [" ".join(one.lines) for one in track.cues]
    for before, after in pairwise(texts):
        assert before.endswith("…") == after.startswith("…")
        assert "…" not in before[1:-1]
    assert " ".join(texts).replace("… …", " ") == words


def untimed(*, duration_ms: int | None = None) -> Timeline:
    document = Document("T", "transcript", transcript=(LONG,), duration_ms=duration_ms)
    return align(Episode(document, "en", 1.0, "t"))


def test_an_estimated_length_gives_way_to_reading_and_a_stated_one_does_not() -> None:
    words = Edition("nl", {LONG: Rendering(f"{DUTCH} {DUTCH} {DUTCH}", Origin.ENGINE)})
    made = untimed()
    track = cue(made, words, style=STYLE)
    assert_conforms(track, STYLE.of("nl"), "nl")
    assert track.cues[-1].span.end_ms > made.duration_ms
    assert "duration-extended" in {finding.rule for finding in track.findings}
    stated = cue(untimed(duration_ms=made.duration_ms), words, style=STYLE)
    assert stated.cues[-1].span.end_ms <= made.duration_ms
    assert "reading-speed-exceeded" in {finding.rule for finding in stated.findings}
