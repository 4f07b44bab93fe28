"""Engine over model packages on this machine. Argos packages and built-in models both use it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.engines.ct2 import Decoded, Decoding, Model
from pipeline.engines.package import Package, Pair, Shelf
from pipeline.engines.refusal import not_served
from pipeline.engines.tokens import Tokenizer, Tokens

if TYPE_CHECKING:
    from pipeline.engines.pieces import Pieces
    from pipeline.model import Finding

SLOT = "⟦0⟧"
"""A model whose vocabulary has this piece was trained on placeholders."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A package ready to work."""

    package: Package
    model: Model
    tokenizer: Tokenizer


class LocalEngine:
    """Translates with the packages of a shelf; loads each when first needed.

    Args:
        name: For signatures and messages.
        shelf: The packages.
        opener: Makes the tokenizer of a package folder.
        decoding: How to search.
    """

    def __init__(
        self,
        name: str,
        *,
        shelf: Callable[[], Shelf],
        opener: Callable[[Path], Tokenizer],
        decoding: Decoding,
    ) -> None:
        self._name, self._find_shelf, self._opener = name, shelf, opener
        self._decoding = decoding
        self._loaded: dict[Path, _Loaded] = {}
        self._findings: set[Finding] = set()

    @cached_property
    def _shelf(self) -> Shelf:
        return self._find_shelf()

    @property
    def signature(self) -> str:
        """Name, then each package with the start of its checksum, then the beam size."""
        models = [f"{p.name} {p.checksum[:12]}" for p in self._shelf.packages]
        return f"{self._name}({', '.join(models)}; beam {self._decoding.beam_size})"

    @property
    def packages(self) -> tuple[Package, ...]:
        """The packages in use, by name."""
        return self._shelf.packages

    @property
    def pairs(self) -> frozenset[Pair]:
        """Every pair that a package serves."""
        return frozenset(pair for package in self._shelf.packages for pair in package.routes)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Broken packages, and sentences whose translation repeats itself; sorted."""
        return tuple(sorted({*self._shelf.findings, *self._findings}))

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        """Return one translation per text, in the same order.

        Equal sentences are translated once. Surrounding white space and line ends stay; a
        text without a letter comes back as it is.

        Raises:
            EngineError: no package serves the pair, or the model is damaged.
        """
        found = self.alternatives(texts, source=source, target=target, count=1)
        return [translations[0] for translations in found]

    def alternatives(
        self, texts: Sequence[str], *, source: str, target: str, count: int
    ) -> list[list[str]]:
        """Return up to `count` different translations per text, the best first, at least one.

        Raises:
            EngineError: no package serves the pair, or the model is damaged.
        """
        from pipeline.engines.pieces import cut

        loaded = self._load((source, target))
        cuts = [cut(text, language=source) for text in texts]
        cores = dict.fromkeys(core for pieces in cuts for core in pieces.cores if _says(core))
        known = self._translate_cores(tuple(cores), loaded, (source, target), count)
        return [_assemble(pieces, known, target, count) for pieces in cuts]

    def placeholders(self, *, source: str, target: str) -> tuple[str, ...]:
        """Return `symbol` first where the model was trained on it, then what calibration found.

        Without either the answer is the common experience: name-like words survive best.
        """
        from pipeline.engines.calibrate import load_profile

        loaded = self._load((source, target))
        profile = load_profile(loaded.package, (source, target))
        styles = profile.styles if profile else ("name", "code")
        trained = ("symbol",) if loaded.tokenizer.knows(SLOT) else ()
        return tuple(dict.fromkeys(trained + styles))

    def _load(self, pair: Pair) -> _Loaded:
        package = self._shelf.find(pair)
        if package is None:
            raise not_served(self._name, [pair], self._shelf.findings)
        if package.folder not in self._loaded:
            tokenizer = self._opener(package.folder)
            model = Model(package.folder / "model", decoding=self._decoding)
            self._loaded[package.folder] = _Loaded(package, model, tokenizer)
        return self._loaded[package.folder]

    def _translate_cores(
        self, cores: Sequence[str], loaded: _Loaded, pair: Pair, count: int
    ) -> dict[str, tuple[str, ...]]:
        route = loaded.package.routes[pair]
        lead: Tokens = [route.source_prefix] if route.source_prefix else []
        # Tabs and runs of spaces are no words, but models without normalization read them so.
        sources = [lead + loaded.tokenizer.encode(" ".join(core.split())) for core in cores]
        prefix = [route.target_prefix] if route.target_prefix else None
        decoded = loaded.model.decode(sources, prefix=prefix, count=count)
        for core, result in zip(cores, decoded, strict=True):
            self._note(core, result, pair)
        decode = loaded.tokenizer.decode
        return {
            core: tuple(dict.fromkeys(map(decode, result.hypotheses)))
            for core, result in zip(cores, decoded, strict=True)
        }

    def _note(self, core: str, result: Decoded, pair: Pair) -> None:
        if result.looping:
            from pipeline.model import Finding, Severity

            excerpt = core if len(core) <= 60 else core[:59] + "…"
            message = f"the model repeats itself for “{excerpt}”"
            where = f"{pair[0]} to {pair[1]}"
            self._findings.add(Finding("repetition-loop", Severity.WARNING, where, message))


def _says(core: str) -> bool:
    """Numbers and signs read the same in every language; models invent words for them."""
    return any(map(str.isalpha, core))


def _assemble(
    pieces: Pieces, known: dict[str, tuple[str, ...]], target: str, count: int
) -> list[str]:
    """Put a text together; where a piece has fewer translations its best one stands in."""
    choices = [known.get(core, (core,)) for core in pieces.cores]
    texts = (
        pieces.join(tuple(c[min(n, len(c) - 1)] for c in choices), target=target)
        for n in range(max([1, *map(len, choices)]))
    )
    return list(dict.fromkeys(texts))[:count]
