"""SubRip, written and read back, and odd files as they are found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import srt
from pipeline.model import Caption, Span
from tests.strategies import captions, plain_lines, texts


def _problems(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.rule) for problem in srt.parse(text).problems]


@given(st.lists(captions(), max_size=6))
def test_what_is_written_reads_back_the_same(items: list[Caption]) -> None:
    silent = [Caption(item.span, item.text) for item in items]
    file = srt.parse(srt.compose(silent))
    assert list(file.captions) == silent
    assert not file.problems
    assert [block.identifier for block in file.blocks] == [str(n + 1) for n in range(len(silent))]


@given(st.lists(texts, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n", "\r"]))
def test_line_ends_and_byte_order_mark_change_nothing(items: list[str], end: str) -> None:
    written = srt.compose([Caption(Span(n, n + 1), text) for n, text in enumerate(items)])
    assert srt.parse("\ufeff" + written.replace("\n", end)) == srt.parse(written)


@given(st.text(st.sampled_from("0123456789:,.-> \n<i>v{\\}\u2060ab"), max_size=80))
def test_any_text_is_read_and_what_was_read_can_be_written(text: str) -> None:
    found = srt.parse(text).captions
    silent = tuple(Caption(item.span, item.text) for item in found)
    assert srt.parse(srt.compose(silent)).captions == silent


@given(st.lists(captions(text=plain_lines), min_size=1, max_size=6))
def test_the_srt_package_reads_the_same(items: list[Caption]) -> None:
    import srt as package

    theirs = [
        (
            round(item.start.total_seconds() * 1000),
            round(item.end.total_seconds() * 1000),
            item.content,
        )
        for item in package.parse(srt.compose(items))
    ]
    assert theirs == [(item.span.start_ms, item.span.end_ms, item.text) for item in items]


@given(st.lists(captions(), max_size=6))
def test_no_arrow_but_in_timing_lines(items: list[Caption]) -> None:
    assert srt.compose(items).count("-->") == len(items)


def test_the_file_as_written() -> None:
    items = [
        Caption(Span(0, 1_005), "One\ntwo", "Ann"),
        Caption(Span(360_000_000, 360_000_001), "三"),
    ]
    assert srt.compose(items) == (
        "1\n00:00:00,000 --> 00:00:01,005\nOne\ntwo\n\n2\n100:00:00,000 --> 100:00:00,001\n三\n"
    )
    assert srt.compose([]) == ""


def test_speakers_are_named_where_they_change() -> None:
    items = [Caption(Span(n, n + 1), "Yes.", name) for n, name in enumerate(["Ann", "Ann", "Bo"])]
    texts_ = [item.text for item in srt.parse(srt.compose(items, speakers=True)).captions]
    assert texts_ == ["Ann: Yes.", "Yes.", "Bo: Yes."]


@pytest.mark.parametrize(
    ("timing", "start_ms", "end_ms"),
    [
        ("00:00:01,5 --> 00:00:02,25", 1_500, 2_250),
        ("0:00:01.000-->0:00:02.000", 1_000, 2_000),
        ("00:01,000 --> 00:02,000", 1_000, 2_000),
        ("123:00:00,000 --> 123:00:01,000", 442_800_000, 442_801_000),
        ("00:00:01,000 --> 00:00:02,000  X1:40 X2:600", 1_000, 2_000),
        ("00:00:01，000 --> 00:00:02，000", 1_000, 2_000),
        ("00:00:01 -> 00:00:02", 1_000, 2_000),
        ("00:00:01,123456 --> 00:00:02,000", 1_123, 2_000),
    ],
)
def test_times_as_people_write_them(timing: str, start_ms: int, end_ms: int) -> None:
    file = srt.parse(f"1\n{timing}\nHello\n")
    assert [(c.span, c.text) for c in file.captions] == [(Span(start_ms, end_ms), "Hello")]
    assert not file.problems


def test_settings_and_numbers_are_kept() -> None:
    (block,) = srt.parse("\n7\n00:00:01,000 --> 00:00:02,000 X1:40\nHello\n").blocks
    assert (block.line, block.identifier, block.settings) == (3, "7", "X1:40")


def test_rough_times_are_times_only_after_a_number() -> None:
    text = "1\n0:05 --> 0:07\nOpen\n5:30 --> 6:00 daily\n\n2\n0:08 --> 0:09\nShut\n"
    assert [c.text for c in srt.parse(text).captions] == ["Open\n5:30 --> 6:00 daily", "Shut"]
    assert _problems(text) == []


def test_missing_numbers_and_missing_blank_lines() -> None:
    text = (
        "00:00:01,000 --> 00:00:02,000\n1984\n\n00:00:03,000 --> 00:00:04,000\nB\n"
        "3\n00:00:05,000 --> 00:00:06,000\nC\n\n4\n\n00:00:07,000 --> 00:00:08,000\nD"
    )
    assert [c.text for c in srt.parse(text).captions] == ["1984", "B", "C", "D"]
    assert _problems(text) == []


def test_blank_lines_inside_a_text_are_taken_out_and_said() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nA\n\nB\n\n2\n00:00:03,000 --> 00:00:04,000\nC\n"
    assert [c.text for c in srt.parse(text).captions] == ["A\nB", "C"]
    assert _problems(text) == [(2, "blank-line-in-text")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello\n\n1\n", [(1, "text-outside-cue")]),
        ("1\n00:00:01,000 --> 00:00:xx,000\nA\n", [(2, "timing-unreadable")]),
        ("1\n00:00:01,000 -->\nA\n", [(2, "timing-unreadable")]),
        ("1\n00:00:02,000 --> 00:00:01,000\nA\n", [(2, "end-before-start")]),
        ("1\n00:00:01,000 --> 00:00:01,000\nA\n", [(2, "end-before-start")]),
        ("1\n00:00:01,000 --> 00:00:02,000\n\n", [(2, "cue-without-text")]),
        ("1\n00:00:01,000 --> 00:00:02,000\n<i></i>\n", [(2, "cue-without-text")]),
        ("", []),
        ("\n\n\n", []),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_its_line(
    text: str, expected: list[tuple[int, str]]
) -> None:
    assert srt.parse(text).captions == ()
    assert _problems(text) == expected


def test_a_broken_cue_does_not_run_into_its_neighbours() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nA\n\n2\n00:00:03,000 -> 00:00:0x,000\nB\n\n"
        "3\n00:00:05,000 --> 00:00:06,000\nC\n"
    )
    assert [c.text for c in srt.parse(text).captions] == ["A", "C"]
    assert _problems(text) == [(6, "timing-unreadable")]
    assert "'B'" in srt.parse(text).problems[0].message


@pytest.mark.parametrize(
    ("raw", "text", "speaker"),
    [
        ("<i>Hello</i> <font color='#fff'>you</font>", "Hello you", ""),
        ("{\\an8}Up here", "Up here", ""),
        ("<v Ann Lee>Hello</v>", "Hello", "Ann Lee"),
        ("<v Ann>Hi.</v>\n<v Bo>Hey.</v>", "Hi.\nBo: Hey.", "Ann"),
        ("ANN: hello", "ANN: hello", ""),
        ("a < b and c > d, x<y>z", "a < b and c > d, x<y>z", ""),
    ],
)
def test_markup_is_taken_out_of_the_text(raw: str, text: str, speaker: str) -> None:
    (caption,) = srt.parse(f"1\n00:00:01,000 --> 00:00:02,000\n{raw}\n").captions
    assert (caption.text, caption.speaker) == (text, speaker)


@pytest.mark.parametrize(
    "piece", ["\n", "1\n", "<", "-", "1\n\n", " ", "00:", "<i", "{\\", "--\u2060"]
)
def test_time_grows_with_the_size_and_no_faster(piece: str) -> None:
    from time import process_time

    text = "1\n00:00:01,000 --> 00:00:02,000\n" + piece * (400_000 // len(piece))
    begin = process_time()
    srt.parse(text)
    assert process_time() - begin < 15


@pytest.mark.shared
def test_real_files_lose_nothing(shared: Path) -> None:
    files = sorted(shared.glob("timed/**/*.srt")) + sorted(shared.glob("conformance/**/*.srt"))
    assert files
    for path in files:
        content = path.read_bytes()
        try:
            text = content.decode()
        except UnicodeDecodeError:
            text = content.decode("gb18030")
        file = srt.parse(text)
        lost = {"cue-without-text", "end-before-start", "timing-unreadable"}
        dropped = sum(problem.rule in lost for problem in file.problems)
        assert len(file.blocks) + dropped == text.count("-->"), path
        assert srt.parse(srt.compose(file.captions)).captions == file.captions, path
