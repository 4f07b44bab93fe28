"""Work in a process that shares no disk with the one that writes.

Everything a group needs travels with it: settings, glossary and style in a parcel that is
opened once per process, and from the translation memory what is known of its sentences. What
the engine says there comes home with the results and is remembered at home. Only the engine's
models have to be on both sides, and they have to be the same.
"""

from __future__ import annotations

import pickle
import threading
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.assembly import Assembly
from pipeline.errors import EngineError
from pipeline.finished import Result, finish
from pipeline.flow import Stages, produce
from pipeline.glossary.model import Glossary
from pipeline.memory import Key
from pipeline.model import Episode, Rendering
from pipeline.outputs import digest
from pipeline.settings import Settings
from pipeline.style.model import Style
from pipeline.version import __version__

Said = Mapping[tuple[str, str], Mapping[str, str]]
"""(source, target) → sentence → a person's translation."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What every group of a run needs; the same bytes each time.

    Attributes:
        content: A packed `Kit`.
        digest: Of the content.
    """

    content: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Kit:
    """What is in a parcel.

    Attributes:
        engine: Signature of the engine at home.
    """

    settings: Settings
    glossary: Glossary
    style: Style
    engine: str


@dataclass(frozen=True, slots=True)
class Load:
    """A group with what the memory at home knows of it."""

    episodes: tuple[Episode, ...]
    known: dict[Key, Rendering]
    people: dict[tuple[str, str], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Return:
    """What comes home.

    Attributes:
        learned: What the engine said, for the memory.
    """

    results: list[Result]
    learned: list[tuple[Key, Rendering]]


def pack(home: Assembly) -> Parcel:
    """Return the parcel of a run."""
    kit = Kit(home.settings, home.glossary, home.style, home.engine.signature)
    content = zlib.compress(pickle.dumps(kit))
    return Parcel(content, digest(content))


def load_up(home: Assembly, episodes: Sequence[Episode]) -> Load:
    """Return a group with all that is known of its sentences."""
    keys = home.translate.keys(episodes, targets=home.settings.targets)
    texts: dict[tuple[str, str], list[str]] = {}
    for key in keys:
        texts.setdefault((key.source, key.target), []).append(key.text)
    people = {
        (source, target): home.memory.corrections(some, source=source, target=target)
        for (source, target), some in texts.items()
    }
    return Load(tuple(episodes), home.memory.recall(keys), people)


def work_abroad(parcel: Parcel, load: Load) -> Return:
    """Work on a group, with stages that this process makes once for all groups of a run.

    Raises:
        EngineError: this process has another version of tolk, or other models.
    """
    with _lock:
        place = _places.get(parcel.digest)
        if place is None:
            # One run at a time is what a process is for; the models of the last are let go.
            _places.clear()
            place = _places[parcel.digest] = _Place(pickle.loads(zlib.decompress(parcel.content)))
        return place.work(load)


@dataclass(slots=True)
class _Carried:
    """A translation memory of one group."""

    known: Mapping[Key, Rendering] = field(default_factory=dict)
    people: Said = field(default_factory=dict)
    learned: list[tuple[Key, Rendering]] = field(default_factory=list)

    def recall(self, keys: Sequence[Key]) -> dict[Key, Rendering]:
        return {key: self.known[key] for key in keys if key in self.known}

    def remember(self, renderings: Iterable[tuple[Key, Rendering]]) -> None:
        self.learned.extend(renderings)

    def corrections(self, texts: Iterable[str], *, source: str, target: str) -> dict[str, str]:
        said = self.people.get((source, target), {})
        return {text: said[text] for text in texts if text in said}


class _Abroad(Assembly):
    """An assembly whose parts came in a parcel."""

    def __init__(self, kit: Kit, memory: _Carried) -> None:
        super().__init__(kit.settings)
        self._kit, self._carried = kit, memory

    @cached_property
    def glossary(self) -> Glossary:
        return self._kit.glossary

    @cached_property
    def style(self) -> Style:
        return self._kit.style

    @property
    def remembering(self) -> _Carried:
        return self._carried


class _Place:
    """Where this process works on the groups of one run."""

    def __init__(self, kit: Kit) -> None:
        self._memory = _Carried()
        assembly = _Abroad(kit, self._memory)
        if assembly.engine.signature != kit.engine:
            raise EngineError(
                assembly.engine.signature,
                f"a worker has other models than {kit.engine}, or another tolk than {__version__}",
                remedy="install the same on all machines",
            )
        self._stages: Stages = assembly.stages()

    def work(self, load: Load) -> Return:
        memory = self._memory
        memory.known, memory.people, memory.learned = load.known, load.people, []
        return Return(finish(produce(load.episodes, self._stages)), memory.learned)


_places: dict[str, _Place] = {}
_lock = threading.Lock()
"""Stages are for one thread at a time; a process with more threads takes turns."""
