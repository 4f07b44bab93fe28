"""WebVTT, written and read back, and read by others."""

from __future__ import annotations

import html
import io
import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import srt, vtt
from pipeline.formats.subtitles import captions_of
from pipeline.formats.vtt_scan import scan
from pipeline.model import Caption, Cue, Kind, Span, Track
from tests.strategies import captions, cues, lines, plain_lines, texts, tracks


@given(st.lists(captions(), max_size=6))
def test_what_is_written_reads_back_the_same(items: list[Caption]) -> None:
    file = vtt.parse(vtt.compose(items))
    assert list(file.captions) == sorted(items, key=lambda item: item.span.start_ms)
    assert not file.problems


@given(st.one_of(tracks(), tracks(language="en+nl")), st.lists(st.text(max_size=40), max_size=2))
def test_a_track_reads_back_with_its_text_and_speakers(track: Track, notes: list[str]) -> None:
    written = vtt.compose_track(track, notes=notes)
    file = vtt.parse(written)
    assert file.captions == captions_of(track)
    assert not file.problems
    assert len(file.notes) == sum(bool(note.strip()) for note in notes)


@given(st.one_of(tracks(), tracks(language="nl+zh-Hans")), st.text(max_size=60))
def test_every_rule_for_authors_holds(track: Track, note: str) -> None:
    written = vtt.compose_track(track, notes=[note])
    assert written.startswith("WEBVTT\n\n")
    assert written.endswith("\n")
    assert "\r" not in written
    assert "\0" not in written
    blocks = written.rstrip("\n").split("\n\n")
    assert all(blocks)
    raw = scan(written).cues
    assert len(raw) == len(track.cues)
    assert written.count("-->") == len(raw)
    assert len({cue.identifier for cue in raw}) == len(raw)
    starts = [cue.start_ms for cue in raw]
    assert starts == sorted(starts)
    assert all(cue.end_ms > cue.start_ms for cue in raw)
    for cue in raw:
        assert not re.search(r"&(?!amp;|lt;|gt;)", cue.text)
        assert re.fullmatch(r"(?:[^<>]|</?(?:c|v|lang)\b[^<>]*>)*", cue.text)


@given(st.lists(texts, min_size=1, max_size=4), st.sampled_from(["\r\n", "\r"]))
def test_line_ends_and_byte_order_mark_change_nothing(items: list[str], end: str) -> None:
    written = vtt.compose([Caption(Span(n, n + 1), text) for n, text in enumerate(items)])
    assert vtt.parse("\ufeff" + written.replace("\n", end)) == vtt.parse(written)


@given(st.text(st.sampled_from("WEBVT\n0123:.-> <cv/>&amp;#\0ab"), max_size=80))
def test_any_text_is_read_and_what_was_read_can_be_written(text: str) -> None:
    found = vtt.parse("WEBVTT\n\n00:00.000 --> 00:01.000\n" + text).captions
    again = vtt.parse(vtt.compose(found)).captions
    assert again == tuple(sorted(found, key=lambda item: item.span.start_ms))


@given(st.lists(captions(text=plain_lines), max_size=5))
def test_the_srt_and_the_vtt_of_the_same_captions_agree(items: list[Caption]) -> None:
    ordered = sorted(items, key=lambda item: item.span.start_ms)
    one, other = srt.parse(srt.compose(ordered)).captions, vtt.parse(vtt.compose(items)).captions
    assert [(c.span, c.text) for c in one] == [(c.span, c.text) for c in other]


def _as_webvtt_py_reads(text: str) -> list[tuple[int, int, str]]:
    import webvtt

    def milliseconds(stamp: str) -> int:
        hours, minutes, seconds = stamp.split(":")
        return int(hours) * 3_600_000 + int(minutes) * 60_000 + int(seconds.replace(".", ""))

    found = webvtt.from_buffer(io.StringIO(text))
    return [(milliseconds(c.start), milliseconds(c.end), html.unescape(c.text)) for c in found]


# These readers end a line wherever Python does.
_one_line = lines.filter(lambda line: len(line.splitlines()) == 1).map(str.strip).filter(bool)


@given(st.lists(st.builds(Caption, st.builds(Span, st.just(5), st.integers(6, 10**9)), _one_line)))
def test_webvtt_py_reads_the_same(items: list[Caption]) -> None:
    ours = [(item.span.start_ms, item.span.end_ms, item.text) for item in items]
    assert [(a, b, " ".join(c.split())) for a, b, c in _as_webvtt_py_reads(vtt.compose(items))] == [
        (a, b, " ".join(c.replace("\0", "\ufffd").split())) for a, b, c in ours
    ]


@given(tracks(language="en+zh-Hans"))
def test_webvtt_py_finds_every_cue_of_a_track(track: Track) -> None:
    found = _as_webvtt_py_reads(vtt.compose_track(track, notes=["One.\nTwo."]))
    spans = [(cue.span.start_ms, cue.span.end_ms) for cue in track.cues]
    assert [(start_ms, end_ms) for start_ms, end_ms, _ in found] == spans


