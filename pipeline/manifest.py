"""What `manifest.json` says: of each episode a line, and little memory for many of them.

The file is one JSON object, sorted, without dates:

    {"schema": "tolk/manifest/1", "version": "…",
    "episodes": [
    {"slug": "…", "title": "…", "why": "…", "recipe": {…}, "files": {"path": "sha256"}, …},
    …
    ],
    "inputs": [
    {"name": "…", "sha256": "…", "recipe": "…", "slugs": ["…"]}
    ],
    "failed": {"name or title": "why the latest run made nothing of it"}}

A line for each episode, so that a folder of many thousands is read and written line by line.
"""

from __future__ import annotations

import json
import marshal
import zlib
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import IO, Any, TypeGuard, overload

SCHEMA = "tolk/manifest/1"
Entry = dict[str, Any]
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
_LISTS = {'"episodes": [': "episodes", '"inputs": [': "inputs"}


class Packed(Sequence[Entry]):
    """Entries of many episodes, in the order they were added, in a tenth of the memory."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []

    def take(self, entries: Entries, slug: str) -> None:
        """Add what there is of an episode now, without packing it once more."""
        self._packed.append(entries.packed[slug])

    def __len__(self) -> int:
        return len(self._packed)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        if isinstance(index, slice):
            return [_unpack(packed) for packed in self._packed[index]]
        return _unpack(self._packed[index])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Packed({list(self)!r})"


class Entries(MutableMapping[str, Entry]):
    """Slug → entry, in a tenth of the memory; a change to one that was taken out is not kept.

    Attributes:
        packed: Slug → the entry as it is held.
    """

    def __init__(self) -> None:
        self.packed: dict[str, bytes] = {}

    def __getitem__(self, slug: str) -> Entry:
        return _unpack(self.packed[slug])

    def __setitem__(self, slug: str, entry: Entry) -> None:
        self.packed[slug] = _pack(entry)

    def __delitem__(self, slug: str) -> None:
        del self.packed[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self.packed)

    def __len__(self) -> int:
        return len(self.packed)

    def all(self) -> Packed:
        """Return every entry."""
        found = Packed()
        for slug in self.packed:
            found.take(self, slug)
        return found


def read(stream: IO[str]) -> Iterator[tuple[str, Any]]:
    """Yield (part, value) of a manifest: `episodes` and `inputs` one by one, `failed` whole.

    Raises:
        ValueError: it is not laid out as we write it.
    """
    part = ""
    for line in stream:
        text = line.strip().removesuffix(",")
        if text in _LISTS:
            part = _LISTS[text]
        elif text == "]":
            part = ""
        elif part:
            yield part, json.loads(text)
        elif text.startswith('"failed": '):
            yield "failed", json.loads(text.removeprefix('"failed": ').removesuffix("}"))
        elif not text.startswith('{"schema": '):
            raise ValueError(text[:80])


def write(
    stream: IO[str],
    version: str,
    *,
    entries: Mapping[str, Entry],
    inputs: Mapping[str, Entry],
    failed: Mapping[str, str],
) -> None:
    """Write a manifest."""
    head = f'{{"schema": {_line(SCHEMA)}, "version": {_line(version)},\n'
    stream.write(head)
    _write_list(stream, "episodes", (entries[slug] for slug in sorted(entries)))
    notes = ({"name": name, **inputs[name]} for name in sorted(inputs))
    _write_list(stream, "inputs", notes)
    stream.write(f'"failed": {_line(failed)}}}\n')


def is_entry(value: object) -> TypeGuard[Entry]:
    """Tell whether a value from JSON is an entry as we write them."""
    return isinstance(value, dict) and isinstance(value.get("slug"), str) and _fits(value, _ENTRY)


def is_note(value: object) -> TypeGuard[Entry]:
    """Tell whether a value from JSON is what we write of an input."""
    return isinstance(value, dict) and isinstance(value.get("name"), str) and _fits(value, _NOTE)


def is_failed(value: object) -> TypeGuard[dict[str, str]]:
    """Tell whether a value from JSON is what we write of failures."""
    return _fits(value, _TEXTS)


def _write_list(stream: IO[str], name: str, values: Iterable[Entry]) -> None:
    stream.write(f'"{name}": [')
    comma = "\n"
    for value in values:
        stream.write(comma + _line(value))
        comma = ",\n"
    stream.write("\n],\n")


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


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


def _pack(entry: Entry) -> bytes:
    # Half of an entry is checksums, which no packing makes smaller: the quickest will do.
    return zlib.compress(marshal.dumps(entry), 1)


def _unpack(packed: bytes) -> Entry:
    entry: Entry = marshal.loads(zlib.decompress(packed))
    return entry
