"""Change a glossary file by one row; every other byte of it stays as it is."""

from __future__ import annotations

import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.errors import GlossaryError, OutputError
from pipeline.glossary.load import (
    COLUMNS,
    Table,
    dump_row,
    forms_of,
    parse_table,
    read_text,
    term_of,
    unmarked,
)
from pipeline.glossary.model import KEEP

_RISKY = ("=", "+", "-", "@")


def add_rows(path: str | Path, rows: Iterable[Mapping[str, str]]) -> int:
    """Append rows to a glossary file, making the file if there is none; return how many.

    Args:
        path: The file.
        rows: Column → cell.

    Raises:
        GlossaryError: the file is malformed, lacks a column that a row fills, or already has a
            row that spells a term the same way; then nothing is written.
        OutputError: it cannot be written.
    """
    path = Path(path)
    text = read_text(path) if path.exists() else ",".join(COLUMNS) + "\n"
    table = parse_table(text, name=str(path))
    end = "\r\n" if "\r\n" in text else "\n"
    base = table.languages[0]
    taken = {row.cells[base]: row.line for row in table.rows if base in row.cells}
    added: list[str] = []
    for row in rows:
        cells = {column: unicodedata.normalize("NFC", cell) for column, cell in row.items() if cell}
        _check(table, cells, taken)
        taken.setdefault(cells.get(base, ""), 0)
        added.append(dump_row([guarded(cells.get(c, "")) for c in table.header], table.delimiter))
    if not added:
        return 0
    grown = text + (end if text and not text.endswith(("\n", "\r")) else "") + end.join(added) + end
    fresh = parse_table(grown, name=str(path))
    for appended in fresh.rows[len(table.rows) :]:
        term_of(fresh, appended)
    write_atomically(path, grown)
    return len(added)


def remove_rows(path: str | Path, form: str) -> int:
    """Remove the rows that have `form` in some language; return how many.

    Raises:
        GlossaryError: the file is malformed or has no such row.
        OutputError: it cannot be written.
    """
    text = read_text(path)
    table = parse_table(text, name=str(path))
    wanted = unicodedata.normalize("NFC", form.strip())
    gone = {
        row.line
        for row in table.rows
        if any(wanted in map(unmarked, forms_of(row.cells.get(tag, ""))) for tag in table.languages)
    }
    if not gone:
        raise GlossaryError(
            str(path), f"has no row for {form!r}", remedy="see `tolk glossary list`"
        )
    lines = text.splitlines(keepends=True)
    kept = (line for number, line in enumerate(lines, start=1) if number not in gone)
    write_atomically(Path(path), "".join(kept))
    return len(gone)


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; the keep mark `=` stays as it is.

    >>> guarded("=SUM(A1)"), guarded("="), guarded("C++")
    ("'=SUM(A1)", '=', 'C++')
    """
    bare = cell.lstrip()  # A tab before the sign does not stop a spreadsheet.
    return f"'{bare}" if bare.startswith(_RISKY) and bare != KEEP else cell


def write_atomically(path: Path, text: str) -> None:
    """Write a file so that nobody ever sees half of it.

    Raises:
        OutputError: it cannot be written; the old file is as it was.
    """
    place = path.resolve()
    temporary = ""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if place.exists():
            shutil.copymode(place, temporary)
        else:
            Path(temporary).chmod(0o644)
        Path(temporary).replace(place)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise OutputError(
            str(path),
            f"cannot be written ({error.strerror or error})",
            remedy="check the folder and its permissions",
        ) from error


def _check(table: Table, cells: Mapping[str, str], taken: Mapping[str, int]) -> None:
    for column, cell in cells.items():
        if column not in table.header:
            raise GlossaryError(
                table.name,
                f"has no column {column}",
                line=table.header_line,
                remedy="add it to the header, or choose another file",
            )
        if "\n" in cell or "\r" in cell:
            raise GlossaryError(table.name, f"a line break in {column}", remedy="take it out")
    spelled = cells.get(table.languages[0], "")
    if spelled and spelled in taken:
        raise GlossaryError(
            table.name,
            f"already has a row for {spelled!r}",
            line=taken[spelled],
            remedy=f"first `tolk glossary remove {spelled!r}`",
        )
