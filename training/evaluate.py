"""Step 7: score an engine on test sets, and count its faults.

    python -m training.evaluate TESTS --engine builtin --models FOLDER --out F.json
    python -m training.evaluate TESTS --published

Test sets are files `<name>.<language>` of equal length (see `training/testsets.py`); the
project's own held-out sentences are always among them.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.engines import Engine, choose_engine
from pipeline.engines.builtin import Builtin
from pipeline.engines.pivot import Pivot
from pipeline.glossary.enforce import Glossed
from pipeline.glossary.load import load
from pipeline.languages import language_tag
from pipeline.model import TermStatus, TermUse
from training.metrics import faults, score, survival, with_placeholders
from training.testsets import Benchmark, published, sets_in

_GLOSSARIES = Path(__file__).parents[1] / "glossaries"
Record = dict[str, Any]
"""One line of the table, as JSON."""


def main(arguments: list[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("tests", type=Path, nargs="?", help="folder of test sets")
    parser.add_argument("--published", action="store_true", help="score the outputs in baselines/")
    parser.add_argument("--engine", default="builtin", help="builtin, argos, libretranslate")
    parser.add_argument("--models", type=Path, help="folder of packages, for the engine builtin")
    parser.add_argument("--sets", nargs="*", help="names of test sets; default: all")
    parser.add_argument("--ways", nargs="*", help="directions such as en-nl; default: all served")
    parser.add_argument("--most", type=int, default=1_000, help="lines of a set; 0 for all")
    parser.add_argument("--placeholders", type=int, default=1_000, help="sentences with symbols")
    parser.add_argument("--out", type=Path, help="JSON file")
    options = parser.parse_args(arguments)
    if options.published:
        records = list(score_published(options.tests))
    else:
        named = options.engine == "builtin" and options.models
        engine: Engine = (
            Pivot(Builtin(folder=options.models)) if named else choose_engine(options.engine)
        )
        chosen = [
            each
            for each in sets_in(options.tests, most=options.most)
            if (not options.sets or each.name in options.sets)
            and (not options.ways or each.direction in options.ways)
            and _tags(each) in engine.pairs
        ]
        print(engine.signature)
        records = list(score_engine(engine, chosen, placeholders=options.placeholders))
    print(table(records))
    if options.out:
        text = json.dumps(records, indent=1, ensure_ascii=False, sort_keys=True)
        options.out.write_text(text + "\n", encoding="utf-8")


def score_published(folder: Path) -> Iterator[Record]:
    """Yield the scores of published outputs."""
    for system, test, outputs in published(folder):
        yield _record(system, test, outputs)


def score_engine(engine: Engine, tests: list[Benchmark], *, placeholders: int) -> Iterator[Record]:
    """Yield the scores and faults of an engine on each test set, terms on our own.

    Args:
        engine: Any engine that serves the directions.
        tests: What to translate.
        placeholders: How many sentences of a direction get symbols, from all its sets.
    """
    pools: dict[tuple[str, str], list[str]] = {}
    for test in tests:
        source, target = _tags(test)
        start = time.perf_counter()
        outputs = engine.translate(test.sources, source=source, target=target)
        seconds = time.perf_counter() - start
        record = _record(engine.signature.partition("(")[0], test, outputs)
        record["sentences_per_second"] = round(len(outputs) / max(seconds, 1e-6), 1)
        if test.name == "podcast-dev":
            record |= terms(engine, test, outputs)
        pools.setdefault(test.way, []).extend(test.sources)
        yield record
    for way, sources in sorted(pools.items()):
        yield _placeholders(engine, way, sources, placeholders)


def terms(engine: Engine, test: Benchmark, outputs: list[str]) -> Record:
    """Return the share of glossary terms that come out right, without the glossary and with it."""
    source, target = _tags(test)
    glossed = Glossed(engine, load(sorted(_GLOSSARIES.glob("*.csv"))))
    pairs = zip(test.sources, outputs, strict=True)
    without = [
        use
        for text, said in pairs
        for use in glossed.audit(text, said, source=source, target=target)
    ]
    renderings = glossed.translate(test.sources, source=source, target=target)
    with_it = [use for rendering in renderings for use in rendering.terms]
    return {
        "terms": len(without),
        "terms_without_glossary": _right(without),
        "terms_with_glossary": _right(with_it),
    }


def table(records: list[Record]) -> str:
    """Return records as a Markdown table; a column stands only where something has it."""
    columns = list(
        dict.fromkeys(key for record in records for key in record if key != "signatures")
    )
    lines = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    lines += [
        "| " + " | ".join(str(record.get(column, "")) for column in columns) + " |"
        for record in records
    ]
    signatures = {s for record in records for s in record.get("signatures", ())}
    return "\n".join([*lines, "", *sorted(signatures)])


def _record(system: str, test: Benchmark, outputs: tuple[str, ...] | list[str]) -> Record:
    scores = score(outputs, test.references, test.way[1])
    found = faults(test.sources, outputs, test.references, test.way[1])
    return {
        "system": system,
        "set": test.name,
        "way": test.direction,
        "lines": len(outputs),
        "chrF2": scores.chrf,
        "BLEU": scores.bleu,
        **found.as_dict(),
        "signatures": scores.signatures,
    }


def _placeholders(engine: Engine, way: tuple[str, str], sources: list[str], count: int) -> Record:
    rng = random.Random(1)
    chosen = rng.sample(sources, min(count, len(sources)))
    masked = with_placeholders(chosen, rng)
    outputs = engine.translate(masked, source=language_tag(way[0]), target=language_tag(way[1]))
    return {
        "system": engine.signature.partition("(")[0],
        "set": "placeholders",
        "way": "-".join(way),
        "lines": len(masked),
        "placeholders_kept": survival(masked, outputs),
    }


def _right(uses: list[TermUse]) -> float:
    return round(sum(use.status is not TermStatus.MISSING for use in uses) / max(1, len(uses)), 4)


def _tags(test: Benchmark) -> tuple[str, str]:
    return language_tag(test.way[0]), language_tag(test.way[1])


if __name__ == "__main__":
    main()
