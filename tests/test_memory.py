from __future__ import annotations

import sqlite3
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import OutputError
from pipeline.memory import Key, Memory, Pair
from pipeline.model import Origin, Rendering, TermStatus, TermUse

KEY = Key("Hello there.", "en", "nl", "engine 1", "f1")
USE = TermUse("Cursor", "nl", "Cursor", TermStatus.KEPT, "Cursor")


def test_an_engines_translation_comes_back_as_memory(tmp_path: Path) -> None:
    with Memory(tmp_path / "deep" / "memory.sqlite") as memory:
        memory.remember([(KEY, Rendering("Hallo daar.", Origin.ENGINE, (USE,)))])
        assert memory.recall([KEY]) == {KEY: Rendering("Hallo daar.", Origin.MEMORY, (USE,))}
    with Memory(tmp_path / "deep" / "memory.sqlite") as again:
        assert again.recall([KEY])[KEY].text == "Hallo daar."
        assert again.notices == []


@pytest.mark.parametrize("change", ["text", "source", "target", "signature", "fingerprint"])
def test_every_part_of_the_key_counts(tmp_path: Path, change: str) -> None:
    from dataclasses import replace

    with Memory(tmp_path / "m") as memory:
        memory.remember([(KEY, Rendering("Hallo daar.", Origin.ENGINE))])
        assert memory.recall([replace(KEY, **{change: "x"})]) == {}


def test_people_are_independent_of_engine_and_glossary(tmp_path: Path) -> None:
    with Memory(tmp_path / "m") as memory:
        pair = Pair("en", "nl", "Hello there.", "Dag.")
        assert memory.correct([pair, Pair("en", "nl", " ", "x")]) == 1
        assert memory.corrections(["Hello there.", "x"], source="en", target="nl") == {
            "Hello there.": "Dag."
        }
        assert memory.corrections(["Hello there."], source="nl", target="en") == {}
        memory.correct([Pair("en", "nl", "Hello there.", "Dag hoor.")])
        assert list(memory.pairs(by_people=True)) == [Pair("en", "nl", "Hello there.", "Dag hoor.")]
        stats = memory.stats()
        assert stats.person == {("en", "nl"): 1} and stats.engine == {}


def test_more_keys_than_one_query_holds(tmp_path: Path) -> None:
    keys = [Key(f"Sentence {i}.", "en", "nl", "e", "f") for i in range(3_000)]
    with Memory(tmp_path / "m") as memory:
        memory.remember((key, Rendering(key.text, Origin.ENGINE)) for key in keys)
        assert len(memory.recall(keys)) == 3_000
        assert memory.stats().engine == {("en", "nl", "e"): 3_000}


@pytest.mark.parametrize(
    "content", [b"this is no database" * 100, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_damaged_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "memory.sqlite"
    path.write_bytes(content)
    with Memory(path) as memory:
        assert "set aside as memory.sqlite.damaged-1" in memory.notices[0]
        memory.remember([(KEY, Rendering("x", Origin.ENGINE))])
        assert memory.recall([KEY])
    assert (tmp_path / "memory.sqlite.damaged-1").read_bytes() == content


def test_damage_found_later_is_set_aside_too(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    keys = [Key(f"Sentence {i}." * 20, "en", "nl", "e", "f") for i in range(500)]
    with Memory(path) as memory:
        memory.remember((key, Rendering(key.text, Origin.ENGINE)) for key in keys)
    content = bytearray(path.read_bytes())
    content[8192:-4096] = b"\x07" * (len(content) - 8192 - 4096)
    path.write_bytes(content)
    with Memory(path) as memory:
        memory.recall(keys)
        memory.remember([(KEY, Rendering("x", Origin.ENGINE))])
        assert memory.recall([KEY])[KEY].text == "x"
        assert "damaged" in memory.notices[0]


def test_a_file_of_another_version_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "m"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE engine (x)")
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with Memory(path) as memory:
        assert "version 99" in memory.notices[0]


def test_a_folder_in_its_place_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be opened"):
        Memory(tmp_path)


def test_a_locked_file_does_not_end_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.memory._WAIT_S", 0.05)
    path = tmp_path / "m"
    with Memory(path) as memory:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        memory.remember([(KEY, Rendering("x", Origin.ENGINE))])
        other.execute("ROLLBACK")
        other.close()
        assert "locked" in memory.notices[0]
        memory.remember([(KEY, Rendering("x", Origin.ENGINE))])
        assert memory.recall([KEY])


def _write(path: str, process: int) -> int:
    with Memory(path) as memory:
        for i in range(20):
            key = Key(f"{process} {i}", "en", "nl", "e", "f")
            memory.remember([(key, Rendering("x", Origin.ENGINE))])
            assert memory.recall([key])
        return len(memory.notices)


def test_processes_share_one_file(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4) as pool:
        assert sum(pool.map(_write, [str(tmp_path / "m")] * 4, range(4))) == 0
    with Memory(tmp_path / "m") as memory:
        assert memory.stats().engine == {("en", "nl", "e"): 80}


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=8))
def test_any_text_comes_back(pairs: list[tuple[str, str]]) -> None:
    memory = Memory(":memory:")
    stored = {Key(a, "en", "nl", "e", "f"): Rendering(b, Origin.ENGINE) for a, b in pairs}
    memory.remember(stored.items())
    assert {key: r.text for key, r in memory.recall(list(stored)).items()} == {
        key: r.text for key, r in stored.items()
    }
    memory.close()
