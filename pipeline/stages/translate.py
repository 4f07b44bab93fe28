"""Episodes to editions: every sentence once, from memory where possible, the glossary enforced.

A person's translation comes first, then memory, then the engine. Sentences go to the engine in
chunks, and each chunk is remembered at once, so that a run that is killed repeats nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import islice

from pipeline.engines import Engine
from pipeline.fields import fields as texts_of
from pipeline.fields import units
from pipeline.glossary.accept import objection
from pipeline.glossary.enforce import Glossed, translate_together
from pipeline.glossary.model import Glossary, NamePolicy
from pipeline.glossary.names import names_in
from pipeline.memory import Key, Remembering
from pipeline.model import (
    Edition,
    Episode,
    Finding,
    Origin,
    Rendering,
    Severity,
    TermStatus,
)
from pipeline.timing.captions import caption_sentences

CHUNK = 256
"""Sentences per call of the engine, and per transaction of the memory."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures of a run: sentences by where they came from, terms by what became of them.

    A sentence that several episodes share counts once per language.
    """

    corrected: int = 0
    memory: int = 0
    engine: int = 0
    glossary: int = 0
    source: int = 0
    missing: int = 0
    terms_expected: int = 0
    terms_kept: int = 0
    terms_translated: int = 0
    terms_repaired: int = 0
    terms_missing: int = 0

    @property
    def term_accuracy(self) -> float:
        """Share of the expected terms that stand in the translation; 1 if there are none."""
        return 1 - self.terms_missing / self.terms_expected if self.terms_expected else 1.0


@dataclass(slots=True)
class _Outcome:
    """What became of the sentences of one episode in one language."""

    renderings: dict[str, Rendering] = field(default_factory=dict)
    objections: dict[str, str] = field(default_factory=dict)


class Translate:
    """The stage, configured.

    Args:
        engine: Any engine; pairs that it does not serve come from memory alone.
        glossary: The terms.
        memory: Where translations are kept, or None.
        names: What happens to names without a glossary row.
        chunk: Sentences per call of the engine.

    Attributes:
        counts: Figures of everything translated so far.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        glossary: Glossary | None = None,
        memory: Remembering | None = None,
        names: NamePolicy = NamePolicy.KEEP,
        chunk: int = CHUNK,
    ) -> None:
        self._engine, self._memory, self._policy = engine, memory, names
        self._glossary = glossary or Glossary()
        self._chunk = chunk
        self.counts = Counts()
        self._signature = f"{engine.signature}; glossary {self._glossary.signature}"

    def __call__(
        self, episodes: Sequence[Episode], *, targets: Sequence[str]
    ) -> list[dict[str, Edition]]:
        """See `translate`."""
        return self.translate(episodes, targets=targets)

    def translate(
        self, episodes: Sequence[Episode], *, targets: Sequence[str]
    ) -> list[dict[str, Edition]]:
        """Return the editions of each episode: the source language first, then the targets.

        Equal sentences of episodes in one language are translated once. The names of an
        episode are kept in the sentences of that episode.

        Raises:
            EngineError: the engine is broken; what it said before that is in memory.
        """
        results: list[dict[str, Edition]] = []
        said = [_sentences(episode) for episode in episodes]
        # Finding an episode's names takes as long as looking all its sentences up.
        glossed = [self._glossed(episode) for episode in episodes]
        for episode, sentences, terms in zip(episodes, said, glossed, strict=True):
            results.append({episode.language: self._identity(episode, sentences, terms)})
        for target in dict.fromkeys(targets):
            for language in dict.fromkeys(episode.language for episode in episodes):
                if language == target:
                    continue
                mine = [i for i, episode in enumerate(episodes) if episode.language == language]
                outcomes = self._pair([(glossed[i], said[i]) for i in mine], language, target)
                for i, outcome in zip(mine, outcomes, strict=True):
                    results[i][target] = self._edition(said[i], outcome, target)
        return results

    def _identity(self, episode: Episode, sentences: Sequence[str], terms: Glossed) -> Edition:
        language = episode.language
        renderings = {text: Rendering(text, Origin.SOURCE) for text in sentences}
        standing = {text: terms.standing(text, language=language) for text in sentences}
        whole = {text: forms for text, forms in standing.items() if forms}
        return Edition(language, renderings, signature=self._signature, whole=whole)

    def keys(self, episodes: Sequence[Episode], *, targets: Sequence[str]) -> list[Key]:
        """Return what the memory would be asked for these episodes, each key once."""
        found: dict[Key, None] = {}
        for episode in episodes:
            glossed = self._glossed(episode)
            for target in dict.fromkeys(targets):
                if episode.language != target:
                    for text in _sentences(episode):
                        found[self._key(text, glossed, episode.language, target)] = None
        return list(found)

    def _pair(
        self, group: Sequence[tuple[Glossed, tuple[str, ...]]], source: str, target: str
    ) -> list[_Outcome]:
        """Translate the sentences of episodes in one language into another.

        What an episode gets depends on that episode alone, never on the others of its group,
        so that groups of any make give the same bytes.
        """
        wanted = dict.fromkeys(text for _, sentences in group for text in sentences)
        corrected = self._corrected(wanted, source, target)
        asked: list[dict[str, Key]] = []
        todo: dict[Key, Glossed] = {}
        for glossed, sentences in group:
            keys = {
                text: self._key(text, glossed, source, target)
                for text in sentences
                if text not in corrected
            }
            asked.append(keys)
            for key in keys.values():
                todo.setdefault(key, glossed)
        known = self._memory.recall(list(todo)) if self._memory is not None else {}
        left = [key for key in todo if key not in known]
        refused: dict[Key, str] = {}
        if (source, target) in self._engine.pairs:
            self._ask(sorted(left, key=_place), todo, known, refused)
        self._count([*corrected.values(), *known.values()], missing=len(todo) - len(known))
        return [_outcome(keys, known, refused, corrected) for keys in asked]

    def _glossed(self, episode: Episode) -> Glossed:
        return Glossed(self._engine, self._glossary, names=names_in(episode), policy=self._policy)

    def _key(self, text: str, glossed: Glossed, source: str, target: str) -> Key:
        mark = glossed.fingerprint(text, source=source, target=target)
        return Key(text, source, target, self._engine.signature, mark)

    def _corrected(self, texts: Iterable[str], source: str, target: str) -> dict[str, Rendering]:
        """Return what a person said, with what became of the terms in it."""
        if self._memory is None:
            return {}
        plain = Glossed(self._engine, self._glossary)
        said = self._memory.corrections(texts, source=source, target=target)
        return {
            text: Rendering(
                translation,
                Origin.CORRECTED,
                plain.audit(text, translation, source=source, target=target),
            )
            for text, translation in said.items()
        }

    def _ask(
        self,
        keys: Sequence[Key],
        glossed: Mapping[Key, Glossed],
        known: dict[Key, Rendering],
        refused: dict[Key, str],
    ) -> None:
        """Have the engine translate what is left, chunk by chunk, each remembered at once."""
        for some in _chunks(keys, self._chunk):
            renderings = translate_together(
                [(glossed[key], key.text) for key in some],
                source=some[0].source,
                target=some[0].target,
            )
            accepted: list[tuple[Key, Rendering]] = []
            for key, rendering in zip(some, renderings, strict=True):
                why = objection(key.text, rendering, source=key.source, target=key.target)
                if why:
                    refused[key] = why
                else:
                    accepted.append((key, rendering))
            known |= dict(accepted)
            if self._memory is not None:
                self._memory.remember(accepted)

    def _edition(self, sentences: Sequence[str], outcome: _Outcome, target: str) -> Edition:
        have = {t: outcome.renderings[t] for t in sentences if t in outcome.renderings}
        findings = [
            Finding("translation-refused", Severity.ERROR, target, f"{why}: {_short(text)}")
            for text, why in outcome.objections.items()
        ]
        findings += [
            Finding(
                "term-missing",
                Severity.WARNING,
                target,
                f"“{use.term}” should read “{use.expected}”: {_short(rendering.text)}",
            )
            for rendering in have.values()
            for use in rendering.terms
            if use.status is TermStatus.MISSING
        ]
        return Edition(
            target,
            have,
            tuple(text for text in sentences if text not in have),
            self._signature,
            tuple(sorted(set(findings))),
        )

    def _count(self, have: Sequence[Rendering], *, missing: int) -> None:
        tally = Counter(rendering.origin.value for rendering in have)
        tally["missing"] = missing
        for rendering in have:
            tally["terms_expected"] += len(rendering.terms)
            tally.update(f"terms_{use.status}" for use in rendering.terms)
        self.counts = Counts(
            **{f.name: getattr(self.counts, f.name) + tally[f.name] for f in fields(Counts)}
        )


