"""Correcting a line in place, on served pages only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import episode_page, until
from tests.site.served import make_site, serving

pytestmark = pytest.mark.browser

Open = Callable[..., Any]
BETTER = "Wanneer is een volle accu <b>niets</b> waard?"


def test_an_edit_is_saved_shown_and_survives(open_page: Open, tmp_path: Path) -> None:
    out = make_site(tmp_path)
    slug = episode_page(out).parent.name
    with serving(out) as server:
        page = open_page(f"http://127.0.0.1:{server.server_port}/{slug}/")
        cell = page.locator(".row[data-s] .tx.n1").nth(0)
        cell.locator(".edit").focus()
        page.keyboard.press("Enter")
        area = cell.locator("textarea")
        assert (
            area.input_value()
            == "Callum Reyes opent met een raadsel: wanneer is een volle batterij niets waard?"
        )
        area.fill(BETTER)
        page.keyboard.press("Control+Enter")
        until(page, "document.querySelector('#status').textContent === 'Saved.'", seconds=30)
        assert BETTER in cell.inner_text()
        page.locator(".row[data-s] button.at").nth(0).click()
        assert BETTER in page.locator("#captions p").nth(1).inner_text().replace("\n", " ")
        page.reload()
        assert BETTER in page.locator(".row[data-s] .tx.n1").nth(0).inner_text()
    page = open_page(episode_page(out))
    assert BETTER in page.locator(".row[data-s] .tx.n1").nth(0).inner_text()


def test_a_page_from_disk_offers_no_edit(open_page: Open, pages: Path) -> None:
    assert open_page(episode_page(pages)).locator(".edit").count() == 0


def test_what_goes_wrong_is_said_and_the_words_are_kept(open_page: Open, tmp_path: Path) -> None:
    out = make_site(tmp_path)
    slug = episode_page(out).parent.name
    (tmp_path / "page.txt").unlink()
    with serving(out) as server:
        page = open_page("about:blank")
        page.goto(f"http://127.0.0.1:{server.server_port}/{slug}/")
        cell = page.locator(".row[data-s] .tx.n1").nth(0)
        cell.locator(".edit").click()
        cell.locator("textarea").fill("Iets anders.")
        with page.expect_response("**/api/correct") as answer:
            cell.get_by_role("button", name="Save").click()
        assert answer.value.status == 409
        until(page, "document.querySelector('.state.bad')")
        assert "the input of this episode is gone" in cell.locator(".state").inner_text()
        assert cell.locator("textarea").input_value() == "Iets anders."
        cell.get_by_role("button", name="Cancel").click()
        assert "raadsel" in cell.inner_text()
