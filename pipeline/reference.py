"""Captions of an episode beside its digest: reading them, and finding whose they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.errors import InputError, UsageError
from pipeline.fields import fields
from pipeline.languages import LANGUAGES
from pipeline.model import Document, Finding, Reference, Severity
from pipeline.readers.opening import open_source, read_source

FIT = 0.10
"""Share of an episode's quotes and sentences that captions of it have at least. Captions of
another talk have at most 0.03 of them (`tests/bench/bench_anchors.py`)."""
NAMES = 2.0
"""Names and figures that captions in another language share with their episode at least. One that
several episodes of a page have counts for each as its part of one."""
CLEARLY = 2.0
"""How many times as many as with any other episode of the page. Among lectures of one speaker that
finds the right one 15 times of 22, and else none (`tests/bench/bench_abroad.py`)."""


def read_reference(path: Path, *, encoding: str | None = None) -> Reference:
    """Return the captions of a file.

    Args:
        path: Captions in any form that is read.
        encoding: Tried where the file is neither UTF-8 nor has a byte order mark.

    Raises:
        InputError: the file cannot be read.
        UsageError: it has no captions with times, or those of several episodes.
    """
    from pipeline.stages.detect import detect

    try:
        source = open_source(path)
    except InputError:
        if encoding is None:
            raise
        source = open_source(path, encoding=encoding)
    documents = [document for document in read_source(source) if document.captions]
    if len(documents) != 1:
        problem = "holds captions of several episodes" if documents else "no captions with times"
        remedy = "give a SubRip, WebVTT or timed JSON file of one episode"
        raise UsageError(f"--captions {path}", problem, remedy=remedy)
    language = detect(documents[0], slug="reference").language
    return Reference(str(path), documents[0].captions, language)


def with_reference(
    documents: Sequence[Document], reference: Reference, *, language: str | None = None
) -> tuple[Document, ...]:
    """Return the documents, the one that the captions belong to with them.

    The one whose quotes and sentences the captions have most of is it, if they have enough; in
    another language, the one whose names and figures they have, if no other comes near. The
    others are as they were. Where there is none, a finding says so.

    Args:
        documents: Of one input.
        reference: The captions.
        language: Of the documents, where a person declared it.
    """
    if not documents:
        return ()
    given = [replace(document, reference=reference) for document in documents]
    tags = [_tag(document, language) for document in documents]
    fits = [
        _fit(document, tag) if tag == reference.language else 0.0
        for document, tag in zip(given, tags, strict=True)
    ]
    best = max(range(len(fits)), key=fits.__getitem__)
    result = list(documents)
    if fits[best] >= FIT:
        result[best] = _noted(given[best], _chosen(fits, best, reference.name))
        return tuple(result)
    if (other := _by_names(documents, tags, reference)) is not None:
        result[other] = _noted(given[other], _told_by_names(documents, reference.name))
        return tuple(result)
    if documents[best].captions:
        message = "not used: the input has times of its own"
        finding = Finding("captions-not-used", Severity.INFO, reference.name, message)
    else:
        finding = _unmatched(fits[best], tags, reference)
    result[best] = _noted(documents[best], [finding])
    return tuple(result)


def _tag(document: Document, language: str | None) -> str:
    """Return the language of a document that captions could time, else nothing."""
    from pipeline.stages.detect import detect

    if document.captions or not (document.sections or document.transcript):
        return ""
    return detect(document, slug="reference", declared=language).language


def _fit(document: Document, tag: str) -> float:
    """Return how much of a document the captions have."""
    from pipeline.timing.sections import reference_fit

    return reference_fit(document, language=tag)


def _by_names(
    documents: Sequence[Document], tags: Sequence[str], reference: Reference
) -> int | None:
    """Return which document in another language shares clearly the most names with captions."""
    from pipeline.timing.words import heard_words, tokens

    heard = heard_words(reference.captions).counts
    named = [
        {token.text for text in fields(document) for token in tokens(text) if token.named}
        for document in documents
    ]
    often = Counter(name for names in named for name in names)
    scores = [sum(1 / often[name] for name in names if name in heard) for names in named]
    abroad = [i for i, tag in enumerate(tags) if tag not in {"", reference.language}]
    best = max(abroad, key=scores.__getitem__, default=None)
    if best is None:
        return None
    second = max((scores[i] for i in range(len(scores)) if i != best), default=0.0)
    return best if scores[best] >= max(NAMES, CLEARLY * second) else None


def _told_by_names(documents: Sequence[Document], name: str) -> list[Finding]:
    if len(documents) == 1:
        return []
    message = (
        "taken for captions of this episode: they are in another language, and share at least "
        f"{CLEARLY:.0f} times as many of its names and figures as of any other episode's"
    )
    return [Finding("captions-chosen", Severity.INFO, name, message)]


def _unmatched(fit: float, tags: Sequence[str], reference: Reference) -> Finding:
    message = (
        f"not used: only {_percent(fit)} of the quotes and sentences are in them, "
        f"{_percent(FIT)} at least should be; are they captions of this episode?"
    )
    if any(tags) and reference.language not in tags:
        theirs = LANGUAGES[reference.language].name
        message = (
            f"not used: they are {theirs}, and share too few names and figures with one episode "
            "to tell whose they are; are they captions of it?"
        )
    return Finding("captions-not-matched", Severity.WARNING, reference.name, message)


def _chosen(fits: Sequence[float], best: int, name: str) -> list[Finding]:
    if len(fits) == 1:
        return []
    second = max(fit for index, fit in enumerate(fits) if index != best)
    message = (
        f"taken for captions of this episode: they have {_percent(fits[best])} of its quotes and "
        f"sentences, and at most {_percent(second)} of another episode's"
    )
    return [Finding("captions-chosen", Severity.INFO, name, message)]


def _noted(document: Document, findings: Sequence[Finding]) -> Document:
    return replace(document, findings=(*document.findings, *findings))


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
