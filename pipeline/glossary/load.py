"""Read glossary files.

A file is CSV in UTF-8 with a header; comma, semicolon (as spreadsheets write it in the
Netherlands) or tab separates the cells. `glossaries/README.md` explains the columns.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import GlossaryError, UsageError
from pipeline.glossary.model import KEEP, Case, Glossary, Term
from pipeline.languages import language_tag

COLUMNS = ("en", "nl", "zh-Hans", "kind", "case", "forms", "forbidden", "note")
"""The header of a new file."""

SETTINGS = frozenset(COLUMNS[3:])
UNSOUGHT = ">"
"""Before a form in a language cell: written and accepted, but not looked for in a source."""
_TAG = re.compile(r"[A-Za-z]{2}(?:-[A-Za-z0-9]{2,8}){0,3}")
_GUARDED = re.compile(r"'[=+\-@]")
_LARGEST = 64 * 1024 * 1024
_LONGEST = 500
"""Characters of one form; the search for longer ones takes time that grows with their square."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in a file.

    Attributes:
        line: 1-based line on which it starts.
        cells: Column → text, trimmed, in Unicode form C; empty cells are left out.
    """

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A glossary file taken apart.

    Attributes:
        languages: Its language columns, in their order.
        ignored: Columns that mean nothing here.
        delimiter: What separates the cells.
        header: Its columns as named in the file.
        header_line: 1-based line of the header.
    """

    name: str
    languages: tuple[str, ...]
    ignored: tuple[str, ...]
    delimiter: str
    header: tuple[str, ...]
    header_line: int
    rows: tuple[Row, ...]


def load(paths: Sequence[str | Path]) -> Glossary:
    """Read glossary files into one glossary; rows of later files win.

    Raises:
        GlossaryError: a file is missing, is not UTF-8, or has a malformed row.
    """
    return Glossary(tuple(term for path in paths for term in terms_of(read_table(path))))


def read_table(path: str | Path) -> Table:
    """Read one file.

    Raises:
        GlossaryError: as `load`.
    """
    return parse_table(read_text(path), name=str(path))


