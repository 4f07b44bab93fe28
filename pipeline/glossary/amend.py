"""Say how one term is rendered in one language, in a file that may or may not have the term."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from pipeline.errors import GlossaryError
from pipeline.glossary.edit import add_rows, guarded, write_atomically
from pipeline.glossary.load import Row, Table, dump_row, forms_of, parse_table, read_text, term_of


def put_form(path: str | Path, word: str, form: str, *, source: str, language: str) -> None:
    """Make `form` the rendering of `word`; the other cells of its row, if any, stay.

    Args:
        path: A glossary file; made if there is none.
        word: The term, in the source language.
        form: The rendering; several with `|` between them.
        source: Language of `word`.
        language: Language of `form`.

    Raises:
        GlossaryError: the file is malformed, or has no column for a language.
        OutputError: it cannot be written.
    """
    path = Path(path)
    word, form = (unicodedata.normalize("NFC", text.strip()) for text in (word, form))
    text = read_text(path) if path.exists() else ""
    table = parse_table(text, name=str(path)) if text else None
    row = _row_of(table, word, source) if table else None
    if table is None or row is None:
        add_rows(path, [{source: word, language: form, "kind": "term"}])
        return
    if language not in table.header:
        raise GlossaryError(
            str(path), f"has no column {language}", line=table.header_line, remedy="add it"
        )
    cells = {**row.cells, language: form}
    if "\n" in form or "\r" in form:
        raise GlossaryError(str(path), f"a line break in {language}", remedy="take it out")
    line = dump_row([guarded(cells.get(c, "")) for c in table.header], table.delimiter)
    lines = text.splitlines(keepends=True)
    old = lines[row.line - 1]
    lines[row.line - 1] = line + old[len(old.rstrip("\r\n")) :]
    fresh = parse_table("".join(lines), name=str(path))
    for changed in fresh.rows:
        if changed.line == row.line:
            term_of(fresh, changed)
    write_atomically(path, "".join(lines))


def _row_of(table: Table, word: str, source: str) -> Row | None:
    """Return the last row that spells the term so: where rows differ, the last one wins."""
    for row in reversed(table.rows):
        if word in forms_of(row.cells.get(source, "")):
            return row
    return None
