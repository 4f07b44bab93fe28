"""`tolk serve`: the pages over HTTP, on this computer only, with a way to correct them.

Whoever can reach the port is not thereby allowed to write: a change needs the token that the
server puts into its own pages, a JSON body and this very origin, none of which another web site
can give; and a name that merely points at this computer (DNS rebinding) is turned away.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedReader
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, ClassVar
from urllib.parse import quote, unquote, urlsplit

from pipeline.errors import InputError, OutputError, TolkError
from pipeline.serving.byte_ranges import byte_range
from pipeline.serving.desk import RECORDINGS, Desk, Wish
from pipeline.serving.patience import Hurried

HOST = "127.0.0.1"
LARGEST_BODY = 64 * 1024
_LONGEST_TEXT = 4_000
_CHUNK = 256 * 1024
MOST_CALLERS = 64
"""Connections at a time; a browser opens six."""
_TURNED_AWAY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    **RECORDINGS,
}
_CHARSET = b'<meta charset="utf-8">'


class PageServer(ThreadingHTTPServer):
    """Serves one output folder.

    Attributes:
        token: What a request that changes something has to bring; new with every start.
    """

    daemon_threads = True
    request_queue_size = 128
    patience_s = 30.0
    """For the whole of a request to arrive, and for each piece of an answer to be taken."""

    def __init__(self, out: Path, port: int) -> None:
        self.out = out.resolve()
        self.desk = Desk(out)
        self.token = secrets.token_urlsafe(32)
        self._room = BoundedSemaphore(MOST_CALLERS)
        super().__init__((HOST, port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of its own, if there are not too many already."""
        if self._room.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            request.settimeout(0)
            with suppress(OSError):
                request.send(_TURNED_AWAY)
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, and make room for the next caller."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: whoever called has hung up."""

    @property
    def hosts(self) -> frozenset[str]:
        """The only names under which the server answers."""
        return frozenset({f"{HOST}:{self.server_port}", f"localhost:{self.server_port}"})


def open_server(out: Path, *, port: int) -> PageServer:
    """Return a server bound to this computer; `serve_forever` starts it.

    Args:
        out: An output folder.
        port: 0 for any that is free; `server_port` says which.

    Raises:
        InputError: there is no catalogue in the folder.
        OutputError: the port is taken.
    """
    if not (out / "index.html").is_file():
        remedy = "make the pages with `tolk run` or `tolk site`"
        raise InputError(str(out), "has no index.html", remedy=remedy)
    try:
        return PageServer(out, port)
    except OSError as error:
        reason = error.strerror or error
        remedy = "choose another --port, or 0 for any"
        raise OutputError(f"port {port}", f"cannot be used ({reason})", remedy=remedy) from error


class _RefusedError(Exception):
    """A request that gets a status and one sentence instead of what it asked for."""

    def __init__(self, status: HTTPStatus, problem: str) -> None:
        super().__init__(problem)
        self.status, self.problem = status, problem


