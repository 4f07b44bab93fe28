"""Ways to work on groups of episodes: in this process, in several, or on a cluster.

All of them give the same results in the same order, so a run writes the same bytes whichever
is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.batch import Work
    from pipeline.finished import Result
    from pipeline.model import Episode


def work_with(settings: Settings) -> Work:
    """Return the way of working that the settings ask for.

    Raises:
        UsageError: a scheduler is asked for and Dask is not installed.
    """
    if settings.scheduler:
        from pipeline.work.cluster import work_on_cluster

        return work_on_cluster(settings)
    if settings.jobs > 1:
        from pipeline.work.processes import work_in_processes

        return work_in_processes(settings)
    return work_here(settings)


def work_here(settings: Settings) -> Work:
    """Return the way of working in this process, one group after another."""

    def here(groups: Iterable[Sequence[Episode]]) -> Iterator[list[Result]]:
        stages = None
        for group in groups:
            from pipeline.assembly import Assembly
            from pipeline.finished import finish
            from pipeline.flow import produce

            # Built with the first group: a run with nothing to do loads no engine.
            stages = stages or Assembly(settings).stages()
            yield finish(produce(group, stages))

    return here
