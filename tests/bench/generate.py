"""Make any number of episodes that nobody has seen before, all alike in size and shape.

    .venv/bin/python -m tests.bench.generate FOLDER 1000

Each is one of the sample page's episodes with a third of its longer words changed for others
of the same episode, so that hardly a sentence occurs twice. Number n is the same on every
machine and in every batch.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PAGE = Path(__file__).parents[2] / "samples" / "page.txt"
ON_ONE_PAGE = 10
_LENGTH = re.compile(r"\d+:\d\d(?::\d\d)?")
_WORD = re.compile(r"(?<![\w.-])[a-zà-ÿ]{5,}(?![\w.-])")
_SHARE = 1 / 3


def generate(folder: Path, count: int, *, kinds: int = 3, first: int = 0) -> list[Path]:
    """Write `count` episodes as digest pages of ten into `folder`; return the pages.

    Args:
        folder: Made if absent.
        count: How many episodes.
        kinds: 1 for English alone, 2 for Dutch too, 3 for Chinese too; they take turns.
        first: Number of the first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pages: list[Path] = []
    for start in range(first, first + count, ON_ONE_PAGE):
        numbers = range(start, min(start + ON_ONE_PAGE, first + count))
        page = folder / f"page-{start:07}.txt"
        blocks = "".join(episode(number, kinds=kinds) for number in numbers)
        page.write_text(f"Luisterlijst\n\nPodcasts\n\n{blocks}", encoding="utf-8")
        pages.append(page)
    return pages


def episode(number: int, *, kinds: int = 3) -> str:
    """Return the block of one episode on a digest page."""
    block = _blocks()[number % kinds]
    title, _, _ = block.partition("\n")
    chance = random.Random(number)
    words = sorted(set(_WORD.findall(block)))

    def other(match: re.Match[str]) -> str:
        return chance.choice(words) if chance.random() < _SHARE else match[0]

    lines = block.replace(title, f"{title} {number}").split("\n")
    at = max(range(len(lines)), key=lambda i: len(lines[i]))
    lines[at] = _WORD.sub(other, lines[at]).replace("。", f"，第{number}回。")
    return "\n".join(lines)


@cache
def vocabulary(count: int) -> tuple[str, ...]:
    """Return the commonest words of the English episode in small letters, sorted."""
    prose = max(_blocks()[0].split("\n"), key=len)
    found = Counter(re.findall(r"\b[a-z]+\b", prose))
    return tuple(sorted(word for word, _ in found.most_common(count)))


@cache
def _blocks() -> tuple[str, ...]:
    return tuple(_cut(PAGE.read_text(encoding="utf-8").split("\n")))


def _cut(lines: list[str]) -> Iterator[str]:
    starts = [i for i in range(len(lines) - 1) if _LENGTH.fullmatch(lines[i + 1])]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield "\n".join(lines[start:end]).rstrip("\n") + "\n"


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
