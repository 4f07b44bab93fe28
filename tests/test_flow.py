"""The flow: what becomes of episodes, and that one that fails fails alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.errors import InputError
from pipeline.flow import Failed, Made, Stages, produce
from pipeline.model import (
    Cue,
    Document,
    Edition,
    Episode,
    File,
    Finding,
    Origin,
    Production,
    Rendering,
    Section,
    Severity,
    Span,
    Timeline,
    Track,
)

NOTE = Finding("noted", Severity.INFO, "episode", "A thing to know.")


def episode(title: str) -> Episode:
    return Episode(Document(title, "test", sections=(Section("", 0, "Hello."),)), "en", 1.0, title)


def align(one: Episode) -> Timeline:
    if one.slug == "bad":
        raise InputError("bad", "has no end")
    if one.slug == "worse":
        raise ZeroDivisionError
    return Timeline(one, (), (0, 1_000), 1_000, (NOTE,))


def translate(episodes: Sequence[Episode]) -> Sequence[Mapping[str, Edition]]:
    said = {"Hello.": Rendering("Hello.", Origin.SOURCE)}
    lacking = Edition("nl", {}, ("Hello.",))
    return [{"en": Edition("en", said), "nl": lacking} for _ in episodes]


def cut(line: Timeline, edition: Edition) -> Track:
    return Track(edition.language, (Cue(Span(0, 900), ("Hello.",)),))


def emit(production: Production) -> Sequence[File]:
    return [File(f"{track.language}.txt", b"") for track in production.tracks]


STAGES = Stages(align, translate, cut, lambda line, a, b: cut(line, b), lambda p: (), emit, {})


def test_an_episode_becomes_files_and_findings() -> None:
    (made,) = produce([episode("good")], STAGES)
    assert isinstance(made, Made)
    assert [file.path for file in made.files] == ["en.txt"]
    assert made.missing == {"nl": 1}
    assert {"noted", "untranslated"} <= {one.rule for one in made.production.findings}
    assert list(made.production.editions) == ["en"]


def test_one_that_fails_fails_alone() -> None:
    outcomes = produce([episode(title) for title in ("bad", "good", "worse")], STAGES)
    bad, good, worse = outcomes
    assert bad == Failed("bad: has no end")
    assert isinstance(good, Made)
    assert isinstance(worse, Failed)
    assert "please report" in worse.problem


def test_a_sentence_that_a_memory_happens_to_know_makes_no_language() -> None:
    lacking = tuple(f"Sentence {number}." for number in range(20))

    def barely(episodes: Sequence[Episode]) -> Sequence[Mapping[str, Edition]]:
        hello = {"Hello.": Rendering("Hallo.", Origin.CORRECTED)}
        return [{**one, "nl": Edition("nl", hello, lacking)} for one in translate(episodes)]

    (made,) = produce([episode("good")], replace(STAGES, translate=barely))
    assert isinstance(made, Made)
    assert list(made.production.editions) == ["en"]
    assert made.missing == {"nl": 20}


def test_a_fault_in_translating_one_costs_the_others_nothing() -> None:
    def faulty(episodes: Sequence[Episode]) -> Sequence[Mapping[str, Edition]]:
        if any(one.document.title == "bad" for one in episodes):
            raise KeyError("ours")
        return STAGES.translate(episodes)

    stages = replace(STAGES, translate=faulty)
    outcomes = produce([episode(title) for title in ("good", "bad", "fine")], stages)
    assert [isinstance(outcome, Made) for outcome in outcomes] == [True, False, True]
    assert "KeyError('ours') in test_flow.py:" in outcomes[1].problem
