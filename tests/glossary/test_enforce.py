from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import EngineError
from pipeline.glossary.enforce import Glossed
from pipeline.glossary.match import matcher
from pipeline.glossary.model import Glossary, NamePolicy, Term
from pipeline.glossary.names import Name
from pipeline.glossary.protect import STYLES, leaks
from pipeline.model import Origin, Rendering, TermStatus
from tests.glossary.fakes import Mangling, Scripted
from tests.glossary.fixtures import GLOSSARY


def one(engine: Scripted, text: str, *, target: str = "nl", source: str = "en") -> Rendering:
    (rendering,) = Glossed(engine, GLOSSARY).translate([text], source=source, target=target)
    return rendering


def statuses(rendering: Rendering) -> dict[str, TermStatus]:
    return {use.term: use.status for use in rendering.terms}


def test_terms_and_names_on_the_first_rung() -> None:
    engine = Scripted({"⟦0⟧ likes the ⟦1⟧.": "⟦0⟧ houdt van het ⟦1⟧."})
    got = one(engine, "Cursor likes the reward model.")
    assert got.text == "Cursor houdt van het beloningsmodel."
    assert got.origin is Origin.ENGINE
    assert statuses(got) == {
        "Cursor": TermStatus.KEPT,
        "reward model": TermStatus.TRANSLATED,
    }


def test_words_that_stay_are_left_to_the_engine_at_first() -> None:
    words = Glossary((Term({"en": ("CEO",), "nl": ("=",)}, kind="abbreviation"), *GLOSSARY.terms))
    engine = Scripted(
        {"The CEO of ⟦0⟧ spoke.": "De CEO van ⟦0⟧ sprak.", "A CEO spoke.": "Een baas sprak."}
        | {"A ⟦0⟧ spoke.": "Een ⟦0⟧ sprak."}
    )
    texts = ["The CEO of Cursor spoke.", "A CEO spoke."]
    got = Glossed(engine, words).translate(texts, source="en", target="nl")
    assert [rendering.text for rendering in got] == ["De CEO van Cursor sprak.", "Een CEO sprak."]
    assert [statuses(rendering)["CEO"] for rendering in got] == [
        TermStatus.KEPT,
        TermStatus.REPAIRED,
    ]
    assert engine.asked == ["The CEO of ⟦0⟧ spoke.", "A CEO spoke.", "A ⟦0⟧ spoke."]


def test_a_sentence_left_as_it_was_is_tried_in_other_ways() -> None:
    text = "The reward model is what we train last."
    engine = Scripted(
        {text: "Het beloningsmodel trainen we het laatst."},
        say=lambda asked: asked,
    )
    got = one(engine, text)
    assert got.text == "Het beloningsmodel trainen we het laatst."
    assert statuses(got) == {"reward model": TermStatus.TRANSLATED}
    echo = one(Scripted(), text)
    assert echo.text == "The beloningsmodel is what we train last."


def test_other_styles_come_next() -> None:
    engine = Scripted(
        {"See the ⟦0⟧ work.": "Zie het werken.", "See the Xanto work.": "Zie het Xanto werken."},
        styles=("symbol", "name"),
    )
    got = one(engine, "See the reward model work.")
    assert got.text == "Zie het beloningsmodel werken."
    assert statuses(got) == {"reward model": TermStatus.REPAIRED}


def test_alternatives_come_third() -> None:
    engine = Scripted(
        {"See the ⟦0⟧ work.": "Zie het werken."},
        choices={"See the ⟦0⟧ work.": ["Zie dat.", "Zie ⟦0⟧ ⟦0⟧.", "Zie het ⟦0⟧ doen."]},
    )
    assert one(engine, "See the reward model work.").text == "Zie het beloningsmodel doen."


def test_pieces_come_fifth() -> None:
    engine = Scripted(
        {
            "The ⟦0⟧ is new; we like ⟦1⟧ a lot.": "Het is nieuw.",
            "The ⟦0⟧ is new": "Het ⟦0⟧ is nieuw.",
            "we like ⟦1⟧ a lot.": "We zijn dol op ⟦1⟧.",
        },
        say=lambda text: "Niets.",
    )
    got = one(engine, "The reward model is new; we like Cursor a lot.")
    assert got.text == "Het beloningsmodel is nieuw; we zijn dol op Cursor."


