"""What a run keeps of an episode that is done: its files, and figures for the manifest.

Small, because it travels: from other processes and machines to the one that writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.flow import Made, Outcome
    from pipeline.model import File


@dataclass(frozen=True, slots=True)
class Finished:
    """An episode with its files.

    Attributes:
        files: In no special order.
        figures: What the manifest says of an episode that only its production knows.
    """

    files: tuple[File, ...]
    figures: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Failed:
    """An episode of which there is nothing, and why."""

    problem: str


Result = Finished | Failed
"""What became of one episode."""


def finish(outcomes: Sequence[Outcome]) -> list[Result]:
    """Reduce what the flow made to what is kept of it."""
    return [
        one if isinstance(one, Failed) else Finished(one.files, _figures(one)) for one in outcomes
    ]


def _figures(made: Made) -> dict[str, Any]:
    from pipeline.formats.episode import texts

    production = made.production
    episode = production.timeline.episode
    document = episode.document
    return {
        "title": document.title,
        "titles": texts(document.title, production),
        "summary": texts(document.summary, production),
        "channel": document.channel,
        "published": document.published,
        "tags": list(document.tags),
        "duration_ms": production.timeline.duration_ms,
        "source_language": episode.language,
        "languages": list(production.editions),
        "signature": dict(production.signature),
        "missing": dict(made.missing),
        "findings": _tally(str(finding.severity) for finding in production.findings),
        "terms": {
            tag: _tally(str(use.status) for r in edition.renderings.values() for use in r.terms)
            for tag, edition in production.editions.items()
            if tag != episode.language
        },
    }


def _tally(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in sorted(names):
        counts[name] = counts.get(name, 0) + 1
    return counts
