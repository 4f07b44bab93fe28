"""`episode.json`, schema `tolk/episode/1`: all that is known of an episode, for programs.

A field in several languages is an object, tag → text, the source language first. A language
is listed where it renders at least a part of the field; sentences that it lacks stand in the
source language and are named under `missing`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from pipeline.fields import render, units
from pipeline.formats.passages import Places
from pipeline.model import (
    Cue,
    Entity,
    Finding,
    Production,
    Quote,
    Section,
    TermUse,
    Track,
    Vocabulary,
)

SCHEMA = "tolk/episode/1"
_SIGNATURE = ("version", "engine", "model", "glossary", "style")


def compose(production: Production, *, findings: Iterable[Finding] = ()) -> str:
    """Return the file; the same production gives the same text.

    Args:
        production: The episode.
        findings: More findings than the production has, made while its files were.
    """
    content = record(production, findings=findings)
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def record(production: Production, *, findings: Iterable[Finding] = ()) -> dict[str, object]:
    """Return what `compose` writes, as objects and lists."""
    episode = production.timeline.episode
    document = episode.document
    places = Places(production)
    optional: dict[str, list[object]] = {
        "takeaways": [texts(text, production) for text in document.takeaways],
        "vocabulary": [_word(word, production) for word in document.vocabulary],
        "transcript": [texts(text, production) for text in document.transcript],
    }
    missing = {
        tag: list(edition.missing)
        for tag, edition in production.editions.items()
        if edition.missing
    }
    return {
        "schema": SCHEMA,
        "slug": episode.slug,
        "source_language": episode.language,
        "language_confidence": round(episode.confidence, 4),
        "title": texts(document.title, production),
        "channel": document.channel,
        "published": document.published,
        "duration_ms": document.duration_ms,
        "tags": list(document.tags),
        "summary": texts(document.summary, production),
        "sections": [
            _section(section, number, production, places)
            for number, section in enumerate(document.sections)
        ],
        "entities": [_entity(entity, production) for entity in document.entities],
        **{name: rows for name, rows in optional.items() if rows},
        "tracks": {track.language: _track(track) for track in production.tracks},
        "terms": _terms(production),
        **({"missing": missing} if missing else {}),
        "findings": [_finding(item) for item in sorted({*production.findings, *findings})],
        "signature": _signature(production.signature),
    }


def texts(text: str, production: Production) -> dict[str, str]:
    """Return a field in every language that has it, the source language first."""
    source = production.timeline.episode.language
    sentences = units(text, language=source)
    if not sentences:
        return {}
    found = {source: text}
    for tag, edition in production.editions.items():
        if tag != source and any(sentence in edition.renderings for sentence in sentences):
            found[tag] = render(text, edition, source=source)
    return found


def _section(
    section: Section, number: int, production: Production, places: Places
) -> dict[str, object]:
    place = places.section(section, number=number)
    return {
        "start_ms": place.start_ms if place else None,
        "end_ms": places.end_ms(section, number=number),
        "timing": place.timing.value if place else None,
        "title": texts(section.title, production),
        "narrative": texts(section.narrative, production),
        "quotes": [_quote(quote, number, production, places) for quote in section.quotes],
    }


def _quote(quote: Quote, number: int, production: Production, places: Places) -> dict[str, object]:
    place = places.quote(quote, section=number)
    return {
        "start_ms": place.start_ms if place else None,
        "timing": place.timing.value if place else None,
        "max_error_ms": place.max_error_ms if place else None,
        "speaker": quote.speaker,
        "text": texts(quote.text, production),
    }


def _entity(entity: Entity, production: Production) -> dict[str, object]:
    return {
        "name": entity.name,
        "kind": entity.kind,
        "description": texts(entity.description, production),
    }


def _word(word: Vocabulary, production: Production) -> dict[str, object]:
    return {
        "word": word.word,
        "pronunciation": word.pronunciation,
        "part_of_speech": word.part_of_speech,
        "definition": texts(word.definition, production),
        "synonyms": list(word.synonyms),
        "context": texts(word.context, production),
    }


def _track(track: Track) -> list[dict[str, object]]:
    return [_cue(cue) for cue in track.cues]


def _cue(cue: Cue) -> dict[str, object]:
    return {
        "start_ms": cue.span.start_ms,
        "end_ms": cue.span.end_ms,
        "lines": list(cue.lines),
        "section": cue.section,
        "kind": cue.kind.value,
        "timing": cue.timing.value,
        "max_error_ms": cue.max_error_ms,
        **({"speaker": cue.speaker} if cue.speaker else {}),
    }


def _terms(production: Production) -> list[dict[str, object]]:
    """Each use once, with how many sentences it stands for."""
    uses: Counter[TermUse] = Counter(
        use
        for edition in production.editions.values()
        for rendering in edition.renderings.values()
        for use in rendering.terms
    )
    return [
        {
            "term": use.term,
            "language": use.language,
            "expected": use.expected,
            "status": use.status.value,
            "found": use.found,
            "count": count,
        }
        for use, count in sorted(uses.items())
    ]


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "where": finding.where,
        "message": finding.message,
    }


def _signature(signature: Mapping[str, str]) -> dict[str, str]:
    known = {name: signature[name] for name in _SIGNATURE if name in signature}
    return known | dict(sorted(signature.items()))
