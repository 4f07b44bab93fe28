"""Nothing heavy is imported before it is needed, and an unchanged run needs hardly anything."""

from __future__ import annotations

import os
import subprocess
import sys
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
    "rich",
    "sentencepiece",
    "torch",
    "uniseg",
)
_CALL = f"""
import sys
from unittest import mock
from pipeline.cli import main
with mock.patch.object(sys, "argv", ["tolk", *sys.argv[1:]]):
    try:
        main()
    except SystemExit as stop:
        assert not stop.code, stop.code
sys.stderr.write("heavy " + " ".join(sorted({set(HEAVY)!r} & set(sys.modules))))
"""


def heavy(*arguments: str) -> str:
    """Return what `tolk` imported that takes long."""
    done = subprocess.run(
        [sys.executable, "-c", _CALL, *arguments], capture_output=True, check=True, text=True
    )
    return done.stderr.rpartition("heavy ")[2]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["run", "--help"]])
def test_asking_what_there_is_imports_nothing_heavy(arguments: list[str]) -> None:
    assert heavy(*arguments) == ""


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
        assert heavy(*call) == ""
    finally:
        del os.environ["ARGOS_PACKAGES_DIR"]
