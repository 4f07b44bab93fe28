"""The bill of materials: CycloneDX 1.6 JSON from the lock file, nothing else asked.

    python -m tests.trust.bom [requirements.lock] > sbom.json

Licences come from the metadata of the packages that are installed here; one that is not
installed is listed without. The same lock file and environment give the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)(?:\s*;\s*([^\\]+?))?\s*\\?")
_HASH = re.compile(r"\s+--hash=sha256:([0-9a-f]{64})(?:\s*\\)?")


@dataclass(frozen=True, slots=True)
class Pin:
    """One locked package.

    Attributes:
        marker: Where it is wanted, or empty for everywhere.
        hashes: SHA-256 of every archive that may be installed.
    """

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def pins(text: str) -> Iterator[Pin]:
    """Yield the packages of a lock file.

    Raises:
        ValueError: a line is neither a pin, a hash nor a comment.
    """
    head: re.Match[str] | None = None
    hashes: list[str] = []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.lstrip().startswith("#"):
            continue
        if found := _HASH.fullmatch(line):
            hashes.append(found[1])
            continue
        if head:
            yield Pin(head[1], head[2], head[3] or "", tuple(hashes))
        head, hashes = _PIN.fullmatch(line), []
        if head is None and line.strip():
            raise ValueError(f"line {number} is no pin: {line!r}")


def licence_of(name: str) -> str:
    """Return the licence that an installed package states, or nothing."""
    try:
        stated = metadata(name)
    except PackageNotFoundError:
        return ""
    classifiers = [c for c in stated.get_all("Classifier") or () if c.startswith("License :: ")]
    text = (stated.get("License") or "").strip().split("\n")[0]
    return _expression(name) or ", ".join(c.rpartition(" :: ")[2] for c in classifiers) or text[:80]


def _expression(name: str) -> str:
    """Return the SPDX expression that an installed package states, or nothing."""
    try:
        return metadata(name).get("License-Expression") or ""
    except PackageNotFoundError:
        return ""


def bill(text: str) -> dict[str, object]:
    """Return the bill of materials of a lock file."""
    from pipeline.version import __version__

    components = []
    for pin in sorted(pins(text), key=lambda pin: pin.name):
        component: dict[str, object] = {
            "type": "library",
            "bom-ref": f"pkg:pypi/{pin.name}@{pin.version}",
            "name": pin.name,
            "version": pin.version,
            "purl": f"pkg:pypi/{pin.name}@{pin.version}",
            "properties": [{"name": "tolk:archive-sha256", "value": h} for h in pin.hashes],
        }
        if licence := licence_of(pin.name):
            known = bool(_expression(pin.name))
            component["licenses"] = [
                {"expression": licence} if known else {"license": {"name": licence}}
            ]
        components.append(component)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": f"pkg:pypi/tolk@{__version__}",
                "name": "tolk",
                "version": __version__,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": components,
    }


def main() -> None:
    """Print the bill of the lock file that is named, or of the repository's own."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "requirements.lock"
    text = path.read_text(encoding="utf-8")
    sys.stdout.write(json.dumps(bill(text), indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
