"""WebVTT: `parse(compose(captions)).captions == captions`, and tracks with all they know.

What is written keeps every rule that the specification has for authors
(https://www.w3.org/TR/webvtt1/#syntax): no `-->` and no blank line inside a block, starts that
never go back, unique identifiers, escaped text, style sheets before the first cue.

Rules of the problems: `signature`, `timing-unreadable`, `end-before-start`,
`cue-without-text`, `style-after-cue`, `text-outside-cue`, `setting-unknown`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.clock import format_clock
from pipeline.formats.subtitles import Block, Problem, SubtitleFile, left_out
from pipeline.formats.vtt_scan import RawCue, scan
from pipeline.formats.vtt_text import escape, voice, words
from pipeline.model import Caption, Cue, Kind, Span, Track

_CLASSES = {Kind.TITLE: "title", Kind.QUOTE: "quote"}
_STYLES = {
    "title": "::cue(.title) {\n  font-weight: bold;\n}",
    "quote": "::cue(.quote) {\n  font-style: italic;\n}",
    "second": "::cue(.second) {\n  color: #ffe9a8;\n}",
}


def compose(captions: Sequence[Caption], *, notes: Iterable[str] = ()) -> str:
    """Return the file: cues numbered from 1 in the order of their starts.

    Args:
        captions: In any order; those that start together keep theirs.
        notes: Comments for the top of the file.
    """
    ordered = sorted(captions, key=lambda caption: caption.span.start_ms)
    cues = (
        _block(number, caption.span, voice(escape(caption.text), caption.speaker))
        for number, caption in enumerate(ordered, 1)
    )
    return _file(notes, (), cues)


def compose_track(track: Track, *, notes: Iterable[str] = ()) -> str:
    """Return the file of a track, with classes for titles and quotes and a tag for each language.

    The styles of those classes are in the file; a player may ignore them, the text stays.
    """
    bodies = [_body(cue) for cue in track.cues]
    styles = [
        rule for name, rule in _STYLES.items() if any(f"<c.{name}>" in text for text in bodies)
    ]
    cues = (
        _block(number, cue.span, body)
        for number, (cue, body) in enumerate(zip(track.cues, bodies, strict=True), 1)
    )
    return _file(notes, styles, cues)


def parse(text: str) -> SubtitleFile:
    """Return what the file says, read as a browser reads it.

    A cue that a browser would never show (it ends before it starts, or has no words) becomes
    a problem with its line, as does everything that is neither cue nor comment.
    """
    found = scan(text)
    blocks = []
    for cue in found.cues:
        said = words(cue.text)
        fault = _fault(cue, said.text)
        if fault is not None:
            found.problems.append(fault)
            continue
        found.problems.extend(_settings_fault(cue))
        caption = Caption(Span(cue.start_ms, cue.end_ms), said.text, said.speaker)
        blocks.append(Block(caption, cue.line, cue.identifier, cue.stated, marked=said.marked))
    return SubtitleFile(
        tuple(blocks),
        tuple(sorted(found.problems)),
        header=found.header,
        notes=tuple(found.notes),
        styles=tuple(found.styles),
        regions=tuple(found.regions),
    )


def _fault(cue: RawCue, text: str) -> Problem | None:
    if cue.end_ms <= cue.start_ms:
        message = f"the cue does not end after it starts{left_out(text)}"
        return Problem(cue.line, "end-before-start", message)
    return None if text else Problem(cue.line, "cue-without-text", "the cue has no text")


def _settings_fault(cue: RawCue) -> list[Problem]:
    stated = {token.partition(":")[0] for token in cue.stated.split()}
    strange = sorted(stated - set(cue.settings))
    message = f"a setting that counts for nothing: {', '.join(strange)[:60]}"
    return [Problem(cue.line, "setting-unknown", message)] if strange else []


def _file(notes: Iterable[str], styles: Sequence[str], cues: Iterable[str]) -> str:
    comments = [f"NOTE\n{text}\n" for text in map(_comment, notes) if text]
    sheets = ["STYLE\n" + "\n".join(styles) + "\n"] if styles else []
    body = "\n".join([*comments, *sheets, *cues])
    return f"WEBVTT\n\n{body}"


def _comment(text: str) -> str:
    lines = text.replace("\r", "\n").replace("\0", "\ufffd").split("\n")
    return "\n".join(filter(None, map(str.strip, lines))).replace("-->", "--\u2060>")


def _block(number: int, span: Span, body: str) -> str:
    start, end = (format_clock(ms, separator=".") for ms in (span.start_ms, span.end_ms))
    return f"{number}\n{start} --> {end}\n{body}\n"


def _body(cue: Cue) -> str:
    lines = [escape(line) for line in cue.lines]
    if cue.languages:
        tagged = zip(cue.languages, lines, strict=True)
        lines = [f"<lang {escape(tag)}>{line}</lang>" for tag, line in tagged]
        first = cue.languages[0]
        lines = [
            line if tag == first else f"<c.second>{line}</c>"
            for tag, line in zip(cue.languages, lines, strict=True)
        ]
    text = "\n".join(lines)
    name = _CLASSES.get(cue.kind)
    return voice(f"<c.{name}>{text}</c>" if name else text, cue.speaker)
