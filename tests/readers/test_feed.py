from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.model import Source
from pipeline.readers import feed
from pipeline.readers.opening import open_source, read_source
from tests.readers.accounting import lost_words

FIXTURES = Path(__file__).parent / "fixtures" / "inputs"


def test_a_feed_has_a_document_per_episode() -> None:
    source = open_source(FIXTURES / "feed_with_everything.xml")
    assert feed.recognise(source) == 1
    first, second = feed.read(source)
    assert (first.title, first.channel, first.language) == ("Bees in town", "The Hive Hour", "nl")
    assert (first.duration_ms, first.published) == (3_750_000, "Tue, 03 Jun 2025 06:00:00 +0200")
    assert first.tags == ("bees", "town")
    assert [(s.start_ms, s.title) for s in first.sections] == [
        (0, "Welcome"),
        (130_000, "Roofs"),
        (1_860_000, "Winter"),
    ]
    assert first.summary == "Where bees live.\n\nThanks for listening!"
    assert [(e.name, e.kind, e.description) for e in first.entities] == [
        ("Ada Imker", "person", "guest")
    ]
    assert [s.start_ms for s in second.sections] == [0, 600_000]


def test_what_is_only_linked_or_left_out_is_named() -> None:
    first, _ = feed.read(open_source(FIXTURES / "feed_with_everything.xml"))
    messages = {finding.rule: "" for finding in first.findings}
    for finding in first.findings:
        messages[finding.rule] += finding.message
    assert "https://example.org/12.vtt" in messages["linked-transcript"]
    assert "chapters/12.json" in messages["linked-transcript"]
    assert 'alert("hi")' in messages["markup-left-out"]
    assert "hive-12" in messages["fields-left-out"]
    assert "https://example.org/roof" in messages["links-left-out"]


@pytest.mark.parametrize("name", ["entities_that_explode.xml", "entity_that_reads_a_file.xml"])
def test_entities_are_refused(name: str) -> None:
    source = open_source(FIXTURES / name)
    with pytest.raises(InputError, match="entities"):
        read_source(source, reader="feed")


@pytest.mark.parametrize("text", ["<rss>", "<rss/>", "<rss><channel/></rss>", "<rss>&nope;</rss>"])
def test_a_broken_or_empty_feed_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        feed.read(Source("x.xml", text))


def test_an_atom_feed() -> None:
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Hive</title><entry><title>One</title>'
        '<published>2025-06-03</published><content type="html">&lt;p&gt;Bees.&lt;/p&gt;</content>'
        "</entry></feed>"
    )
    (document,) = feed.read(Source("x.xml", text))
    assert (document.channel, document.title, document.summary) == ("Hive", "One", "Bees.")
    assert document.published == "2025-06-03"


def test_an_episode_without_a_title_is_called_by_its_place() -> None:
    text = "<rss><channel><item><description>Bees.</description></item></channel></rss>"
    (document,) = feed.read(Source("x.xml", text))
    assert document.title == "episode 1"
    assert "title-missing" in {finding.rule for finding in document.findings}


def test_an_app_s_episode() -> None:
    episode = {
        "title": "蜂箱",
        "shownotes": "<p>你好</p><p>00:00 开场</p><p>01:00 冬天</p><p>02:30 结尾</p>",
        "description": "你好\n00:00 开场\n01:00 冬天\n02:30 结尾",
        "duration": 200,
        "pubDate": 1675730868,
        "podcast": {"title": "屋顶"},
    }
    source = Source("x.json", json.dumps(episode))
    assert feed.recognise(source) > 0.9
    (document,) = feed.read(source)
    assert (document.channel, document.published) == ("屋顶", "2023-02-07")
    assert (document.duration_ms, document.summary) == (200_000, "你好")
    assert len(document.sections) == 3


@pytest.mark.shared
def test_no_word_of_the_real_episodes_is_lost(shared: Path) -> None:
    for path in sorted((shared / "shownotes" / "zh").glob("*.json")):
        source = open_source(path)
        content = json.loads(source.text)
        text = f"{content['title']}\n{content['description']}"
        assert not lost_words(text, feed.read(source)), path.name
