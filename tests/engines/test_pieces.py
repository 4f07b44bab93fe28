"""Long texts are cut where a reader would pause, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.pieces import LIMIT, cut, split_long

TEXT = st.text(st.sampled_from("ab ,.;—。，⟦0⟧\n你"), max_size=200)


@given(TEXT, st.integers(10, 60))
def test_no_character_is_lost(text: str, limit: int) -> None:
    pieces = split_long(text, limit=limit)
    assert "".join(pieces) == text
    assert all(len(piece.rstrip()) <= limit for piece in pieces)


@given(TEXT, st.sampled_from(["en", "nl", "zh-Hans"]))
def test_untranslated_pieces_keep_every_word(text: str, language: str) -> None:
    pieces = cut(text, language=language)
    joined = pieces.join(pieces.cores, target=language)
    assert "".join(joined.split()) == "".join(text.split())
    assert joined.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aaa, bbb; ccc, ddd eee", ("aaa, bbb; ", "ccc, ddd eee")),
        ("aaaa bbbb cccc dddd eeee", ("aaaa bbbb cccc ", "dddd eeee")),
        ("aaaaaaaaaaaaaa⟦12⟧bbbbbbbbb", ("aaaaaaaaaaaaaa", "⟦12⟧bbbbbbbbb")),
        ("1,000,000 and 2,000,000", ("1,000,000 and ", "2,000,000")),
    ],
)
def test_where_it_is_cut(text: str, expected: tuple[str, ...]) -> None:
    assert split_long(text, limit=16) == expected


def test_a_torn_word_grows_together_again() -> None:
    text = "x" * (2 * LIMIT + 1)
    pieces = cut(text, language="en")
    assert len(pieces.cores) == 3
    assert pieces.join(pieces.cores, target="en") == text
