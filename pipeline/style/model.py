"""The limits of a subtitle style, checked when they are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from pipeline.errors import UsageError


class Punctuation(StrEnum):
    """What becomes of Chinese commas and full stops in a cue."""

    NETFLIX = "netflix"
    """None at a line's end; a space in its place inside a line; `？！` stay."""
    KEEP = "keep"
    """All of them stay."""
    SPACE = "space"
    """As `netflix`, and `、：` inside a line become a space too."""


class Dash(StrEnum):
    """Which line of a two-speaker cue begins with a dash."""

    BOTH = "both"
    SECOND = "second"
    """Dutch: only the second line, without a space after it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one language allows.

    Attributes:
        characters_per_line: Columns of one line; see `pipeline.text.width.columns`.
        lines: Lines of one cue.
        characters_per_second: Fastest reading speed, spaces and punctuation counted.
        comfortable_speed: Reading speed that a cue gets where there is time for it.
        min_ms: Shortest time a cue shows.
        max_ms: Longest time a cue shows.
        gap_ms: Least time between two cues.
        close_ms: A gap shorter than this is closed to `gap_ms`.
        sync_ms: How far a cue with a real time may start from it before reading speed yields.
        ellipsis: Whether a sentence that runs over cues carries `…` at both sides of a cut
            without punctuation. The dots count in width and reading speed; translations and
            memory never have them. Bilingual cues, one line for each language, have none.
        dash: Which line of a two-speaker cue begins with a dash.
        punctuation: What becomes of Chinese commas and full stops.

    Raises:
        ValueError: a number is not positive or two of them contradict each other.
    """

    characters_per_line: int
    lines: int
    characters_per_second: float
    comfortable_speed: float
    min_ms: int
    max_ms: int
    gap_ms: int
    close_ms: int = 0
    sync_ms: int = 1_500
    ellipsis: bool = False
    dash: Dash = Dash.BOTH
    punctuation: Punctuation = Punctuation.KEEP

    def __post_init__(self) -> None:
        for name in ("lines", "characters_per_second", "comfortable_speed", "min_ms"):
            if not 0 < getattr(self, name) < inf:
                raise ValueError(f"{name} must be more than 0, and finite")
        if self.characters_per_line < 4:
            raise ValueError("characters_per_line must be at least 4")
        for name in ("gap_ms", "close_ms", "sync_ms"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must not be negative")
        if self.max_ms < self.min_ms:
            raise ValueError("max_ms is less than min_ms")
        if self.comfortable_speed > self.characters_per_second:
            raise ValueError("comfortable_speed is more than characters_per_second")


@dataclass(frozen=True, slots=True)
class Style:
    """The limits of every language, under one name.

    Attributes:
        name: Name of the profile, or the path it was read from.
        limits: Language tag → limits.
    """

    name: str
    limits: Mapping[str, Limits]

    def of(self, language: str) -> Limits:
        """Return the limits of one language.

        Raises:
            UsageError: the style says nothing about that language.
        """
        try:
            return self.limits[language]
        except KeyError:
            raise UsageError(
                self.name,
                f"has no limits for {language}",
                remedy=f"add a table [{language}] to the style",
            ) from None
