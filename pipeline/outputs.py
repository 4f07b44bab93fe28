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
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from pipeline import manifest
from pipeline.errors import OutputError
from pipeline.manifest import Entries

if TYPE_CHECKING:
    from pipeline.model import File

_JOURNAL = ".tolk/journal"
_DAMAGES = (ValueError, TypeError, KeyError, AttributeError, RecursionError, OSError, OutputError)
"""What reading a manifest of any content may end with."""
_HELD = "another run is writing to this folder"


class OutputFolder(AbstractContextManager["OutputFolder"]):
    """A folder that one run holds from `with` to the end.

    Attributes:
        path: Where it is.
        entries: Slug → what the manifest says of that episode.
        inputs: Name of an input → its digest, the digest of the recipe, its slugs.
        failed: Name of an input or title of an episode → why the latest run made nothing of it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries = Entries()
        self.inputs: dict[str, dict[str, Any]] = {}
        self.failed: dict[str, str] = {}
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
        """Read the manifest and the journal; what is missing or damaged counts as empty."""
        try:
            self._take(self._lines(manifest.read))
        except _DAMAGES:
            try:
                self._take(self._lines(_whole))
            except _DAMAGES:
                # It is ours to make again: at worst episodes are written once more.
                self._forget()
        try:
            with self._inside(_JOURNAL).open("rb") as journal:
                for line in journal:
                    with suppress(*_DAMAGES):
                        # The last line of a run that died may be torn.
                        self._take([("episodes", json.loads(line))])
        except (OSError, OutputError):
            pass

    def _lines(self, read: Callable[[IO[str]], Iterator[tuple[str, Any]]]) -> Iterator[Any]:
        self._forget()
        path = self._inside("manifest.json")
        if path.is_file():
            with path.open(encoding="utf-8", errors="surrogatepass") as stream:
                yield from read(stream)

    def _forget(self) -> None:
        self.entries, self.inputs, self.failed = Entries(), {}, {}

    def _take(self, parts: Iterable[tuple[str, Any]]) -> None:
        """Keep what is as we write it."""
        for part, value in parts:
            if part == "episodes" and manifest.is_entry(value) and _sound(value):
                self.entries[value["slug"]] = value
            elif part == "inputs" and manifest.is_note(value):
                self.inputs[value.pop("name")] = value
            elif part == "failed" and manifest.is_failed(value):
                self.failed = value

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
        """Write `manifest.json` from `entries`, `inputs` and `failed`: sorted, no dates."""
        draft, target = self._staging / "manifest", self._inside("manifest.json")
        try:
            with draft.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as stream:
                manifest.write(
                    stream, version, entries=self.entries, inputs=self.inputs, failed=self.failed
                )
            draft.replace(target)
        except OSError as error:
            raise _unwritable(target, error) from error
        self.remove([_JOURNAL])

    @property
    def _staging(self) -> Path:
        return self.path / ".tolk" / "staging"

    def _inside(self, path: str, *, own: bool = False) -> Path:
        """Return a path inside the folder; no link may lead out of it.

        A link in the place of a file is replaced by the file; only a file of our `own`, which
        is opened where it stands, may not be a link either.
        """
        parts, step = _parts(path), str(self.path)
        for part in parts[: len(parts) - 1 + own]:
            step = os.path.join(step, part)  # noqa: PTH118  A run asks this for every file.
            if os.path.islink(step):  # noqa: PTH114
                problem = "is a link; nothing is written through it"
                raise OutputError(step, problem, remedy="remove it, or choose another --out")
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


def _parts(path: str) -> tuple[str, ...]:
    """Return the names on the way to a path inside the folder.

    Raises:
        ValueError: it leads elsewhere.
    """
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or any(part in {"..", "."} for part in parts):
        raise ValueError(f"not a path inside the output folder: {path!r}")
    return parts


def _sound(entry: dict[str, Any]) -> bool:
    """Whether the names in an entry stay inside the folder; one that is not counts as none."""
    names = (entry["slug"], *entry.get("files", {}))
    with suppress(ValueError):
        return all(map(_parts, names)) and "/" not in entry["slug"] and "\0" not in "".join(names)
    return False


def _whole(stream: IO[str]) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a manifest that somebody laid out anew, as `manifest.read` does."""
    value = json.load(stream)
    for part in ("episodes", "inputs"):
        for one in value.get(part, []):
            yield part, one
    yield "failed", value.get("failed", {})


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
