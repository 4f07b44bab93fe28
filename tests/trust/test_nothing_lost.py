"""Nothing is lost on the way: every word of the input stands in the outputs or in a finding."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings

from pipeline.errors import InputError
from pipeline.model import Caption, Document, Episode, Span
from pipeline.readers.opening import open_source, read_source
from pipeline.slugs import slugify
from pipeline.stages.detect import detect
from tests import strategies
from tests.readers.accounting import lost_words, words_of
from tests.trust.accounts import check
from tests.trust.runs import SAMPLE

LABELS = {
    "Concept", "Entiteiten", "Entities", "Organisatie", "Organization", "Person", "Persoon",
    "Product", "Synonyms", "Technology",
}  # fmt: skip
TRANSCRIPT_LIKE_A_CAPTION = Episode(
    Document(
        "A talk",
        "captions",
        captions=(Caption(Span(0, 1_000), "Yes."),),
        transcript=("Yes.", "No word of this is heard."),
    ),
    "en",
    1.0,
    "a-talk",
)
DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"


def check_file(path: Path) -> int:
    documents = read_source(open_source(path))
    for document in documents:
        episode = detect(document, slug=slugify(document.title))
        check(episode)
        check(episode, engine=False)
    return len(documents)


def test_the_sample_loses_nothing() -> None:
    assert check_file(SAMPLE) == 3


@pytest.mark.parametrize("name", ["article.txt", "captions.en.vtt"])
def test_the_other_samples_lose_nothing(name: str) -> None:
    assert check_file(SAMPLE.with_name(name)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("engine", [True, False])
@settings(
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(episode=strategies.episodes())
@example(episode=TRANSCRIPT_LIKE_A_CAPTION)
def test_whatever_an_episode_holds_nothing_is_lost(*, engine: bool, episode: Episode) -> None:
    check(episode, engine=engine)


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["inputs", "shownotes", "timed", "conformance"])
def test_the_real_documents_lose_nothing(shared: Path, folder: str) -> None:
    """Every fourth of them, and with the deep profile all, however long."""
    files = [path for path in sorted((shared / folder).rglob("*")) if path.is_file()]
    if not DEEP:
        files = [path for path in files if path.stat().st_size < 60_000][::4]
    count = 0
    for path in files:
        try:
            documents = read_source(open_source(path))
        except InputError:
            continue
        for document in documents:
            check(detect(document, slug=slugify(document.title)))
            count += 1
    assert count


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["inputs", "shownotes", "timed"])
def test_every_word_of_a_real_document_is_read(shared: Path, folder: str) -> None:
    """Words between tags, and names that a page or a format gives to its parts, are no words."""
    files = [p for p in sorted((shared / folder).rglob("*")) if p.suffix in {".md", ".txt", ".srt"}]
    count = 0
    for path in files if DEEP or len(files) < 10 else files[::4]:
        try:
            source = open_source(path)
            documents = read_source(source)
        except InputError:
            continue
        apart, joined = (re.sub(r"<[^<>\n]*>", seam, source.text) for seam in (" ", ""))
        lost = lost_words(apart, documents) & words_of(apart) & words_of(joined) - LABELS
        # A channel and an age run together on a digest page.
        lost = {word for word in lost if not re.fullmatch(r"[A-Za-z]+(?:\d+|ongeveer)", word)}
        assert not lost, f"{path.name}: {sorted(lost)}"
        count += 1
    assert count
