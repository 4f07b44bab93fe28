"""Measure the glossary: how many terms come out right with and without it, and how fast it is.

    python -m tests.bench.bench_terms [--engine words] [--to en,nl,zh-Hans] [DOCUMENT...]

Without documents those beside the repository are read, or else the sample. With `--read N` it
prints N sentences with terms for each pair, to be read by eye: the source, what the engine says
by itself, and what it says with the glossary.

Two engines need no model and show what the ladder saves, not how good a model is: `mangling`
mangles placeholders at random (fixed seed) and translates nothing else; `words` translates word
by word with a small dictionary that knows no terms, and loses placeholders.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline.engines import Engine, choose_engine
from pipeline.errors import TolkError
from pipeline.fields import fields, units
from pipeline.glossary.enforce import Glossed
from pipeline.glossary.load import load
from pipeline.glossary.match import Matcher
from pipeline.glossary.model import Glossary, Term
from pipeline.glossary.names import names_in
from pipeline.glossary.places import default_files
from pipeline.glossary.protect import leaks
from pipeline.languages import language_tag
from pipeline.model import Document, Rendering, TermStatus
from pipeline.readers.opening import open_source, read_source
from pipeline.stages.detect import detect_text
from tests.glossary.fakes import Mangling, WordByWord

STAND_INS: dict[str, Callable[[int], Engine]] = {"mangling": Mangling, "words": WordByWord}
ROOT = Path(__file__).parents[2]
SHARED, SAMPLE = ROOT.parent / "shared" / "inputs", ROOT / "samples" / "page.txt"
SHORT, LONG = 40, 200
"""Characters of the sentences to read."""
ROWS = 50_000
SENTENCES = 2_000


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--engine", default="words")
    parser.add_argument("--to", default="en,nl,zh-Hans")
    parser.add_argument("--missing", action="store_true", help="Show the sentences with a loss.")
    parser.add_argument("--read", type=int, default=0, metavar="N", help="Sentences to show.")
    options = parser.parse_args()
    paths = options.documents or sorted(SHARED.glob("*.txt")) or [SAMPLE]
    documents = [d for path in paths for d in read_source(open_source(path))]
    targets = [language_tag(tag) for tag in options.to.split(",")]
    if options.read:
        reading(documents, options.engine, targets, count=options.read)
    else:
        timing()
        accuracy(documents, options.engine, targets, missing=options.missing)


def timing() -> None:
    """Time the matcher with many rows."""
    rng = random.Random(1)
    syllables = "ba ko ri tul mes nav dor pif gan zeu lin vor tak".split()

    def word() -> str:
        return "".join(rng.choice(syllables) for _ in range(3))

    rows = [Term({"en": (f"{word()} {word()}",), "nl": (word() + word(),)}) for _ in range(ROWS)]
    start = time.process_time()
    matcher = Matcher(Glossary(tuple(rows)), "en", "nl")
    built = time.process_time() - start
    texts = [
        f"the {word()} {word()} and {rng.choice(rows).accepted('en')[0]} is good {word()}, he says"
        for _ in range(SENTENCES)
    ]
    start = time.process_time()
    found = sum(len(matcher.matches(text)) for text in texts)
    each = (time.process_time() - start) / SENTENCES
    print(f"{ROWS} rows: built in {built:.2f} s, {each * 1e6:.0f} µs a sentence, {found} matches")


def accuracy(
    documents: Sequence[Document], engine_name: str, targets: Sequence[str], *, missing: bool
) -> None:
    """Print the share of terms that come out right, without the glossary and with it."""
    glossary = load(default_files())
    print(f"{len(documents)} documents, {len(glossary.terms)} rows")
    for source, target, group in _pairs(documents, targets):
        engine = _engine(engine_name, target)
        plain, glossed = Counter[str](), Counter[str]()
        seconds = 0.0
        for document in group:
            texts = _sentences(document, source)
            terms = Glossed(engine, glossary, names=names_in(document))
            without = engine.translate(texts, source=source, target=target)
            for text, said in zip(texts, without, strict=True):
                uses = terms.audit(text, said, source=source, target=target)
                plain.update(use.status.value for use in uses)
            start = time.process_time()
            renderings = terms.translate(texts, source=source, target=target)
            seconds += time.process_time() - start
            _count(texts, renderings, glossed, show=missing)
        _show(f"{source} → {target} without glossary", plain)
        _show(f"{source} → {target} with glossary   ", glossed)
        print(f"{seconds:.1f} s with the engine, {glossed['leak']} placeholders left")


def reading(
    documents: Sequence[Document], engine_name: str, targets: Sequence[str], *, count: int
) -> None:
    """Print sentences with terms, spread over the documents, without the glossary and with it."""
    glossary = load(default_files())
    for source, target, group in _pairs(documents, targets):
        engine = _engine(engine_name, target)
        found: list[tuple[Glossed, str]] = []
        for document in group:
            terms = Glossed(engine, glossary, names=names_in(document))
            for text in _sentences(document, source):
                spoken = SHORT < len(text) < LONG
                if spoken and terms.audit(text, "", source=source, target=target):
                    found.append((terms, text))
        plainly, glossed = Counter[str](), Counter[str]()
        for terms, text in found[:: max(1, len(found) // count)][:count]:
            (plain,) = engine.translate([text], source=source, target=target)
            (said,) = terms.translate([text], source=source, target=target)
            audited = terms.audit(text, plain, source=source, target=target)
            plainly.update(use.status.value for use in audited)
            glossed.update(use.status.value for use in said.terms)
            uses = "; ".join(f"{use.expected} {use.status.value}" for use in said.terms)
            print(f"\n{source}  {text}\n  -  {plain}\n  +  {said.text}\n     {uses}", flush=True)
        print()
        _show(f"{source} → {target} without glossary", plainly)
        _show(f"{source} → {target} with glossary   ", glossed)


def _pairs(
    documents: Sequence[Document], targets: Sequence[str]
) -> Iterator[tuple[str, str, list[Document]]]:
    """Yield every source and target language with the documents in the source."""
    groups: dict[str, list[Document]] = {}
    for document in documents:
        source = document.language or detect_text(list(fields(document)))[0]
        groups.setdefault(source, []).append(document)
    yield from ((s, t, group) for s, group in groups.items() for t in targets if s != t)


def _sentences(document: Document, source: str) -> list[str]:
    return list(dict.fromkeys(s for f in fields(document) for s in units(f, language=source)))


def _count(
    texts: Sequence[str], renderings: Sequence[Rendering], into: Counter[str], *, show: bool
) -> None:
    for text, rendering in zip(texts, renderings, strict=True):
        into.update(use.status.value for use in rendering.terms)
        into["leak"] += leaks(rendering.text, text)
        lost = [use.term for use in rendering.terms if use.status is TermStatus.MISSING]
        if lost and show:
            print(f"missing {lost}\n  {text}\n  {rendering.text}")


def _show(label: str, tally: Counter[str]) -> None:
    terms = sum(tally[status.value] for status in TermStatus)
    right = terms - tally[TermStatus.MISSING.value]
    shares = ", ".join(f"{tally[s.value]} {s.value}" for s in TermStatus)
    print(f"{label}: {right}/{terms} = {right / max(terms, 1):.1%} ({shares})")


def _engine(name: str, target: str) -> Engine:
    if name in STAND_INS:
        return STAND_INS[name](7)
    try:
        engine = choose_engine(name)
        if any(pair[1] == target for pair in engine.pairs):
            print(f"{target}: engine {engine.signature}")
            return engine
    except TolkError as error:
        print(error)
    print(f"{target}: no model installed; measuring with an engine that mangles placeholders")
    return Mangling(7)


if __name__ == "__main__":
    main()
