"""What speech recognition writes: JSON of Whisper and its kin, and Whisper's TSV.

The shapes, each a row of `_SHAPES`: openai-whisper, faster-whisper, WhisperX and the API's
`verbose_json` (`segments`), whisper.cpp (`transcription` with offsets), the Transformers
pipeline (`chunks` with timestamps), YouTube's `json3` (`events`) and bare lists of timed
pieces, down to single words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pipeline.clock import parse_clock
from pipeline.errors import InputError
from pipeline.model import Document, Finding, Severity, Source
from pipeline.readers.json_text import fields_left_out, parse_json, rows_at, sniff_json, text_at
from pipeline.readers.naming import language_or_nothing, name_findings, parts_of_name
from pipeline.readers.spans import Piece, captions_from, milliseconds, order_findings

_KNOWN = frozenset(
    "id seek start end text speaker words tokens temperature avg_logprob compression_ratio "
    "no_speech_prob timestamps offsets timestamp duration word score probability confidence "
    "tStartMs dDurationMs segs wpWinPosId wWinId aAppend chars".split()
)
_WORD_GAP_MS = 1_000
_WORD_LINE = 80
_HEADER = ("start", "end")


def recognise(source: Source) -> float:
    """Return how surely a speech recogniser wrote the text."""
    first = source.text[:500].split("\n", 1)[0].lower().split("\t")
    if tuple(first[:2]) == _HEADER and "text" in first:
        return 0.95
    content = sniff_json(source)
    return 0.9 if content is not None and next(_pieces(content), None) is not None else 0.0


def read(source: Source) -> tuple[Document, ...]:
    """Return one document with the recognised pieces as captions.

    Single words are put together into lines that end at a pause, a change of speaker or the end
    of a sentence; nothing else is changed.

    Raises:
        InputError: not JSON, or no timed text in it.
    """
    if sniff_json(source) is None and "\t" in source.text.split("\n", 1)[0]:
        return (_document(source, list(_tsv(source)), "", ()),)
    content = parse_json(source)
    pieces = list(_pieces(content))
    if _are_words(pieces):
        pieces = list(_lines(pieces))
    language = text_at(content, "language") if isinstance(content, Mapping) else ""
    if isinstance(content, Mapping) and isinstance(content.get("result"), Mapping):
        language = text_at(rows_at([content["result"]])[0], "language")
    rows = [row for key in _ROWS for row in rows_at(content, key)]
    return (_document(source, pieces, language, fields_left_out(rows, _KNOWN)),)


def _document(
    source: Source, pieces: Sequence[Piece], language: str, more: tuple[Finding, ...]
) -> Document:
    captions, findings = captions_from(pieces)
    if not captions:
        raise InputError(source.name, "no timed text in it", remedy="give Whisper's JSON or TSV")
    named, tag = parts_of_name(source.name)
    places = [f"caption {number}" for number in range(1, len(captions) + 1)]
    spoken = language_or_nothing(language)
    foreign = language and not spoken
    words = f"the recogniser heard `{language}`, a language that tolk does not work in"
    return Document(
        title=named,
        reader="whisper",
        captions=captions,
        language=tag or spoken,
        findings=(
            *name_findings(source.name, titled=False),
            *findings,
            *order_findings(captions, places),
            *(
                (Finding("language-not-served", Severity.WARNING, "language", words),)
                * bool(foreign)
            ),
            *more,
        ),
    )


def _pieces(content: object) -> Iterator[Piece]:
    """Yield the timed pieces of any of the shapes, in order; nothing where it has none of them."""
    for key, shape in _SHAPES:
        holder = content if isinstance(content, Mapping) else {}
        found = holder.get(key) if key else content
        if not isinstance(found, list) or not found:
            continue
        pieces = (piece for i, row in enumerate(found, 1) for piece in shape(row, f"segment {i}"))
        first = next(pieces, None)
        if first is not None:
            yield first
            yield from pieces
            return


def _segment(row: object, where: str) -> Iterator[Piece]:
    if not isinstance(row, Mapping) or "start" not in row:
        return
    text = row.get("text", row.get("word", row.get("sentence")))
    if not isinstance(text, str):
        return
    start_ms, end_ms = milliseconds(row["start"]), milliseconds(row.get("end"))
    length_ms = milliseconds(row.get("duration"))
    if end_ms is None and length_ms is not None and start_ms is not None:
        end_ms = start_ms + length_ms
    yield Piece(start_ms, end_ms, text, _speaker(row), where)


def _sentence(row: object, where: str) -> Iterator[Piece]:
    """3Blue1Brown's pairs of a sentence and its translation; only the source is taken."""
    if isinstance(row, Mapping) and isinstance(row.get("input"), str) and "start" in row:
        start_ms, end_ms = milliseconds(row["start"]), milliseconds(row.get("end"))
        yield Piece(start_ms, end_ms, str(row["input"]), "", where)


def _triple(row: object, where: str) -> Iterator[Piece]:
    """`[text, start, end]` or `[start, end, text]`, seconds."""
    if not isinstance(row, list) or len(row) != 3:
        return
    texts = [value for value in row if isinstance(value, str)]
    times = [value for value in row if not isinstance(value, str)]
    if len(texts) == 1 and len(times) == 2:
        yield Piece(milliseconds(times[0]), milliseconds(times[1]), texts[0], "", where)


