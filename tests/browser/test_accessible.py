"""axe-core finds nothing serious, in light and in dark, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import episode_page

pytestmark = pytest.mark.browser

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def axe() -> str:
    spec = find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        pytest.skip("axe-core is not installed: pip install axe-playwright-python")
    return (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "screen", [("light", 360), ("dark", 360), ("light", 1_280), ("dark", 1_280)]
)
@pytest.mark.parametrize("which", ["catalogue", "episode", "help"])
def test_nothing_serious(
    open_page: Callable[..., Any], pages: Path, axe: str, which: str, screen: tuple[str, int]
) -> None:
    colours, width = screen
    path = pages.resolve() / "index.html" if which == "catalogue" else episode_page(pages)
    page = open_page(path, color_scheme=colours, viewport={"width": width, "height": 900})
    if which == "help":
        page.keyboard.press("?")
    if which == "episode":
        page.locator(".row[data-s] button.at").nth(2).click()
        page.locator(".row .term:visible").first.focus()
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    # Evaluated from outside: the page's own policy lets no script in.
    page.evaluate(axe)
    found = page.evaluate("tags => axe.run({ runOnly: { type: 'tag', values: tags } })", _TAGS)
    said = [
        f"{fault['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for fault in found["violations"]
        for node in fault["nodes"][:3]
    ]
    assert not said, "\n".join(said)
