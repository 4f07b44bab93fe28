from __future__ import annotations

import doctest
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.clean import Sieve, chinese_signs, key, language_fits, normalise

MODULES = ("alignment", "clean", "noise", "placeholders", "prepare", "tokenizer")


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_the_documentation(name: str) -> None:
    assert doctest.testmod(import_module(f"training.{name}")).failed == 0


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text.replace("&", ""))
    assert normalise(once) == once


@given(st.text("用训练GPU很快,;:?!() 42"))
def test_chinese_signs_keep_every_letter_and_digit(text: str) -> None:
    assert key(chinese_signs(text)).replace(" ", "") == key(text).replace(" ", "")
    assert [c for c in chinese_signs(text) if c.isdigit()] == [c for c in text if c.isdigit()]


@pytest.mark.parametrize(
    ("text", "language", "fits"),
    [
        ("The model writes the code and we read it.", "en", True),
        ("Het model schrijft de code en wij lezen die.", "en", False),
        ("Het model schrijft de code en wij lezen die.", "nl", True),
        ("模型写代码，我们来读。", "zh", True),
        ("這個模型會寫程式。", "zh", False),
        ("Agent memory", "nl", True),
        ("模型", "en", False),
    ],
)
def test_language_by_script_and_function_words(text: str, language: str, *, fits: bool) -> None:
    assert language_fits(text, language) is fits


def test_every_filter_counts_what_it_stops() -> None:
    sieve = Sieve(("en", "nl"), frozenset({key("We never train on this.")}))
    lines = [
        ("The server is slow today.", "De server is traag vandaag."),
        ("The server is slow, today!", "De server is traag vandaag"),
        ("We never train on this.", "Hier trainen we nooit op."),
        ("", "Leeg."),
        ("Click <b>here</b> to go.", "Klik <b>hier</b> om te gaan."),
        ("It was founded in 1998 by two people.", "Het is in 2004 opgericht door twee mensen."),
        ("Short.", "Dit is een veel te lange vertaling van een kort woord, en niet echt juist."),
        ("The same words here and there.", "The same words here and there."),
        ("+++ 12 === 34 ///", "+++ 12 === 34 ///"),
    ]
    kept = [pair for line in lines if (pair := sieve.keep(*line))]
    assert kept == [lines[0]]
    assert sieve.counts == {
        "kept": 1,
        "duplicate": 1,
        "in a test set": 1,
        "empty": 1,
        "markup or code": 1,
        "numbers differ": 1,
        "lengths differ": 1,
        "untranslated": 1,
        "mostly signs": 1,
    }
