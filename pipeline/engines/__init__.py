"""Engines by name. To add one: write the module, add a line here, run the contract tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Protocol, cast

from pipeline.errors import EngineError

ENGINES: Mapping[str, str] = {
    "argos": "pipeline.engines.argos:Argos",
    "builtin": "pipeline.engines.builtin:Builtin",
    "libretranslate": "pipeline.engines.libretranslate:LibreTranslate",
    "none": "pipeline.engines.silent:Silent",
}
"""Name → where the class lives. Imported only when asked for."""


class Engine(Protocol):
    """Turns sentences of one language into sentences of another."""

    @property
    def signature(self) -> str:
        """Name, version and models, for the record kept in every output."""

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Every (source, target) it serves directly, as BCP 47 tags."""

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        """Return one translation per text, in the same order.

        Raises:
            EngineError: the pair is not served, or the model is damaged.
        """

    def alternatives(
        self, texts: Sequence[str], *, source: str, target: str, count: int
    ) -> list[list[str]]:
        """Return up to `count` translations per text, the best first, at least one."""

    def placeholders(self, *, source: str, target: str) -> tuple[str, ...]:
        """Return the placeholder styles known to survive this pair, the surest first.

        A style is a name from `pipeline.glossary.protect.STYLES`.
        """


def load_engine(name: str) -> Engine:
    """Import and build the engine called `name`.

    Raises:
        EngineError: no engine has that name.
    """
    if name not in ENGINES:
        raise EngineError(name, "no such engine", remedy=f"choose from {', '.join(ENGINES)}")
    module, _, attribute = ENGINES[name].partition(":")
    return cast(Engine, getattr(import_module(module), attribute)())
