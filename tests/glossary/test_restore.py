# ruff: noqa: E501, PLR0917
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.glossary.match import matcher
from pipeline.glossary.protect import STYLES, Style, leaks, protect, survived
from pipeline.glossary.restore import restore, tidy
from tests.glossary.fixtures import GLOSSARY, glossary_of


@pytest.mark.parametrize(
    ("text", "source", "target", "protected", "answer", "restored"),
    [
        ("Cursor's reward models", "en", "nl", "⟦0⟧'s ⟦1⟧", "⟦1⟧ van ⟦0⟧", "Beloningsmodellen van Cursor"),
        ("The background agent is an agent.", "en", "nl", "The ⟦0⟧ is an ⟦1⟧.", "De ⟦0⟧ is een ⟦1⟧.", "De achtergrondagent is een agent."),
        ("RL-infrastructuur bij Cursor", "nl", "zh-Hans", "⟦0⟧ bij ⟦1⟧", "⟦1⟧ 的 ⟦0⟧", "Cursor的强化学习基础设施"),
        ("De Cursor-gebruikers", "nl", "en", "De ⟦0⟧-gebruikers", "The ⟦0⟧ users", "The Cursor users"),
        ("Reward models matter.", "en", "nl", "⟦0⟧ matter.", "Dan tellen ⟦0⟧.", "Dan tellen beloningsmodellen."),
        ("Matter. Reward model.", "en", "nl", "Matter. ⟦0⟧.", "Telt. ⟦0⟧.", "Telt. Beloningsmodel."),
        ("Size vs. reward model", "en", "nl", "Size vs. ⟦0⟧", "Omvang vs. ⟦0⟧", "Omvang vs. beloningsmodel"),
        ("the REWARD MODEL", "en", "nl", "the ⟦0⟧", "het ⟦0⟧", "het BELONINGSMODEL"),
        ("context window size", "en", "nl", "⟦0⟧ size", "maat van ⟦0⟧", "maat van contextvenster"),
        ("Composer 2 beats Composer", "en", "zh-Hans", "⟦0⟧ beats ⟦1⟧", "⟦0⟧ 胜过 ⟦1⟧.", "Composer 2胜过Composer。"),
        ("<b>agent</b> at https://x.nl.", "en", "nl", "⟦0⟧⟦1⟧⟦2⟧ at ⟦3⟧.", "⟦0⟧⟦1⟧⟦2⟧ op ⟦3⟧.", "<b>agent</b> op https://x.nl."),
        ("“Cursor” and ‘agents’", "en", "nl", "“⟦0⟧” and ‘⟦1⟧’", "“⟦0⟧” en ‘⟦1⟧’", "“Cursor” en ‘agenten’"),
        ("De agenten winnen", "nl", "en", "De ⟦0⟧ winnen", "The ⟦0⟧ win", "The agents win"),
        ("Hij is een agent", "nl", "en", "Hij is een ⟦0⟧", "He is a ⟦0⟧", "He is an agent"),
        ("Dit is een LLM", "nl", "en", "Dit is een ⟦0⟧", "This is a ⟦0⟧", "This is an LLM"),
        ("een contextvenster", "nl", "en", "een ⟦0⟧", "an ⟦0⟧", "a context window"),
        ("Cursor's LLMs", "en", "zh-Hans", "⟦0⟧'s ⟦1⟧", "⟦0⟧'s ⟦1⟧", "Cursor的大语言模型"),
        ("LLMs win", "en", "nl", "⟦0⟧ win", "⟦0⟧ winnen", "LLMs winnen"),
        ("x {name}, %s", "en", "nl", "x ⟦0⟧, ⟦1⟧", "x ⟦ 0 ⟧, ⟦1⟧", "x {name}, %s"),
    ],
)  # fmt: skip
def test_there_and_back(
    text: str, source: str, target: str, protected: str, answer: str, restored: str
) -> None:
    matches = matcher(GLOSSARY, source, target).matches(text)
    got = protect(text, matches, STYLES["symbol"])
    assert got.text == protected
    assert survived(answer, got)
    assert restore(answer, got, source=source, target=target, original=text) == restored


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_styles_find_what_they_write(style: Style) -> None:
    for slot in range(16):
        text = f"({style.write(slot)}), {style.write(slot)}。{style.write(slot)}-x 打开{style.write(slot)}，"
        assert [found for found, _, _ in style.find(text)] == [slot] * 4
        assert leaks(text, "a") and not leaks("a 1 b", text)


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_a_slot_that_the_text_holds_is_not_used(style: Style) -> None:
    text = f"{style.write(0)} and Cursor {style.write(2)}"
    got = protect(text, matcher(GLOSSARY, "en", "nl").matches(text), style)
    assert [slot.number for slot in got.slots] == [1]
    back = restore(got.text, got, source="en", target="nl", original=text)
    assert back == text and not leaks(back, text)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "⟦0⟧",
        "⟦0⟧ ⟦0⟧ ⟦1⟧",
        "⟦0⟧ ⟦2⟧",
        "⟦0⟧ ⟦1",
        "⟦0⟧ ⟦1⟧ ⟦",
        "x⟦0⟧ ⟦1⟧",
        "⟦0⟧ ⟦1⟧ding",
        "⟦0⟧ ⟦1⟧ QX3",
    ],
)
def test_damage_is_seen(answer: str) -> None:
    text = "Cursor beats Composer"
    got = protect(text, matcher(GLOSSARY, "en", "nl").matches(text), STYLES["symbol"])
    assert not survived(answer, got)


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("你 好, 世 界!", "你好，世界！"),
        ("我们 使用 Cursor 2.5 (测试) .", "我们使用Cursor 2.5（测试）。"),
        ("费用 1,000 元, 10:30 开始: 好", "费用1,000元，10:30开始：好"),
        ("看 https://a.nl/x?y=1 吧", "看https://a.nl/x?y=1吧"),
        ("Cursor, Composer", "Cursor, Composer"),
        ("他 说: “好”.", "他说：“好”。"),
        ("等等... 然后", "等等...然后"),
        ("我用Cursor.", "我用Cursor。"),
    ],
)
def test_chinese_is_tidied(text: str, tidied: str) -> None:
    assert tidy(text, "zh-Hans") == tidied
    assert tidy(tidied, "zh-Hans") == tidied


