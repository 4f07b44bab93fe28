"""`tolk translate`: lines in, lines out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import console


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="translate", no_args_is_help=True)(translate)


def translate(
    file: Annotated[Path | None, typer.Argument(help="A text file; stdin if none.")] = None,
    *,
    source: Annotated[str, typer.Option("--from", help="Language of the text.")],
    to: Annotated[str, typer.Option(help="Language to translate into.")],
    engine: Annotated[str, typer.Option(help="auto, builtin, argos, libretranslate.")] = "auto",
    glossary: Annotated[
        list[Path] | None, typer.Option(help="Glossary CSV; may be repeated.")
    ] = None,
    memory: Annotated[Path | None, typer.Option(help="Translation memory file.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the file.")] = None,
) -> None:
    """Translate line by line: as many lines out as in, a blank one for a blank one."""
    from pipeline.assembly import Assembly
    from pipeline.cli import options
    from pipeline.cli.detect import lines_of
    from pipeline.languages import language_tag
    from pipeline.lines import translate_lines
    from pipeline.settings import Settings

    assembly = Assembly(
        Settings(
            engine=engine,
            glossaries=options.existing(glossary) if glossary else None,
            memory=memory,
        )
    )
    pair = language_tag(source), language_tag(to)
    for line in translate_lines(lines_of(file, encoding=encoding), assembly, pair):
        console.data(line)
