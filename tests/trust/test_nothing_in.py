"""Nothing from outside steers what we write: paths, pages, Markdown, captions, terminals, nets."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import socket
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import srt
import webvtt  # type: ignore[import-untyped]
from defusedxml import ElementTree

from pipeline.engines import libretranslate
from pipeline.formats import tmx, vtt
from pipeline.glossary.amend import put_form
from tests.cli.console import tolk
from tests.trust.runs import ROOT, SAMPLE_RUN, page, start, tree
from tests.trust.test_servers import Server

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    '"><svg onload=alert(4)>',
    "[x](javascript:alert(5))",
    "--> 00:00:09.000",
    "\u202e\u2066gnp.exe",
    "\x1b]0;owned\x07\x1b[2J\x9b31m",
    "=cmd|' /C calc'!A0",
    "../../../../tmp/escaped",
    "C:\\Windows\\System32",
    "CON",
    "{{ 7 * 7 }} {% raw %} ${x}",
    "&lt;b&gt; &amp;#60; <!-- --> ]]>",
    "`code` ***bold*** | cell | # head",
    "\u2028\u2029line",
)


def hostile_page() -> str:
    """Return a digest page with something hostile in every field."""
    episodes = []
    for number, words in enumerate(HOSTILE):
        title = f"{words} episode {number}"
        episodes.append(
            f"{title}\n12:{number:02d}\nEN/ZH\nPlay\nBad {words}1 dag geleden\n\n{title}\n\n"
            f"Ann {words} says a thing. ## [00:00] Start {words} Ann Lee says that {words} is bad. "
            f'> *"Quote {words} it is."* ## Entities - **{words}** (Person): who {words} is. '
            f"- **Ann Lee** (Person): a guest.\n\n#tag{words.split()[0]} #b"
        )
    return "\n\n".join(episodes)


FORMATS = "srt,vtt,md,json,chapters,html,transcript,tmx,epub"


def hostile_translation(handler: BaseHTTPRequestHandler, texts: list[str]) -> bytes:
    """Answer as a translation server that puts something hostile behind every sentence."""
    said = [f"{text} {HOSTILE[zlib.crc32(text.encode()) % len(HOSTILE)]}" for text in texts]
    return json.dumps({"translatedText": said}).encode()


def calm_page() -> str:
    """Return a page of words that stay as they are, enough for every hostile answer."""
    return page(len(HOSTILE), sentences=8)


@pytest.fixture(scope="module", params=["input", "translation"])
def written(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A run over hostile input, or with a hostile engine, in a folder of its own; its outputs."""
    folder = tmp_path_factory.mktemp("hostile")
    hostile = request.param == "input"
    text = hostile_page() if hostile else calm_page()
    (folder / "page.txt").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        server = Server()
        server.answer, server.right_answers = hostile_translation, 0
        patch.setenv(libretranslate.ADDRESS, server.url)
        result = tolk(
            *("run", folder / "page.txt", "--to", "en,nl,zh-Hans", "--formats", FORMATS),
            *("--engine", "none" if hostile else "libretranslate"),
            *("--out", folder / "in" / "out", "--memory", folder / "in" / "m"),
        )
        server.close()
    # Without an engine nothing is translated; answers without Chinese are no Chinese.
    assert result.code == 4, result.words
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", result.words)
    yield folder / "in" / "out"


def test_the_hostile_words_did_come_through(written: Path) -> None:
    whole = "".join(p.read_text(encoding="utf-8") for p in written.glob("*/episode.json"))
    for words in HOSTILE:
        shown = json.dumps(words, ensure_ascii=False)[1:-1]
        assert shown.split()[0] in whole or words.strip().split()[0] in whole, words


