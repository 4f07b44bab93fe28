"""Loops are seen, and honest repetition is not taken for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.ct2 import Decoding, Model, repetition
from pipeline.engines.tokens import Tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (0, 0)),
        ("a b c", (0, 0)),
        ("a a", (1, 2)),
        ("x a b a b a b a b y", (2, 4)),
        ("a b c d e f " * 3, (6, 3)),
    ],
)
def test_repetition(text: str, expected: tuple[int, int]) -> None:
    assert repetition(text.split()) == expected


@given(st.lists(st.sampled_from("ab"), max_size=30))
def test_what_is_found_is_there(tokens: list[str]) -> None:
    period, count = repetition(tokens)
    starts = range(len(tokens) - period * count + 1)
    assert count == 0 or any(
        tokens[i : i + period] * count == tokens[i : i + period * count] for i in starts
    )


@dataclass
class _Result:
    hypotheses: Sequence[Tokens]

    def result(self) -> _Result:
        return self


class _Parrot:
    """A translator that always answers the same; it keeps what it was asked."""

    def __init__(self, answer: str) -> None:
        self.answer = answer.split()
        self.asked: list[dict[str, object]] = []

    def translate_batch(self, sources: Sequence[Tokens], **options: object) -> list[_Result]:
        self.asked.append(options)
        return [_Result([self.answer]) for _ in sources]


def decode(parrot: _Parrot, source: str) -> bool:
    model = Model(Path("nowhere"), decoding=Decoding(threads=1))
    model.__dict__["_translator"] = parrot
    return model.decode([source.split()])[0].looping


def test_a_loop_that_stays_is_marked() -> None:
    parrot = _Parrot("ha " * 20)
    assert decode(parrot, "one two three")
    assert [options["no_repeat_ngram_size"] for options in parrot.asked] == [0, 3]


def test_repetition_in_the_source_is_no_loop() -> None:
    assert not decode(_Parrot("nee " * 6), "no " * 6)
    assert not decode(_Parrot("een twee drie"), "one two three")


def test_unknown_words_are_copied_from_the_source() -> None:
    parrot = _Parrot("een <unk> drie")
    decode(parrot, "one two three")
    assert [options["replace_unknowns"] for options in parrot.asked] == [False, True]


def test_a_translation_that_never_ends_is_a_loop() -> None:
    assert decode(_Parrot(" ".join(map(str, range(500)))), "one two three")
