"""`episode.json`, the contract with other programs."""

from __future__ import annotations

import json

from hypothesis import given

from pipeline.fields import units
from pipeline.formats import episode
from pipeline.model import (
    Cue,
    Document,
    Edition,
    Entity,
    Episode,
    Finding,
    Kind,
    Origin,
    Production,
    Quote,
    Rendering,
    Section,
    Sentence,
    Severity,
    Span,
    TermStatus,
    TermUse,
    Timeline,
    Timing,
    Track,
    Vocabulary,
)
from tests.strategies import patient, productions


def _production() -> Production:
    document = Document(
        "Een gesprek",
        "digest",
        channel="Kanaal 4",
        published="2 dagen geleden",
        duration_ms=120_000,
        tags=("lokaal",),
        summary="Eerste zin. Tweede zin.",
        sections=(
            Section("Begin", 0, "Het begint.", (Quote("Hallo daar.", "Ann", 5_000),), 60_000),
            Section("Einde", None, "Het eindigt.", (Quote("Tot ziens."),)),
        ),
        entities=(Entity("Ann", "person", "Gastvrouw."),),
        vocabulary=(Vocabulary("zin", synonyms=("lust",)),),
        takeaways=("Houd het kort.",),
    )
    sentences = (
        Sentence("Begin", Span(0, 1_000), Kind.TITLE, 0, Timing.STATED, 0),
        Sentence("Het eindigt.", Span(60_000, 62_000), Kind.NARRATIVE, 1, Timing.ESTIMATED, 60_000),
        Sentence("Tot ziens.", Span(62_000, 63_000), Kind.QUOTE, 1, Timing.ESTIMATED, 58_000),
    )
    use = TermUse("Ann", "en", "Ann", TermStatus.KEPT, "Ann")
    english = {
        "Een gesprek": Rendering("A talk", Origin.ENGINE),
        "Eerste zin.": Rendering("First sentence.", Origin.ENGINE, (use,)),
        "Gastvrouw.": Rendering("Host.", Origin.ENGINE, (use,)),
    }
    cue = Cue(Span(0, 900), ("Begin",), Kind.TITLE, 0, Timing.STATED, 0, "Ann")
    return Production(
        Timeline(Episode(document, "nl", 0.98765, "een-gesprek"), sentences, (0, 120_000), 120_000),
        {"nl": Edition("nl", {}), "en": Edition("en", english, ("Tweede zin.",), "builtin 1")},
        (Track("nl", (cue,)),),
        (Track("nl+en", ()),),
        (Finding("b", Severity.INFO, "x", "y"),),
        {"style": "netflix", "version": "0.1", "extra": "z"},
    )


def test_every_field_of_the_contract() -> None:
    more = [Finding("a", Severity.WARNING, "x", "y"), Finding("b", Severity.INFO, "x", "y")]
    found = json.loads(episode.compose(_production(), findings=more))
    assert list(found) == [
        *("schema", "slug", "source_language", "language_confidence", "title", "channel"),
        *("published", "duration_ms", "tags", "summary", "sections", "entities", "takeaways"),
        *(
            "vocabulary",
            "sentences",
            "untimed",
            "tracks",
            "terms",
            "missing",
            "findings",
            "signature",
        ),
    ]
    assert found["schema"] == "tolk/episode/1"
    assert found["language_confidence"] == 0.9877
    assert found["title"] == {"nl": "Een gesprek", "en": "A talk"}
    assert found["summary"] == {
        "nl": "Eerste zin. Tweede zin.",
        "en": "First sentence. Tweede zin.",
    }
    assert found["entities"] == [
        {"name": "Ann", "kind": "person", "description": {"nl": "Gastvrouw.", "en": "Host."}}
    ]
    assert found["tracks"] == {
        "nl": [
            {
                "start_ms": 0,
                "end_ms": 900,
                "lines": ["Begin"],
                "section": 0,
                "kind": "title",
                "timing": "stated",
                "max_error_ms": 0,
                "sentence": 0,
                "speaker": "Ann",
            }
        ]
    }
    assert {"text": {"nl": "Eerste zin.", "en": "First sentence."}, "origin": {"en": "engine"}} in (
        found["untimed"]
    )
    assert found["terms"] == [
        {
            "term": "Ann",
            "language": "en",
            "expected": "Ann",
            "status": "kept",
            "found": "Ann",
            "count": 2,
        }
    ]
    assert found["missing"] == {"en": ["Tweede zin."]}
    assert [item["rule"] for item in found["findings"]] == ["a", "b"]
    assert list(found["signature"]) == ["version", "style", "extra"]


def test_times_of_sections_and_quotes_say_how_they_are_known() -> None:
    first, second = episode.record(_production())["sections"]  # type: ignore[misc]
    assert (first["start_ms"], first["end_ms"], first["timing"]) == (0, 60_000, "stated")
    assert first["title"] == {"nl": "Begin"}
    assert first["quotes"] == [
        {
            "start_ms": 5_000,
            "timing": "stated",
            "max_error_ms": 0,
            "speaker": "Ann",
            "text": {"nl": "Hallo daar."},
        }
    ]
    assert (second["start_ms"], second["end_ms"]) == (60_000, 63_000)
    assert second["timing"] == "estimated"
    assert second["quotes"][0]["start_ms"] == 62_000
    assert second["quotes"][0]["max_error_ms"] == 58_000


@patient
@given(productions())
def test_a_language_is_listed_only_where_it_says_something(production: Production) -> None:
    text = production.timeline.episode.document.summary
    source = production.timeline.episode.language
    sentences = units(text, language=source)
    listed = episode.texts(text, production)
    for tag, edition in production.editions.items():
        own = any(sentence in edition.renderings for sentence in sentences)
        assert (tag in listed) == bool(sentences and (own or tag == source))
    assert not listed or next(iter(listed)) == source


@patient
@given(productions())
def test_same_production_same_json(production: Production) -> None:
    text = episode.compose(production)
    assert text == episode.compose(production)
    found = json.loads(text)
    assert len(found["sections"]) == len(production.timeline.episode.document.sections)
    assert list(found["tracks"]) == [track.language for track in production.tracks]
