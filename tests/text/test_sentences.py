"""Sentences: nothing lost, and cut where a reader would cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.sentences import split_sentences

LANGUAGES = ("en", "nl", "zh-Hans")
FRAGMENTS = st.sampled_from(
    [
        *".!?…。！？；\n\r\t (（)）\"”“'《》[*-—、0A你",
        "e.g.",
        "Dr. ",
        "3.5",
        " Then",
        "说",
        "llms.",
        "1. ",
    ]
)
PROSE = st.one_of(st.text(), st.lists(FRAGMENTS, max_size=30).map("".join))


@given(PROSE, st.sampled_from(LANGUAGES))
def test_no_character_is_lost(text: str, language: str) -> None:
    pieces = split_sentences(text, language=language)
    assert "".join(pieces) == text
    assert all(pieces)


@given(PROSE, st.sampled_from(LANGUAGES))
def test_white_space_belongs_to_the_sentence_before_it(text: str, language: str) -> None:
    pieces = split_sentences(text, language=language)
    assert all(not piece[0].isspace() for piece in pieces[1:])
    assert all(piece.strip() for piece in pieces) or not text.strip()


def cut(marked: str) -> list[str]:
    """Return the sentences of a text in which a bar marks every cut."""
    return marked.split("|")


@pytest.mark.parametrize(
    "marked",
    [
        "One sentence. |Another one! |A third? |Yes.",
        'He said "no." |Then he left. |“Why?” Anna asked. |“Go!” she cried.',
        "Dr. Lee met Mr. J. Smith, e.g. in the U.S. Senate, i.e. here. |It went well.",
        "They moved to the U.S. |The rest followed, etc. |And so on.",
        "GPT-3.5 beat v2.0 by 3.14 points. |It runs on node.js and example.com. |Fine.",
        "See Fig. 3 and No. 5. |No. |She refused.",
        "It took 30 ms. |We were glad. |They posted it on X. |OpenAI replied. |X. Y. Zhang agreed.",
        "Wait... what? |It stopped... |Nobody knew why.",
        "We use .NET here. |Who knew?! |It grew (really? Yes!) and grew. |(It ended.) |Then rest.",
        "Episode 26. The return. |Part 2. Home.\n|# 3. Start",
        "1. Open the file. |2. Close it.\n|3. Rest\n|\u2022 Sleep",
        "A heading\n\n|A paragraph — with a dash. — and another.",
        "we train llms. |then we deploy them.",
        "Done.[3] |More follows. |[05:13] Start again. |- **Name** (Person)",
        "It was Acme Inc. |The firm paid at 3 p.m. Monday.",
        "npm is small. |iPhone sales rose. |“I know. |She doesn't.” |Good.",
    ],
)
def test_english(marked: str) -> None:
    expected = cut(marked)
    assert list(split_sentences("".join(expected), language="en")) == expected


@pytest.mark.parametrize(
    "marked",
    [
        "Dat is m.b.t. taal, d.w.z. bijv. o.a. Nederlands, enz. |Dat klopt.",
        "Dr. ir. Jansen belde dhr. De Vries. |Hij was er niet.",
        "'s Avonds rust hij. |'t Is laat. |'s Ochtends niet.",
        "Philips N.V. in Eindhoven groeide. |Het ging om 10.30 uur door.",
        "„Waarom?” vroeg ze. |„Daarom,” zei hij. |Echt waar!",
        "Zie blz. 12 en art. 3. |Klaar?",
    ],
)
def test_dutch(marked: str) -> None:
    expected = cut(marked)
    assert list(split_sentences("".join(expected), language="nl")) == expected


@pytest.mark.parametrize(
    "marked",
    [
        "你好。|世界！|真的吗？|是的；|走吧。",
        "他说：“好。”|我们走吧！|“等等！”她说。|「不。」|完了。",
        "Acme Inc. 发布了。|A.I.很好。|这很难……但是可以。|他用GPT-3.5。|打开Node.js吧!|好。",
        "看《你好！世界》这本书。|《新希望！》很好。|好的（真的吗？是！）再见。|（他走了。）|然后呢？",
        "第一行\n|第二行。 |第三行",
    ],
)
def test_chinese(marked: str) -> None:
    expected = cut(marked)
    assert list(split_sentences("".join(expected), language="zh-Hans")) == expected


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "?! ?!"])
def test_nothing_to_cut(text: str) -> None:
    assert split_sentences(text, language="en") == ((text,) if text else ())


@pytest.mark.parametrize("unit", ["a. b ", "(", "“a.", "! ", "。”他说", ". . ", "a.)", "- 1. "])
def test_the_work_grows_with_the_text_only(unit: str) -> None:
    # Quadratic work on 200 000 characters would take minutes.
    text = unit * (200_000 // len(unit))
    assert "".join(split_sentences(text, language="zh-Hans")) == text
