"""The output folder: whole files or none, one run at a time, and a manifest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.model import File
from pipeline.outputs import OutputFolder


def test_files_are_written_and_known_again(tmp_path: Path) -> None:
    with OutputFolder(tmp_path / "deep" / "out") as folder:
        hashes = folder.write([File("a/a.srt", b"1\n"), File("a/episode.json", b"{}")])
        assert folder.holds(hashes)
        (folder.path / "a" / "a.srt").write_bytes(b"2\n")
        assert not folder.holds(hashes)
        assert not folder.holds({})
    assert not list((folder.path / ".tolk" / "staging").iterdir())


@pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x", "", ".", "a/./b/.."])
def test_no_path_leaves_the_folder(tmp_path: Path, path: str) -> None:
    with OutputFolder(tmp_path) as folder, pytest.raises(ValueError, match="not a path inside"):
        folder.write([File(path, b"")])


def test_a_second_run_is_told_to_wait(tmp_path: Path) -> None:
    with (
        OutputFolder(tmp_path),
        pytest.raises(OutputError, match="another run is writing"),
        OutputFolder(tmp_path),
    ):
        pass
    with OutputFolder(tmp_path) as folder:
        assert folder.entries == {}


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match=r"file.*cannot be written.*choose another --out"):
        OutputFolder(tmp_path / "file").__enter__()


def test_the_manifest_is_sorted_and_comes_back(tmp_path: Path) -> None:
    with OutputFolder(tmp_path) as folder:
        for slug in ("b", "a"):
            folder.note({"slug": slug, "title": "Café \ud800"})
        folder.inputs["page.txt"] = {"sha256": "0", "slugs": ["a", "b"]}
        folder.save_manifest("1")
    manifest = json.loads(
        (tmp_path / "manifest.json").read_bytes().decode("utf-8", "surrogatepass")
    )
    assert [entry["slug"] for entry in manifest["episodes"]] == ["a", "b"]
    with OutputFolder(tmp_path) as again:
        assert list(again.entries) == ["a", "b"]
        assert again.inputs == folder.inputs


def test_a_run_that_died_keeps_what_it_finished(tmp_path: Path) -> None:
    with OutputFolder(tmp_path) as folder:
        folder.note({"slug": "a"})
        folder.note({"slug": "b"})
    journal = tmp_path / ".tolk" / "journal"
    journal.write_bytes(journal.read_bytes()[:-4])
    (tmp_path / ".tolk" / "staging" / "left").write_bytes(b"half")
    with OutputFolder(tmp_path) as again:
        assert list(again.entries) == ["a"]
    assert not list((tmp_path / ".tolk" / "staging").iterdir())


@pytest.mark.parametrize("damage", [b"{", b"[]", b'{"episodes": [1]}', b"\xff"])
def test_a_damaged_manifest_counts_as_none(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(damage)
    with OutputFolder(tmp_path) as folder:
        assert folder.entries == {}