def test_nothing_is_written_outside(written: Path) -> None:
    names = {path.name for path in written.parent.iterdir()}
    assert names <= {"out", "m", "m-wal", "m-shm"}
    assert {path.name for path in written.parent.parent.iterdir()} == {"in", "page.txt"}
    for path in tree(written):
        assert all(re.fullmatch(r"[\w+.-]+", part) for part in Path(path).parts), path
        assert not any(part.startswith(".") for part in Path(path).parts)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts = 0
        self.faults: list[str] = []
        self.blocks: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.inside = dict(attrs).get("type") or "code"
            self.scripts += 1
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.faults.append(f"{tag} {name}={value}")
            if name in {"src", "href"} and re.match(r"(?:https?:)?//", value or ""):
                self.faults.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if "json" in self.inside:
            self.blocks.append(data)
        elif self.inside and "alert(" in data:
            self.faults.append(data[:80])


def test_pages_run_nothing_of_the_input(written: Path) -> None:
    pages = list(written.rglob("*.html"))
    assert len(pages) == len(HOSTILE) + 1, "an episode lost"
    for path in pages:
        page = _Page()
        page.feed(path.read_text(encoding="utf-8"))
        assert not page.faults, (path, page.faults)
        for block in page.blocks:
            json.loads(block)
    scripts = set()
    for path in written.glob("*/index.html"):
        page = _Page()
        page.feed(path.read_text(encoding="utf-8"))
        scripts.add(page.scripts)
    assert len(scripts) == 1, "a title that adds a script"


def test_markdown_renders_without_active_content(written: Path) -> None:
    markdown_it = pytest.importorskip("markdown_it")
    render = markdown_it.MarkdownIt("commonmark", {"html": True}).enable("table").render
    files = list(written.rglob("*.md"))
    assert files
    for path in files:
        page = _Page()
        page.feed(render(path.read_text(encoding="utf-8")))
        assert not page.faults and not page.scripts, (path, page.faults)


def test_captions_hold_the_cues_they_should(written: Path) -> None:
    tracks = 0
    for path in written.rglob("*.vtt"):
        ours = vtt.parse(path.read_text(encoding="utf-8"))
        assert not ours.problems, (path, ours.problems)
        theirs = webvtt.read(str(path))
        tag = path.name.split(".")[-2]
        record = json.loads(path.with_name("episode.json").read_text(encoding="utf-8"))
        cues = record["tracks"].get(tag)
        if cues is not None:
            tracks += 1
            assert len(cues) == len(ours.blocks), path
            assert len(cues) == len(list(srt.parse(path.with_suffix(".srt").read_text("utf-8"))))
        assert len(theirs.captions) == len(ours.blocks), path
    assert tracks


def test_books_and_memories_are_sound_and_run_nothing(written: Path) -> None:
    books, memories = list(written.rglob("*.epub")), list(written.rglob("*.tmx"))
    assert bool(books) == any(written.rglob("*.nl.vtt")), "a translated run makes books"
    for book in books:
        with zipfile.ZipFile(book) as stream:
            for name in stream.namelist():
                assert not name.startswith("/") and ".." not in name
                if name.endswith((".xhtml", ".opf", ".xml", ".ncx")):
                    elements = ElementTree.fromstring(stream.read(name)).iter()
                    for element in elements:
                        assert not element.tag.endswith("}script"), (book, name)
                        assert not any(key.startswith("on") for key in element.attrib), (book, name)
                        address = element.attrib.get("href", "")
                        assert not re.match("(?i)\\s*(javascript|data):", address), (book, name)
    for memory in memories:
        assert bool(tmx.parse(memory.read_bytes()).units) == bool(books)


def test_json_is_json(written: Path) -> None:
    for path in written.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))


def test_a_glossary_for_a_spreadsheet_holds_no_formula(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    cells = ["=1+1", "+1", "-1", "@a", "\t=1", "=cmd|' /C calc'!A0"]
    for number, cell in enumerate(cells):
        tolk("glossary", "add", f"{cell} {number}", "--nl", cell, "--zh", cell, "--file", own)
    for form in ("deepl", "deepl-tsv", "google", "omegat"):
        text = tolk("glossary", "export", "--format", form, "--file", own).output
        for cell in re.split(r"[,\t\n]", text):
            assert not re.match(r'"?[=+\-@]', cell.strip()), (form, cell)
    put_form(own, "=new", "+new", source="en", language="nl")
    put_form(own, "=new", "@newer", source="en", language="nl")
    with own.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) > len(cells)
    assert not [cell for row in rows for cell in row if re.match(r"\s*[=+\-@]", cell)]