def read_text(path: str | Path) -> str:
    """Return the text of a glossary file, byte order mark and all.

    Raises:
        GlossaryError: it cannot be read, is too large or is not UTF-8.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise GlossaryError(
            str(path), f"cannot be read ({error.strerror or error})", remedy="check the path"
        ) from error
    if len(content) > _LARGEST:
        raise GlossaryError(str(path), "is larger than 64 MB", remedy="split it by subject")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise GlossaryError(
            str(path), "is not UTF-8", line=line, remedy="save it as CSV UTF-8"
        ) from error


def parse_table(text: str, *, name: str) -> Table:
    """Take the text of a file apart.

    Raises:
        GlossaryError: as `load`.
    """
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    first = next((i for i, s in enumerate(lines) if s.strip() and not s.startswith("#")), None)
    if first is None:
        raise GlossaryError(name, "has no header", remedy=f"begin with {','.join(COLUMNS)}")
    delimiter = max(",;\t", key=lines[first].count)
    numbered = _records(lines, delimiter, name)
    header_line, header = next(numbered)
    names = tuple(_column(cell) for cell in header)
    languages = tuple(n for n in names if n and n not in SETTINGS and _TAG.fullmatch(n))
    _check_header(name, header_line, names, languages)
    rows = tuple(
        Row(line, dict(_cells(name, line, names, cells)))
        for line, cells in numbered
        if any(map(str.strip, cells))
    )
    ignored = tuple(n for n in names if n not in languages and n not in SETTINGS)
    return Table(name, languages, ignored, delimiter, names, header_line, rows)


def terms_of(table: Table) -> Iterator[Term]:
    """Yield the terms of a file in its order.

    Raises:
        GlossaryError: a row is malformed.
    """
    for row in table.rows:
        yield term_of(table, row)


def term_of(table: Table, row: Row) -> Term:
    """Return the term of one row.

    Raises:
        GlossaryError: it names no term, or a cell cannot be understood.
    """
    cells = {tag: forms_of(row.cells[tag]) for tag in table.languages if row.cells.get(tag)}
    forms = {tag: tuple(map(unmarked, cell)) for tag, cell in cells.items()}
    unsought = {tag: frozenset(set(forms[tag]) - set(cell)) for tag, cell in cells.items()}
    if not all(form for cell in forms.values() for form in cell):
        raise _fault(table, row, f"{UNSOUGHT} with nothing after it", f"write {UNSOUGHT}推理")
    for tag, cell in forms.items():
        if KEEP in cell and len(cell) > 1:
            raise _fault(table, row, f"{tag} has = beside other forms", "write = alone")
    extra, forbidden = _tagged(table, row, "forms"), _tagged(table, row, "forbidden")
    everything = (*forms.values(), *extra.values(), *forbidden.values())
    if any(len(form) > _LONGEST for cell in everything for form in cell):
        problem = f"holds a term of more than {_LONGEST} characters"
        raise _fault(table, row, problem, "a term is a few words")
    if not any(cell != (KEEP,) for cell in forms.values()):
        raise _fault(table, row, "no language spells the term out", "fill a language column")
    case = row.cells.get("case", "").lower()
    if case not in set(Case):
        raise _fault(table, row, f"case {case!r} is unknown", "use exact, any or nothing")
    return Term(
        forms,
        kind=row.cells.get("kind", ""),
        case=Case(case),
        extra=extra,
        forbidden=forbidden,
        note=row.cells.get("note", ""),
        unsought={tag: marked for tag, marked in unsought.items() if marked},
        file=table.name,
        row=row.line,
    )


def unguarded(cell: str) -> str:
    """Take away the apostrophe that keeps spreadsheets from running a cell as a formula.

    >>> unguarded("'+1"), unguarded("'s")
    ('+1', "'s")
    """
    return cell[1:] if _GUARDED.match(cell) and cell != f"'{KEEP}" else cell


def _records(lines: list[str], delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    blanked = ("\n" if line.startswith("#") else line for line in lines)
    reader = csv.reader(blanked, delimiter=delimiter, strict=True)
    at = 0
    try:
        for cells in reader:
            line, at = at + 1, reader.line_num
            if cells:
                yield line, cells
    except csv.Error as error:
        raise GlossaryError(
            name, f"is not CSV ({error})", line=at + 1, remedy="mend the quotation marks"
        ) from error


def _column(cell: str) -> str:
    text = cell.strip()
    if text.lower() in SETTINGS:
        return text.lower()
    if text.lower() in {"notes", "comment", "type", "pos"}:
        return {"notes": "note", "comment": "note"}.get(text.lower(), "kind")
    try:
        return language_tag(text)
    except UsageError:
        return text


def _check_header(name: str, line: int, names: tuple[str, ...], languages: tuple[str, ...]) -> None:
    remedy = f"begin with {','.join(COLUMNS)}"
    if len(languages) < 2:
        raise GlossaryError(
            name, "the header names fewer than two languages", line=line, remedy=remedy
        )
    for column in set(filter(None, names)):
        if names.count(column) > 1:
            raise GlossaryError(name, f"column {column} stands twice", line=line, remedy=remedy)


def _cells(
    name: str, line: int, names: tuple[str, ...], cells: list[str]
) -> Iterator[tuple[str, str]]:
    if len(cells) > len(names) and any(map(str.strip, cells[len(names) :])):
        raise GlossaryError(
            name,
            f"{len(cells)} cells under {len(names)} columns",
            line=line,
            remedy='put "…" around a cell that holds a separator',
        )
    for column, cell in zip(names, cells, strict=False):
        text = unicodedata.normalize("NFC", unguarded(cell.strip()))
        if "\n" in text or "\r" in text:
            raise GlossaryError(
                name, f"{column} holds a line break", line=line, remedy="close the quotation mark"
            )
        if text:
            yield column, text


def forms_of(cell: str) -> tuple[str, ...]:
    """Return the forms of a language cell, each once.

    >>> forms_of("context window | context windows")
    ('context window', 'context windows')
    """
    pieces = (" ".join(piece.split()) for piece in cell.split("|"))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


def unmarked(form: str) -> str:
    """Return a form of a language cell without the mark that it is not looked for.

    >>> unmarked(">推理"), unmarked("推理")
    ('推理', '推理')
    """
    return form.removeprefix(UNSOUGHT).lstrip()


def _tagged(table: Table, row: Row, column: str) -> Mapping[str, tuple[str, ...]]:
    """Read `en:contexts|nl:contexten`; a form without a tag belongs to the tag before it."""
    found: dict[str, list[str]] = {}
    tag = ""
    for form in forms_of(row.cells.get(column, "")):
        head, colon, rest = form.partition(":")
        if colon and _column(head) in table.languages:
            tag, form = _column(head), rest.strip()  # noqa: PLW2901
        if not tag or not form:
            raise _fault(
                table, row, f"{column}: {form or head!r} names no language", "write nl:contexten"
            )
        found.setdefault(tag, []).append(form)
    return {tag: tuple(forms) for tag, forms in found.items()}


def _fault(table: Table, row: Row, problem: str, remedy: str) -> GlossaryError:
    return GlossaryError(table.name, problem, line=row.line, remedy=remedy)


def dump_row(cells: Sequence[str], delimiter: str = ",") -> str:
    """Return one CSV line without its line end."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow(cells)
    return out.getvalue()
