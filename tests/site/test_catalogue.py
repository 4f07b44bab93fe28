"""The catalogue."""

from __future__ import annotations

import json

import pytest

from pipeline.site.catalogue import compose_catalogue
from tests.site.reading import Page, hash_of, hashes
from tests.site.records import HOSTILE, entry


def test_an_episode_is_listed_with_all_that_a_reader_chooses_by() -> None:
    found = Page(compose_catalogue([entry()]).content)
    for part in ("A talk", "Een gesprek", "Channel 4", "02:00", "Nederlands", "data", "2 to check"):
        assert part in found.text
    links = [a["href"] for tag, a in found.elements if tag == "a"]
    assert links == ["#episodes", "a-talk/index.html"]


def test_the_order_of_entries_and_of_their_objects_does_not_matter() -> None:
    one, two = entry(), entry(slug="b-talk", title="B talk", titles={"en": "B talk"})
    turned = {**one, "titles": dict(reversed(one["titles"].items()))}
    assert compose_catalogue([one, two]).content == compose_catalogue([two, turned]).content


def test_entries_without_titles_and_summaries_are_listed_too() -> None:
    bare = {k: v for k, v in entry().items() if k not in {"titles", "summary"}}
    assert "A talk" in Page(compose_catalogue([bare]).content).text


def test_an_empty_folder_says_so() -> None:
    assert "No episodes yet" in Page(compose_catalogue([]).content).text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    hostile = entry(
        title=text, titles={"en": text}, summary={"en": text}, channel=text, tags=[text]
    )
    found = Page(compose_catalogue([hostile]).content)
    assert len(found.runs()) == 2
    assert hashes(found.policy(), "script-src") == {hash_of(script) for script in found.runs()}
    assert not any(name.startswith("on") for _, a in found.elements for name in a)
    card = next(a for tag, a in found.elements if a.get("class") == "episode")
    (tag,) = json.loads(str(card["data-tags"]))
    assert tag.encode("utf-8", "replace") == text.encode("utf-8", "replace")
