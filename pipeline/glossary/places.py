"""Where glossary files are when nobody names them."""

from __future__ import annotations

import sysconfig
from pathlib import Path

FOLDER = Path("glossaries")
"""Beside the work."""

OWN = "own.csv"
"""The file in that folder that `tolk glossary add` writes to."""


def default_files(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Return the CSV files of `folder`, else those that come with tolk.

    In alphabetical order, but `own.csv` last, so that its rows win.
    """
    installed = Path(sysconfig.get_path("data")) / "share" / "tolk" / "glossaries"
    for place in (folder, Path(__file__).parents[2] / "glossaries", installed):
        files = sorted(place.glob("*.csv"), key=lambda file: (file.name == OWN, file.name))
        if files:
            return tuple(files)
    return ()
