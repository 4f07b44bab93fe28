"""Writes docs/screenshots from the shipped sample: `python -m tests.site.screenshots`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.browser.conftest import FLAGS, chromium, episode_page
from tests.site.served import ROOT, make_site

FOLDER = ROOT / "docs" / "screenshots"
SCREENS = {"phone": (390, 844), "desktop": (1440, 900)}
COLOURS = ("light", "dark")


def main() -> int:
    """Take every picture; return the exit code."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    if path is None:
        sys.stderr.write("no Chromium here\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        out = make_site(Path(folder)).resolve()
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for screen, (width, height) in SCREENS.items():
            for colours in COLOURS:
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=colours
                )
                page = context.new_page()
                page.goto((out / "index.html").as_uri())
                page.screenshot(path=FOLDER / f"catalogue-{screen}-{colours}.png")
                _episode(page, out, screen, FOLDER / f"episode-{screen}-{colours}.png")
                context.close()
        browser.close()
    return 0


def _episode(page: Any, out: Path, screen: str, target: Path) -> None:
    """An English episode with Dutch on a desk, a Chinese one with English on a phone."""
    page.goto(episode_page(out, "selling" if screen == "desktop" else "十二").as_uri())
    page.locator(".row[data-s] button.at").nth(4 if screen == "desktop" else 1).click()
    if screen == "desktop":
        page.evaluate("document.querySelector('#section-1').scrollIntoView()")
    else:
        page.evaluate("scrollTo(0, document.querySelector('#watch-title').offsetTop - 60)")
    page.wait_for_timeout(200)
    page.screenshot(path=target)


if __name__ == "__main__":
    sys.exit(main())