def _outcome(
    keys: Mapping[str, Key],
    known: Mapping[Key, Rendering],
    refused: Mapping[Key, str],
    corrected: Mapping[str, Rendering],
) -> _Outcome:
    """Pick out what concerns one episode."""
    said = {text: _by_whom(known[key]) for text, key in keys.items() if key in known}
    why = {text: refused[key] for text, key in keys.items() if key in refused}
    return _Outcome({**corrected, **said}, why)


def _by_whom(rendering: Rendering) -> Rendering:
    """Name the engine, also where memory spoke for it.

    Outputs say who made a translation. Whether it was looked up this time depends on earlier
    runs and on other processes, and the same input must give the same bytes.
    """
    remembered = rendering.origin is Origin.MEMORY
    return replace(rendering, origin=Origin.ENGINE) if remembered else rendering


def _place(key: Key) -> tuple[str, str]:
    return key.text, key.fingerprint


def _sentences(episode: Episode) -> tuple[str, ...]:
    """Return the sentences of an episode in reading order, each once."""
    document, language = episode.document, episode.language
    read = (unit for text in texts_of(document) for unit in units(text, language=language))
    heard = (one.text for one in caption_sentences(document.captions, language=language))
    return tuple(dict.fromkeys((*read, *heard)))


def _chunks(keys: Sequence[Key], size: int) -> Iterator[list[Key]]:
    rest = iter(keys)
    while some := list(islice(rest, size)):
        yield some


def _short(text: str) -> str:
    return re.sub(r"(?s)(?<=.{77}).{4,}", "…", text)
