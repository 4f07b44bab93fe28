"""Step 8: the card of a model: what it was made of and how well it does.

    python -m training.card training/work/shards/manifest.json --scores F.json --out card.json

Without `--scores` and `--out` it prints the corpora as a Markdown table.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from training.sources import FORWARD, IN_DOMAIN, SOURCES, Source

LICENCE = "MIT for the weights; see `corpora` for the licences of what they were trained on"


def main(arguments: list[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "manifest", type=Path, help="manifest.json, or clean.json before it is there"
    )
    parser.add_argument("--scores", type=Path, help="what training.evaluate wrote")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    manifest = json.loads(options.manifest.read_text(encoding="utf-8"))
    if not options.out:
        print(table(manifest))
        return
    scores = json.loads(options.scores.read_text(encoding="utf-8")) if options.scores else []
    text = json.dumps(card(manifest, scores), indent=1, ensure_ascii=False, sort_keys=True)
    options.out.write_text(text + "\n", encoding="utf-8")


def card(manifest: dict[str, Any], scores: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the card as JSON."""
    corpora = [
        {"pair": pair, "name": source.name, "licence": source.licence, "pairs": count}
        for pair, source, count in _used(manifest)
    ]
    return {"licence": LICENCE, "corpora": corpora, "scores": scores, "seed": manifest.get("seed")}


def table(manifest: dict[str, Any]) -> str:
    """Return the corpora as a Markdown table: read, left out, learned from."""
    lines = ["| corpus | licence | read | kept | shown per epoch | learned |", "| --- " * 6 + "|"]
    for pair, source, count in _used(manifest):
        counts = manifest["corpora"][f"{pair}/{source.name}"]
        first, second = pair.split("-")
        ways = f"{first} ↔ {second}" if source.ways == 3 else f"{second} → {first}"
        ways = f"{first} → {second}" if source.ways == FORWARD else ways
        read = sum(counts.values())
        cells = (
            f"{pair} {source.name}",
            source.licence,
            f"{read:,}",
            f"{count:,}",
            f"× {source.times}",
            ways,
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _used(manifest: dict[str, Any]) -> list[tuple[str, Source, int]]:
    return [
        (pair, source, counts[source.name])
        for pair, counts in sorted(manifest["training"].items())
        for source in (IN_DOMAIN, *SOURCES[pair])
        if source.name in counts
    ]


if __name__ == "__main__":
    main()
