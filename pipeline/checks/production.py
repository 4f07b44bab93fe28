"""The check of every episode that is made: one finding for each rule and track, so it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.checks.content import Pairing, check_pair
from pipeline.checks.form import check_form, shown
from pipeline.checks.rules import RULES, Hit
from pipeline.clock import format_mark
from pipeline.model import Edition, Finding, Production, Severity, Track
from pipeline.style.model import Style

_NAMED = 3
"""Cues or sentences named in a finding; the rest is counted."""
_TIMELINE = frozenset({"reading-speed", "too-short", "reading-both", "gap-odd"})
"""What the timeline decides and the cue stage reports itself (`reading-speed-exceeded`), and
advice that its solver has weighed already."""


def check(production: Production, *, style: Style) -> tuple[Finding, ...]:
    """Return the findings about a finished production: form of its tracks, content of editions.

    Glossary terms are not looked up again: renderings carry what became of theirs, and editions
    report the missing ones.

    Args:
        production: Everything but its findings and files.
        style: The limits that the tracks were made for.
    """
    found = [
        finding
        for track in (*production.tracks, *production.bilingual)
        for finding in _form(track, style, production)
    ]
    source = production.timeline.episode.language
    for edition in production.editions.values():
        if edition.language != source:
            found += _content(edition, source)
    return tuple(sorted(found))


def _form(track: Track, style: Style, production: Production) -> Iterator[Finding]:
    limits = {tag: style.of(tag) for tag in track.language.split("+")}
    cues = [shown(n, cue, language=track.language) for n, cue in enumerate(track.cues, 1)]
    hold = production.timeline.hold
    hits: dict[str, list[Hit]] = {}
    for hit in check_form(cues, limits, advice=False, hold=hold):
        if hit.rule not in _TIMELINE:
            hits.setdefault(hit.rule, []).append(hit)
    for rule, some in hits.items():
        named = ", ".join(f"{hit.cue} [{format_mark(hit.at_ms)}]" for hit in some[:_NAMED])
        places = f"{len(some)} of {len(cues)} cues: {named}{_rest(some)}; {some[0].message}"
        yield Finding(
            rule, RULES[rule].severity, f"{track.language} track", f"{RULES[rule].what}, {places}"
        )


def _content(edition: Edition, source: str) -> Iterator[Finding]:
    pairing = Pairing(source, edition.language)
    faults: dict[str, list[tuple[str, str]]] = {}
    for text, rendering in edition.renderings.items():
        # Terms are accounted for by the rendering; the missing ones are reported already.
        terms = tuple(use.term for use in rendering.terms)
        for rule, message in check_pair(text, rendering.text, pairing, terms=terms):
            faults.setdefault(rule, []).append((message, rendering.text))
    for rule, some in faults.items():
        severity = RULES[rule].severity
        for message, text in some[:_NAMED] if severity is not Severity.INFO else some[:1]:
            yield Finding(rule, severity, edition.language, f"{message}: {_short(text)}")
        if len(some) > _NAMED:
            more = f"{len(some) - _NAMED} more sentences: {RULES[rule].what}"
            yield Finding(rule, severity, edition.language, more)


def _rest(some: Sequence[object]) -> str:
    return " …" if len(some) > _NAMED else ""


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
