from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipeline.engines import checksums
from pipeline.engines.argos import cache_folder
from pipeline.engines.checksums import checksum_of


@pytest.fixture(autouse=True)
def _forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every call be that of a new process."""
    monkeypatch.setattr(checksums, "_checksum", checksums._checksum.__wrapped__)


def test_a_large_file_is_read_once_and_again_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "model.bin"
    file.write_bytes(b"a" * 2_000_000)
    wanted = hashlib.sha256(file.read_bytes()).hexdigest()
    assert checksum_of(file) == wanted
    with monkeypatch.context() as patch:
        patch.setattr(checksums, "_read", lambda _: pytest.fail("read again"))
        assert checksum_of(file) == wanted
    file.write_bytes(b"b" * 2_000_001)
    assert checksum_of(file) == hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize("damage", [b"{", b"[]", b'{"x": 1}', b'{"x": "short"}', b"\xff"])
def test_a_damaged_record_counts_as_none(tmp_path: Path, damage: bytes) -> None:
    record = cache_folder() / "checksums.json"
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_bytes(damage)
    file = tmp_path / "model.bin"
    file.write_bytes(b"a" * 2_000_000)
    assert checksum_of(file) == hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_small_file_leaves_no_trace(tmp_path: Path) -> None:
    (tmp_path / "small").write_bytes(b"a")
    assert checksum_of(tmp_path / "small") == hashlib.sha256(b"a").hexdigest()
    assert not (cache_folder() / "checksums.json").exists()
