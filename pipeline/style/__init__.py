"""Style: how many characters, how many lines, how fast, how long; per language.

A style is a table of numbers (`*.toml` beside this module, each with its source) that the cue
stage obeys and the checks measure against.

>>> load_style("netflix").of("nl").characters_per_second
17.0
"""

from __future__ import annotations

from pipeline.style.loading import PROFILES, load_style
from pipeline.style.model import Dash, Limits, Punctuation, Style

__all__ = ["PROFILES", "Dash", "Limits", "Punctuation", "Style", "load_style"]
