from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clock import format_mark
from pipeline.readers.marks import Place, choose, find_mark, parse_duration, split_flattened

SHAPES = [
    ("{} {}", Place.START),
    ("- {} - {}", Place.START),
    ("* {} : {}", Place.START),
    ("[{}] {}", Place.START),
    ("[@{}] {}", Place.START),
    ("({}) {}", Place.START),
    ("（{}）{}", Place.START),
    ("【{}】{}", Place.START),
    ("⏱️ {} {}", Place.START),
    ("3. {} | {}", Place.START),
    ("## [{}] {}", Place.START),
    ("| {} | {} |", Place.START),
    ("**{}** {}", Place.START),
    ("{}: {}", Place.START),
    ("{}-9:59:59 {}", Place.START),
]


@pytest.mark.parametrize(("shape", "place"), SHAPES)
@given(ms=st.integers(0, 9 * 3_600).map(lambda seconds: seconds * 1_000))
def test_a_time_is_found_in_every_shape(shape: str, place: Place, ms: int) -> None:
    mark = find_mark(shape.format(format_mark(ms), "Bees"), line=4)
    assert mark is not None
    assert (mark.line, mark.start_ms, mark.title, mark.place) == (4, ms, "Bees", place)


@pytest.mark.parametrize("shape", ["{} ({})", "{} - {}", "{} | {}", "{}：{}", "- {} [{}]", "{} {}"])
@given(ms=st.integers(0, 9 * 3_600).map(lambda seconds: seconds * 1_000))
def test_a_time_is_found_at_the_end_of_a_line(shape: str, ms: int) -> None:
    mark = find_mark(shape.format("Bees", format_mark(ms)), line=0)
    assert mark is not None
    assert (mark.start_ms, mark.title, mark.place) == (ms, "Bees", Place.END)


@pytest.mark.parametrize(
    ("line", "start_ms", "title"),
    [
        ("００：０５ 片头", 5_000, "片头"),
        ("00:05片头", 5_000, "片头"),
        ("1h02m03s Bees", 3_723_000, "Bees"),
        ("5m30s Bees", 330_000, "Bees"),
        ("171:49 Bees", 10_309_000, "Bees"),
        ("00:00:01.500 Bees", 1_500, "Bees"),
        ("00:05 🎙 Bees", 5_000, "🎙 Bees"),
    ],
)
def test_odd_shapes(line: str, start_ms: int, title: str) -> None:
    mark = find_mark(line, line=0)
    assert mark is not None
    assert (mark.start_ms, mark.title) == (start_ms, title)


@pytest.mark.parametrize(
    "line",
    [
        "10:30am in the hall",
        "12:30u koffie",
        "3:16-18 For bees",
        "A screen of 16:9",
        "2023-01-24T13:37:07",
        "51:04_) that we do",
        "and then (_inaudible— 27:30_)",
        "12:75 no such time",
        "00:00:05:12 frames",
        "It ends at 12:30.",
    ],
)
def test_what_is_no_mark(line: str) -> None:
    assert find_mark(line, line=0) is None


def _marks(*lines: str) -> list[str]:
    found = (find_mark(line, line=i) for i, line in enumerate(lines))
    return [mark.title for mark in choose([mark for mark in found if mark])]


def test_a_time_of_the_day_is_no_chapter() -> None:
    assert _marks("10:30 am in the hall", "12:30 uur koffie", "Elke maandag om 15:00") == []
    assert _marks("09:00 Doors", "09:30 Talk", "12:15 Lunch") == []


def test_verses_songs_and_scores_are_no_chapters() -> None:
    assert _marks("Genesis 1:11", "Exodus 3:14", "John 5:24") == []
    assert _marks("One (3:45)", "Two (4:10)", "Three (2:59)", "Four (3:01)") == []
    assert _marks("21:19 was the score") == []


def test_a_word_like_pm_inside_a_chapter_list_is_a_title() -> None:
    lines = ("0:00 Intro", "1:20 PM tools", "2:30 U bent er", "3:10 Bees", "4:00 End")
    assert len(_marks(*lines)) == 5


def test_one_slip_does_not_undo_a_list() -> None:
    lines = ("0:01 A", "0:20 B", "9:55:11 C", "1:10 D", "2:00 E", "3:00 F")
    assert len(_marks(*lines)) == 6


def test_two_languages_below_each_other() -> None:
    lines = ("0:00 A", "1:00 B", "2:00 C", "0:00 甲", "1:00 乙", "2:00 丙")
    assert len(_marks(*lines)) == 6


def test_a_list_in_one_line_is_split() -> None:
    assert split_flattened("0:00 A 1:00 B 2:00 C") == ["0:00 A", "1:00 B", "2:00 C"]
    assert split_flattened("we met 1:00 and 2:00 and 3:00") == ["we met 1:00 and 2:00 and 3:00"]


@given(st.text(alphabet="0123456789:[]() -am漢ЖhmsП.|*#", max_size=60))
def test_any_text_is_survived(text: str) -> None:
    find_mark(text, line=0)
    split_flattened(text)
    parse_duration(text)


@pytest.mark.parametrize("piece", ["0:00 ", "1", "(", "[0:0", "1h ", "- ", "0:00-", "9" * 50 + ":"])
def test_long_lines_take_linear_time(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    begin = process_time()
    find_mark(text, line=0)
    split_flattened(text)
    assert process_time() - begin < 15
