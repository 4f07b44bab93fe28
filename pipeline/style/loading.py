"""Read a style from its TOML file, and say exactly what is wrong with one that will not do."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from pipeline.errors import InputError, UsageError
from pipeline.languages import LANGUAGES
from pipeline.style.model import Dash, Limits, Punctuation, Style

PROFILES: tuple[str, ...] = ("netflix", "ted", "bbc", "podcasting20", "dutch-slow")
"""The styles that come with tolk, the default first."""

_WORDS: Mapping[str, type[Dash | Punctuation]] = {"dash": Dash, "punctuation": Punctuation}
_WHOLE = {"characters_per_line", "lines", "min_ms", "max_ms", "gap_ms", "close_ms", "sync_ms"}
_NAMES = tuple(field.name for field in fields(Limits))


def load_style(name_or_path: str | Path) -> Style:
    """Return the style of that name, or the one in that TOML file.

    A file has a table `[all]` with what holds for every language and a table per language tag
    (`[en]`, `[nl]`, `["zh-Hans"]`) with what differs. `base = "netflix"` at the top starts from
    a profile.

    Raises:
        UsageError: there is no such profile and no such file.
        InputError: the file cannot be read, or a value in it makes no sense.
    """
    name = str(name_or_path)
    if name in PROFILES:
        return _profile(name)
    path = Path(name_or_path)
    if path.suffix != ".toml" and not path.exists():
        raise UsageError(
            name, "no such style", remedy=f"choose from {', '.join(PROFILES)} or name a TOML file"
        )
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "is not UTF-8 text"
        raise InputError(name, f"the style cannot be read: {reason}") from error
    return _parse(text, where=name)


def _profile(name: str) -> Style:
    file = Path(__file__).with_name(f"{name}.toml")
    return _parse(file.read_text(encoding="utf-8"), where=name)


def _parse(text: str, *, where: str) -> Style:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(where, f"not valid TOML: {error}") from error
    base = tables.pop("base", None)
    if base is not None and base not in PROFILES:
        raise InputError(where, f"base {base!r} is no style", remedy=f"use {', '.join(PROFILES)}")
    if unknown := sorted(set(tables) - {"all", *LANGUAGES}):
        remedy = f"use [all] or a language: {', '.join(LANGUAGES)}"
        raise InputError(where, f"unknown table or key {unknown[0]!r}", remedy=remedy)
    start = _profile(base).limits if base else {}
    common = _table(tables.get("all", {}), "all", where=where)
    limits: dict[str, Limits] = {}
    for tag in LANGUAGES:
        own = _table(tables.get(tag, {}), tag, where=where)
        inherited = _values(start[tag]) if tag in start else {}
        if inherited or own:
            limits[tag] = _limits(inherited | common | own, tag, where=where)
    if not limits:
        raise InputError(where, "no language has limits", remedy="add a table such as [en]")
    return Style(where, limits)


def _values(limits: Limits) -> dict[str, Any]:
    return {name: getattr(limits, name) for name in _NAMES}


def _table(table: object, tag: str, *, where: str) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise InputError(where, f"{tag!r} must be a table")
    return {name: _value(name, value, tag, where=where) for name, value in table.items()}


def _value(name: str, value: object, tag: str, *, where: str) -> object:
    if name not in _NAMES:
        raise InputError(where, f"[{tag}] unknown key {name!r}", remedy=f"use {', '.join(_NAMES)}")
    if name in _WORDS:
        choices = [str(choice) for choice in _WORDS[name]]
        if value not in choices:
            raise InputError(where, f"[{tag}] {name} must be one of {', '.join(choices)}")
        return _WORDS[name](value)
    wanted: tuple[type, ...] = (int,) if name in _WHOLE else (int, float)
    if name == "ellipsis":
        wanted = (bool,)
    if not isinstance(value, wanted) or (isinstance(value, bool) and name != "ellipsis"):
        kind = {"ellipsis": "true or false"}.get(name)
        kind = kind or ("a whole number" if name in _WHOLE else "a number")
        raise InputError(where, f"[{tag}] {name} must be {kind}, not {value!r}")
    return value if name in _WHOLE or isinstance(value, bool) else float(value)  # type: ignore[arg-type]


def _limits(values: dict[str, Any], tag: str, *, where: str) -> Limits:
    values.setdefault("comfortable_speed", values.get("characters_per_second"))
    required = [field for field in _NAMES[:7] if values.get(field) is None]
    if required:
        raise InputError(where, f"[{tag}] lacks {', '.join(required)}", remedy="or set a base")
    try:
        return Limits(**values)
    except ValueError as error:
        raise InputError(where, f"[{tag}] {error}") from error
