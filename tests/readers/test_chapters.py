from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.model import Document, Source
from pipeline.readers import chapters
from pipeline.readers.opening import open_source

FIXTURES = Path(__file__).parent / "fixtures" / "inputs"


def _read(text: str, name: str = "x.txt") -> Document:
    source = Source(name, text)
    assert chapters.recognise(source) >= 0.9
    (document,) = chapters.read(source)
    return document


def _times(document: Document) -> list[tuple[int | None, str]]:
    return [(section.start_ms, section.title) for section in document.sections]


@pytest.mark.parametrize(
    "text",
    [
        "00:00:00.000 Welcome\n00:01:30.500 Bees <https://example.org>\n01:02:03.000 Winter\n",
        "CHAPTER001=00:00:00.000\nCHAPTER001NAME=Welcome\nCHAPTER002=00:01:30.500\n"
        "CHAPTER002NAME=Bees\nCHAPTER003=01:02:03.000\nCHAPTER003NAME=Winter\n",
        "0.000000\t90.500000\tWelcome\n90.500000\t3723.000000\tBees\n3723.0\t3723.0\tWinter\n",
        json.dumps([{"start": "00:00:00.000", "title": "Welcome"},
                    {"start": "00:01:30.500", "title": "Bees", "href": "https://example.org"},
                    {"start": "01:02:03", "title": "Winter"}]),
        json.dumps({"chapters": [{"startTime": 0, "title": "Welcome"},
                                 {"startTime": 90.5, "title": "Bees"},
                                 {"startTime": 1000, "toc": False, "img": "x.png"},
                                 {"startTime": 3723, "title": "Winter"}]}),
        json.dumps({"chapters": [
            {"start_time": "0.000000", "end_time": "90.5", "tags": {"title": "Welcome"}},
            {"start_time": "90.500000", "end_time": "3723", "tags": {"title": "Bees"}},
            {"start_time": "3723.000000", "end_time": "3800", "tags": {"title": "Winter"}}]}),
        "<Chapters><EditionEntry>"
        "<ChapterAtom><ChapterTimeStart>00:00:00.000000000</ChapterTimeStart><ChapterDisplay>"
        "<ChapterString>Welcome</ChapterString></ChapterDisplay></ChapterAtom>"
        "<ChapterAtom><ChapterTimeStart>00:01:30.500000000</ChapterTimeStart><ChapterDisplay>"
        "<ChapterString>Bees</ChapterString></ChapterDisplay></ChapterAtom>"
        "<ChapterAtom><ChapterTimeStart>01:02:03.000000000</ChapterTimeStart><ChapterDisplay>"
        "<ChapterString>Winter</ChapterString></ChapterDisplay></ChapterAtom>"
        "</EditionEntry></Chapters>",
    ],
)  # fmt: skip
def test_every_format_says_the_same(text: str) -> None:
    document = _read(text)
    assert _times(document) == [(0, "Welcome"), (90_500, "Bees"), (3_723_000, "Winter")]
    assert document.sections[0].end_ms == 90_500


def test_podlove_simple_chapters() -> None:
    (document,) = chapters.read(open_source(FIXTURES / "podlove.psc.xml"))
    assert _times(document) == [(0, "Welcome"), (90_500, "Bees & honey"), (3_723_000, "Winter")]


def test_ffmpeg_metadata_scales_by_its_timebase() -> None:
    (document,) = chapters.read(open_source(FIXTURES / "ffmetadata.txt"))
    assert document.title == "Bees in town"
    assert [(s.start_ms, s.end_ms, s.title) for s in document.sections] == [
        (0, 90_500, "Welcome"),
        (90_500, 200_000, "Bees = honey"),
    ]


def test_a_youtube_list_alone() -> None:
    document = _read("0:00 Intro\n12:30 Bees\n1:02:03 Winter\n", "hive.nl.txt")
    assert (document.title, document.language) == ("hive", "nl")
    assert _times(document)[2] == (3_723_000, "Winter")


def test_a_chapter_without_a_time_is_kept_and_named() -> None:
    document = _read(
        '{"chapters": [{"startTime": 1, "title": "A"}, {"startTime": "?", "title": "B"}]}'
    )
    assert _times(document) == [(1_000, "A"), (None, "B")]
    assert "chapter-without-time" in {finding.rule for finding in document.findings}


@pytest.mark.parametrize("name", ["entities_that_explode.xml", "entity_that_reads_a_file.xml"])
def test_entities_are_refused(name: str) -> None:
    with pytest.raises(InputError, match="entities"):
        chapters.read(open_source(FIXTURES / name))


@pytest.mark.parametrize(
    "text", ["<chapters>", "<chapters/>", '{"chapters": []}', "{", "Hello\nbees"]
)
def test_nothing_usable_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        chapters.read(Source("x", text))


def test_prose_and_notes_are_not_a_chapter_file() -> None:
    assert chapters.recognise(Source("x", "About bees\n0:00 Intro\n1:00 Bees\n")) == 0
    assert chapters.recognise(Source("x", "Hello")) == 0


@pytest.mark.shared
def test_podcasting_examples(shared: Path) -> None:
    folder = shared / "conformance/podcasting20/docs/examples/chapters"
    (plain,) = chapters.read(open_source(folder / "example.json"))
    (rich,) = chapters.read(open_source(folder / "exampleComplex.json"))
    assert (len(plain.sections), len(rich.sections)) == (9, 10)
    assert "hidden-chapters" in {finding.rule for finding in rich.findings}
