from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import GlossaryError
from pipeline.glossary.enforce import Glossed
from pipeline.glossary.match import FROZEN, Match, choose, matcher
from pipeline.glossary.model import Glossary, Term
from pipeline.model import TermStatus
from tests.glossary.fakes import Scripted
from tests.glossary.fixtures import GLOSSARY, glossary_of


def found(text: str, source: str = "en", target: str = "nl") -> list[str]:
    return [m.text for m in matcher(GLOSSARY, source, target).matches(text)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Cursor's reward models", ["Cursor", "reward models"]),
        ("Cursor’s “agents”", ["Cursor", "agents"]),
        ("Move the cursor.", []),
        ("The background agent is an agent.", ["background agent", "agent"]),
        ("context window size", ["context window"]),
        ("Composer 2 beats Composer", ["Composer 2", "Composer"]),
        ("Reward Models Matter", ["Reward Models"]),
        ("REWARD MODEL", ["REWARD MODEL"]),
        ("a rag is no RAG", ["rag", "RAG"]),
        ("Wipe it with a Rag", ["Rag"]),
        ("LLMs and LLM-based", ["LLMs", "LLM"]),
        ("Press Tab, not tab.", ["Tab"]),
        ("the reward\nmodel and the reward  model", ["reward\nmodel", "reward  model"]),
        ("Use C++ and MAX_LEN.", ["C++", "MAX_LEN"]),
        ("agency reagent agents'", ["agents"]),
        ("Cursors are not it", []),
        ("(Cursor) [Cursor] “Cursor”", ["Cursor", "Cursor", "Cursor"]),
    ],
)
def test_english(text: str, terms: list[str]) -> None:
    assert found(text) == terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("De Cursor-gebruikers", ["Cursor"]),
        ("De RL-infrastructuur", ["RL-infrastructuur"]),
        ("De RL‑infrastructuur", ["RL‑infrastructuur"]),
        ("beloningsmodellen en agenten", ["beloningsmodellen", "agenten"]),
        ("contextvensters", ["contextvensters"]),
        ("De agentuur", []),
    ],
)
def test_dutch(text: str, terms: list[str]) -> None:
    assert found(text, "nl", "en") == terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("打开Cursor编辑器", ["Cursor"]),
        ("这个奖励模型很好，后台智能体也是智能体", ["奖励模型", "后台智能体", "智能体"]),
        ("打开Cursors编辑器", []),
    ],
)
def test_chinese(text: str, terms: list[str]) -> None:
    assert found(text, "zh-Hans", "en") == terms


@pytest.mark.parametrize(
    "frozen",
    [
        "https://cursor.com/agent",
        "<b class='x'>",
        "`agent`",
        "{agent}",
        "{{agent}}",
        "%(agent)s",
        "agent@cursor.com",
        "#agent",
        "[ __ ]",
    ],
)
def test_frozen_pieces_hold_no_terms(frozen: str) -> None:
    matches = matcher(GLOSSARY, "en", "nl").matches(f"see {frozen}, agent.")
    assert [(m.text, m.term is None) for m in matches] == [(frozen, True), ("agent", False)]


@pytest.mark.parametrize("plain", ["95% said so", "a < b and c > d", "$5 at noon", "AT&T"])
def test_what_is_not_frozen(plain: str) -> None:
    assert not FROZEN.search(plain)


def test_address_ends_before_punctuation_and_han() -> None:
    assert FROZEN.findall("看https://a.nl/x。好 (https://b.nl/y).") == [
        "https://a.nl/x",
        "https://b.nl/y",
    ]


CAPITALS = glossary_of("en,nl\nRL,RL\nAPI,API\nreward model,beloningsmodel\n")


@pytest.mark.parametrize(
    ("text", "source", "terms"),
    [
        ("RLS of RLs", "en", [("RLs", True)]),
        ("APIS and APIs", "en", [("APIs", True)]),
        ("REWARD MODELS MATTER", "en", [("REWARD MODELS", True)]),
        ("de RL's en API's", "nl", [("RL's", True), ("API's", True)]),
        ("het beloningsmodel's", "nl", [("beloningsmodel", False)]),
    ],
)
def test_an_abbreviation_has_its_plural_in_small_letters(
    text: str, source: str, terms: list[tuple[str, bool]]
) -> None:
    target = "nl" if source == "en" else "en"
    got = matcher(CAPITALS, source, target).matches(text)
    assert [(m.text, m.plural) for m in got] == terms


