"""Markdown that is good to read, and holds nothing but what we put there."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import markdown
from pipeline.formats.markdown_text import inline, paragraphs
from pipeline.formats.wording import WORDING
from pipeline.model import (
    Caption,
    Document,
    Edition,
    Entity,
    Episode,
    Kind,
    Origin,
    Production,
    Quote,
    Rendering,
    Section,
    Sentence,
    Span,
    Timeline,
    Timing,
    Vocabulary,
)
from tests.strategies import HOSTILE, patient, productions

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _tokens(text: str) -> list[Token]:
    found = []
    for token in _reader().parse(text):
        found.append(token)
        found.extend(token.children or [])
    return found


def _count(text: str) -> Counter[str]:
    return Counter(token.type for token in _tokens(text))


_hostile = st.lists(
    st.one_of(st.sampled_from(HOSTILE), st.text("*_`~[]()<>|#&;$!\\ \t\n=-+1.ab人：", max_size=10)),
    max_size=6,
).map("".join)


def _shown(text: str) -> str:
    """The text as it should show: control characters are spaces."""
    return "".join(" " if ord(c) < 32 or 127 <= ord(c) < 160 else c for c in text)


@given(_hostile)
def test_text_from_outside_stays_text(text: str) -> None:
    line = inline(text)
    assert "\n" not in line
    tokens = _tokens(line)
    assert {token.type for token in tokens} <= {
        *("paragraph_open", "inline", "text", "text_special", "paragraph_close")
    }
    shown = "".join(t.content for t in tokens if t.type in {"text", "text_special"})
    assert shown.split() == _shown(text).split()


@given(_hostile)
def test_a_heading_shows_its_text_to_the_end(text: str) -> None:
    tokens = _tokens(f"# {inline(text)}")
    shown = "".join(t.content for t in tokens if t.type in {"text", "text_special"})
    assert shown.split() == _shown(text).split()


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, with a comma. And a stop!",
        "Well-known: 95% of $5 — “quoted” … it's",
        "A + B = C ≠ D, snake_case, Q&A, 3.14",
        "人工智能（AI）改变了一切：真的。",
    ],
)
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert inline(text) == text


@pytest.mark.parametrize(
    "text",
    ["https://evil.example/x", "www.evil.example", "a@evil.example", "<https://evil.example>"],
)
def test_addresses_do_not_become_links(text: str) -> None:
    assert text not in inline(text)
    tokens = _tokens(inline(text))
    assert "".join(t.content for t in tokens if t.type in {"text", "text_special"}) == text


def test_paragraphs_are_the_lines() -> None:
    assert paragraphs("one\r\n\n # two\n") == ["one", "\\# two"]


@patient
@given(productions())
def test_the_structure_is_ours_alone(production: Production) -> None:
    document = production.timeline.episode.document
    for language in production.editions:
        text = markdown.compose_summary(production, language)
        found = _count(text)
        quotes = sum(len(section.quotes) for section in document.sections)
        assert found["blockquote_open"] <= quotes
        chapters = found["heading_open"] - 1 - len(document.sections)
        assert 0 <= chapters <= 6
        assert not {"html_block", "link_open", "image", "fence", "code_block"} & set(found)
        assert {t.content for t in _tokens(text) if t.type == "html_inline"} <= {"<br>"}
        assert not found["table_open"]
        assert not found["hr"]


@patient
@given(productions())
def test_both_languages_stand_in_tables_of_two_columns(production: Production) -> None:
    first, second = list(production.editions)[:2]
    text = markdown.compose_bilingual(production, first, second)
    found = _count(text)
    assert found["th_open"] == 2 * found["table_open"]
    assert found["td_open"] == 2 * (found["tr_open"] - found["table_open"])
    assert found["heading_open"] <= 7 + len(production.timeline.episode.document.sections)
    breaks = {t.content for t in _tokens(text) if t.type == "html_inline"}
    assert breaks <= {"<br>"}
    assert not {"html_block", "link_open", "image", "fence", "blockquote_open"} & set(found)
    rows = [line for line in text.split("\n") if line.startswith("| ")]
    assert len(rows) == found["tr_open"] + found["table_open"]


def _talk() -> Production:
    document = Document(
        "A talk",
        "digest",
        channel="Channel 4",
        published="2 days ago",
        duration_ms=3_723_000,
        tags=("local-models",),
        summary="One. Two.",
        sections=(
            Section("Opening", 0, "She begins. She goes on.", (Quote("Hello.", "Ann", 5_000, 11),)),
            Section(
                "Close", 60_000, "It ends.", (Quote("Bye now.", offset=8), Quote("Gone.", offset=8))
            ),
        ),
        entities=(Entity("Acme Inc.", "organization", "A maker."), Entity("Ann", "person")),
        takeaways=("Keep it short.",),
        vocabulary=(Vocabulary("talk", "tɔːk", "noun", "A speech.", ("speech",), "A long talk."),),
    )
    sentences = (Sentence("Bye now.", Span(62_000, 63_000), Kind.QUOTE, 1, Timing.ANCHORED, 1_500),)
    chinese = {
        text: Rendering(said, Origin.ENGINE)
        for text, said in {
            "A talk": "一次谈话",
            "One.": "一。",
            "She begins.": "她开始了。",
            "Hello.": "你好。",
            "Bye now.": "再见。",
            "A maker.": "制造商。",
        }.items()
    }
    return Production(
        Timeline(Episode(document, "en", 1.0, "a-talk"), sentences, (0, 3_723_000), 3_723_000),
        {"en": Edition("en", {}), "zh-Hans": Edition("zh-Hans", chinese, ("Two.",))},
        (),
    )


def test_the_reading_page_in_chinese() -> None:
    assert markdown.compose_summary(_talk(), "zh-Hans") == (
        "# 一次谈话\n\n"
        "**频道**：Channel 4 · **发布**：2 days ago · **时长**：1:02:03\n\n"
        "\\#local-models\n\n"
        "## 摘要\n\n一。Two.\n\n"
        "## 章节\n\n### [00:00] Opening\n\n她开始了。\n\n"
        "> 你好。\n>\n> — Ann，[00:05]（原文标注）\n\nShe goes on.\n\n"
        "### [01:00] Close\n\nIt ends.\n\n"
        "> 再见。\n>\n> — [01:02]（据前后标注估算，±2 s）\n\n> Gone.\n\n"
        "## 要点\n\n- Keep it short.\n\n"
        "## 人名与术语\n\n- **Acme Inc.**（机构）：制造商。\n- **Ann**（人物）\n\n"
        "## 词汇\n\n- **talk** /tɔːk/ noun：A speech.<br>近义词：speech<br>*A long talk.*\n"
    )


def test_the_page_of_two_languages() -> None:
    text = markdown.compose_bilingual(_talk(), "en", "zh-Hans")
    assert text.startswith("# A talk\n\n**一次谈话**\n\n**Channel**: Channel 4 · ")
    assert (
        "## Summary / 摘要\n\n| English | 简体中文 |\n| --- | --- |\n"
        "| One. | 一。 |\n| Two. | — |\n" in text
    )
    assert (
        "| She begins. | 她开始了。 |\n"
        "| “Hello.”<br>— Ann, [00:05] (stated) | “你好。”<br>— Ann，[00:05]（原文标注） |\n"
        "| She goes on. | — |\n"
    ) in text
    assert "| “Gone.” | — |\n" in text
    assert "| **Ann** (person) | **Ann**（人物） |\n" in text


def test_captions_become_paragraphs_with_times_and_speakers() -> None:
    said = [("Ann", "One."), ("Ann", "Two."), ("Bo", "Three.")]
    sentences = tuple(
        Sentence(text, Span(n * 1_000, n * 1_000 + 500), Kind.SPEECH, None, Timing.STATED, 0, name)
        for n, (name, text) in enumerate(said)
    )
    captions = tuple(Caption(s.span, s.text, s.speaker) for s in sentences)
    episode = Episode(Document("T", "captions", captions=captions), "en", 1.0, "t")
    dutch = {"Two.": Rendering("Twee.", Origin.ENGINE)}
    production = Production(
        Timeline(episode, sentences, (0, 3_000), 3_000),
        {"en": Edition("en", {}), "nl": Edition("nl", dutch)},
        (),
    )
    assert markdown.compose_summary(production, "nl") == (
        "# T\n\n## Transcript\n\n[00:00] **Ann**: One. Twee.\n\n[00:02] **Bo**: Three.\n"
    )
    assert (
        "| [00:00] **Ann**: One. | [00:00] **Ann**: — |\n| Two. | Twee. |\n"
    ) in markdown.compose_bilingual(production, "en", "nl")


def test_every_language_has_every_word() -> None:
    assert len({frozenset(words) for words in WORDING.values()}) == 1


@pytest.mark.parametrize("piece", ["[", "#", "&", "_", "$", "~", " ", "w", "@a", "1.", "&a"])
def test_time_grows_with_the_size_and_no_faster(piece: str) -> None:
    from time import process_time

    begin = process_time()
    inline(piece * (400_000 // len(piece)))
    assert process_time() - begin < 15
