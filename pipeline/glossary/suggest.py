"""What a glossary might want to list: names and ideas that documents mention. Never writes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.fields import fields
from pipeline.glossary.fold import fold, is_latin
from pipeline.glossary.model import Glossary
from pipeline.glossary.names import KINDS, names_in
from pipeline.model import Document

_CONTEXTS = 2
_AROUND = 40


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A row that a glossary might have.

    Attributes:
        text: As most documents write it.
        kind: What documents call it, or `name` for words that only recur.
        count: How often it occurs.
        documents: In how many documents.
        keep: Whether it looks like a name, so that = is the row to write.
        contexts: Some places where it occurs.
        conflicts: Other spellings and kinds that documents give it.
    """

    text: str
    kind: str
    count: int
    documents: int
    keep: bool
    contexts: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


def suggest(
    documents: Sequence[Document], glossary: Glossary | None = None
) -> tuple[Suggestion, ...]:
    """Return what documents mention and the glossary does not list, the most frequent first."""
    listed = {
        fold(form).text
        for term in (glossary or Glossary()).terms
        for tag in term.forms
        for form in term.occurring(tag)
    }
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        for entity in document.entities:
            key = fold(entity.name.strip()).text
            spellings[key][entity.name.strip()] += 1
            kinds[key][entity.kind.lower()] += 1
        for name in names_in(document):
            if not name.listed:
                spellings[fold(name.text).text][name.text] += 1
    texts = [list(fields(document)) for document in documents]
    folded = [[fold(text).text for text in some] for some in texts]
    found = [
        _suggestion(key, spellings[key], kinds[key], texts, folded)
        for key in spellings
        if key and key not in listed
    ]
    return tuple(sorted(found, key=lambda s: (-s.count, -s.documents, s.text)))


def _suggestion(
    key: str,
    spellings: Counter[str],
    kinds: Counter[str],
    texts: list[list[str]],
    folded: list[list[str]],
) -> Suggestion:
    count = documents = 0
    contexts: list[str] = []
    for whole, low in zip(texts, folded, strict=True):
        spots = [(i, at) for i, text in enumerate(low) for at in _occurrences(text, key)]
        count += len(spots)
        documents += bool(spots)
        for i, at in spots:
            if len(contexts) < _CONTEXTS and len(whole[i]) == len(low[i]):
                contexts.append(_around(whole[i], at, len(key)))
    text = min(spellings, key=lambda s: (-spellings[s], s))
    kind = min(kinds, key=lambda k: (-kinds[k], k)) if kinds else "name"
    others = [f"also written “{s}”" for s in sorted(spellings) if s != text]
    others += [f"also called {k}" for k in sorted(kinds) if k != kind]
    keep = not kinds or kind.replace(" ", "-") in KINDS
    return Suggestion(
        text, kind, max(count, 1), max(documents, 1), keep, tuple(contexts), tuple(others)
    )


def _occurrences(text: str, key: str) -> list[int]:
    spots: list[int] = []
    at = text.find(key)
    while at >= 0:
        end = at + len(key)
        inside = (is_latin(key[0]) and at and is_latin(text[at - 1])) or (
            is_latin(key[-1]) and is_latin(text[end : end + 1])
        )
        if not inside:
            spots.append(at)
        at = text.find(key, end)
    return spots


def _around(text: str, at: int, length: int) -> str:
    start, end = max(0, at - _AROUND), at + length + _AROUND
    left = text[start:at].split(" ", 1)[-1] if start else text[:at]
    right = text[at + length : end]
    right = right.rsplit(" ", 1)[0] if end < len(text) else right
    return " ".join(f"{'…' * (start > 0)}{left}{text[at : at + length]}{right}".split())
