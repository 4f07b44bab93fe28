"""Abbreviations that end in a full stop, by what may follow them. Written without the last stop.

English forms are known in Dutch and Chinese text too, where English names and titles turn up.
"""

from __future__ import annotations

from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    "Mr Mrs Ms Mx Messrs Dr Drs Prof Rev Hon St Mt Ft Gen Col Capt Cmdr Lt Sgt Maj Adm Gov Sen"
    " Rep Pres Supt"
)
"""English titles: only with a capital (`30 ms.` is no title), and a name always follows."""

_INSIDE_EN = _words(
    "vs v viz cf e.g eg i.e ie ca approx est esp incl excl resp aka dept univ assn govt mgmt"
    " intl natl acad orig w.r.t"
)
_INSIDE_NL = _words(
    "dhr mevr mw mr ir ing dr drs prof ds st bijv bv d.w.z dwz o.a oa m.b.t mbt t.a.v tav t.o.v"
    " tov i.v.m ivm i.p.v ipv m.n mn o.b.v n.a.v nav a.h.w ahw t.w i.c i.t.t t.b.v d.m.v dmv"
    " m.u.v v.a vlg z.g zgn zg z.g.n resp incl excl ca circa evt eventueel vgl cf m.a.w maw"
    " p.p p.st p.m jl dd d.d nl gem max min m.i i.h.b t.g.v i.s.m i.o.v alg afd ned eng"
)
INSIDE: Mapping[str, frozenset[str]] = {"en": _INSIDE_EN, "nl": _INSIDE_EN | _INSIDE_NL}
"""Language → abbreviations that something always follows: they never end a sentence."""

_NUMBERED_EN = _words(
    "no nos nr p pp fig figs eq eqs sec secs ch chap vol art par para app ref refs tab ver v"
    " jan feb mar apr jun jul aug sep sept oct nov dec"
)
_NUMBERED_NL = _words("nr nrs blz pag p pp fig art hst par lid afb tab vb okt mrt dl jg bijl")
NUMBERED: Mapping[str, frozenset[str]] = {"en": _NUMBERED_EN, "nl": _NUMBERED_EN | _NUMBERED_NL}
"""Language → abbreviations that belong to a number when one follows."""

_EITHER_EN = _words("inc ltd co corp jr sr esq bros ave blvd rd a.m p.m a.d b.c ph.d m.sc b.sc m.d")
_EITHER_NL = _words("n.v b.v v.o.f n.c b.c n.chr v.chr a.u.b e.v")
EITHER: Mapping[str, frozenset[str]] = {"en": _EITHER_EN, "nl": _EITHER_EN | _EITHER_NL}
"""Language → abbreviations that end a sentence only if a typical first word follows."""

_LAST_EN = _words("etc al")
_LAST_NL = _words("enz etc e.d ed e.a ea e.v c.s cs")
LAST: Mapping[str, frozenset[str]] = {"en": _LAST_EN, "nl": _LAST_EN | _LAST_NL}
"""Language → abbreviations that end a sentence if a capital follows."""

STARTERS: Mapping[str, frozenset[str]] = {
    "en": _words(
        "the this that these those it its he she we they you i his her our their my your there"
        " here what when where why how who which if in on at for from with as by to but and so or"
        " then now yet because although while after before since until once however also meanwhile"
        " instead still not no yes well let all some many most both each every another one"
    ),
    "nl": _words(
        "de het een dit dat deze die er hij zij ze we wij je jij jullie u ik zijn haar onze ons"
        " hun mijn uw hier daar wat wanneer waar waarom hoe wie welke als in op aan bij voor van"
        " met om door te na maar en dus of want toen nu dan omdat hoewel terwijl sinds tot ook"
        " toch echter niet geen ja nee laat alle sommige veel beide elk ieder"
    ),
}
"""Language → words, in lower case, that typically begin a sentence and are seldom surnames."""

SPEECH: Mapping[str, frozenset[str]] = {
    "en": _words(
        "said says asked asks replied replies answered added adds wrote writes shouted whispered"
        " explained explains told argued argues wondered"
    ),
    "nl": _words(
        "zei zegt vroeg vraagt antwoordde antwoordt riep roept schreef schrijft fluisterde"
        " verklaarde verklaart vertelde vertelt"
    ),
}
"""Language → verbs that report speech, which tie a quoted sentence to its speaker."""
