"""Any file can be checked; each fault of a bad one is found at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.chunks import lay_out
from pipeline.checks.content import Pairing
from pipeline.checks.file import Opened, Report, check_file
from pipeline.checks.report import as_json, as_page, as_words
from pipeline.checks.rules import RULES
from pipeline.formats import srt, vtt
from pipeline.model import Caption, Severity, Span, Track
from pipeline.style.loading import load_style
from tests.checks.files import files
from tests.strategies import captions, tracks

NETFLIX = load_style("netflix")


def opened(text: str, content: bytes | None = None) -> Opened:
    return Opened("a.srt", text.encode("utf-8", "replace") if content is None else content, text)


def checked(text: str, *languages: str) -> Report:
    return check_file(opened(text), languages=languages or ("en",), style=NETFLIX)


def lines_of(report: Report, rule: str) -> list[int]:
    return [hit.line for hit in report.hits if hit.rule == rule]


@given(files, st.sampled_from([("en",), ("nl",), ("zh-Hans",), ("en", "nl"), ("nl", "zh-Hans")]))
def test_whatever_is_in_a_file_it_can_be_checked(text: str, languages: tuple[str, ...]) -> None:
    report = checked(text, *languages)
    count = text.count("\n") + 1
    assert all(0 <= hit.line <= count and hit.rule in RULES for hit in report.hits)
    assert report.cues == len(lay_out(text).parsed.blocks)
    assert as_json(report)["file"] == "a.srt"
    assert sum(report.rules.values()) == sum(report.counts.values()) == len(report.hits)
    assert list(as_words(report, every=True))


@given(files)
def test_the_chunks_of_a_file_are_its_lines(text: str) -> None:
    layout = lay_out(text)
    assert [line for chunk in layout.chunks for line in chunk.lines] == text.split("\n")
    assert [chunk.block for chunk in layout.cues] == list(layout.parsed.blocks)
    for chunk in layout.cues:
        assert chunk.block is not None
        assert chunk.first + chunk.times == chunk.block.line


@given(st.lists(captions(), max_size=4), st.lists(captions(), max_size=4))
def test_any_two_files_can_be_compared(one: list[Caption], other: list[Caption]) -> None:
    report = check_file(
        opened(srt.compose(one)),
        languages=("nl",),
        style=NETFLIX,
        source=other,
        pairing=Pairing("en", "nl"),
    )
    assert report.cues == len(one)


@given(tracks())
def test_what_tolk_writes_keeps_the_rules_of_its_format(track: Track) -> None:
    text = vtt.compose_track(track)
    found = {hit.rule for hit in checked(text).hits if RULES[hit.rule].group == "conformance"}
    assert not found - {"cue-without-text"}


BAD_SRT = """\
2
00:00:01,000 --> 00:00:03,000
This line is quite a bit longer than forty-two columns.

2
00:00:03.000 --> 00:00:03.400
Much too fast to be read by anybody {\\an8}

3
00:00:10,000 --> 00:00:20,000
<i>One</i>
<blink>two

and three
5
00:00:05,000 --> 00:00:07,000
Goes --> back
"""


def test_the_faults_of_a_subrip_file() -> None:
    report = checked(BAD_SRT)
    found = {rule: lines_of(report, rule) for rule in report.rules}
    assert found["numbering"] == [1, 5, 15]
    assert found["line-length"] == [3]
    assert found["time-format"] == [6]
    assert found["gap-short"] == [6]
    assert found["too-short"] == [6]
    assert found["reading-speed"][-1] == 6
    assert found["too-long"] == [10]
    assert found["tag-unknown"] == [7, 12]
    assert found["blank-line-in-text"] == [10]
    assert found["line-count"] == [10]
    assert found["no-blank-line"] == [15]
    assert found["out-of-order"] == [16]
    assert found["arrow-in-text"] == [17]


BAD_VTT = """\
WEBVTT

a
00:00:01.000 --> 00:00:03.000 align:middle
Fish & chips <font>and</font> <i>more

a
00:02.500 --> 00:04.000
Again

