"""`tolk memory`: what has been translated before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import console

if TYPE_CHECKING:
    from pipeline.memory import Memory

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

File = Annotated[
    Path | None, typer.Option("--memory", help="Translation memory. Default: the user's own.")
]


@app.command()
def stats(
    *,
    memory: File = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Print how many translations there are, by languages and engine."""
    with _open(memory) as opened:
        held, path = opened.stats(), opened.path
        _say_notices(opened)
    if as_json:
        console.document(
            {
                "path": str(path),
                "bytes": held.size,
                "engine": [
                    {"source": a, "target": b, "engine": engine, "sentences": count}
                    for (a, b, engine), count in held.engine.items()
                ],
                "person": [
                    {"source": a, "target": b, "sentences": count}
                    for (a, b), count in held.person.items()
                ],
            }
        )
        return
    console.data(f"{path}\t{held.size} bytes")
    for (a, b), count in held.person.items():
        console.data(f"{a}\t{b}\tperson\t{count}")
    for (a, b, engine), count in held.engine.items():
        console.data(f"{a}\t{b}\t{engine}\t{count}")


@app.command(name="export")
def export_(
    file: Annotated[Path | None, typer.Argument(help="TMX file; stdout if none.")] = None,
    *,
    people: Annotated[bool, typer.Option("--people", help="Only what people translated.")] = False,
    memory: File = None,
) -> None:
    """Write the memory as TMX 1.4."""
    from pipeline.formats.tmx import Unit, compose
    from pipeline.glossary.edit import write_atomically
    from pipeline.model import Origin

    units: list[Unit] = []
    with _open(memory) as opened:
        for by_people in (True, False)[: 1 if people else 2]:
            origin = Origin.CORRECTED if by_people else Origin.ENGINE
            units += [
                Unit(p.text, p.translation, p.source, p.target, origin.value)
                for p in opened.pairs(by_people=by_people)
                if p.text.strip() and p.translation.strip()
            ]
        _say_notices(opened)
    text = compose(units)
    if file is None:
        for line in text.removesuffix("\n").split("\n"):
            console.data(line)
    else:
        write_atomically(file, text)
        console.say(f"{len(units)} translations written to {file}")


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="TMX file with translations by people.")],
    *,
    memory: File = None,
) -> None:
    """Take a TMX file's translations as people's: they win over every engine.

    Units that tolk itself marked as an engine's are passed over.
    """
    from pipeline.errors import InputError
    from pipeline.formats.tmx import parse
    from pipeline.memory import Pair
    from pipeline.model import Origin

    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(str(file), "cannot be read", remedy="check the path") from error
    found = parse(content, name=str(file))
    engines = {Origin.ENGINE.value, Origin.MEMORY.value, Origin.GLOSSARY.value}
    pairs = [
        Pair(unit.source_language, unit.target_language, unit.source, unit.target)
        for unit in found.units
        if unit.origin not in engines
    ]
    with _open(memory) as opened:
        count = opened.correct(pairs)
        _say_notices(opened)
    passed = len(found.units) - len(pairs)
    console.say(
        f"{count} translations by people taken in, {passed} of engines passed over, "
        f"{found.skipped} texts without a partner skipped"
    )


def _open(path: Path | None) -> Memory:
    from pipeline.memory import Memory, default_path

    return Memory(path or default_path())


def _say_notices(memory: Memory) -> None:
    for notice in memory.notices:
        console.say(notice)
