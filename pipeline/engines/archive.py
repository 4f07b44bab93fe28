"""Unpack a model archive from outside: nothing written elsewhere, no links, no endless files."""

from __future__ import annotations

import hashlib
import lzma
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from pipeline.errors import EngineError

MAX_BYTES = 2 * 2**30
"""Largest package, unpacked. The largest of Argos Translate has about 300 MB."""
MAX_FILES = 2_000
_CHUNK = 1 << 20
_REMEDY = "get the file again"


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack a model archive below an empty folder; return the one folder that it holds.

    Args:
        archive: An `.argosmodel` file, which is a zip archive with one folder in it.
        folder: Exists and is empty.

    Raises:
        EngineError: the archive is missing, damaged, dangerous or too large.
    """
    try:
        with zipfile.ZipFile(archive) as stream:
            entries = [entry for entry in stream.infolist() if not _rubble(entry.filename)]
            top = _check(archive, entries)
            left = MAX_BYTES
            for entry in entries:
                left -= _extract(stream, entry, folder, left)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError) as error:
        problem = f"is damaged or no model archive ({error})"
        raise EngineError(str(archive), problem, remedy=_REMEDY) from error
    except (NotImplementedError, RuntimeError, ValueError) as error:
        problem = f"cannot be unpacked ({error})"
        raise EngineError(str(archive), problem, remedy=_REMEDY) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise EngineError(str(archive), f"cannot be unpacked ({reason})") from error
    return folder / top


def checksum(file: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal.

    Raises:
        EngineError: the file cannot be read.
    """
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise EngineError(str(file), f"cannot be read ({error.strerror})") from error


def _rubble(name: str) -> bool:
    """Folders that macOS puts into archives."""
    return name.startswith("__MACOSX/")


def _check(archive: Path, entries: list[zipfile.ZipInfo]) -> str:
    """Return the name of the one folder in the archive, after a look at every entry."""
    where = str(archive)
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise EngineError(where, "is far larger than any model", remedy="do not trust it")
    tops: set[str] = set()
    for entry in entries:
        path = PurePosixPath(entry.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or not path.parts:
            raise EngineError(where, "wants to write outside its folder", remedy="do not trust it")
        mode = entry.external_attr >> 16
        if stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
            raise EngineError(where, "holds links or devices", remedy="do not trust it")
        tops.add(path.parts[0])
    if len(tops) != 1:
        raise EngineError(where, "does not hold exactly one folder", remedy=_REMEDY)
    return tops.pop()


def _extract(stream: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path, left: int) -> int:
    """Write one entry; return how many bytes it had. What the archive claims is not believed."""
    goal = folder.joinpath(*PurePosixPath(entry.filename).parts)
    if entry.is_dir():
        goal.mkdir(parents=True, exist_ok=True)
        return 0
    goal.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with stream.open(entry) as source, goal.open("wb") as sink:
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > left:
                raise ValueError("far larger than any model")
            sink.write(chunk)
    return written
