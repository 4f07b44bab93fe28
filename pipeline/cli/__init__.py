"""The command line: one module per group of commands.

A command turns flags into settings, calls the library, and turns what comes back into words,
JSON and an exit code. Errors come here, become one line, and end the process with their code.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from pipeline.cli import console
from pipeline.cli.ending import Stopped, notices_said, open_streams, stoppable
from pipeline.cli.lazily import Commands
from pipeline.errors import EXIT_DONE, EXIT_PARTIAL, EXIT_STOPPED, TolkError, internal


def build() -> typer.Typer:
    """Return the whole command line; a command is imported when it is called."""
    app = typer.Typer(
        name="tolk",
        cls=Commands,
        help="Podcast digests, transcripts and captions in; subtitles and bilingual reading in "
        "English, Dutch and Chinese out. Offline.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_top)
    return app


def main() -> None:
    """Run the command line and exit with its code; never a traceback."""
    open_streams()
    try:
        with stoppable(), notices_said():
            try:
                build()()
            finally:
                console.flush()
    except TolkError as error:
        sys.exit(console.fail(error))
    except console.ReaderGone:
        sys.exit(EXIT_DONE)
    except Stopped as stop:
        console.say("tolk: stopped; what was finished is kept")
        sys.exit(EXIT_STOPPED + stop.number)
    except Exception as error:
        if os.environ.get("TOLK_DEBUG"):
            raise
        console.say(f"tolk: {internal(error)}")
        sys.exit(EXIT_PARTIAL)


def _version(*, asked: bool) -> None:
    if asked:
        from pipeline.version import __version__

        console.data(f"tolk {__version__}")
        raise typer.Exit


def _top(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda asked: _version(asked=asked),
            is_eager=True,
            help="Print the version and leave.",
        ),
    ] = False,
) -> None:
    del version
