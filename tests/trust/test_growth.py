"""Time in line with size: what once was quadratic, and monsters of every kind."""

from __future__ import annotations

import resource
import subprocess
import time
from pathlib import Path

import pytest

from pipeline.errors import TolkError
from tests.cli.console import tolk
from tests.fuzz.doors import DOORS, knock
from tests.fuzz.growth import growth, seconds
from tests.trust.runs import one_line, start

MENDED = (
    ("reader:digest", "quote", " "),
    ("reader:digest", "quote", "\u2028"),
    ("reader:digest", "bare", "## Entities "),
    ("reader:shownotes", "notes", "-->"),
    ("reader:shownotes", "notes", "["),
    ("reader:article", "bare", "00:01.000 --> 00:02.000\na\n\n"),
    ("reader:feed", "rss", " "),
    ("text:lines", "bare", "\u200d"),
    ("whole", "bare", "- "),
    ("text:clock", "bare", "1"),
)
"""(door, what stands around, what is repeated): each took minutes, or fell over, once."""


@pytest.mark.slow
@pytest.mark.parametrize(("door", "round_", "piece"), MENDED)
def test_what_was_slow_stays_mended(door: str, round_: str, piece: str) -> None:
    ratio, size, taken = growth(DOORS[door], round_, piece)
    if ratio > 2.8:  # A busy machine may have spoilt it.
        ratio, size, taken = growth(DOORS[door], round_, piece)
    assert ratio < 2.8, f"{taken:.2f} s for {size} bytes"


MONSTERS: dict[str, bytes] = {
    "one line of two million words": b"word " * 2_000_000,
    "a hundred thousand sections": b"## [00:00] One Ann says a thing here. " * 100_000,
    "marks in marks": b"[" * 200_000 + b"a" + b"]" * 200_000,
    "quotes in quotes": b"> " * 200_000 + b"a",
    "lists in lists": b"".join(b" " * depth + b"- a\n" for depth in range(1_200)),
    "tags in tags": b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<i>" * 100_000 + b"a\n",
    "JSON in JSON": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "lists of lists in JSON": b"[" * 1_000_000,
    "a huge number in JSON": b'{"chapters":[{"startTime":' + b"9" * 100_000 + b',"title":"a"}]}',
    "a far number in JSON": b'{"chapters":[{"startTime":1e308,"title":"a"}]}',
    "a time of 10^30": b"WEBVTT\n\n" + b"9" * 30 + b":00:01.000 --> 00:02.000\na\n",
    "a section at 10^30": b"## [" + b"9" * 30 + b":00] One\nAnn says a.\n",
    "elements in elements": b"<rss><channel>" + b"<a>" * 200_000,
    "NUL": b"## [00:00] One\nAnn\0says a.\n",
    "turned round": "## [00:00] \u202eOne\nAnn says \u2066a\u2069.\n".encode() * 2_000,
    "mixed line ends": b"## [00:00] One\r\nAnn says a.\rBen says b.\n\r" * 5_000,
    "a mark of byte order inside": b"\xef\xbb\xbf## [00:00] One\n\xef\xbb\xbfAnn says a.\n",
    "UTF-16": "## [00:00] One\nAnn says a.\n".encode("utf-16") * 1,
    "halves of characters": b'{"segments":[{"start":0,"end":1,"text":"\\ud800 \\udc00"}]}',
    "half of a UTF-16 pair": b"\xff\xfe#\x00 \x00\x00\xd8\n\x00a\x00",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MONSTERS)
def test_monsters_are_read_or_refused(name: str) -> None:
    def door(content: bytes) -> object:
        return DOORS["sniffed"](content)

    assert seconds(door, MONSTERS[name], limit_s=30) < 30


@pytest.mark.slow
@pytest.mark.parametrize("name", [n for n, content in MONSTERS.items() if len(content) < 200_000])
def test_small_monsters_go_all_the_way(name: str) -> None:
    assert seconds(DOORS["whole"], MONSTERS[name], limit_s=60) < 60


BOMBS = {
    "entities": '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n > 1 else str()};" * 10}">' for n in range(1, 9))
    + "]>",
    "external": '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "parameter": '<!DOCTYPE a [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a.dtd"> %a;]>',
    "external DTD": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
}
XML = {
    "reader:feed": "<rss><channel><title>a&a8;&a;</title>"
    "<item><title>b</title></item></channel></rss>",
    "reader:chapters": '<psc:chapters xmlns:psc="http://podlove.org/simple-chapters">'
    '<psc:chapter start="0" title="a&a8;&a;"/></psc:chapters>',
    "format:tmx": '<tmx version="1.4"><header srclang="en"/><body><tu>'
    '<tuv xml:lang="en"><seg>&a8;&a;'
    '</seg></tuv><tuv xml:lang="nl"><seg>b</seg></tuv></tu></body></tmx>',
    "glossary:tbx": '<martif type="TBX"><text><body><termEntry><langSet xml:lang="en"><tig><term>'
    "&a8;&a;</term></tig></langSet></termEntry></body></text></martif>",
}


TTML = (
    '<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="0s" end="1s">&a8;&a;</p></div>'
    "</body></tt>"
)
XML |= dict.fromkeys(("sniffed", "reader:captions", "reader:transcript", "reader:shownotes"), TTML)
"""There is no reader for TTML; whichever door it comes to takes it for text or refuses it."""


@pytest.mark.parametrize("bomb", BOMBS)
@pytest.mark.parametrize("door", XML)
def test_xml_that_declares_entities_is_refused_or_harmless(door: str, bomb: str) -> None:
    content = ('<?xml version="1.0"?>' + BOMBS[bomb] + XML[door]).encode()
    begun = time.process_time()
    try:
        result = DOORS[door](content)
    except TolkError:
        result = ""
    assert time.process_time() - begun < 15
    words = repr(result)
    assert "root:" not in words and len(words) < 20_000


LARGE = {
    "a word of a hundred megabytes": (b"a" * 2**20, 101),
    "a line of fifty megabytes": (b"word " * 200_000, 50),
    "NUL, fifty megabytes": (b"\0" * 2**20, 50),
}
MEMORY = 4 * 2**30
"""Bytes of address space; the line of fifty megabytes takes 1.5 GB."""


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_a_very_large_file_takes_bounded_memory(name: str, tmp_path: Path) -> None:
    piece, count = LARGE[name]
    text = tmp_path / "big.txt"
    with text.open("wb") as sink:
        sink.writelines(piece for _ in range(count))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    process = start("inspect", text, "--json", stdout=subprocess.DEVNULL, preexec_fn=limit)
    _, words = process.communicate(timeout=600)
    assert process.returncode in {0, 3}, words
    assert process.returncode == 0 or one_line(words)


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.readers.opening.MOST_BYTES", 10)
    text = tmp_path / "big.txt"
    text.write_bytes(b"a" * 11)
    result = tolk("run", text, "--engine", "none", "--out", tmp_path / "out")
    assert (result.code, "split it into files" in result.words) == (3, True)


def test_every_door_is_known_to_refuse_nonsense() -> None:
    for name, door in DOORS.items():
        if name != "whole":
            knock(door, b"\xff\xfe\x00")
