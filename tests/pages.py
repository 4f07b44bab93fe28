"""Small digest pages in the words of the toy model."""

from __future__ import annotations

import random
from pathlib import Path

from pipeline.outputs import digest
from tests.toy_model import DICTIONARY

_NOUNS = ("cat", "dog", "agent", "house", "world", "code")
_VERBS = ("sees", "reads", "writes")


def write_page(path: Path, count: int, *, first: int = 0) -> Path:
    """Write a digest page of `count` episodes, each with sentences of its own and shared ones."""
    assert set(_NOUNS + _VERBS) <= set(DICTIONARY)
    blocks = "".join(_block(number) for number in range(first, first + count))
    path.write_text(f"Luisterlijst\n\nPodcasts\n\n{blocks}", encoding="utf-8")
    return path


def contents(folder: Path) -> dict[str, str]:
    """Return path → digest of every result in an output folder."""
    return {
        str(file.relative_to(folder)): digest(file.read_bytes())
        for file in sorted(folder.rglob("*"))
        if file.is_file() and ".tolk" not in file.parts
    }


def _block(number: int) -> str:
    chance = random.Random(number)
    title = f"The good code, number {number}"
    said = " ".join(_sentence(chance) for _ in range(6))
    told = " ".join(_sentence(chance) for _ in range(4))
    above = f"{title}\n12:0{number % 10}\nEN/ZH\nPlay with Captions\nToy Talks1 dag geleden"
    text = f"Hello world. {said} ## [00:00] Hello {told} ## [06:30] The world {told} {said}"
    return f"{above}\n\n{title}\n\n{text}\n\n#toys\n"


def _sentence(chance: random.Random) -> str:
    subject, object_, place = (chance.choice(_NOUNS) for _ in range(3))
    return f"The {subject} {chance.choice(_VERBS)} the good {object_} and the {place}."
