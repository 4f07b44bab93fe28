"""See whether a translation holds the terms that it should, in the right form and number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.glossary.fold import LATIN
from pipeline.glossary.match import Match, Matcher
from pipeline.glossary.model import Term
from pipeline.model import TermStatus, TermUse

_LONG, _REST = 7, 4
"""Letters of a term that may start a compound, and of what follows it."""
_LONG_WORD = re.compile(f"[{LATIN}]{{{_LONG + _REST},}}")

Demand = tuple[tuple[Match, int], ...]
"""Each thing a translation has to hold, and how often."""


def demand(matches: Sequence[Match]) -> Demand:
    """Return what a translation has to hold, in the order of the source.

    Frozen pieces are asked for too, but for markup, which may go.
    """
    first: dict[object, Match] = {}
    count: Counter[object] = Counter()
    for match in matches:
        if match.term is None and match.text.startswith("<"):
            continue
        key = id(match.term) if match.term else match.text
        first.setdefault(key, match)
        count[key] += 1
    return tuple((match, count[key]) for key, match in first.items())


def shortfall(
    translation: str,
    wanted: Demand,
    theirs: Sequence[Matcher],
    *,
    strict: bool,
    source: str = "",
) -> tuple[tuple[Match, ...], dict[int, str]]:
    """Return what is missing, and what was found for the rest.

    Args:
        translation: The text to look in, Unicode form C.
        wanted: What it has to hold.
        theirs: Matchers from the target language back to the source.
        strict: Let every term of the glossary claim its words, so that `agent` is not found in
            `background agent`; otherwise only the terms that are wanted.
        source: The source sentence; what stands there word for word claims nothing: where
            `GRPO loss` was kept, `GRPO` was kept too.

    Returns:
        The demands that are not met, and index in `wanted` → the form found.
    """
    free = _claims(translation, wanted, theirs, source if strict else None)
    compounds = _Compounds(translation, free, language=theirs[0].source)
    found: dict[int, str] = {}
    missing: list[Match] = []
    # The term with the fewest accepted forms chooses first; two terms may share a form.
    order = sorted(range(len(wanted)), key=lambda i: len(_accepted(wanted[i][0], theirs)))
    for i in order:
        match, count = wanted[i]
        if match.term is None:
            held = translation.count(match.text) >= count
            found |= {i: match.text} if held else {}
        else:
            taken = [m.text for m in _take(free, match.term, count, theirs[0].source)]
            taken += compounds.take(match.term, count - len(taken))
            held = len(taken) == count
            found |= {i: taken[0]} if taken else {}
        if not held:
            missing.append(match)
    return tuple(missing), found


def _claims(
    translation: str, wanted: Demand, theirs: Sequence[Matcher], source: str | None
) -> list[Match]:
    """Return the terms in a translation: all of them, or without a source those wanted."""
    terms = [match.term for match, _ in wanted if match.term is not None]
    if not terms:
        return []
    if source is None:
        return theirs[0].matches(translation, *theirs[1:], terms=terms)
    free = theirs[0].matches(translation, *theirs[1:])
    copied = [match for match in free if _copied(match, terms, source)]
    if not copied:
        return free
    ours = theirs[0].matches(translation, *theirs[1:], terms=terms)
    inner = (m for m in ours if any(o.start <= m.start and m.end <= o.end for o in copied))
    return [*free, *inner]


class _Compounds:
    """Dutch words that start with a term: `inferentiechip` says `inferentie`.

    A translation may build them as it likes; only words that no term claims count, and only
    terms too long to start another word by chance.
    """

    def __init__(self, text: str, claims: Sequence[Match], *, language: str) -> None:
        taken = {match.start for match in claims}
        words = _LONG_WORD.finditer(text) if language == "nl" else iter(())
        self.words = [m[0] for m in words if m.start() not in taken]
        self.language = language

    def take(self, term: Term, count: int) -> list[str]:
        """Take up to `count` words that start with a form of a term."""
        if count <= 0 or not self.words or term.is_name:
            return []
        forms = tuple(f.lower() for f in term.occurring(self.language) if len(f) >= _LONG)
        mine: list[tuple[str, str]] = []
        for word in self.words:
            starts = (
                f for f in forms if word.lower().startswith(f) and len(word) >= len(f) + _REST
            )
            form = next(starts, "")
            if form and len(mine) < count:
                mine.append((word, form))
        for word, _ in mine:
            self.words.remove(word)
        return [word[: len(form)] for word, form in mine]


def report(
    wanted: Demand,
    missing: Sequence[Match],
    found: dict[int, str],
    *,
    source: str,
    target: str,
    lost: frozenset[int] = frozenset(),
) -> tuple[TermUse, ...]:
    """Return what became of each term; frozen pieces are named only when they are missing.

    Args:
        wanted: What the translation was to hold.
        missing: What it does not hold.
        found: Index in `wanted` → the form found.
        source: Language of the source.
        target: Language of the translation.
        lost: Identity of the terms that the engine lost at first.
    """
    absent = set(map(id, missing))
    uses: list[TermUse] = []
    for i, (match, _) in enumerate(wanted):
        term = match.term
        if term is None:
            if id(match) in absent:
                uses.append(TermUse(match.text, target, match.text, TermStatus.MISSING))
            continue
        if id(match) in absent:
            status = TermStatus.MISSING
        elif id(term) in lost:
            status = TermStatus.REPAIRED
        else:
            status = TermStatus.KEPT if term.keeps(source, target) else TermStatus.TRANSLATED
        expected = term.accepted(target)[0]
        uses.append(TermUse(term.accepted(source)[0], target, expected, status, found.get(i, "")))
    return tuple(uses)


def forbidden_in(translation: str, wanted: Demand, target: str) -> tuple[tuple[Match, str], ...]:
    """Return (term, form) for each forbidden form that stands in a translation."""
    low = translation.lower()
    return tuple(
        (match, form)
        for match, _ in wanted
        if match.term is not None
        for form in match.term.forbidden.get(target, ())
        if form.lower() in low
    )


def _copied(match: Match, wanted: Sequence[Term], source: str) -> bool:
    """Tell whether a term that was not asked for was copied from the source."""
    asked = any(match.term is term for term in wanted)
    return match.term is not None and not asked and match.text.lower() in source.lower()


def _accepted(match: Match, theirs: Sequence[Matcher]) -> tuple[str, ...]:
    return match.term.occurring(theirs[0].source) if match.term else ()


def _take(free: list[Match], term: Term, count: int, language: str) -> list[Match]:
    """Take up to `count` occurrences of a term away from those that are free."""
    forms = set(term.occurring(language))
    mine = [m for m in free if m.term is term or (m.term is not None and m.form in forms)]
    for match in mine[:count]:
        free.remove(match)
    return mine[:count]
