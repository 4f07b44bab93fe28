"""Ways of working: any of them gives the same bytes, and whoever dies is replaced."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import batch
from pipeline.engines.ct2 import chosen_decoding
from pipeline.errors import EngineError, UsageError
from pipeline.finished import Finished, Result
from pipeline.flow import Failed
from pipeline.memory import Memory
from pipeline.model import Document, Episode, Section
from pipeline.settings import Settings
from pipeline.work import work_with
from pipeline.work.processes import work_in_processes
from pipeline.work.threads import share_cores
from pipeline.work.window import Group, LostError, in_order
from tests.pages import contents, write_page

EPISODES = 9


@pytest.fixture
def settings(tmp_path: Path, toy_shelf: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Three groups of episodes for a real, tiny model; inputs and memory by relative name."""
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(toy_shelf))
    monkeypatch.setattr(batch, "GROUP", 3)
    monkeypatch.chdir(tmp_path)
    write_page(Path("page.txt"), EPISODES)
    return Settings(engine="argos", formats=frozenset({"srt", "json"}), memory=Path("memory"))


def made(settings: Settings, out: str, progress: Callable[[str], None] = lambda _: None) -> Any:
    """Run into a folder, with a memory of its own; return the summary."""
    # With what SQLite keeps beside it: a log that is left over would fill the next one.
    for file in Path().glob("memory*"):
        file.unlink()
    here = replace(settings, out=Path(out))
    return batch.run([Path("page.txt")], here, work=work_with(here), progress=progress)


def test_any_number_of_processes_gives_the_same_bytes(settings: Settings) -> None:
    alone = made(settings, "one")
    assert len(alone.made) == EPISODES
    several = made(replace(settings, jobs=2), "two")
    assert several == alone
    assert contents(Path("two")) == contents(Path("one"))
    assert any("De kat" in f.read_text("utf-8") for f in Path("one").rglob("*.nl.srt"))


def test_a_process_that_dies_is_replaced(settings: Settings) -> None:
    made(settings, "one")
    dead: list[int] = []

    def strike(title: str) -> None:
        if not dead:
            victim = multiprocessing.active_children()[0]
            assert victim.pid is not None
            dead.append(victim.pid)
            os.kill(victim.pid, signal.SIGKILL)

    summary = made(replace(settings, jobs=2), "two", strike)
    assert dead and not summary.failed
    assert contents(Path("two")) == contents(Path("one"))