def test_only_what_the_engine_says_wrong_is_protected() -> None:
    engine = Scripted(
        {
            "Cursor beats Tab and the reward model.": "Cursor verslaat Tab en het model.",
            "Cursor beats Tab and the ⟦0⟧.": "Cursor verslaat Tab en het ⟦0⟧.",
        },
        say=lambda text: "",
    )
    got = one(engine, "Cursor beats Tab and the reward model.")
    assert got.text == "Cursor verslaat Tab en het beloningsmodel."
    assert statuses(got)["reward model"] is TermStatus.REPAIRED


def test_the_engines_own_word_is_replaced() -> None:
    engine = Scripted(
        {
            "The context window is full.": "Het kadervenster is vol.",
            "context window": "Kadervenster",
        },
        styles=(),
    )
    got = one(engine, "The context window is full.")
    assert got.text == "Het contextvenster is vol."
    assert statuses(got) == {"context window": TermStatus.REPAIRED}


def test_a_forbidden_form_is_replaced() -> None:
    engine = Scripted({"Every LLM learns.": "每个法学硕士都在学习。"}, styles=())
    got = one(engine, "Every LLM learns.", target="zh-Hans")
    assert got.text == "每个大语言模型都在学习。"


def test_a_term_that_cannot_be_placed_is_reported() -> None:
    engine = Scripted(say=lambda text: "Iets heel anders.")
    got = one(engine, "The reward model of Cursor is good.")
    assert got.text == "Iets heel anders."
    assert set(statuses(got).values()) == {TermStatus.MISSING}


def test_an_engine_that_gets_it_right_by_itself() -> None:
    engine = Scripted({"The reward model.": "Het beloningsmodel."}, styles=())
    got = one(engine, "The reward model.")
    assert statuses(got) == {"reward model": TermStatus.TRANSLATED}
    assert engine.asked == ["The reward model."]


def test_only_terms_need_no_engine() -> None:
    engine = Scripted()
    texts = ["Reward model", "Cursor", "“Cursor”, Composer 2!", "…", "95%"]
    got = Glossed(engine, GLOSSARY).translate(texts, source="en", target="nl")
    assert [r.text for r in got] == [
        "Beloningsmodel",
        "Cursor",
        "“Cursor”, Composer 2!",
        "…",
        "95%",
    ]
    assert [r.origin for r in got][:3] == [Origin.GLOSSARY] * 3
    assert got[3].origin is Origin.SOURCE
    assert engine.asked == []


def test_a_background_agent_is_no_agent() -> None:
    engine = Scripted({"An agent.": "Een achtergrondagent."}, say=lambda text: "", styles=())
    assert statuses(one(engine, "An agent.")) == {"agent": TermStatus.MISSING}


def test_a_second_occurrence_is_missed() -> None:
    table = {"Agent to agent, friends.": "Van agent tot vriend."}
    engine = Scripted(table, say=lambda text: "", styles=())
    assert statuses(one(engine, "Agent to agent, friends.")) == {"agent": TermStatus.MISSING}


def test_a_longer_term_that_was_copied_holds_the_shorter_one() -> None:
    """`agent` stands in `background agent` only where the source says `background agent` too."""
    glossed = Glossed(Scripted(), GLOSSARY)
    pairs = {
        "De background agent wint.": "The background agent wins.",
        "De agent wint.": "The background agent wins.",
    }
    got = [glossed.audit(*pair, source="nl", target="en") for pair in pairs.items()]
    assert [use.status for uses in got for use in uses] == [TermStatus.KEPT, TermStatus.MISSING]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Een inferentiechip.", TermStatus.TRANSLATED),
        ("De inferentieservers en de rest.", TermStatus.TRANSLATED),
        ("Een inferentieel begrip.", TermStatus.MISSING),
        ("Een hyperinferentie.", TermStatus.MISSING),
    ],
)
def test_a_dutch_compound_says_its_first_part(said: str, status: TermStatus) -> None:
    glossary = Glossary((Term({"en": ("inference",), "nl": ("inferentie", "inferenties")}),))
    (use,) = Glossed(Scripted(), glossary).audit(
        "An inference chip.", said, source="en", target="nl"
    )
    assert use.status is status
    assert use.found == ("inferentie" if status is TermStatus.TRANSLATED else "")


