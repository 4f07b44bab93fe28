"""Where glossary files are when nobody names them."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path("glossaries")
"""Beside the work."""

OWN = "own.csv"
"""The file in that folder that `tolk glossary add` writes to."""


def default_files(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Return the CSV files of `folder`, else those that come with tolk.

    In alphabetical order, but `own.csv` last, so that its rows win.
    """
    package = Path(__file__).parents[1]
    for place in (folder, package / "glossaries", package.parent / "glossaries"):
        files = sorted(place.glob("*.csv"), key=lambda file: (file.name == OWN, file.name))
        if files:
            return tuple(files)
    return ()
