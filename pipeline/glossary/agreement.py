"""Dutch words before a term made to suit it: articles, pronouns, adjectives.

An engine that saw `⟦0⟧` cannot know the gender of what comes there: it writes `de nieuwe ⟦0⟧`
and `een grote ⟦0⟧` where `het nieuwe contextvenster` and `een groot contextvenster` are due.
Sources: Algemene Nederlandse Spraakkunst 5.5 (pronouns), 6.4.1 (ending of adjectives); Leidraad
of the Woordenlijst Nederlandse Taal 2 (doubled vowels and consonants).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pipeline.glossary.genders import article_of

_TO_HET: Final = {
    "de": "het", "deze": "dit", "die": "dat", "onze": "ons", "elke": "elk", "iedere": "ieder",
    "welke": "welk",
}  # fmt: skip
_TO_DE: Final = {
    "het": "de", "dit": "deze", "ons": "onze", "elk": "elke", "ieder": "iedere", "welk": "welke",
}  # fmt: skip
_ASKS: Final = {"het": {"the"}, "dit": {"this"}, "ons": {"our"}, "die": {"that"}}
"""Words that may also be pronouns by themselves (`dat laat het agenten toe`): they are changed
only where the source has an article or pronoun too."""
_BARE_AFTER: Final = frozenset("een geen zo'n zo’n elk ieder welk".split())
"""After these the adjective of a `het` noun has no ending."""
_OTHERS: Final = frozenset("mijn jouw je uw zijn haar hun jullie".split())
_DETERMINERS = "|".join(map(re.escape, sorted({*_TO_HET, *_TO_DE, *_BARE_AFTER, *_OTHERS})))
_ADJECTIVES = rf"(?:(?!(?:{_DETERMINERS}) )[a-zà-ÿ-]+ ){{0,2}}"
_BEFORE = re.compile(
    rf"(?<![^\s\"'“‘(])({_DETERMINERS}) ({_ADJECTIVES})([\"'“‘(]?)$", re.IGNORECASE
)
_REACH = 60
_SHORTEST = 4
_SOURCE_WORDS = re.compile(r"[A-Za-z]+")

_COMMON: Final = frozenset(
    "andere arme betere brede complete complexe concrete diepe directe discrete donkere dubbele "
    "dunne dure echte effectieve efficiënte enkele enorme externe extra formele gele gesloten "
    "gewone globale goede goedkope grote harde hele hoge huidige ideale individuele interne "
    "jonge juiste klassieke kleine korte krachtige kritieke kwetsbare lage lange lege lichte "
    "lokale losse mobiele moderne mooie nauwe nieuwe normale officiële oude publieke pure rare "
    "recente rijke robuuste ruwe simpele slechte slimme smalle snelle sociale soepele speciale "
    "stabiele sterke strikte technische trage unieke vage vaste verse virtuele visuele vlakke "
    "volle volledige vreemde vrije warme wijde witte zachte zeldzame zuivere zwakke zware "
    "zwarte".split()
)
_LIKE_ADJECTIVES = re.compile(
    r"(?:ige|lijke|ische|bare|loze|volle|ale|ële|iele|uele|nele|ibele|abele|ieve|zame|achtige|ende)$"
    r"|^(?:ge|be|ver|ont|her)[a-z]{3,}[dt]e$"
)
_NOUNS: Final = frozenset(
    "begeerte behoefte belofte bende bijlage einde ellende finale gedachte gedeelte gehalte "
    "gelofte gemeente gestalte gewoonte hoede legende oorzake schade schale verte waarde "
    "zijde".split()
)
_DOUBLED = re.compile(r"([bcdfgklmnprstz])\1$")
_OPEN = re.compile(r"[aeou][bcdfgklmnprstvz]$")
_STRESSED = ("plet", "cret", "uel", "nel", "mel", "tel")
"""Endings of longer words whose `e` is long: compleet, individueel, formeel."""
_DIGRAPHS: Final = frozenset("aa au eu ie oe oo ou ui uu".split())
_VOWELS = re.compile(r"[aeiouy]+")


def suited(before: str, noun: str, *, plural: bool, source_before: str) -> str:
    """Return the text before a noun with its determiner and adjectives made to suit.

    >>> suited("Dan groeit de ", "contextvenster", plural=False, source_before="Then the ")
    'Dan groeit het '
    >>> suited("een grote ", "contextvenster", plural=False, source_before="a large ")
    'een groot '
    >>> suited("een nieuw ", "agent", plural=False, source_before="a new ")
    'een nieuwe '

    Args:
        before: The sentence up to the noun.
        noun: As it will stand there.
        plural: Whether it is one.
        source_before: The source sentence up to the term.
    """
    found = _BEFORE.search(before, max(0, len(before) - _REACH))
    article = article_of(noun, plural=plural) if found else ""
    if found is None or not article:
        return before
    adjectives = found[2].split()
    if not all(map(_is_adjective, adjectives)):
        return before
    said = [word.lower() for word in _SOURCE_WORDS.findall(source_before)[-3:]]
    determiner = _determiner(found[1], article, said)
    bare = article == "het" and determiner.lower() in _BARE_AFTER
    ended = [uninflected(word) if bare else inflected(word) for word in adjectives]
    return f"{before[: found.start()]}{' '.join([determiner, *ended])} {found[3]}"


def uninflected(adjective: str) -> str:
    """Return an adjective without its ending; one that has none comes back as it is.

    >>> [uninflected(word) for word in "grote snelle actieve lokale andere moeilijke".split()]
    ['groot', 'snel', 'actief', 'lokaal', 'ander', 'moeilijk']
    """
    if not adjective.endswith("e") or len(adjective) < _SHORTEST:
        return adjective
    if adjective.endswith("ële"):
        return adjective[:-3] + ("eel" if adjective[-4] == "i" else "ëel")
    stem = adjective[:-1]
    if _DOUBLED.search(stem):
        return stem[:-1]
    if _is_long(stem):
        stem = stem[:-1] + stem[-2:]
    return stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1], stem[-1])


def _is_long(stem: str) -> bool:
    """Tell whether the last vowel, written once in an open syllable, is long: `gro-te`, `he-le`."""
    if not _OPEN.search(stem) or stem[-3:-1] in _DIGRAPHS:
        return False
    return stem[-2] != "e" or len(_VOWELS.findall(stem)) == 1 or stem.endswith(_STRESSED)


_INFLECTED: Final = {uninflected(word): word for word in sorted(_COMMON)}


def inflected(adjective: str) -> str:
    """Return a common adjective with its ending; any other word comes back as it is.

    >>> [inflected(word) for word in "groot nieuw extra agentisch".split()]
    ['grote', 'nieuwe', 'extra', 'agentisch']
    """
    return _INFLECTED.get(adjective, adjective)


def _is_adjective(word: str) -> bool:
    if word in _COMMON or word in _INFLECTED:
        return True
    return word not in _NOUNS and _LIKE_ADJECTIVES.search(word) is not None


def _determiner(word: str, article: str, said: Iterable[str]) -> str:
    """Return a determiner for the article that its noun takes, capitals kept."""
    low = word.lower()
    fitting = (_TO_HET if article == "het" else _TO_DE).get(low, low)
    asks = _ASKS.get(low)
    if fitting == low or (asks is not None and not asks & set(said)):
        return word
    return fitting.capitalize() if word[0].isupper() else fitting
