"""The engine `none`: translates nothing, so that only memory and glossary speak."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.errors import EngineError


class Silent:
    """Serves no pair."""

    @property
    def signature(self) -> str:
        """Always `none`."""
        return "none"

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Always empty."""
        return frozenset()

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        """Return nothing for nothing.

        Raises:
            EngineError: there is a text to translate.
        """
        if texts:
            raise EngineError(
                "none",
                f"this engine does not translate {source} to {target}",
                remedy="choose another with --engine, or give translations with --translations",
            )
        return []

    def alternatives(
        self, texts: Sequence[str], *, source: str, target: str, count: int
    ) -> list[list[str]]:
        """Return nothing for nothing.

        Raises:
            EngineError: there is a text to translate.
        """
        del count
        self.translate(texts, source=source, target=target)
        return []

    def placeholders(self, *, source: str, target: str) -> tuple[str, ...]:
        """Return no style."""
        return ()
