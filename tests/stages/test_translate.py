from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import EngineError
from pipeline.glossary.model import Glossary, NamePolicy
from pipeline.memory import Memory, Pair
from pipeline.model import Document, Edition, Entity, Episode, Origin, Quote, Section, TermStatus
from pipeline.stages.translate import Counts, Translate
from tests.glossary.fakes import Scripted
from tests.glossary.fixtures import ROWS, glossary_of

NL = {
    "A talk": "Een gesprek",
    "We built ⟦0⟧ last year.": "Vorig jaar bouwden we ⟦0⟧.",
    "It was hard.": "Het was zwaar.",
    "Then ⟦0⟧ met us.": "Toen ontmoette ⟦0⟧ ons.",
    "A builder.": "Een bouwer.",
}


def episode(*, language: str = "en", slug: str = "talk", narrative: str = "") -> Episode:
    document = Document(
        title="A talk",
        reader="digest",
        summary="We built Cursor last year. It was hard.",
        sections=(Section("Cursor", 0, narrative, (Quote("It was hard."),)),),
        entities=(Entity("Sonya Huang", "person", "A builder."),),
    )
    return Episode(document, language, 1.0, slug)


def dutch(**more: str) -> Scripted:
    return Scripted(NL | more, say=lambda text: "")


def test_editions_of_an_episode() -> None:
    stage = Translate(dutch(), glossary=glossary_of(ROWS))
    (editions,) = stage.translate([episode(narrative="Then Sonya met us.")], targets=["en", "nl"])
    assert list(editions) == ["en", "nl"]
    english, nl = editions["en"], editions["nl"]
    assert all(r.origin is Origin.SOURCE and r.text == t for t, r in english.renderings.items())
    assert nl.missing == ()
    assert {text: r.text for text, r in nl.renderings.items()} == {
        "A talk": "Een gesprek",
        "We built Cursor last year.": "Vorig jaar bouwden we Cursor.",
        "It was hard.": "Het was zwaar.",
        "Cursor": "Cursor",
        "Then Sonya met us.": "Toen ontmoette Sonya ons.",
        "A builder.": "Een bouwer.",
    }
    assert "Sonya Huang" not in nl.renderings
    assert nl.renderings["Cursor"].origin is Origin.GLOSSARY
    assert stage.counts == Counts(engine=5, glossary=1, terms_expected=3, terms_kept=3)
    assert stage.counts.term_accuracy == 1.0
    assert "scripted" in nl.signature and "glossary 16:" in nl.signature


def test_terms_of_the_source_are_named_where_no_break_may_enter_them() -> None:
    stage = Translate(dutch(), glossary=glossary_of(ROWS))
    text = "Sonya Huang trained a reward model and Cursor."
    (editions,) = stage.translate([episode(narrative=text)], targets=["en"])
    assert editions["en"].whole[text] == ("Sonya Huang", "reward model")


def test_memory_is_used_and_episodes_share_sentences(tmp_path: Path) -> None:
    engine = dutch()
    with Memory(tmp_path / "m") as memory:
        stage = Translate(engine, glossary=glossary_of(ROWS), memory=memory)
        both = stage.translate([episode(), episode(slug="again")], targets=["nl"])
        assert both[0]["nl"].renderings == both[1]["nl"].renderings
        assert len(engine.asked) == len(set(engine.asked)) == 4
        engine.asked.clear()
        later = Translate(engine, glossary=glossary_of(ROWS), memory=memory)
        assert later.translate([episode()], targets=["nl"]) == both[:1]
        assert engine.asked == []
        assert (later.counts.memory, later.counts.engine) == (4, 0)


def test_one_changed_row_costs_only_its_sentences(tmp_path: Path) -> None:
    engine = Scripted(say=lambda text: "ja " + text)
    words = ["Cursor", "agents"] * 9
    text = " ".join(f"Sentence {i} speaks of {word}." for i, word in enumerate(words))

    def asked(rows: str, memory: Memory) -> list[str]:
        engine.asked.clear()
        stage = Translate(engine, glossary=glossary_of(rows), memory=memory)
        stage.translate([episode(narrative=text)], targets=["nl"])
        return list(engine.asked)

    with Memory(tmp_path / "m") as memory:
        assert len(asked(ROWS, memory)) == 18 + 4  # the heading is a term: no engine
        changed = ROWS.replace("Cursor,=,=", "Cursor,Cursor AI,=")
        again = asked(changed, memory)
        assert len(again) == 9 + 1  # the summary speaks of Cursor too
        assert all("⟦0⟧" in text for text in again)
        assert asked(changed + "zebra,zebra,斑马,term,,,,\n", memory) == []
        assert asked(ROWS, memory) == []


