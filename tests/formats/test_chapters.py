"""Chapters for players and for YouTube."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.formats import chapters
from pipeline.formats.chapters import Chapter
from pipeline.model import Document, Section
from tests.strategies import documents, lines


@st.composite
def _chapters(draw: st.DrawFn) -> list[Chapter]:
    starts = sorted(draw(st.lists(st.integers(0, 10**9), max_size=6)))
    titles = st.one_of(st.just(""), lines.map(lambda line: " ".join(line.split())))
    return [
        Chapter(start, draw(titles), draw(st.none() | st.integers(start + 1, start + 10**6)))
        for start in starts
    ]


@given(_chapters(), lines)
def test_what_is_written_reads_back_the_same(items: list[Chapter], title: str) -> None:
    assert list(chapters.parse_json(chapters.compose_json(items, title=title))) == items


@given(documents())
def test_only_stated_times_become_chapters(document: Document) -> None:
    found = chapters.chapters_of(document)
    stated = [s.start_ms for s in document.sections if s.start_ms is not None]
    assert [chapter.start_ms for chapter in found] == sorted(stated)
    assert all(chapter.end_ms is None or chapter.end_ms > chapter.start_ms for chapter in found)


def test_the_file_as_written() -> None:
    items = [Chapter(0, "Opening", 94_500), Chapter(94_500)]
    assert json.loads(chapters.compose_json(items, title="One\ntwo", podcast="Talks")) == {
        "version": "1.2.0",
        "title": "One two",
        "podcastName": "Talks",
        "chapters": [
            {"startTime": 0, "endTime": 94.5, "title": "Opening"},
            {"startTime": 94.5},
        ],
    }


@given(_chapters())
def test_each_titled_chapter_is_one_line_of_text(items: list[Chapter]) -> None:
    text = chapters.compose_text(items)
    written = [line.partition(" ") for line in text.split("\n")[:-1]]
    assert len(written) == sum(bool(item.title) for item in items)
    assert not set("<>") & set(text)


def test_a_list_that_youtube_takes_has_no_findings() -> None:
    items = [Chapter(0, "A"), Chapter(10_000, "B"), Chapter(3_725_000, "C <d>")]
    assert chapters.findings(items, duration_ms=3_800_000) == ()
    assert chapters.compose_text(items) == "00:00 A\n00:10 B\n1:02:05 C ‹d›\n"
    assert chapters.findings([]) == ()


@pytest.mark.parametrize(
    ("items", "duration_ms", "wheres"),
    [
        ([Chapter(0, "A"), Chapter(20_000, "B")], None, ["chapters.txt"]),
        ([Chapter(n * 20_000, "A") for n in range(101)], None, ["chapters.txt"]),
        ([Chapter(n * 20_000 + 5_000, "A") for n in range(3)], None, ["chapter [00:05]"]),
        ([Chapter(n * 9_000, "A") for n in (0, 1, 3)], None, ["chapter [00:00]"]),
        ([Chapter(n * 20_000, "A") for n in range(3)], 45_000, ["chapter [00:40]"]),
        ([Chapter(n * 20_000, "A" * (n != 1)) for n in range(4)], None, ["chapters.txt"]),
    ],
)
def test_what_youtube_refuses_is_said(
    items: list[Chapter], duration_ms: int | None, wheres: list[str]
) -> None:
    found = chapters.findings(items, duration_ms=duration_ms)
    assert [item.where for item in found] == wheres
    assert {item.rule for item in found} == {"youtube-chapters"}


def test_sections_in_the_wrong_order_are_sorted_and_untimed_ones_left() -> None:
    sections = (Section("B", 60_000, end_ms=30_000), Section("?", None), Section("A\n1", 30_000))
    found = chapters.chapters_of(Document("T", "digest", sections=sections))
    assert found == (Chapter(30_000, "A 1"), Chapter(60_000, "B"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[" * 100_000,
        "[]",
        "{}",
        '{"chapters": {}}',
        '{"chapters": [1]}',
        '{"chapters": [{"title": "x"}]}',
        '{"chapters": [{"startTime": -1}]}',
        '{"chapters": [{"startTime": NaN}]}',
        '{"chapters": [{"startTime": 1e300}]}',
        '{"chapters": [{"startTime": true}]}',
        '{"chapters": [{"startTime": "0:10"}]}',
    ],
)
def test_what_is_not_chapters_is_refused_by_name(text: str) -> None:
    with pytest.raises(InputError, match=r"^talk\.json: "):
        chapters.parse_json(text, name="talk.json")


def test_silent_markers_are_no_chapters() -> None:
    text = '{"chapters": [{"startTime": 1, "toc": false}, {"startTime": 2.5, "title": "A"}]}'
    assert chapters.parse_json(text) == (Chapter(2_500, "A"),)


@pytest.mark.shared
def test_the_examples_of_the_specification(shared: Path) -> None:
    folder = shared / "conformance/podcasting20/docs/examples/chapters"
    assert len(chapters.parse_json((folder / "example.json").read_text("utf-8"))) == 9
    assert len(chapters.parse_json((folder / "exampleComplex.json").read_text("utf-8"))) == 10
