"""The catalogue as a reader uses it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.site.catalogue import compose_catalogue
from tests.browser.conftest import until
from tests.site.records import HOSTILE, entry

pytestmark = pytest.mark.browser

Open = Callable[..., Any]


def listed(page: Any) -> list[str]:
    return [text[:6] for text in page.locator(".episode:visible h2 a").all_inner_texts()]


def test_words_find_titles_in_any_language(open_page: Open, pages: Path) -> None:
    page = open_page(pages.resolve() / "index.html")
    assert len(listed(page)) == 3
    for words, found in (
        ("SUNSHINE", ["Sellin"]),
        ("明天的阳光", ["Sellin"]),
        ("veldmuis mailbox", ["Tien j"]),
        ("veldmuis batterij", []),
        ("slow current", ["Sellin"]),
    ):
        page.fill("#search", words)
        assert listed(page) == found, words
    assert page.inner_text("#status") == "1 of 3 episodes"
    page.fill("#search", "nothing at all")
    assert page.locator("#nothing").is_visible()
    page.click("#clear")
    until(page, "document.querySelector('#status').textContent === '3 episodes'")


def test_filters_meet_and_stay_in_the_address(open_page: Open, pages: Path) -> None:
    page = open_page(pages.resolve() / "index.html")
    page.get_by_role("checkbox", name="Nederlands").check()
    assert listed(page) == ["Tien j"]
    page.get_by_role("checkbox", name="databases").check()
    assert listed(page) == ["Tien j"]
    page.select_option("#channel", "Slow Current")
    assert listed(page) == []
    address = page.url
    again = open_page(address)
    assert listed(again) == []
    again.select_option("#channel", "")
    assert listed(again) == ["Tien j"]


def test_orders(open_page: Open, pages: Path) -> None:
    page = open_page(pages.resolve() / "index.html")
    page.select_option("#sort", "long")
    assert listed(page)[0] == "Tien j"
    page.select_option("#sort", "short")
    assert listed(page) == ["Sellin", "十二个人能做", "Tien j"]


def test_the_keyboard_alone_is_enough(open_page: Open, pages: Path) -> None:
    page = open_page(pages.resolve() / "index.html")
    keys = page.keyboard
    keys.press("/")
    keys.type("duskline")
    assert listed(page) == ["Sellin"]
    keys.press("Escape")
    assert len(listed(page)) == 3
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent").startswith("Tien")
    keys.press("ArrowUp")
    keys.press("Enter")
    page.wait_for_url("**/selling*/index.html")
    page.click(".home")
    assert len(listed(page)) == 3


def test_hostile_entries_do_nothing(open_page: Open, tmp_path: Path) -> None:
    entries = [
        entry(slug=f"s{n}", title=text, titles={"en": text}, tags=[text], channel=text)
        for n, text in enumerate(HOSTILE)
        if "\x00" not in text
    ]
    (tmp_path / "index.html").write_bytes(compose_catalogue(entries).content)
    page = open_page(tmp_path / "index.html")
    assert page.locator(".episode").count() == len(entries)
    for box in page.locator(".chip input").all()[:4]:
        box.check()
    assert page.title() == "Episodes"
