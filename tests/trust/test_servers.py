"""A translation server that goes wrong: one clear line, and what it said before is kept."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pipeline.engines import libretranslate
from tests.cli.console import tolk
from tests.toy_model import DICTIONARY
from tests.trust.runs import one_line, page, tree

Answer = Callable[[BaseHTTPRequestHandler, list[str]], bytes | None]


def _right(handler: BaseHTTPRequestHandler, texts: list[str]) -> bytes:
    said = [" ".join(DICTIONARY.get(word, word) for word in text.split(" ")) for text in texts]
    return json.dumps({"translatedText": said}).encode()


def _slow(handler: BaseHTTPRequestHandler, texts: list[str]) -> bytes:
    threading.Event().wait(0.6)
    return _right(handler, texts)


def _broken(handler: BaseHTTPRequestHandler, texts: list[str]) -> None:
    handler.send_error(500)


def _vanishing(handler: BaseHTTPRequestHandler, texts: list[str]) -> None:
    handler.connection.close()


def _rude(handler: BaseHTTPRequestHandler, texts: list[str]) -> None:
    handler.wfile.write(b"\x1b[2J nonsense\r\n\r\n")


def _dripping(handler: BaseHTTPRequestHandler, texts: list[str]) -> None:
    """Send a right answer, but a byte now and then, for longer than anybody should wait."""
    answer = b" " * 40 + _right(handler, texts)
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(answer)))
    handler.end_headers()
    with suppress(OSError):
        for place in range(40):
            handler.wfile.write(answer[place : place + 1])
            threading.Event().wait(0.1)
        handler.wfile.write(answer[40:])


def _cut_short(handler: BaseHTTPRequestHandler, texts: list[str]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(_right(handler, texts))
    handler.close_connection = True


def _endless(handler: BaseHTTPRequestHandler, texts: list[str]) -> None:
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):
        while True:
            handler.wfile.write(b" " * 1_000_000)


FAULTY: dict[str, Answer] = {
    "slow": _slow,
    "dripping": _dripping,
    "endless": _endless,
    "cut short": _cut_short,
    "too few": lambda h, t: json.dumps({"translatedText": ["one"] * (len(t) - 1)}).encode(),
    "too many": lambda h, t: json.dumps({"translatedText": ["one"] * (len(t) + 1)}).encode(),
    "numbers": lambda h, t: json.dumps({"translatedText": [1] * len(t)}).encode(),
    "a list": lambda h, t: b"[]",
    "not JSON": lambda h, t: b"<html>",
    "deep": lambda h, t: b"[" * 100_000,
    "not UTF-8": lambda h, t: b"\xff\xfe{",
    "empty": lambda h, t: b"",
    "500": _broken,
    "vanishing": _vanishing,
    "rude": _rude,
}


class Server:
    """A translation server whose manners can be changed while it runs."""

    def __init__(self) -> None:
        self.answer: Answer = _right
        self.right_answers = 10**9
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                languages = [{"code": c, "targets": ["en", "nl", "zh"]} for c in ("en", "nl", "zh")]
                self.reply(json.dumps(languages).encode())

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                texts = json.loads(self.rfile.read(length))["q"]
                outer.asked += texts
                outer.right_answers -= 1
                answer = _right if outer.right_answers >= 0 else outer.answer
                content = answer(self, texts)
                if content is not None:
                    self.reply(content)

            def reply(self, content: bytes) -> None:
                try:
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                except OSError:
                    pass

            def log_message(self, format: str, *words: object) -> None:
                del format, words

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.http.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    patience = functools.partial(libretranslate.Patience, timeout_ms=300, retries=1, pause_ms=5)
    monkeypatch.setattr(libretranslate, "Patience", patience)
    made = Server()
    monkeypatch.setenv(libretranslate.ADDRESS, made.url)
    yield made
    made.close()


@pytest.mark.parametrize("manner", sorted(FAULTY))
def test_a_server_that_goes_wrong_midway(manner: str, server: Server, tmp_path: Path) -> None:
    text = tmp_path / "page.txt"
    text.write_text(page(6, sentences=40), encoding="utf-8")
    run = ("run", text, "--to", "nl", "--engine", "libretranslate", "--memory", tmp_path / "m")
    server.answer, server.right_answers = FAULTY[manner], 2
    result = tolk(*run, "--out", tmp_path / "out")
    assert result.code == 4, result.words
    line = one_line(result.words)
    assert "libretranslate" in line and "\x1b" not in line
    server.answer, server.asked = _right, []
    assert tolk(*run, "--out", tmp_path / "out").code == 0
    assert tolk(*run, "--out", tmp_path / "calm", "--memory", tmp_path / "n").code == 0
    assert tree(tmp_path / "out") == tree(tmp_path / "calm")


def test_a_server_that_answers_with_halves_of_characters(server: Server, tmp_path: Path) -> None:
    def halves(handler: BaseHTTPRequestHandler, texts: list[str]) -> bytes:
        return json.dumps({"translatedText": [f"{text} \ud800 {text}" for text in texts]}).encode()

    text = tmp_path / "page.txt"
    text.write_text(page(1), encoding="utf-8")
    server.answer, server.right_answers = halves, 0
    run = ("run", text, "--to", "nl", "--engine", "libretranslate", "--memory", tmp_path / "m")
    result = tolk(*run, "--out", tmp_path / "out")
    assert "internal error" not in result.words and result.code in {0, 4}, result.words
    assert tree(tmp_path / "out")


def test_a_server_that_is_gone(tmp_path: Path, server: Server) -> None:
    server.close()
    text = tmp_path / "page.txt"
    text.write_text(page(1), encoding="utf-8")
    result = tolk("run", text, "--engine", "libretranslate", "--out", tmp_path / "out")
    assert result.code == 4
    assert "cannot be reached" in one_line(result.words)
    server.http = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.thread = threading.Thread(target=server.http.serve_forever, daemon=True)
    server.thread.start()