def test_a_persons_translation_wins_and_is_verified(tmp_path: Path) -> None:
    engine = dutch()
    with Memory(tmp_path / "m") as memory:
        memory.correct([Pair("en", "nl", "We built Cursor last year.", "Het is gebouwd.")])
        stage = Translate(engine, glossary=glossary_of(ROWS), memory=memory)
        (editions,) = stage.translate([episode()], targets=["nl"])
    rendering = editions["nl"].renderings["We built Cursor last year."]
    assert (rendering.text, rendering.origin) == ("Het is gebouwd.", Origin.CORRECTED)
    assert [use.status for use in rendering.terms] == [TermStatus.MISSING]
    assert [finding.rule for finding in editions["nl"].findings] == ["term-missing"]
    assert all("built" not in text for text in engine.asked)
    assert (stage.counts.corrected, stage.counts.terms_missing) == (1, 1)


def test_a_pair_that_is_not_served(tmp_path: Path) -> None:
    class Narrow(Scripted):
        pairs = frozenset({("en", "zh-Hans")})

    engine = Narrow()
    with Memory(tmp_path / "m") as memory:
        memory.correct([Pair("en", "nl", "It was hard.", "Het was zwaar.")])
        stage = Translate(engine, memory=memory)
        (editions,) = stage.translate([episode()], targets=["nl"])
    assert list(editions["nl"].renderings) == ["It was hard."]
    assert editions["nl"].missing == (
        "A talk",
        "We built Cursor last year.",
        "Cursor",
        "A builder.",
    )
    assert stage.counts.missing == 4
    assert engine.asked == []


@pytest.mark.parametrize(
    ("answer", "target", "why"),
    [
        ("", "nl", "said nothing"),
        ("This sentence is about nothing much.", "nl", "left in the source language"),
        ("这句话没什么意思。", "nl", "in Chinese characters"),
        ("Deze zin gaat nergens over.", "zh-Hans", "no Chinese characters"),
    ],
)
def test_what_is_no_translation_is_refused(answer: str, target: str, why: str) -> None:
    sentence = "This sentence is about nothing much."
    engine = Scripted({sentence: answer}, say=lambda text: "好" if target[0] == "z" else "ja")
    stage = Translate(engine)
    (editions,) = stage.translate([episode(narrative=sentence)], targets=[target])
    assert editions[target].missing == (sentence,)
    (finding,) = editions[target].findings
    assert why in finding.message and sentence in finding.message


def test_a_killed_run_keeps_its_chunks(tmp_path: Path) -> None:
    class Dying(Scripted):
        def translate(self, texts, *, source, target):  # type: ignore[no-untyped-def]
            if len(self.asked) >= 8:
                raise EngineError("model", "is damaged")
            return super().translate(texts, source=source, target=target)

    text = " ".join(f"Here is number {i} of them." for i in range(20))
    with Memory(tmp_path / "m") as memory:
        with pytest.raises(EngineError):
            Translate(Dying(say=lambda t: "ja " + t), memory=memory, chunk=4).translate(
                [episode(narrative=text)], targets=["nl"]
            )
        fresh = Scripted(say=lambda t: "ja " + t)
        Translate(fresh, memory=memory, chunk=4).translate(
            [episode(narrative=text)], targets=["nl"]
        )
        assert len(fresh.asked) == 25 - 8


def test_what_an_episode_gets_does_not_depend_on_its_group() -> None:
    other = Episode(Document("Then Sonya met us.", "digest"), "en", 1.0, "other")
    named = episode(narrative="Then Sonya met us.")
    group = [other, named, episode(slug="third")]

    def editions(*episodes: Episode) -> list[dict[str, Edition]]:
        stage = Translate(Scripted(say=lambda text: "ja " + text), glossary=glossary_of(ROWS))
        return stage.translate(episodes, targets=["nl"])

    together = editions(*group)
    assert together == [one for each in group for one in editions(each)]
    assert together == editions(*reversed(group))[::-1]
    text = "Then Sonya met us."
    assert len({each["nl"].renderings[text].terms for each in together[:2]}) == 2


def test_names_of_one_episode_are_not_names_of_another() -> None:
    engine = Scripted()
    other = Episode(Document("Then Sonya met us all.", "digest"), "en", 1.0, "other")
    stage = Translate(engine, glossary=Glossary(), names=NamePolicy.KEEP)
    stage.translate([episode(), other], targets=["nl"])
    assert "Then Sonya met us all." in engine.asked
