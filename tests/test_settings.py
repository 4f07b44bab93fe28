"""Settings as a manifest keeps them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.settings import Settings, from_record, to_record


def test_what_is_usual_is_not_written_down() -> None:
    assert to_record(Settings(out=Path("elsewhere"), force=True, jobs=4)) == {}


def test_every_choice_comes_back_as_it_was() -> None:
    chosen = Settings(
        out=Path("out"),
        targets=("nl",),
        engine="none",
        glossaries=(Path("a.csv"), Path("b.csv")),
        formats=frozenset({"srt", "html"}),
        media="talk.mp4",
        duration_ms=90_000,
        language="nl",
        memory=Path("memory.sqlite"),
        translations=(Path("people.tmx"),),
        captions=Path("talk.vtt"),
    )
    record = json.loads(json.dumps(to_record(chosen)))
    assert from_record(record, out=Path("out")) == chosen


def test_a_choice_there_is_none_of() -> None:
    with pytest.raises(KeyError):
        from_record({"colour": "blue"}, out=Path("out"))
