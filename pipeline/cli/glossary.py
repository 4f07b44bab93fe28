"""`tolk glossary`: keep the terms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import console

if TYPE_CHECKING:
    from pipeline.glossary.model import Glossary
    from pipeline.model import Document

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Files = Annotated[
    list[Path] | None,
    typer.Option("--file", "-f", help="Glossary CSV; repeat it. Default: glossaries/*.csv."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@app.command(name="list")
def list_(
    word: Annotated[str | None, typer.Argument(help="Only terms that hold this.")] = None,
    *,
    file: Files = None,
    as_json: Json = False,
) -> None:
    """Print the terms, one a line: English, Dutch, Chinese, kind, place."""
    terms = [term for term in _load(file).terms if not word or _holds(term.forms, word)]
    if as_json:
        console.document(
            [
                {
                    "forms": {tag: list(cell) for tag, cell in term.forms.items()},
                    "kind": term.kind,
                    "case": str(term.case),
                    "also": {tag: list(forms) for tag, forms in term.extra.items()},
                    "forbidden": {tag: list(forms) for tag, forms in term.forbidden.items()},
                    "note": term.note,
                    "file": term.file,
                    "row": term.row,
                }
                for term in terms
            ]
        )
        return
    for term in terms:
        cells = ("|".join(term.forms.get(tag, ())) for tag in ("en", "nl", "zh-Hans"))
        console.data("\t".join([*cells, term.kind, f"{term.file}:{term.row}"]))


@app.command()
def add(
    term: Annotated[str, typer.Argument(help="The English term.")],
    *,
    nl: Annotated[str, typer.Option(help="Dutch; several forms with | between them.")] = "",
    zh: Annotated[str, typer.Option(help="Simplified Chinese.")] = "",
    keep: Annotated[bool, typer.Option("--keep", help="The same in every language.")] = False,
    kind: Annotated[str, typer.Option(help="term, name, product, company …")] = "",
    case: Annotated[str, typer.Option(help="exact or any; default: by the form.")] = "",
    forms: Annotated[str, typer.Option(help="Further forms: nl:contexten|en:contexts.")] = "",
    forbidden: Annotated[str, typer.Option(help="Never write: zh-Hans:法学硕士.")] = "",
    note: Annotated[str, typer.Option(help="For people.")] = "",
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Glossary CSV.")] = None,
) -> None:
    """Add a term at the end of a file; the rest of the file stays as it is."""
    from pipeline.errors import UsageError
    from pipeline.glossary.edit import add_rows

    if not (nl or zh or keep):
        raise UsageError(
            term, "has no translation", remedy="give --nl, --zh, or --keep to leave it as it is"
        )
    path = _own(file)
    row = {"en": term.strip(), "nl": nl or "=" * keep, "zh-Hans": zh or "=" * keep}
    row |= {"kind": kind or ("name" if keep else "term"), "case": case}
    row |= {"forms": forms, "forbidden": forbidden, "note": note}
    add_rows(path, [row])
    console.say(f"added {term} to {path}")


@app.command()
def remove(
    term: Annotated[str, typer.Argument(help="The term, in any language.")],
    *,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Glossary CSV.")] = None,
) -> None:
    """Remove the rows of a term from a file; the rest of the file stays as it is."""
    from pipeline.glossary.edit import remove_rows

    path = _own(file)
    count = remove_rows(path, term)
    console.say(f"removed {count} row{'s' * (count != 1)} from {path}")


@app.command()
def check(*, file: Files = None, as_json: Json = False) -> None:
    """Report what is doubtful: rows that disagree, wrong scripts, terms inside terms."""
    from pipeline.errors import EXIT_FINDINGS
    from pipeline.glossary.check import check as findings_of
    from pipeline.glossary.load import read_table
    from pipeline.model import Severity

    findings = findings_of([read_table(path) for path in _files(file)])
    if as_json:
        console.document(
            [
                {"rule": f.rule, "severity": f.severity, "where": f.where, "message": f.message}
                for f in findings
            ]
        )
    else:
        for finding in findings:
            console.data(f"{finding.where}: {finding.severity}: {finding.message} [{finding.rule}]")
    serious = sum(finding.severity is not Severity.INFO for finding in findings)
    console.say(f"{len(findings)} findings, {serious} of them warnings or errors")
    if serious:
        raise typer.Exit(EXIT_FINDINGS)


@app.command()
def suggest(
    inputs: Annotated[list[Path], typer.Argument(help="Digests, articles, captions …")],
    *,
    file: Files = None,
    at_least: Annotated[int, typer.Option(help="Only what occurs as often as this.")] = 1,
    as_json: Json = False,
) -> None:
    """Print names and ideas that the inputs mention and the glossary lacks; write nothing."""
    from pipeline.glossary.edit import guarded
    from pipeline.glossary.suggest import suggest as suggestions_of

    found = suggestions_of(_documents(inputs), _load(file))
    found = tuple(suggestion for suggestion in found if suggestion.count >= at_least)
    if as_json:
        console.document(
            [
                {
                    "text": s.text,
                    "kind": s.kind,
                    "count": s.count,
                    "documents": s.documents,
                    "keep": s.keep,
                    "contexts": list(s.contexts),
                    "conflicts": list(s.conflicts),
                }
                for s in found
            ]
        )
        return
    for s in found:
        row = [str(s.count), s.text, s.kind, "=" if s.keep else "", *s.conflicts, *s.contexts[:1]]
        console.data("\t".join(map(guarded, row)))


@app.command(name="import")
def import_(
    foreign: Annotated[Path, typer.Argument(help="The file of another tool.")],
    *,
    form: Annotated[
        str, typer.Option("--format", help="deepl, deepl-tsv, google, omegat, tbx.")
    ] = "deepl",
    source: Annotated[str, typer.Option("--from", help="Language of the first column.")] = "en",
    target: Annotated[str, typer.Option("--to", help="Language of the second column.")] = "nl",
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Glossary CSV.")] = None,
) -> None:
    """Add the terms of another tool's glossary that the file does not have yet."""
    from pipeline.glossary.edit import add_rows
    from pipeline.glossary.exchange import import_glossary
    from pipeline.glossary.load import forms_of, read_table, read_text
    from pipeline.languages import language_tag

    rows = import_glossary(
        read_text(foreign),
        form,
        name=str(foreign),
        source=language_tag(source),
        target=language_tag(target),
    )
    path = _own(file)
    table = read_table(path) if path.exists() else None
    base = table.languages[0] if table else "en"
    known = {row.cells.get(base, "") for row in table.rows} if table else set()
    fresh = {row.get(base, "\n".join(row.values())): row for row in reversed(rows)}
    fresh = {key: fresh[key] for key in reversed(fresh) if key not in known and forms_of(key)}
    count = add_rows(path, fresh.values())
    console.say(f"added {count} of {len(rows)} terms to {path}; the others were there already")


