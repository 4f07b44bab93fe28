"""Where glossary files are when nobody names them."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path("glossaries")
"""Beside the work."""

OWN = "own.csv"
"""The file in that folder that `tolk glossary add` writes to."""


def default_files(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Return the glossaries that come with tolk, then those of `folder`, whose rows win.

    A file of the folder takes the place of a shipped one of the same name. In alphabetical
    order, but `own.csv` last.
    """
    shipped = _shipped()
    files = {file.name: file for place in (shipped, folder) for file in place.glob("*.csv")}
    theirs = {file.name for file in folder.glob("*.csv")} - {
        file.name for file in shipped.glob("*.csv")
    }
    return tuple(
        files[name] for name in sorted(files, key=lambda name: (name == OWN, name in theirs, name))
    )


def _shipped() -> Path:
    beside_package = Path(__file__).parents[2] / "glossaries"
    if beside_package.is_dir():
        return beside_package
    import sysconfig

    return Path(sysconfig.get_path("data")) / "share" / "tolk" / "glossaries"
