"""The output folder: files written whole or not at all, and a manifest of what made them.

Every file is written under `.tolk/` first and renamed into place, so a run that is killed
leaves no half of one. One run at a time holds the folder. An episode's `episode.json` is
renamed last: where the manifest is behind, because the run died, its recipe there tells that
the episode is complete.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any

from pipeline.errors import OutputError
from pipeline.model import File

SCHEMA = "tolk/manifest/1"
_HELD = "another run is writing to this folder"


class OutputFolder(AbstractContextManager["OutputFolder"]):
    """A folder that one run holds from `with` to the end.

    Attributes:
        path: Where it is.
        entries: Slug → what the manifest says of it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: dict[str, dict[str, Any]] = {}
        self._lock: IO[bytes] | None = None

    def __enter__(self) -> OutputFolder:
        """Make and hold the folder, and read its manifest.

        Raises:
            OutputError: it cannot be made or written, or another run holds it.
        """
        try:
            self._staging.mkdir(parents=True, exist_ok=True)
            self._lock = (self.path / ".tolk" / "lock").open("ab")
            _hold(self._lock, self.path)
            shutil.rmtree(self._staging)
            self._staging.mkdir()
        except OSError as error:
            raise _unwritable(self.path, error) from error
        self.entries = self._read_manifest()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the folder go."""
        if self._lock:
            self._lock.close()
            self._lock = None

    def write(self, files: Iterable[File]) -> dict[str, str]:
        """Write files whole, in order; return path → SHA-256.

        Raises:
            OutputError: the disk is full, or the folder may not be written.
        """
        return {file.path: self._write(file) for file in files}

    def read(self, path: str) -> bytes | None:
        """Return what stands at `path` inside the folder, or None."""
        try:
            return self._inside(path).read_bytes()
        except OSError:
            return None

    def holds(self, hashes: Mapping[str, str]) -> bool:
        """Return whether every file is there with just these bytes."""
        return bool(hashes) and all(
            (content := self.read(path)) is not None and digest(content) == wanted
            for path, wanted in hashes.items()
        )

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files that an earlier run wrote and this one no longer makes."""
        for path in paths:
            self._inside(path).unlink(missing_ok=True)

    def save_manifest(self, version: str) -> None:
        """Write `manifest.json` from `entries`: sorted, no dates."""
        manifest = {
            "schema": SCHEMA,
            "version": version,
            "episodes": [self.entries[slug] for slug in sorted(self.entries)],
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        self._write(File("manifest.json", text.encode("utf-8", "surrogatepass")))

    @property
    def _staging(self) -> Path:
        return self.path / ".tolk" / "staging"

    def _inside(self, path: str) -> Path:
        parts = PurePosixPath(path).parts
        if not parts or path.startswith("/") or any(part in {"..", "."} for part in parts):
            raise ValueError(f"not a path inside the output folder: {path!r}")
        return self.path.joinpath(*parts)

    def _write(self, file: File) -> str:
        target = self._inside(file.path)
        draft = self._staging / digest(file.path.encode("utf-8", "surrogatepass"))[:16]
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(file.content)
            draft.replace(target)
        except OSError as error:
            raise _unwritable(target, error) from error
        return digest(file.content)

    def _read_manifest(self) -> dict[str, dict[str, Any]]:
        content = self.read("manifest.json")
        try:
            manifest = json.loads(content or b"{}")
            return {entry["slug"]: entry for entry in manifest.get("episodes", [])}
        except (ValueError, TypeError, KeyError, AttributeError):
            # It is ours to make again: at worst episodes are written once more.
            return {}


def digest(content: bytes) -> str:
    """Return the SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _hold(lock: IO[bytes], path: Path) -> None:
    try:
        import fcntl
    except ImportError:
        # Windows: opening for append does not lock, and neither do we there.
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise OutputError(
            str(path), _HELD, remedy="wait for it, or choose another --out"
        ) from error


def _unwritable(path: Path, error: OSError) -> OutputError:
    reason = os.strerror(error.errno) if error.errno else str(error)
    return OutputError(str(path), f"cannot be written ({reason})", remedy="choose another --out")
