"""Lines fit, break where a professional breaks, and lose no word."""

from __future__ import annotations

import re
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uniseg.linebreak import line_break_boundaries

from pipeline.style import load_style
from pipeline.text.breaks import measure
from pipeline.text.chinese import CLOSING, OPENING
from pipeline.text.lines import break_lines, cut, lay_out
from pipeline.text.phrase_ends import phrase_ends
from pipeline.text.width import columns

STYLE = load_style("netflix")
HAN = "的一是在了有我们这个上来到时大地为子中你说生国年着就那和要她出也得里后自以会"
MIXED = st.text(alphabet=HAN + "，。！？、（）“”《》 0123456789%.GPTabc-", max_size=120)
WORDS = st.lists(
    st.text(alphabet="abcdeéè'’0123456789.,;:!?—()", min_size=1, max_size=60), max_size=30
)


def lines(text: str, language: str, keep: tuple[str, ...] = ()) -> tuple[str, ...]:
    found = break_lines(text, limits=STYLE.of(language), language=language, keep=keep)
    assert found is not None
    return found


def bare(text: str) -> str:
    return re.sub(r"[\s，。、；：]+", "", text)


@given(WORDS, st.sampled_from(["en", "nl"]))
def test_pieces_hold_every_word_and_fit(words: list[str], language: str) -> None:
    text = " ".join(" ".join(words).split())
    limits = STYLE.of(language)
    pieces = cut(text, limits=limits, language=language)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    for piece in pieces:
        laid = break_lines(piece, limits=limits, language=language)
        assert laid is not None
        assert "".join("".join(laid).split()) == "".join(piece.split())
        assert len(laid) <= limits.lines
        assert all(columns(line, language=language) <= 42 for line in laid)


@given(MIXED)
def test_chinese_pieces_hold_every_character_and_fit(text: str) -> None:
    limits = STYLE.of("zh-Hans")
    pieces = cut(text, limits=limits, language="zh-Hans")
    assert bare("".join(pieces)) == bare(text)
    for piece in pieces:
        laid = break_lines(piece, limits=limits, language="zh-Hans")
        assert laid is not None
        assert len(laid) <= 2
        assert all(columns(line, language="zh-Hans") <= 16 for line in laid)


@given(st.text(alphabet=HAN + "，。！？（）“”《》0123456789%GPTabc", max_size=60))
def test_chinese_breaks_are_legal_in_uax14(text: str) -> None:
    legal = set(line_break_boundaries(text))
    ruler = measure(text, language="zh-Hans", limit=200)
    for stop in ruler.stops[:-1]:
        assert stop in legal or text[stop - 1] in "”’%" or text[stop] in "“‘"


@given(MIXED, st.integers(1, 12))
def test_asking_for_more_pieces_loses_nothing(text: str, pieces: int) -> None:
    found = cut(text, limits=STYLE.of("zh-Hans"), language="zh-Hans", pieces=pieces)
    assert "".join("".join(found).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "The committee will meet again in May, and nobody expects a quick result.",
            "nobody expects",
        ),
        ("en", "They spoke for an hour with Eleanor Whitfield about her laboratory.", "Whitfield"),
        ("en", "The new battery lasts about fifteen hours before it is charged.", ""),
        ("nl", "Vorige week sprak Willem van der Linden met dr. Bakker over de dijken.", ""),
        ("nl", "Ze wandelen 's avonds laat nog een half uur langs het water van de haven.", ""),
    ],
)
def test_phrases_stay_whole(language: str, text: str, expected: str) -> None:
    top, bottom = lines(text, language)
    for phrase in (
        "Eleanor Whitfield",
        "fifteen hours",
        "van der Linden",
        "dr. Bakker",
        "'s avonds",
    ):
        if phrase in text:
            assert phrase in top or phrase in bottom
    assert expected in top + bottom
    articles = {"the", "a", "an", "de", "het", "een"}
    assert top.split()[-1].lower() not in articles


def test_a_break_after_punctuation_wins() -> None:
    text = "When the storm had passed, we walked along the beach."
    assert lines(text, "en") == ("When the storm had passed,", "we walked along the beach.")


def test_one_line_where_it_fits() -> None:
    assert lines("Goed, we beginnen.", "nl") == ("Goed, we beginnen.",)


def test_a_term_is_never_entered() -> None:
    term = "retrieval augmented generation"
    text = f"Most of what they built is {term}, it works."
    assert any(term in line for line in lines(text, "en", (term,)))
    chinese = "他们去年做的大部分工作都是检索增强生成而且效果非常不错"
    assert any("检索增强生成" in line for line in lines(chinese, "zh-Hans", ("检索增强生成",)))


