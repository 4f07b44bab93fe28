"""On real talks: the weights have a source, starts are as near as promised, bounds hold."""

from __future__ import annotations

from statistics import fmean, median

import pytest

from pipeline.text.speech import PACES
from tests.bench.bench_abroad import english_in_theirs, placed
from tests.bench.bench_abroad import talks as talks_abroad
from tests.bench.bench_timing import Errors
from tests.bench.fit_speech import FITTED, fitted, material, sample
from tests.bench.timed_talks import SHARED, talks

pytestmark = pytest.mark.skipif(
    not (SHARED / "3b1b").is_dir(), reason="the real talks are not beside the repository"
)


@pytest.mark.parametrize("language", list(FITTED))
def test_the_weights_in_use_are_those_that_were_fitted(language: str) -> None:
    assert (
        fitted([sample(talk, language) for talk in material(language)], language) == PACES[language]
    )


@pytest.mark.parametrize(
    ("seconds", "mean_s", "median_s"),
    [(60, 1.40, 0.95), (120, 2.0, 1.35), (180, 2.6, 1.7), (300, 3.7, 2.5)],
)
def test_english_starts_are_near_and_their_bounds_hold(
    seconds: int, mean_s: float, median_s: float
) -> None:
    found = Errors()
    for talk in talks("en"):
        found.add(talk, "en", seconds, [0.0])
    assert len(found.ours) > 2_000
    assert fmean(found.ours) <= 1_000 * mean_s
    assert median(found.ours) <= 1_000 * median_s
    assert found.broken <= 0.01 * len(found.ours)
    assert fmean(found.ours) < 0.4 * fmean(found.equal)


def test_dutch_captions_place_english_by_shared_words_and_seldom_wrong() -> None:
    found = talks_abroad("dutch", "from_community_srt", " ")
    row = placed(found, english_in_theirs, "en", foreign=True).split()
    assert float(row[row.index("placed") + 1]) > 10
    assert float(row[row.index("wrong") + 1]) < 5
