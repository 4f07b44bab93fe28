from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.formats import srt, vtt
from pipeline.model import Caption, Document, Source, Span
from pipeline.readers import captions
from pipeline.readers.opening import open_source
from tests.readers.accounting import lost_words

FIXTURES = Path(__file__).parent / "fixtures" / "inputs"


def _read(name: str) -> Document:
    (document,) = captions.read(open_source(FIXTURES / name))
    return document


def _rules(document: Document) -> set[str]:
    return {finding.rule for finding in document.findings}


def test_captions_that_overlap_or_go_back_are_kept_and_reported() -> None:
    document = _read("overlaps_and_goes_back.nl.srt")
    assert (document.title, document.language) == ("overlaps and goes back", "nl")
    assert [caption.span.start_ms for caption in document.captions] == [1_000, 4_000, 2_000, 9_000]
    assert {"captions-overlap", "captions-out-of-order", "unreadable-block"} <= _rules(document)
    where = {f.rule: f.where for f in document.findings}
    assert where["captions-out-of-order"] == "line 10"
    assert where["unreadable-block"] == "line 14"


def test_rolling_captions_are_shown_once() -> None:
    document = _read("auto_captions_that_roll.vtt")
    assert [(c.span.start_ms, c.span.end_ms, c.text) for c in document.captions] == [
        (0, 2_010, "the hive wakes up early"),
        (2_010, 4_010, "and the keeper is late"),
        (4_010, 6_500, "so nobody sees the swarm"),
    ]
    assert "rolling-captions" in _rules(document)
    assert document.language == "en"


def test_a_refrain_is_no_rolling_display() -> None:
    lines = ("Buzz", "Buzz", "Away", "Home", "Buzz", "Night")
    spoken = [Caption(Span(i * 1_000, i * 1_000 + 900), text) for i, text in enumerate(lines)]
    (document,) = captions.read(Source("song.srt", srt.compose(spoken)))
    assert document.captions == tuple(spoken)


def test_an_html_transcript_keeps_speakers_and_times() -> None:
    document = _read("speakers_with_times.html")
    assert (document.title, document.language) == ("Bijen in de stad", "nl")
    assert [(c.span.start_ms, c.speaker, c.text) for c in document.captions] == [
        (0, "Ada", "Welkom bij de korf."),
        (9_000, "Bo", "Dank je & goedemiddag.\nIk neem honing mee.\nEn was."),
    ]
    assert {"end-estimated", "markup-left-out"} <= _rules(document)


def test_an_html_transcript_without_times_has_no_captions() -> None:
    page = "<cite>Ada</cite><p>Welcome.</p><cite>Bo:</cite><p>Thank you.</p>"
    (document,) = captions.read(Source("talk.html", page))
    assert document.transcript == ("Ada: Welcome.", "Bo: Thank you.")
    assert not document.captions


def test_a_segment_without_an_end_is_estimated_and_one_without_a_start_named() -> None:
    document = _read("last_segment_without_end.json")
    assert document.captions[0] == Caption(Span(500, 2_250), "Good morning,\nbees.", "Ada")
    assert {"end-estimated", "caption-without-time"} <= _rules(document)
    assert any("Nobody knows when." in finding.message for finding in document.findings)


def test_a_page_about_captions_is_not_captions() -> None:
    page = (
        "# How to write captions\n\n"
        + "Words. " * 200
        + "\n```\n1\n00:00:01,000 --> 00:00:02,000\n```"
    )
    assert captions.recognise(Source("x.md", page)) < 0.4


def test_nothing_to_show_is_refused() -> None:
    with pytest.raises(InputError, match="no caption"):
        captions.read(Source("x.vtt", "WEBVTT\n"))
    with pytest.raises(InputError):
        captions.read(Source("x.json", '{"segments": [{"startTime": 1}]}'))


SPOKEN = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(1, 10**5), st.text("abc ĳ汉字", min_size=1)),
    min_size=1,
)


@given(SPOKEN)
def test_what_we_write_we_read(rows: list[tuple[int, int, str]]) -> None:
    spoken = [
        Caption(Span(start, start + length), f"line {i} {text}".strip())
        for i, (start, length, text) in enumerate(sorted(rows))
    ]
    for name, text in (("x.srt", srt.compose(spoken)), ("x.vtt", vtt.compose(spoken))):
        source = Source(name, text)
        assert captions.recognise(source) > 0.9
        (document,) = captions.read(source)
        assert document.captions == tuple(spoken)


@pytest.mark.shared
def test_every_real_caption_file_keeps_its_words(shared: Path) -> None:
    paths = [*sorted((shared / "timed").rglob("*.srt")), *sorted((shared / "timed").rglob("*.vtt"))]
    assert paths
    for path in paths:
        source = open_source(path)
        assert captions.recognise(source) > 0.9
        documents = captions.read(source)
        body = "\n".join(line for line in source.text.split("\n") if "-->" not in line)
        assert not lost_words(body.removeprefix("WEBVTT"), documents), path


@pytest.mark.shared
@pytest.mark.parametrize(("suffix", "count"), [("srt", 222), ("vtt", 7), ("json", 5), ("html", 10)])
def test_podcasting_examples(shared: Path, suffix: str, count: int) -> None:
    folder = shared / "conformance/podcasting20/docs/examples/transcripts"
    (document,) = captions.read(open_source(folder / f"example.{suffix}"))
    assert len(document.captions) == count
