"""A run: nothing is done twice, nothing is lost when it dies, and it says why it did what."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import batch
from pipeline.finished import Failed
from pipeline.memory import Memory
from pipeline.settings import Settings
from pipeline.work import work_with
from tests.pages import contents, write_page


@pytest.fixture
def settings(tmp_path: Path, toy_shelf: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A run of few formats with a real, tiny model, in a folder of its own."""
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(toy_shelf))
    monkeypatch.chdir(tmp_path)
    write_page(Path("page.txt"), 3)
    formats = frozenset({"srt", "json"})
    return Settings(
        targets=("en", "nl"), engine="argos", formats=formats, out=Path("out"), memory=Path("m")
    )


def run(settings: Settings, *inputs: str) -> batch.Summary:
    paths = [Path(name) for name in inputs or ("page.txt",)]
    return batch.run(paths, settings, work=work_with(settings))


def manifest(settings: Settings) -> Any:
    return json.loads((settings.out / "manifest.json").read_text(encoding="utf-8"))


def whys(summary: batch.Summary) -> dict[str, str]:
    return {entry["slug"][-1]: entry["why"] for entry in summary.made}


def stamps(folder: Path) -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in folder.rglob("*.*") if file.is_file()}


def test_an_unchanged_run_writes_nothing(settings: Settings) -> None:
    first = run(settings)
    assert whys(first) == {"0": "new", "1": "new", "2": "new"}
    before = stamps(settings.out)
    again = run(settings)
    assert (again.made, len(again.kept)) == ([], 3)
    assert (again.missing, again.findings, again.terms) == (
        first.missing,
        first.findings,
        first.terms,
    )
    assert stamps(settings.out) == before


def test_every_reason_is_named(settings: Settings) -> None:
    run(settings)
    next(settings.out.glob("*-1/*.nl.srt")).unlink()
    assert whys(run(settings)) == {"1": "files missing or altered"}
    page = Path("page.txt")
    page.write_text(page.read_text("utf-8").replace("#toys", "#play", 1), encoding="utf-8")
    assert whys(run(settings)) == {"0": "changed: content"}
    narrow = replace(settings, formats=frozenset({"json"}))
    assert set(whys(run(narrow)).values()) == {"changed: settings"}
    assert not list(settings.out.rglob("*.srt"))
    forced = replace(narrow, force=True)
    assert set(whys(run(forced)).values()) == {"forced"}
    manifest = json.loads((settings.out / "manifest.json").read_text("utf-8"))
    assert {entry["why"] for entry in manifest["episodes"]} == {"forced"}


def test_a_file_that_would_be_the_same_is_not_written_again(settings: Settings) -> None:
    run(settings)
    before = stamps(settings.out)
    Path("terms.csv").write_text("en,nl\nzebra,zebra\n", encoding="utf-8")
    assert len(run(replace(settings, glossaries=(Path("terms.csv"),))).made) == 3
    after = stamps(settings.out)
    changed = {file.suffix for file in after if after[file] != before[file]}
    assert changed == {".json"}
    run(replace(settings, force=True))
    assert all(after[file] != stamp for file, stamp in stamps(settings.out).items())


def test_an_input_that_cannot_be_read_fails_alone(settings: Settings) -> None:
    Path("empty.txt").write_bytes(b"")
    summary = run(settings, "empty.txt", "page.txt", "gone.txt")
    assert set(summary.failed) == {"empty.txt", "gone.txt"}
    assert len(summary.made) == 3


