"""Making the pages of an output folder again from what stands in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.formats.episode import SCHEMA
from pipeline.model import File
from pipeline.outputs import OutputFolder
from pipeline.site.catalogue import compose_catalogue
from pipeline.site.page import compose_page, media_beside
from pipeline.version import __version__


def rebuild(out: Path, *, media: str = "") -> int:
    """Write every episode page and the catalogue; return how many episodes there are.

    Args:
        out: An output folder, with its manifest.
        media: Recording for the pages, `{slug}` standing for the episode's; empty for what the
            run that made each episode was given.

    Raises:
        InputError: the folder has no manifest, or a record in it is not what it should be.
        OutputError: the folder cannot be written, or a run is writing to it.
    """
    if not (out / "manifest.json").is_file():
        raise InputError(str(out), "has no manifest.json", remedy="give a folder `tolk run` wrote")
    with OutputFolder(out) as folder:
        for entry in folder.entries.values():
            record = read_record(folder, str(entry["slug"]))
            page = _page(out, entry, record, media)
            entry["files"] = {**entry.get("files", {}), **folder.write([page])}
            entry.update(titles=record["title"], summary=record["summary"])
            folder.entries[entry["slug"]] = entry
        folder.write([compose_catalogue(folder.entries.all())])
        folder.save_manifest(__version__)
        return len(folder.entries)


def read_record(folder: OutputFolder, slug: str) -> Mapping[str, Any]:
    """Return the content of an episode's `episode.json`.

    Raises:
        InputError: it is missing or damaged.
    """
    path = f"{slug}/episode.json"
    where = str(folder.path / path)
    try:
        record = json.loads(folder.read(path) or b"")
    except ValueError as error:
        remedy = "make it again with `tolk run --force`"
        raise InputError(where, "is missing or damaged", remedy=remedy) from error
    if not isinstance(record, dict) or record.get("schema") != SCHEMA:
        raise InputError(where, f"is not of schema {SCHEMA}", remedy="run `tolk run --force`")
    return record


def _page(out: Path, entry: Mapping[str, Any], record: Mapping[str, Any], media: str) -> File:
    slug = str(entry["slug"])
    given = media or str(entry.get("settings", {}).get("media", ""))
    where = str(out / slug / "episode.json")
    try:
        return compose_page(
            record,
            media=media_beside(given, out / slug),
            files=sorted({*entry.get("files", {}), f"{slug}/index.html"}),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        remedy = "make it again with `tolk run --force`"
        raise InputError(where, f"lacks what a page needs ({error!r})", remedy=remedy) from error
