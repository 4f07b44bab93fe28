"""The corpora of the recipe: what each is good for, how much of it is taken, under which licence.

A corpus is a file `<pair>/<name>.tsv` or `.tsv.xz`, one pair of sentences a line, the languages
in the order of the folder's name. Where a file lies outside this table it is not used.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

FORWARD, BACKWARD, BOTH = 1, 2, 3
"""Which way a pair may be learned: first → second language, the reverse, or both."""

PAIRS = ("en-nl", "en-zh", "nl-zh")
"""Language pairs, as the folders are called."""


@dataclass(frozen=True, slots=True)
class Source:
    """One corpus.

    Attributes:
        name: File name without its ending.
        licence: As the corpus states it.
        ways: Directions of learning. Machine translation is only fit to be read, not to be
            imitated, so it may stand on the source side alone, like back-translation.
        most: Pairs taken at most, so that no domain drowns the others; 0 for all.
        times: How often each pair is shown in one epoch.
    """

    name: str
    licence: str
    ways: int = BOTH
    most: int = 0
    times: int = 1


_CC_BY = "CC BY 4.0"
_TABLE = {
    "en-nl": (
        Source("msdocs-d365fo-ht", _CC_BY),
        Source("msdocs-m365-mt", _CC_BY, BACKWARD, 120_000),
        Source("msdocs-bc-nav-ht", _CC_BY),
        Source("tatoeba", "CC BY 2.0 FR", times=2),
        Source("msdocs-m365-ht", _CC_BY),
        Source("msdocs-alchemy-mt", _CC_BY, BACKWARD, 15_000),
        Source("ms-beginners-llm", "MIT", times=2),
        Source("mozilla-www", "MPL 2.0", times=2),
        Source("sick_nl", "MIT"),
        Source("tldr", _CC_BY),
        Source("msdocs-quantum-powershell-ht", _CC_BY, times=2),
        Source("msdocs-alchemy-ht", _CC_BY, times=2),
        Source("ethereum-org", "MIT", times=3),
        Source("opensource-guide", _CC_BY, times=4),
        Source("global-asp-storybooks", _CC_BY, times=4),
    ),
    "en-zh": (
        Source("lctt", "Apache-2.0; articles mixed"),
        Source("msdocs-skypeteams-mt", _CC_BY, BACKWARD, 60_000),
        Source("msdocs-d365fo-ht", _CC_BY, most=80_000),
        Source("python-docs", "CC0"),
        Source("ms-beginners-llm", "MIT", times=2),
        Source("msdocs-skypeteams-ht", _CC_BY),
        Source("tatoeba", "CC BY 2.0 FR", times=2),
        Source("ethereum-org", "MIT", times=2),
        Source("mozilla-www", "MPL 2.0", times=2),
        Source("d2l-zh", "Apache-2.0", times=2),
        Source("tldr", _CC_BY),
        Source("hf-course", "Apache-2.0", times=4),
        Source("hf-course-subtitles", "Apache-2.0", times=8),
        Source("opensource-guide", _CC_BY, times=4),
        Source("global-asp-storybooks", _CC_BY, times=2),
    ),
    "nl-zh": (
        Source("msdocs-d365fo-ht", _CC_BY, most=60_000),
        Source("ms-beginners-llm", "MIT", times=2),
        Source("mozilla-www", "MPL 2.0", times=2),
        Source("ethereum-org", "MIT", times=2),
        Source("tatoeba", "CC BY 2.0 FR", times=2),
        Source("tldr", _CC_BY),
        Source("opensource-guide", _CC_BY, times=3),
        Source("global-asp-storybooks", _CC_BY, times=3),
    ),
}
SOURCES = {pair: tuple(_TABLE[pair]) for pair in PAIRS}
"""Pair → corpora. Left out on purpose: the 2017 machine translation of cloud documentation and
the PowerShell one, whose Dutch compounds are torn apart."""

IN_DOMAIN = Source("podcast", "MIT (this project)", times=30)
"""Our own sentences, few and to the point."""


def corpus_file(folder: Path, pair: str, source: Source) -> Path | None:
    """Return the file of a corpus, or None where it is not there."""
    for ending in (".tsv.xz", ".tsv"):
        file = folder / pair / (source.name + ending)
        if file.is_file():
            return file
    return None


def open_text(file: Path) -> TextIO:
    """Open a text file in UTF-8, unpacking `.xz`; only LF ends a line."""
    if file.suffix == ".xz":
        return lzma.open(file, "rt", encoding="utf-8", newline="\n")
    return file.open(encoding="utf-8", newline="\n")


def read_pairs(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the sentence pairs of a file; a line without exactly one tab gives two empty texts."""
    with open_text(file) as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            yield (cells[0], cells[1]) if len(cells) == 2 else ("", "")


def read_podcast(file: Path, pair: str) -> Iterator[tuple[str, str]]:
    """Yield a pair of languages from one of the project's own files: kind, en, nl, zh-Hans."""
    columns = {"en": 1, "nl": 2, "zh": 3}
    first, second = (columns[language] for language in pair.split("-"))
    with open_text(file) as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            yield cells[first], cells[second]