@app.command(name="export")
def export_(
    *,
    form: Annotated[
        str, typer.Option("--format", help="deepl, deepl-tsv, google, omegat, tbx.")
    ] = "deepl",
    source: Annotated[str, typer.Option("--from", help="Source language.")] = "en",
    target: Annotated[str, typer.Option("--to", help="Target language.")] = "nl",
    file: Files = None,
) -> None:
    """Print the glossary in another tool's format."""
    from pipeline.glossary.exchange import export_glossary
    from pipeline.languages import language_tag

    text = export_glossary(
        _load(file), form, source=language_tag(source), target=language_tag(target)
    )
    for line in text.removesuffix("\n").split("\n"):
        console.data(line)


def _files(given: list[Path] | None) -> tuple[Path, ...]:
    from pipeline.errors import UsageError
    from pipeline.glossary.places import default_files

    files = tuple(given) if given else default_files()
    if not files:
        raise UsageError("--file", "there is no glossary here", remedy="name one with --file")
    return files


def _load(given: list[Path] | None) -> Glossary:
    from pipeline.glossary.load import load

    return load(_files(given))


def _own(given: Path | None) -> Path:
    """Return the file to change: the one given, else `own.csv` in the folder beside the work."""
    from pipeline.errors import UsageError
    from pipeline.glossary.places import FOLDER, OWN

    if given is None and not FOLDER.is_dir():
        raise UsageError(
            "--file", "there is no glossaries folder here", remedy="name the file with --file"
        )
    return given or FOLDER / OWN


def _holds(forms: object, word: str) -> bool:
    return word.lower() in str(forms).lower()


def _documents(inputs: list[Path]) -> list[Document]:
    from pipeline.readers.opening import open_source, read_source

    return [document for path in inputs for document in read_source(open_source(path))]
