"""Commands are imported when they are called; plain values are those that Typer would make."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from pipeline.cli import build
from pipeline.cli.lazily import COMMANDS, command
from tests.cli.console import tolk

VALUES: tuple[Any, ...] = (
    *(None, (), "", "a", "a b", "/x/../y", "~", "-", "1", "0", "007", "-1", "1.0", "70000"),
    *("9" * 5_000, "１", "é", True, False, 3, ["a"], ("a", "b"), [""]),
)


def parameters() -> Iterator[tuple[str, Any, Any]]:
    """Yield (name, parameter, its context) of every command that there is."""
    root = get_command(build())
    for name in COMMANDS:
        found = command(name)
        for each in (found, *getattr(found, "commands", {}).values()):
            context = each.context_class(each, info_name=name, parent=root.context_class(root))
            for parameter in each.get_params(context):
                yield f"{name} {each.name} {parameter.name}", parameter, context


def outcome(call: Any, *arguments: Any) -> object:
    try:
        made = call(*arguments)
    except typer.TyperException as error:
        return type(error), str(error)
    # Typer's wrapper makes a list of whatever sequence comes out of this.
    return list(made) if isinstance(made, list | tuple) else made


def test_values_are_those_that_typer_makes() -> None:
    seen: set[type] = set()
    for where, parameter, context in parameters():
        if parameter.callback:
            continue
        typers = type(parameter).process_value
        for value in VALUES:
            if isinstance(value, str | bool | int) and (
                parameter.multiple or parameter.nargs == -1
            ):
                continue
            mine = outcome(parameter.process_value, context, value)
            assert mine == outcome(typers, parameter, context, value), (where, value)
            seen.add(type(mine))
    assert {str, int, list, tuple, type(None)} < seen
    assert any(issubclass(kind, Path) for kind in seen)


def test_help_names_every_command_and_what_it_says_is_whole() -> None:
    shown = tolk("--help").output
    for name, (_, words) in COMMANDS.items():
        assert f"  {name:<9}  {words}\n" in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_called(name: str) -> None:
    done = tolk(name, "--help")
    assert done.code == 0
    assert done.output.startswith(f"Usage: tolk {name} ")


def test_a_mistyped_command_is_guessed() -> None:
    done = tolk("rnu")
    assert (done.code, "Did you mean 'run'?" in done.words) == (2, True)


def test_one_command_imports_no_other() -> None:
    code = (
        "import sys; from pipeline.cli.lazily import command\n"
        "command('detect'); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    loaded = {name for name in done.stdout.split() if name.startswith("pipeline.cli.")}
    assert loaded == {f"pipeline.cli.{name}" for name in ("console", "detect", "ending", "lazily")}