class Deadly(str):
    """Kills whatever process receives it."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (9,)


def test_an_episode_that_kills_its_process_fails_alone(settings: Settings) -> None:
    def episode(title: str) -> Episode:
        document = Document(title, "test", sections=(Section("", 0, "Hello."),))
        return Episode(document, "en", 1.0, "slug")

    groups = [[episode("a"), episode(Deadly("b"))], [episode("c")]]
    first, second = work_in_processes(replace(settings, jobs=2))(groups)
    assert [type(result) for result in (*first, *second)] == [Finished, Failed, Finished]
    assert isinstance(first[1], Failed) and "died" in first[1].problem


def test_an_error_in_a_process_arrives_whole(settings: Settings) -> None:
    with pytest.raises(EngineError) as caught:
        made(replace(settings, jobs=2, engine="nothing"), "two")
    assert caught.value.remedy.startswith("choose from")


def test_processes_share_the_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOLK_THREADS", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(6), raising=False)
    share_cores(4)
    assert chosen_decoding().cores == 1
    monkeypatch.setenv("TOLK_THREADS", "3")
    share_cores(4)
    assert chosen_decoding().cores == 3


@pytest.mark.parametrize("value", ["x", "-1", "0.5", "٣", "9" * 99])
def test_a_variable_that_makes_no_sense_is_a_usage_error(value: str) -> None:
    with pytest.raises(UsageError, match="TOLK_BEAM"):
        chosen_decoding({"TOLK_BEAM": value})


@dataclass
class Given:
    crew: Frail
    group: Group
    dies: bool

    def result(self) -> list[Result]:
        self.crew.held -= 1
        if self.dies:
            raise LostError
        return [Finished((), {"slug": episode.slug}) for episode in self.group]

    def lost(self) -> bool:
        return self.dies


@dataclass
class Frail:
    """A crew whose members die when the script says so; it notes how much it holds."""

    deaths: Iterator[bool]
    tries: int = 3
    ahead: int = 4
    held: int = 0
    most: int = 0

    def begin(self, group: Group) -> Given:
        self.held += 1
        self.most = max(self.most, self.held)
        return Given(self, group, next(self.deaths, False))

    def alone(self, episode: Episode) -> Given:
        return self.begin([episode])

    def recover(self) -> None:
        pass


@given(st.lists(st.integers(1, 3), max_size=8), st.lists(st.booleans(), max_size=12))
def test_results_come_in_order_whoever_dies(sizes: list[int], deaths: list[bool]) -> None:
    numbers = iter(range(100))
    document = Document("t", "test")
    groups = [[Episode(document, "en", 1.0, str(next(numbers))) for _ in range(n)] for n in sizes]
    crew = Frail(iter(deaths))
    results = list(in_order(groups, crew))
    assert list(map(len, results)) == sizes
    flat = list(chain.from_iterable(results))
    for one, episode in zip(flat, chain.from_iterable(groups), strict=True):
        assert isinstance(one, Failed) or one.figures == {"slug": episode.slug}
    if sum(deaths) < crew.tries:
        assert not any(isinstance(one, Failed) for one in flat)
        assert crew.most <= crew.ahead + sum(deaths)


def test_no_more_groups_are_read_than_the_window_holds() -> None:
    read: list[int] = []

    def groups() -> Iterator[list[Episode]]:
        for number in range(20):
            read.append(number)
            yield [Episode(Document("t", "test"), "en", 1.0, str(number))]

    for done, _ in enumerate(in_order(groups(), Frail(iter(())))):
        assert len(read) <= done + 4


def test_without_dask_the_option_says_what_to_install(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install 'tolk\[cluster\]'"):
        made(replace(settings, scheduler="local"), "out")


@pytest.fixture
def cluster(settings: Settings) -> Iterator[Any]:
    """A Dask cluster of two worker processes, which share no memory file with this one."""
    distributed = pytest.importorskip("distributed")
    del settings
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as cluster:
        yield cluster


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_cluster_gives_the_same_bytes_also_when_a_worker_dies(
    settings: Settings, cluster: Any
) -> None:
    alone = made(settings, "one")
    with Memory("memory") as memory:
        learned = set(memory.pairs())
    assert len(learned) > EPISODES
    abroad = replace(settings, scheduler=cluster.scheduler_address)
    assert made(abroad, "two") == alone
    assert contents(Path("two")) == contents(Path("one"))
    with Memory("memory") as memory:
        assert set(memory.pairs()) == learned
    dead: list[int] = []

    def strike(title: str) -> None:
        if not dead:
            dead.append(next(iter(cluster.workers.values())).pid)
            os.kill(dead[0], signal.SIGKILL)

    assert made(abroad, "three", strike) == alone
    assert dead
    assert contents(Path("three")) == contents(Path("one"))


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_cluster_that_a_run_makes_for_itself_gives_the_same_bytes(settings: Settings) -> None:
    pytest.importorskip("distributed")
    alone = made(settings, "one")
    with Memory("memory") as memory:
        learned = set(memory.pairs())
    assert made(replace(settings, scheduler="local", jobs=2), "two") == alone
    assert contents(Path("two")) == contents(Path("one"))
    with Memory("memory") as memory:
        assert set(memory.pairs()) == learned


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_scheduler_that_is_not_there_is_a_usage_error(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = pytest.importorskip("pipeline.work.cluster")
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "_PATIENCE_S", 1)
    with pytest.raises(UsageError, match="cannot be used"):
        made(replace(settings, scheduler="tcp://127.0.0.1:9"), "out")
