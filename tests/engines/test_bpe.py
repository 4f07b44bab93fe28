"""Packages with `bpe.model`: Moses tokens and byte pair encoding, as older Argos packages have."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.engines.argos import Argos
from tests.toy_model import write_package

WORDS = {"the": "de", "cat": "kat", "reads": "leest"}


def merges(word: str) -> list[str]:
    """Return the merges that make one piece of a word."""
    parts = [*word[:-1], word[-1] + "</w>"]
    return [f"{''.join(parts[:n])} {parts[n]}" for n in range(1, len(parts))]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    package = write_package(tmp_path, words=WORDS, spaced=False)
    (package / "sentencepiece.model").unlink()
    lines = ["#version: 0.2", *(merge for word in WORDS for merge in merges(word))]
    (package / "bpe.model").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def test_moses_and_byte_pairs(shelf: Path) -> None:
    engine = Argos(folders=(shelf,))
    found = engine.translate(["the cat reads.", "the cat"], source="en", target="nl")
    assert found == ["de kat leest.", "de kat"]
    assert engine.placeholders(source="en", target="nl") == ("name", "code")
