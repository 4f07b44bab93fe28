"""Settings → stages: the one place that knows which parts a run is put together from.

Each part is made when it is first asked for, and says by a short signature what it is. The
signatures together are the recipe of a run: as long as none of them changes, an episode that is
as it was need not be made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.settings import Settings
from pipeline.version import __version__

if TYPE_CHECKING:
    from pipeline.engines import Engine
    from pipeline.flow import Stages
    from pipeline.glossary.model import Glossary
    from pipeline.memory import Key, Memory, Remembering
    from pipeline.model import Edition, Episode, File, Finding, Production, Rendering, Track
    from pipeline.model import Timeline as Line
    from pipeline.stages.translate import Translate
    from pipeline.style.model import Style


_CHOICES = "fill order names media duration_ms language reader encoding captions".split()
"""Settings that change what is written and have no part of their own in the recipe."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What made, or would make, the outputs: part → a short signature of it."""

    parts: Mapping[str, str]

    @property
    def digest(self) -> str:
        """All parts in one."""
        return _digest(json.dumps(dict(sorted(self.parts.items()))).encode())


class Assembly:
    """The parts that some settings ask for, each made when first used."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def engine(self) -> Engine:
        """The engine, able to go through English.

        Raises:
            EngineError: no engine has that name.
        """
        from pipeline.engines import choose_engine

        return choose_engine(self.settings.engine)

    @cached_property
    def glossary_files(self) -> tuple[Path, ...]:
        """The files of the glossary, later ones winning."""
        from pipeline.glossary.places import default_files

        chosen = self.settings.glossaries
        return chosen if chosen is not None else default_files()

    @cached_property
    def glossary(self) -> Glossary:
        """The terms.

        Raises:
            GlossaryError: a file is malformed.
        """
        from pipeline.glossary.load import load

        return load(self.glossary_files)

    @cached_property
    def style(self) -> Style:
        """The style profile.

        Raises:
            UsageError: there is none of that name.
        """
        from pipeline.style.loading import load_style

        return load_style(self.settings.style)

    @cached_property
    def memory(self) -> LayeredMemory:
        """The translation memory, under the translations given for this run.

        Raises:
            OutputError: the memory can be neither opened nor replaced.
        """
        from pipeline.memory import Memory, default_path

        path = self.settings.memory or default_path()
        return LayeredMemory(Memory(path), self.settings.translations)

    @property
    def remembering(self) -> Remembering:
        """What the translate stage looks translations up in."""
        return self.memory

    @cached_property
    def translate(self) -> Translate:
        """The stage that gives editions."""
        from pipeline.glossary.model import NamePolicy
        from pipeline.stages.translate import Translate

        return Translate(
            self.engine,
            glossary=self.glossary,
            memory=self.remembering,
            names=NamePolicy(self.settings.names),
        )

    @property
    def recipe(self) -> Recipe:
        """What the outputs depend on besides their input.

        Raises:
            InputError: the captions to anchor by cannot be read.
        """
        from pipeline.readers.opening import read_bytes

        settings = self.settings
        glossary = b"".join(path.read_bytes() for path in self.glossary_files)
        people = b"".join(path.read_bytes() for path in settings.translations)
        choices = {name: str(getattr(settings, name)) for name in _CHOICES}
        choices["targets"] = ",".join(settings.targets)
        choices["formats"] = ",".join(sorted(settings.formats))
        parts = {
            "version": __version__,
            "engine": self.engine.signature,
            "glossary": _digest(glossary),
            "style": _digest(repr(self.style).encode()),
            "settings": _digest(json.dumps(choices, sort_keys=True).encode()),
            "corrections": _digest(people + self.memory.corrections_signature.encode()),
        }
        if settings.captions is not None:
            parts["captions"] = _digest(read_bytes(settings.captions))
        return Recipe(parts)

    def stages(self) -> Stages:
        """Return the stages of the flow."""
        from pipeline.checks.production import check
        from pipeline.flow import Stages
        from pipeline.stages.align import Fill, align
        from pipeline.stages.cue import Order, cue, cue_bilingual
        from pipeline.stages.emit import emit

        settings, style, translate = self.settings, self.style, self.translate

        def timed(episode: Episode) -> Line:
            return align(episode, fill=Fill(settings.fill))

        def editions(episodes: Sequence[Episode]) -> Sequence[Mapping[str, Edition]]:
            return translate(episodes, targets=settings.targets)

        def cut(line: Line, edition: Edition) -> Track:
            return cue(line, edition, style=style)

        def paired(line: Line, first: Edition, second: Edition) -> Track:
            return cue_bilingual(line, first, second, style=style, order=Order(settings.order))

        def checked(production: Production) -> Sequence[Finding]:
            return check(production, style=style)

        def emitted(production: Production) -> Sequence[File]:
            files = emit(production, formats=settings.formats)
            if "html" not in settings.formats:
                return files
            return (*files, _page(files, settings))

        return Stages(timed, editions, cut, paired, checked, emitted, self.signature)

    @property
    def signature(self) -> Mapping[str, str]:
        """What made the outputs, for the record in each of them."""
        return {
            "version": __version__,
            "engine": self.settings.engine,
            "model": self.engine.signature,
            "glossary": self.glossary.signature,
            "style": self.style.name,
        }


def _page(files: Sequence[File], settings: Settings) -> File:
    """Return the page of an episode, made from nothing but its record."""
    from pipeline.site.page import compose_page, media_beside

    content = next(file for file in files if file.path.endswith("/episode.json"))
    media = media_beside(settings.media, settings.out / content.path.partition("/")[0])
    others = [file.path for file in files]
    return compose_page(json.loads(content.content), media=media, files=others)


class LayeredMemory:
    """A translation memory, and over it a person's translations given for one run.

    Args:
        memory: The memory.
        files: TMX files with the translations; read when first asked for.
    """

    def __init__(self, memory: Memory, files: Sequence[Path]) -> None:
        self.memory, self._files = memory, files

    @cached_property
    def translations(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """(source, target) → sentence → what the files say.

        Raises:
            InputError: a file is malformed.
        """
        return _translations(self._files)

    @property
    def corrections_signature(self) -> str:
        """Changes when a person's translation in the memory changes."""
        return _digest(repr(list(self.memory.pairs(by_people=True))).encode("utf-8", "replace"))

    def recall(self, keys: Sequence[Key]) -> dict[Key, Rendering]:
        """Return what engines said before."""
        return self.memory.recall(keys)

    def remember(self, renderings: Iterable[tuple[Key, Rendering]]) -> None:
        """Store what an engine said."""
        self.memory.remember(renderings)

    def corrections(self, texts: Iterable[str], *, source: str, target: str) -> dict[str, str]:
        """Return people's translations; those given for this run win."""
        wanted = list(texts)
        given = self.translations.get((source, target), {})
        stored = self.memory.corrections(wanted, source=source, target=target)
        return stored | {text: given[text] for text in wanted if text in given}


def _translations(paths: Sequence[Path]) -> Mapping[tuple[str, str], Mapping[str, str]]:
    from pipeline.formats import tmx

    pairs: dict[tuple[str, str], dict[str, str]] = {}
    for path in paths:
        for unit in tmx.parse(path.read_bytes(), name=str(path)).units:
            key = (unit.source_language, unit.target_language)
            pairs.setdefault(key, {})[unit.source.strip()] = unit.target.strip()
    return pairs


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
