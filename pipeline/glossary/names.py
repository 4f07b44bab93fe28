"""The names that a document mentions and that no glossary has to list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.fields import fields
from pipeline.glossary.fold import LATIN
from pipeline.model import Document, Episode

KINDS = frozenset(
    "ai-model app application bedrijf benchmark brand company dataset framework group institution "
    "library model organisatie organisation organization person persoon platform product "
    "programming-language project publication service software startup team tool university "
    "website".split()
)
"""Kinds of entities whose names stay as they are. Not places: those have names of their own in
Dutch. Not concepts: those are for the glossary and the engine."""

_ELSEWHERE = frozenset(
    "united states|united kingdom|united nations|european union|european commission|new zealand|"
    "south korea|north korea|south africa|saudi arabia|middle east|south america|north america|"
    "latin america|east asia|southeast asia|hong kong|cold war|world war|wall street|"
    "verenigde staten|verenigd koninkrijk|verenigde naties|europese unie|europese commissie|"
    "zuid korea|saoedi arabië|tweede kamer|tweede wereldoorlog|eerste wereldoorlog".split("|")
)
"""Capitalised words that other languages have their own words for."""

_SMALL = frozenset(
    "a an and as at but by for from he her his how i if in it its my no not of on or our she so "
    "that the their there these they this to we what when where which who why with you your "
    "de het een en of in op van voor met door dat die dit deze er hij ze zij we wij je jij ik maar "
    "als dan toen wat wie waar hoe waarom niet geen nog ook zijn haar hun onze bij naar om "
    "te".split()
)
_PARTICLES = "de|van|der|den|von|of|the|del|di|da|la|le|ten|ter|'t"
_RUN = re.compile(
    rf"(?<![{LATIN}'’-])[A-Z][{LATIN}'’&.+-]{{0,40}}"
    rf"(?: (?:(?:{_PARTICLES}) ){{0,2}}"
    rf"(?:[A-Z][{LATIN}'’&+.-]{{0,40}}|[0-9][0-9.]{{0,6}}|&)){{1,5}}"
)
_WORD = re.compile(rf"[{LATIN}]+")
_BESIDE = re.compile(r"\s*[()/]\s*|\s+aka\s+")
_ENDERS = '.!?…:>*"“”-—'


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A name that is to stay as it is.

    Attributes:
        text: As written.
        listed: Whether the document lists it; otherwise it only recurs in the text.
    """

    text: str
    listed: bool = True


def names_in(episode: Episode | Document) -> tuple[Name, ...]:
    """Return the names of a document, sorted.

    Listed people, organizations and products, the parts of people's names that occur alone, and
    capitalised words that occur together more than once. Only names in Latin letters.
    """
    document = episode.document if isinstance(episode, Episode) else episode
    texts = list(fields(document))
    lower = {word for text in texts for word in _WORD.findall(text) if word == word.lower()}
    found = dict.fromkeys(_listed(document, lower), True)
    generic = {e.name.lower() for e in document.entities if not _kind_is_name(e.kind)}
    for text in _recurring(texts, lower):
        if text.lower() not in generic:
            found.setdefault(text, False)
    return tuple(sorted(Name(text, listed) for text, listed in found.items()))


def _listed(document: Document, lower: set[str]) -> Iterator[str]:
    for entity in document.entities:
        if not _kind_is_name(entity.kind):
            continue
        for name in filter(None, _BESIDE.split(entity.name.strip())):
            bare = name.removeprefix("The ").removeprefix("the ").strip(' .,;:*"“”')
            if _name_like(bare):
                yield bare
                if entity.kind.lower() in {"person", "persoon"}:
                    yield from _parts(bare, lower)


def _kind_is_name(kind: str) -> bool:
    return kind.lower().replace(" ", "-").replace("_", "-") in KINDS


def _name_like(name: str) -> bool:
    """Tell whether it is Latin and has a capital or a digit, so that it can be told from words."""
    return (
        len(name) > 1
        and bool(_WORD.match(name) or name[0] in ".'’")
        and any(c.isupper() or c.isdigit() for c in name)
        and not any("\u3400" <= c <= "\u9fff" for c in name)
    )


def _parts(name: str, lower: set[str]) -> Iterator[str]:
    """Yield the words of a person's name that are no ordinary words in this document."""
    for word in name.split():
        bare = word.strip(".,")
        if len(bare) > 2 and bare[0].isupper() and bare.lower() not in lower | _SMALL:
            yield bare


def _recurring(texts: list[str], lower: set[str]) -> Iterator[str]:
    """Yield capitalised runs that occur twice, once at least inside a sentence."""
    count: Counter[str] = Counter()
    inside: set[str] = set()
    for text in texts:
        for run in _RUN.finditer(text):
            words = run[0].split()
            before = text[: run.start()].rstrip()[-1:]
            starts = not before or before in _ENDERS
            while words and words[0].lower() in _SMALL:
                words, starts = words[1:], False
            name = _trimmed(" ".join(words))
            if " " not in name or name.lower() in _ELSEWHERE:
                continue
            count[name] += 1
            if not starts:
                inside.add(name)
    for name, times in count.items():
        plain = all(word.lower() in lower for word in name.split())
        if times > 1 and name in inside and not plain:
            yield name


def _trimmed(name: str) -> str:
    """Cut off a possessive and what follows a full stop inside a run."""
    name = re.split(r"['’]s\b|(?<=[a-z])\. ", name, maxsplit=1)[0]
    return name.strip(" .,'’&-")
