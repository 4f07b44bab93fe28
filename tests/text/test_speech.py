"""What saying costs grows with what is said, and the pause after it knows what comes next."""

from __future__ import annotations

import random

import pytest

from pipeline.text.speech import (
    PACES,
    freshness,
    pause_counts,
    pause_units,
    speech_counts,
    speech_units,
)
from tests.bench.fit_speech import FITTED, fitted, sample
from tests.bench.timed_talks import Spoken


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("cat", 1),
        ("the", 1),
        ("make", 1),
        ("table", 2),
        ("banana", 3),
        ("rhythm", 1),
        ("TV", 1),
        ("zeeën", 1),
    ],
)
def test_vowels_that_touch_are_one_syllable_and_a_last_e_is_silent(
    word: str, syllables: int
) -> None:
    assert speech_counts(word).syllable == syllables


def test_what_is_read_out_sign_by_sign_costs_more_than_a_word() -> None:
    assert speech_counts("In 2027 a x, I say: 2027.")[:7] == (8, 5, 5, 1, 8, 0, 2)
    assert speech_units("In 2027", language="en") > speech_units("In June", language="en")
    assert speech_units("let x be", language="en") > speech_units("let a be", language="en")
    assert speech_counts("Wilt u dat?").single == 0
    assert speech_counts("我们两个人。").han == 5


def pause(text: str, after: str, language: str = "en") -> float:
    return pause_units([text, after], language=language)[0]


def test_a_new_thought_comes_after_a_longer_pause_than_one_carried_on() -> None:
    onward, plain, fresh = (
        pause("It is done.", after) for after in ("But why?", "People left.", "“So what?”")
    )
    assert onward < plain == pause_units(["It is done."], language="en")[0] < fresh


def test_to_somebody_who_always_says_so_it_tells_nothing() -> None:
    rare = ["It is done.", *["People left."] * 30, "So it is."]
    usual = ["It is done.", *["So they left."] * 30, "So it is."]
    assert freshness(rare, language="en") == 1.0
    assert freshness(usual, language="en") == 0.0
    plain = PACES["en"].sentence
    assert pause_units(usual, language="en") == [plain] * len(usual)
    assert pause_units(rare, language="en")[-2] == plain + PACES["en"].fresh


def test_a_line_that_ends_open_is_followed_by_less_than_a_sentence() -> None:
    comma = PACES["en"].comma
    assert pause("and then", "So we left.") == comma
    assert pause("and then,", "we left.") == 0
    assert pause("He said: “Go!”", "") == PACES["en"].sentence
    assert pause("大家好", "大家好", "zh-Hans") == PACES["zh-Hans"].comma


def test_nothing_is_said_in_no_time() -> None:
    assert speech_units("…", language="en") == 1.0


def _talk(tempo: float, luck: random.Random) -> list[Spoken]:
    """Return a made-up talk that takes exactly as long as the paces in use say, times a tempo."""
    openers = ["So", "But", "It", "People", "Mice", "In 1945", "Let x and y", "Then,", "Of a"]
    words = ["banana", "cat", "telephone", "mice", "already", "strength", "of", "a"]
    texts = [
        f"{luck.choice(openers)} {' '.join(luck.choices(words, k=luck.randint(2, 12)))}."
        for _ in range(120)
    ]
    spoken: list[Spoken] = []
    at = 0.0
    for text, rest in zip(texts, pause_units(texts, language="en"), strict=True):
        spoken.append(Spoken(text, round(at), round(at) + 1, known=luck.random() < 0.8))
        at += tempo * (speech_units(text, language="en") + rest)
    return spoken


def test_the_fit_finds_the_weights_that_made_the_times_though_some_starts_are_unknown() -> None:
    luck = random.Random(5)
    samples = [sample(_talk(tempo, luck), "en") for tempo in (0.8, 1.0, 1.25)]
    found = fitted(samples, "en")
    for name in FITTED["en"]:
        assert getattr(found, name) == pytest.approx(getattr(PACES["en"], name), abs=2), name


def test_the_fit_leaves_a_line_without_a_full_stop_out() -> None:
    talk = [Spoken("Music", 0, 9_000), Spoken("It begins.", 9_000, 9_900), Spoken("So.", 10_000, 1)]
    assert sample(talk, "en").lasted_ms == [1_000]
    assert sample(talk, "zh-Hans").lasted_ms == [9_000, 1_000]
    assert pause_counts("Music", "", language="en").sentence == 0
