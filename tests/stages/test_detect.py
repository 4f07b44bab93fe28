"""Which language is it in?"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.languages import LANGUAGES
from pipeline.model import Document, Quote, Section
from pipeline.stages.detect import detect, detect_text, uncertain

DUTCH_FULL_OF_ENGLISH = [
    "De rollout van de feature flag ging live op vrijdag.",
    "Onze pull requests worden gereviewd door een AI-agent.",
    "Wat doet een data engineer eigenlijk?",
    "We deployen elke dag naar production.",
    "Je kunt de context window vergroten met retrieval.",
    "Fine-tuning van een open source model op je eigen data",
    "Waarom Kubernetes niet altijd nodig is",
    "Hoe schaal je reinforcement learning?",
    "Zij bouwt een startup rond machine learning en edge computing.",
    "Dat is een trade-off tussen latency en throughput.",
    "De board wil growth zien, de engineers willen focus.",
    "Het team koos voor Postgres in plaats van MongoDB.",
    "Security is geen afterthought meer",
    "Een deep dive in de codebase van Linux",
    "Mijn favoriete tool is nog steeds Vim.",
]
ENGLISH = [
    "The rollout went live on Friday.",
    "How do you scale reinforcement learning?",
    "Why the van der Waals force matters",
    "A deep dive into the codebase",
    "Amsterdam is where they started",
    "What we learned in De Bilt",
]
CHINESE = ["打开 Cursor 编辑器", "什么是 RAG？", "大模型 LLM 的未来", "AI 已经无孔不入了吗"]


@pytest.mark.parametrize("text", DUTCH_FULL_OF_ENGLISH)
def test_dutch_full_of_english_terms_is_dutch(text: str) -> None:
    assert detect_text([text])[0] == "nl"


@pytest.mark.parametrize("text", ENGLISH)
def test_english_with_dutch_names_is_english(text: str) -> None:
    assert detect_text([text])[0] == "en"


@pytest.mark.parametrize("text", CHINESE)
def test_han_characters_decide(text: str) -> None:
    assert detect_text([text])[0] == "zh-Hans"


def test_one_english_quote_does_not_turn_a_dutch_episode() -> None:
    quote = Quote("We never thought that anyone would run this in production for so many years.")
    narrative = "Het gesprek begint bij de eerste versie. Daarna gaat het over geld en over slaap."
    document = Document("Tien jaar later", "digest", sections=(Section("Begin", 0, narrative),))
    section = Section("Begin", 0, narrative, (quote,))
    episode = detect(Document("Tien jaar later", "digest", sections=(section,)), slug="x")
    assert episode.language == "nl"
    assert detect(document, slug="x").confidence > episode.confidence > 0.5


def test_a_declared_language_wins() -> None:
    document = Document("The English title of it", "digest", language="nl")
    assert detect(document, slug="x").language == "nl"
    assert detect(document, slug="x", declared="zh-Hans").language == "zh-Hans"
    assert not uncertain(detect(document, slug="x"))


def test_a_guess_is_called_a_guess() -> None:
    episode = detect(Document("Intro. Wat is dat? The end of it.", "notes"), slug="x")
    (finding,) = uncertain(episode)
    assert finding.rule == "language-uncertain"


@pytest.mark.parametrize("text", ["", "12:30 — 95%", "🎙️"])
def test_text_without_letters_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no letters"):
        detect_text([text])


@given(st.lists(st.text(), max_size=5))
def test_the_answer_is_always_the_same(sentences: list[str]) -> None:
    try:
        first = detect_text(sentences)
    except UsageError:
        return
    assert first == detect_text(sentences)
    assert first[0] in LANGUAGES
    assert 0 < first[1] <= 1


def test_real_labelled_strings(shared: Path) -> None:
    """At least 99 % of sentences and 90 % of word pairs."""
    with (shared / "langid" / "strings.tsv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    wanted = {
        "en": "en",
        "nl": "nl",
        "zh-Hans": "zh-Hans",
        "zh(mixed with English terms)": "zh-Hans",
    }
    labelled = [(wanted[label], text) for label, _, text in rows if label in wanted]
    right = sum(detect_text([text])[0] == tag for tag, text in labelled)
    pairs = [
        (tag, " ".join(words))
        for tag, text in labelled
        if tag != "zh-Hans"
        for words in zip(text.split()[::2], text.split()[1::2], strict=False)
        if any(map(str.isalpha, "".join(words)))
    ]
    right_pairs = sum(detect_text([text])[0] == tag for tag, text in pairs)
    assert len(labelled) > 200
    assert right / len(labelled) >= 0.99
    assert right_pairs / len(pairs) >= 0.90


def test_letters_are_counted_only_where_words_leave_a_doubt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("pipeline.stages.detect._letters", lambda text: asked.append(text) or 2.0)
    clear = [f"De agent van team {number} schrijft het zelf." for number in range(20)]
    assert detect_text([*clear, "Wat doet een data engineer?"])[0] == "nl"
    assert not asked
    doubtful = [f"Feature flag {number}" for number in range(20)]
    assert detect_text(doubtful)[0] == "nl"
    assert asked == doubtful
