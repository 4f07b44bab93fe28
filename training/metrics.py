"""What can be counted about translations: agreement with references, and faults."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median

from pipeline.engines.ct2 import repetition
from pipeline.text.function_words import FUNCTION_WORDS
from training.clean import HAN, key, size
from training.tokenizer import SYMBOLS

_SYMBOL = re.compile(r"⟦\d{1,2}⟧")
_WORD = re.compile(r"[A-Za-z][a-z]+")


@dataclass(frozen=True, slots=True)
class Scores:
    """Agreement with one reference, by sacreBLEU.

    Attributes:
        chrf: chrF2, 0 to 100.
        bleu: 0 to 100; characters count as words in Chinese.
        signatures: How both were reckoned.
    """

    chrf: float
    bleu: float
    signatures: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Faults:
    """Shares of the sentences, 0 to 1, that show a fault; and the length.

    Attributes:
        loops: The translation repeats a stretch four times, its source does not.
        copied: The translation is the source, of three words or more.
        untouched: English function words stand in Chinese, or no Chinese at all.
        empty: Nothing came.
        length_ratio: Median of translation over reference, in words.
    """

    loops: float
    copied: float
    untouched: float
    empty: float
    length_ratio: float

    def as_dict(self) -> dict[str, float]:
        """Return the fields by name, rounded."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


def score(outputs: Sequence[str], references: Sequence[str], target: str) -> Scores:
    """Return the scores of some outputs in the language `target` (`en`, `nl`, `zh`)."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    chrf, bleu = CHRF(), BLEU(tokenize="zh" if target == "zh" else "13a")
    results = (chrf.corpus_score(outputs, [references]), bleu.corpus_score(outputs, [references]))
    signatures = (str(chrf.get_signature()), str(bleu.get_signature()))
    return Scores(round(results[0].score, 2), round(results[1].score, 2), signatures)


def faults(
    sources: Sequence[str], outputs: Sequence[str], references: Sequence[str], target: str
) -> Faults:
    """Return what is wrong with some outputs on the face of them."""
    pairs = list(zip(sources, outputs, strict=True))
    count = max(1, len(pairs))
    ratios = [
        size(output) / size(reference)
        for output, reference in zip(outputs, references, strict=True)
        if size(reference)
    ]
    return Faults(
        loops=sum(_loops(output, source) for source, output in pairs) / count,
        copied=sum(key(s) == key(o) and size(s) >= 3 for s, o in pairs) / count,
        untouched=sum(_untouched(s, o) for s, o in pairs) / count if target == "zh" else 0.0,
        empty=sum(not output.strip() for output in outputs) / count,
        length_ratio=median(ratios) if ratios else 0.0,
    )


def with_placeholders(sources: Sequence[str], rng: random.Random) -> list[str]:
    """Return sentences with one to four symbols over random capitalized or long words.

    Chinese has no words between spaces: there the symbols go between characters at random.
    """
    masked: list[str] = []
    for source in sources:
        spans = [m.span() for m in re.finditer(r"[^\W\d_]{5,}", source) if not HAN.search(m[0])]
        spans = spans or [(m.start(), m.start() + 2) for m in HAN.finditer(source, 1)][::4]
        chosen = sorted(rng.sample(spans, min(len(spans), rng.randint(1, 4))), reverse=True)
        text = source
        for (start, end), symbol in zip(chosen, rng.sample(SYMBOLS, len(chosen)), strict=True):
            text = text[:start] + symbol + text[end:]
        masked.append(text)
    return [text for text in masked if _SYMBOL.search(text)]


def survival(masked: Sequence[str], outputs: Sequence[str]) -> float:
    """Return the share of sentences that have every placeholder exactly as often as the source."""
    same = sum(_symbols(a) == _symbols(b) for a, b in zip(masked, outputs, strict=True))
    return round(same / max(1, len(masked)), 4)


def _symbols(text: str) -> Counter[str]:
    return Counter(_SYMBOL.findall(text))


def _loops(output: str, source: str) -> bool:
    units = (list(text) if HAN.search(text) else text.split() for text in (output, source))
    (period, count), (_, usual) = map(repetition, units)
    return count >= 4 and period * count >= 6 and count > usual + 1


def _untouched(source: str, output: str) -> bool:
    if not HAN.search(output):
        return any(map(str.isalpha, source)) and size(source) >= 3
    words = [word.lower() for word in _WORD.findall(output)]
    return sum(word in FUNCTION_WORDS["en"] for word in words) >= 2
