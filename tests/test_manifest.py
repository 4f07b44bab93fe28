"""The manifest: a line for each episode, read as it was written, in little memory."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.manifest import Entries, is_entry, is_failed, is_note, read, write

texts = st.text(st.characters(), max_size=12)
entries = st.dictionaries(texts, st.dictionaries(texts, texts, max_size=3), max_size=4).map(
    lambda found: {slug: {"slug": slug, "files": files} for slug, files in found.items()}
)
inputs = st.dictionaries(texts, st.just({"sha256": "0", "slugs": ["a"]}), max_size=3)


def written(found: dict[str, Any], given: dict[str, Any], failed: dict[str, str]) -> str:
    held = Entries()
    held.update(found)
    stream = io.StringIO(newline="\n")
    write(stream, "1", entries=held, inputs=given, failed=failed)
    return stream.getvalue()


@given(entries, inputs, st.dictionaries(texts, texts, max_size=2))
def test_what_is_written_is_read_and_is_json(
    found: dict[str, Any], given: dict[str, Any], failed: dict[str, str]
) -> None:
    text = written(found, given, failed)
    parts: dict[str, list[Any]] = {"episodes": [], "inputs": [], "failed": []}
    for part, value in read(io.StringIO(text)):
        parts[part].append(value)
    assert parts["episodes"] == [found[slug] for slug in sorted(found)]
    assert parts["inputs"] == [{"name": name, **given[name]} for name in sorted(given)]
    assert parts["failed"] == [failed]
    whole = json.loads(text)
    assert {name: whole[name] for name in ("episodes", "inputs")} == {
        name: parts[name] for name in ("episodes", "inputs")
    }
    assert whole["failed"] == failed
    assert text.count("\n") == len(found) + len(given) + 6


@pytest.mark.parametrize("text", ["{\n", '{"episodes": []}', "x", '"episodes": [\n{\n'])
def test_another_layout_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        list(read(io.StringIO(text)))


def test_entries_are_held_in_little_memory_and_come_out_whole() -> None:
    def entry(number: int) -> dict[str, Any]:
        files = {f"slug-{number}/file-{n}.srt": f"{number * 1_000 + n:064x}" for n in range(19)}
        return {"slug": f"slug-{number}", "title": f"Number {number}", "files": files}

    held = Entries()
    for number in range(50):
        held[f"slug-{number}"] = entry(number)
    assert [held[f"slug-{number}"] for number in range(50)] == [entry(n) for n in range(50)]
    assert list(held.all()) == [entry(number) for number in range(50)]
    one = entry(7)["files"]
    plain = sys.getsizeof(one) + sum(sys.getsizeof(key) + sys.getsizeof(one[key]) for key in one)
    assert 3 * sys.getsizeof(held.packed["slug-7"]) < plain
    held["slug-7"]["title"] = "lost"
    assert held["slug-7"] == entry(7)


@pytest.mark.parametrize("value", [None, [], {}, {"slug": 1}, {"slug": "a", "files": {"x": 1}}])
def test_what_is_no_entry_counts_as_none(value: object) -> None:
    assert not is_entry(value)
    assert is_entry({"slug": "a", "files": {"x": "0"}})
    assert not is_note(value) and not is_failed([value])