STYLE
::cue { color: red }
"""


def test_the_faults_of_a_webvtt_file() -> None:
    report = checked(BAD_VTT)
    found = {rule: lines_of(report, rule) for rule in report.rules}
    assert found["setting-unknown"] == [4]
    assert found["escaping"] == [5]
    assert found["tag-unknown"] == [5, 5]
    assert found["tag-open"] == [5]
    assert found["identifier-repeated"] == [7]
    assert found["overlap"] == [8]
    assert found["style-after-cue"] == [11]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"\xef\xbb\xbf1\n00:00:01,000 --> 00:00:02,000\nOne\n", "byte-order-mark"),
        (b"1\r\n00:00:01,000 --> 00:00:02,000\r\nOne\n", "mixed-line-ends"),
    ],
)
def test_what_only_bytes_show(content: bytes, rule: str) -> None:
    text = content.decode("utf-8-sig").replace("\r\n", "\n")
    assert rule in check_file(opened(text, content), languages=("en",), style=NETFLIX).rules


def test_a_webvtt_file_without_its_signature() -> None:
    text = "1\n00:00:01,000 --> 00:00:03,000\nOne\n"
    named = Opened("talk.VTT", text.encode(), text)
    assert check_file(named, languages=("en",), style=NETFLIX).rules == {"signature": 1}


def test_each_line_of_a_bilingual_file_is_held_to_its_own_limits() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:07,000\nThis is all that they had to say, he said.\n"
        "这是他们当时必须要说的全部内容他说过的\n"
    )
    report = checked(text, "en", "zh-Hans")
    assert lines_of(report, "line-length") == [4]
    turned = check_file(opened(text), languages=("zh-Hans", "en"), style=NETFLIX)
    assert turned.hits == report.hits


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        ("All of it\nfits", "needless-break"),
        ("So\nthis is the rest of a sentence that ends.", "orphan"),
        ("This is the first part of a sentence that\ngoes on.", "balance"),
    ],
)
def test_advice_on_line_breaks(lines: str, rule: str) -> None:
    text = f"1\n00:00:01,000 --> 00:00:07,000\n{lines}\n"
    report = checked(text)
    assert list(report.rules) == [rule]
    assert report.is_clean


def test_a_report_in_words_names_the_first_places_and_counts_the_rest() -> None:
    text = srt.compose([Caption(Span(n * 2_000, n * 2_000 + 300), "A") for n in range(9)])
    words = list(as_words(checked(text), every=False))
    assert words[0] == "a.srt: srt, en, 9 cues, netflix: 9 warnings"
    assert words[1] == "  warnings"
    assert words[3] == "      a.srt:2  cue 1 [00:00:00.000]  300 ms; 833 ms is the least"
    assert words[-1] == "      … and 4 more (--all)"
    assert len(list(as_words(checked(text), every=True))) == 12


def test_a_page_escapes_what_a_file_says() -> None:
    report = checked("1\n00:00:01,000 --> 00:00:02,000\n<script>alert(1)</script>\n")
    page = as_page([report])
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_conformance_files_of_the_field_can_be_checked(shared: Path) -> None:
    for path in sorted(shared.glob("conformance/**/*.[sv][rt]t")):
        content = path.read_bytes()
        text = content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        text = text.removeprefix("\ufeff").replace("\0", "\ufffd")
        checked(text)


def test_every_rule_says_where_it_is_from() -> None:
    for name, rule in RULES.items():
        assert rule.group in {"form", "conformance", "content"}
        assert rule.what and rule.source, name
        assert rule.severity in Severity


def test_every_rule_is_in_the_manual() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")
    for name, rule in RULES.items():
        row = next((line for line in manual.split("\n") if line.startswith(f"| `{name}` ")), "")
        assert row, f"{name} is not in docs/checks.md"
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[1] == str(rule.severity)
        assert cells[4] == ("yes" if rule.mended else ""), name


def test_the_dots_at_a_cut_are_no_change_of_content() -> None:
    source = (
        Caption(Span(0, 6_000), "We paid 3,000 dollars to Acme3D for it, 40% more than it cost."),
    )
    first, second = "We betaalden 3.000 dollar aan Acme3D", "daarvoor, 40% meer dan het kostte."
    faults = []
    for before, after in (("", ""), ("…", "…")):
        text = srt.compose(
            [Caption(Span(0, 3_000), first + before), Caption(Span(3_083, 6_000), after + second)]
        )
        report = check_file(
            opened(text),
            languages=("nl",),
            style=NETFLIX,
            source=source,
            pairing=Pairing("en", "nl"),
        )
        faults.append([hit.rule for hit in report.hits])
    assert faults == [[], []]
