"""Counts words, to show that none is lost between a page and its documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.model import Document

_LISTS = {"page-furniture": "left out: ", "link-address": "only: ", "front-matter-unused": "used: "}
_MARKS = (
    r"\[\d+[:,] ?\d+(?:[:,] ?\d+)?\]",
    r"(?m)^(?:\d+:)?\d+:\d\d$",
    r"\*\*[^*]+\*\* ?[(（]([^()（）]+)[)）]",
    r"## (Entities|Entiteiten|人物与概念)",
)


def words(text: str) -> Counter[str]:
    """Count the words of a text; Chinese characters count one by one."""
    return Counter(re.findall(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+", text))


def counted(documents: Sequence[Document]) -> Counter[str]:
    """Count the words of documents, and those that their findings list as left out."""
    total: Counter[str] = Counter()
    for document in documents:
        for text in _texts(document):
            total += words(text)
    return total


def consumed(page: str) -> Counter[str]:
    """Count the words of a page that are marks: times, durations, kinds, the entities' heading."""
    total: Counter[str] = Counter()
    for pattern in _MARKS:
        for match in re.finditer(pattern, page):
            total += words(match[1] if match.re.groups else match[0])
    return total


def _texts(document: Document) -> Iterator[str]:
    yield from (document.title, document.channel, document.published, document.summary)
    yield from (*document.tags, *document.takeaways, *document.transcript, document.language)
    for section in document.sections:
        yield from (section.title, section.narrative)
        for quote in section.quotes:
            yield from (quote.text, quote.speaker)
    for entity in document.entities:
        yield from (entity.name, entity.description)
    for entry in document.vocabulary:
        yield from (entry.word, entry.pronunciation, entry.part_of_speech)
        yield from (entry.definition, *entry.synonyms, entry.context)
    for finding in document.findings:
        yield finding.message.partition(_LISTS.get(finding.rule, "\0"))[2]
