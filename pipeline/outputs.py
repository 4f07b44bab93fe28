"""The output folder: files written whole or not at all, and a manifest of what made them.

Every file is written under `.tolk/` first and renamed into place, so a run that is killed
leaves no half of one. One run at a time holds the folder. What the manifest will say of an
episode is appended to a journal as soon as its files are there, so that a run that dies loses
none of its finished work; the manifest itself is written once, at the end.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, suppress
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any

from pipeline.errors import OutputError
from pipeline.model import File

SCHEMA = "tolk/manifest/1"
_JOURNAL = ".tolk/journal"
_COUNTS = {str: int}
_TEXTS = {str: str}
_ENTRY: dict[Any, Any] = {
    "slug": str,
    "title": str,
    "titles": _TEXTS,
    "summary": _TEXTS,
    "channel": str,
    "published": str,
    "tags": [str],
    "duration_ms": int,
    "source_language": str,
    "languages": [str],
    "input": str,
    "identity": str,
    "settings": dict,
    "recipe": _TEXTS,
    "signature": _TEXTS,
    "missing": _COUNTS,
    "findings": _COUNTS,
    "terms": {str: _COUNTS},
    "files": _TEXTS,
}
"""What a key of an entry holds, where it is there."""
_NOTE: dict[Any, Any] = {"name": str, "sha256": str, "recipe": str, "slugs": [str]}
_HELD = "another run is writing to this folder"


class OutputFolder(AbstractContextManager["OutputFolder"]):
    """A folder that one run holds from `with` to the end.

    Attributes:
        path: Where it is.
        entries: Slug → what the manifest says of that episode.
        inputs: Name of an input → its digest, the digest of the recipe, its slugs.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: dict[str, dict[str, Any]] = {}
        self.inputs: dict[str, dict[str, Any]] = {}
        self._lock: IO[bytes] | None = None

    def __enter__(self) -> OutputFolder:
        """Make and hold the folder, and read its manifest.

        Raises:
            OutputError: it cannot be made or written, or another run holds it.
        """
        try:
            for path in (".tolk/staging/x", ".tolk/lock", _JOURNAL):
                self._inside(path, own=True)
            # Before the folder is held nothing may be made that its holder makes anew.
            self._staging.parent.mkdir(parents=True, exist_ok=True)
            self._lock = (self.path / ".tolk" / "lock").open("ab")
            _hold(self._lock)
            if self._staging.exists():
                shutil.rmtree(self._staging)
            self._staging.mkdir()
        except BlockingIOError as error:
            self.__exit__(None, None, None)
            remedy = "wait for it, or choose another --out"
            raise OutputError(str(self.path), _HELD, remedy=remedy) from error
        except OSError as error:
            self.__exit__(None, None, None)
            raise _unwritable(self.path, error) from error
        self.load()
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

    def load(self) -> None:
        """Read the manifest; one that is missing or damaged counts as empty."""
        try:
            manifest = json.loads(self.read("manifest.json") or b"{}")
            self.entries = {e["slug"]: e for e in manifest.get("episodes", []) if self._sound(e)}
            self.inputs = {
                note["name"]: _unnamed(note)
                for note in manifest.get("inputs", [])
                if _fits(note, _NOTE)
            }
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            # It is ours to make again: at worst episodes are written once more.
            self.entries, self.inputs = {}, {}
        for line in (self.read(_JOURNAL) or b"").splitlines():
            with suppress(ValueError, TypeError, KeyError, RecursionError):
                # The last line of a run that died may be torn; its episode is made again.
                entry = json.loads(line)
                if self._sound(entry):
                    self.entries[entry["slug"]] = entry

    def note(self, entry: dict[str, Any]) -> None:
        """Keep what the manifest will say of an episode whose files are all written."""
        self.entries[entry["slug"]] = entry
        line = json.dumps(entry, ensure_ascii=True) + "\n"
        try:
            with self._inside(_JOURNAL).open("ab") as journal:
                journal.write(line.encode())
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def write(self, files: Iterable[File]) -> dict[str, str]:
        """Write files whole, in order; return path → SHA-256.

        Raises:
            OutputError: the disk is full, or the folder may not be written.
        """
        return {file.path: self._write(file) for file in files}

    def update(self, files: Iterable[File]) -> dict[str, str]:
        """Do as `write`, but leave alone what stands there with just these bytes.

        Raises:
            OutputError: as `write`.
        """
        return {
            file.path: digest(file.content)
            if self.read(file.path) == file.content
            else self._write(file)
            for file in files
        }

    def read(self, path: str) -> bytes | None:
        """Return what stands at `path` inside the folder, or None."""
        try:
            return self._inside(path).read_bytes()
        except (OSError, ValueError, OutputError):
            return None

    def holds(self, hashes: Mapping[str, str]) -> bool:
        """Return whether every file is there with just these bytes."""
        return bool(hashes) and all(
            (content := self.read(path)) is not None and digest(content) == wanted
            for path, wanted in hashes.items()
        )

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files that an earlier run wrote and this one no longer makes.

        Raises:
            OutputError: one may not be removed.
        """
        for path in paths:
            try:
                self._inside(path).unlink(missing_ok=True)
            except OSError as error:
                raise _unwritable(self.path / path, error) from error

    def save_manifest(self, version: str) -> None:
        """Write `manifest.json` from `entries`: sorted, no dates."""
        manifest = {
            "schema": SCHEMA,
            "version": version,
            "episodes": [self.entries[slug] for slug in sorted(self.entries)],
            "inputs": [{"name": name, **self.inputs[name]} for name in sorted(self.inputs)],
        }
        encoder = json.JSONEncoder(ensure_ascii=False, indent=1, sort_keys=True)
        draft, target = self._staging / "manifest", self._inside("manifest.json")
        try:
            # Piece by piece: as one text it would be the most memory that a long run takes.
            with draft.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as stream:
                stream.writelines(encoder.iterencode(manifest))
                stream.write("\n")
            draft.replace(target)
        except OSError as error:
            raise _unwritable(target, error) from error
        self.remove([_JOURNAL])

    def _sound(self, entry: object) -> bool:
        """Whether an entry is as we write them; one that is not counts as none."""
        if not isinstance(entry, dict) or not _fits(entry, _ENTRY):
            return False
        try:
            for path in (entry["slug"], *entry.get("files", {})):
                self._inside(path)
        except (ValueError, OutputError):
            return False
        return "/" not in entry["slug"] and "\0" not in "".join(entry.get("files", {}))

    @property
    def _staging(self) -> Path:
        return self.path / ".tolk" / "staging"

    def _inside(self, path: str, *, own: bool = False) -> Path:
        """Return a path inside the folder; no link may lead out of it.

        A link in the place of a file is replaced by the file; only a file of our `own`, which
        is opened where it stands, may not be a link either.
        """
        parts = PurePosixPath(path).parts
        if not parts or path.startswith("/") or any(part in {"..", "."} for part in parts):
            raise ValueError(f"not a path inside the output folder: {path!r}")
        for count in range(1, len(parts) + own):
            step = self.path.joinpath(*parts[:count])
            if step.is_symlink():
                problem = "is a link; nothing is written through it"
                raise OutputError(str(step), problem, remedy="remove it, or choose another --out")
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
        except UnicodeEncodeError as error:
            problem = f"cannot be a file name in this system's encoding, {error.encoding}"
            raise OutputError(ascii(file.path), problem, remedy="set PYTHONUTF8=1") from error
        return digest(file.content)


def digest(content: bytes) -> str:
    """Return the SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _fits(value: object, shape: Any) -> bool:
    """Whether a value from JSON has a shape: a type, `[of]`, `{str: of}` or known keys."""
    if isinstance(shape, list):
        return isinstance(value, list) and all(_fits(item, shape[0]) for item in value)
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return False
        of = shape.get(str)
        return all(_fits(item, of or shape.get(key, object)) for key, item in value.items())
    return isinstance(value, shape)


def _unnamed(note: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in note.items() if key != "name"}


def _hold(lock: IO[bytes]) -> None:
    try:
        import fcntl
    except ImportError:
        # Windows: there is no such lock, and the renames alone keep files whole.
        return
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _unwritable(path: Path, error: OSError) -> OutputError:
    reason = os.strerror(error.errno) if error.errno else str(error)
    return OutputError(str(path), f"cannot be written ({reason})", remedy="choose another --out")
