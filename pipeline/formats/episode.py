"""`episode.json`, schema `tolk/episode/1`: all that is known of an episode, for programs.

A field in several languages is an object, tag → text, the source language first. A language
is listed where it renders at least a part of the field; sentences that it lacks stand in the
source language and are named under `missing`.

`sentences` are the timed ones, in the order of time; a cue names the one it belongs to by its
index. `untimed` are the others, of the title, the summary, the descriptions. Each says for each
language where its words came from (`engine`, `corrected` …), so that a page can show fields
sentence by sentence in any two languages, and knows what a correction corrects.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from pipeline.fields import fields, render, units
from pipeline.formats.passages import Places
from pipeline.model import (
    Cue,
    Entity,
    Finding,
    Production,
    Quote,
    Section,
    Sentence,
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
        "sentences": [_sentence(item, production) for item in production.timeline.sentences],
        "untimed": _untimed(production),
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


def _sentence(sentence: Sentence, production: Production) -> dict[str, object]:
    return {
        "start_ms": sentence.span.start_ms,
        "end_ms": sentence.span.end_ms,
        "section": sentence.section,
        "kind": sentence.kind.value,
        "quote": sentence.quote,
        "timing": sentence.timing.value,
        "max_error_ms": sentence.max_error_ms,
        **({"speaker": sentence.speaker} if sentence.speaker else {}),
        **_rendered(sentence.text, production),
    }


def _untimed(production: Production) -> list[dict[str, object]]:
    """Every sentence that some language renders and that has no time, in reading order."""
    episode = production.timeline.episode
    timed = {sentence.text for sentence in production.timeline.sentences}
    found = {
        text: None
        for field in fields(episode.document)
        for text in units(field, language=episode.language)
        if text not in timed
    }
    return [_rendered(text, production) for text in found]


def _rendered(text: str, production: Production) -> dict[str, object]:
    source = production.timeline.episode.language
    others = {
        tag: edition.renderings[text]
        for tag, edition in production.editions.items()
        if tag != source and text in edition.renderings
    }
    return {
        "text": {source: text, **{tag: rendering.text for tag, rendering in others.items()}},
        "origin": {tag: rendering.origin.value for tag, rendering in others.items()},
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
        "sentence": cue.sentence,
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
