"""Glossaries of other tools: DeepL, Google, OmegaT and TBX, in and out.

Every one of them but Google's and TBX holds one direction. What is written carries no `=`:
a term that stays is written out on both sides, and a cell that a spreadsheet would run as a
formula gets an apostrophe before it, which reading takes away again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from pipeline.errors import GlossaryError, UsageError
from pipeline.glossary.edit import guarded
from pipeline.glossary.load import unguarded
from pipeline.glossary.model import Glossary, Term
from pipeline.languages import language_tag

Cells = Mapping[str, str]
"""Column of our own format → cell."""

_ABROAD = {"zh-Hans": "ZH"}
_GOOGLE = {"zh-Hans": "zh-CN"}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One foreign format.

    Attributes:
        write: (glossary, source, target) → text.
        read: (text, name, source, target) → rows.
    """

    write: Callable[[Glossary, str, str], str]
    read: Callable[[str, str, str, str], list[Cells]]


def export_glossary(glossary: Glossary, format_: str, *, source: str, target: str) -> str:
    """Return a glossary in a foreign format.

    Raises:
        UsageError: there is no such format.
    """
    return _exchange(format_).write(glossary, source, target)


def import_glossary(text: str, format_: str, *, name: str, source: str, target: str) -> list[Cells]:
    """Return the rows of a foreign glossary, in the columns of ours.

    Args:
        text: The file.
        format_: Name from `EXCHANGES`.
        name: Of the file, for messages.
        source: Language of the first column, where the file does not say.
        target: Language of the second column, where the file does not say.

    Raises:
        UsageError: there is no such format, or the file is in another language.
        GlossaryError: the file is malformed.
    """
    rows = _exchange(format_).read(text.removeprefix("\ufeff"), name, source, target)
    return [{column: cell for column, cell in row.items() if cell} for row in rows]


def _exchange(format_: str) -> Exchange:
    if format_ not in EXCHANGES:
        raise UsageError(
            format_, "no such glossary format", remedy=f"choose from {', '.join(EXCHANGES)}"
        )
    return EXCHANGES[format_]


def _pairs(glossary: Glossary, source: str, target: str) -> Iterator[tuple[str, str, Term]]:
    """Yield (source form, target form, term), one for each form that may occur."""
    last: dict[str, tuple[str, Term]] = {}
    for term in glossary.terms:
        if term.serves(source, target):
            for form in filter(term.sought(source).__contains__, term.accepted(source)):
                theirs = form if term.keeps(source, target) else term.accepted(target)[0]
                last[form] = (theirs, term)
    for form, (theirs, term) in last.items():
        yield form, theirs, term


