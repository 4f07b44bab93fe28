"""What goes wrong around a run: one clear line, the documented code, and the next run is right."""

from __future__ import annotations

import errno
import gc
import json
import os
import resource
import signal
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.cli.console import tolk
from tests.toy_model import copy_package, pack
from tests.trust.runs import SAMPLE_RUN, one_line, page, start, tree


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an undisturbed run of the sample writes."""
    folder = tmp_path_factory.mktemp("calm")
    assert tolk(*SAMPLE_RUN, "--out", folder / "out", "--memory", folder / "m").code == 0
    return tree(folder / "out")


def recovers(out: Path, memory: Path, calm: dict[str, bytes]) -> None:
    """The next run completes with the bytes of an undisturbed one."""
    result = tolk(*SAMPLE_RUN, "--out", out, "--memory", memory)
    assert result.code == 0, result.words
    assert tree(out) == calm


@pytest.mark.parametrize("nth", [1, 2, 17, 40])
def test_a_disk_that_fills_up(
    nth: int, tmp_path: Path, calm: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    write, count = Path.write_bytes, 0

    def full(self: Path, content: bytes) -> int:
        nonlocal count
        count += 1
        if count >= nth:
            write(self, content[: len(content) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(self, content)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        result = tolk(*SAMPLE_RUN, "--out", tmp_path / "out", "--memory", tmp_path / "m")
    assert result.code == 3
    assert "cannot be written (No space left on device)" in one_line(result.words)
    for path, content in tree(tmp_path / "out").items():
        assert content == calm[path], f"{path} is half written"
    recovers(tmp_path / "out", tmp_path / "m", calm)


def test_a_limit_on_the_size_of_files(tmp_path: Path, calm: dict[str, bytes]) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (6_000, 6_000))

    process = start(
        *SAMPLE_RUN, "--out", tmp_path / "out", "--memory", tmp_path / "m", preexec_fn=limit
    )
    _, words = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "cannot be" in one_line(words)
    recovers(tmp_path / "out", tmp_path / "m", calm)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a file system to refuse us")
@pytest.mark.parametrize("option", ["--out", "--memory"])
def test_a_place_that_cannot_be_written(option: str, tmp_path: Path) -> None:
    options = {"--out": tmp_path / "out", "--memory": tmp_path / "m", option: "/proc/tolk/there"}
    result = tolk(*SAMPLE_RUN, *(part for pair in options.items() for part in pair))
    assert result.code == 3
    assert "/proc/tolk" in one_line(result.words)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(mode=0o500)
    result = tolk(*SAMPLE_RUN, "--out", tmp_path / "out", "--memory", tmp_path / "m")
    assert result.code == 3
    assert "Permission denied" in one_line(result.words)


def test_a_home_that_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    result = tolk(*SAMPLE_RUN, "--out", tmp_path / "out")
    assert result.code == 3
    assert "the translation memory cannot be opened" in one_line(result.words)


def test_no_home_at_all(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("HOME", "XDG_"))}
    process = start(
        *SAMPLE_RUN, "--out", tmp_path / "out", "--memory", tmp_path / "m",
        env={**environment, "HOME": ""},
    )  # fmt: skip
    _, words = process.communicate(timeout=60)
    assert process.returncode == 0, words


def test_two_runs_on_one_folder(tmp_path: Path, calm: dict[str, bytes]) -> None:
    from pipeline.outputs import OutputFolder

    with OutputFolder(tmp_path / "out"):
        result = tolk(*SAMPLE_RUN, "--out", tmp_path / "out", "--memory", tmp_path / "m")
    assert result.code == 3
    assert "another run is writing to this folder" in one_line(result.words)
    recovers(tmp_path / "out", tmp_path / "m", calm)


@pytest.mark.parametrize("damage", ["truncated", "garbage", "zero", "text", "tables"])
def test_a_damaged_memory(damage: str, tmp_path: Path, calm: dict[str, bytes]) -> None:
    memory = tmp_path / "memory.sqlite"
    assert tolk(*SAMPLE_RUN, "--out", tmp_path / "first", "--memory", memory).code == 0
    gc.collect()  # Lets the first run's connection go.
    whole = memory.read_bytes()
    content = {
        "truncated": whole[: len(whole) // 2 + 100],
        "garbage": bytes(range(256)) * 64,
        "zero": b"",
        "text": b"this is not a database\n" * 99,
        "tables": whole[:100] + b"\x00" * (len(whole) - 100),
    }[damage]
    for beside in tmp_path.glob("memory.sqlite-*"):
        beside.unlink()
    memory.write_bytes(content)
    result = tolk(*SAMPLE_RUN, "--out", tmp_path / "out", "--memory", memory)
    assert result.code == 0, result.words
    assert tree(tmp_path / "out") == calm
    if damage != "zero":
        assert "set aside as memory.sqlite.damaged-1" in one_line(result.words)
        assert (tmp_path / "memory.sqlite.damaged-1").read_bytes() == content


def test_a_locked_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = tmp_path / "memory.sqlite"
    monkeypatch.setattr("pipeline.memory._WAIT_S", 0.1)
    monkeypatch.setattr("pipeline.memory._TRIES", 3)
    with sqlite3.connect(memory, isolation_level=None) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        result = tolk(*SAMPLE_RUN, "--out", tmp_path / "out", "--memory", memory)
        connection.execute("ROLLBACK")
    assert result.code == 3
    assert "database is locked" in one_line(result.words)


@pytest.mark.parametrize("damage", ["model.bin", "sentencepiece.model", "metadata.json", "missing"])
def test_a_damaged_model(
    damage: str, tmp_path: Path, toy_shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    package = copy_package(next(toy_shelf.glob("translate-en_nl*")), shelf)
    victim = next(package.rglob("model.bin" if damage == "missing" else damage))
    whole = victim.read_bytes()
    victim.unlink() if damage == "missing" else victim.write_bytes(whole[: len(whole) // 2])
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(shelf))
    text = tmp_path / "page.txt"
    text.write_text(page(2), encoding="utf-8")
    run = ("run", text, "--to", "nl", "--engine", "argos", "--out", tmp_path / "out",
           "--memory", tmp_path / "m")  # fmt: skip
    result = tolk(*run)
    assert result.code == 4, result.words
    assert "Traceback" not in result.words and "internal error" not in result.words
    victim.write_bytes(whole)
    again = tolk(*run)
    assert again.code == 0, again.words


def test_a_glossary_edited_during_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made with the words of a moment is made again, even if they are put back."""
    from pipeline.glossary import load as loading

    text = tmp_path / "page.txt"
    text.write_text(page(2), encoding="utf-8")
    glossary = tmp_path / "own.csv"
    before = "en,nl\ncat,kater\n"
    glossary.write_text(before, encoding="utf-8")
    load = loading.load

    def edited(paths: Any) -> Any:
        glossary.write_text("en,nl\ncat,poes\n", encoding="utf-8")
        return load(paths)

    run = ("run", text, "--to", "nl", "--engine", "none", "--glossary", glossary,
           "--memory", tmp_path / "m")  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setattr(loading, "load", edited)
        tolk(*run, "--out", tmp_path / "out")
    glossary.write_text(before, encoding="utf-8")
    assert "2 episodes written" in tolk(*run, "--out", tmp_path / "out").words
    assert "2 unchanged" in tolk(*run, "--out", tmp_path / "out").words
    tolk(*run, "--out", tmp_path / "calm")
    assert tree(tmp_path / "out") == tree(tmp_path / "calm")


