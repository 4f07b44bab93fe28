"""From a file to its text, and from a text to its documents. The only reading of files here."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from pipeline.errors import InputError, UsageError
from pipeline.readers import READERS

if TYPE_CHECKING:
    from pipeline.model import Document, Source

MOST_BYTES = 256 * 1024 * 1024
"""Larger files are refused; two hours of captions take less than one megabyte."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHINESE_SAMPLE = 4_000


class Reader(Protocol):
    """What a module in READERS offers."""

    recognise: Callable[[Source], float]
    read: Callable[[Source], tuple[Document, ...]]


def open_source(path: str | Path, *, encoding: str | None = None) -> Source:
    """Return the text of a file, with LF line ends and without a byte order mark.

    UTF-8 is expected; UTF-16 and UTF-32 are read when a byte order mark announces them.

    Args:
        path: The file.
        encoding: Name of another encoding, such as `gb18030` or `windows-1252`.

    Raises:
        InputError: the file is missing, a folder, unreadable, too large, empty, binary, or in
            another encoding.
        UsageError: Python knows no encoding of that name.
    """
    from pipeline.model import Source

    name = str(path)
    return Source(name, decode(read_bytes(path), name=name, encoding=encoding))


def read_bytes(path: str | Path) -> bytes:
    """Return what is in a file.

    Raises:
        InputError: the file is missing, a folder, unreadable or too large.
    """
    name, path = str(path), Path(path)
    try:
        if path.is_dir():
            raise InputError(name, "a folder, not a file", remedy="give the files in it")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputError(
                name,
                f"{size // 2**20} MB is more than the {MOST_BYTES // 2**20} MB that are read",
                remedy="split it into files of one episode each",
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(name, "no such file", remedy="check the path") from error
    except PermissionError as error:
        raise InputError(name, "may not be read", remedy="check its permissions") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(name, f"cannot be read: {reason}", remedy="check the path") from error


def decode(content: bytes, *, name: str, encoding: str | None = None) -> str:
    """Return the text of a file's bytes, with LF line ends and without a byte order mark.

    Args:
        content: The bytes.
        name: What to call them in an error.
        encoding: Name of the encoding, where it is neither UTF-8 nor announced.

    Raises:
        InputError: nothing is in it, it is binary, or in another encoding.
        UsageError: Python knows no encoding of that name.
    """
    if not content:
        raise InputError(name, "the file is empty", remedy="give a file with text in it")
    mark, announced = next(
        ((mark, found) for mark, found in _MARKS if content.startswith(mark)), (b"", "")
    )
    codec = _codec(encoding) if encoding else announced or "utf-8"
    body = content[len(mark) :] if mark and codec.startswith(announced[:5]) else content
    text = _decoded(body, codec, name, asked=encoding is not None, shift=len(content) - len(body))
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        at = text.index("\0")
        raise InputError(
            name,
            f"not a text: it has a NUL character after {at} characters",
            remedy="give a text file; for UTF-16 without a byte order mark name it with --encoding",
        )
    if not text.strip():
        raise InputError(name, "only white space in it", remedy="give a file with text in it")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_source(source: Source, *, reader: str | None = None) -> tuple[Document, ...]:
    """Return the documents in a text, in its order.

    Args:
        source: The text.
        reader: Name from READERS; without it the reader that is surest reads, and of equally
            sure ones the first.

    Raises:
        UsageError: no reader has that name.
        InputError: nobody recognises the text, or its reader finds it broken.
    """
    if reader is not None and reader not in READERS:
        raise UsageError(reader, "no such reader", remedy=f"choose from {', '.join(READERS)}")
    chosen = reader or recognise(source)
    documents = load_reader(chosen).read(source)
    if not documents:
        raise InputError(source.name, f"the {chosen} reader found nothing in it")
    return documents


def recognise(source: Source) -> str:
    """Return the name of the reader that is surest of a text.

    Raises:
        InputError: no reader recognises it.
    """
    scores = {name: load_reader(name).recognise(source) for name in READERS}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] <= 0:
        raise InputError(
            source.name,
            "no reader recognises it",
            remedy=f"name the kind of input with --reader: {', '.join(READERS)}",
        )
    return best


def load_reader(name: str) -> Reader:
    """Import the reader called `name`."""
    return cast(Reader, import_module(READERS[name]))


def _codec(encoding: str) -> str:
    try:
        found = codecs.lookup(encoding)
    except (LookupError, ValueError) as error:
        raise UsageError(
            encoding, "no such encoding", remedy="for example utf-8, gb18030 or windows-1252"
        ) from error
    # Codecs such as `hex` turn bytes into bytes: no text comes out of them.
    if not getattr(found, "_is_text_encoding", True):
        raise UsageError(
            encoding, "not an encoding of text", remedy="for example utf-8, gb18030, windows-1252"
        )
    return found.name


def _decoded(content: bytes, codec: str, name: str, *, asked: bool, shift: int) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        at = error.start + shift
        line = content.count(b"\n", 0, error.start) + 1
        if not asked and codec == "utf-8" and b"\0" in content[:1_024]:
            raise InputError(
                name, "not a text but a binary file", remedy="give a text file"
            ) from error
        raise InputError(
            name,
            f"not {codec}: byte {content[error.start]:#04x} at offset {at} does not fit",
            remedy=f"say how it was saved, for example --encoding {_guess(content, codec)}",
            line=0 if codec.startswith(("utf-16", "utf-32")) else line,
        ) from error
    except UnicodeError as error:
        raise InputError(name, f"not {codec}: {error}", remedy="name another --encoding") from error


def _guess(content: bytes, failed: str) -> str:
    """Return the likelier of the two usual suspects."""
    sample = content[:_CHINESE_SAMPLE]
    high = sum(byte >= 0x80 for byte in sample)
    try:
        sample[: len(sample) - len(sample) % 2].decode("gb18030")
        chinese = high > len(sample) // 4
    except UnicodeDecodeError as error:
        chinese = error.end >= len(sample) - 4 and high > len(sample) // 4
    guess = "gb18030" if chinese else "windows-1252"
    return guess if guess != failed else "utf-8"