def test_a_plural_listed_in_the_cell_is_a_plural() -> None:
    glossary = glossary_of("en,nl\nGPU cluster,GPU-cluster|GPU-clusters\n")
    text = "vier GPU-clusters"
    got = protect(text, matcher(glossary, "nl", "en").matches(text), STYLES["symbol"])
    assert restore("four ⟦0⟧", got, source="nl", target="en", original=text) == "four GPU clusters"


PLURALS = glossary_of(
    "en,nl,zh-Hans,kind,case,forms,forbidden,note\n"
    "large language model,groot taalmodel|grote taalmodel|grote taalmodellen,大语言模型,,,,,\n"
    "chain of thought,=,思维链,,,en:chains of thought,,\n"
    "skill,vaardigheid|vaardigheden,技能,,,,,\n"
    "API,=,=,,,,,\n"
    "embedding,=,嵌入,,,,,\n"
)


@pytest.mark.parametrize(
    ("source", "target", "text", "expected"),
    [
        ("en", "nl", "large language models", "grote taalmodellen"),
        ("en", "nl", "large language model", "groot taalmodel"),
        ("nl", "en", "grote taalmodellen", "large language models"),
        ("nl", "en", "grote taalmodel", "large language model"),
        ("en", "nl", "chains of thought", "chains of thought"),
        ("nl", "en", "chains of thought", "chains of thought"),
        ("en", "nl", "skills", "vaardigheden"),
        ("nl", "en", "vaardigheden", "skills"),
        ("nl", "en", "API's", "APIs"),
        ("en", "nl", "APIs", "APIs"),
        ("nl", "en", "embeddings", "embeddings"),
        ("en", "zh-Hans", "embeddings", "嵌入"),
    ],
)
def test_number_is_kept(source: str, target: str, text: str, expected: str) -> None:
    sentence = f"x {text}"
    got = protect(sentence, matcher(PLURALS, source, target).matches(sentence), STYLES["symbol"])
    assert got.text == "x ⟦0⟧"
    back = restore("x ⟦0⟧", got, source=source, target=target, original=sentence)
    assert back == tidy(f"x {expected}", target)


