"""Cut timed sentences into cues that can be read.

Each language cuts its own cues inside the sentence's span, by its own limits; only a bilingual
track shares its cuts. Starts come from one optimisation between the timeline's anchors.
"""

from __future__ import annotations

from enum import StrEnum

from pipeline.cueing.drafts import Draft, bilingual_drafts, drafts
from pipeline.cueing.schedule import schedule
from pipeline.model import Edition, Finding, Severity, Timeline, Track
from pipeline.style import Style

__all__ = ["Order", "cue", "cue_bilingual"]


class Order(StrEnum):
    """Which language stands on top in a bilingual cue."""

    SOURCE_FIRST = "source-first"
    TARGET_FIRST = "target-first"


def cue(timeline: Timeline, edition: Edition, *, style: Style) -> Track:
    """Return the cues of one language.

    A sentence without a rendering is left out of a translated track, and counted in a finding.

    Args:
        timeline: The timed sentences.
        edition: Their renderings; of the source language the sentences themselves are taken.
        style: The limits.

    Raises:
        UsageError: the style says nothing about the language.
    """
    limits = style.of(edition.language)
    cut = drafts(timeline, edition, limits)
    return _track(timeline, cut, edition.language, {edition.language: edition}, style)


def cue_bilingual(
    timeline: Timeline,
    first: Edition,
    second: Edition,
    *,
    style: Style,
    order: Order = Order.SOURCE_FIRST,
) -> Track:
    """Return cues that say the same in two languages, one line for each.

    Both lines keep their own language's length, and the cue stays long enough for the slower of
    the two. Where one side needs another cue both are cut, at about the same share of the
    sentence. A sentence that only one edition has is left out and counted.

    Args:
        timeline: The timed sentences.
        first: The source edition.
        second: The translation.
        style: The limits.
        order: Which of the two stands on top.

    Raises:
        UsageError: the style says nothing about one of the languages.
    """
    limits = {edition.language: style.of(edition.language) for edition in (first, second)}
    editions = (first, second) if order is Order.SOURCE_FIRST else (second, first)
    cut = bilingual_drafts(timeline, editions, limits)
    tag = f"{first.language}+{second.language}"
    both = {edition.language: edition for edition in editions}
    return _track(timeline, cut, tag, both, style)


def _track(
    timeline: Timeline,
    cut: list[Draft],
    tag: str,
    editions: dict[str, Edition],
    style: Style,
) -> Track:
    limits = {language: style.of(language) for language in editions}
    cues, findings = schedule(timeline, cut, limits, tag)
    missing = len(timeline.sentences) - len({draft.sentence for draft in cut})
    if missing:
        message = f"{missing} of {len(timeline.sentences)} sentences have no translation"
        findings.append(Finding("cue-missing", Severity.WARNING, f"{tag} track", message))
    if cues and not timeline.episode.document.captions:
        shown = sum(one.span.duration_ms for one in cues)
        share = f"{100 * shown / max(1, timeline.duration_ms):.0f} % of the time shows a cue"
        findings.append(Finding("coverage", Severity.INFO, f"{tag} track", share))
    return Track(tag, tuple(cues), tuple(findings))
