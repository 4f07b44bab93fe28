"""Step 1: read the corpora, keep what is fit, put a part aside for development.

    python -m training.prepare CORPORA --work training/work

Writes `WORK/clean/<pair>.tsv` (corpus, ways, times, first, second), `WORK/clean/dev.tsv` (pair,
corpus, first, second) and `WORK/clean.json` (what was kept and left out, per corpus, with the
SHA-256 of every input).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from training.clean import Sieve, hash_key, key, normalise
from training.sources import (
    IN_DOMAIN,
    PAIRS,
    SOURCES,
    Source,
    corpus_file,
    open_text,
    read_pairs,
    read_podcast,
)

DATA = Path(__file__).parent / "data"
HELD_OUT = 60
"""Pairs of each corpus kept for development, at most one in twenty."""


@dataclass(frozen=True, slots=True)
class Row:
    """A pair of sentences and where it comes from."""

    source: Source
    first: str
    second: str


def main(arguments: list[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpora", type=Path, nargs="?", help="folder with en-nl/, en-zh/, nl-zh/")
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--tests", type=Path, nargs="*", default=None, help="folders of test sets")
    parser.add_argument("--without", nargs="*", default=[], help="corpora to leave out: lctt")
    parser.add_argument("--most", type=int, default=0, help="pairs per corpus, to try things out")
    options = parser.parse_args(arguments)
    tests = options.tests
    if tests is None:
        tests = [options.corpora / "test"] if options.corpora else []
    prepare(options.corpora, options.work, tests=tests, most=options.most, without=options.without)


def prepare(
    corpora: Path | None,
    work: Path,
    *,
    tests: Iterable[Path],
    most: int = 0,
    without: Iterable[str] = (),
) -> None:
    """Clean every corpus below `corpora`; without one only the project's own sentences.

    Args:
        corpora: Folder with a folder for each pair.
        work: Where the results go.
        tests: Folders of sentences that no training may see.
        most: Pairs per corpus; 0 for the limits of `training.sources`.
        without: Names of corpora to leave out.
    """
    files = sorted(file for folder in tests for file in folder.rglob("*") if _is_test(file))
    forbidden = shut_keys([*files, DATA / "podcast-dev.tsv"])
    report: dict[str, object] = {"test_sentences": len(forbidden), "inputs": {}, "corpora": {}}
    left_out = frozenset(without)
    rows = {
        pair: list(_clean(pair, _files(pair, corpora, left_out), forbidden, most, report))
        for pair in PAIRS
    }
    held = {pair: hold_out(rows[pair]) for pair in PAIRS}
    shut = frozenset(
        key(text) for part in held.values() for r in part for text in (r.first, r.second)
    )
    learned = {pair: [r for r in rows[pair] if _free(r, shut)] for pair in PAIRS}
    report["training"] = {
        pair: dict(sorted(Counter(r.source.name for r in kept).items()))
        for pair, kept in learned.items()
    }
    report["development"] = {pair: len(part) for pair, part in held.items()}
    _write_all(work, learned, held, report)


def _write_all(
    work: Path,
    learned: Mapping[str, list[Row]],
    held: Mapping[str, list[Row]],
    report: Mapping[str, object],
) -> None:
    (work / "clean").mkdir(parents=True, exist_ok=True)
    for pair, kept in learned.items():
        _write(work / "clean" / f"{pair}.tsv", (_line(row) for row in kept))
    lines = (
        f"{pair}\t{r.source.name}\t{r.first}\t{r.second}" for pair in PAIRS for r in held[pair]
    )
    _write(work / "clean" / "dev.tsv", lines)
    text = json.dumps(report, indent=1, ensure_ascii=False, sort_keys=True)
    (work / "clean.json").write_text(text + "\n", encoding="utf-8")


def shut_keys(files: Iterable[Path]) -> frozenset[str]:
    """Return the keys of every sentence in some test files, plain text or tab-separated."""
    keys: set[str] = set()
    for file in files:
        with open_text(file) as lines:
            for line in lines:
                keys.update(key(normalise(cell)) for cell in line.split("\t"))
    # A one-word cell, such as a kind or a direction, is no sentence; nor are bare digits.
    return frozenset(found for found in keys if " " in found or len(found) > 12)


def hold_out(rows: list[Row]) -> list[Row]:
    """Return a development set: from each corpus those with the smallest digest."""
    chosen: list[Row] = []
    for source in dict.fromkeys(row.source for row in rows):
        mine = [row for row in rows if row.source is source and source is not IN_DOMAIN]
        mine.sort(key=lambda row: hash_key(key(row.first)))
        chosen += mine[: min(HELD_OUT, len(mine) // 20)]
    return chosen


def _clean(
    pair: str,
    files: Iterable[tuple[Source, Path]],
    forbidden: frozenset[str],
    most: int,
    report: dict[str, object],
) -> Iterator[Row]:
    """Yield what is kept, and fill the report."""
    first, second = pair.split("-")
    sieve = Sieve((first, second), forbidden)
    counts, inputs = report["corpora"], report["inputs"]
    assert isinstance(counts, dict)
    assert isinstance(inputs, dict)
    # Human translations come first, so that of duplicates the human one stays.
    for source, file in files:
        inputs[f"{pair}/{file.name}"] = sha256(file)
        sieve.counts = Counter()
        own = source is IN_DOMAIN
        pairs = read_podcast(file, pair) if own else read_pairs(file)
        kept = [Row(source, *k) for p in pairs if (k := sieve.keep(*p))]
        limit = min(filter(None, (source.most, most)), default=0)
        if limit and len(kept) > limit:
            kept.sort(key=lambda row: hash_key("sample" + row.first))
            sieve.counts["over the limit"] = len(kept) - limit
            kept = kept[:limit]
        counts[f"{pair}/{source.name}"] = dict(sorted(sieve.counts.items())) | {"kept": len(kept)}
        yield from kept


def _files(
    pair: str, corpora: Path | None, without: frozenset[str]
) -> Iterator[tuple[Source, Path]]:
    yield IN_DOMAIN, DATA / "podcast.tsv"
    for source in sorted(SOURCES[pair], key=lambda s: (s.name.endswith("-mt"), s.most)):
        file = corpus_file(corpora, pair, source) if corpora else None
        if file and source.name not in without:
            yield source, file


def _is_test(file: Path) -> bool:
    return file.is_file() and "baselines" not in file.parts and file.suffix in {
        ".en", ".nl", ".zh", ".tsv", ".txt",
    }  # fmt: skip


def _free(row: Row, shut: frozenset[str]) -> bool:
    return key(row.first) not in shut and key(row.second) not in shut


def _line(row: Row) -> str:
    source = row.source
    return f"{source.name}\t{source.ways}\t{source.times}\t{row.first}\t{row.second}"


def _write(file: Path, lines: Iterable[str]) -> None:
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(line + "\n" for line in lines)


def sha256(file: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if __name__ == "__main__":
    main()
