"""Podcasting 2.0 transcripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.formats import transcript_json
from pipeline.model import Caption, Span
from tests.strategies import captions


@given(st.lists(captions(), max_size=5))
def test_what_is_written_reads_back_the_same(items: list[Caption]) -> None:
    file = transcript_json.parse(transcript_json.compose(items))
    assert list(file.captions) == items
    assert not file.problems


def test_segments_that_cannot_be_read_are_named() -> None:
    file = transcript_json.parse(
        '{"segments": [{"startTime": 0, "body": "A"}, {"startTime": "1.5", "endTime": 2, '
        '"body": "B\\r\\n\\r\\nC", "speaker": " Ann  B "}, {"startTime": 3, "body": "D"}, 7, '
        '{"startTime": 5, "endTime": 5, "body": "E"}, {"startTime": 6, "endTime": 7, "body": " "}]}'
    )
    assert file.captions == (
        Caption(Span(0, 1_500), "A"),
        Caption(Span(1_500, 2_000), "B\nC", "Ann B"),
    )
    assert [(problem.line, problem.rule) for problem in file.problems] == [
        (3, "segment-unreadable"),
        (4, "segment-unreadable"),
        (5, "end-before-start"),
        (6, "cue-without-text"),
    ]


@pytest.mark.parametrize("text", ["", "[", "[]", '{"segments": 1}', "[" * 100_000])
def test_what_is_no_transcript_is_refused_by_name(text: str) -> None:
    with pytest.raises(InputError, match=r"^talk\.json: "):
        transcript_json.parse(text, name="talk.json")


@pytest.mark.shared
def test_the_example_of_the_specification(shared: Path) -> None:
    path = shared / "conformance/podcasting20/docs/examples/transcripts/example.json"
    file = transcript_json.parse(path.read_text("utf-8"))
    assert len(file.blocks) == 5
    assert not file.problems
    assert file.captions[0].span == Span(500, 750)