def test_a_space_between_latin_and_han_may_be_there_or_not() -> None:
    glossary = glossary_of("en,zh-Hans\nAPI token,API 令牌\nrollout span,rollout时间跨度\n")
    text = "API令牌和API 令牌，rollout 时间跨度和rollout时间跨度"
    got = matcher(glossary, "zh-Hans", "en").matches(text)
    assert [m.form for m in got] == ["API 令牌"] * 2 + ["rollout时间跨度"] * 2


def test_letters_composed_and_not() -> None:
    glossary = glossary_of("en,nl\ncafe\u0301,koffiehuis\n")
    text = unicodedata.normalize("NFC", "the cafe\u0301 here")
    assert [m.text for m in matcher(glossary, "en", "nl").matches(text)] == ["caf\u00e9"]


def test_case_column() -> None:
    glossary = glossary_of("en,nl,case\nlisten,luister,exact\nGo Back,Terug,any\n")
    matches = matcher(glossary, "en", "nl").matches("Listen: listen, GO BACK")
    assert [m.text for m in matches] == ["listen", "GO BACK"]


def test_later_row_wins() -> None:
    glossary = glossary_of("en,nl\nagent,agent\nagent,vertegenwoordiger\n")
    (match,) = matcher(glossary, "en", "nl").matches("an agent")
    assert match.term is not None
    assert match.term.accepted("nl") == ("vertegenwoordiger",)


def test_row_without_the_language_does_not_apply() -> None:
    glossary = glossary_of("en,nl,zh-Hans\nagent,,智能体\n")
    assert matcher(glossary, "en", "nl").matches("agent") == []


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=9))
def test_choice_is_the_best_there_is(spots: list[tuple[int, int]]) -> None:
    matches = [Match(a, a + n, "x" * n, None, "x" * n) for a, n in spots]
    chosen = choose(matches)
    assert all(a.end <= b.start for a, b in pairwise(chosen))
    best = 0
    for mask in range(1 << len(matches)):
        some = sorted((m for i, m in enumerate(matches) if mask >> i & 1), key=lambda m: m.start)
        if all(a.end <= b.start for a, b in pairwise(some)):
            best = max(best, sum(m.end - m.start for m in some))
    assert sum(m.end - m.start for m in chosen) == best


@given(st.text("ab \u2019'-İß奖励模型Cursor\n\t", max_size=60))
def test_matches_are_where_they_say(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    glossary = Glossary(
        (Term({"en": ("ab",), "nl": ("ba",)}), Term({"en": ("Cursor",), "nl": ("=",)}))
    )
    for match in matcher(glossary, "en", "nl").matches(text):
        assert text[match.start : match.end] == match.text
        assert match.text.strip() == match.text


def test_a_form_that_means_other_things_is_written_and_not_looked_for() -> None:
    rows = "en,nl,zh-Hans\ninference,inferentie,>推理|推断\n"
    glossary = glossary_of(rows)
    sought = matcher(glossary, "zh-Hans", "en").matches("推理和推断")
    assert [match.text for match in sought] == ["推断"]
    (kept,) = matcher(glossary, "en", "zh-Hans").matches("Inference is cheap.")
    assert kept.term is not None
    assert kept.term.accepted("zh-Hans") == ("推理", "推断")
    engine = Scripted({"⟦0⟧ is cheap.": "⟦0⟧很便宜。"})
    (got,) = Glossed(engine, glossary).translate(
        ["Inference is cheap."], source="en", target="zh-Hans"
    )
    assert got.text == "推理很便宜。"
    assert [use.status for use in got.terms] == [TermStatus.TRANSLATED]


def test_a_hyphenated_word_is_not_cut() -> None:
    glossary = glossary_of("en,nl\nasync RL,asynchrone RL\nRL loop,RL-lus\n")
    texts = ("de asynchrone RL-lus", "asynchrone RL, dus", "asynchrone RL-kosten")
    found = [[m.text for m in matcher(glossary, "nl", "en").matches(text)] for text in texts]
    assert found == [["RL-lus"], ["asynchrone RL"], ["asynchrone RL"]]


def test_a_plural_of_a_further_form() -> None:
    glossary = glossary_of("en,nl,forms\nfloat,kommagetal|puntgetal,nl:puntgetallen\n")
    found = matcher(glossary, "nl", "en").matches("een puntgetal of twee puntgetallen")
    assert [match.plural for match in found] == [False, True]


def test_a_mark_without_a_form_is_refused() -> None:
    with pytest.raises(GlossaryError, match="nothing after it"):
        glossary_of("en,zh-Hans\ninference,>\n")
