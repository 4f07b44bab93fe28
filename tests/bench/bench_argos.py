"""How fast tolk's engine is: next to argostranslate with the same package, and to CTranslate2.

    .venv/bin/python -m tests.bench.bench_argos [ROUNDS]

On the sentences of the two real documents, or of the sample where those are absent. Each round
takes others of them, and every contender in turn, so that a busy machine slows all alike.
argostranslate gets a part of each round's sentences, one a call, as its users call it; its time
for the whole follows from the tokens.

`argostranslate.translate` imports PyTorch through Stanza and spaCy, which tolk leaves out. Here
empty modules stand in for them and each text is one sentence already, so what is timed is all
the rest of it. Its import without the stand-ins takes about three seconds more.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

from pipeline.engines.argos import Argos
from pipeline.engines.ct2 import Decoding
from pipeline.engines.tokens import Tokens, open_argos
from tests.bench.load import Spent, table, timed
from tests.bench.material import inputs, realistic_model, sentences

ROUNDS = 2
ENOUGH_S = 60
"""Seconds after which no other round is begun; the cut is named in the output."""
SENTENCES = 256
"""Of a round: as many as `tolk run` gives its engine at once."""
SHARE = 8
"""One sentence of so many goes to argostranslate."""
THEIRS = "argostranslate, a call per segment"
PAIR = {"source": "en", "target": "nl"}
BEAMS = {4: "tolk, beam 4 as argostranslate has", 2: "tolk, beam 2 (default)", 1: "tolk, greedy"}
BARE = {beam: f"CTranslate2 alone, {words}" for beam, words in ((2, "beam 2"), (1, "greedy"))}
Prepare = Callable[[Sequence[str]], Callable[[], object]]
"""From texts to the job that is timed."""


@dataclass(frozen=True, slots=True)
class Model:
    """The package that all contenders use.

    Attributes:
        shelf: Folder that it lies in.
        encode: Text to tokens.
    """

    shelf: Path
    encode: Callable[[str], Tokens]

    def tokens(self, texts: Sequence[str]) -> int:
        """Count tokens."""
        return sum(len(self.encode(text)) for text in texts)


def main(rounds: int = ROUNDS) -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        package = realistic_model(home / "shelf")
        # Before anything of argostranslate is imported: it looks for its packages only once.
        theirs = _theirs(package.parent, home)
        model = Model(package.parent, open_argos(package).encode)
        texts = [_plain(text) for text in sentences(inputs(home / "in"))]
        cold = {
            "argostranslate": timed(lambda: theirs(texts[:1])),
            "tolk": timed(lambda: Argos(folders=(model.shelf,)).translate(texts[:1], **PAIR)),
        }
        few = texts[:: len(texts) // 8]
        four = Argos(folders=(model.shelf,), decoding=Decoding(beam_size=4))
        same = theirs(few) == four.translate(few, **PAIR)
        contenders = _contenders(model)
        spent: dict[str, list[Spent]] = {name: [] for name in (THEIRS, *contenders)}
        step = max(rounds, len(texts) // SENTENCES)
        begun = time.monotonic()
        for number in range(rounds):
            if number and time.monotonic() - begun > ENOUGH_S:
                break
            some = texts[number::step][:SENTENCES]
            spent[THEIRS].append(_sampled(some, model, theirs))
            for name, prepare in contenders.items():
                spent[name].append(timed(prepare(some)))
    done = len(spent[THEIRS])
    print(f"{len(texts)} sentences, {done} of {rounds} rounds of {len(some)}; same words: {same}")
    _print(spent, cold)


def _sampled(texts: Sequence[str], model: Model, theirs: Callable[..., object]) -> Spent:
    """Return what argostranslate would spend on all texts, from a share of them."""
    some = texts[::SHARE]
    took, scale = timed(lambda: theirs(some)), model.tokens(texts) / model.tokens(some)
    return Spent(scale * took.clock_s, scale * took.worked_s, 0)


def _contenders(model: Model) -> dict[str, Prepare]:
    engines: dict[str, Prepare] = {}
    for beam, name in BEAMS.items():
        engine = Argos(folders=(model.shelf,), decoding=Decoding(beam_size=beam))
        engine.translate(["The house."], **PAIR)
        engines[name] = partial(partial, engine.translate, **PAIR)
    return engines | {name: _bare(model, beam) for beam, name in BARE.items()}


def _bare(model: Model, beam: int) -> Prepare:
    """Return CTranslate2 by itself, on tokens sorted by length, in the best batches there are."""
    import ctranslate2

    plain = Decoding()
    (package,) = model.shelf.iterdir()
    translator = ctranslate2.Translator(
        str(package / "model"), inter_threads=plain.cores, intra_threads=1
    )

    def prepare(texts: Sequence[str]) -> Callable[[], object]:
        tokens = sorted(map(model.encode, texts), key=len)
        share = -(-sum(map(len, tokens)) // plain.cores)
        return lambda: translator.translate_batch(
            tokens,
            beam_size=beam,
            max_batch_size=min(plain.batch_tokens, share),
            batch_type="tokens",
        )

    return prepare


def _theirs(shelf: Path, home: Path) -> Callable[[Sequence[str]], list[str]]:
    """Import argostranslate's `translate` and return it as a function of many texts."""
    os.environ["ARGOS_PACKAGES_DIR"] = str(shelf)
    os.environ["ARGOS_CHUNK_TYPE"] = "MINISBD"
    for variable in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        os.environ[variable] = str(home)
    splitter: Any = ModuleType("minisbd")
    splitter.models = ModuleType("minisbd.models")
    splitter.SBDetect = None
    absent: Any = None
    sys.modules |= {"spacy": absent, "stanza": ModuleType("stanza"), "minisbd": splitter}
    from argostranslate import sbd, translate

    sbd.MiniSBDSentencizer.__init__ = lambda self, package: None
    sbd.MiniSBDSentencizer.split_sentences = lambda self, text: [text]
    return lambda texts: [translate.translate(text, "en", "nl") for text in texts]


def _plain(text: str) -> str:
    """Return a sentence that both sides read alike: argostranslate loses underscores."""
    return " ".join(text.replace("_", " ").split())


def _print(spent: Mapping[str, Sequence[Spent]], cold: Mapping[str, Spent]) -> None:
    rows: list[list[object]] = []
    for name, each in spent.items():
        against = [_times(spent[THEIRS], each, field) for field in ("worked_s", "clock_s")]
        raw = ["", ""]
        for beam, bare in BARE.items():
            if name == BEAMS[beam]:
                raw = [f"{_times(spent[bare], each, f):.0%}" for f in ("worked_s", "clock_s")]
        seconds = [sum(getattr(one, f) for one in each) for f in ("worked_s", "clock_s")]
        rows.append([name, *seconds, *(f"{ratio:.1f} ×" for ratio in against), *raw])
    units = ("processor", "clock")
    header = ["model loaded", *(f"s of {unit}" for unit in units)]
    header += [f"faster, {unit}" for unit in units]
    header += [f"of bare CTranslate2, {unit}" for unit in units]
    table("Sentences of the documents", header, rows)
    rows = [[name, one.worked_s, one.clock_s] for name, one in cold.items()]
    table("The first sentence, nothing loaded", ["", *header[1:3]], rows)


def _times(first: Sequence[Spent], then: Sequence[Spent], field: str) -> float:
    """Return the median, over the rounds, of how often `then` fits into `first`."""
    pairs = zip(first, then, strict=True)
    return float(median(getattr(a, field) / getattr(b, field) for a, b in pairs))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
