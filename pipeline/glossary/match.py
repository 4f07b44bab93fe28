"""Find the terms of a glossary in a text.

Longest first and never overlapping: of all ways to choose, the one that covers the most
characters. In Latin script a term is a whole word; Han text has no word boundaries.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Any

from pipeline.glossary.fold import CJK, HAN, LATIN, Folded, fold, is_latin
from pipeline.glossary.model import Case, Glossary, Term

_URL = rf"https?://[^\s<>\"{CJK}]{{0,2000}}[0-9A-Za-z/_=&#%+~-]"
FROZEN = re.compile(
    r"</?[A-Za-z][^<>\n]{0,200}>"
    rf"|{_URL}"
    r"|`[^`\n]{1,200}`"
    r"|\{\{?[\w.]{1,64}\}?\}"
    r"|(?<!\d)%(?:\(\w{1,64}\))?[sd](?![A-Za-z])"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
    r"|\[ ?_{2,8} ?\]"
    rf"|(?<![{LATIN}&#@])[#@][A-Za-z]\w{{1,63}}",
    re.ASCII,
)
"""Markup, addresses, code and variables: no word of theirs is a term, and they stay as they are."""

_WORD = re.compile(r"[^\W_]+")
_AT_HAN = re.compile(f"(?<=[{HAN}]) (?=[{LATIN}])|(?<=[{LATIN}]) (?=[{HAN}])")
_BORDER = re.compile(f"(?<=[{HAN}])(?=[{LATIN}])|(?<=[{LATIN}])(?=[{HAN}])")
_ENDINGS = {"en": ("s", "es"), "nl": ("s", "'s", "en", "es", "n")}
_NEVER_PLURAL = frozenset("0123456789_")


@dataclass(frozen=True, slots=True)
class Match:
    """A term or a frozen piece in a text.

    Attributes:
        start: Index of its first character in the text, Unicode form C.
        end: Index after its last character.
        text: What stands there.
        term: The term, or None for a frozen piece.
        form: The glossary's form that was found.
        plural: Whether an ending or a listed plural was found instead of the plain form.
    """

    start: int
    end: int
    text: str
    term: Term | None
    form: str
    plural: bool = False


@dataclass(frozen=True, slots=True)
class _Pattern:
    term: Term
    form: str
    spelled: str
    plural: bool


class Role(Enum):
    """What a text is that terms are found in."""

    SOURCE = auto()
    """To be translated: forms that mean other things too are not terms there."""
    TRANSLATION = auto()
    """To be verified: every accepted form counts."""


class Matcher:
    """Finds the terms that have both languages of a pair.

    Args:
        glossary: The terms.
        source: Language of the texts to search.
        target: The other language; terms without it are left alone.
        role: What the texts are.
    """

    def __init__(
        self, glossary: Glossary, source: str, target: str, *, role: Role = Role.SOURCE
    ) -> None:
        self.source, self.target = source, target
        patterns: dict[str, list[_Pattern]] = {}
        for term in glossary.terms:
            if not term.serves(source, target):
                continue
            listed = term.occurring(source)
            for form in term.sought(source) if role is Role.SOURCE else listed:
                plural = any(is_plural(form, one) for one in listed if one != form)
                for spelled in spellings(unicodedata.normalize("NFC", form)):
                    row = _Pattern(term, form, spelled, plural)
                    patterns.setdefault(fold(spelled).text, []).append(row)
        self._patterns = [tuple(reversed(rows)) for rows in patterns.values()]
        self._automaton: Any = _automaton(list(patterns))

    def candidates(self, text: str, folded: Folded) -> list[Match]:
        """Return every match, overlapping ones too, in no particular order."""
        if self._automaton is None:
            return []
        found: list[Match] = []
        spots = self._automaton.find_matches_as_indexes(folded.text, overlapping=True)
        for which, start, end in spots:
            match = self._fit(text, folded, which, start, end)
            if match is not None:
                found.append(match)
        return found

    def matches(self, text: str, *further: Matcher, terms: Iterable[Term] = ()) -> list[Match]:
        """Return terms and frozen pieces in order, not overlapping.

        Args:
            text: In Unicode form C.
            further: More matchers; on the same stretch of text an earlier one wins.
            terms: If given, only these terms count.
        """
        folded = fold(text)
        only = set(map(id, terms))
        frozen = [Match(m.start(), m.end(), m[0], None, m[0]) for m in FROZEN.finditer(text)]
        starts = [piece.start for piece in frozen]
        found = list(frozen)
        for layer in (self, *further):
            for match in layer.candidates(text, folded):
                if only and id(match.term) not in only:
                    continue
                after = bisect_left(starts, match.end)
                if after and frozen[after - 1].end > match.start:
                    continue
                found.append(match)
        return choose([match for match in found if not _cuts(match, text, found)])

    def _fit(self, text: str, folded: Folded, which: int, start: int, end: int) -> Match | None:
        low = folded.text
        if is_latin(low[start]) and start and is_latin(low[start - 1]):
            return None
        for pattern in self._patterns[which]:
            stop = end
            if is_latin(low[end - 1]) and not (stop := self._stop(pattern, low, end)):
                continue
            first, last = folded.original(start), folded.original(stop - 1) + 1
            bare = text[first : folded.original(end - 1) + 1]
            ending = text[first + len(bare) : last]
            if _is_capital(pattern.spelled) and ending != ending.lower():
                continue  # RLS is no plural of RL
            if case_fits(pattern.term.case, pattern.spelled, bare, text):
                plural = stop > end or pattern.plural
                return Match(first, last, text[first:last], pattern.term, pattern.form, plural)
        return None

    def _stop(self, pattern: _Pattern, low: str, end: int) -> int:
        """Return where the word ends, its plural ending included, or 0 if it goes on."""
        if not pattern.term.is_name and low[end - 1] not in _NEVER_PLURAL:
            for ending in self._endings(pattern, low, end):
                stop = end + len(ending)
                if low.startswith(ending, end) and not is_latin(low[stop : stop + 1]):
                    return stop
        return 0 if is_latin(low[end : end + 1]) else end

    def _endings(self, pattern: _Pattern, low: str, end: int) -> Sequence[str]:
        endings = _ENDINGS.get(self.source, ())
        last = low[end - 1]
        if self.source != "nl":
            return endings
        apostrophe = last in "aiouy" or _is_capital(pattern.spelled)  # API's, LLM's
        usual = tuple(e for e in endings if e != "'s" or apostrophe)
        return (*usual, last + "en")  # model, modellen


def _cuts(match: Match, text: str, found: Sequence[Match]) -> bool:
    """Tell whether a match cuts a hyphenated word that another one holds whole.

    In `asynchrone RL-lus` the `asynchrone RL` is no term where `RL-lus` is one.
    """
    end = match.end
    if match.term is None or text[end : end + 1] != "-" or not text[end + 1 : end + 2].isalpha():
        return False
    return any(other.start < end < other.end and other.start > match.start for other in found)


def is_plural(form: str, singular: str) -> bool:
    """Tell whether a listed form looks like the plural of another.

    Some word of it is longer and ends as plurals do; the others are the same but for an ending.

    >>> is_plural("grote taalmodellen", "groot taalmodel"), is_plural("chain", "chain")
    (True, False)
    >>> is_plural("chains of thought", "chain of thought")
    True
    """
    words, ones = (_WORD.findall(text.lower()) for text in (form, singular))
    if len(words) != len(ones):
        return False
    pairs = [pair for pair in zip(words, ones, strict=True) if pair[0] != pair[1]]
    alike = all(word.startswith(stem(one)) for word, one in pairs)
    return alike and any(len(word) > len(one) and word.endswith(("s", "en")) for word, one in pairs)


def spellings(form: str) -> tuple[str, ...]:
    """Return a form with and without spaces between Latin and Han, as it is first.

    >>> spellings("API 令牌"), spellings("token")
    (('API 令牌', 'API令牌'), ('token',))
    """
    tight = _AT_HAN.sub("", form)
    loose = _BORDER.sub(" ", tight)
    return tuple(dict.fromkeys((form, tight, loose)))


def _is_capital(form: str) -> bool:
    """Tell whether the last word of a form has only capitals."""
    words = _WORD.findall(form)
    return bool(words) and words[-1].isupper()


def stem(form: str) -> str:
    """Return what a form and its plural have in common: `redactie` and `redacties`."""
    return form[: max(3, len(form) - 2)]


def _automaton(patterns: list[str]) -> Any:
    if not patterns:
        return None
    from ahocorasick_rs import AhoCorasick

    return AhoCorasick(patterns, store_patterns=False)


def case_fits(case: Case, form: str, found: str, text: str) -> bool:
    """Tell whether the capitals found suit a form.

    A lower-case word of the form may be capitalised; words in capitals only are taken as the
    term if the whole text is in capitals or the form is too long for an abbreviation.

    >>> case_fits(Case.AUTO, "reward model", "Reward Model", "Reward Models Matter")
    True
    >>> case_fits(Case.AUTO, "rag", "RAG", "What RAG is"), case_fits(Case.AUTO, "RAG", "rag", "")
    (False, False)
    """
    if case is Case.ANY:
        return True
    wanted, have = _WORD.findall(form), _WORD.findall(found)
    if wanted == have:
        return True
    if case is Case.EXACT or len(wanted) != len(have):
        return False
    if found.isupper() and form == form.lower():
        return len(form) > 5 or text.isupper()
    return all(
        word == theirs or (word == word.lower() and theirs == word[:1].upper() + word[1:])
        for word, theirs in zip(wanted, have, strict=True)
    )


def choose(found: Sequence[Match]) -> list[Match]:
    """Return the matches that cover the most characters without overlapping, in order.

    Ties go to the left, then to the longer match, then to the longer listed form, then to the one
    that comes first in `found`.
    """
    ranked = sorted(found, key=lambda match: (match.start, -match.end, -len(match.form)))
    starts = [match.start for match in ranked]
    count = len(ranked)
    best = [0] * (count + 1)
    follow = [bisect_left(starts, match.end) for match in ranked]
    for i in range(count - 1, -1, -1):
        taken = ranked[i].end - ranked[i].start + best[follow[i]]
        best[i] = max(taken, best[i + 1])
    chosen: list[Match] = []
    i = 0
    while i < count:
        if ranked[i].end - ranked[i].start + best[follow[i]] == best[i]:
            chosen.append(ranked[i])
            i = follow[i]
        else:
            i += 1
    return chosen


@lru_cache(maxsize=24)
def matcher(glossary: Glossary, source: str, target: str, *, role: Role = Role.SOURCE) -> Matcher:
    """Return the matcher of a glossary for a pair, compiled once."""
    return Matcher(glossary, source, target, role=role)
