"""`tolk site` and `tolk serve`: the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import console

Out = Annotated[Path, typer.Argument(help="Output folder of `tolk run`.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(name="site")(site)
    app.command(name="serve")(serve)


def site(
    out: Out = Path("outputs"),
    *,
    media: Annotated[
        str, typer.Option(help="Audio or video for the pages; {slug} stands for the episode's.")
    ] = "",
) -> None:
    """Make the catalogue and every episode page again from the records in the folder."""
    from pipeline.site.rebuild import rebuild

    count = rebuild(out, media=media)
    console.data(str(out / "index.html"))
    console.say(f"{count} episode page{'s' * (count != 1)} and the catalogue written")


def serve(
    out: Out = Path("outputs"),
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 for any that is free.")] = 8765,
) -> None:
    """Show the pages on this computer only, where translations can be corrected in place."""
    from pipeline.serving.server import open_server

    server = open_server(out, port=port)
    console.data(f"http://127.0.0.1:{server.server_port}/")
    console.say("Ctrl+C stops it")
    try:
        server.serve_forever()
    finally:
        server.server_close()
