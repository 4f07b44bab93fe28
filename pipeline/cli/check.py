"""`tolk check`: the quality of any subtitle file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import console
from pipeline.errors import EXIT_DONE, EXIT_FINDINGS, InputError, OutputError, UsageError

if TYPE_CHECKING:
    from pipeline.checks.content import Audit, Pairing
    from pipeline.checks.file import Opened, Report
    from pipeline.model import Caption


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="check", no_args_is_help=True)(check)


def check(
    files: Annotated[list[Path], typer.Argument(help="SRT and VTT files, ours or not.")],
    *,
    style: Annotated[str, typer.Option(help="Style profile, or a TOML file.")] = "netflix",
    language: Annotated[
        str | None, typer.Option(help="Language, or two as en+nl; else by file name or text.")
    ] = None,
    source: Annotated[
        Path | None, typer.Option(help="The captions that these translate: compare both.")
    ] = None,
    glossary: Annotated[
        list[Path] | None, typer.Option(help="Glossary CSV, with --source; may be repeated.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the files.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write the report as a page too.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Name each place, not the first few.")] = (
        False
    ),
    fix: Annotated[
        bool, typer.Option("--fix", help="Write FILE.fixed.srt with what can safely be mended.")
    ] = False,
    in_place: Annotated[bool, typer.Option("--in-place", help="With --fix: write FILE.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Advice counts as a finding too.")] = (
        False
    ),
) -> None:
    """Check subtitles: form, conformance, content. Exit 1 on any error or warning."""
    if in_place and not fix:
        raise UsageError("--in-place", "says where --fix writes", remedy="say --fix --in-place")
    reports = [
        _checked(
            path,
            style=style,
            language=language,
            source=source,
            glossaries=glossary,
            encoding=encoding,
            fixed_to=_beside(path, in_place=in_place) if fix else None,
        )
        for path in files
    ]
    _say(reports, as_json=as_json, every=every)
    if html is not None:
        _write_page(reports, html)
    clean = all(not report.hits if strict else report.is_clean for report in reports)
    raise typer.Exit(EXIT_DONE if clean else EXIT_FINDINGS)


def _checked(
    path: Path,
    *,
    style: str,
    language: str | None,
    source: Path | None,
    glossaries: list[Path] | None,
    encoding: str | None,
    fixed_to: Path | None,
) -> Report:
    from pipeline.checks.file import check_file
    from pipeline.style.loading import load_style

    opened = _open(path, encoding)
    limits = load_style(style)
    tags = _languages(opened, language)
    captions, pairing = _source(source, tags, glossaries, encoding)
    report = check_file(opened, languages=tags, style=limits, source=captions, pairing=pairing)
    if fixed_to is None:
        return report
    from pipeline.checks.mend import mend

    mended = mend(opened.text, languages=tags, style=limits)
    for change in mended.changes:
        console.say(f"{path.name}: {change}")
    console.say(f"{path.name}: {len(mended.changes)} kinds of change, written to {fixed_to}")
    _write(fixed_to, mended.text)
    again = _open(fixed_to, None)
    return check_file(again, languages=tags, style=limits, source=captions, pairing=pairing)


def _open(path: Path, encoding: str | None) -> Opened:
    from pipeline.checks.chunks import lay_out
    from pipeline.checks.file import Opened
    from pipeline.readers.opening import decode, read_bytes

    content = read_bytes(path)
    text = decode(content, name=str(path), encoding=encoding)
    layout = lay_out(text)
    if not layout.chunks or not (layout.parsed.blocks or layout.parsed.problems):
        raise InputError(str(path), "no subtitles in it", remedy="give an SRT or VTT file")
    if not layout.parsed.blocks and layout.format == "srt":
        remedy = "give an SRT or VTT file; times are written `00:00:01,000 --> 00:00:02,000`"
        raise InputError(str(path), "there is no cue in it", remedy=remedy)
    return Opened(str(path), content, text, encoding or _announced(content))


def _announced(content: bytes) -> str:
    return "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"


def _languages(opened: Opened, stated: str | None) -> tuple[str, ...]:
    """Return one tag or two: as stated, as the name says, or as the text reads."""
    from pipeline.languages import language_tag
    from pipeline.readers.naming import parts_of_name

    if stated:
        return _pair(tuple(language_tag(part) for part in stated.split("+")))
    stem = Path(opened.name).name.rpartition(".")[0].removesuffix(".fixed")
    tag = stem.rpartition(".")[2]
    if "+" in tag:
        try:
            return _pair(tuple(language_tag(part) for part in tag.split("+")))
        except UsageError:
            tag = ""
    found = parts_of_name(f"{stem}.srt")[1]
    return (found or _heard(opened),)


def _pair(tags: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(tags)) != len(tags) or len(tags) > 2:
        raise UsageError("--language", "is one language or two", remedy="say for example en+nl")
    return tags


def _heard(opened: Opened) -> str:
    from pipeline.checks.chunks import lay_out
    from pipeline.stages.detect import detect_text

    texts = [caption.text for caption in lay_out(opened.text).parsed.captions]
    try:
        return detect_text(texts)[0]
    except UsageError:
        return "en"


def _source(
    path: Path | None, tags: tuple[str, ...], glossaries: list[Path] | None, encoding: str | None
) -> tuple[tuple[Caption, ...], Pairing | None]:
    """Return the source's captions, and how to compare a translation with them."""
    if path is None:
        return (), None
    from pipeline.checks.chunks import lay_out
    from pipeline.checks.content import Pairing

    opened = _open(path, encoding)
    spoken = _languages(opened, None)[0]
    target = next((tag for tag in tags if tag != spoken), spoken)
    captions = lay_out(opened.text).parsed.captions
    return captions, Pairing(spoken, target, _audit(glossaries, spoken, target))


def _audit(glossaries: list[Path] | None, source: str, target: str) -> Audit | None:
    """Return how terms are looked up, or None where there is no glossary."""
    if not glossaries or source == target:
        return None
    from pipeline.checks.terms import auditor
    from pipeline.cli.options import existing
    from pipeline.glossary.load import load

    return auditor(load(existing(glossaries)), source=source, target=target)


def _beside(path: Path, *, in_place: bool) -> Path:
    return path if in_place else path.with_name(f"{path.stem}.fixed{path.suffix}")


def _write(path: Path, text: str) -> None:
    try:
        path.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise OutputError(str(path), f"cannot be written: {error.strerror}") from error


def _write_page(reports: list[Report], path: Path) -> None:
    from pipeline.checks.report import as_page

    _write(path, as_page(reports))


def _say(reports: list[Report], *, as_json: bool, every: bool) -> None:
    from pipeline.checks import report as wording

    if as_json:
        files = [wording.as_json(report) for report in reports]
        console.document({"schema": "tolk/check/1", "files": files})
        return
    for report in reports:
        for line in wording.as_words(report, every=every):
            console.data(line)
