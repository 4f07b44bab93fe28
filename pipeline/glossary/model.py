"""What a glossary is: terms, each with its accepted forms per language.

The columns of a glossary file are explained in `glossaries/README.md`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

KEEP = "="
"""In a language cell: the same as in the first language of the row that spells the term out."""

NAME_KINDS = frozenset(
    "brand company name organisation organization person place product publication".split()
)
"""Kinds that are names: they take no plural, so `Cursors` is not `Cursor`."""


class Case(StrEnum):
    """How a term's capitals count."""

    AUTO = ""
    """Capitals of the form must be there; its lower-case words may be capitalised in the text."""
    EXACT = "exact"
    ANY = "any"


class NamePolicy(StrEnum):
    """What happens to the names of people, organizations and products in a translation."""

    KEEP = "keep"
    """They stay as they are, in Latin letters in Chinese too."""
    TRANSLATE = "translate"
    """They stay between languages in Latin letters; the engine writes them in Chinese."""


@dataclass(frozen=True, slots=True)
class Term:
    """One row of a glossary.

    Attributes:
        forms: Language → accepted forms, the preferred one first; `("=",)` keeps the term.
        kind: `term`, `name`, `product` …; may be empty.
        extra: Language → further forms that occur in texts: plurals, solid compounds.
        forbidden: Language → forms that must never render this term.
        unsought: Language → accepted forms that mean other things too: written and accepted in a
            translation, but not looked for in a source.
        listed: False for a name that a document mentions and no glossary holds.
        file: Where the row stands, for messages.
        row: 1-based line in the file, 0 where there is none.
    """

    forms: Mapping[str, tuple[str, ...]]
    kind: str = ""
    case: Case = Case.AUTO
    extra: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    note: str = ""
    unsought: Mapping[str, frozenset[str]] = field(default_factory=dict)
    listed: bool = True
    file: str = ""
    row: int = 0

    def __post_init__(self) -> None:
        if not any(cell and cell != (KEEP,) for cell in self.forms.values()):
            raise ValueError("a term needs at least one language that spells it out")

    @property
    def base(self) -> str:
        """The first language that spells the term out: what `=` refers to."""
        return next(tag for tag, cell in self.forms.items() if cell and cell != (KEEP,))

    @property
    def is_name(self) -> bool:
        """Whether the kind is that of a name."""
        return self.kind.lower() in NAME_KINDS

    def accepted(self, language: str) -> tuple[str, ...]:
        """Return the forms of the language cell, the preferred one first; empty if it has none.

        >>> Term({"en": ("Cursor",), "nl": ("=",)}).accepted("nl")
        ('Cursor',)
        """
        cell = self.forms.get(language, ())
        return self.forms[self.base] if cell == (KEEP,) else cell

    def occurring(self, language: str) -> tuple[str, ...]:
        """Return every form that may stand in a text of that language."""
        borrowed = self.base if self.forms.get(language) == (KEEP,) else language
        extra = self.extra.get(language, ()) or self.extra.get(borrowed, ())
        return tuple(dict.fromkeys((*self.accepted(language), *extra)))

    def sought(self, language: str) -> tuple[str, ...]:
        """Return the forms that are looked for in a source of that language."""
        skipped = self.unsought.get(language, frozenset())
        return tuple(form for form in self.occurring(language) if form not in skipped)

    def keeps(self, source: str, target: str) -> bool:
        """Tell whether the term stays as it is between two languages."""
        theirs = self.accepted(target)
        return bool(theirs) and theirs[0] in self.accepted(source)

    def serves(self, source: str, target: str) -> bool:
        """Tell whether the row applies to a pair of languages."""
        return source != target and bool(self.forms.get(source)) and bool(self.forms.get(target))

    def fingerprint(self, source: str, target: str) -> str:
        """Return all that can change a translation between two languages, as one line."""
        return json.dumps(
            [
                self.accepted(source),
                self.sought(source),
                self.accepted(target),
                self.occurring(target),
                self.forbidden.get(target, ()),
                str(self.case),
                self.is_name,
            ],
            ensure_ascii=False,
        )


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Glossary:
    """Terms in the order of their files; where two rows say different things, the later wins.

    Compared by identity, so that what is compiled from it can be kept beside it.
    """

    terms: tuple[Term, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language that some row has a cell for, in order of appearance."""
        return tuple(dict.fromkeys(tag for term in self.terms for tag in term.forms))

    @property
    def signature(self) -> str:
        """Return a short name of the content: number of rows and a digest."""
        digest = hashlib.blake2b(digest_size=4)
        for term in self.terms:
            unsought = {tag: sorted(forms) for tag, forms in term.unsought.items()}
            said = [term.forms, term.extra, term.forbidden, str(term.case), term.is_name, unsought]
            digest.update(json.dumps(said).encode())
        return f"{len(self.terms)}:{digest.hexdigest()}" if self.terms else "none"


def kept(name: str, kind: str, languages: Iterable[str]) -> Term:
    """Return the term of a name that a document mentions and that stays as it is.

    Raises:
        ValueError: the name is empty or there are no languages.
    """
    if not name:
        raise ValueError("a name needs letters")
    return Term(dict.fromkeys(languages, (name,)), kind=kind or "name", listed=False)
