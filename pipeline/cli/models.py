"""`tolk models`: the translation models on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli import console

if TYPE_CHECKING:
    from pipeline.engines.download import Progress
    from pipeline.engines.store import Installed, Stocked

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@app.command(name="list")
def list_(*, as_json: Json = False) -> None:
    """Print every model: built-in, installed, and available if the index is on this machine."""
    from pipeline.engines.download import cached_offers
    from pipeline.engines.refusal import short_pair
    from pipeline.engines.store import stock

    models, findings = stock()
    here = {(short_pair(p), m.package.version) for m in models for p in m.package.routes}
    offers = [o for o in cached_offers() if (short_pair(o.pair), o.version) not in here]
    if as_json:
        available = [{"name": short_pair(o.pair), "version": o.version} for o in offers]
        records = [_record(model) for model in models]
        records += [{**offer, "origin": "available"} for offer in available]
        broken = [{"folder": f.where, "message": f.message} for f in findings]
        console.document({"models": records, "broken": broken})
        return
    for model in models:
        console.data(_line(model))
    for offer in offers:
        console.data(f"{short_pair(offer.pair)}\t{offer.version}\tavailable\t\t")
    for finding in findings:
        console.say(finding.message)
    if not models:
        console.say("no model here; `tolk models install en-zh` gets one from the Argos index")


@app.command()
def install(
    what: Annotated[str, typer.Argument(help="An .argosmodel file, or a pair such as en-zh.")],
    *,
    as_json: Json = False,
) -> None:
    """Install a model, try it, and find out which placeholders it keeps.

    Only a pair uses the network: it is looked up in Argos Translate's package index.
    """
    from pipeline.engines.store import install as install_archive

    file = Path(what)
    if file.suffix == ".argosmodel" or file.is_file():
        installed = install_archive(file)
    else:
        installed = _install_pair(what)
    if as_json:
        console.document({**_record(_stocked(installed)), "archive_sha256": installed.sha256})
        return
    console.say(f"sha256 {installed.sha256}")
    console.data(_line(_stocked(installed)))
    for pair, profile in sorted(installed.profiles.items()):
        shares = ", ".join(f"{name} {share:.0%}" for name, share in profile.survival.items())
        console.say(f"placeholders that survive {pair[0]} to {pair[1]}: {shares}")


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="A pair such as en-zh, or a folder's name.")],
) -> None:
    """Delete an installed model."""
    from pipeline.engines.store import find, stock
    from pipeline.engines.store import remove as remove_model

    found = find(name, stock()[0])
    installed = [model for model in found if model.origin == "installed"]
    for model in installed or found:
        remove_model(model)
        console.say(f"removed {model.package.name} from {model.package.folder.parent}")


@app.command()
def info(
    name: Annotated[str, typer.Argument(help="A pair such as en-zh, or a folder's name.")],
    *,
    as_json: Json = False,
) -> None:
    """Print all that is known of a model: place, size, checksum, licence, scores."""
    from pipeline.engines.store import find, stock

    found = [_record(model, full=True) for model in find(name, stock()[0])]
    if as_json:
        console.document(found)
        return
    for number, record in enumerate(found):
        if number:
            console.data("")
        for key, value in record.items():
            console.data(f"{key}\t{_words(value)}")


def _install_pair(text: str) -> Installed:
    from pipeline.engines.download import choose, download, fetch_offers
    from pipeline.engines.store import install as install_archive
    from pipeline.engines.store import parse_pair

    pair = parse_pair(text)
    file = download(choose(pair, fetch_offers()), progress=_meter())
    try:
        return install_archive(file)
    finally:
        file.unlink(missing_ok=True)


def _meter() -> Progress | None:
    """Return what shows a download's progress: nothing unless a person is watching."""
    if not console.is_terminal():
        return None
    shown = 0

    def show(there: int, total: int) -> None:
        nonlocal shown
        tenth = there * 10 // total if total else there // 50_000_000
        if tenth > shown:
            shown = tenth
            share = f" of {total / 1e6:.0f}" if total else ""
            console.say(f"{there / 1e6:.0f}{share} MB")

    return show


def _stocked(installed: Installed) -> Stocked:
    from pipeline.engines.store import Stocked

    return Stocked(installed.package, "installed")


def _line(model: Stocked) -> str:
    package = model.package
    size = f"{package.size / 1e6:.1f} MB"
    return "\t".join([model.name, package.version, model.origin, size, package.licence])


def _record(model: Stocked, *, full: bool = False) -> dict[str, Any]:
    package = model.package
    record: dict[str, Any] = {
        "name": model.name,
        "pairs": [list(pair) for pair in sorted(package.routes)],
        "version": package.version,
        "origin": model.origin,
        "size": package.size,
        "licence": package.licence,
        "scores": package.card.get("scores", {}),
        "placeholders": model.survival(),
    }
    if full:
        record |= {"folder": str(package.folder), "model_sha256": package.checksum}
        record |= {"card": dict(package.card)} if package.card else {}
    return record


def _words(value: object) -> str:
    """Return a value on one line."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_words(inner)}" for key, inner in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join("-".join(map(str, v)) if isinstance(v, list) else str(v) for v in value)
    return " ".join(str(value).split())