@given(st.lists(captions(text=plain_lines), max_size=5))
def test_pysubs2_reads_the_same(items: list[Caption]) -> None:
    import pysubs2

    # pysubs2 stops at 100 hours.
    day = 24 * 3_600_000
    short = [
        Caption(Span(item.span.start_ms % day, item.span.start_ms % day + 900), item.text)
        for item in items
    ]
    ordered = sorted(short, key=lambda item: item.span.start_ms)
    expected = [(item.span.start_ms, item.span.end_ms, item.text) for item in ordered]
    for kind, text in (("vtt", vtt.compose(short)), ("srt", srt.compose(ordered))):
        theirs = pysubs2.SSAFile.from_string(text, format_=kind)
        assert [(e.start, e.end, e.plaintext) for e in theirs] == expected


def test_the_file_as_written() -> None:
    track = Track(
        "en+zh-Hans",
        (
            Cue(Span(0, 1_000), ("A & B", "甲"), Kind.TITLE, languages=("en", "zh-Hans")),
            Cue(Span(1_000, 2_000), ("x --> y", "乙"), speaker="Ann", languages=("en", "zh-Hans")),
        ),
    )
    assert vtt.compose_track(track, notes=["Times are\n\nestimated --> really"]) == (
        "WEBVTT\n\nNOTE\nTimes are\nestimated --\u2060> really\n\n"
        "STYLE\n::cue(.title) {\n  font-weight: bold;\n}\n"
        "::cue(.second) {\n  color: #ffe9a8;\n}\n\n"
        "1\n00:00:00.000 --> 00:00:01.000\n"
        "<c.title><lang en>A &amp; B</lang>\n<c.second><lang zh-Hans>甲</lang></c></c>\n\n"
        "2\n00:00:01.000 --> 00:00:02.000\n"
        "<v Ann><lang en>x --&gt; y</lang>\n<c.second><lang zh-Hans>乙</lang></c>\n"
    )


def test_nul_becomes_the_replacement_character() -> None:
    (found,) = vtt.parse(vtt.compose([Caption(Span(0, 1), "a\0b")])).captions
    assert found.text == "a\ufffdb"


@given(cues(span=Span(0, 1)))
def test_styles_stand_in_the_file_only_where_used(cue: Cue) -> None:
    file = vtt.parse(vtt.compose_track(Track("en", (cue,))))
    assert bool(file.styles) == (cue.kind in {Kind.TITLE, Kind.QUOTE})


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("garbage\n", (3, "text-outside-cue")),
        ("00:00:01.000 --> 00:00:0x.000\nA\n", (3, "timing-unreadable")),
        ("7\n00:00:02.000 --> 00:00:01.000\nA\n", (4, "end-before-start")),
        ("00:00:01.000 --> 00:00:02.000\n<b> </b>\n", (3, "cue-without-text")),
    ],
)
def test_what_cannot_be_shown_is_a_problem_with_its_line(
    body: str, expected: tuple[int, str]
) -> None:
    file = vtt.parse("WEBVTT\n\n" + body)
    assert file.captions == ()
    assert [(problem.line, problem.rule) for problem in file.problems] == [expected]


def test_without_the_signature_nothing_is_read() -> None:
    file = vtt.parse("1\n00:00:01.000 --> 00:00:02.000\nA\n")
    assert [(problem.line, problem.rule) for problem in file.problems] == [(1, "signature")]


def test_header_notes_styles_regions_and_settings_are_kept() -> None:
    file = vtt.parse(
        "WEBVTT - a title\nLanguage: nl\n\nNOTE one\ntwo\n\nSTYLE\n::cue { color: red }\n\n"
        "REGION\nid:r lines:2\n\nfirst\n"
        "00:01.000 --> 00:02.000 align:start size:100% region:r\nA\n\n"
        "00:02.000 --> 00:03.000 align:middle\nB\n\nSTYLE\nlate\n"
    )
    assert file.header == "- a title\nLanguage: nl"
    assert file.notes == ("one\ntwo",)
    assert file.styles == ("::cue { color: red }",)
    assert file.regions == ({"id": "r", "lines": "2"},)
    assert [(b.identifier, b.settings) for b in file.blocks] == [
        ("first", "align:start size:100% region:r"),
        ("", "align:middle"),
    ]
    assert [(p.line, p.rule) for p in file.problems] == [
        (17, "setting-unknown"),
        (20, "style-after-cue"),
    ]


@pytest.mark.parametrize(
    ("raw", "text", "speaker"),
    [
        ("<v Ann A&amp;B>Hi <b>you</b></v>", "Hi you", "Ann A&B"),
        ("<v.loud  Ann \t B>Hi", "Hi", "Ann B"),
        ("<v Ann>Hi.</v>\n<v Bo>Hey.</v>", "Ann: Hi.\nBo: Hey.", ""),
        ("well <v Ann>hi</v>", "well Ann: hi", ""),
        ("a<00:00:01.500>b &lt;i&gt;", "ab <i>", ""),
        ("one &#10;&#10; two", "one \n two", ""),
        ("&#" + "9" * 5_000 + ";", "&#" + "9" * 5_000 + ";", ""),
    ],
)
def test_markup_is_taken_out_of_the_text(raw: str, text: str, speaker: str) -> None:
    (caption,) = vtt.parse(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{raw}\n").captions
    assert (caption.text, caption.speaker) == (text, speaker)


@pytest.mark.parametrize("piece", ["\n", "<", "<c>", "</x>a", "&", "a\n", "<v a>b", "-->\n", "&#"])
def test_time_grows_with_the_size_and_no_faster(piece: str) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n" + piece * (400_000 // len(piece))
    begin = process_time()
    vtt.parse(text)
    assert process_time() - begin < 15
