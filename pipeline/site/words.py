"""What the rules of findings and the ways of knowing a time are called on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_HEADINGS = {
    "anchor-conflict": "Times that contradict each other",
    "caption-ends-early": "Captions that end before they begin",
    "caption-without-time": "Captions without a time",
    "captions-out-of-order": "Captions out of order",
    "chapter-without-time": "Chapters without a time",
    "coverage": "How much of the time shows a caption",
    "cue-missing": "Sentences without a caption",
    "duration-estimated": "The length is estimated",
    "end-estimated": "The end is estimated",
    "heading-unclear": "Headings that may end elsewhere",
    "language-not-served": "A language tolk does not work in",
    "language-uncertain": "The language is not certain",
    "narrative-not-timed": "Text without a time",
    "page-furniture": "Words of the page itself, left out",
    "page-truncated": "The page breaks off",
    "quote-beyond-duration": "Quotes stated after the end",
    "quote-out-of-order": "Quotes out of order",
    "quote-outside-section": "Quotes stated outside their section",
    "quote-past-the-hour": "Minutes past the hour",
    "reading-speed-exceeded": "Captions that go by fast",
    "repetition-loop": "Translations that repeat themselves",
    "rolling-captions": "Rolling captions, put together",
    "section-beyond-duration": "Sections stated after the end",
    "section-out-of-order": "Sections out of order",
    "term-missing": "Terms that are not as the glossary has them",
    "time-out-of-order": "Times out of order",
    "title-from-file-name": "The title is the name of the file",
    "title-missing": "The title is missing",
    "translation-refused": "Translations that were refused",
    "untranslated": "Sentences without a translation",
    "youtube-chapters": "Chapters that YouTube would not show",
}
_SEVERITIES = {"error": "To repair", "warning": "To check", "info": "To know"}


def findings_by_rule(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the findings grouped by rule, the gravest first, each group with a heading."""
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for finding in findings:
        groups.setdefault((finding["severity"], finding["rule"]), []).append(finding)
    order = list(_SEVERITIES)
    rank = {severity: number for number, severity in enumerate(order)}
    return [
        {
            "severity": severity,
            "label": _SEVERITIES.get(severity, severity),
            "rule": rule,
            "heading": _HEADINGS.get(rule, rule.replace("-", " ").capitalize()),
            "findings": groups[severity, rule],
        }
        for severity, rule in sorted(groups, key=lambda key: (rank.get(key[0], 9), key[1]))
    ]


def about_text(record: Mapping[str, Any]) -> str:
    """Return what kind of text the episode's is, in one sentence."""
    kinds = {sentence["kind"] for sentence in record.get("sentences", ())}
    if "speech" not in kinds:
        return "The text is a summary of the episode, not a transcript."
    if kinds == {"speech"} and all(s["timing"] != "estimated" for s in record["sentences"]):
        return "The text is that of captions."
    return "The text is a transcript."


def about_times(record: Mapping[str, Any]) -> str:
    """Return how the times are known and how far they may be off, in one or two sentences."""
    sentences: Sequence[Mapping[str, Any]] = record.get("sentences", ())
    timings = {sentence["timing"] for sentence in sentences}
    if not timings:
        return "Nothing in it has a time."
    if timings == {"stated"}:
        return "All times are as the input states them."
    worst_ms = max(int(sentence["max_error_ms"]) for sentence in sentences)
    marked = any(section.get("timing") == "stated" for section in record.get("sections", ()))
    if marked:
        known = "Section marks are as the input states them; times between them are estimated"
    elif "stated" in timings:
        known = "Times inside longer sentences are worked out from the captions around them"
    else:
        known = "The input states no times: all of them are estimated from speaking rate"
    return f"{known}, and may be up to {rough(worst_ms)} off."


def rough(ms: int) -> str:
    """Return a length of time in words, rounded up.

    >>> rough(900), rough(61_000), rough(26_000)
    ('1 second', '2 minutes', '26 seconds')
    """
    seconds = max(1, -(-ms // 1_000))
    number, unit = (seconds, "second") if seconds <= 60 else (-(-seconds // 60), "minute")
    return f"{number} {unit}{'s' * (number != 1)}"
