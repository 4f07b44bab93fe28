"""The check of one subtitle file, whoever made it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from pipeline.checks.chunks import Chunk, Layout, lay_out
from pipeline.checks.conformance import check_bytes, check_conformance
from pipeline.checks.content import Pairing, check_pair, check_text
from pipeline.checks.form import Shown, check_form
from pipeline.checks.rules import RULES, Hit
from pipeline.checks.sides import line_languages
from pipeline.model import Caption, Severity
from pipeline.style.model import Style


@dataclass(frozen=True, slots=True)
class Opened:
    """A file to check.

    Attributes:
        name: As the user knows it.
        content: Its bytes.
        text: Decoded, LF between lines, no byte order mark.
        encoding: The one it was read in.
    """

    name: str
    content: bytes
    text: str
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one file.

    Attributes:
        name: As the user knows it.
        format: `srt` or `vtt`.
        languages: Tag of its language, or of both.
        style: Name of the style.
        cues: How many it has.
        hits: By line.
    """

    name: str
    format: str
    languages: tuple[str, ...]
    style: str
    cues: int
    hits: tuple[Hit, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """Severity → how many, for all three."""
        return {
            str(severity): sum(hit.severity is severity for hit in self.hits)
            for severity in Severity
        }

    @property
    def rules(self) -> Mapping[str, int]:
        """Rule → how many, in the order of the rules."""
        found = [hit.rule for hit in self.hits]
        return {rule: found.count(rule) for rule in RULES if rule in found}

    @property
    def is_clean(self) -> bool:
        """Whether there is neither error nor warning."""
        return all(hit.severity is Severity.INFO for hit in self.hits)


def check_file(
    opened: Opened,
    *,
    languages: Sequence[str],
    style: Style,
    source: Sequence[Caption] = (),
    pairing: Pairing | None = None,
) -> Report:
    """Return what is the matter with a file.

    Args:
        opened: The file.
        languages: Tag of its language; two tags for a bilingual file.
        style: The limits.
        source: What was translated, with its times; none where it is not at hand.
        pairing: The languages of source and translation, where there is a source.

    Raises:
        UsageError: the style says nothing about a language.
    """
    limits = {tag: style.of(tag) for tag in languages}
    layout = lay_out(opened.text)
    cues = shown_cues(layout, languages)
    hits = chain(
        check_bytes(opened.content, format=layout.format, encoding=opened.encoding),
        check_conformance(layout),
        _signature(opened, layout),
        check_form(cues, limits),
        _spoken(cues),
        _compared(cues, source, pairing) if pairing else (),
    )
    return Report(
        opened.name,
        layout.format,
        tuple(languages),
        style.name,
        len(cues),
        tuple(sorted(set(hits))),
    )


def _signature(opened: Opened, layout: Layout) -> Iterator[Hit]:
    if layout.format == "srt" and opened.name.lower().endswith(".vtt"):
        yield Hit(1, "signature", "the file does not start with WEBVTT; read as SubRip")


def shown_cues(layout: Layout, languages: Sequence[str]) -> list[Shown]:
    """Return the cues of a file, with the language of each line."""
    captions = [chunk.block.caption for chunk in layout.cues if chunk.block]
    tags = line_languages([caption.text.split("\n") for caption in captions], languages)
    return [
        Shown(number, caption.span, tuple(_raw_ends(chunk, caption)), tag, _line(chunk))
        for number, (caption, chunk, tag) in enumerate(
            zip(captions, layout.cues, tags, strict=True), 1
        )
    ]


def _line(chunk: Chunk) -> int:
    return chunk.first + chunk.times


def _raw_ends(chunk: Chunk, caption: Caption) -> Iterator[str]:
    """Yield the lines without markup, but with the white space that the file has at their ends."""
    lines = caption.text.split("\n")
    raw = [line for line in chunk.said if line.strip()]
    for number, line in enumerate(lines):
        spaced = len(raw) == len(lines) and raw[number] != raw[number].strip()
        yield f"{line.strip()} " if spaced else line.strip()


def _spoken(cues: Sequence[Shown]) -> Iterator[Hit]:
    for cue in cues:
        for tag, lines in cue.sides():
            for rule, message in check_text(" ".join(lines), language=tag):
                yield Hit(cue.line, rule, message, cue.number, cue.span.start_ms)


def _compared(cues: Sequence[Shown], source: Sequence[Caption], pairing: Pairing) -> Iterator[Hit]:
    """Yield the faults of stretches that begin and end together in source and translation."""
    from pipeline.checks.stretches import stretches

    mine = [Caption(cue.span, _said(cue, pairing.target) or "…") for cue in cues]
    found = list(stretches(source, mine))
    texts = [(_joined(source, ours), _joined(mine, theirs)) for ours, theirs in found]
    around = [("", ""), *texts, ("", "")]
    for at, (ours, theirs) in enumerate(found):
        if not ours or not theirs:
            continue
        before, after = around[at], around[at + 2]
        nearby = f"{before[0]} {after[0]}", f"{before[1]} {after[1]}"
        cue = cues[theirs[0]]
        for rule, message in check_pair(*texts[at], pairing, nearby=nearby):
            yield Hit(cue.line, rule, message, cue.number, cue.span.start_ms)


def _said(cue: Shown, language: str) -> str:
    return " ".join(chain(*(lines for tag, lines in cue.sides() if tag == language)))


def _joined(captions: Sequence[Caption], which: Sequence[int]) -> str:
    return " ".join(captions[i].text.replace("\n", " ") for i in which)
