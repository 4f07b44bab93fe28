"""Reading and writing 100 000 cues, next to the libraries people use for it.

.venv/bin/python -m tests.bench.bench_formats
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from pipeline.formats import srt, vtt
from pipeline.model import Cue, Span
from tests.bench.load import Spent, table, timed

CUES = 100_000
ROUNDS = 3


def main() -> None:
    """Print the table."""
    import pysubs2
    import srt as cdown

    cues = [
        Cue(Span(3_000 * n, 3_000 * n + 2_400), (f"Line {n} of the captions,", "and its second."))
        for n in range(CUES)
    ]
    text = srt.compose(cues)
    web = vtt.compose(cues)
    theirs, subs = list(cdown.parse(text)), pysubs2.SSAFile.from_string(text)
    jobs: dict[str, Callable[[], object]] = {
        "tolk srt.parse": lambda: srt.parse(text),
        "srt.parse": lambda: list(cdown.parse(text)),
        "pysubs2 from_string (SubRip)": lambda: pysubs2.SSAFile.from_string(text),
        "tolk srt.compose": lambda: srt.compose(cues),
        "srt.compose": lambda: cdown.compose(theirs),
        "pysubs2 to_string (SubRip)": lambda: subs.to_string("srt"),
        "tolk vtt.parse": lambda: vtt.parse(web),
        "pysubs2 from_string (WebVTT)": lambda: pysubs2.SSAFile.from_string(web),
        "tolk vtt.compose": lambda: vtt.compose(cues),
        "pysubs2 to_string (WebVTT)": lambda: subs.to_string("vtt"),
    }
    spent: dict[str, list[Spent]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            spent[name].append(timed(job))
    seconds = {name: median(one.worked_s for one in each) for name, each in spent.items()}
    rows, ours = [], 1.0
    for name, each in seconds.items():
        ours = each if name.startswith("tolk") else ours
        rows.append([name, each, f"{each / ours:.2f} ×"])
    table(f"{CUES} cues", ["", "seconds of processor", "of the time of tolk"], rows)


if __name__ == "__main__":
    main()
