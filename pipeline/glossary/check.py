"""What is doubtful in glossary files: rows that disagree, wrong scripts, terms inside terms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.glossary.fold import HAN, fold
from pipeline.glossary.load import SETTINGS, Table, terms_of
from pipeline.glossary.match import Matcher
from pipeline.glossary.model import KEEP, Glossary, Term
from pipeline.languages import LANGUAGES
from pipeline.model import Finding, Severity

_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


def check(tables: Sequence[Table]) -> tuple[Finding, ...]:
    """Return what is doubtful, each with its file, row and what to do; sorted by place.

    Raises:
        GlossaryError: a row is malformed.
    """
    terms = [term for table in tables for term in terms_of(table)]
    found = [
        *(finding for table in tables for finding in _columns(table)),
        *(finding for term in terms for finding in _alone(term)),
        *_doubles(terms),
        *_disagreements(terms),
        *_parts(terms),
    ]
    order = {table.name: i for i, table in enumerate(tables)}
    return tuple(sorted(set(found), key=lambda f: (*_place(f, order), f.rule, f.message)))


def _place(finding: Finding, order: dict[str, int]) -> tuple[int, int]:
    file, _, row = finding.where.rpartition(":")
    return order.get(file, -1), int(row)


def _finding(term: Term, rule: str, severity: Severity, message: str) -> Finding:
    return Finding(rule, severity, f"{term.file}:{term.row}", message)


def _columns(table: Table) -> Iterator[Finding]:
    where = f"{table.name}:{table.header_line}"
    for tag in LANGUAGES:
        if tag not in table.languages:
            message = f"there is no column {tag}; no row applies to that language"
            yield Finding("missing-column", Severity.WARNING, where, message)
    for column in table.ignored:
        message = f"column {column or '(without a name)'} means nothing here and is ignored"
        yield Finding("unknown-column", Severity.INFO, where, message)
    for column in sorted(SETTINGS - set(table.header)):
        message = f"there is no column {column}; its default holds for every row"
        yield Finding("missing-column", Severity.INFO, where, message)


def _alone(term: Term) -> Iterator[Finding]:
    """Yield what can be said of a row by itself."""
    served = [tag for tag in term.forms if term.forms[tag]]
    if len(served) < 2:
        message = f"“{_name(term)}” has one language only and changes nothing; fill another"
        yield _finding(term, "no-effect", Severity.WARNING, message)
    for tag, cell in term.forms.items():
        for form in cell:
            if form != KEEP:
                yield from _script(term, tag, form)
        banned = set(cell) & set(term.forbidden.get(tag, ()))
        for form in sorted(banned):
            message = f"{tag} “{form}” is accepted and forbidden at once; take it out of one"
            yield _finding(term, "forbidden-form", Severity.ERROR, message)


def _script(term: Term, tag: str, form: str) -> Iterator[Finding]:
    if len(form) == 1:
        message = f"{tag} “{form}” is one character and matches too much; write more of it"
        yield _finding(term, "too-short", Severity.WARNING, message)
    if tag.startswith("zh"):
        if not any(map(_HAN.search, term.forms[tag])) and _LATIN.search(form):
            remedy = "write = to keep it" if form in term.forms[term.base] else "check it"
            message = f"{tag} “{form}” has no Chinese characters; {remedy}"
            yield _finding(term, "wrong-script", Severity.WARNING, message)
        if odd := "".join(c for c in form if _HAN.match(c) and _is_traditional(c)):
            message = f"{tag} “{form}” has Traditional characters ({odd}); write Simplified ones"
            yield _finding(term, "traditional", Severity.WARNING, message)
    elif tag in LANGUAGES and _HAN.search(form):
        message = f"{tag} “{form}” has Chinese characters; is it in the wrong column?"
        yield _finding(term, "wrong-script", Severity.ERROR, message)


def _is_traditional(character: str) -> bool:
    """Tell whether a character is outside GB 2312 and inside Big5.

    GB 2312 holds the 6 763 characters of Simplified writing, Big5 those of Traditional.
    """
    return not _encodes(character, "gb2312") and _encodes(character, "big5")


def _encodes(character: str, codec: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _doubles(terms: Sequence[Term]) -> Iterator[Finding]:
    seen: dict[tuple[tuple[str, tuple[str, ...]], ...], Term] = {}
    for term in terms:
        key = tuple(sorted(term.forms.items()))
        if key in seen:
            message = f"“{_name(term)}” stands in {_at(seen[key], term)} too; remove one"
            yield _finding(term, "duplicate", Severity.WARNING, message)
        seen.setdefault(key, term)


def _disagreements(terms: Sequence[Term]) -> Iterator[Finding]:
    """Yield rows that give the same words another translation."""
    languages = Glossary(tuple(terms)).languages
    for source in languages:
        by_form: dict[tuple[str, str], list[Term]] = defaultdict(list)
        for term in terms:
            for form in term.sought(source):
                key = form if form != form.lower() else fold(form).text
                by_form[key, str(term.case)].append(term)
        for (form, _), rows in by_form.items():
            yield from _clashes(source, form, rows, languages)


def _clashes(
    source: str, form: str, rows: Sequence[Term], languages: Sequence[str]
) -> Iterator[Finding]:
    for target in languages:
        served = [term for term in rows if term.serves(source, target)]
        for earlier, later in pairwise(served):
            said = earlier.accepted(target)[0], later.accepted(target)[0]
            if earlier is later or said[0] == said[1]:
                continue
            primary = source == later.base
            message = (
                f"{source} “{form}” becomes {target} “{said[1]}” here and “{said[0]}” in "
                f"{_at(earlier, later)}; the later row wins, remove one"
            )
            severity = Severity.ERROR if primary else Severity.INFO
            yield _finding(later, "conflict", severity, message)


def _parts(terms: Sequence[Term]) -> Iterator[Finding]:
    """Yield terms that hold another one and translate it differently."""
    for target in ("nl", "zh-Hans"):
        rows = Glossary(tuple(t for t in terms if not t.is_name))
        matcher = Matcher(rows, "en", target)
        for term in rows.terms:
            if not term.serves("en", target) or term.keeps("en", target):
                continue
            form = term.accepted("en")[0]
            whole = "\n".join(term.occurring(target)).lower()
            for match in matcher.candidates(form, fold(form)):
                part = match.term
                if part is None or part is term or match.text == form:
                    continue
                if not any(p.lower() in whole for p in part.occurring(target)):
                    message = (
                        f"“{form}” holds “{match.text}”, which is {target} "
                        f"“{part.accepted(target)[0]}” by itself, but reads "
                        f"“{term.accepted(target)[0]}”; make them agree if they should"
                    )
                    yield _finding(term, "part-differs", Severity.INFO, message)


def _at(term: Term, other: Term) -> str:
    return f"row {term.row}" if term.file == other.file else f"{term.file}:{term.row}"


def _name(term: Term) -> str:
    return term.forms[term.base][0]