@pytest.mark.parametrize(
    ("text", "language", "pair"),
    [
        ("maar dan liggen er negenendertig miljoen sensoren stil", "nl", "negenendertig miljoen"),
        ("and then the other thirty-nine million sensors are asleep", "en", "thirty-nine million"),
        ("want daar gaan wel een paar of zeventien procent af", "nl", "zeventien procent"),
    ],
)
def test_numbers_in_letters_keep_their_unit(text: str, language: str, pair: str) -> None:
    at = text.index(" ", text.index(pair))
    ruler = measure(text, language=language, limit=80)
    assert ruler.penalties[ruler.stops.index(at)] >= 85.0


def test_chinese_numbers_keep_their_measure_word() -> None:
    text = "这家公司计划在2027年之前把员工从120人增加到三千五百个人左右"
    laid = " ".join(lines(text, "zh-Hans"))
    assert "2027年" in laid
    assert "120人" in laid
    assert not any(line[0] in CLOSING or line[-1] in OPENING for line in lines(text, "zh-Hans"))


def test_chinese_commas_go_at_line_ends_and_become_spaces_inside() -> None:
    assert lines("好，我们走吧，明天再说。", "zh-Hans") == ("好 我们走吧 明天再说",)
    assert lines("真的吗？太好了！", "zh-Hans") == ("真的吗？太好了！",)


def test_a_web_address_longer_than_a_line_keeps_every_character() -> None:
    address = "https://example.org/" + "/".join(f"part{n}" for n in range(30))
    pieces = cut(address, limits=STYLE.of("en"), language="en")
    joined = "".join("".join(lines(piece, "en")) for piece in pieces)
    assert joined == address


def test_what_does_not_fit_is_none() -> None:
    assert break_lines("woord " * 40, limits=STYLE.of("nl"), language="nl") is None
    assert break_lines("  ", limits=STYLE.of("nl"), language="nl") is None


@given(st.text("今天气很好的我们在北京AI模型3，。可以", max_size=60))
def test_phrases_end_where_budoux_ends_them(text: str) -> None:
    import budoux

    parsed = budoux.load_default_simplified_chinese_parser().parse(text)
    assert phrase_ends(text) == set(accumulate(map(len, parsed))) | {len(text)}


@given(WORDS)
def test_laying_out_is_cutting_and_breaking(words: list[str]) -> None:
    text, limits = " ".join(words), STYLE.of("en")
    found = lay_out(text, limits=limits, language="en")
    assert tuple(piece for piece, _ in found) == cut(text, limits=limits, language="en")
    for piece, laid in found:
        assert bare("".join(laid)) == bare(piece)
        assert all(columns(line, language="en") <= limits.characters_per_line for line in laid)


def test_chinese_words_of_way_stay_whole() -> None:
    text = "这件事情要是真的从头到尾仔细想一想再反过来说其实也是一样的道理对不对"
    for line in lines(text[:32], "zh-Hans"):
        assert not line.endswith(("过", "反"))


def cost(marked: str, language: str) -> float:
    """Return what a break costs at the bar."""
    before, _, after = marked.partition("|")
    ruler = measure(before + after, language=language, limit=200)
    return ruler.penalties[ruler.stops.index(len(before.rstrip()))]


@pytest.mark.parametrize(
    ("language", "dear", "cheap"),
    [
        ("en", "The map squishes| it onto a line.", "The map squishes it| onto a line."),
        ("en", "Think of| those as the new inputs.", "Think of those| as the new inputs."),
        ("en", "They zoom| in around the harbour.", "They zoom in| around the harbour."),
        ("en", "They told| us where they land.", "They told us| where they land."),
        ("en", "The brightness adds| up.", "The brightness| adds up."),
        ("nl", "Wat binnengekomen| is van de kust.", "Wat binnengekomen is| van de kust."),
        (
            "nl",
            "Niemand kwalijk| nemen om aan te nemen.",
            "Niemand kwalijk nemen| om aan te nemen.",
        ),
        ("zh-Hans", "因为x| = 2的时候", "因为|x = 2的时候"),
        ("zh-Hans", "客人是Ada| Lovelace和朋友", "客人是Ada Lovelace|和朋友"),
        ("zh-Hans", "函数sin|（x）很简单", "函数|sin（x）很简单"),
        ("zh-Hans", "用谢尔宾斯|基三角形", "用谢尔宾斯基|三角形"),
        ("zh-Hans", "然而我|认识的人", "然而|我认识的人"),
        ("zh-Hans", "第1MIT的版|权声明", "第1MIT的|版权声明"),
    ],
)
def test_what_belongs_together_is_dear_to_break(language: str, dear: str, cheap: str) -> None:
    assert cost(dear, language) > cost(cheap, language)
