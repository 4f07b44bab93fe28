"""Commands that cost nothing until they are asked for.

The top of the command line knows the names of the commands and a line about each. The module of
one is imported when somebody calls it, and its plain values are made without Pydantic, which
Typer 0.29 would import for the first string that it is given: half the time of a run that finds
nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

COMMANDS: Mapping[str, tuple[str, str]] = {
    "run": ("run", "Make subtitles, summaries and bilingual reading."),
    "inspect": ("inspect", "Say what was understood of an input."),
    "translate": ("translate", "Translate line by line."),
    "detect": ("detect", "Name the language of each line."),
    "check": ("check", "Check subtitles: form, conformance, content."),
    "site": ("site", "Make the pages again from the records."),
    "serve": ("site", "Show the pages, and correct translations in place."),
    "glossary": ("glossary", "Keep the terms."),
    "memory": ("memory", "Look into the translation memory."),
    "models": ("models", "See and install translation models."),
}
"""Name → module of `pipeline.cli`, and what `tolk --help` says of it, in 60 letters at most.

A module has `register(app)`, which adds commands, or an `app` with commands of its own.
"""


class Commands(TyperGroup):
    """The group at the top: it lists all commands and imports the one that is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return all names."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command; for a name that there is not, load all: Typer suggests from them."""
        for name in (cmd_name,) if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                self.commands[name] = command(name)
        return super().get_command(ctx, cmd_name)

    def get_params(self, ctx: Any) -> Any:
        """Return the options at the top."""
        return _lightened(super().get_params, ctx)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list without importing anything."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


def command(name: str) -> Any:
    """Import the module of a command and return the command."""
    module, words = COMMANDS[name]
    there = import_module(f"pipeline.cli.{module}")
    app = typer.Typer(rich_markup_mode=None)
    if hasattr(there, "register"):
        there.register(app)
    else:
        app.add_typer(there.app, name=name, help=words)
    found = get_group(app).commands[name]
    for each in (found, *getattr(found, "commands", {}).values()):
        vars(each)["get_params"] = partial(_lightened, each.get_params)
    return found


def _lightened(parameters: Callable[[Any], list[Any]], ctx: Any) -> list[Any]:
    """Return the parameters of a command, `--help` among them, each with values made here."""
    found = parameters(ctx)
    for one in found:
        if "process_value" not in vars(one):
            vars(one)["process_value"] = partial(_processed, one, one.process_value)
    return found


def _processed(parameter: Any, typers: Any, ctx: Any, value: Any) -> Any:
    """Return the value of a parameter as its annotation has it.

    Where that is not plain to see, or the value is wrong or missing, Typer is asked: it has the
    words. Versions of it that describe no types need no Pydantic either.
    """
    kind = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    many = parameter.multiple or parameter.nargs == -1
    if kind and value is None and not parameter.required:
        plain: object = () if many else None
    elif value and kind == list[Path] and all(isinstance(one, str) for one in value):
        plain = [Path(one) for one in value]
    elif kind is Path and isinstance(value, str | Path):
        plain = Path(value)
    elif kind in (str, int) and type(value) is kind:
        plain = value
    elif kind is int and _whole(value, parameter):
        plain = int(value)
    else:
        return typers(ctx, value)
    return parameter.callback(ctx, parameter, plain) if parameter.callback else plain


def _whole(value: Any, parameter: Any) -> bool:
    """Tell whether a value is a number of few digits within the bounds of its option."""
    if not (isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10):
        return False
    least, most = parameter.min, parameter.max
    return (least is None or least <= int(value)) and (most is None or int(value) <= most)
