from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.model import Document, Source
from pipeline.readers import article
from tests.readers.word_counts import counted, words

FIXTURES = Path(__file__).parent / "fixtures"


def _read(name: str) -> tuple[str, Document]:
    text = (FIXTURES / name).read_text(encoding="utf-8")
    (document,) = article.read(Source(name, text))
    return text, document


def _assert_no_word_lost(text: str, document: Document) -> None:
    lost = words(text) - counted([document])
    # The numbers of the vocabulary and the word `Synonyms` are marks.
    assert all(word.isdigit() or word == "Synonyms" for word in lost), lost
    assert not counted([document]) - words(text)


def test_all_parts() -> None:
    text, document = _read("article_full.txt")
    assert document.title == "The Coast That Was Not There"
    assert document.summary.count("\n\n") == 1
    assert document.takeaways == (
        "A map is an argument, not a picture.",
        "Every copy adds an error.",
        "Ask who paid for it.",
    )
    assert document.transcript[1].startswith(
        "Is it true that you sank a boat? Only on paper. [ __ ]"
    )
    assert document.tags == ("Cartography", "Errors", "Old Maps", "Sea")
    shoal, plot = document.vocabulary
    assert (shoal.pronunciation, plot.pronunciation) == ("", "plɒt")
    assert (plot.word, plot.part_of_speech) == ("to plot", "v.")
    assert plot.definition == "To draw a course on a chart."
    assert plot.synonyms == ("chart", "map")
    assert (shoal.context, plot.context) == (
        "We lost a whole shoal because somebody sneezed.",
        "You plot it twice",
    )
    (finding,) = document.findings
    assert finding.rule == "page-furniture" and "CC button" in finding.message
    _assert_no_word_lost(text, document)


def test_another_order_and_missing_parts() -> None:
    text, document = _read("article_title_first.txt")
    assert document.title == "Tides in Plain Words"
    assert document.transcript == (
        "The moon pulls. The water follows, late.",
        "Why late? Because the sea has edges.",
    )
    assert document.vocabulary[0].context == "The ebb took my shoes."
    assert document.tags == ("tide", "moon", "sea")
    assert not document.summary and not document.takeaways
    _assert_no_word_lost(text, document)


def test_the_real_article(shared: Path) -> None:
    path = shared / "inputs" / "transcript-article.txt"
    text = path.read_text(encoding="utf-8")
    source = Source(path.name, text)
    assert article.recognise(source) > 0.8
    (document,) = article.read(source)
    assert document.title.startswith("Making AI accessible")
    assert len(document.takeaways) == 3 and len(document.vocabulary) == 10
    assert all(entry.context and len(entry.synonyms) == 3 for entry in document.vocabulary)
    assert len(document.transcript) == 52 and len(document.tags) == 7
    _assert_no_word_lost(text, document)


def test_a_title_from_the_file_name() -> None:
    text = "1. ebb [eb] - (n.) - To go.\n\nThe ebb took my shoes.\n\nThe sea has edges. It does."
    (document,) = article.read(Source("talks/tides.txt", text))
    assert document.title == "tides"


@pytest.mark.parametrize("text", ["Plain prose. Nothing else.", "1. Buy milk\n2. Buy bread", ""])
def test_what_is_no_article(text: str) -> None:
    assert article.recognise(Source("x", text)) == 0


@given(st.text(alphabet=st.sampled_from("a1. [](-)n:💡\n,💬"), max_size=120))
def test_nothing_makes_it_fall_over(text: str) -> None:
    with suppress(InputError):
        article.read(Source("x", text))
