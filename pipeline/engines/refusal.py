"""The words for a pair that nobody serves, the same for every engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipeline.errors import EngineError

if TYPE_CHECKING:
    from pipeline.model import Finding

BROKEN = "broken-model"
"""Rule of the finding about a package that cannot be used."""


def not_served(
    where: str, missing: Sequence[tuple[str, str]], findings: Iterable[Finding] = ()
) -> EngineError:
    """Return the error for pairs without a model, with the command that gets them.

    Args:
        where: Name of the engine.
        missing: The pairs, at least one.
        findings: Of the engine; damaged packages are named.
    """
    pairs = " and ".join(f"{source} to {target}" for source, target in missing)
    problem = f"no model here translates {pairs}"
    broken = sorted({finding.where for finding in findings if finding.rule == BROKEN})
    if broken:
        problem += f" (damaged: {', '.join(broken)})"
    commands = " and ".join(f"`tolk models install {short_pair(pair)}`" for pair in missing)
    return EngineError(where, problem, remedy=f"run {commands}, or install an .argosmodel file")


def short_pair(pair: tuple[str, str]) -> str:
    """Return a pair as the commands take it: `en-zh`.

    >>> short_pair(("en", "zh-Hans"))
    'en-zh'
    """
    return "-".join(tag.partition("-")[0] for tag in pair)


def findings_of(engine: object) -> tuple[Finding, ...]:
    """Return what an engine found besides translations; most find nothing."""
    from pipeline.model import Finding

    found = getattr(engine, "findings", ())
    return tuple(finding for finding in found if isinstance(finding, Finding))
