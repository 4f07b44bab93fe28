"""A folder with pages, a server on it, and requests exactly as they are written."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.serving.server import PageServer, open_server
from tests.cli.console import tolk

ROOT = Path(__file__).parents[2]


def make_site(folder: Path, *more: str) -> Path:
    """The sample, run in `folder`; return its output folder."""
    for name in ("page.txt", "page.tmx"):
        shutil.copy(ROOT / "samples" / name, folder / name)
    result = tolk(
        *("run", folder / "page.txt", "--translations", folder / "page.tmx", "--engine", "none"),
        *("--memory", folder / "memory.sqlite", "--out", folder / "out", *more),
    )
    assert result.code == 0, result.words
    return folder / "out"


@contextmanager
def serving(out: Path) -> Iterator[PageServer]:
    server = open_server(out, port=0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def ask(
    server: PageServer,
    path: str,
    *,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        sent = {"Host": f"127.0.0.1:{server.server_port}", **(headers or {})}
        if body is not None:
            sent.setdefault("Content-Length", str(len(body)))
        for name, value in sent.items():
            if value:
                connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read()
    finally:
        connection.close()


def post(server: PageServer, path: str, content: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    """A change, as a page of the server asks for it; `headers` says what is different."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    usual = {
        "Origin": f"http://127.0.0.1:{server.server_port}",
        "X-Tolk-Token": server.token,
        "Content-Type": "application/json",
    }
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    status, _, answer = ask(server, path, method="POST", headers={**usual, **given}, body=body)
    return status, json.loads(answer)


def token_in(page: bytes) -> str:
    found = re.search(rb'<meta name="tolk-token" content="([^"]+)">', page)
    return found[1].decode() if found else ""
