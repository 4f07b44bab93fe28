"""Profiles load, and a faulty style file is refused with the place of its fault."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline.style
from pipeline.errors import InputError, UsageError
from pipeline.languages import LANGUAGES
from pipeline.style import PROFILES, Limits, load_style


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_has_limits_for_every_language(name: str) -> None:
    style = load_style(name)
    assert list(style.limits) == list(LANGUAGES)


@pytest.mark.parametrize("name", PROFILES)
def test_every_value_of_a_profile_names_its_source(name: str) -> None:
    text = (Path(pipeline.style.__file__).parent / f"{name}.toml").read_text(encoding="utf-8")
    values = [line for line in text.split("\n") if "=" in line.partition("#")[0]]
    assert len(values) >= 15
    assert [line for line in values if len(line.partition("#")[2].strip()) < 4] == []


@pytest.mark.parametrize(
    ("language", "columns", "speed"), [("en", 42, 20), ("nl", 42, 17), ("zh-Hans", 16, 9)]
)
def test_netflix_numbers(language: str, columns: int, speed: float) -> None:
    limits = load_style("netflix").of(language)
    assert (limits.characters_per_line, limits.characters_per_second) == (columns, speed)
    assert (limits.lines, limits.min_ms, limits.max_ms, limits.gap_ms) == (2, 833, 7_000, 83)


def test_a_file_may_start_from_a_profile(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text('base = "netflix"\n[nl]\ncharacters_per_second = 14\ncomfortable_speed = 11\n')
    style = load_style(path)
    assert style.of("nl").characters_per_second == 14.0
    assert style.of("en") == load_style("netflix").of("en")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[en", "not valid TOML"),
        ('base = "vhs"', "base 'vhs' is no style"),
        ("[fr]\nlines = 2", "unknown table or key 'fr'"),
        ("[en]\ncolour = 2", "unknown key 'colour'"),
        ('base = "ted"\n[en]\nlines = "two"', "lines must be a whole number"),
        ('base = "ted"\n[en]\nlines = true', "lines must be a whole number"),
        ('base = "ted"\n[en]\nlines = 0', "lines must be more than 0"),
        ('base = "ted"\n[en]\ncharacters_per_second = inf', "must be more than 0, and finite"),
        ('base = "ted"\n[en]\ncharacters_per_second = nan', "must be more than 0, and finite"),
        ('base = "ted"\n[en]\nmax_ms = 10', "max_ms is less than min_ms"),
        ('base = "ted"\n[nl]\ndash = "left"', "dash must be one of both, second"),
        ('base = "ted"\n[nl]\nellipsis = 1', "ellipsis must be true or false"),
        ("[en]\nlines = 2", "lacks characters_per_line"),
        ("en = 3", "must be a table"),
        ("", "no language has limits"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "faulty.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=r"faulty\.toml") as caught:
        load_style(path)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_name_lists_the_profiles() -> None:
    with pytest.raises(UsageError, match="netflix, ted"):
        load_style("netflx")


def test_a_missing_or_binary_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_style(tmp_path / "none.toml")
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not UTF-8"):
        load_style(binary)


def test_a_language_without_limits_is_a_usage_error(tmp_path: Path) -> None:
    path = tmp_path / "english.toml"
    limits = load_style("ted").of("en")
    rows = [f"{name} = {getattr(limits, name)}" for name in Limits.__slots__[:7]]
    path.write_text("[en]\n" + "\n".join(rows))
    with pytest.raises(UsageError, match="no limits for nl"):
        load_style(path).of("nl")