def test_why_something_failed_stands_in_the_manifest_until_it_is_made(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_page(Path("odd.txt"), 1, first=9)
    documents_of = batch.documents_of

    def faulty(path: Path, chosen: Settings) -> Any:
        if path.name == "odd.txt":
            raise KeyError("ours")
        return documents_of(path, chosen)

    monkeypatch.setattr(batch, "documents_of", faulty)
    for made in (3, 0):
        summary = run(settings, "odd.txt", "page.txt")
        assert len(summary.made) == made
        (why,) = summary.failed.values()
        assert re.fullmatch(r".*report: KeyError\('ours'\) in test_batch\.py:\d+", str(why))
        assert manifest(settings)["failed"] == {"odd.txt": why}
    monkeypatch.setattr(batch, "documents_of", documents_of)
    assert len(run(settings, "odd.txt", "page.txt").made) == 1
    assert manifest(settings)["failed"] == {}


def test_an_episode_without_a_letter_fails_alone(settings: Settings) -> None:
    Path("1.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\n12 34\n", encoding="utf-8")
    summary = run(settings, "1.srt", "page.txt")
    assert len(summary.made) == 3
    (why,) = summary.failed.values()
    assert "no letters" in str(why)
    assert manifest(settings)["failed"] == {"1": str(why)}


def test_a_corrected_sentence_costs_only_that_sentence(settings: Settings) -> None:
    from pipeline.memory import Pair

    run(settings)
    with Memory("m") as memory:
        known = list(memory.pairs())
        memory.correct([Pair("en", "nl", known[0].text, "Zo is het.")])
    assert set(whys(run(settings)).values()) == {"changed: corrections"}
    with Memory("m") as memory:
        assert list(memory.pairs()) == known


_DYING = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
import pipeline.engines
from pipeline import batch
from pipeline.engines.argos import Argos
from pipeline.settings import Settings
from pipeline.work import work_with
import pipeline.stages.translate as stage

limit, log = int(sys.argv[1]), open("asked", "a")

class Counting(Argos):
    asked = 0
    def translate(self, texts, *, source, target):
        for text in texts:
            log.write(target + " " + text + "\\n")
        log.flush()
        self.asked += len(texts)
        if self.asked > limit:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().translate(texts, source=source, target=target)

pipeline.engines.choose_engine = lambda name: Counting()
stage.Translate.__init__.__kwdefaults__["chunk"] = 5
batch.GROUP = 2
settings = Settings(engine="argos", out=Path("out"), memory=Path("m"),
                    formats=frozenset({"srt", "json"}))
summary = batch.run([Path("page.txt")], settings, work=work_with(settings))
print(len(summary.made), len(summary.kept))
"""


def dying(limit: int) -> tuple[int, str, list[str]]:
    """Run in a process that kills itself after so many sentences; return what it asked."""
    Path("asked").unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", _DYING, str(limit)], capture_output=True, check=False, text=True
    )
    return done.returncode, done.stdout.strip(), Path("asked").read_text("utf-8").splitlines()


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_killed_run_repeats_nothing_that_was_finished(settings: Settings) -> None:
    write_page(Path("page.txt"), 6)
    code, said, whole = dying(10_000)
    assert (code, said) == (0, "6 0")
    wanted = contents(Path("out"))
    for path in (Path("m"), *Path("out").rglob("*.*")):
        if path.is_file():
            path.unlink()
    Path("out").rename("gone")
    code, _, first = dying(len(whole) * 2 // 3)
    assert code == -signal.SIGKILL
    finished = len(list(Path("out").glob("*/episode.json")))
    assert finished >= 2
    code, said, second = dying(10_000)
    assert (code, said) == (0, f"{6 - finished} {finished}")
    # Only the chunk that it died in is asked again.
    assert len(set(first) & set(second)) <= 5
    assert set(first) | set(second) == set(whole)
    assert contents(Path("out")) == wanted


def test_memory_holds_a_few_groups_only(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "GROUP", 2)
    pages = [write_page(Path(f"{n}.txt"), 2, first=2 * n) for n in range(6)]
    read: list[Path] = []
    documents_of = batch.documents_of

    def noted(path: Path, chosen: Settings) -> Any:
        read.append(path)
        return documents_of(path, chosen)

    monkeypatch.setattr(batch, "documents_of", noted)
    ahead: list[int] = []
    done: list[str] = []

    def count(title: str) -> None:
        done.append(title)
        ahead.append(2 * len(read) - len(done))

    batch.run(pages, settings, work=work_with(settings), progress=count)
    assert len(done) == 12
    assert max(ahead) <= 2


def test_long_episodes_make_groups_of_few(settings: Settings) -> None:
    given = write_page(Path("page.txt"), 12)
    sizes: list[int] = []

    def noted(groups: Any) -> Any:
        for group in groups:
            sizes.append(len(group))
            yield [Failed("not made") for _ in group]

    batch.run([given], settings, work=noted)
    assert sizes == [8, 4]
    tasks, _ = batch.plan([given], settings)
    heavy = [replace(task, weight=batch.HEAVY // 2) for task in tasks]
    assert [len(group) for group in batch._grouped(iter(heavy))] == [2] * 6
