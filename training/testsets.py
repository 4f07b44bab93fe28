"""Sentences to score translations by, and published translations of some of them.

A test set is a group of files `<name>.<language>` with as many lines, `zh` for Chinese. The
published outputs lie in `baselines/` as `<from>-<to>.<name>.<system>.txt`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.sources import read_podcast
from training.tokenizer import LANGUAGES

_PUBLISHED = {"flores-dev": "flores200-dev"}
_OWN = Path(__file__).parent / "data" / "podcast-dev.tsv"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Sentences of one language with their translations.

    Attributes:
        way: Codes of source and target, as Argos writes them.
    """

    name: str
    way: tuple[str, str]
    sources: tuple[str, ...]
    references: tuple[str, ...]

    @property
    def direction(self) -> str:
        """The way, as in `en-nl`."""
        return "-".join(self.way)


def sets_in(folder: Path | None, *, most: int = 0) -> Iterator[Benchmark]:
    """Yield the project's own set and those of a folder, in every direction.

    Args:
        folder: Where the files lie; None for the own set alone.
        most: Lines of a set, evenly taken from all of it; 0 for all.
    """
    for pair in ("en-nl", "en-zh", "nl-zh"):
        columns = tuple(zip(*read_podcast(_OWN, pair), strict=True))
        yield from _both("podcast-dev", pair, columns[0], columns[1], most)
    names = sorted({file.stem for file in folder.glob("*.*") if _language(file)}) if folder else []
    for name in names:
        assert folder is not None
        found = {
            file.suffix[1:]: _lines(file) for file in folder.glob(f"{name}.*") if _language(file)
        }
        for pair in ("en-nl", "en-zh", "nl-zh"):
            first, second = pair.split("-")
            if first in found and second in found:
                yield from _both(name, pair, found[first], found[second], most)


def published(folder: Path) -> Iterator[tuple[str, Benchmark, tuple[str, ...]]]:
    """Yield (system, test set, its output) for every published output in `folder/baselines`."""
    for file in sorted((folder / "baselines").glob("*.txt")):
        direction, name, system = file.stem.split(".")
        source, target = direction.split("-")
        name = _PUBLISHED.get(name, name)
        texts = tuple(_lines(folder / f"{name}.{language}") for language in (source, target))
        yield system, Benchmark(name, (source, target), *texts), _lines(file)


def _both(
    name: str, pair: str, first: tuple[str, ...], second: tuple[str, ...], most: int
) -> Iterator[Benchmark]:
    if len(first) != len(second):
        raise SystemExit(f"{name}: {len(first)} lines of {pair[:2]}, {len(second)} of {pair[3:]}")
    step = max(1, -(-len(first) // most)) if most else 1
    first, second = first[::step], second[::step]
    a, b = pair.split("-")
    yield Benchmark(name, (a, b), first, second)
    yield Benchmark(name, (b, a), second, first)


def _lines(file: Path) -> tuple[str, ...]:
    return tuple(file.read_text(encoding="utf-8").removesuffix("\n").split("\n"))


def _language(file: Path) -> bool:
    return file.suffix[1:] in LANGUAGES
