"""The package index and resumable downloads, against a server on this machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.engines.download import Offer, cached_offers, choose, download, fetch_offers
from pipeline.errors import EngineError
from tests.engines.server import Served, serving

PAIR = ("en", "zh-Hans")
ARCHIVE = bytes(range(256)) * 2_000


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with serving() as server:
        monkeypatch.setenv("ARGOS_PACKAGE_INDEX", server.address)
        yield server


def offer(served: Served, sha256: str = "") -> Offer:
    return Offer(PAIR, "1.9", (f"{served.address}/gone", f"{served.address}/file"), sha256)


def partial(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "tolk" / "downloads" / "en-zh-1.9.part"


def test_the_index(served: Served) -> None:
    listed = {"package_version": "1.9", "from_code": "en", "to_code": "zh", "links": ["ipfs://x"]}
    newer = listed | {"package_version": "1.10", "links": ["http://a/b"]}
    other = listed | {"to_code": "fr"}
    served.say("/index.json", json.dumps([listed, newer, other, 3]).encode())
    assert cached_offers() == ()
    offers = fetch_offers()
    assert choose(PAIR, offers) == Offer(PAIR, "1.10", ("http://a/b",))
    assert cached_offers() == offers
    with pytest.raises(EngineError, match="install nl-en and en-zh; tolk goes through English"):
        choose(("nl", "zh-Hans"), offers)


@pytest.mark.parametrize("body", [b"", b"{}", b"<html>", b"[" * 100_000])
def test_what_is_no_index(served: Served, body: bytes) -> None:
    served.say("/index.json", body)
    with pytest.raises(EngineError, match="cannot be fetched"):
        fetch_offers()


def test_offline_is_one_line(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", "http://127.0.0.1:9/")
    with pytest.raises(EngineError, match=r"check the connection, or bring an \.argosmodel file"):
        fetch_offers()


def test_a_download_falls_back_to_the_next_link(served: Served) -> None:
    served.say("/file", ARCHIVE)
    seen: list[tuple[int, int]] = []
    file = download(offer(served), progress=lambda there, total: seen.append((there, total)))
    assert file.read_bytes() == ARCHIVE
    assert seen[-1] == (len(ARCHIVE), len(ARCHIVE))


def test_a_download_goes_on_where_it_stopped(served: Served, tmp_path: Path) -> None:
    served.say("/file", ARCHIVE[:1_000], Content_Length=str(len(ARCHIVE)))
    with pytest.raises(EngineError, match="does not deliver"):
        download(offer(served))
    assert partial(tmp_path).stat().st_size == 1_000
    served.answers.clear()
    served.say("/file", ARCHIVE[1_000:], status=206)
    assert download(offer(served)).read_bytes() == ARCHIVE
    assert served.asked[-1][1]["Range"] == "bytes=1000-"
    assert not partial(tmp_path).exists()


def test_a_server_that_cannot_resume_sends_all(served: Served, tmp_path: Path) -> None:
    partial(tmp_path).parent.mkdir(parents=True)
    partial(tmp_path).write_bytes(b"old")
    served.say("/file", ARCHIVE)
    assert download(offer(served)).read_bytes() == ARCHIVE


def test_a_range_beyond_the_end_begins_again(served: Served, tmp_path: Path) -> None:
    partial(tmp_path).parent.mkdir(parents=True)
    partial(tmp_path).write_bytes(ARCHIVE + b"more")
    served.say("/file", b"", status=416)
    served.say("/file", ARCHIVE)
    assert download(offer(served)).read_bytes() == ARCHIVE


def test_the_checksum_of_the_index_decides(served: Served) -> None:
    served.say("/file", ARCHIVE)
    assert download(offer(served, hashlib.sha256(ARCHIVE).hexdigest().upper()))
    with pytest.raises(EngineError, match="checksum differs"):
        download(offer(served, "0" * 64))


def test_no_usable_link(served: Served) -> None:
    with pytest.raises(EngineError, match="no usable link"):
        download(Offer(PAIR, served.address[:1], ()))
