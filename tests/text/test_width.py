"""Width agrees with UAX #29, and Chinese counts Latin letters as one half."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uniseg.graphemecluster import grapheme_clusters

from pipeline.text.width import columns, count_graphemes, graphemes, reading_units


@given(st.text())
def test_graphemes_are_those_of_uax29(text: str) -> None:
    assert graphemes(text) == tuple(grapheme_clusters(text))


@given(st.text(alphabet=st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"])))
def test_the_fast_path_is_no_shortcut_across_marks(text: str) -> None:
    assert "".join(graphemes(text)) == text


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("één", 3), ("e\u0301e\u0301n", 3), ("👩\u200d💻", 1), ("🇳🇱🇨🇳", 2), ("a\u200bb", 2)],
)
def test_graphemes_counted(text: str, count: int) -> None:
    assert count_graphemes(text) == count


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("人工智能", 4.0),
        ("GPT-4o", 3.0),
        ("95%的人", 3.5),
        ("“好”……", 5.0),
        ("威廉·莎士比亚", 7.0),
        ("战\u200b\u200c争", 2.0),
        ("👩\u200d💻", 1.0),
        ("café", 2.0),
        ("Ａ１", 2.0),
    ],
)
def test_chinese_columns(text: str, width: float) -> None:
    assert columns(text, language="zh-Hans") == width


def test_reading_units_leave_the_line_break_out() -> None:
    assert reading_units(("een twee", "drie"), language="nl") == 12.0
