"""How fast the engine is next to bare CTranslate2, and what each choice of its costs.

    .venv/bin/python -m tests.bench.bench_engine

The model has the layers and widths of a real one but knows a few words only, so it ends its
sentences as a real one does. Rounds are interleaved, so that a busy machine slows all
contenders alike; trust the ratios, and processor time more than the clock.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.engines.argos import Argos
from pipeline.engines.ct2 import Decoding
from pipeline.engines.tokens import Tokens, open_sentencepiece
from tests.toy_model import DICTIONARY, write_package

SENTENCES = 96
ROUNDS = 2
LAYERS, INNER = 6, 2_048
Job = Callable[[], object]


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        shelf = Path(folder)
        package = write_package(shelf, layers=LAYERS, inner=INNER)
        texts = _texts()
        tokens = list(map(open_sentencepiece(package).encode, texts))
        contenders = _bare(package / "model", tokens) | _engines(shelf, texts)
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
        for _ in range(ROUNDS + 1):
            for name, job in contenders.items():
                clock, worked = time.perf_counter(), time.process_time()
                job()
                spent = (time.perf_counter() - clock, time.process_time() - worked)
                times[name].append(spent)
    _print({name: each[1:] for name, each in times.items()}, sum(map(len, tokens)))


def _bare(model: Path, tokens: list[Tokens]) -> dict[str, Job]:
    """The same sentences as sorted tokens, and one at a time as argostranslate sends them."""
    plain = Decoding()
    ranked = sorted(tokens, key=len)
    batch = min(plain.batch_tokens, -(-sum(map(len, tokens)) // plain.cores))
    many, one = _translator(model, plain.cores), _translator(model, 1)
    together = partial(many.translate_batch, ranked, max_batch_size=batch, batch_type="tokens")
    singly = partial(one.translate_batch, beam_size=4, return_scores=True, replace_unknowns=True)
    return {
        "bare CTranslate2, greedy": partial(together, beam_size=1),
        "bare CTranslate2, beam 2": partial(together, beam_size=2),
        "bare CTranslate2, beam 4": partial(together, beam_size=4),
        "one sentence a call, beam 4": lambda: [singly([each]) for each in tokens],
    }


def _engines(shelf: Path, texts: list[str]) -> dict[str, Job]:
    greedy = Decoding(beam_size=1)
    choices = {
        "engine, greedy": greedy,
        "engine, beam 2 (default)": Decoding(),
        "engine, beam 4": Decoding(beam_size=4),
        "engine, greedy, 256 tokens a batch": replace(greedy, batch_tokens=256),
        "engine, greedy, 2048 tokens a batch": replace(greedy, batch_tokens=2_048),
        "engine, greedy, 1 thread": replace(greedy, threads=1),
    }
    return {
        name: partial(
            Argos(folders=(shelf,), decoding=decoding).translate, texts, source="en", target="nl"
        )
        for name, decoding in choices.items()
    }


def _translator(model: Path, threads: int) -> Any:
    import ctranslate2

    return ctranslate2.Translator(str(model), inter_threads=threads, intra_threads=1)


def _texts() -> list[str]:
    chance = random.Random(7)
    words = [word for word in DICTIONARY if word.isalpha()]
    return [" ".join(chance.choices(words, k=chance.randint(8, 40))) for _ in range(SENTENCES)]


def _print(times: Mapping[str, list[tuple[float, float]]], tokens: int) -> None:
    clock, worked = (
        {name: statistics.median(pair[column] for pair in each) for name, each in times.items()}
        for column in (0, 1)
    )
    first = next(iter(times))
    print(f"{SENTENCES} sentences, {tokens} tokens, {LAYERS}+{LAYERS} layers, int8")
    print(f"{'':38}{'tokens/s':>10}{'clock':>10}{'processor':>12}")
    for name in times:
        speed, ratio = tokens / clock[name], clock[first] / clock[name]
        print(f"{name:38}{speed:10.0f}{ratio:10.0%}{worked[first] / worked[name]:12.0%}")


if __name__ == "__main__":
    main()
