from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.model import Document, Source
from pipeline.readers import transcript
from tests.readers.word_counts import counted, words

FIXTURES = Path(__file__).parent / "fixtures"


def _read(text: str, name: str = "talks/evening.txt") -> Document:
    (document,) = transcript.read(Source(name, text))
    return document


def test_marks_titles_and_speakers() -> None:
    document = _read((FIXTURES / "transcript_marked.md").read_text(encoding="utf-8"))
    assert (document.title, document.published, document.language) == (
        "Two Voices",
        "2024-05-06",
        "en",
    )
    rain, sun = document.sections
    assert (rain.title, rain.start_ms, rain.end_ms) == ("Rain", 10_000, 60_000)
    assert rain.narrative == "The room is small."
    ada, bo = rain.quotes
    assert (ada.text, ada.speaker, ada.stated_ms) == (
        "It was raining and nobody minded.",
        "Ada",
        20_000,
    )
    assert (bo.text, bo.speaker, bo.stated_ms) == ("I did.", "Bo", None)
    assert (sun.narrative, sun.end_ms) == ("Nobody speaks.", None)
    assert [finding.rule for finding in document.findings] == ["front-matter-unused"]


def test_prose_without_times() -> None:
    text = (FIXTURES / "transcript_bare.txt").read_text(encoding="utf-8")
    document = _read(text)
    assert document.title == "evening"
    assert not document.sections
    assert document.transcript == (
        "First we set the table. Nobody came, and the soup went cold before the second bell.",
        "Ada: So we ate it ourselves.",
        "Nothing was left: not a spoon.",
    )


def test_marks_without_titles() -> None:
    document = _read("[00:01] one two\nthree\n[1:00:09.500] four\n\n(2:00:00) **five**")
    assert [(s.start_ms, s.end_ms, s.narrative) for s in document.sections] == [
        (1_000, 3_609_500, "one two three"),
        (3_609_500, 7_200_000, "four"),
        (7_200_000, None, "five"),
    ]


def test_marks_out_of_order() -> None:
    document = _read("[00:09] late\n[00:01] early")
    assert [finding.rule for finding in document.findings] == ["section-out-of-order"]
    assert [section.start_ms for section in document.sections] == [9_000, 1_000]


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("Ada: Yes.", "Ada"),
        ("**Ada de Vries**: Yes.", "Ada de Vries"),
        ("__Ada Lovelace__: Yes.", "Ada Lovelace"),
        ("林悦：是的。", ""),
        ("林悦： 是的。", "林悦"),
        ("Speaker 2: Yes.", "Speaker 2"),
        ("The problem was this: nobody came.", ""),
        ("Nothing was left: not a spoon.", ""),
    ],
)
def test_speakers(line: str, speaker: str) -> None:
    document = _read(f"## [00:01] A\n\n{line}")
    quotes = document.sections[0].quotes
    assert (quotes[0].speaker if quotes else "") == speaker


def test_front_matter_alone_is_an_error() -> None:
    with pytest.raises(InputError, match="no text"):
        _read("---\ntitle: Empty\n---\n\n")


def test_json_and_captions_are_not_its_own() -> None:
    for text in ('{"a": 1}', '[\n {"a": 1}]', "1\n00:00:01,000 --> 00:00:02,000\nHi"):
        assert transcript.recognise(Source("x", text)) == 0
    assert transcript.recognise(Source("x", "Some words. And more.")) > 0


LINES = st.sampled_from(
    [
        "[00:01] It rains",
        "## [00:02] Sun and sea",
        "Ada: I did",
        "plain line",
        "",
        "# Top",
        "[9:99] x",
        "[1:99:00] y",
        "[١٢:٠٠] z",
        "**b**",
    ]
)


@given(st.lists(LINES, min_size=1, max_size=12))
def test_no_word_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    with suppress(InputError):
        document = _read(text, "plain.txt")
        lost = words(text) - counted([document])
        assert all(word.isdigit() for word in lost), lost


@given(st.text(max_size=200))
def test_nothing_makes_it_fall_over(text: str) -> None:
    with suppress(InputError):
        _read(text)
