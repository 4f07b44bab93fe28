"""How fast tolk's engine is next to argostranslate's own `translate`, with the same package.

    .venv/bin/python -m tests.bench.bench_argos

`argostranslate.translate` imports PyTorch through Stanza and spaCy, which tolk leaves out. Here
empty modules stand in for them and each text is one sentence already, so what is timed is all
the rest of it: one call per segment, as its users make them. Its import without the stand-ins
takes about three seconds more.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

from pipeline.engines.argos import Argos
from pipeline.engines.ct2 import Decoding
from pipeline.engines.tokens import open_argos
from pipeline.text.sentences import split_sentences
from tests.bench.generate import episode
from tests.bench.load import Spent, realistic_model, table, timed

SEGMENTS = 48
ROUNDS = 2


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        shelf = Path(folder) / "shelf"
        realistic_model(shelf)
        texts = _texts()
        theirs = _theirs(shelf, Path(folder))
        cold_theirs = timed(lambda: theirs(texts[:1]))
        cold_ours = timed(lambda: Argos(folders=(shelf,)).translate(texts[:1], **PAIR))
        same = theirs(texts) == Argos(folders=(shelf,), decoding=BEAM_4).translate(texts, **PAIR)
        contenders: dict[str, Callable[[], object]] = {
            "argostranslate, a call per segment": lambda: theirs(texts),
            "tolk, beam 4 like it": _warm(shelf, texts, BEAM_4),
            "tolk, beam 2 (default)": _warm(shelf, texts, Decoding()),
            "tolk, greedy": _warm(shelf, texts, Decoding(beam_size=1)),
            BARE: _bare(shelf, texts),
        }
        spent: dict[str, list[Spent]] = {name: [] for name in contenders}
        for _ in range(ROUNDS):
            for name, job in contenders.items():
                spent[name].append(timed(job))
    _print(spent, cold_theirs, cold_ours, same=same)


BARE = "CTranslate2 alone, beam 2"
PAIR = {"source": "en", "target": "nl"}
BEAM_4 = Decoding(beam_size=4)


def _warm(shelf: Path, texts: list[str], decoding: Decoding) -> Callable[[], object]:
    engine = Argos(folders=(shelf,), decoding=decoding)
    engine.translate(texts[:1], **PAIR)
    return lambda: engine.translate(texts, **PAIR)


def _bare(shelf: Path, texts: list[str]) -> Callable[[], object]:
    """Return CTranslate2 by itself, on tokens sorted by length, in the best batches there are."""
    import ctranslate2

    plain = Decoding()
    (package,) = shelf.iterdir()
    tokens = sorted(map(open_argos(package).encode, texts), key=len)
    translator = ctranslate2.Translator(
        str(package / "model"), inter_threads=plain.cores, intra_threads=1
    )
    share = -(-sum(map(len, tokens)) // plain.cores)
    return lambda: translator.translate_batch(
        tokens,
        beam_size=plain.beam_size,
        max_batch_size=min(plain.batch_tokens, share),
        batch_type="tokens",
    )


def _theirs(shelf: Path, home: Path) -> Callable[[list[str]], list[str]]:
    """Import argostranslate's `translate` and return it as a function of many texts."""
    os.environ["ARGOS_PACKAGES_DIR"] = str(shelf)
    os.environ["ARGOS_CHUNK_TYPE"] = "MINISBD"
    for variable in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        os.environ[variable] = str(home)
    splitter: Any = ModuleType("minisbd")
    splitter.models = ModuleType("minisbd.models")
    splitter.SBDetect = None
    sys.modules |= {"spacy": None, "stanza": ModuleType("stanza"), "minisbd": splitter}  # type: ignore[operator]
    from argostranslate import sbd, translate

    sbd.MiniSBDSentencizer.__init__ = lambda self, package: None
    sbd.MiniSBDSentencizer.split_sentences = lambda self, text: [text]
    return lambda texts: [translate.translate(text, "en", "nl") for text in texts]


def _texts() -> list[str]:
    found: dict[str, None] = {}
    for number in range(20):
        body = max(episode(number, kinds=1).split("\n"), key=len)
        found |= dict.fromkeys(
            text
            for sentence in split_sentences(body, language="en")
            # argostranslate loses underscores, and marks are not what is compared here.
            if len(text := "".join(c for c in sentence if c.isalpha() or c == " ").strip()) > 20
        )
    return [" ".join(text.split()) for text in list(found)[:SEGMENTS]]


def _print(
    spent: dict[str, list[Spent]], cold_theirs: Spent, cold_ours: Spent, *, same: bool
) -> None:
    first = next(iter(spent.values()))
    rows: list[list[object]] = []
    for name, each in spent.items():
        clock, worked = (
            median(getattr(a, field) / getattr(b, field) for a, b in zip(first, each, strict=True))
            for field in ("clock_s", "worked_s")
        )
        seconds = median(one.clock_s for one in each)
        rows.append([name, seconds, f"{clock:.1f} ×", f"{worked:.1f} ×"])
    header = ["", "seconds", "by the clock", "by the processor"]
    table(f"{SEGMENTS} segments, model loaded (same words: {same})", header, rows)
    table(
        "The first segment, model not loaded",
        ["", "seconds"],
        [["argostranslate", cold_theirs.clock_s], ["tolk", cold_ours.clock_s]],
    )


if __name__ == "__main__":
    main()
