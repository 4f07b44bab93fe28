"""Callers who are slow, many, rude or cut off: nobody else waits for them."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pipeline.serving.server import MOST_CALLERS, PageServer
from tests.site.served import ask, serving


@pytest.fixture
def server(out: Path) -> Iterator[PageServer]:
    with serving(out) as running:
        running.patience_s = 0.5
        yield running


def call(server: PageServer, words: bytes) -> bytes:
    """Send bytes as they are, and return all that comes back until the server hangs up."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as caller:
        caller.sendall(words)
        return b"".join(iter(lambda: caller.recv(65_536), b""))


def head(server: PageServer, method: str, path: str = "/", *more: str) -> bytes:
    lines = (f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{server.server_port}", *more)
    return "\r\n".join((*lines, "", "")).encode()


def test_a_caller_who_sends_a_byte_now_and_then_is_hung_up_on(server: PageServer) -> None:
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as caller:
        for byte in head(server, "GET", "/", "X: " + "a" * 200):
            try:
                caller.sendall(bytes([byte]))
            except OSError:
                break
            time.sleep(0.05)
        else:
            pytest.fail("the server read on for as long as bytes came")
    assert time.monotonic() - begun < 8


def test_a_body_that_does_not_come_is_not_waited_for(server: PageServer) -> None:
    post = head(
        server,
        "POST",
        "/api/correct",
        f"Origin: http://127.0.0.1:{server.server_port}",
        f"X-Tolk-Token: {server.token}",
        "Content-Type: application/json",
        "Content-Length: 60000",
    )
    begun = time.monotonic()
    assert b"200 OK" not in call(server, post + b"{")
    assert time.monotonic() - begun < 8


def test_more_callers_than_there_is_room_for_are_turned_away_and_the_next_is_served(
    server: PageServer,
) -> None:
    server.patience_s = 30
    threads = threading.active_count()
    with ExitStack() as stack:
        for _ in range(MOST_CALLERS):
            address = ("127.0.0.1", server.server_port)
            stack.enter_context(socket.create_connection(address, timeout=10)).sendall(b"GET")
        deadline = time.monotonic() + 10
        while threading.active_count() < threads + MOST_CALLERS and time.monotonic() < deadline:
            time.sleep(0.01)
        assert b" 503 " in call(server, head(server, "GET"))
        assert threading.active_count() <= threads + MOST_CALLERS
    deadline = time.monotonic() + 10
    while ask(server, "/")[0] != 200:
        assert time.monotonic() < deadline, "nobody is served any more"


def test_what_comes_after_a_request_with_a_body_is_no_request(server: PageServer) -> None:
    hidden = head(server, "GET", "/manifest.json")
    length = f"Content-Length: {len(hidden)}"
    for method in ("GET", "HEAD"):
        answer = call(server, head(server, method, "/index.html", length) + hidden)
        assert answer.count(b"HTTP/1.1 ") == 1, method


@pytest.mark.parametrize(
    "words",
    [
        b"OPTIONS / HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\n"
        b"Access-Control-Request-Method: POST\r\n\r\n",
        b"PUT /index.html HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\n\r\nx",
        b"DELETE /index.html HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"TRACE / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"CONNECT 127.0.0.1:80 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"<script> / HTTP/1.1\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: " + b"a" * 70_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 200 + b"\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_request_that_we_know(server: PageServer, words: bytes) -> None:
    answer = call(server, words)
    status = answer.split(b" ", 2)[1]
    assert status[:1] in {b"4", b"5"} and status != b"500"
    assert b"nosniff" in answer and b"Access-Control-Allow" not in answer
    assert b"<script>" not in answer and server.token.encode() not in answer
    assert ask(server, "/")[0] == 200


def test_a_file_that_goes_or_may_not_be_read_is_not_found(server: PageServer, out: Path) -> None:
    page = out / "gone" / "index.html"
    page.mkdir(parents=True)
    assert ask(server, "/gone/")[0] == 404
    page.rmdir()
    (out / "loop").unlink(missing_ok=True)
    (out / "loop").symlink_to(out / "loop")
    assert ask(server, "/loop")[0] == 404