@pytest.mark.parametrize(
    ("text", "answer", "expected"),
    [
        ("the context window", "de ⟦0⟧", "het contextvenster"),
        ("The window size", "Het ⟦0⟧", "De venstergrootte"),
        ("the reward models", "het ⟦0⟧", "de beloningsmodellen"),
        ("the reward model", "‘De ⟦0⟧’", "‘Het beloningsmodel’"),
        ("the Cursor", "het ⟦0⟧", "het Cursor"),
        ("the rag", "het ⟦0⟧", "het vod"),
        ("it lets agents win", "dat laat het ⟦0⟧ winnen", "dat laat het agenten winnen"),
        ("the context window bot", "de ⟦0⟧-bot", "de contextvenster-bot"),
        ("the reward model plan", "de ⟦0⟧-plan", "het beloningsmodel-plan"),
        ("the reward model plans", "de ⟦0⟧-plannen", "de beloningsmodel-plannen"),
        ("side context window", "zijde ⟦0⟧", "zijde contextvenster"),
    ],
)
def test_dutch_articles(text: str, answer: str, expected: str) -> None:
    got = protect(text, matcher(GLOSSARY, "en", "nl").matches(text), STYLES["symbol"])
    assert restore(answer, got, source="en", target="nl", original=text) == expected


def test_a_term_with_a_later_capital_begins_a_sentence() -> None:
    glossary = glossary_of("en,nl\nreal-time RL,realtime RL\n")
    text = "Realtime RL is nieuw."
    got = protect(text, matcher(glossary, "nl", "en").matches(text), STYLES["symbol"])
    said = restore("⟦0⟧ is new.", got, source="nl", target="en", original=text)
    assert said == "Real-time RL is new."


def test_dutch_possessive() -> None:
    assert tidy("Fireworks's  model en Anna's", "nl") == "Fireworks' model en Anna's"


@given(st.text("好吗 ,.!?:;()“”…-，。Ab1%/", max_size=40), st.sampled_from(["nl", "en", "zh-Hans"]))
def test_tidying_twice_changes_nothing_more(text: str, language: str) -> None:
    once = tidy(text, language)
    assert tidy(once, language) == once
    assert "  " not in once
    letters = [c for c in text if c.isalnum()]
    assert [c for c in once if c.isalnum()] == letters


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("用⟦0⟧模型", "用奖励模型"),
        ("用⟦0⟧ 模型。", "用奖励模型。"),
        ("用⟦0⟧的模型", "用奖励模型的模型"),
        ("用⟦0⟧型模", "用奖励模型型模"),
    ],
)
def test_a_chinese_term_is_not_said_twice(answer: str, expected: str) -> None:
    got = protect(
        "the reward model",
        matcher(GLOSSARY, "en", "zh-Hans").matches("the reward model"),
        STYLES["symbol"],
    )
    said = restore(answer, got, source="en", target="zh-Hans", original="the reward model")
    assert said == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("⟦0⟧'s 模型", "Cursor的模型"),
        ("⟦0⟧’s的模型", "Cursor的模型"),
        ("⟦1⟧' 模型", "Listen Labs的模型"),
        ("‘⟦1⟧’ 模型", "‘Listen Labs’模型"),
        ("⟦0⟧ 'spelen' 模型", "Cursor 'spelen'模型"),
    ],
)
def test_english_possessives_in_chinese(answer: str, expected: str) -> None:
    names = glossary_of("en,nl,zh-Hans,kind\nCursor,=,=,product\nListen Labs,=,=,company\n")
    text = "Cursor and Listen Labs"
    got = protect(text, matcher(names, "en", "zh-Hans").matches(text), STYLES["symbol"])
    (only,) = {slot for slot, _, _ in STYLES["symbol"].find(answer)}
    some = protect(text, [got.slots[only].match], STYLES["symbol"])
    said = answer.replace(f"⟦{only}⟧", "⟦0⟧")
    assert restore(said, some, source="en", target="zh-Hans", original=text) == expected
