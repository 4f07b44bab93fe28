"""Names of folders, from titles that come from outside."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.slugs import slugify, unique


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\x", "c-windows-x"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("CON", "con-episode"),
        ("\u202egnp.exe", "gnp-exe"),
        ("\x00", "episode"),
        ("Rust & C++: 95% sneller?", "rust-c-95-sneller"),
        ("芯片的下一站——封装", "芯片的下一站-封装"),
        ("." * 300, "episode"),
    ],
)
def test_a_title_becomes_a_harmless_name(title: str, slug: str) -> None:
    assert slugify(title) == slug


@given(st.text(max_size=400))
def test_a_slug_is_one_plain_part_of_a_path(title: str) -> None:
    slug = slugify(title)
    assert PurePosixPath(slug).parts == PureWindowsPath(slug).parts == (slug,)
    assert 0 < len(slug.encode()) <= 90
    assert not slug.startswith(("-", ".")) and not slug.endswith("-")
    assert all(c == "-" or unicodedata.category(c)[0] in "LN" for c in slug)
    assert slugify(slug) == slug


@given(st.lists(st.sampled_from(["Intro", "intro!", "Outro"]), max_size=6))
def test_equal_titles_get_different_names(titles: list[str]) -> None:
    taken: set[str] = set()
    for number, title in enumerate(titles):
        taken.add(unique(slugify(title), str(number), taken=taken))
    assert len(taken) == len(titles)
