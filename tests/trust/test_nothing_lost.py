"""Nothing is lost on the way: every word of the input stands in the outputs or in a finding."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from pipeline.fields import fields, units
from pipeline.flow import Made, Stages, produce
from pipeline.model import Document, Episode, Kind, Track
from pipeline.readers.opening import open_source, read_source
from pipeline.slugs import slugify
from pipeline.stages.detect import detect
from tests import strategies
from tests.fuzz.doors import Echo
from tests.trust.runs import SAMPLE

# Han stands without spaces, so each sign counts as a word.
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
TARGETS = ("en", "nl", "zh-Hans")


@cache
def stages() -> Stages:
    """A whole run with an engine that turns words round."""
    from pipeline.assembly import Assembly
    from pipeline.settings import Settings

    assembly = Assembly(Settings(engine="none", glossaries=(), memory=Path(":memory:")))
    assembly.__dict__["engine"] = Echo()
    return assembly.stages()


def made(episode: Episode) -> Made:
    (outcome,) = produce([episode], stages())
    assert isinstance(outcome, Made), outcome
    return outcome


def signs(text: str) -> str:
    """Return the letters and digits; how words are parted and marked is the format's business."""
    return "".join(re.findall(r"[^\W_]", text))


def words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in _WORD.findall(text))


def timed(document: Document) -> list[str]:
    """The fields that are said, and so have a place in the track."""
    if document.captions:
        return [caption.text for caption in document.captions]
    said = [text for s in document.sections for text in (s.title, s.narrative)]
    said += [quote.text for section in document.sections for quote in section.quotes]
    return [*said, *document.transcript]


def strings(value: object) -> Iterator[str]:
    """Yield every text in a value from JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def shown(track: Track | None) -> str:
    return signs(" ".join(cue.text for cue in track.cues)) if track else ""


def check(episode: Episode) -> None:
    outcome = made(episode)
    production = outcome.production
    document, language = episode.document, episode.language
    tracks = {track.language: track for track in production.tracks}
    said = " ".join(sentence.text for sentence in production.timeline.sentences)
    # The timeline holds every word of every timed field …
    missing = words(timed(document)) - words([said])
    if missing:  # A stated length of less than a moment for each sentence has no room for all.
        assert production.timeline.findings, f"not on the timeline: {missing}"
    # … the source track holds the timeline, sign for sign …
    heard = signs(said)
    assert Counter(shown(tracks.get(language))) >= Counter(heard)
    # … every field is in the record and in the summary …
    files = {file.path.partition("/")[2]: file.content.decode() for file in outcome.files}
    page = files[f"{episode.slug}.summary.{language}.md"]
    for text in (document.title, document.summary, *timed(document)):
        if not document.captions:
            lost = words([text]) - words([page])
            assert not lost, f"not in the summary: {lost}"
    record = " ".join(strings(json.loads(files["episode.json"])))
    for text in fields(document):
        lost = words([text.replace("\n", " ")]) - words([record])
        assert not lost, f"not in episode.json: {lost}"
    # … every sentence is translated or named …
    for tag in TARGETS:
        edition = production.editions.get(tag)
        if edition is None:
            continue
        for text in fields(document):
            for sentence in units(text, language=language):
                assert sentence in edition.renderings or sentence in edition.missing
        named = " ".join(f.message for f in production.findings if f.where == tag)
        for sentence in edition.missing:
            assert sentence in named
        # … and what was translated is in the translated track.
        if tag != language and tag in tracks and tag != "zh-Hans":
            told = [
                edition.renderings[s.text].text
                for s in production.timeline.sentences
                if s.text in edition.renderings and s.kind is not Kind.TITLE
            ]
            assert Counter(shown(tracks[tag])) >= Counter(signs(" ".join(told)))


def check_file(path: Path) -> int:
    documents = read_source(open_source(path))
    for document in documents:
        check(detect(document, slug=slugify(document.title)))
    return len(documents)


def test_the_sample_loses_nothing() -> None:
    assert check_file(SAMPLE) == 3


@pytest.mark.parametrize("name", ["article.txt", "captions.en.vtt"])
def test_the_other_samples_lose_nothing(name: str) -> None:
    assert check_file(SAMPLE.with_name(name)) == 1


@pytest.mark.slow
@settings(
    suppress_health_check=list(HealthCheck),
    max_examples=20,
    phases=[Phase.explicit, Phase.generate],
)
@given(strategies.episodes())
def test_whatever_an_episode_holds_nothing_is_lost(episode: Episode) -> None:
    check(episode)


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["inputs", "shownotes", "timed"])
def test_the_real_documents_lose_nothing(shared: Path, folder: str) -> None:
    from pipeline.errors import InputError

    count = 0
    for path in sorted((shared / folder).rglob("*")):
        if not path.is_file() or path.stat().st_size > 60_000:
            continue
        try:
            count += check_file(path)
        except InputError:
            continue
        if count > 12:
            break
    assert count
