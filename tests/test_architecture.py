"""The shape of the package, checked."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline"
LAYERS = (
    {"model", "clock", "languages", "errors", "version", "settings", "slugs"},
    {"style", "text"},
    {"fields"},
    {"readers", "formats", "engines", "glossary", "memory", "timing", "cueing"},
    {"stages", "checks"},
    {"flow", "finished", "reference"},
    {"outputs", "manifest", "assembly", "site"},
    {"batch", "work", "lines"},
    {"serving"},
    {"cli"},
)
"""Lowest first; a module may import its own layer and those below."""
HEAVY = {"argostranslate", "budoux", "ctranslate2", "distributed", "jinja2", "langdetect",
         "numpy", "rich", "sentencepiece", "stanza", "torch", "uniseg"}  # fmt: skip


def parts() -> dict[str, int]:
    return {name: level for level, names in enumerate(LAYERS) for name in names}


def imported(path: Path) -> set[str]:
    """Return the parts of the package that a file imports, but for annotations only."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipeline."):
            found.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.ImportFrom) and node.module == "pipeline":
            found |= {alias.name for alias in node.names}
    return found


def test_every_part_has_its_layer() -> None:
    names = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    unknown = names - set(parts()) - {"__init__", "__pycache__", "py", "models"}
    assert not unknown


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.name))
def test_imports_point_one_way(path: Path) -> None:
    levels = parts()
    mine = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if mine == "__init__":
        return
    above = {name for name in imported(path) if levels.get(name, 0) > levels[mine]}
    assert not above, f"{path.name} imports {sorted(above)}, which stand above it"


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["run", "--help"]])
def test_the_command_line_starts_without_anything_heavy(arguments: list[str]) -> None:
    script = (
        "import sys\nfrom pipeline.cli import main\n"
        f"sys.argv = ['tolk', *{arguments!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert not HEAVY & set(done.stderr.split())


def test_files_and_functions_hold_one_idea() -> None:
    """A file stays under about 400 lines, a function under about 45."""
    long: list[str] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 460:
            long.append(path.name)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.name != "run":
                lines = (node.end_lineno or node.lineno) - node.lineno
                if lines > 50:
                    long.append(f"{path.name}:{node.name}: {lines}")
    assert not long
