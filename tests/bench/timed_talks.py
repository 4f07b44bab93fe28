"""Real talks with real times, for the benches. Nothing of them is kept in the repository."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.model import Caption, Document, Episode, Span, Timing
from pipeline.timing.captions import caption_sentences

_CAPTION = re.compile(r"(\d+):(\d+):(\d+)[,.](\d+) --> (\d+):(\d+):(\d+)[,.](\d+)[^\n]*\n")
SHARED = Path(__file__).parents[3] / "shared" / "timed"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence and when it was really said.

    Attributes:
        known: Whether its start is; else it is only a place between its neighbours'.
    """

    text: str
    start_ms: int
    end_ms: int
    known: bool = True


def talks(language: str) -> list[list[Spoken]]:
    """Return the talks of a language with the real times of their sentences."""
    if language == "en":
        paths = sorted(SHARED.glob("3b1b/*/english/sentence_timings.json"))
        return [[_spoken(*row) for row in json.loads(path.read_text())] for path in paths]
    if language == "nl":
        paths = sorted(SHARED.glob("nl-stories/*.json"))
        rows = [json.loads(path.read_text()) for path in paths]
        return [[_spoken(r["text"], r["start"], r["end"]) for r in talk] for talk in rows]
    paths = sorted(SHARED.glob("zh-srt/*.srt"))
    return [
        [Spoken(c.text, c.span.start_ms, c.span.end_ms) for c in captions(path)] for path in paths
    ]


def lectures() -> list[list[Spoken]]:
    """Return three long English lectures; sentences that begin a caption have a known start."""
    found = []
    for path in sorted(SHARED.glob("karpathy/*/*.srt")):
        sentences = caption_sentences(captions(path), language="en")
        found.append(
            [
                Spoken(one.text, one.span.start_ms, one.span.end_ms, one.timing is Timing.STATED)
                for one in sentences
            ]
        )
    return found


def _spoken(text: str, start: float, end: float) -> Spoken:
    return Spoken(" ".join(text.split()), round(start * 1_000), round(end * 1_000))


def captions(path: Path) -> tuple[Caption, ...]:
    """Return the captions of an SRT file, markup and zero-width marks taken out."""
    return tuple(_captions(path.read_text(encoding="utf-8-sig")))


def _captions(text: str) -> Iterator[Caption]:
    text = re.sub(r"<[^<>\n]*>|[\u200b-\u200f\u2060\ufeff]", "", text.replace("\r", ""))
    found = list(_CAPTION.finditer(text))
    for match, after in zip(found, [*found[1:], None], strict=True):
        h1, m1, s1, f1, h2, m2, s2, f2 = map(int, match.groups())
        body = text[match.end() : after.start() if after else len(text)]
        lines = [line.strip() for line in body.split("\n") if line.strip()]
        if after and lines and lines[-1].isdigit():
            lines.pop()
        start, end = (
            ((h1 * 60 + m1) * 60 + s1) * 1_000 + f1,
            ((h2 * 60 + m2) * 60 + s2) * 1_000 + f2,
        )
        if lines and end > start:
            yield Caption(Span(start, end), "\n".join(lines))


def caption_episode(path: Path, language: str) -> Episode:
    """Return the episode that an SRT file is."""
    document = Document(path.stem, "captions", captions=captions(path))
    return Episode(document, language, 1.0, path.stem)


def podcasts() -> list[tuple[tuple[str, ...], int]]:
    """Return transcripts of podcasts, edited for reading, and the length of each in ms.

    Where the page states no length, the last turn's start is taken.
    """
    found = []
    for path in sorted(SHARED.glob("datatalksclub/*.md")):
        head, _, body = path.read_text(encoding="utf-8").partition("\ntranscript:\n")
        turns = re.findall(r"^- line: (.*?)(?=^  (?:sec|time|who):|^- )", body, re.S | re.M)
        stated = re.search(r"duration: PT(\d+)H(\d+)M(\d+)S", head)
        last = max(int(seconds) for seconds in re.findall(r"^  sec: (\d+)", body, re.M))
        hours, minutes, seconds = map(int, stated.groups()) if stated else (0, 0, last)
        text = tuple(" ".join(turn.split()).strip("'\"") for turn in turns)
        found.append((text, ((hours * 60 + minutes) * 60 + seconds) * 1_000))
    return found
