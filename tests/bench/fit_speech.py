"""Fit the weights of `pipeline.text.speech.PACES` to real times, by least squares.

    python -m tests.bench.fit_speech

Each sentence takes as long as until the next one begins. That time is told as a sum of what the
sentence counts (syllables, words, digits, pauses), times a tempo of the talk's own, since people
speak faster or slower; tempi and weights are found in turns. Longer sentences scatter more, so
they weigh less. A weight that the talks of a language cannot tell keeps its value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, fsum, log
from operator import mul

from pipeline.text.speech import PACES, Pace, freshness, pause_counts, speech_counts
from tests.bench.timed_talks import Spoken, lectures, talks

FITTED = {
    "en": ("syllable", "word", "single", "digit", "comma", "sentence", "fresh", "onward"),
    "nl": ("letter", "word", "comma", "sentence"),
    "zh-Hans": ("syllable", "digit", "han", "comma"),
}
"""Language → the weights that its talks can tell."""
_ROUNDS = 6
_SCATTER_MS, _SCATTER = 300.0, 0.15
"""Standard deviation of a sentence's time: what a pause varies by, and what a tempo does."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One talk: what its sentences count, and how long each took in milliseconds.

    Sentences whose start is not known count together with the one before.
    """

    counts: list[tuple[float, ...]]
    lasted_ms: list[int]


def sample(talk: Sequence[Spoken], language: str) -> Sample:
    """Return what the weights are fitted to.

    The last sentence is left out, since no next one ends it; and so is, where sentences are
    written with full stops, a line without one: a title, or a word for the music.
    """
    columns = [Pace._fields.index(name) for name in FITTED[language]]
    rare = freshness([one.text for one in talk], language=language)
    found = Sample([], [])
    counts, begun = [0.0] * len(columns), None
    for one, after in pairwise(talk):
        said = speech_counts(one.text)
        rest = pause_counts(one.text, after.text, language=language, rare=rare)
        if one.known:
            whole = rest.sentence or "sentence" not in FITTED[language]
            counts, begun = [0.0] * len(columns), one.start_ms if whole else None
        counts = [
            done + said[column] + rest[column] for done, column in zip(counts, columns, strict=True)
        ]
        if after.known and begun is not None:
            found.counts.append(tuple(counts))
            found.lasted_ms.append(after.start_ms - begun)
    return found


def material(language: str) -> list[list[Spoken]]:
    """Return all talks of a language that weights are fitted to."""
    return talks(language) + (lectures() if language == "en" else [])


def fitted(samples: Sequence[Sample], language: str) -> Pace:
    """Return the weights that explain the times of these talks best, in whole milliseconds."""
    before = PACES[language]
    weights = [float(getattr(before, name)) for name in FITTED[language]]
    tempi = [1.0] * len(samples)
    for _ in range(_ROUNDS):
        weights = _solved(samples, tempi, weights)
        tempi = [_tempo(one, weights) for one in samples]
        middle = exp(fsum(map(log, tempi)) / len(tempi))
        tempi = [tempo / middle for tempo in tempi]
    found = {name: float(round(w)) for name, w in zip(FITTED[language], weights, strict=True)}
    return before._replace(**found)


def _told(counts: Sequence[float], weights: Sequence[float]) -> float:
    return sum(map(mul, counts, weights))


def _tempo(one: Sample, weights: Sequence[float]) -> float:
    """Return by how much a talk is slower than the weights say."""
    return sum(one.lasted_ms) / sum(_told(counts, weights) for counts in one.counts)


def _solved(
    samples: Sequence[Sample], tempi: Sequence[float], weights: Sequence[float]
) -> list[float]:
    """Return the weighted least squares solution, by the normal equations."""
    size = len(weights)
    matrix = [[0.0] * (size + 1) for _ in range(size)]
    for one, tempo in zip(samples, tempi, strict=True):
        for counts, lasted in zip(one.counts, one.lasted_ms, strict=True):
            expected = tempo * max(0.0, _told(counts, weights))
            scatter = _SCATTER_MS + _SCATTER * expected
            row = [tempo * count / scatter for count in counts] + [lasted / scatter]
            for index, value in enumerate(row[:-1]):
                if value:
                    line = matrix[index]
                    matrix[index] = [a + value * b for a, b in zip(line, row, strict=True)]
    return _eliminated(matrix)


def _eliminated(matrix: list[list[float]]) -> list[float]:
    """Return the solution of linear equations; the last column is their right-hand side."""
    size = len(matrix)
    for column in range(size):
        best = max(range(column, size), key=lambda row: abs(matrix[row][column]))
        matrix[column], matrix[best] = matrix[best], matrix[column]
        for row in range(size):
            if row != column:
                factor = matrix[row][column] / matrix[column][column]
                pivot = matrix[column]
                matrix[row] = [a - factor * b for a, b in zip(matrix[row], pivot, strict=True)]
    return [matrix[row][size] / matrix[row][row] for row in range(size)]


def main() -> None:
    """Print the weights for all talks, and those in use."""
    for language, names in FITTED.items():
        pace = fitted([sample(talk, language) for talk in material(language)], language)
        print(language, {name: getattr(pace, name) for name in names})
        print(" " * len(language), "in use:", {n: getattr(PACES[language], n) for n in names})


if __name__ == "__main__":
    main()
