"""What tolk stands on: locked with hashes, declared, explained, and listed."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib

import pytest
from packaging.markers import Marker

from tests.trust.bom import bill, licence_of, pins
from tests.trust.runs import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
MODULES = {"srt": "srt", "ahocorasick_rs": "ahocorasick-rs"}
OPTIONAL = {"distributed", "dask"}
"""Imported only where an option asks for it; the extra `cluster` brings it."""
BARRED = {"torch", "stanza", "spacy", "minisbd", "requests", "transformers"}


def declared() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.split(r"[<>=~!\[; ]", row)[0]: row for row in project["dependencies"]}


def imported() -> dict[str, set[str]]:
    """Return module → the files of the package that import it from outside the library."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "pipeline").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for name in names:
                top = name.partition(".")[0]
                if top not in sys.stdlib_module_names and top != "pipeline":
                    found.setdefault(top, set()).add(str(path.relative_to(ROOT)))
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    found = list(pins(text))
    assert len(found) > 10
    assert not [pin.name for pin in found if not pin.hashes]
    assert not re.search(r"https?://|file:|git\+|--(?:extra-)?index-url|--trusted-host", text)


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    names = {MODULES.get(module, module).replace("_", "-").lower() for module in imported()}
    wanted = set(declared())
    assert names - OPTIONAL <= wanted, f"not declared: {names - OPTIONAL - wanted}"
    # Read by the checks of what argostranslate needs, not imported by name.
    assert wanted - names <= {"argostranslate"}


def test_nothing_heavy_or_online_is_imported() -> None:
    assert not BARRED & set(imported())
    assert not BARRED & {pin.name for pin in pins((ROOT / LOCKS[0]).read_text(encoding="utf-8"))}


def test_every_dependency_is_locked_and_explained() -> None:
    locked = {pin.name for pin in pins((ROOT / LOCKS[0]).read_text(encoding="utf-8"))}
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    for name in declared():
        assert name in locked
        assert f"| `{name}` |" in page, f"{name} is not explained in docs/dependencies.md"


def test_the_bill_of_materials_lists_every_locked_package() -> None:
    text = (ROOT / LOCKS[0]).read_text(encoding="utf-8")
    made = bill(text)
    assert json.dumps(made) == json.dumps(bill(text))
    components = made["components"]
    assert isinstance(components, list)
    assert {c["purl"] for c in components} == {f"pkg:pypi/{p.name}@{p.version}" for p in pins(text)}
    assert made["bomFormat"] == "CycloneDX"
    references = [component["bom-ref"] for component in components]
    assert len(set(references)) == len(references)
    for component, pin in zip(components, sorted(pins(text), key=lambda p: p.name), strict=True):
        assert {p["value"] for p in component["properties"]} == set(pin.hashes)


FREE = {
    "0BSD",
    "Apache 2.0",
    "Apache Software License",
    "Apache-2.0",
    "BSD License",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC License (ISCL)",
    "MIT",
    "MIT License",
    "PSF-2.0",
    "Python Software Foundation License",
    "Zlib",
}
"""Licences that ask for no more than to be named, as packages spell them."""
FURTHER = {"tqdm": {"MPL-2.0"}, "regex": {"CNRI-Python"}}
"""Looked at one by one: docs/dependencies.md says why they may be there."""


def conditions(name: str) -> set[str]:
    """Return the licences of an installed package that ask for more; `unknown` if it has none."""
    stated = re.split(r" AND | OR |, ", licence_of(name) or "unknown")
    return {part.strip() for part in stated} - FREE - FURTHER.get(name, set())


def test_every_licence_is_known_and_asks_for_no_more_than_to_be_named() -> None:
    looked_at = 0
    for pin in pins((ROOT / LOCKS[0]).read_text(encoding="utf-8")):
        if pin.marker and not Marker(pin.marker).evaluate():
            continue
        assert not conditions(pin.name), f"{pin.name}: {conditions(pin.name)}"
        looked_at += 1
    assert looked_at > 30
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in FURTHER)


def test_a_licence_that_asks_for_more_or_is_not_stated_is_noticed() -> None:
    assert conditions("hypothesis") == {"MPL-2.0"}
    assert conditions("no-such-package") == {"unknown"}


def test_a_line_that_is_no_pin_is_noticed() -> None:
    with pytest.raises(ValueError, match="line 1 is no pin"):
        list(pins("srt>=3\n"))


PROMISES = ROOT / "docs" / "reliability.md"


def test_every_promise_names_a_test_that_exists() -> None:
    text = PROMISES.read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    assert len(named) > 25
    for file, name in named:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        tests = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert name in tests, f"{file}::{name}"


def test_every_promise_has_a_test() -> None:
    for line in PROMISES.read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and not line.startswith(("| Promise", "| Figure")):
            assert "`tests/" in line or "by hand" in line, line
