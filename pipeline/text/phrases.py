"""The small words of English and Dutch that tell where a phrase begins and what it holds on to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """Function words of one language, in lower case.

    Attributes:
        before: Words that hold on to the word after them → penalty of a break after the word.
        after: Words that open a phrase or hold on to the one before → penalty before the word.
        conjunctions: Words that open a clause.
        titles: Words before a name, without their full stop.
        clitics: Dutch `'s`, `'t`, `'n`: never at a line's end.
        particles: Small words inside a surname: `van`, `der`.
        numbers: Numbers written as words.
        units: Words that a number holds on to most tightly.
        common: Words that are no name even with a capital.
        determiners: Articles and what stands in their place.
        prepositions: As given.
        links: Prepositions, conjunctions and the verb marker.
        objects: English pronouns and determiners that can be a verb's object.
        adverbs: English particles that make one verb with the word before.
        auxiliaries: As given.
    """

    before: tuple[tuple[frozenset[str], float], ...]
    after: tuple[tuple[frozenset[str], float], ...]
    conjunctions: frozenset[str]
    titles: frozenset[str]
    clitics: frozenset[str]
    particles: frozenset[str]
    numbers: frozenset[str]
    units: frozenset[str]
    common: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    links: frozenset[str]
    objects: frozenset[str]
    adverbs: frozenset[str]
    auxiliaries: frozenset[str]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(
    *,
    determiners: str,
    prepositions: str,
    conjunctions: str,
    pronouns: str,
    auxiliaries: str,
    degrees: str,
    negations: str,
    verb_marker: str,
    titles: str,
    numbers: str,
    units: str,
    clitics: str = "",
    particles: str = "",
    reflexives: str = "",
    objects: str = "",
    adverbs: str = "",
) -> Phrases:
    clause, little, articles = map(_words, (conjunctions, pronouns, determiners))
    links, verbs, nots = map(_words, (prepositions, auxiliaries, negations))
    marker = _words(verb_marker)
    return Phrases(
        before=(
            (articles, 80.0), (marker, 70.0), (clause, 65.0), (links, 60.0), (little, 58.0),
            (_words(degrees), 55.0), (nots, 45.0), (verbs, 42.0),
        ),
        after=(
            (nots | _words(reflexives), 55.0), (clause, 8.0), (marker, 14.0), (links, 14.0),
            (verbs, 30.0), (little | articles, 24.0),
        ),
        conjunctions=clause,
        titles=_words(titles),
        clitics=_words(clitics),
        particles=_words(particles),
        numbers=_words(numbers),
        units=_words(units),
        common=clause | little | links | articles | verbs | nots,
        determiners=articles,
        prepositions=links,
        links=links | clause | marker,
        objects=_words(objects),
        adverbs=_words(adverbs),
        auxiliaries=verbs,
    )  # fmt: skip


PHRASES: Mapping[str, Phrases] = {
    "en": _phrases(
        determiners="the a an this that these those my your his her its our their every each some "
        "any no another both either neither which whose what",
        prepositions="of in on at by for from with without into onto over under between through "
        "during before after about against among around behind beyond despite inside near off "
        "out outside since toward towards until upon within across along per via like as than "
        "beside besides beneath above below",
        conjunctions="and or but nor so yet because although though while whereas if unless when "
        "whenever where wherever who whom that which whether once since why how",
        pronouns="i you he she it we they who there i'm you're he's she's it's we're they're i've "
        "you've we've they've i'll you'll he'll she'll it'll we'll they'll i'd you'd he'd she'd "
        "we'd they'd that's there's let's",
        auxiliaries="is are was were be been being am has have had do does did will would shall "
        "should can could may might must isn't aren't wasn't weren't hasn't haven't hadn't don't "
        "doesn't didn't won't wouldn't shouldn't can't cannot couldn't",
        degrees="very more most less least too quite rather so almost nearly just only really "
        "pretty even still already always never often",
        negations="not never",
        verb_marker="to",
        adverbs="in on out up off down over away back around through together",
        reflexives="myself yourself himself herself itself ourselves yourselves themselves",
        objects="it you me him us them this these those some any another both either",
        titles="mr mrs ms dr prof professor sir st president ceo no vs",
        numbers="one two three four five six seven eight nine ten eleven twelve twenty thirty "
        "forty fifty sixty seventy eighty ninety hundred thousand million billion trillion half",
        units="percent % million billion trillion thousand hundred years year months month weeks "
        "week days day hours hour minutes minute seconds second times dollars euros people meters "
        "metres kilometers miles degrees pounds kilograms kg km gb mb ms bits bytes tokens",
    ),
    "nl": _phrases(
        determiners="de het een 't 'n deze dit die dat mijn jouw je uw zijn haar ons onze hun elke "
        "elk ieder iedere sommige alle geen welke welk wiens zo'n",
        prepositions="van in op aan bij voor met zonder naar uit over onder tussen door tijdens na "
        "tegen achter behalve binnen buiten boven langs om rond sinds tot via volgens vanaf vanuit "
        "wegens zoals als dan per ondanks naast",
        conjunctions="en of maar want dus omdat doordat hoewel terwijl als wanneer toen dat die "
        "wat waar waarin waarmee waarop waardoor waarom wie welke zodat zodra tenzij mits indien "
        "voordat nadat totdat hoe opdat ofwel",
        pronouns="ik jij je u hij zij ze wij we jullie er men dit dat het",
        auxiliaries="is zijn was waren ben bent wordt worden werd werden heeft hebben had hadden "
        "heb hebt zal zullen zou zouden kan kunnen kon konden mag mogen mocht moet moeten moest "
        "moesten wil willen wilde gaat gaan ging doet doen",
        degrees="zeer heel erg meer meest minder minst te zo bijna vrij nogal alleen slechts echt "
        "zelfs nog al altijd nooit vaak",
        negations="niet nooit niets",
        verb_marker="te",
        titles="dhr mevr mw meneer mevrouw dr drs ir ing mr prof professor minister koning "
        "koningin st bv",
        numbers="een één twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig "
        "veertig vijftig zestig zeventig tachtig negentig honderd duizend miljoen miljard "
        "biljoen half",
        units="procent % miljoen miljard biljoen duizend honderd jaar maanden maand weken week "
        "dagen dag uur minuten minuut seconden seconde keer euro dollar mensen meter kilometer "
        "graden kilo gram kg km gb mb ms bits bytes",
        clitics="'s 't 'n 'k 'm",
        particles="van der den de ter ten te 't von vande ver",
        reflexives="zich zichzelf",
    ),
}
"""Language tag → its function words."""
