"""Several engines as one: for each pair the first that serves it. The engine `auto`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.engines import Engine
from pipeline.engines.refusal import findings_of, not_served

if TYPE_CHECKING:
    from pipeline.model import Finding


class Combined:
    """Sends each pair to the first engine that serves it.

    Args:
        name: For messages.
        engines: In the order of preference, at least one.
    """

    def __init__(self, name: str, engines: Sequence[Engine]) -> None:
        self._name, self._engines = name, tuple(engines)

    @property
    def signature(self) -> str:
        """Those of the engines that serve anything."""
        parts = [engine.signature for engine in self._engines if engine.pairs]
        return " + ".join(parts) or "none"

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Every pair that some engine serves."""
        return frozenset(pair for engine in self._engines for pair in engine.pairs)

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        """Return one translation per text, in the same order.

        Raises:
            EngineError: no engine serves the pair, or the model is damaged.
        """
        return self._serving(source, target).translate(texts, source=source, target=target)

    def alternatives(
        self, texts: Sequence[str], *, source: str, target: str, count: int
    ) -> list[list[str]]:
        """Return up to `count` translations per text, the best first, at least one.

        Raises:
            EngineError: no engine serves the pair, or the model is damaged.
        """
        engine = self._serving(source, target)
        return engine.alternatives(texts, source=source, target=target, count=count)

    def placeholders(self, *, source: str, target: str) -> tuple[str, ...]:
        """Return the styles of the engine that serves the pair, the surest first."""
        return self._serving(source, target).placeholders(source=source, target=target)

    def _serving(self, source: str, target: str) -> Engine:
        for engine in self._engines:
            if (source, target) in engine.pairs:
                return engine
        raise not_served(self._name, [(source, target)], self.findings)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of all engines."""
        return tuple(sorted({f for engine in self._engines for f in findings_of(engine)}))
