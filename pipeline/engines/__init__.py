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


AUTOMATIC = ("argos", "builtin")
"""The engines behind the name `auto`, the preferred one first. None of them uses a network."""


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


def choose_engine(name: str = "auto") -> Engine:
    """Return the engine that `--engine NAME` means, able to go through English.

    `auto` takes an installed Argos package where one serves the pair, else the model that
    comes with tolk; it never asks a server.

    Raises:
        EngineError: no engine has that name.
    """
    from pipeline.engines.combined import Combined
    from pipeline.engines.pivot import Pivot

    if name == "none":
        return load_engine(name)
    if name == "auto":
        return Pivot(Combined(name, [load_engine(each) for each in AUTOMATIC]))
    return Pivot(load_engine(name))


def load_engine(name: str) -> Engine:
    """Import and build the engine called `name`.

    Raises:
        EngineError: no engine has that name.
    """
    if name not in ENGINES:
        raise EngineError(name, "no such engine", remedy=f"choose from auto, {', '.join(ENGINES)}")
    module, _, attribute = ENGINES[name].partition(":")
    return cast(Engine, getattr(import_module(module), attribute)())
