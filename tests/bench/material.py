"""What the speed benches translate, and a model that costs what a real one costs.

The real documents are used where they lie beside the repository, else the sample. No model is
shipped, so one is written that has the size of a base Transformer, as Argos packages do, but
knows few words; most words of the texts are changed for words it knows, so that it needs as
many tokens for a sentence as a real model would, and ends it where a real one does.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from pipeline.batch import documents_of
from pipeline.fields import fields, units
from pipeline.settings import Settings
from pipeline.stages.detect import detect, detect_text
from tests.bench.generate import PAGE, vocabulary
from tests.toy_model import write_package

DOCUMENTS = Path(__file__).parents[3] / "shared" / "inputs"
LAYERS, INNER, PIECES = 6, 2_048, 32_000
"""Of a base Transformer, on each side; its width of 512 comes of the number of WORDS."""
WORDS = 108
_PLAIN = re.compile(r"(?<![\w'’.@/])[a-z]+(?![\w'’@/])")
_PARAGRAPH = 200
"""Characters above which an English line of a document is prose, where words may change."""


def realistic_model(shelf: Path) -> Path:
    """Write an English-Dutch package that computes as much as a base Transformer.

    It turns each word that it knows into another one and copies the rest. One layer does the
    work; the others, and most of the vocabulary, only cost time. CTranslate2 stores layers that
    are alike once, so less memory is fetched than a real model needs, which favours whoever
    translates sentence by sentence.
    """
    known = vocabulary(WORDS)
    words = dict(zip(known, (*known[1:], known[0]), strict=True))
    return write_package(shelf, "en", "nl", words=words, layers=LAYERS, inner=INNER, pieces=PIECES)


def inputs(folder: Path, given: Iterable[Path] | None = None) -> list[Path]:
    """Write copies of documents in words that the model knows; return them.

    Args:
        folder: Made if absent.
        given: The documents; None for the real ones, or the sample where they are absent.
    """
    folder.mkdir(parents=True, exist_ok=True)
    copies: list[Path] = []
    for document in given or real() or [PAGE]:
        copy = folder / document.name
        lines = document.read_text(encoding="utf-8").split("\n")
        copy.write_text("\n".join(map(_familiar_line, lines)), encoding="utf-8")
        copies.append(copy)
    return copies


def real() -> list[Path]:
    """Return the real documents; none where they are absent."""
    return sorted(DOCUMENTS.glob("*.txt"))


def sentences(documents: Iterable[Path]) -> list[str]:
    """Return the different English sentences of documents, in their order."""
    found: dict[str, None] = {}
    for path in documents:
        for number, document in enumerate(documents_of(path, Settings())):
            if detect(document, slug=str(number)).language == "en":
                cut = partial(units, language="en")
                found |= dict.fromkeys(one for text in fields(document) for one in cut(text))
    return list(found)


def _familiar_line(line: str) -> str:
    if len(line) <= _PARAGRAPH or detect_text([line])[0] != "en":
        return line
    return _PLAIN.sub(_familiar, line)


def _familiar(match: re.Match[str]) -> str:
    known, word = vocabulary(WORDS), match[0]
    return word if word in known else known[zlib.crc32(word.encode()) % len(known)]
