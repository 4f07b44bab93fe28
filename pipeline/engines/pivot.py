"""Pairs without a model of their own, served in two steps through English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.engines import Engine
from pipeline.engines.refusal import findings_of, not_served
from pipeline.errors import EngineError

if TYPE_CHECKING:
    from pipeline.model import Finding

PIVOT = "en"


class Pivot:
    """Serves what `engine` serves, and every pair that English connects.

    Both steps are batched. A direct model is always preferred.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def signature(self) -> str:
        """That of the engine behind."""
        return self._engine.signature

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Direct pairs and those through English."""
        direct = self._engine.pairs
        sources = {source for source, target in direct if target == PIVOT}
        targets = {target for source, target in direct if source == PIVOT}
        return direct | {(s, t) for s in sources for t in targets if s != t}

    def route(self, source: str, target: str) -> tuple[tuple[str, str], ...]:
        """Return the steps from `source` to `target`: one or two pairs.

        Raises:
            EngineError: there is no way.
        """
        if (source, target) in self._engine.pairs:
            return ((source, target),)
        if (source, target) in self.pairs:
            return ((source, PIVOT), (PIVOT, target))
        raise self._refusal(source, target)

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        """Return one translation per text, in the same order.

        Raises:
            EngineError: there is no way from `source` to `target`, or a model is damaged.
        """
        result = list(texts)
        for start, end in self.route(source, target):
            result = self._engine.translate(result, source=start, target=end)
        return result

    def alternatives(
        self, texts: Sequence[str], *, source: str, target: str, count: int
    ) -> list[list[str]]:
        """Return up to `count` translations per text, the best first, at least one.

        In two steps every alternative in English is translated once, all in one batch.

        Raises:
            EngineError: there is no way from `source` to `target`, or a model is damaged.
        """
        *first, last = self.route(source, target)
        if not first:
            return self._engine.alternatives(texts, source=source, target=target, count=count)
        middle = self._engine.alternatives(texts, source=source, target=PIVOT, count=count)
        flat = [text for options in middle for text in options]
        done = iter(self._engine.translate(flat, source=last[0], target=last[1]))
        return [list(dict.fromkeys(next(done) for _ in options)) for options in middle]

    def placeholders(self, *, source: str, target: str) -> tuple[str, ...]:
        """Return the styles that survive every step, in the order of the first."""
        first, *rest = (
            self._engine.placeholders(source=s, target=t) for s, t in self.route(source, target)
        )
        return tuple(style for style in first if all(style in other for other in rest))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of the engine behind."""
        return findings_of(self._engine)

    def _refusal(self, source: str, target: str) -> EngineError:
        steps = [(source, target)]
        if PIVOT not in (source, target):
            steps = [(source, PIVOT), (PIVOT, target)]
        missing = [step for step in steps if step not in self._engine.pairs]
        return not_served("models", missing, self.findings)
