"""Which Dutch nouns take `het` and which `de`: the last part of a compound decides.

Only parts whose gender is sure are listed; a noun that no list and no ending covers has none
here, and what an engine wrote around it stays. Sources: Algemene Nederlandse Spraakkunst 3.3
(gender by ending), Woordenlijst Nederlandse Taal (the nouns).
"""

from __future__ import annotations

from typing import Final

_HET = (
    "aanbod aandeel akkoord alarm alfabet algoritme antwoord apparaat archief artikel atoom "
    "auteurschap bedrag bedrijf beeld beheer behoud beleid bericht beroep besluit bestand bestuur "
    "bewijs bezwaar bloed bod boek bord brein budget bureau burgerschap centrum certificaat "
    "cijfer coderen conflict contract datacenter debat diagram document doel domein dossier "
    "effect eigendom exemplaar exoskelet fonds formaat formulier front gebied gebouw gebruik "
    "geheim geheugen geluid gesprek getal gevaar geval gevoel gewicht gezin hart hoofd icoon idee "
    "implantaat inkomen instituut interval interview inzicht isme jaar kader kanaal kantoor "
    "kapitaal karakter kenmerk klonen koor krediet label laboratorium leger leiderschap lek leren "
    "lichaam licht lid loon masker materiaal mechanisme medicijn ment menu merk metaal middel "
    "model molecuul moment monopolie net netwerk niveau nummer offer ondernemerschap onderzoek "
    "ontwerp orgaan overleg pak pakket paneel papier partnerschap patroon percentage pje plan "
    "platform podium proces product profiel programma project protocol punt raam rapport recept "
    "recht redeneren register resultaat rijden salaris schema scherm schip script semester "
    "signaal skelet spectrum spel spoor stuk surplus systeem tarief team tekort terrein theater "
    "thuiswerken tje toestel toetsenbord traject vaccin vak vakmanschap veld venster verband "
    "verbond verdrag verhaal verkeer verlies vermogen verraad vervoer verzoek virus vliegtuig "
    "voertuig volk voorbeeld voordeel voorstel wapen water web werk wiel woord zoeken"
)
_DE = (
    "aanpak aanroep aanval aar agent analyse architectuur arm assistent auto baan batterij bel "
    "benchmark beurs bijdrage boom bot breedte brief campagne chip code context cortex cultuur "
    "data database dataset drift er eur feedback firma functie fysica gang geleider gemeenschap "
    "gids golf graaf grafie groei groep grootte hand hardware heid hit horizon ica iek index "
    "industrie infrastructuur ing interface ist kaart keten klant kloof kraam kracht laag lengte "
    "les lijn lijst logie loop lus machine marge markt matrix methode muur omzet opname opslag "
    "optie or pagina parameter pijplijn plek plicht pomp poort prijs prompt prothese raad raket "
    "reeks regel reis release rente repository respondent reus roadmap ronde ruimte run schaal "
    "schuld serie sessie set sie sleutel slogan software standaard status strategie stroom "
    "structuur studie synthese taak taal teit test theorie therapie tie tool uitrol video vloot "
    "vraag vrachtwagen waarde wet workflow zenuw zwerm"
)
_EITHER = (
    "alignment antiek asset assignment center cluster container decoder-only deployment ding "
    "encoder-decoder filter ier matter meter publiek router soort token type"
)
"""Ends that would mislead, and nouns that people use with either article."""

_ARTICLES: Final = {
    **dict.fromkeys(_HET.split(), "het"),
    **dict.fromkeys(_DE.split(), "de"),
    **dict.fromkeys(_EITHER.split(), ""),
}
_LONGEST: Final = max(map(len, _ARTICLES))
_INNER: Final = frozenset(
    "aan bij de door en in met naar of om op over te tot uit van voor".split()
)
"""In `rendement op investering` the last word decides nothing."""


def article_of(noun: str, *, plural: bool) -> str:
    """Return `de` or `het`, or nothing where the form does not tell.

    >>> article_of("contextvenster", plural=False), article_of("contextvensters", plural=True)
    ('het', 'de')
    >>> article_of("grensverkenning", plural=False), article_of("Cursor", plural=False)
    ('de', 'de')
    >>> article_of("NER", plural=False), article_of("cluster", plural=False)
    ('', '')
    """
    if plural:
        return "de"
    if _INNER & set(noun.lower().split()):
        return ""
    word = noun[:1].lower() + noun[1:]  # inner capitals are those of an abbreviation
    ends = (word[-size:] for size in range(min(_LONGEST, len(word)), 1, -1))
    return next((_ARTICLES[end] for end in ends if end in _ARTICLES), "")
