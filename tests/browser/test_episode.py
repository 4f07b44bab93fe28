"""The episode page as a reader uses it."""

from __future__ import annotations

import json
import struct
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.site.page import compose_page
from tests.browser.conftest import episode_page, until
from tests.site.records import HOSTILE, record, sentence

pytestmark = pytest.mark.browser

Open = Callable[..., Any]


def seek(page: Any, ms: int) -> None:
    page.evaluate(
        """ms => { const slider = document.querySelector('#seek');
        slider.value = ms; slider.dispatchEvent(new Event('input')); }""",
        ms,
    )


def captions(page: Any) -> list[tuple[str, str]]:
    found: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('#captions p')].map(p => [p.lang, p.textContent])"
    )
    return [(tag, text) for tag, text in found]


def record_of(pages: Path) -> dict[str, Any]:
    path = episode_page(pages).with_name("episode.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def cue_at(content: dict[str, Any], tag: str, ms: int) -> str:
    return next(
        "\n".join(cue["lines"])
        for cue in content["tracks"][tag]
        if cue["start_ms"] <= ms < cue["end_ms"]
    )


def shared_times(content: dict[str, Any], first: str, second: str) -> list[int]:
    starts = {cue["start_ms"] for cue in content["tracks"][first]}
    return sorted(starts & {cue["start_ms"] for cue in content["tracks"][second]})


def test_the_right_caption_in_the_right_language_at_any_time(open_page: Open, pages: Path) -> None:
    content = record_of(pages)
    page = open_page(episode_page(pages))
    for ms in shared_times(content, "en", "nl"):
        at = -(-ms // 1_000) * 1_000
        seek(page, at)
        assert captions(page) == [
            ("en", cue_at(content, "en", at)),
            ("nl", cue_at(content, "nl", at)),
        ]
    page.select_option("#first", label="简体中文")
    page.select_option("#second", "")
    seek(page, 2_000)
    assert captions(page) == [("zh-Hans", cue_at(content, "zh-Hans", 2_000))]


def test_languages_are_swapped_and_remembered(open_page: Open, pages: Path) -> None:
    page = open_page(episode_page(pages))
    page.click("#swap")
    assert [tag for tag, _ in captions(page)] == ["nl", "en"]
    assert page.inner_text("h1").startswith("De zon")
    page.select_option("#size", "l")
    page.reload()
    assert [tag for tag, _ in captions(page)] == ["nl", "en"]
    assert page.evaluate("document.documentElement.dataset.size") == "l"


def test_captions_play_on_their_own_clock(open_page: Open, pages: Path) -> None:
    page = open_page(episode_page(pages))
    page.select_option("#rate", "2")
    page.click("#play")
    until(page, "document.querySelector('#time').textContent >= '00:02'")
    assert page.get_attribute("#play", "aria-label") == "Pause"
    page.click("#play")
    stopped = page.inner_text("#time")
    page.wait_for_timeout(300)
    assert page.inner_text("#time") == stopped


def test_gaps_are_skipped_if_so_wished(open_page: Open, pages: Path) -> None:
    content = record_of(pages)
    page = open_page(episode_page(pages))
    page.select_option("#second", "")
    first, second = content["tracks"]["en"][1], content["tracks"]["en"][2]
    assert second["start_ms"] - first["end_ms"] > 5_000
    seek(page, first["end_ms"] + 900)
    assert captions(page) == []
    page.click("#play")
    until(page, "document.querySelector('#captions p')")
    assert captions(page) == [("en", "\n".join(second["lines"]))]


def test_a_click_on_a_sentence_goes_there_and_marks_it(open_page: Open, pages: Path) -> None:
    page = open_page(episode_page(pages))
    row = page.locator(".row[data-s]").nth(9)
    row.locator(".tx:visible").first.click(position={"x": 5, "y": 5})
    assert "current" in row.get_attribute("class")
    assert row.get_attribute("aria-current") == "true"
    button = row.locator("button.at")
    assert button.inner_text().split()[-1].strip("~") == page.inner_text("#time")


def test_a_section_is_jumped_to_and_marked(open_page: Open, pages: Path) -> None:
    page = open_page(episode_page(pages))
    page.click(".chapters a[data-section='3']")
    assert page.inner_text("#time") == "11:02"
    assert page.locator(".chapters .current").get_attribute("data-section") == "3"
    assert page.inner_text("#now") == "Why Accuracy Misleads"


def test_the_text_follows_what_plays(open_page: Open, pages: Path) -> None:
    page = open_page(episode_page(pages), reduced_motion="reduce")
    seek(page, 1_700_000)
    assert page.evaluate("scrollY") == 0
    page.click("#play")
    until(page, "scrollY > 800")
    assert page.locator(".row.current").count() == 1


def test_the_keyboard_alone_is_enough(open_page: Open, pages: Path) -> None:
    page = open_page(episode_page(pages))
    keys = page.keyboard
    keys.press("Space")
    assert page.evaluate("document.documentElement.classList.contains('playing')")
    keys.press("Space")
    keys.press("]")
    assert page.inner_text("#time") == "01:48"
    keys.press("[")
    assert page.inner_text("#time") == "00:00"
    keys.press("ArrowRight")
    assert page.inner_text("#time") == "00:05"
    keys.press(".")
    assert page.inner_text("#time") == "00:22"
    keys.press("ArrowLeft")
    assert page.inner_text("#time") == "00:17"
    keys.press("3")
    assert page.evaluate("document.documentElement.dataset.first") == "2"
    keys.press("Shift+1")
    assert page.evaluate("document.documentElement.dataset.second") == "0"
    keys.press("Shift+1")
    assert page.evaluate("document.documentElement.dataset.second") == ""
    keys.press("?")
    assert page.locator("#help").is_visible()
    keys.press("Escape")
    assert not page.locator("#help").is_visible()
    # Every control can be reached, and the first thing reached leads past all of them.
    page.reload()
    keys.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    keys.press("Enter")
    keys.press("Tab")
    assert page.evaluate("document.activeElement.closest('#text') !== null")


def test_the_keys_can_be_turned_off(open_page: Open, pages: Path) -> None:
    page = open_page(episode_page(pages))
    page.keyboard.press("?")
    page.locator("#keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("]")
    assert page.inner_text("#time") == "00:00"


def test_a_term_shows_its_renderings_on_hover_and_on_focus(open_page: Open, pages: Path) -> None:
    page = open_page(episode_page(pages))
    term = page.locator(".part .term:visible", has_text="Human in the Loop").first
    term.scroll_into_view_if_needed()
    term.hover()
    assert "人在回路" in page.inner_text("#popover")
    page.keyboard.press("Escape")
    assert not page.locator("#popover").is_visible()
    term.focus()
    assert page.locator("#popover").is_visible()
    assert term.get_attribute("aria-describedby") == "popover"


def test_a_file_of_the_reader_plays_with_a_track_per_language(
    open_page: Open, pages: Path, tmp_path: Path
) -> None:
    sound = tmp_path / "talk.wav"
    with wave.open(str(sound), "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        file.writeframes(struct.pack("<h", 0) * 8_000 * 60)
    page = open_page(episode_page(pages))
    page.set_input_files("#file", sound)
    until(page, "document.querySelectorAll('#media track').length === 3")
    until(page, "[...document.querySelector('#media').textTracks].every(t => t.cues?.length)")
    tracks = page.evaluate(
        "[...document.querySelector('#media').textTracks]"
        ".map(t => [t.language, t.mode, t.cues.length])"
    )
    content = record_of(pages)
    assert tracks == [
        [tag, "hidden", len(content["tracks"][tag])] for tag in ("en", "nl", "zh-Hans")
    ]
    seek(page, 5_000)
    until(page, "document.querySelector('#media').currentTime === 5")
    assert captions(page)[0] == ("en", cue_at(content, "en", 5_000))
    active = "document.querySelector('#media').textTracks[1].activeCues[0]?.text"
    until(page, f"{active} !== undefined")
    assert page.evaluate(active) == cue_at(content, "nl", 5_000)


def test_nothing_is_asked_of_any_server(open_page: Open, pages: Path) -> None:
    page = open_page("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(episode_page(pages).as_uri())
    page.wait_for_timeout(300)
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def test_without_scripts_the_text_is_all_there(open_page: Open, pages: Path) -> None:
    page = open_page(episode_page(pages), java_script_enabled=False)
    assert page.locator(".row .tx.n0").first.is_visible()
    assert not page.locator(".bar").is_visible()


@pytest.mark.parametrize("width", [320, 390, 768, 1_280])
def test_nothing_is_wider_than_the_screen(open_page: Open, pages: Path, width: int) -> None:
    for path in (pages.resolve() / "index.html", episode_page(pages), episode_page(pages, "十二")):
        page = open_page(path, viewport={"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_text_does_nothing(open_page: Open, tmp_path: Path) -> None:
    texts = [text for text in HOSTILE if "\x00" not in text]
    content = record(
        title={"en": " ".join(texts), "nl": " ".join(texts)},
        sentences=[
            sentence({"en": text, "nl": text}, number * 5_000) for number, text in enumerate(texts)
        ],
        tracks={
            tag: [
                {**record()["tracks"]["en"][0], "start_ms": n * 5_000, "end_ms": n * 5_000 + 4_000,
                 "lines": [text]}
                for n, text in enumerate(texts)
            ]
            for tag in ("en", "nl")
        },
        terms=[{**record()["terms"][0], "term": text, "expected": text} for text in texts],
    )  # fmt: skip
    made = compose_page(content)
    (tmp_path / "index.html").write_bytes(made.content)
    page = open_page(tmp_path / "index.html")
    for number, text in enumerate(texts):
        seek(page, number * 5_000 + 1_000)
        assert captions(page) == [("en", text), ("nl", text)]
    for term in page.locator(".row .term:visible").all()[:4]:
        term.focus()
    assert page.title() != "owned" and page.title() != "1"
    assert page.locator("img").count() == 0
