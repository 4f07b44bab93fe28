"""Repairs lose no word, are done at once, and leave less to find."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.chunks import lay_out
from pipeline.checks.file import Opened, Report, check_file
from pipeline.checks.mend import mend
from pipeline.formats import vtt
from pipeline.style.loading import PROFILES, load_style
from tests.checks.files import files

NETFLIX = load_style("netflix")
LANGUAGES = st.sampled_from([("en",), ("nl",), ("zh-Hans",), ("en", "nl"), ("nl", "zh-Hans")])


def checked(text: str, *languages: str) -> Report:
    opened = Opened("a.srt", text.encode("utf-8", "replace"), text)
    return check_file(opened, languages=languages, style=NETFLIX)


def signs(text: str) -> Counter[str]:
    """Every character that is said, but for white space and what Chinese cues leave out."""
    said = "\n".join(caption.text for caption in lay_out(text).parsed.captions)
    return Counter(re.sub(r"[\s，。、；：,.;:]", "", said))


@given(files, LANGUAGES, st.sampled_from(PROFILES))
def test_no_word_is_lost(text: str, languages: tuple[str, ...], profile: str) -> None:
    mended = mend(text, languages=languages, style=load_style(profile))
    assert not signs(text) - signs(mended.text)
    # In WebVTT a bare `<` hides what follows it; escaped, those words show again.
    assert "<" in text or signs(mended.text) == signs(text)


@given(files, LANGUAGES, st.sampled_from(PROFILES))
def test_mending_twice_is_mending_once(text: str, languages: tuple[str, ...], profile: str) -> None:
    once = mend(text, languages=languages, style=load_style(profile))
    again = mend(once.text, languages=languages, style=load_style(profile))
    assert again.text == once.text
    assert again.changes == ()


@given(files, LANGUAGES)
def test_starts_stay_and_ends_move_by_frames(text: str, languages: tuple[str, ...]) -> None:
    mended = mend(text, languages=languages, style=NETFLIX)
    before = sorted(caption.span for caption in lay_out(text).parsed.captions)
    after = sorted(caption.span for caption in lay_out(mended.text).parsed.captions)
    assert [span.start_ms for span in before] == [span.start_ms for span in after]
    moved = Counter(span.end_ms for span in after) - Counter(span.end_ms for span in before)
    gone = Counter(span.end_ms for span in before) - Counter(span.end_ms for span in after)
    for new, old in zip(sorted(moved.elements()), sorted(gone.elements()), strict=True):
        assert abs(new - old) <= 500


@given(files, LANGUAGES)
def test_what_is_mended_is_not_found_again(text: str, languages: tuple[str, ...]) -> None:
    mended = mend(text, languages=languages, style=NETFLIX)
    found = checked(mended.text, *languages).rules
    if lay_out(text).format == "srt":
        assert not {"numbering", "no-blank-line", "blank-line-in-text"} & set(found)
    assert "trailing-space" not in found


def test_numbers_times_and_blank_lines_are_set_right() -> None:
    text = "4\n0:00:01.000 --> 0:00:02.5\nOne  \n\nstill one\n00:00:05,000 --> 00:00:07,000\nTwo\n"
    mended = mend(text, languages=("en",), style=NETFLIX)
    assert mended.text == (
        "1\n00:00:01,000 --> 00:00:02,500\nOne\nstill one\n\n"
        "2\n00:00:05,000 --> 00:00:07,000\nTwo\n"
    )
    assert checked(mended.text, "en").rules == {"needless-break": 1}


def test_a_small_overlap_is_closed_and_a_large_one_stays() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:03,050\nOne\n\n2\n00:00:03,000 --> 00:00:06,000\nTwo\n\n"
        "3\n00:00:04,000 --> 00:00:08,000\nThree\n"
    )
    mended = mend(text, languages=("en",), style=NETFLIX).text
    assert "00:00:01,000 --> 00:00:02,917" in mended
    assert "00:00:03,000 --> 00:00:06,000" in mended
    assert checked(mended, "en").rules == {"overlap": 1}


def test_an_end_is_not_moved_where_reading_needs_it() -> None:
    words = "x" * 20
    text = f"1\n00:00:01,000 --> 00:00:02,000\n{words}\n\n2\n00:00:02,000 --> 00:00:04,000\nTwo\n"
    assert "--> 00:00:02,000" in mend(text, languages=("en",), style=NETFLIX).text


def test_a_long_line_is_broken_and_dialogue_is_not() -> None:
    long = "This line is much too long to stand on one line of a subtitle."
    text = f"1\n00:00:01,000 --> 00:00:07,000\n{long}\n"
    lines = mend(text, languages=("en",), style=NETFLIX).text.split("\n")[2:4]
    assert all(len(line) <= 42 for line in lines)
    assert " ".join(lines) == long
    spoken = f"1\n00:00:01,000 --> 00:00:07,000\n- {long}\n- No.\n"
    assert mend(spoken, languages=("en",), style=NETFLIX).text == spoken


@pytest.mark.parametrize(
    ("profile", "said"), [("netflix", "他说 好"), ("podcasting20", "他说，好。")]
)
def test_chinese_punctuation_follows_the_profile(profile: str, said: str) -> None:
    text = "1\n00:00:01,000 --> 00:00:07,000\n他说，好。\n"
    mended = mend(text, languages=("zh-Hans",), style=load_style(profile)).text
    assert mended.split("\n")[2] == said


def test_cues_are_put_in_order_unless_text_stands_between_them() -> None:
    one, two = (f"9\n00:00:0{n},000 --> 00:00:0{n + 1},500\nCue {n}\n" for n in (1, 4))
    mended = mend(f"{two}\n{one}", languages=("en",), style=NETFLIX).text
    assert [line for line in mended.split("\n") if line[:3] == "Cue"] == ["Cue 1", "Cue 4"]
    broken = "7\n00:00:99 -> nothing\nlost\n"
    stays = mend(f"{two}\n{broken}\n{one}", languages=("en",), style=NETFLIX).text
    assert stays.index("Cue 4") < stays.index("lost") < stays.index("Cue 1")


def test_webvtt_is_escaped_and_keeps_all_else() -> None:
    text = (
        "WEBVTT\n\nNOTE ours\n\nSTYLE\n::cue { color: red }\n\nintro\n"
        "00:01.000 --> 00:04.000 align:start\n<v Ann>R&D < <i>that</i>\n\n"
        "intro\n00:05.000 --> 00:08.000\nTwo\n"
    )
    mended = mend(text, languages=("en",), style=NETFLIX).text
    assert mended == text.replace("R&D < ", "R&amp;D &lt; ").replace("intro\n00:05", "00:05")


def test_an_entity_without_its_semicolon_keeps_its_meaning() -> None:
    text = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nsalt &amp pepper & more\n"
    mended = mend(text, languages=("en",), style=load_style("netflix")).text
    assert [one.text for one in vtt.parse(mended).captions] == ["salt & pepper & more"]
