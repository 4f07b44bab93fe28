"""The server: what it hands out, and to whom; what it takes, and from whom."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from pipeline.errors import InputError, OutputError
from pipeline.serving.server import LARGEST_BODY, PageServer, open_server
from tests.site.served import ask, make_site, post, serving, token_in

WISH = {"slug": "x", "language": "nl", "source": "x", "text": "y"}


@pytest.fixture
def server(out: Path) -> Iterator[PageServer]:
    with serving(out) as running:
        yield running


def slug_of(out: Path, start: str) -> str:
    return next(path.name for path in out.iterdir() if path.name.startswith(start))


def test_pages_come_with_the_token_and_files_on_disk_have_none(
    server: PageServer, out: Path
) -> None:
    for path in ("/", f"/{quote(slug_of(out, '十二'))}/"):
        status, headers, body = ask(server, path)
        assert status == 200
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert token_in(body) == server.token
    assert token_in((out / "index.html").read_bytes()) == ""


def test_every_kind_of_file_has_its_type(server: PageServer, out: Path) -> None:
    slug = slug_of(out, "selling")
    for name, kind in (
        (f"{slug}.nl.vtt", "text/vtt; charset=utf-8"),
        (f"{slug}.nl.srt", "application/x-subrip; charset=utf-8"),
        ("episode.json", "application/json"),
    ):
        status, headers, body = ask(server, f"/{slug}/{name}")
        assert (status, headers["Content-Type"]) == (200, kind)
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in headers
        assert body == (out / slug / name).read_bytes()


def test_a_folder_is_redirected_to_itself_only(server: PageServer, out: Path) -> None:
    slug = slug_of(out, "selling")
    status, headers, _ = ask(server, f"/{slug}")
    assert (status, headers["Location"]) == (302, f"/{slug}/")
    status, headers, _ = ask(server, f"//{slug}")
    assert headers.get("Location", "/").startswith("/") and headers["Location"][1] != "/"


@pytest.mark.parametrize(
    "path",
    [
        "/../page.txt",
        "/%2e%2e/page.txt",
        "/..%2fpage.txt",
        "/a/../../page.txt",
        "/..%5cpage.txt",
        "/%00",
        "//etc/passwd",
        "/.tolk/lock",
        "/.hidden",
        "/%ff%fe",
        "/" + "a" * 5_000,
    ],
)
def test_nothing_outside_the_folder_and_nothing_hidden(
    server: PageServer, out: Path, path: str
) -> None:
    (out / ".hidden").write_text("secret")
    assert ask(server, path)[0] == 404


def test_a_link_out_of_the_folder_is_not_followed(server: PageServer, out: Path) -> None:
    (out / "way-out").unlink(missing_ok=True)
    (out / "way-out").symlink_to(out.parent / "page.txt")
    assert ask(server, "/way-out")[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil", ""])
def test_other_names_are_turned_away(server: PageServer, host: str) -> None:
    for method in ("GET", "POST"):
        status, _, body = ask(server, "/", method=method, headers={"Host": host}, body=b"{}")
        assert status == 421
        assert server.token.encode() not in body


def test_localhost_is_a_name_of_this_computer(server: PageServer) -> None:
    assert ask(server, "/", headers={"Host": f"localhost:{server.server_port}"})[0] == 200


def test_only_this_computer_is_listened_to(server: PageServer) -> None:
    assert server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X_Tolk_Token": ""}, 403),
        ({"X_Tolk_Token": "guess"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Length": str(LARGEST_BODY + 1)}, 413),
        ({"Content_Length": "9" * 400}, 413),
        ({"Content_Length": "-1"}, 411),
        ({"Transfer_Encoding": "chunked"}, 411),
    ],
)
def test_a_change_needs_all_of_its_papers(
    server: PageServer, headers: dict[str, str], status: int
) -> None:
    found, answer = post(server, "/api/correct", WISH, **headers)
    assert found == status
    assert answer["problem"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"\xff",
        b"[" * 60_000,
        json.dumps({**WISH, "text": 3}).encode(),
        json.dumps({**WISH, "text": " \n\t "}).encode(),
        json.dumps({**WISH, "text": "x" * 5_000}).encode(),
    ],
)
def test_a_body_that_makes_no_sense(server: PageServer, body: bytes) -> None:
    assert post(server, "/api/correct", body)[0] == 400


@pytest.mark.parametrize("slug", ["no-such", "../out", "", ".tolk"])
def test_an_episode_that_is_not_there(server: PageServer, slug: str) -> None:
    status, answer = post(server, "/api/correct", {**WISH, "slug": slug})
    assert status == 409
    assert "no episode of that name" in answer["problem"]


def test_other_addresses_take_nothing(server: PageServer) -> None:
    assert post(server, "/api/anything", WISH)[0] == 404


def test_a_player_may_ask_for_a_part(server: PageServer, out: Path) -> None:
    (out / "talk.mp4").write_bytes(bytes(range(100)))
    for asked, status, part in (
        ("bytes=10-19", 206, bytes(range(10, 20))),
        ("bytes=90-", 206, bytes(range(90, 100))),
        ("bytes=-5", 206, bytes(range(95, 100))),
        ("bytes=0-1,3-4", 200, bytes(range(100))),
        ("bytes=100-", 416, b""),
    ):
        found, headers, body = ask(server, "/talk.mp4", headers={"Range": asked})
        assert (found, body) == (status, part), asked
        assert headers["Content-Type"] == "video/mp4"
    assert ask(server, "/talk.mp4", method="HEAD")[2] == b""


def test_the_recording_of_a_run_is_played_from_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "talk.mp3").write_bytes(b"sound")
    out = make_site(tmp_path, "--media", str(tmp_path / "talk.mp3"))
    slug = slug_of(out, "selling")
    with serving(out) as server:
        assert f'content="/media/{slug}"'.encode() in ask(server, f"/{slug}/")[2]
        status, headers, body = ask(server, f"/media/{slug}")
        assert (status, headers["Content-Type"], body) == (200, "audio/mpeg", b"sound")
        assert ask(server, "/media/../talk.mp3")[0] == 404


def test_a_folder_without_pages_and_a_port_that_is_taken(
    tmp_path: Path, server: PageServer, out: Path
) -> None:
    with pytest.raises(InputError, match=r"no index\.html"):
        open_server(tmp_path, port=0)
    with pytest.raises(OutputError, match="cannot be used"):
        open_server(out, port=server.server_port)