class _Handler(BaseHTTPRequestHandler):
    server: PageServer
    protocol_version = "HTTP/1.1"
    server_version = "tolk"
    sys_version = ""
    default_request_version = "HTTP/1.1"
    _posts: ClassVar[dict[str, str]] = {"/api/correct": "correct", "/api/term": "term"}

    def setup(self) -> None:
        super().setup()
        self.connection.settimeout(self.server.patience_s)
        self.hurried = Hurried(self.connection, self.server.patience_s)
        self.rfile = BufferedReader(self.hurried)

    def handle_one_request(self) -> None:
        self.hurried.begin()
        super().handle_one_request()

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_HEAD(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no request that we know, with the headers of every other answer."""
        self.close_connection = True
        self._send_json(HTTPStatus(code), {"problem": HTTPStatus(code).phrase})

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal is for people."""

    def _answer(self, action: Callable[[], None]) -> None:
        if self.command != "POST" and {"content-length", "transfer-encoding"} & {
            name.lower() for name in self.headers
        }:
            self.close_connection = True
        try:
            self._check_host()
            action()
        except _RefusedError as refusal:
            # What is left of a body we refuse to read must not be taken for the next request.
            self.close_connection = True
            self._send_json(refusal.status, {"problem": refusal.problem})
        except OSError:
            self.close_connection = True

    def _check_host(self) -> None:
        if self.headers.get("Host") not in self.server.hosts:
            raise _RefusedError(HTTPStatus.MISDIRECTED_REQUEST, "not a name of this server")

    def _get(self) -> None:
        path = unquote(urlsplit(self.path).path, errors="surrogateescape")
        if path.startswith("/media/"):
            media = self.server.desk.media(path.removeprefix("/media/"))
            if media is None:
                raise _RefusedError(HTTPStatus.NOT_FOUND, "no recording here")
            self._send_file(media)
            return
        file = self._inside(path)
        if file.is_dir():
            if not path.endswith("/"):
                self._redirect(quote(path, errors="surrogateescape") + "/")
                return
            file = file / "index.html"
        if not file.is_file():
            raise _RefusedError(HTTPStatus.NOT_FOUND, "no such file here")
        if file.suffix == ".html":
            self._send_page(file)
        else:
            self._send_file(file)

    def _inside(self, path: str) -> Path:
        """Return the file that a path means, only if it lies in the folder and is not hidden."""
        parts = [part for part in path.split("/") if part]
        if any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
            raise _RefusedError(HTTPStatus.NOT_FOUND, "no such file here")
        try:
            file = self.server.out.joinpath(*parts).resolve()
            file.is_dir()  # A name too long for the disk shows itself only here.
        except (OSError, ValueError, RuntimeError) as error:  # The last for links in a circle.
            raise _RefusedError(HTTPStatus.NOT_FOUND, "no such file here") from error
        if not file.is_relative_to(self.server.out):
            raise _RefusedError(HTTPStatus.NOT_FOUND, "no such file here")
        return file

    def _post(self) -> None:
        name = self._posts.get(urlsplit(self.path).path)
        if name is None:
            raise _RefusedError(HTTPStatus.NOT_FOUND, "nothing takes that")
        self._check_writer()
        wish = _wish(self._body())
        try:
            getattr(self.server.desk, name)(wish)
        except TolkError as error:
            raise _RefusedError(HTTPStatus.CONFLICT, str(error)) from error
        except Exception as error:
            problem = f"internal error, please report: {error!r}"
            raise _RefusedError(HTTPStatus.INTERNAL_SERVER_ERROR, problem) from error
        self._send_json(HTTPStatus.OK, {"done": True})

    def _check_writer(self) -> None:
        if self.headers.get("Origin") not in {f"http://{host}" for host in self.server.hosts}:
            raise _RefusedError(HTTPStatus.FORBIDDEN, "only this server's own pages may write")
        given = self.headers.get("X-Tolk-Token", "").encode("latin-1", "replace")
        if not secrets.compare_digest(given, self.server.token.encode()):
            problem = "the page is older than the server; reload it"
            raise _RefusedError(HTTPStatus.FORBIDDEN, problem)
        if self.headers.get_content_type() != "application/json":
            raise _RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "only JSON is taken")

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or self.headers.get("Transfer-Encoding"):
            raise _RefusedError(HTTPStatus.LENGTH_REQUIRED, "how long is it?")
        if len(length) > 9 or int(length) > LARGEST_BODY:
            raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "that is too long")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "that is not all of it")
        return body

    def _send_page(self, file: Path) -> None:
        """Send a page with the token to write with, and where its recording is to be had."""
        marks = f'<meta name="tolk-token" content="{self.server.token}">'
        slug = file.parent.name
        if file.parent != self.server.out and self.server.desk.media(slug):
            marks += f'<meta name="tolk-media" content="/media/{quote(slug)}">'
        try:
            content = file.read_bytes()
        except OSError as error:
            raise _RefusedError(HTTPStatus.NOT_FOUND, "that cannot be read") from error
        content = content.replace(_CHARSET, _CHARSET + marks.encode(), 1)
        self._start(HTTPStatus.OK, _TYPES[".html"], len(content))
        self._write(content)

    def _send_file(self, file: Path) -> None:
        kind = _TYPES.get(file.suffix.lower(), "application/octet-stream")
        try:
            stream = file.open("rb")
        except OSError as error:
            raise _RefusedError(HTTPStatus.NOT_FOUND, "that cannot be read") from error
        with stream:
            size = stream.seek(0, 2)
            wanted = byte_range(self.headers.get("Range"), size)
            if wanted is None:
                self._start(
                    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                    kind,
                    0,
                    {"Content-Range": f"bytes */{size}"},
                )
                return
            first, last, partial = wanted
            more = {"Accept-Ranges": "bytes"}
            if partial:
                more["Content-Range"] = f"bytes {first}-{last}/{size}"
            status = HTTPStatus.PARTIAL_CONTENT if partial else HTTPStatus.OK
            left = last - first + 1
            self._start(status, kind, left, more)
            stream.seek(first)
            while left > 0 and self.command != "HEAD":
                chunk = stream.read(min(_CHUNK, left))
                if not chunk:
                    self.close_connection = True
                    return
                self.wfile.write(chunk)
                left -= len(chunk)

    def _send_json(self, status: HTTPStatus, content: dict[str, Any]) -> None:
        text = json.dumps(content, ensure_ascii=True).encode()
        self._start(status, _TYPES[".json"], len(text))
        self._write(text)

    def _redirect(self, address: str) -> None:
        # One slash: `//other.example` would lead to another server.
        self._start(HTTPStatus.FOUND, _TYPES[".txt"], 0, {"Location": "/" + address.lstrip("/")})

    def _write(self, content: bytes) -> None:
        if self.command != "HEAD":
            self.wfile.write(content)

    def _start(
        self, status: HTTPStatus, kind: str, length: int, more: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": kind,
            "Content-Length": str(length),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Content-Security-Policy": "frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Referrer-Policy": "same-origin",
            **(more or {}),
        }
        if self.close_connection:
            headers["Connection"] = "close"
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


def _wish(body: bytes) -> Wish:
    try:
        content = json.loads(body)
        values = [content[name] for name in ("slug", "language", "source", "text")]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "that makes no sense") from error
    if not all(isinstance(value, str) and len(value) <= _LONGEST_TEXT for value in values):
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "that makes no sense")
    slug, language, source, text = values
    # A rendering is one line of text: cues and glossary cells have no room for more.
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not text:
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "nothing is not a translation")
    return Wish(slug, language, source, text)
