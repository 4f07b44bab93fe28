"""Lines of text in one language → the same lines in another."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.assembly import Assembly
from pipeline.engines.refusal import not_served
from pipeline.fields import render
from pipeline.model import Document, Episode


def translate_lines(lines: Sequence[str], assembly: Assembly, pair: tuple[str, str]) -> list[str]:
    """Return one line per line; the engine, glossary and memory are those of a run.

    Raises:
        EngineError: something could not be translated.
    """
    source, target = pair
    if source == target or not any(map(str.strip, lines)):
        return list(lines)
    document = Document("lines", "lines", transcript=tuple(lines), language=source)
    editions = assembly.translate([Episode(document, source, 1.0, "lines")], targets=[target])
    edition = editions[0][target]
    untranslated = set(edition.missing) - {document.title}
    if untranslated:
        raise not_served(assembly.settings.engine, [pair])
    return [render(line, edition, source=source).replace("\n", " ") for line in lines]