def test_suggested_terms_hold_no_formula(tmp_path: Path) -> None:
    text = tmp_path / "page.txt"
    names = "".join(f"- **{sign}Evil {sign} Plan** (Person): who. " for sign in "=+-@")
    text.write_text(page(1) + f" ## Entities {names}", encoding="utf-8")
    found = tolk("glossary", "suggest", text).output
    assert found.count("Evil") == 4
    for cell in re.split(r"[\t\n]", found):
        assert cell == "=" or not re.match(r"[=+\-@]", cell), cell


def test_a_terminal_gets_no_control_characters(tmp_path: Path) -> None:
    text = tmp_path / "page.txt"
    text.write_text(hostile_page(), encoding="utf-8")
    for arguments in (
        ("inspect", text),
        ("inspect", text, "--json"),
        ("run", text, "--engine", "none", "--out", tmp_path / "out", "--memory", tmp_path / "m"),
        ("glossary", "suggest", text),
    ):
        ours, theirs = pty.openpty()
        process = start(*arguments, stdout=theirs, stderr=theirs)
        os.close(theirs)
        shown = b""
        while True:
            try:
                some = os.read(ours, 65_536)
            except OSError:
                break
            if not some:
                break
            shown += some
        process.wait(60)
        os.close(ours)
        seen = shown.decode("utf-8", "replace").replace("\r\x1b[K", "")
        assert "\x1b" not in seen and "\x07" not in seen and "\x9b" not in seen, arguments
        assert "\u202e" not in seen, arguments


def test_a_run_opens_no_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a run reached for the network")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refused)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refused)
    result = tolk(*SAMPLE_RUN, "--out", tmp_path / "out", "--memory", tmp_path / "m")
    assert result.code == 0, result.words


@pytest.mark.skipif(not Path("/usr/bin/strace").exists(), reason="strace is not installed")
def test_a_run_opens_no_socket_at_all(tmp_path: Path) -> None:
    command = [
        "/usr/bin/strace", "-f", "-e", "trace=network", "-o", tmp_path / "calls", sys.executable,
        "-c", "from pipeline.cli import main; main()", *SAMPLE_RUN, "--out", tmp_path / "out",
    ]  # fmt: skip
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    assert "AF_INET" not in (tmp_path / "calls").read_text(encoding="utf-8")


@pytest.mark.parametrize("which", ["episode", "own folder", "lock", "journal"])
def test_nothing_is_written_through_a_link(which: str, tmp_path: Path) -> None:
    run = (*SAMPLE_RUN, "--out", tmp_path / "out", "--memory", tmp_path / "m")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine").write_text("mine")
    (outside / "staging").mkdir()
    (outside / "staging" / "mine").write_text("mine")
    out = tmp_path / "out"
    out.mkdir()
    if which == "episode":
        (out / "selling-tomorrow-s-sunshine-duskline-s-ines-okafor").symlink_to(outside)
    elif which == "own folder":
        (out / ".tolk").symlink_to(outside)
    else:
        (out / ".tolk").mkdir()
        (out / ".tolk" / which).symlink_to(outside / "mine")
    before = tree(outside)
    result = tolk(*run)
    assert result.code == 3
    assert "is a link; nothing is written through it" in result.words
    assert tree(outside) == before


def test_a_link_in_the_place_of_a_file_is_replaced(tmp_path: Path) -> None:
    run = (*SAMPLE_RUN, "--out", tmp_path / "out", "--memory", tmp_path / "m")
    mine = tmp_path / "mine"
    mine.write_text("mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.json").symlink_to(mine)
    assert tolk(*run).code == 0
    assert mine.read_text() == "mine"
    assert not (tmp_path / "out" / "manifest.json").is_symlink()


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    assert tolk(*SAMPLE_RUN, "--out", tmp_path / "out", "--memory", tmp_path / "m").code == 0
    assert (tmp_path / "real" / "manifest.json").is_file()
