"""Give every sentence its time.

Sentences are timed once, from what the input states: section marks, quotes with a time, the
captions' own times, captions of the same episode in another file, the start and the length of
the episode. Between two such anchors time is shared out by what saying takes. No time is
invented: each sentence says how it was timed and how far off it can be.
"""

from __future__ import annotations

from pipeline.model import Episode, Finding, Sentence, Severity, Timeline
from pipeline.timing.captions import caption_anchors, caption_sentences
from pipeline.timing.sections import section_sentences
from pipeline.timing.sharing import Fill

__all__ = ["Fill", "align"]

_SILENCE_MS = 1_500
"""A silence after which speech begins anew; no cue is moved across that."""
_ORDINARY_CPS = {"en": 16.0, "nl": 12.0, "zh-Hans": 4.5}
"""Characters a second that `pipeline.text.speech.PACES` amount to, pauses counted."""


def align(
    episode: Episode,
    *,
    fill: Fill = Fill.SPREAD,
    duration_ms: int | None = None,
    speaking_rate: float | None = None,
) -> Timeline:
    """Return the episode's sentences with their times.

    Args:
        episode: With captions, or sections, or a transcript. The summary is not timed.
        fill: What to do where the text is shorter than its time.
        duration_ms: Length of the episode, where it is known better than the input states it.
        speaking_rate: Characters a second, for text without any time; None for the ordinary
            rate of the language.
    """
    document = episode.document
    length = duration_ms or document.duration_ms
    if document.captions:
        return _from_captions(episode, length, hold=fill is Fill.HOLD)
    if document.reference is not None:
        length = max(length or 0, *(one.span.end_ms for one in document.reference.captions))
    pace = speaking_rate / _ORDINARY_CPS[episode.language] if speaking_rate else 1.0
    timed = section_sentences(
        document, language=episode.language, fill=fill, duration_ms=length, pace=pace
    )
    findings = list(timed.findings)
    if not timed.sentences:
        message = "there is no section, quote, transcript or caption to time; no subtitles"
        findings.append(Finding("nothing-to-time", Severity.WARNING, "episode", message))
    elif length is None:
        message = "the input states no length; it was estimated"
        findings.append(Finding("duration-estimated", Severity.INFO, "duration", message))
    return Timeline(
        episode=episode,
        sentences=tuple(timed.sentences),
        anchors_ms=timed.anchors_ms,
        duration_ms=timed.duration_ms,
        findings=tuple(findings),
        hold=fill is Fill.HOLD,
    )


def _from_captions(episode: Episode, length: int | None, *, hold: bool) -> Timeline:
    sentences: list[Sentence] = caption_sentences(
        episode.document.captions, language=episode.language
    )
    end = sentences[-1].span.end_ms
    duration = max(length or 0, end)
    anchors = caption_anchors(sentences, duration_ms=duration, silence_ms=_SILENCE_MS)
    beside = any(section.narrative or section.quotes for section in episode.document.sections)
    findings: tuple[Finding, ...] = ()
    if beside or episode.document.transcript:
        message = "the text beside the captions is not timed: the captions are"
        findings = (Finding("narrative-not-timed", Severity.INFO, "sections", message),)
    return Timeline(
        episode=episode,
        sentences=tuple(sentences),
        anchors_ms=anchors,
        duration_ms=duration,
        findings=findings,
        hold=hold,
    )
