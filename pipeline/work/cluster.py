"""A Dask cluster: `--scheduler tcp://HOST:PORT`, or `--scheduler local` on this machine.

Which worker does what, and what becomes of the work of one that dies, is Dask's business.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipeline.assembly import Assembly
from pipeline.engines.ct2 import THREADS, available_cores
from pipeline.errors import EngineError, UsageError
from pipeline.model import Episode
from pipeline.settings import Settings
from pipeline.work.abroad import Load, Parcel, Return, load_up, pack, work_abroad
from pipeline.work.window import Group, LostError, in_order

if TYPE_CHECKING:
    from pipeline.batch import Work
    from pipeline.finished import Result

LOCAL = "local"
_PATIENCE_S = 20


def work_on_cluster(settings: Settings) -> Work:
    """Return the way of working on the workers of a Dask scheduler.

    Raises:
        UsageError: Dask is not installed.
    """
    try:
        import distributed  # noqa: F401
    except ImportError as error:
        remedy = "pip install 'tolk[cluster]'"
        problem = "needs Dask, which is not installed"
        raise UsageError("--scheduler", problem, remedy=remedy) from error

    def work(groups: Iterable[Group]) -> Iterator[list[Result]]:
        with ExitStack() as stack:
            yield from in_order(groups, _Cluster(settings, stack))

    return work


class _Pending:
    def __init__(self, future: Any, home: Assembly) -> None:
        self._future, self._home = future, home

    def result(self) -> list[Result]:
        from distributed import CancelledError, KilledWorker

        try:
            back: Return = self._future.result()
        except (KilledWorker, CancelledError) as error:
            raise LostError from error
        except ModuleNotFoundError as error:
            problem = f"its workers lack a package ({error})"
            remedy = "install the same tolk on all machines"
            raise UsageError("--scheduler", problem, remedy=remedy) from error
        self._home.memory.remember(back.learned)
        return back.results

    def lost(self) -> bool:
        return str(self._future.status) in {"error", "cancelled", "lost"}


class _Cluster:
    """The workers of a scheduler, asked for when there is something to do."""

    tries = 1
    """Dask itself begins the work of a dead worker again, several times."""

    def __init__(self, settings: Settings, stack: ExitStack) -> None:
        self._settings, self._stack = settings, stack
        self._home = Assembly(settings)

    @property
    def ahead(self) -> int:
        return 2 * max(1, len(self._client.nthreads()))

    def begin(self, group: Group) -> _Pending:
        return self._submit(group)

    def alone(self, episode: Episode) -> _Pending:
        return self._submit([episode])

    def recover(self) -> None:
        if self._client.status != "running":
            raise EngineError(
                self._settings.scheduler,
                "the Dask scheduler went away",
                remedy="start it and run again; what was finished is kept",
            )

    def _submit(self, episodes: Sequence[Episode]) -> _Pending:
        load = load_up(self._home, episodes)
        return _Pending(self._client.submit(_on_worker, self._parcel, load, pure=False), self._home)

    @cached_property
    def _parcel(self) -> Parcel:
        return pack(self._home)

    @cached_property
    def _client(self) -> Any:
        # Dask is typed in part only.
        dask: Any = import_module("distributed")
        scheduler = self._settings.scheduler
        target = self._local() if scheduler == LOCAL else scheduler
        try:
            client = self._stack.enter_context(dask.Client(target, timeout=_PATIENCE_S))
            client.wait_for_workers(1, timeout=_PATIENCE_S)
        except (OSError, ValueError, TimeoutError) as error:
            reason = str(error).splitlines()[0] if str(error) else "it has no workers"
            raise UsageError(
                "--scheduler",
                f"{scheduler} cannot be used ({reason})",
                remedy="say local, or tcp://HOST:PORT of a scheduler with workers",
            ) from error
        return client

    def _local(self) -> Any:
        import logging

        dask: Any = import_module("distributed")
        cores = available_cores()
        workers = self._settings.jobs if self._settings.jobs > 1 else cores
        return self._stack.enter_context(
            dask.LocalCluster(
                n_workers=workers,
                threads_per_worker=max(1, cores // workers),
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
            )
        )


def _on_worker(parcel: Parcel, load: Load) -> Return:
    """Work on a group with as many threads as Dask gave this worker."""
    from distributed import get_worker

    os.environ.setdefault(THREADS, str(max(1, get_worker().state.nthreads)))
    return work_abroad(parcel, load)