def test_an_answer_of_placeholders_only_is_hollow() -> None:
    engine = Scripted(
        {"We all like ⟦0⟧ very much.": "⟦0⟧"}, say=lambda text: "We vinden Cursor leuk."
    )
    assert one(engine, "We all like Cursor very much.").text == "We vinden Cursor leuk."


def test_an_invented_placeholder_is_never_passed_on() -> None:
    engine = Scripted(say=lambda text: "Dit is ⟦3⟧.")
    assert one(engine, "This is it, they said.").text == ""


def test_more_terms_than_placeholders() -> None:
    text = "first " + " and then ".join(["Cursor"] * 20)
    got = one(Scripted(), text)
    assert got.text.count("Cursor") == 20
    assert statuses(got)["Cursor"] is not TermStatus.MISSING


def test_same_placeholders_through_two_hops() -> None:
    from pipeline.engines.pivot import Pivot

    class Legs(Scripted):
        pairs = frozenset({("nl", "en"), ("en", "zh-Hans")})

    legs = Legs(
        {
            "Het ⟦0⟧ van ⟦1⟧ werkt.": "The ⟦0⟧ of ⟦1⟧ works.",
            "The ⟦0⟧ of ⟦1⟧ works.": "⟦1⟧ 的 ⟦0⟧ 有效.",
        }
    )
    glossed = Glossed(Pivot(legs), GLOSSARY)
    (got,) = glossed.translate(
        ["Het beloningsmodel van Cursor werkt."], source="nl", target="zh-Hans"
    )
    assert got.text == "Cursor的奖励模型有效。"
    assert [use.status for use in got.terms] == [TermStatus.TRANSLATED, TermStatus.KEPT]


def test_names_are_kept_and_rows_win() -> None:
    names = [
        Name("Sonya Huang"),
        Name("Sonya"),
        Name("Andrej Karpathy"),
        Name("Agent X", listed=False),
        Name("Background Agents", listed=False),
    ]
    engine = Scripted(say=lambda text: text.replace("meets", "ontmoet"))
    glossed = Glossed(engine, GLOSSARY, names=names)
    (got,) = glossed.translate(["Sonya Huang meets Sonya."], source="en", target="nl")
    assert engine.asked == ["⟦0⟧ meets ⟦1⟧."]
    assert got.text == "Sonya Huang ontmoet Sonya."
    (row,) = glossed.translate(["Andrej Karpathy"], source="en", target="zh-Hans")
    assert row.text == "安德烈·卡帕西"
    (recurring,) = glossed.translate(["Meet Agent X soon"], source="en", target="nl")
    assert [use.term for use in recurring.terms] == ["Agent X"]
    (terms_only,) = glossed.translate(["Meet Background Agents"], source="en", target="nl")
    assert [use.term for use in terms_only.terms] == ["background agent"]


def test_names_may_be_left_to_the_engine_in_chinese() -> None:
    names = [Name("Sonya Huang")]
    glossed = Glossed(Scripted(), GLOSSARY, names=names, policy=NamePolicy.TRANSLATE)
    text = ["Meet Sonya Huang today"]
    assert glossed.translate(text, source="en", target="zh-Hans")[0].terms == ()
    assert len(glossed.translate(text, source="en", target="nl")[0].terms) == 1


def test_an_engine_that_miscounts_is_an_error() -> None:
    class Short(Scripted):
        def translate(self, texts, *, source, target):  # type: ignore[no-untyped-def]
            return []

    with pytest.raises(EngineError, match="0 translations for 1"):
        one(Short(), "Hello there.")


def test_equal_sentences_are_asked_once_and_in_one_batch() -> None:
    engine = Scripted()
    texts = ["Hello there.", "Use Cursor now.", "Hello there."]
    Glossed(engine, GLOSSARY).translate(texts, source="en", target="nl")
    assert Counter(engine.asked) == {"Hello there.": 1, "Use ⟦0⟧ now.": 1}


