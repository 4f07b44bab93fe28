"""What each choice of the engine costs: beam, batch, threads, and the penalty on length.

    .venv/bin/python -m tests.bench.bench_engine

One choice is changed at a time. Rounds are interleaved, so that a busy machine slows all alike;
trust the ratios, and processor time more than the clock.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

from pipeline.engines.argos import Argos
from pipeline.engines.ct2 import Decoding
from tests.bench.load import in_turns, table, timed
from tests.bench.material import inputs, realistic_model, sentences

SENTENCES = 96
ROUNDS = 2
PLAIN = Decoding()
CHOICES = {
    "as it is: beam 2, 1024 tokens a batch": PLAIN,
    "greedy": replace(PLAIN, beam_size=1),
    "beam 4": replace(PLAIN, beam_size=4),
    "256 tokens a batch": replace(PLAIN, batch_tokens=256),
    "4096 tokens a batch": replace(PLAIN, batch_tokens=4_096),
    "1 thread": replace(PLAIN, threads=1),
    "twice as many threads as cores": replace(PLAIN, threads=2 * PLAIN.cores),
    "no penalty on length": replace(PLAIN, length_penalty=0.0),
}


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        realistic_model(home / "shelf")
        all_of_them = sentences(inputs(home / "in"))
        texts = all_of_them[:: -(-len(all_of_them) // SENTENCES)]
        jobs = {}
        for name, decoding in CHOICES.items():
            engine = Argos(folders=(home / "shelf",), decoding=decoding)
            engine.translate(["The house."], source="en", target="nl")
            work = partial(engine.translate, texts, source="en", target="nl")
            jobs[name] = partial(timed, work)
        found = in_turns(jobs, ROUNDS)
    first = found[next(iter(CHOICES))]
    rows = [
        [
            name,
            each.worked_s,
            each.clock_s,
            f"{each.worked_s / first.worked_s:.2f}",
            f"{each.clock_s / first.clock_s:.2f}",
        ]
        for name, each in found.items()
    ]
    header = ["", "s of processor", "s of clock", "of the default, processor", "clock"]
    table(f"{len(texts)} sentences of the documents, each choice alone", header, rows)


if __name__ == "__main__":
    main()