def _table(rows: Iterator[Sequence[str]], delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows([guarded(cell) if cell != "=" else "'=" for cell in row] for row in rows)
    return out.getvalue()


def _plain_rows(text: str, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield reader.line_num, [_clean(cell) for cell in cells]
    except csv.Error as error:
        raise GlossaryError(
            name, f"is malformed ({error})", line=reader.line_num, remedy="export it again"
        ) from error


def _clean(cell: str) -> str:
    text = " ".join(unguarded(cell.strip()).split())
    return text[1:] if text == "'=" else text.replace("|", "/")


def _two_columns(delimiter: str) -> Callable[[str, str, str, str], list[Cells]]:
    def read(text: str, name: str, source: str, target: str) -> list[Cells]:
        rows: list[Cells] = []
        for line, cells in _plain_rows(text, name, delimiter):
            if cells[0].startswith("#"):
                continue
            if len(cells) < 2 or not cells[0] or not cells[1]:
                raise GlossaryError(
                    name, "a term without its translation", line=line, remedy="fill both columns"
                )
            ours, theirs = source, target
            if delimiter == "," and len(cells) >= 4 and cells[2] and cells[3]:
                ours, theirs = language_tag(cells[2]), language_tag(cells[3])
            note = cells[2] if delimiter == "\t" and len(cells) > 2 else ""
            rows.append(_kept({ours: cells[0], theirs: cells[1], "note": note}))
        return rows

    return read


def _kept(row: dict[str, str]) -> Cells:
    """Write = for languages that say the same as the first one."""
    tags = [column for column in row if column != "note"]
    first = row[tags[0]]
    return {c: "=" if c in tags[1:] and text == first else text for c, text in row.items()}


def _write_deepl(glossary: Glossary, source: str, target: str) -> str:
    tags = _ABROAD.get(source, source.upper()), _ABROAD.get(target, target.upper())
    return _table(([a, b, *tags] for a, b, _ in _pairs(glossary, source, target)), ",")


def _write_tabs(glossary: Glossary, source: str, target: str) -> str:
    return _table(([a, b] for a, b, _ in _pairs(glossary, source, target)), "\t")


def _write_omegat(glossary: Glossary, source: str, target: str) -> str:
    rows = ([a, b, term.note or term.kind] for a, b, term in _pairs(glossary, source, target))
    return _table(rows, "\t")


def _write_google(glossary: Glossary, source: str, target: str) -> str:
    tags = [source, target, *(t for t in glossary.languages if t not in {source, target})]
    rows = [[_GOOGLE.get(tag, tag) for tag in tags]]
    for term in glossary.terms:
        cells = [(term.accepted(tag) or ("",))[0] for tag in tags]
        if sum(map(bool, cells)) > 1:
            rows.append(cells)
    return _table(iter(rows), ",")


def _read_google(text: str, name: str, source: str, target: str) -> list[Cells]:
    rows = _plain_rows(text, name, ",")
    line, header = next(rows, (1, [source, target]))
    columns: list[str] = []
    for cell in header:
        described = {"pos": "kind", "description": "note"}.get(cell.lower())
        try:
            columns.append(described or language_tag(cell))
        except UsageError as error:
            raise GlossaryError(
                name, f"{cell!r} is no language", line=line, remedy="name the columns by language"
            ) from error
    languages = [column for column in columns if column not in {"kind", "note"}]
    found: list[Cells] = []
    for _, cells in rows:
        row = {c: cell for c, cell in zip(columns, cells, strict=False) if cell}
        if sum(tag in row for tag in languages) > 1:
            found.append({**_kept({c: row[c] for c in row if c != "kind"}), **_kind(row)})
    return found


def _kind(row: Mapping[str, str]) -> dict[str, str]:
    return {"kind": row["kind"]} if "kind" in row else {}


def _write_tbx(glossary: Glossary, source: str, target: str) -> str:
    tags = [source, target, *(t for t in glossary.languages if t not in {source, target})]
    root = ET.Element("martif", {"type": "TBX-Basic", _XML_LANG: source})
    header = ET.SubElement(ET.SubElement(root, "martifHeader"), "fileDesc")
    ET.SubElement(ET.SubElement(header, "sourceDesc"), "p").text = "tolk glossary"
    body = ET.SubElement(ET.SubElement(root, "text"), "body")
    for number, term in enumerate(glossary.terms, start=1):
        entry = ET.SubElement(body, "termEntry", {"id": f"t{number}"})
        if term.note:
            ET.SubElement(entry, "note").text = _NOT_XML.sub("", term.note)
        for tag in tags:
            forms = term.accepted(tag)
            if forms:
                language = ET.SubElement(entry, "langSet", {_XML_LANG: tag})
            for form in forms:
                tig = ET.SubElement(language, "tig")
                ET.SubElement(tig, "term").text = _NOT_XML.sub("", form)
    ET.indent(root)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + ET.tostring(root, encoding="unicode") + "\n"


def _read_tbx(text: str, name: str, source: str, target: str) -> list[Cells]:
    """Read TBX-Basic, of 2008 (martif) and of 2019 (tbx)."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(text, forbid_dtd=False)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise GlossaryError(name, f"is no TBX ({error})", remedy="export it again") from error
    rows: list[Cells] = []
    for entry in root.iter():
        if _local(entry) not in {"termEntry", "conceptEntry"}:
            continue
        row: dict[str, str] = {}
        for language in (e for e in entry if _local(e) in {"langSet", "langSec"}):
            tag = _tag(language.get(_XML_LANG, ""))
            terms = (
                " ".join("".join(e.itertext()).split())
                for e in language.iter()
                if _local(e) == "term"
            )
            if tag:
                row[tag] = "|".join(dict.fromkeys(t.replace("|", "/") for t in terms if t))
        ordered = {t: row[t] for t in sorted(row, key=lambda t: (t != source, t != target, t))}
        if len(ordered) > 1:
            note = next((e.text or "" for e in entry if _local(e) == "note"), "")
            rows.append(_kept({**ordered, "note": " ".join(note.split())}))
    return rows


def _words(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split()).replace("|", "/")


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _tag(text: str) -> str:
    try:
        return language_tag(text)
    except UsageError:
        return ""


EXCHANGES: Mapping[str, Exchange] = {
    "deepl": Exchange(_write_deepl, _two_columns(",")),
    "deepl-tsv": Exchange(_write_tabs, _two_columns("\t")),
    "google": Exchange(_write_google, _read_google),
    "omegat": Exchange(_write_omegat, _two_columns("\t")),
    "tbx": Exchange(_write_tbx, _read_tbx),
}
"""Foreign formats by the name that `--format` takes."""
