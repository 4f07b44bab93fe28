"""Options that several commands share, and what their values mean."""

from __future__ import annotations

from pathlib import Path

from pipeline.clock import parse_clock
from pipeline.errors import UsageError
from pipeline.languages import language_tag


def tags(text: str) -> tuple[str, ...]:
    """Return the BCP 47 tags of a comma-separated list, each once.

    Raises:
        UsageError: one is not a language of tolk, or there is none.
    """
    found = tuple(dict.fromkeys(language_tag(part) for part in text.split(",") if part.strip()))
    if not found:
        raise UsageError("--to", "names no language", remedy="say for example --to en,nl")
    return found


def choice(option: str, value: str, allowed: tuple[str, ...]) -> str:
    """Return `value` if it is allowed.

    Raises:
        UsageError: it is not.
    """
    if value not in allowed:
        remedy = f"choose from {', '.join(allowed)}"
        raise UsageError(option, f"there is no {value!r}", remedy=remedy)
    return value


def choices(option: str, text: str, allowed: tuple[str, ...]) -> frozenset[str]:
    """Return the members of a comma-separated list, each of them allowed.

    Raises:
        UsageError: one is not allowed.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return frozenset(choice(option, part, allowed) for part in parts)


def duration_ms(text: str | None) -> int | None:
    """Return a length in milliseconds from `H:MM:SS` or `MM:SS`.

    Raises:
        UsageError: it is not a clock time, or zero.
    """
    if text is None:
        return None
    try:
        found = parse_clock(text)
    except ValueError:
        found = 0
    if not found:
        raise UsageError("--duration", f"{text!r} is no length", remedy="write H:MM:SS or MM:SS")
    return found


def existing(paths: list[Path] | None) -> tuple[Path, ...]:
    """Return the paths, each of them a file.

    Raises:
        UsageError: one is not a file.
    """
    for path in paths or ():
        if not path.is_file():
            raise UsageError(str(path), "is not a file", remedy="check the path")
    return tuple(paths or ())
