"""A window over work that others do: so much ahead, results in order, lost work done again."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from pipeline.finished import Failed, Result
from pipeline.model import Episode

Group = Sequence[Episode]


class LostError(Exception):
    """Whoever worked on a group is gone, and the group with them."""


class Pending(Protocol):
    """A group that somebody works on."""

    def result(self) -> list[Result]:
        """Wait for it.

        Raises:
            LostError: it has to be begun again.
            TolkError: the run cannot go on.
        """

    def lost(self) -> bool:
        """Return whether it is known already that it has to be begun again."""


class Crew(Protocol):
    """Those who do the work."""

    @property
    def tries(self) -> int:
        """Times that a group is begun before each of its episodes is begun, as often, alone."""

    @property
    def ahead(self) -> int:
        """Groups to hold at a time; it bounds the memory of a run."""

    def begin(self, group: Group) -> Pending:
        """Hand over a group."""

    def alone(self, episode: Episode) -> Pending:
        """Hand over one episode, to somebody who works on nothing else."""

    def recover(self) -> None:
        """Make good for a loss, so that `begin` works again."""


@dataclass(slots=True)
class _Held:
    group: Group
    pending: Pending
    begun: int = 1


def in_order(groups: Iterable[Group], crew: Crew) -> Iterator[list[Result]]:
    """Yield the results of each group in order, never more than a window ahead."""
    window: deque[_Held] = deque()
    for group in groups:
        window.append(_Held(group, crew.begin(group)))
        while len(window) >= crew.ahead:
            yield _first(window, crew)
    while window:
        yield _first(window, crew)


def _first(window: deque[_Held], crew: Crew) -> list[Result]:
    """Wait for the first group of the window and take it out."""
    head = window[0]
    while True:
        try:
            results = head.pending.result()
        except LostError:
            crew.recover()
            if head.begun >= crew.tries:
                results = [_alone(episode, crew) for episode in head.group]
            else:
                # One death may take everybody's work along: all that is lost begins again now.
                for held in window:
                    if held.pending.lost() and held.begun < crew.tries:
                        held.pending, held.begun = crew.begin(held.group), held.begun + 1
                continue
        window.popleft()
        return results


def _alone(episode: Episode, crew: Crew) -> Result:
    """Work on one episode of a group that is lost again and again."""
    for _ in range(crew.tries):
        with suppress(LostError):
            (result,) = crew.alone(episode).result()
            return result
    return Failed("every process that worked on it died; see what it holds that others do not")
