"""Every episode that is made is checked, quickly, in few findings that can be read."""

from __future__ import annotations

import time
from dataclasses import replace

from hypothesis import given

from pipeline.checks.form import check_form, shown
from pipeline.checks.production import check
from pipeline.model import (
    Cue,
    Document,
    Edition,
    Episode,
    Finding,
    Origin,
    Production,
    Rendering,
    Section,
    Severity,
    Span,
    TermStatus,
    TermUse,
    Track,
)
from pipeline.stages.align import align
from pipeline.stages.cue import cue, cue_bilingual
from pipeline.style.loading import load_style
from tests.strategies import patient, productions

NETFLIX = load_style("netflix")
SAID = "The boat left the harbour at 5 and reached the island of Orn before night fell again."
DUTCH = "De boot vertrok om 5 uur uit de haven en bereikte het eiland Orn nog voor de nacht viel."


def made(
    source: str, target: str, *, count: int = 1, terms: tuple[TermUse, ...] = ()
) -> Production:
    texts = [source.replace("5", str(5 + n)) for n in range(count)]
    narrative = " ".join(texts)
    duration_ms = 15_000 * count
    document = Document(
        "T", "digest", sections=(Section("", 0, narrative),), duration_ms=duration_ms
    )
    line = align(Episode(document, "en", 1.0, "t"))
    own = Edition("en", {text: Rendering(text, Origin.SOURCE) for text in texts})
    other = Edition(
        "nl",
        {
            text: Rendering(target.replace("5", str(5 + n)), Origin.ENGINE, terms)
            for n, text in enumerate(texts)
        },
    )
    tracks = tuple(cue(line, edition, style=NETFLIX) for edition in (own, other))
    both = cue_bilingual(line, own, other, style=NETFLIX)
    return Production(line, {"en": own, "nl": other}, tracks, (both,))


def rules(production: Production) -> list[str]:
    return [finding.rule for finding in check(production, style=NETFLIX)]


@patient
@given(productions())
def test_any_production_can_be_checked(production: Production) -> None:
    found = check(production, style=NETFLIX)
    assert list(found) == sorted(found)
    assert all(finding.where and finding.message for finding in found)


def test_what_our_own_stages_make_has_no_findings() -> None:
    production = made(SAID, DUTCH, count=20)
    assert rules(production) == []
    for track in (*production.tracks, *production.bilingual):
        cues = [shown(n, one, language=track.language) for n, one in enumerate(track.cues, 1)]
        hits = list(check_form(cues, NETFLIX.limits))
        assert {hit.rule for hit in hits} <= {"reading-both"}


def test_a_fault_of_form_is_one_finding_for_each_track() -> None:
    cues = tuple(Cue(Span(n * 2_000, n * 2_000 + 1_990), ("x" * 50,)) for n in range(9))
    production = replace(made(SAID, DUTCH), tracks=(Track("en", cues),), bilingual=())
    found = {finding.rule: finding for finding in check(production, style=NETFLIX)}
    assert set(found) == {"gap-short", "line-length"}
    assert found["line-length"] == Finding(
        "line-length",
        Severity.WARNING,
        "en track",
        "lines too long, 9 of 9 cues: 1 [00:00], 2 [00:02], 3 [00:04] …; "
        "50 columns; 42 is the most in en",
    )


def test_a_fault_of_content_names_the_sentence() -> None:
    (finding,) = check(made(SAID, DUTCH.replace("5", "vele")), style=NETFLIX)
    assert finding.rule == "number-lost"
    assert finding.where == "nl"
    assert finding.message.startswith("“5” not in the translation: De boot vertrok om vele")


def test_many_faults_of_a_kind_are_counted() -> None:
    found = check(made(SAID, DUTCH.replace("5", "vele"), count=9), style=NETFLIX)
    assert [finding.rule for finding in found] == ["number-lost"] * 4
    assert any(f.message.startswith("6 more sentences") for f in found)


def test_names_that_a_term_accounts_for_are_not_reported_twice() -> None:
    use = TermUse("OpenAI", "nl", "OpenAI", TermStatus.MISSING)
    source, target = SAID.replace("The boat", "OpenAI"), DUTCH.replace("De boot", "Het bedrijf")
    assert rules(made(source, target)) == ["name-lost"]
    assert rules(made(source, target, terms=(use,))) == []


def test_an_episode_of_a_hundred_sentences_takes_a_moment() -> None:
    production = made(SAID, DUTCH, count=100)
    check(production, style=NETFLIX)
    start = time.process_time()
    check(production, style=NETFLIX)
    # Some 50 ms; a busy machine takes longer for the same work.
    assert time.process_time() - start < 2
