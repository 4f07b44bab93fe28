"""Several processes on this machine. Each makes its stages once and shares the memory file."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline.model import Episode
from pipeline.settings import Settings
from pipeline.work.threads import share_cores
from pipeline.work.window import Group, LostError, in_order

if TYPE_CHECKING:
    from pipeline.batch import Work
    from pipeline.finished import Result
    from pipeline.flow import Stages


def work_in_processes(settings: Settings) -> Work:
    """Return the way of working in `settings.jobs` processes.

    One that dies is replaced and its work done again; an episode that kills whoever works on
    it fails alone.
    """

    def work(groups: Iterable[Group]) -> Iterator[list[Result]]:
        crew = _Processes(settings)
        try:
            yield from in_order(groups, crew)
        finally:
            crew.close()

    return work


class _Pending:
    def __init__(
        self, future: Future[list[Result]], *, pool: ProcessPoolExecutor | None = None
    ) -> None:
        self._future, self._pool = future, pool

    def result(self) -> list[Result]:
        try:
            return self._future.result()
        except BrokenProcessPool as error:
            raise LostError from error
        finally:
            if self._pool:
                self._pool.shutdown(cancel_futures=True)

    def lost(self) -> bool:
        return self._future.done() and isinstance(self._future.exception(), BrokenProcessPool)


class _Processes:
    tries = 3

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool = self._hired(settings.jobs)

    @property
    def ahead(self) -> int:
        return 2 * self._settings.jobs

    def begin(self, group: Group) -> _Pending:
        try:
            return _Pending(self._pool.submit(_work, list(group)))
        except BrokenProcessPool as error:
            # Somebody died since we last looked; the group waits its turn as a lost one.
            future: Future[list[Result]] = Future()
            future.set_exception(error)
            return _Pending(future)

    def alone(self, episode: Episode) -> _Pending:
        pool = self._hired(1)
        return _Pending(pool.submit(_work, [episode]), pool=pool)

    def recover(self) -> None:
        """Replace the pool; one that lost a process is of no further use."""
        self._pool.shutdown()
        self._pool = self._hired(self._settings.jobs)

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _hired(self, count: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            count,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(self._settings, self._settings.jobs),
        )


_settings: Settings | None = None
_stages: Stages | None = None


def _begin(settings: Settings, jobs: int) -> None:
    """Get ready in a new process; what may fail waits for the first group."""
    global _settings  # noqa: PLW0603  A process of a pool has nowhere else to keep things.
    _settings = settings
    share_cores(jobs)
    # The parent decides what Ctrl-C means; a worker that outlives it has nobody to work for.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        with suppress(OSError):
            parent.join()
        os._exit(1)


def _work(group: Sequence[Episode]) -> list[Result]:
    from pipeline.assembly import Assembly
    from pipeline.finished import finish
    from pipeline.flow import produce

    global _stages  # noqa: PLW0603
    if _settings is None:
        raise RuntimeError("not a process of a pool")
    _stages = _stages or Assembly(_settings).stages()
    return finish(produce(group, _stages))
