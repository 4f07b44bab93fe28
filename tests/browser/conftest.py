"""A headless Chromium, and the sample's pages in it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.served import make_site

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def chromium() -> str | None:
    """Path of a browser: the one named by TOLK_CHROMIUM, else the system's."""
    names = (os.environ.get("TOLK_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    required = bool(os.environ.get("TOLK_REQUIRE_BROWSER"))
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = chromium()
    if path is None:
        absent = pytest.fail if required else pytest.skip
        absent("no Chromium here: apt-get install chromium, or name one in TOLK_CHROMIUM")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the sample; nobody writes to it."""
    return make_site(tmp_path_factory.mktemp("pages"))


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a file or an address; fails the test on any error or any refused script in it."""
    faults: list[str] = []
    contexts: list[Any] = []

    def opened(address: str | Path, **choices: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **choices})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if _is_fault(m) else None)
        page.goto(address.as_uri() if isinstance(address, Path) else address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults


def _is_fault(message: Any) -> bool:
    # A refusal by the server is an answer; the tests look at it where they expect one.
    return message.type == "error" and "status of 409" not in message.text


def until(page: Any, condition: str, *, seconds: float = 5) -> None:
    """Wait for a condition; Playwright's own way needs `eval`, which the pages forbid."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"never came true: {condition}"
        page.wait_for_timeout(30)


def episode_page(out: Path, start: str = "selling") -> Path:
    return next(out.glob(f"{start}*/index.html")).resolve()
