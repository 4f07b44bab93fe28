"""The translation memory: what an engine said before, and what a person said instead.

One SQLite file. An engine's translation is found again by sentence, languages, engine and the
glossary rows that matter to that sentence, so that a changed row costs only the sentences it
stands in. A person's translation depends on none of that and always wins.

Several processes may use one file: it is in WAL mode and every transaction is short.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pipeline.errors import OutputError

if TYPE_CHECKING:
    from pipeline.model import Rendering

VERSION = 1
"""Of the tables; a file of another version is set aside."""

_WAIT_S = 30.0
_AT_ONCE = 400
_TRIES = 100
_PAUSE_S = 0.05
_SCHEMA = """
CREATE TABLE IF NOT EXISTS engine (
    key BLOB PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL, text TEXT NOT NULL,
    signature TEXT NOT NULL, translation TEXT NOT NULL, origin TEXT NOT NULL, terms TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS person (
    source TEXT NOT NULL, target TEXT NOT NULL, text TEXT NOT NULL, translation TEXT NOT NULL,
    PRIMARY KEY (source, target, text)
) WITHOUT ROWID;
"""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Key:
    """What an engine's translation depends on.

    Attributes:
        text: The sentence.
        source: Its language.
        target: Language of the translation.
        signature: Engine, version and models.
        fingerprint: Of the glossary rows and names that matter to the sentence.
    """

    text: str
    source: str
    target: str
    signature: str
    fingerprint: str

    @property
    def digest(self) -> bytes:
        """16 bytes that stand for the key."""
        parts = (self.text, self.source, self.target, self.signature, self.fingerprint)
        return hashlib.blake2b(json.dumps(parts).encode(), digest_size=16).digest()


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """A sentence and its translation."""

    source: str
    target: str
    text: str
    translation: str


@dataclass(frozen=True, slots=True)
class MemoryStats:
    """What a memory holds.

    Attributes:
        engine: (source, target, engine) → number of translations by engines.
        person: (source, target) → number of translations by people.
        size: Bytes of the file.
    """

    engine: dict[tuple[str, str, str], int]
    person: dict[tuple[str, str], int]
    size: int


def default_path() -> Path:
    """Return the user's own memory; nothing is made there."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("tolk", appauthor=False)) / "memory.sqlite"


class Remembering(Protocol):
    """What the translate stage asks of a memory."""

    def recall(self, keys: Sequence[Key]) -> dict[Key, Rendering]:
        """Return what engines said before, for the keys that are known."""

    def remember(self, renderings: Iterable[tuple[Key, Rendering]]) -> None:
        """Store what an engine said."""

    def corrections(self, texts: Iterable[str], *, source: str, target: str) -> dict[str, str]:
        """Return people's translations of those sentences that have one."""


class Memory:
    """A translation memory in a file; use it as a context manager, or close it.

    A damaged file is renamed and a new one begun; `notices` says so.

    Args:
        path: The file; it and its folder are made if need be.

    Raises:
        OutputError: the file can be neither opened nor replaced.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.notices: list[str] = []
        self._connection = self._open()

    def __enter__(self) -> Memory:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with suppress(sqlite3.Error):
            self._connection.close()

    def recall(self, keys: Sequence[Key]) -> dict[Key, Rendering]:
        """Return what engines said before, for the keys that are known."""
        by_digest = {key.digest: key for key in keys}
        found: dict[Key, Rendering] = {}
        for digests in _batches(by_digest):
            marks = ",".join("?" * len(digests))
            query = f"SELECT key, translation, origin, terms FROM engine WHERE key IN ({marks})"
            for digest, translation, origin, terms in self._rows(query, digests):
                rendering = _rendering(translation, origin, terms)
                if rendering is not None:
                    found[by_digest[digest]] = rendering
        return found

    def remember(self, renderings: Iterable[tuple[Key, Rendering]]) -> None:
        """Store what an engine said, in one transaction."""
        rows = [
            (k.digest, k.source, k.target, k.text, k.signature, r.text, r.origin.value, _terms(r))
            for k, r in renderings
        ]
        self._write("INSERT OR REPLACE INTO engine VALUES (?,?,?,?,?,?,?,?)", rows)

    def corrections(self, texts: Iterable[str], *, source: str, target: str) -> dict[str, str]:
        """Return people's translations of those sentences that have one."""
        found: dict[str, str] = {}
        for some in _batches(dict.fromkeys(texts)):
            marks = ",".join("?" * len(some))
            query = (
                "SELECT text, translation FROM person "
                f"WHERE source = ? AND target = ? AND text IN ({marks})"
            )
            found |= dict(self._rows(query, [source, target, *some]))
        return found

    def correct(self, pairs: Iterable[Pair]) -> int:
        """Store people's translations; return how many. A later one of a sentence wins."""
        rows = [
            (p.source, p.target, p.text.strip(), p.translation.strip())
            for p in pairs
            if p.text.strip() and p.translation.strip()
        ]
        self._write("INSERT OR REPLACE INTO person VALUES (?,?,?,?)", rows)
        return len(rows)

    def pairs(self, *, by_people: bool = False) -> Iterator[Pair]:
        """Yield every translation, people's or engines', sorted by languages and sentence."""
        table = "person" if by_people else "engine"
        order = "source, target, text" + ("" if by_people else ", signature, key")
        query = f"SELECT source, target, text, translation FROM {table} ORDER BY {order}"
        for row in self._rows(query, ()):
            yield Pair(*row)

    def stats(self) -> MemoryStats:
        """Count what there is."""
        engine = self._rows(
            "SELECT source, target, signature, count(*) FROM engine GROUP BY 1, 2, 3 "
            "ORDER BY 1, 2, 3",
            (),
        )
        person = self._rows(
            "SELECT source, target, count(*) FROM person GROUP BY 1, 2 ORDER BY 1, 2", ()
        )
        size = self.path.stat().st_size if self.path.exists() else 0
        return MemoryStats(
            {(a, b, signature): n for a, b, signature, n in engine},
            {(a, b): n for a, b, n in person},
            size,
        )

    def _rows(self, query: str, values: Sequence[object]) -> list[Any]:
        return self._safely(lambda: self._connection.execute(query, values).fetchall(), [])

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        def write() -> None:
            with self._connection:
                self._connection.executemany(statement, rows)

        if rows:
            self._safely(write, None)

    def _safely(self, action: Callable[[], _T], otherwise: _T) -> _T:
        """Do it; if the file turns out damaged begin a new one, if it is locked or full say so."""
        try:
            return action()
        except sqlite3.OperationalError as error:
            self._notice(f"{self.path}: the translation memory was not used ({error})")
            return otherwise
        except sqlite3.DatabaseError as error:
            self.close()
            self._set_aside(str(error))
            self._connection = self._open()
        try:
            return action()
        except sqlite3.Error as error:
            self._notice(f"{self.path}: the translation memory was not used ({error})")
            return otherwise

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return self._connected()
        except (sqlite3.OperationalError, OSError) as error:
            raise self._unusable(error) from error
        except sqlite3.DatabaseError:
            pass  # Another process may just have replaced the file: look again before it goes.
        try:
            return self._connected()
        except sqlite3.OperationalError as error:
            raise self._unusable(error) from error
        except sqlite3.DatabaseError as error:
            self._set_aside(str(error))
        try:
            return self._connected()
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_WAIT_S, check_same_thread=False)
        try:
            # In this order: another process may be making the tables at this moment.
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version != VERSION and tables:
                raise sqlite3.DatabaseError(f"its tables are of version {version}, not {VERSION}")  # noqa: TRY301
            _to_wal(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
            if not tables:
                script = f"BEGIN IMMEDIATE;{_SCHEMA}PRAGMA user_version = {VERSION};COMMIT"
                connection.executescript(script)
            connection.execute("SELECT key FROM engine LIMIT 1")
            connection.execute("SELECT text FROM person LIMIT 1")
        except BaseException:
            connection.close()
            raise
        return connection

    def _set_aside(self, why: str) -> None:
        """Rename a damaged file, with the two files that SQLite keeps beside it."""
        number = 1
        while (aside := self.path.with_name(f"{self.path.name}.damaged-{number}")).exists():
            number += 1
        try:
            self.path.rename(aside)
            for ending in ("-wal", "-shm"):
                beside = self.path.with_name(self.path.name + ending)
                if beside.exists():
                    beside.rename(aside.with_name(aside.name + ending))
        except OSError as error:
            raise self._unusable(error) from error
        self._notice(f"{self.path}: damaged ({why}); set aside as {aside.name}, a new one is begun")

    def _unusable(self, error: Exception) -> OutputError:
        return OutputError(
            str(self.path),
            f"the translation memory cannot be opened ({error})",
            remedy="check the path and its permissions",
        )

    def _notice(self, words: str) -> None:
        if words not in self.notices:
            self.notices.append(words)
            logging.getLogger("tolk.memory").warning("%s", words)


def _to_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL; SQLite does not wait for others here by itself."""
    deadline = time.monotonic() + _WAIT_S
    for attempt in range(_TRIES):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if attempt == _TRIES - 1 or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_S)
        else:
            return


def _batches(items: Iterable[_T]) -> Iterator[list[_T]]:
    rest = iter(items)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _terms(rendering: Rendering) -> str:
    uses = [[u.term, u.language, u.expected, u.status.value, u.found] for u in rendering.terms]
    return json.dumps(uses, ensure_ascii=False)


def _rendering(translation: object, origin: object, terms: object) -> Rendering | None:
    """Rebuild a rendering; None if the row makes no sense."""
    from pipeline.model import Origin, Rendering, TermStatus, TermUse

    try:
        uses = tuple(
            TermUse(term, language, expected, TermStatus(status), found)
            for term, language, expected, status, found in json.loads(str(terms))
        )
        made = Origin(str(origin))
    except ValueError:
        return None
    return Rendering(str(translation), Origin.MEMORY if made is Origin.ENGINE else made, uses)
