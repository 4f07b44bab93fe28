"""Nothing heavy is imported before it is needed, and an unchanged run needs hardly anything."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.pages import write_page

HEAVY = (
    "ahocorasick_rs",
    "argostranslate",
    "budoux",
    "ctranslate2",
    "defusedxml",
    "distributed",
    "jinja2",
    "langdetect",
    "numpy",
    "pydantic",
    "rich",
    "sentencepiece",
    "torch",
    "uniseg",
)
FEW = 20
"""Modules beyond Typer's own that saying something about the command line may import."""
NEEDED: Mapping[str, str] = {
    "what is asked for": "cli cli.console cli.ending cli.lazily cli.options cli.run settings "
    "languages clock errors version",
    "what is there": "batch outputs manifest finished slugs work readers readers.opening",
    "what would be used": "assembly memory glossary glossary.places style style.loading "
    "style.model",
    "an engine's signature": "engines engines.argos engines.builtin engines.checksums "
    "engines.combined engines.ct2 engines.local engines.package engines.pivot engines.refusal "
    "engines.tokens",
}
"""Why → modules of ours that an unchanged run may import."""
PYTHONS = "atexit hashlib json logging sqlite3 string tomllib unicodedata"
"""Those of Python: checksums, the manifest, warnings, the memory, the style, slugs."""
_CALL = """
import sys
import typer
before = set(sys.modules)
sys.argv[0] = "tolk"
from pipeline.cli import main
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
sys.stderr.write("loaded " + " ".join(sorted(set(sys.modules) - before)))
"""


def loaded(*arguments: str) -> list[str]:
    """Return the modules that `tolk` imported besides those of Typer, but for private ones."""
    done = subprocess.run(
        [sys.executable, "-c", _CALL, *arguments], capture_output=True, check=True, text=True
    )
    names = done.stderr.rpartition("loaded ")[2].split()
    return [name for name in names if not name.rpartition(".")[2].startswith("_")]


def heavy(*arguments: str) -> set[str]:
    """Return what of it takes long."""
    return {name.partition(".")[0] for name in loaded(*arguments)} & set(HEAVY)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["run", "--help"]])
def test_asking_what_there_is_imports_nothing_heavy(arguments: list[str]) -> None:
    found = loaded(*arguments)
    assert "pipeline.cli" in found
    assert not {name.partition(".")[0] for name in found} & set(HEAVY)
    assert len(found) < FEW, found


def test_the_package_alone_imports_nothing_of_it() -> None:
    code = "import sys, pipeline; print([m for m in sys.modules if m.startswith('pipeline.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() in ("[]", "['pipeline.version']")


def test_an_unchanged_run_imports_nothing_heavy(tmp_path: Path, toy_shelf: Path) -> None:
    page = write_page(tmp_path / "page.txt", 2)
    os.environ["ARGOS_PACKAGES_DIR"] = str(toy_shelf)
    try:
        call = ["run", str(page), "--engine", "argos", "--out", str(tmp_path / "out")]
        call += ["--memory", str(tmp_path / "memory"), "--to", "en,nl"]
        assert "ctranslate2" in heavy(*call)
        again = {name.removeprefix("pipeline.") for name in loaded(*call)} - {"pipeline"}
        ours = set(" ".join(NEEDED.values()).split())
        others = {name.partition(".")[0] for name in again - ours}
        assert others - {"typer", *PYTHONS.split()} == set()
    finally:
        del os.environ["ARGOS_PACKAGES_DIR"]
