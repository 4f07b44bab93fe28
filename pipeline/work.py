"""Ways to work on groups of episodes: in this process, or in several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.batch import Work
from pipeline.flow import Outcome, produce
from pipeline.model import Episode
from pipeline.settings import Settings


def work_with(settings: Settings) -> Work:
    """Return the way of working that the settings ask for."""

    def here(groups: Iterable[Sequence[Episode]]) -> Iterator[list[Outcome]]:
        from pipeline.assembly import Assembly

        stages = None
        for group in groups:
            # Built with the first group: a run with nothing to do loads no engine.
            stages = stages or Assembly(settings).stages()
            yield produce(group, stages)

    return here
