"""A run that is killed at any moment: nothing half written, nothing wrong, nothing done twice."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests.cli.console import tolk
from tests.trust.runs import page, start, tree

EPISODES = 30
MOMENTS = 100 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 10
SEED = 20_24


class Scene:
    """A page, a toy engine, and what an undisturbed run makes of them."""

    def __init__(self, folder: Path, shelf: Path) -> None:
        self.folder = folder
        self.environment = {"ARGOS_PACKAGES_DIR": str(shelf), "HOME": str(folder)}
        self.page = folder / "page.txt"
        self.page.write_text(page(EPISODES), encoding="utf-8")
        begun = time.monotonic()
        process = start(*self.arguments("calm"), env=self.environment)
        words, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        self.length_s = time.monotonic() - begun
        assert len(json.loads(words)["made"]) == EPISODES
        self.files = tree(folder / "calm")
        self.rows = rows(folder / "calm.sqlite")

    def arguments(self, name: str) -> tuple[str | Path, ...]:
        return (
            "run", self.page, "--to", "nl", "--engine", "argos", "--json",
            "--out", self.folder / name, "--memory", self.folder / f"{name}.sqlite",
        )  # fmt: skip


def rows(memory: Path) -> set[tuple[str, ...]]:
    """Return what a memory holds; the file must be sound."""
    if not memory.exists():
        return set()
    with sqlite3.connect(memory) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return set()
        return set(connection.execute("SELECT source, target, text, translation FROM engine"))


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, toy_shelf: Path) -> Scene:
    return Scene(tmp_path_factory.mktemp("kill"), toy_shelf)


@pytest.mark.slow
def test_killed_at_any_moment_it_loses_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in scene.environment.items():
        monkeypatch.setenv(variable, value)
    dice = random.Random(SEED)
    halfway = 0
    for moment in range(MOMENTS):
        name = f"moment-{moment}"
        process = start(*scene.arguments(name), env=scene.environment)
        time.sleep(dice.uniform(0.3, 1.0) * scene.length_s)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        found = tree(scene.folder / name)
        for path, content in found.items():
            if path != "index.html":
                assert content == scene.files[path], f"{path} is half written"
        assert rows(scene.folder / f"{name}.sqlite") <= scene.rows
        journal = scene.folder / name / ".tolk" / "journal"
        finished = journal.read_bytes().count(b"\n") if journal.exists() else 0
        halfway += 0 < finished < EPISODES
        result = tolk(*scene.arguments(name))
        assert result.code == 0, result.words
        summary = json.loads(result.output)
        if finished:
            assert len(summary["made"]) == EPISODES - finished
        assert tree(scene.folder / name) == scene.files
        assert rows(scene.folder / f"{name}.sqlite") == scene.rows
    assert halfway or MOMENTS < 50, "no moment fell between two episodes"


def _hear() -> None:
    """Let a child hear signals that its parent ignores, as under `nohup` or behind `&`."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_ends_it_with_one_line(scene: Scene, name: str, code: int) -> None:
    process = start(*scene.arguments(name), env=scene.environment, preexec_fn=_hear)
    lock = scene.folder / name / ".tolk" / "lock"
    deadline = time.monotonic() + 60
    while not lock.exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(getattr(signal, name))
    words, errors = process.communicate(timeout=60)
    assert process.returncode == code
    assert errors.decode() == "tolk: stopped; what was finished is kept\n"
    assert words == b""
    again = start(*scene.arguments(name), env=scene.environment)
    assert again.communicate(timeout=120) and again.returncode == 0
    assert tree(scene.folder / name) == scene.files


@pytest.mark.slow
def test_a_killed_installation_leaves_no_half_model(toy_shelf: Path, tmp_path: Path) -> None:
    from pipeline.engines.package import scan
    from tests.toy_model import pack

    archive = pack(next(toy_shelf.glob("translate-en_nl*")), tmp_path / "toy.argosmodel")
    shelf = tmp_path / "packages"
    environment = {"ARGOS_PACKAGES_DIR": str(shelf), "HOME": str(tmp_path)}
    dice = random.Random(SEED)
    for _ in range(max(3, MOMENTS // 4)):
        process = start("models", "install", archive, env=environment)
        time.sleep(dice.uniform(0.3, 2.5))
        process.kill()
        process.communicate()
        found = scan([shelf])
        assert not found.findings
    process = start("models", "install", archive, env=environment)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert len(scan([shelf]).packages) == 1
