"""Captions of an episode beside its digest: reading them, and finding whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.errors import InputError, UsageError
from pipeline.languages import LANGUAGES
from pipeline.model import Document, Finding, Reference, Severity
from pipeline.readers.opening import open_source, read_source

FIT = 0.10
"""Share of an episode's quotes and sentences that captions of it have at least. Captions of
another talk have at most 0.03 of them (`tests/bench/bench_anchors.py`)."""
FIT_OF_NAMES = 0.05
"""The same where the languages differ, so that only names and figures can match."""


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

    The one whose quotes and sentences the captions have most of is it, if they have enough;
    the others are as they were. Where none has, a finding says so.

    Args:
        documents: Of one input.
        reference: The captions.
        language: Of the documents, where a person declared it.
    """
    given = [replace(document, reference=reference) for document in documents]
    if not given:
        return ()
    fits, tags = zip(*(_fit(document, language) for document in given), strict=True)
    best = max(range(len(fits)), key=lambda index: fits[index])
    result = list(documents)
    least = FIT if tags[best] == reference.language else FIT_OF_NAMES
    if fits[best] >= least:
        result[best] = _noted(given[best], _chosen(fits, best, reference.name))
    elif documents[best].captions:
        message = "not used: the input has times of its own"
        finding = Finding("captions-not-used", Severity.INFO, reference.name, message)
        result[best] = _noted(documents[best], [finding])
    else:
        message = (
            f"not used: only {_percent(fits[best])} of the quotes and sentences are in them, "
            f"{_percent(least)} at least should be; are they captions of this episode?"
        )
        if least < FIT:
            theirs = LANGUAGES[reference.language].name
            message += f" They are {theirs}, so that only names and figures can match"
        finding = Finding("captions-not-matched", Severity.WARNING, reference.name, message)
        result[best] = _noted(documents[best], [finding])
    return tuple(result)


def _fit(document: Document, language: str | None) -> tuple[float, str]:
    """Return how much of a document the captions have, and its language."""
    from pipeline.stages.detect import detect
    from pipeline.timing.sections import reference_fit

    if document.captions or not (document.sections or document.transcript):
        return 0.0, ""
    tag = detect(document, slug="reference", declared=language).language
    return reference_fit(document, language=tag), tag


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
