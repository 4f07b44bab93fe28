"""Checksums of model files, computed once per file and then known again by size and time.

A model of 100 MB takes a tenth of a second to read through, more than all the rest of a run
with nothing to do.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

_MOST = 500
_SMALL = 1_000_000
"""Bytes up to which it is quicker to read a file than to look it up."""


def checksum_of(file: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal.

    Raises:
        OSError: the file cannot be read.
    """
    state = file.stat()
    return _checksum(file, state.st_size, state.st_mtime_ns, state.st_ino)


@lru_cache(maxsize=64)
def _checksum(file: Path, size: int, changed_ns: int, inode: int) -> str:
    if size <= _SMALL:
        return _read(file)
    record = _record()
    known = _load(record)
    key = f"{file.resolve()} {size} {changed_ns} {inode}"
    if key not in known:
        known = {**dict(list(known.items())[1 - _MOST :]), key: _read(file)}
        _save(record, known)
    return known[key]


def _read(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _record() -> Path:
    from pipeline.engines.argos import cache_folder

    return cache_folder() / "checksums.json"


def _load(record: Path) -> dict[str, str]:
    """Return what is known; a record that makes no sense counts as none."""
    try:
        known = json.loads(record.read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) and all(map(_is_sum, known.values())) else {}


def _is_sum(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64


def _save(record: Path, known: dict[str, str]) -> None:
    """Write the record whole or not at all; without it things only take longer."""
    draft = record.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        record.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(known), encoding="utf-8")
        draft.replace(record)
