"""Readers: one module per kind of input.

A reader is a module with two functions:

    recognise(source: Source) -> float              0 no, 1 certainly mine
    read(source: Source) -> tuple[Document, ...]    raises InputError

To add one: write the module, add a line to READERS, add its fixtures under `tests/readers/`.
"""

from __future__ import annotations

from collections.abc import Mapping

READERS: Mapping[str, str] = {
    "digest": "pipeline.readers.digest",
    "article": "pipeline.readers.article",
    "captions": "pipeline.readers.captions",
    "feed": "pipeline.readers.feed",
    "chapters": "pipeline.readers.chapters",
    "whisper": "pipeline.readers.whisper",
    "shownotes": "pipeline.readers.shownotes",
    "transcript": "pipeline.readers.transcript",
}
"""Name → module, the most particular first. Imported only when asked for."""
