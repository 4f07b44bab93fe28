from __future__ import annotations

import random
import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from training.noise import clauses, joined, noisy
from training.placeholders import Masked, choose, invented, mask, rename, spots

LEXICON = {"model": frozenset({"modellen", "model", "模型"}), "server": frozenset({"server"})}
TERMS = {"pull request": frozenset({"pull-verzoek", "拉取请求"})}
PAIRS = (
    (
        "Nvidia sold 4,000 GPUs; the model runs on them.",
        "Nvidia verkocht 4,000 GPUs; het model draait erop.",
    ),
    (
        "Open a pull request at https://tolk.example/a.",
        "Open een pull-verzoek op https://tolk.example/a.",
    ),
    ("The AI-model writes C++.", "AI 模型会写 C++。"),
    ("Marieke's server is slow.", "Marieke's server is traag."),
)
_SYMBOL = re.compile(r"⟦\d+⟧")
_seeds = st.integers(0, 10**6)


def _restored(masked: Masked, side: int) -> str:
    text = (masked.first, masked.second)[side]
    for symbol, original in masked.slots.items():
        assert text.count(symbol) == 1
        text = text.replace(symbol, original[side])
    return text


@given(st.sampled_from(PAIRS), _seeds)
def test_both_sides_hold_the_same_symbols_and_restore_exactly(
    pair: tuple[str, str], seed: int
) -> None:
    rng = random.Random(seed)
    found = spots(*pair, LEXICON, TERMS)
    assert found
    masked = mask(*pair, choose(found, rng), rng)
    ours, theirs = (Counter(_SYMBOL.findall(text)) for text in (masked.first, masked.second))
    assert ours == theirs
    assert set(ours.values()) == {1}
    assert 1 <= len(ours) <= 6
    assert (_restored(masked, 0), _restored(masked, 1)) == pair


@given(st.sampled_from(PAIRS), _seeds)
def test_an_invented_name_stands_on_both_sides(pair: tuple[str, str], seed: int) -> None:
    rng = random.Random(seed)
    masked = rename(*pair, rng.choice(spots(*pair, LEXICON, TERMS)), rng)
    (name,) = masked.slots
    assert name in masked.first
    assert name in masked.second
    assert not _SYMBOL.search(masked.first)


def test_phrases_come_from_identity_glossary_and_lexicon() -> None:
    found = {
        (first[slice(*spot.first)], second[slice(*spot.second)])
        for first, second in PAIRS
        for spot in spots(first, second, LEXICON, TERMS)
    }
    assert ("Nvidia", "Nvidia") in found
    assert ("4,000 GPUs", "4,000 GPUs") in found
    assert ("model", "model") in found
    assert ("pull request", "pull-verzoek") in found
    assert ("https://tolk.example/a", "https://tolk.example/a") in found
    assert ("C++", "C++") in found


def test_possessives_and_hyphens_stay_outside() -> None:
    texts = []
    for seed in range(60):
        for pair in PAIRS[2:]:
            rng = random.Random(seed)
            masked = mask(*pair, choose(spots(*pair, LEXICON, TERMS), rng), rng)
            texts.append(masked.first)
    assert any(re.search(r"⟦\d+⟧-", text) for text in texts)
    assert any(re.search(r"⟦\d+⟧'s", text) for text in texts)
    assert any(re.search(r"[“‘\"]⟦\d+⟧[”’\"]", text) for text in texts)


def test_what_stands_twice_is_left_alone() -> None:
    assert spots("Rust or Rust?", "Rust of Rust?", {}, {}) == []


@given(_seeds)
def test_invented_names_look_like_names(seed: int) -> None:
    assert re.fullmatch(r"[A-Z][A-Za-z]+(?:[ -][A-Z0-9][a-z0-9]*)?", invented(random.Random(seed)))


@given(st.sampled_from(PAIRS), _seeds)
def test_noise_leaves_the_target_whole(pair: tuple[str, str], seed: int) -> None:
    languages = ("en", "zh" if "模" in pair[1] else "nl")
    for copy in noisy(*pair, languages, random.Random(seed)):
        assert copy.first != pair[0]
        assert copy.second.lower().rstrip(".。") == pair[1].lower().rstrip(".。")


def test_clauses_pair_up_and_short_sentences_join() -> None:
    pair = (
        "If it rains in the morning, we stay in the office.",
        "如果早上下雨，我们就留在办公室。",
    )
    parts = clauses(*pair, ("en", "zh"))
    assert [part.second for part in parts] == ["如果早上下雨，", "我们就留在办公室。"]
    both = joined(pair, ("It is late.", "时间不早了。"), ("en", "zh"))
    assert both is not None
    assert both.first.endswith("office. It is late.")
    assert both.second.endswith("办公室。时间不早了。")
    assert clauses("One, two and three here.", "Een twee en drie hier.", ("en", "nl")) == []
