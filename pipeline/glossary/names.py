"""The names that a document mentions and that no glossary has to list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

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
_WORDY = frozenset(
    "art bill chase christian chuck dean drew faith frank gene grace guy hope jack joy major mark "
    "max may pat rich rob rose sue summer will wim roos mies".split()
)
"""First names that are words too, so that a sentence may start with the word."""
_WORDY_SURNAMES = frozenset(
    "banks bell best black bond book bright brown bush case church cook cross day early fan fast "
    "field fields fish fisher fleet fox freeman gates gold good gray green grey hall hand hill "
    "house king knight lake land lane last law little long love mann marsh mills moody moon moore "
    "new noble north page park parks parker pool post power powers price rice rich rivers rock "
    "rose sharp short singer small snow south stone strange street strong summers swift true wall "
    "walls waters way wells west white wise wolf wood woods words work worth young bakker bos berg "
    "boer dijk groot haan hof jong kok kuiper laan meer mulder prins ruiter smit vis visser vos "
    "vries wit zand".split()
)
"""Surnames that are words too."""
_VERB = re.compile(r"[a-z]+[st]")
_PARTICLES = "de|van|der|den|von|of|the|del|di|da|la|le|ten|ter|'t"
_RUN = re.compile(
    rf"(?<![{LATIN}'’-])[A-Z][{LATIN}'’&.+-]{{0,40}}"
    rf"(?: (?:(?:{_PARTICLES}) ){{0,2}}"
    rf"(?:[A-Z][{LATIN}'’&+.-]{{0,40}}|[0-9][0-9.]{{0,6}}|&)){{1,5}}"
)
_WORD = re.compile(rf"[{LATIN}]+")
_INITIALS = re.compile(r" ?\(([A-Z]{2,8})s?\)")
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
    headings = {document.title, *(section.title for section in document.sections)}
    running = [text for text in fields(document) if text not in headings]
    lower = {word for text in running for word in _WORD.findall(text) if word == word.lower()}
    found = dict.fromkeys(_listed(document, lower, running), True)
    generic = {e.name.lower() for e in document.entities if not _kind_is_name(e.kind)}
    for text in _recurring(running, lower):
        if text.lower() not in generic:
            found.setdefault(text, False)
    return tuple(sorted(Name(text, listed) for text, listed in found.items()))


def _listed(document: Document, lower: set[str], running: list[str]) -> Iterator[str]:
    inside, opening = _inside(running), _opening(running)
    for entity in document.entities:
        if not _kind_is_name(entity.kind):
            continue
        for name in filter(None, _BESIDE.split(entity.name.strip())):
            bare = name.removeprefix("The ").removeprefix("the ").strip(' .,;:*"“”')
            if _name_like(bare):
                yield bare
                if entity.kind.lower() in {"person", "persoon"}:
                    yield from _parts(bare, lower, inside, opening)


def _inside(running: list[str]) -> set[tuple[str, str, str]]:
    """Return (word before, capitalised word, word after) wherever one stands inside a sentence."""
    found: set[tuple[str, str, str]] = set()
    for text in running:
        words = [(m[0], m.start()) for m in _WORD.finditer(text)]
        for (before, _), (word, start), (after, _) in zip(
            [("", 0), *words], words, [*words[1:], ("", 0)], strict=False
        ):
            if word[0].isupper() and _before(text, start) not in {*_ENDERS, ""}:
                found.add((before, word, after))
    return found


def _opening(running: list[str]) -> set[str]:
    """Return capitalised words that twice begin a sentence and are followed by a verb's ending."""
    count: Counter[str] = Counter()
    for text in running:
        words = list(_WORD.finditer(text))
        for word, after in pairwise(words):
            first = word[0][0].isupper() and _before(text, word.start()) in {*_ENDERS, ""}
            if first and _VERB.fullmatch(after[0]):
                count[word[0]] += 1
    return {word for word, times in count.items() if times > 1}


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


def _before(text: str, start: int) -> str:
    """Return the last character before a place that is no space, if it is close."""
    return text[max(0, start - 6) : start].rstrip()[-1:]


def _parts(
    name: str, lower: set[str], inside: set[tuple[str, str, str]], opening: set[str]
) -> Iterator[str]:
    """Yield the words of a person's name that this document also uses alone, and as names.

    `Last` of Simon Last is none: alone it only starts sentences, as any word does. First names
    are seldom words, so they may start them; of surnames those that are no words and do so twice.
    """
    words = _WORD.findall(name)
    alone = {word for before, word, after in inside if not {before, after} & set(words)}
    for word in words:
        first = word == words[0] and word.lower() not in _WORDY
        first |= word in opening and word.lower() not in _WORDY_SURNAMES
        if len(word) > 2 and (first or word in alone) and word.lower() not in lower | _SMALL:
            yield word


def _recurring(texts: list[str], lower: set[str]) -> Iterator[str]:
    """Yield capitalised runs that occur twice, once at least inside a sentence."""
    count: Counter[str] = Counter()
    inside: set[str] = set()
    for text in texts:
        for run in _RUN.finditer(text):
            words = run[0].split()
            before = _before(text, run.start())
            starts = not before or before in _ENDERS
            after = _INITIALS.match(text, run.end())
            while words and words[0].lower() in _SMALL:
                words, starts = words[1:], False
            name = _trimmed(" ".join(words))
            if " " not in name or name.lower() in _ELSEWHERE:
                continue
            if after and after[1] == "".join(word[0] for word in name.split()):
                continue  # World Action Models (WAM): an idea with an abbreviation
            count[name] += 1
            if not starts:
                inside.add(name)
    for name, times in count.items():
        plain = all(word.lower() in lower for word in name.split())
        if times > 1 and name in inside and not plain:
            yield name


def _trimmed(name: str) -> str:
    """Cut off a possessive and what follows a full stop inside a run."""
    name = re.split(r"['’]s\b|(?<=[^\W\d_]{2})\. ", name, maxsplit=1)[0]
    return name.strip(" .,'’&-")
