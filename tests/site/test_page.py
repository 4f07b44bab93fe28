"""Episode pages: complete, honest, and deaf to what their text would like to be."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.site.page import compose_page, media_beside, media_source
from tests.site.reading import Page, hash_of, hashes
from tests.site.records import HOSTILE, record, sentence


def page(**more: Any) -> Page:
    return Page(compose_page(record(**more)).content)


def test_one_file_that_needs_no_other() -> None:
    made = compose_page(record(), files=["a-talk/a-talk.nl.srt", "a-talk/index.html"])
    assert made.path == "a-talk/index.html"
    found = Page(made.content)
    for tag, attributes in found.elements:
        assert not (tag == "script" and attributes.get("src")), attributes
        assert not (tag == "link" and attributes["href"] != "data:,"), attributes
    links = {a["href"] for tag, a in found.elements if tag == "a" and "href" in a}
    assert {link for link in links if link and not link.startswith("#")} == {
        "../index.html",
        "a-talk.nl.srt",
    }


def test_the_same_record_gives_the_same_bytes() -> None:
    assert compose_page(record()).content == compose_page(copy.deepcopy(record())).content


def test_only_the_scripts_and_styles_of_the_page_may_run() -> None:
    found = page()
    policy = found.policy()
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert hashes(policy, "script-src") == {hash_of(text) for text in found.runs()}
    assert hashes(policy, "style-src") == {hash_of(text) for _, text in found.raw["style"]}
    for _, attributes in found.elements:
        assert not any(name.startswith("on") or name == "style" for name in attributes)


def test_every_text_says_its_language_and_direction() -> None:
    found = page()
    texts = [a for _, a in found.elements if "tx" in (a.get("class") or "").split()]
    assert texts
    assert all(a.get("lang") in {"en", "nl"} and a.get("dir") == "auto" for a in texts)


def test_a_sentence_without_a_translation_stands_in_the_source_language() -> None:
    absent = [a for _, a in page().elements if "absent" in (a.get("class") or "")]
    assert [a["lang"] for a in absent] == ["en"]
    assert [a["data-language"] for a in absent] == ["nl"]


def test_text_without_a_time_is_not_lost() -> None:
    section = {**record()["sections"][0], "narrative": {"en": "Nowhere to be timed."}}
    quoted = {**section, "quotes": [{**record()["sections"][1]["quotes"][0], "start_ms": None}]}
    found = page(sections=[quoted], sentences=[], tracks={})
    assert "Nowhere to be timed." in found.text
    assert "We lost the ghost hour." in found.text


def test_times_say_how_they_are_known() -> None:
    text = page().text
    assert "The text is a summary of the episode, not a transcript." in text
    assert "times between them are estimated, and may be up to 26 seconds off" in text
    assert "time stated" in text


def test_a_transcript_keeps_its_paragraphs() -> None:
    words = ["One is here.", "Two is here.", "Three is here."]
    spoken = [
        sentence({"en": text}, number * 5_000, kind="speech", section=None)
        for number, text in enumerate(words)
    ]
    paragraphs = [{"en": "One is here. Two is here."}, {"en": "Three is here."}]
    made = compose_page(record(sections=[], sentences=spoken, transcript=paragraphs, tracks={}))
    assert made.content.count(b'class="block speech"') == 2


def test_vocabulary_is_shown_with_all_that_the_input_says_of_a_word() -> None:
    word = {
        "word": "moor",
        "pronunciation": "mʊə",
        "part_of_speech": "n.",
        "definition": {"en": "Open land.", "nl": "Open land in het Nederlands."},
        "synonyms": ["heath", "fell"],
        "context": {"en": "It stands on a moor."},
    }
    text = page(vocabulary=[word]).text
    for part in ("moor", "/mʊə/", "n.", "Open land.", "in het Nederlands", "heath, fell", "stands"):
        assert part in text


def test_terms_are_marked_where_they_stand() -> None:
    marked = [a for _, a in page().elements if a.get("class") == "term"]
    assert len(marked) == 2
    assert {a["data-term"] for a in marked} == {"0"}


def test_findings_come_in_plain_words_the_gravest_first() -> None:
    text = page().text
    assert text.index("To check Odd rule") < text.index("How much of the time shows a caption")


def test_clips_only_where_times_are_stated() -> None:
    sections = copy.deepcopy(record()["sections"])
    sections[1]["timing"] = "estimated"
    linked = page(sections=sections).json("application/ld+json")
    assert linked["@type"] == "PodcastEpisode"
    assert linked["duration"] == "PT2M"
    assert linked["hasPart"] == [
        {"@type": "Clip", "name": "Opening", "startOffset": 0, "endOffset": 60}
    ]
    assert "datePublished" not in linked


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    content = record(
        title={"en": text, "nl": text},
        channel=text,
        published=text,
        tags=[text],
        summary={"en": text},
        entities=[{"name": text, "kind": text, "description": {"en": text}}],
        sentences=[sentence({"en": text, "nl": text}, 0, speaker=text)],
        findings=[{"rule": text, "severity": "info", "where": text, "message": text}],
        terms=[{**record()["terms"][0], "term": text, "expected": text, "found": text}],
        signature={"version": text},
        vocabulary=[
            {
                "word": text,
                "pronunciation": text,
                "part_of_speech": text,
                "definition": {"en": text},
                "synonyms": [text],
                "context": {"en": text},
            }
        ],
    )
    found = Page(compose_page(content).content)
    shape = [tag for tag, _ in page().elements]
    assert {tag for tag, _ in found.elements} <= set(shape) | {"dl", "dt", "dd", "i", "figcaption"}
    assert len(found.runs()) == 2
    assert hashes(found.policy(), "script-src") == {hash_of(script) for script in found.runs()}
    assert not any(name.startswith("on") for _, a in found.elements for name in a)
    kept = text.encode("utf-8", "replace").decode()
    assert found.json("application/json")["terms"][0]["en"] == kept
    assert found.json("application/ld+json")["name"] == kept
    for _, attributes in found.elements:
        assert not (attributes.get("href") or "").lower().startswith("javascript:")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_a_title(text: str) -> None:
    found = Page(compose_page(record(title={"en": text})).content)
    assert len(found.runs()) == 2
    wanted = text.encode("utf-8", "replace").decode()
    linked = found.json("application/ld+json")
    assert linked.get("name", "") == wanted


@pytest.mark.parametrize(
    ("given_media", "source", "allowed"),
    [
        ("https://example.org/a.mp3", "https://example.org/a.mp3", "https://example.org"),
        ("talks/{slug}.mp4", "talks/a-talk.mp4", "file:"),
        ("/srv/a b.webm", "file:///srv/a%20b.webm", "file:"),
        ("javascript:alert(1)", None, ""),
        ("data:text/html,x", None, ""),
        ("https://a.example;script-src * 'unsafe-inline'/a.mp3", None, ""),
        ("https://a.example, default-src */a.mp3", None, ""),
        ("http://[", None, ""),
    ],
)
def test_media_is_a_file_or_the_web(given_media: str, source: str | None, allowed: str) -> None:
    found = Page(compose_page(record(), media=given_media).content)
    player = next(a for tag, a in found.elements if tag in {"video", "audio"})
    assert player.get("src") == source
    rules = found.policy().split("; ")
    assert f"media-src blob: 'self' {allowed}".strip() in rules
    assert not any(rule.startswith("script-src") and "unsafe" in rule for rule in rules)


def test_a_path_of_the_command_line_is_written_as_the_page_needs_it() -> None:
    from pathlib import Path

    assert media_beside("talk.mp4", Path("outputs/a-talk")) == "../../talk.mp4"
    assert media_beside("https://x.example/a.mp3", Path("outputs")) == "https://x.example/a.mp3"
    assert media_source("C:\\talks\\a.mp4") == "file:///C:/talks/a.mp4"