@pytest.mark.parametrize("name", ["talk.json", "chapters.json"])
def test_halves_of_characters_in_an_input(
    name: str, tmp_path: Path, toy_shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "Hello \ud800 world and \udfff the cat\0."
    content: dict[str, object] = {"segments": [{"start": 0, "end": 2, "text": words}]}
    if name == "chapters.json":
        chapters = [{"startTime": 0, "title": words}, {"startTime": 60, "title": "The \udc00 dog"}]
        content = {"version": "1.2.0", "title": words, "chapters": chapters}
    (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(toy_shelf))
    run = ("run", tmp_path / name, "--to", "en,nl", "--engine", "argos", "--memory", tmp_path / "m")
    result = tolk(*run, "--out", tmp_path / "out")
    assert result.code == 0, result.words
    record = next((tmp_path / "out").glob("*/episode.json")).read_text(encoding="utf-8")
    assert "Hello \ufffd world and \ufffd the cat" in record
    assert "1 unchanged" in tolk(*run, "--out", tmp_path / "out").words


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_half_copied_archive(share: float, tmp_path: Path, toy_shelf: Path) -> None:
    archive = pack(next(toy_shelf.glob("translate-en_nl*")), tmp_path / "toy.argosmodel")
    content = archive.read_bytes()
    archive.write_bytes(content[: int(len(content) * share)])
    result = tolk("models", "install", archive)
    assert result.code == 4
    assert "toy.argosmodel" in one_line(result.words)


def test_output_to_a_full_disk() -> None:
    with Path("/dev/full").open("wb") as full:
        process = start("glossary", "list", stdout=full)
        _, words = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "stdout: cannot be written" in one_line(words)


def test_nobody_reads_the_output() -> None:
    process = start("glossary", "list")
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    words = process.stderr.read()
    process.stderr.close()
    assert (process.wait(60), words) == (0, b"")


@pytest.mark.parametrize("number", [1, 2])
def test_a_stream_that_was_closed(number: int, tmp_path: Path, calm: dict[str, bytes]) -> None:
    process = start(
        *SAMPLE_RUN, "--json", "--out", tmp_path / "out", "--memory", tmp_path / "m",
        stdout=None, stderr=None, preexec_fn=lambda: os.close(number),
    )  # fmt: skip
    assert process.wait(60) == 0
    assert tree(tmp_path / "out") == calm
    with sqlite3.connect(tmp_path / "m") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "C", "LC_ALL": "C", "TERM": "dumb"},
        {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"},
    ],
)
def test_a_locale_without_unicode(
    environment: dict[str, str], tmp_path: Path, calm: dict[str, bytes]
) -> None:
    process = start(
        *SAMPLE_RUN, "--out", tmp_path / "out", "--memory", tmp_path / "m", env=environment
    )
    _, words = process.communicate(timeout=60)
    assert process.returncode == 0, words
    assert tree(tmp_path / "out") == calm


