"""`de` or `het`: the Dutch article that suits a term put in where a placeholder stood.

An engine that saw `⟦0⟧` cannot know the gender of what comes there. The last part of a Dutch
compound decides it; only parts whose gender is sure are listed, and for all others the engine's
article stays. Sources: Algemene Nederlandse Spraakkunst 3.3 (gender by ending), Woordenlijst
Nederlandse Taal (the nouns).
"""

from __future__ import annotations

import re

_HET = tuple(
    "model venster systeem netwerk algoritme mechanisme geheugen platform protocol programma "
    "bedrijf centrum onderzoek gebruik verlies gewicht domein proces product patroon werk team "
    "beleid bestand getal beeld signaal leren kapitaal apparaat voertuig percentage effect "
    "project interval paneel recht plan ontwerp budget schema niveau vermogen".split()
)
_DE = tuple(
    "agent functie grootte lengte keten laag machine chip kaart taak taal vraag sessie code "
    "software hardware architectuur infrastructuur theorie methode strategie robot sensor "
    "processor server context prompt parameter optie markt prijs schaal groei batterij ruimte "
    "graaf kracht sleutel pijplijn ronde marge computer reactor simulator".split()
)
_DE_ENDINGS = ("ing", "heid", "teit", "tie", "sie", "iek", "logie", "grafie")
_HET_ENDINGS = ("isme", "ment", "tje", "pje")
_NEITHER = ("ding", "publiek", "antiek")
_PREPOSITIONS = frozenset("aan de in met naar om op over te tot uit van voor".split())
_ARTICLE = re.compile(r"(?<![^\s\"'“‘(])([Dd]e|[Hh]et)( [\"'“‘(]?)$")


def article_of(noun: str, *, plural: bool) -> str:
    """Return `de` or `het`, or nothing where the form does not tell.

    >>> article_of("contextvenster", plural=False), article_of("contextvensters", plural=True)
    ('het', 'de')
    >>> article_of("grensverkenning", plural=False), article_of("Cursor", plural=False)
    ('de', '')
    """
    if plural:
        return "de"
    word = noun.lower()
    if word.endswith(_NEITHER) or _PREPOSITIONS & set(word.split()):
        return ""  # in `rendement op investering` the last word decides nothing
    if word.endswith(_HET):
        return "het"
    if word.endswith(_DE):
        return "de"
    if word.endswith(_HET_ENDINGS):
        return "het"
    return "de" if word.endswith(_DE_ENDINGS) else ""


def suited(before: str, noun: str, *, plural: bool, definite: bool) -> str:
    """Return the text before a noun with its last word, if `de` or `het`, made to suit.

    >>> suited("Dan groeit de ", "contextvenster", plural=False, definite=False)
    'Dan groeit het '

    Args:
        before: The sentence up to the noun.
        noun: As it will stand there.
        plural: Whether it is one.
        definite: Whether the source has an article too; otherwise `het` may be a pronoun, as in
            `dat maakt het agenten mogelijk`, and stays.
    """
    found = _ARTICLE.search(before, max(0, len(before) - 8))
    article = article_of(noun, plural=plural) if found else ""
    if found is None or not article or found[1].lower() == article:
        return before
    if article == "de" and not definite:
        return before
    spelled = article.capitalize() if found[1][0].isupper() else article
    return before[: found.start()] + spelled + found[2]