def test_fingerprint_minds_only_the_rows_in_the_sentence() -> None:
    other = Glossary((*GLOSSARY.terms, Term({"en": ("zebra",), "nl": ("zebra",)})))
    changed = Glossary((*GLOSSARY.terms, Term({"en": ("Cursor",), "nl": ("Cursor AI",)})))

    def mark(glossary: Glossary, text: str) -> str:
        return Glossed(Scripted(), glossary).fingerprint(text, source="en", target="nl")

    text = "Cursor is here"
    assert mark(GLOSSARY, text) == mark(other, text)
    assert mark(GLOSSARY, text) != mark(changed, text)
    assert mark(GLOSSARY, "Nothing here") == mark(changed, "Nothing here")


WORDS = {
    "en": "the model that we saw uses a big step and then it works well".split(),
    "nl": "het model dat we zagen neemt een grote stap en daarna werkt het goed".split(),
    "zh-Hans": "我们 看到 的 系统 使用 很 大 一 步 然后 它 运行 良好".split(),
}
SYLLABLES = st.sampled_from("ba ko ri tul mes nav dor pif gan zeu".split())
LATIN = st.lists(SYLLABLES, min_size=2, max_size=3).map("".join)
HAN = st.lists(st.sampled_from("奖励模型上下文窗口智能体后台"), min_size=2, max_size=4).map("".join)
SOURCES = st.sampled_from(["en", "nl", "zh-Hans"])


@st.composite
def terms(draw: st.DrawFn) -> Term:
    latin = draw(LATIN)
    if draw(st.booleans()):
        name = latin.capitalize()
        return Term({"en": (name,), "nl": ("=",), "zh-Hans": ("=",)}, kind="name")
    return Term({"en": (latin,), "nl": (draw(LATIN),), "zh-Hans": (draw(HAN),)})


@given(
    st.lists(terms(), min_size=1, max_size=4),
    SOURCES,
    SOURCES,
    st.integers(0, 2**32),
    st.permutations(list(STYLES)),
    st.integers(0, 4),
)
def test_every_mangling_is_repaired_or_reported(  # noqa: PLR0917
    rows: list[Term], source: str, target: str, seed: int, styles: list[str], kept: int
) -> None:
    if source == target:
        return
    rng = random.Random(seed)
    glossary = Glossary(tuple(rows))
    joiner = "" if source.startswith("zh") else " "
    texts: list[str] = []
    for _ in range(4):
        words = rng.sample(WORDS[source], k=6)
        for _ in range(rng.randint(1, 3)):
            words.insert(rng.randrange(len(words)), rng.choice(rows).accepted(source)[0])
        mark = rng.choice([", ", "; ", " — "]) if joiner else "，"
        texts.append(joiner.join(words[:4]) + mark + joiner.join(words[4:]) + ".")
    engine = Mangling(seed, styles=tuple(styles[:kept]))
    got = Glossed(engine, glossary).translate(texts, source=source, target=target)
    for text, rendering in zip(texts, got, strict=True):
        assert not leaks(rendering.text, text)
        expected = matcher(glossary, source, target).matches(text)
        assert {use.term for use in rendering.terms} == {
            m.term.accepted(source)[0] for m in expected if m.term
        }
        for use in rendering.terms:
            stands = use.expected.lower() in rendering.text.lower()
            assert stands or use.status is TermStatus.MISSING
            if use.status is not TermStatus.MISSING:
                assert use.found


@pytest.mark.parametrize(
    ("answer", "other", "expected"),
    [
        ("Xanto比Zorix和Zarvik好。", "⟦0⟧比⟦1⟧好。", "Cursor比Tab好。"),
        ("Xanto比Zarvik好。", "", "Cursor比Tab好。"),
    ],
)
def test_a_name_made_up_after_the_placeholders_is_no_translation(
    answer: str, other: str, expected: str
) -> None:
    engine = Scripted(
        {"Xanto beats Zarvik.": answer, "⟦0⟧ beats ⟦1⟧.": other},
        say=lambda text: "",
        styles=("name", "symbol"),
    )
    assert one(engine, "Cursor beats Tab.", target="zh-Hans").text == expected


def test_a_word_close_to_a_placeholder_is_no_translation() -> None:
    table = {"Xanto wins today.": "Xanto en Xantor winnen.", "⟦0⟧ wins today.": "⟦0⟧ wint nu."}
    engine = Scripted(table, say=lambda text: "", styles=("name", "symbol"))
    assert one(engine, "Cursor wins today.").text == "Cursor wint nu."
