"""Function words: the small words by which a language shows through borrowed nouns."""

from __future__ import annotations

from collections.abc import Mapping

_DUTCH = """
de het een en van ik je jij u hij zij ze wij we jullie hun hen haar mij me mijn jouw ons onze
dat die dit deze niet geen ook nog wel maar want omdat dus als dan toen zoals terwijl is zijn
was waren ben bent heb hebt heeft hebben had hadden wordt worden werd werden kan kun kunnen kon
konden zal zullen zou zouden moet moeten mag mogen wil willen gaat gaan doet doen maakt maken
komt komen zegt laat laten er hier daar waar wat wie hoe waarom wanneer welke met voor naar bij
uit om aan te tot door over onder tussen tegen zonder op meer veel alle alles iets niets iemand
niemand heel zeer zo al weer steeds altijd nooit nu straks eens even toch gewoon eigenlijk zich
elkaar eigen jaar mensen nieuwe goed leven vraag vragen gesprek tips vanuit volgens tijdens
naast binnen buiten
"""
_ENGLISH = """
the a an and of i you he she it we they them his her its our your their my me us this that these
those not no also but because so if then when while as is are was were be been being have has
had do does did will would can could should must may might shall there here where what who how
why which with for to from by out about into over under between against without on at up more
most much many all some any none very just now than too only own other such each every both few
good new people year get got make makes made go goes going say says said know think see use used
one two
"""

FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    "nl": frozenset(_DUTCH.split()) - frozenset(_ENGLISH.split()),
    "en": frozenset(_ENGLISH.split()) - frozenset(_DUTCH.split()),
}
"""Tag → lower-case words that the other of the two does not have."""