def _offsets(row: object, where: str) -> Iterator[Piece]:
    """whisper.cpp: offsets in milliseconds, or only the clock times beside them."""
    if not isinstance(row, Mapping) or not isinstance(row.get("text"), str):
        return
    times: list[int | None] = []
    offsets, clocks = row.get("offsets"), row.get("timestamps")
    for end in ("from", "to"):
        if isinstance(offsets, Mapping) and isinstance(offsets.get(end), int | float):
            seconds = offsets[end] / 1_000
            times.append(milliseconds(seconds))
        else:
            times.append(_clock(clocks.get(end)) if isinstance(clocks, Mapping) else None)
    yield Piece(times[0], times[1], str(row["text"]), _speaker(row), where)


def _chunk(row: object, where: str) -> Iterator[Piece]:
    if not isinstance(row, Mapping) or not isinstance(row.get("text"), str):
        return
    times = row.get("timestamp")
    if isinstance(times, list) and len(times) == 2:
        start_ms, end_ms = milliseconds(times[0]), milliseconds(times[1])
        yield Piece(start_ms, end_ms, str(row["text"]), _speaker(row), where)


def _event(row: object, where: str) -> Iterator[Piece]:
    if not isinstance(row, Mapping) or not isinstance(row.get("tStartMs"), int):
        return
    parts = [part.get("utf8") for part in rows_at(row, "segs")]
    text = "".join(part for part in parts if isinstance(part, str))
    start_ms, length_ms = row["tStartMs"], row.get("dDurationMs")
    end_ms = start_ms + length_ms if isinstance(length_ms, int) else None
    if text.strip() and start_ms >= 0:
        yield Piece(start_ms, end_ms, text, "", where)


_Shape = Callable[[object, str], Iterator[Piece]]
_SHAPES: tuple[tuple[str, _Shape], ...] = (
    ("segments", _segment),
    ("transcription", _offsets),
    ("chunks", _chunk),
    ("events", _event),
    ("words", _segment),
    ("word_segments", _segment),
    ("", _segment),
    ("", _triple),
    ("", _chunk),
    ("", _sentence),
)
_ROWS = tuple(dict.fromkeys(key for key, _ in _SHAPES))


def _speaker(row: Mapping[str, object]) -> str:
    """Return who speaks: as the segment says, or as most of its words do (WhisperX)."""
    stated = text_at(row, "speaker")
    if stated:
        return stated
    names = Counter(name for word in rows_at(row, "words") if (name := text_at(word, "speaker")))
    return names.most_common(1)[0][0] if names else ""


def _clock(value: object) -> int | None:
    try:
        return parse_clock(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _tsv(source: Source) -> Iterator[Piece]:
    """Whisper's TSV: a header, then start and end in milliseconds."""
    header, *rows = source.text.split("\n")
    names = [name.strip().lower() for name in header.split("\t")]
    if "start" not in names or "text" not in names:
        raise InputError(source.name, "no columns called start and text", line=1)
    for number, row in enumerate(rows, 2):
        cells = row.split("\t", len(names) - 1)
        if not row.strip():
            continue
        values = dict(zip(names, cells, strict=False))
        times = [_whole(values.get(name, "")) for name in _HEADER]
        text = values.get("text", "") if len(cells) == len(names) else " ".join(cells)
        yield Piece(times[0], times[1], text, values.get("speaker", ""), f"line {number}")


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _are_words(pieces: Sequence[Piece]) -> bool:
    return len(pieces) > 20 and all(len(piece.text.split()) <= 1 for piece in pieces)


def _lines(words: Iterable[Piece]) -> Iterator[Piece]:
    """Put words together; what their own spaces part stays apart, as in Chinese."""
    line: list[Piece] = []
    spaced = False
    for word in words:
        spaced = spaced or word.text[:1].isspace() or word.text[-1:].isspace()
        if line and _ends(line, word):
            yield _joined(line, spaced=spaced)
            line = []
        line.append(word)
    if line:
        yield _joined(line, spaced=spaced)


def _ends(line: Sequence[Piece], word: Piece) -> bool:
    last = line[-1]
    pause_ms = (word.start_ms or 0) - (last.end_ms or last.start_ms or 0)
    return (
        word.start_ms is None
        or last.start_ms is None
        or word.speaker != last.speaker
        or pause_ms > _WORD_GAP_MS
        or word.start_ms < last.start_ms
        or last.text.rstrip().endswith((".", "?", "!", "。", "？", "！"))
        or sum(len(piece.text) + 1 for piece in line) > _WORD_LINE
    )


def _joined(line: Sequence[Piece], *, spaced: bool) -> Piece:
    first, last = line[0], line[-1]
    latin = all(piece.text.isascii() for piece in line)
    joiner = "" if spaced or not latin else " "
    text = " ".join(joiner.join(piece.text for piece in line).split())
    return Piece(first.start_ms, last.end_ms, text, first.speaker, first.where)