def test_a_file_system_without_unicode(tmp_path: Path) -> None:
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    process = start(
        *SAMPLE_RUN, "--out", tmp_path / "out", "--memory", tmp_path / "m", env=environment
    )
    _, words = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "set PYTHONUTF8=1" in one_line(words)


@pytest.mark.parametrize("name", ["a page.txt", "a\npage.txt", "pagé.txt", "page\udcff.txt", "-p"])
def test_odd_names_of_files(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name.removesuffix(".txt")
    folder.mkdir()
    try:
        (folder / name).write_text(page(1), encoding="utf-8")
    except OSError:
        pytest.skip("the file system refuses such a name")
    process = start(
        "run", "--engine", "none", "--to", "en", "--out", folder / "out", "--memory",
        tmp_path / "m", "--", folder / name,
    )  # fmt: skip
    _, words = process.communicate(timeout=60)
    assert process.returncode == 0, words
    assert len(list((folder / "out").glob("*/episode.json"))) == 1
    (folder / name).unlink()
    process = start("run", "--engine", "none", "--out", folder / "o", "--", folder / name)
    _, words = process.communicate(timeout=60)
    assert process.returncode == 3
    assert words.decode().splitlines()[0].endswith("no such file; check the path")


def test_the_same_file_twice_is_read_once(tmp_path: Path) -> None:
    text = tmp_path / "page.txt"
    text.write_text(page(2), encoding="utf-8")
    other = tmp_path / "link.txt"
    other.symlink_to(text)
    result = tolk("run", text, other, text, "--engine", "none", "--to", "en", "--out", tmp_path)
    assert "2 episodes written" in result.words


def test_two_episodes_of_one_title_both_stay(tmp_path: Path) -> None:
    texts = [tmp_path / f"{letter}.txt" for letter in "ab"]
    for sentences, text in enumerate(texts, start=6):
        text.write_text(page(1, sentences=sentences), encoding="utf-8")
    run = ("run", *texts, "--engine", "none", "--to", "en", "--out", tmp_path / "out")
    assert "2 episodes written" in tolk(*run).words
    assert len(list((tmp_path / "out").glob("*/episode.json"))) == 2
    assert "2 unchanged" in tolk(*run).words


def test_out_inside_the_folder_of_the_input(tmp_path: Path) -> None:
    text = tmp_path / "page.txt"
    text.write_text(page(1), encoding="utf-8")
    run = ("run", text, "--engine", "none", "--to", "en", "--out", tmp_path)
    assert tolk(*run).code == 0
    assert text.read_text(encoding="utf-8") == page(1)
    assert "1 unchanged" in tolk(*run).words


def test_signals_are_put_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    tolk("--version")
    assert signal.getsignal(signal.SIGTERM) is before


MANIFESTS: dict[str, tuple[str, str, object]] = {
    "a slug that is no text": ("episodes", "slug", 5),
    "a slug that leads out": ("episodes", "slug", "../x"),
    "files in a list": ("episodes", "files", []),
    "a file elsewhere": ("episodes", "files", {"../../../etc/passwd": "x"}),
    "a file that cannot be": ("episodes", "files", {"a\0b": "x"}),
    "figures that are words": ("episodes", "findings", {"x": "y"}),
    "figures in a list": ("episodes", "terms", {"nl": 5}),
    "no title": ("episodes", "title", None),
    "an input without episodes": ("inputs", "slugs", 5),
    "an input that is no text": ("inputs", "name", 5),
}


@pytest.mark.parametrize("damage", MANIFESTS)
def test_a_damaged_manifest(damage: str, tmp_path: Path, calm: dict[str, bytes]) -> None:
    run = (*SAMPLE_RUN, "--out", tmp_path / "out", "--memory", tmp_path / "m")
    assert tolk(*run).code == 0
    path = tmp_path / "out" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    part, key, value = MANIFESTS[damage]
    manifest[part][0][key] = value
    path.write_text(json.dumps(manifest), encoding="utf-8")
    recovers(tmp_path / "out", tmp_path / "m", calm)
    assert tolk("site", tmp_path / "out").code == 0


def test_a_run_that_is_refused_disturbs_nothing(tmp_path: Path) -> None:
    """Not even in the moment in which the holder makes its own corner anew."""
    from pipeline.errors import OutputError
    from pipeline.outputs import OutputFolder

    with OutputFolder(tmp_path / "out") as held:
        (held.path / ".tolk" / "staging").rmdir()
        with pytest.raises(OutputError, match="another run"), OutputFolder(held.path):
            pass
        assert not (held.path / ".tolk" / "staging").exists()
