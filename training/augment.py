"""Step 3: cleaned pairs and their copies as shards of token numbers.

    python -m training.augment --work training/work

Writes `WORK/shards/<pair>-<n>.bin.xz`, `WORK/shards/dev.bin.xz`, the tokenizer beside them, and
`WORK/shards/manifest.json`: the SHA-256 of each, and how many pairs each corpus gave, with copies.
A copy follows its original at once, so that the compressor sees both and it costs next to nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.glossary.load import load as load_glossary
from pipeline.languages import LANGUAGES as TONGUES
from training import noise
from training.alignment import Lexicon, latin_units, learn
from training.clean import HAN
from training.placeholders import choose, mask, rename, spots
from training.prepare import DATA, sha256
from training.shards import ShardWriter, save
from training.sources import BACKWARD, BOTH, FORWARD, IN_DOMAIN, PAIRS, read_podcast
from training.tokenizer import LANGUAGES, open_tokenizer

MASKED, RENAMED = 0.4, 0.08
"""Shares of the pairs with a placeholder copy and with a copy that has an invented name."""
ROWS = 200_000
"""Pairs of one shard, copies not counted."""
SAMPLE = 40_000
"""Pairs that the lexicon is learned from."""
MOST_TOKENS = 190
_VARIANTS = 6
_GLOSSARIES = Path(__file__).parents[1] / "glossaries"


@dataclass(frozen=True, slots=True)
class Row:
    """One cleaned pair."""

    corpus: str
    ways: int
    times: int
    sentences: tuple[str, str]


@dataclass
class Builder:
    """Makes the copies of the pairs of two languages, and counts them."""

    languages: tuple[str, str]
    tokenizer: Any
    lexicon: Lexicon
    terms: Mapping[str, frozenset[str]]
    rng: random.Random
    writer: ShardWriter = field(default_factory=ShardWriter)
    counts: Counter[str] = field(default_factory=Counter)
    _last: Row | None = None

    def add(self, row: Row) -> None:
        """Add a pair and its copies."""
        # A pair that is shown often is shown with different copies.
        variants = min(row.times, _VARIANTS)
        times = max(1, round(row.times / variants))
        self._write("pairs", row.sentences, row.ways, row.times)
        for _ in range(variants):
            self._mask(row, times)
            self._disturb(row, times)
        self._last = row

    def _mask(self, row: Row, times: int) -> None:
        draw = self.rng.random()
        if draw > MASKED + RENAMED:
            return
        found = spots(*row.sentences, self.lexicon, self.terms)
        if not found:
            self.counts["nothing to mask"] += 1
            return
        if draw < MASKED:
            masked = mask(*row.sentences, choose(found, self.rng), self.rng)
            name = "with placeholders"
        else:
            masked = rename(*row.sentences, self.rng.choice(found), self.rng)
            name = "with invented names"
        self._write(name, (masked.first, masked.second), row.ways, times)

    def _disturb(self, row: Row, times: int) -> None:
        if row.ways & FORWARD:
            for copy in noise.noisy(*row.sentences, self.languages, self.rng):
                self._write("noisy", (copy.first, copy.second), FORWARD, times)
        if row.ways & BACKWARD:
            (first, second), (ours, theirs) = row.sentences, self.languages
            for copy in noise.noisy(second, first, (theirs, ours), self.rng):
                self._write("noisy", (copy.second, copy.first), BACKWARD, times)
        if self.rng.random() < noise.PIECES:
            for copy in noise.clauses(*row.sentences, self.languages):
                self._write("clauses", (copy.first, copy.second), row.ways, times)
        elif self.rng.random() < noise.PIECES and self._last and self._last.ways == row.ways:
            together = noise.joined(self._last.sentences, row.sentences, self.languages)
            if together:
                self._write("joined", (together.first, together.second), row.ways, times)

    def _write(self, name: str, pair: tuple[str, str], ways: int, times: int) -> None:
        first, second = (self.tokenizer.encode(text) for text in pair)  # a list starts threads
        if not (0 < len(first) < MOST_TOKENS and 0 < len(second) < MOST_TOKENS):
            self.counts["too many tokens"] += 1
            return
        numbers = tuple(LANGUAGES.index(language) for language in self.languages)
        self.writer.add((first, second), (numbers[0], numbers[1]), ways=ways, times=min(times, 255))
        self.counts[name] += 1


def main(arguments: list[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="of the corpora, to save space")
    options = parser.parse_args(arguments)
    augment(options.work, seed=options.seed, share=options.share)


def augment(work: Path, *, seed: int = 1, share: float = 1.0) -> None:
    """Write the shards, the tokenizer and the manifest of a work folder.

    Args:
        work: What `prepare` and `tokenizer` filled.
        seed: The same one gives the same bytes.
        share: Part of the corpora to take, 0 to 1; the project's own sentences all stay.
    """
    thinning = random.Random(seed)
    folder = work / "shards"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copyfile(work / "sentencepiece.model", folder / "sentencepiece.model")
    tokenizer = open_tokenizer(folder / "sentencepiece.model")
    counts: dict[str, dict[str, int]] = {}
    for pair in PAIRS:
        rows = [
            row
            for row in read_rows(work / "clean" / f"{pair}.tsv")
            if row.corpus == IN_DOMAIN.name or thinning.random() < share
        ]
        if rows:
            counts[pair] = _augment_pair(pair, rows, tokenizer, folder, seed)
            print(pair, counts[pair], flush=True)
    _development(work / "clean" / "dev.tsv", tokenizer, folder)
    report = json.loads((work / "clean.json").read_text(encoding="utf-8"))
    report["copies"] = counts
    report["seed"], report["share"] = seed, share
    report["outputs"] = {
        file.name: {"sha256": sha256(file), "bytes": file.stat().st_size}
        for file in sorted(folder.iterdir())
    }
    text = json.dumps(report, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def read_rows(file: Path) -> Iterator[Row]:
    """Yield the pairs of a cleaned file."""
    with file.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            corpus, ways, times, first, second = line.rstrip("\n").split("\t")
            yield Row(corpus, int(ways), int(times), (first, second))


def _augment_pair(
    pair: str, rows: list[Row], tokenizer: Any, folder: Path, seed: int
) -> dict[str, int]:
    first, second = pair.split("-")
    rng = random.Random(f"{seed} {pair}")
    sample = rng.sample(rows, min(SAMPLE, len(rows)))
    lexicon = learn(
        [row.sentences for row in sample], *(_units(c, tokenizer) for c in (first, second))
    )
    builder = Builder((first, second), tokenizer, lexicon, glossary_terms(first, second), rng)
    builder.counts["words in the lexicon"] = len(lexicon)
    for number, start in enumerate(range(0, len(rows), ROWS)):
        builder.writer = ShardWriter()
        for row in rows[start : start + ROWS]:
            builder.add(row)
        save(builder.writer.shard(), folder / f"{pair}-{number}.bin.xz")
    return dict(sorted(builder.counts.items()))


def _development(file: Path, tokenizer: Any, folder: Path) -> None:
    """Write what was put aside of every corpus, and the project's own held-out sentences."""
    writer = ShardWriter()
    with file.open(encoding="utf-8", newline="\n") as lines:
        held = [line.rstrip("\n").split("\t") for line in lines]
    own = [
        [pair, IN_DOMAIN.name, *texts]
        for pair in PAIRS
        for texts in read_podcast(DATA / "podcast-dev.tsv", pair)
    ]
    for pair, _, *sentences in held + own:
        first, second = (tokenizer.encode(text) for text in sentences)
        numbers = tuple(LANGUAGES.index(language) for language in pair.split("-"))
        if max(len(first), len(second)) < MOST_TOKENS:
            writer.add((first, second), (numbers[0], numbers[1]), ways=BOTH, times=1)
    save(writer.shard(), folder / "dev.bin.xz")


def _units(language: str, tokenizer: Any) -> Callable[[str], list[str]]:
    """Return what cuts a sentence into words; the tokenizer's pieces serve for Chinese."""
    if language != "zh":
        return latin_units

    def pieces(text: str) -> list[str]:
        found = tokenizer.encode(text, out_type=str)
        runs = ["".join(HAN.findall(piece)) for piece in found]
        return list(dict.fromkeys(run for run in runs if run))

    return pieces


def glossary_terms(first: str, second: str) -> dict[str, frozenset[str]]:
    """Return lower-case phrases of the shipped glossaries and their translations."""
    tags = {language.argos: tag for tag, language in TONGUES.items()}
    terms: dict[str, frozenset[str]] = {}
    for term in load_glossary(sorted(_GLOSSARIES.glob("*.csv"))).terms:
        theirs = frozenset(form.lower() for form in term.accepted(tags[second]))
        for form in term.accepted(tags[first]):
            if theirs:
                terms[form.lower()] = theirs | terms.get(form.lower(), frozenset())
    return terms


if __name__ == "__main__":
    main()
