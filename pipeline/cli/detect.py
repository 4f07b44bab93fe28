"""`tolk detect`: the language of each line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import console


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="detect")(detect)


def detect(
    file: Annotated[Path | None, typer.Argument(help="A text file; stdin if none.")] = None,
    *,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the file.")] = None,
) -> None:
    """Print `tag<TAB>confidence` for each line; `und<TAB>0.00` for one without letters."""
    from pipeline.errors import UsageError
    from pipeline.stages.detect import detect_text

    for line in lines_of(file, encoding=encoding):
        try:
            tag, confidence = detect_text([line])
        except UsageError:
            tag, confidence = "und", 0.0
        console.data(f"{tag}\t{confidence:.2f}")


def lines_of(file: Path | None, *, encoding: str | None = None) -> list[str]:
    """Return the lines of a file or of stdin, without their ends.

    Raises:
        InputError: the file cannot be read, or stdin is not UTF-8.
    """
    if file is not None:
        from pipeline.readers.opening import open_source

        return open_source(file, encoding=encoding).text.removesuffix("\n").split("\n")
    from pipeline.errors import InputError

    try:
        text = sys.stdin.buffer.read().decode(encoding or "utf-8-sig")
    except (UnicodeDecodeError, LookupError) as error:
        raise InputError("stdin", f"is not {encoding or 'UTF-8'}", remedy="--encoding") from error
    return text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []
