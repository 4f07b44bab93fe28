"""EPUB 3: an episode as a bilingual book.

https://www.w3.org/TR/epub-33/. The same production gives the same bytes: the times inside the
archive and the date of the last change, which the standard asks for, are those of the oldest
archive there can be, and nothing is compressed, since compressors differ between machines.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from pipeline.formats.book import Chapter, bind
from pipeline.formats.wording import word
from pipeline.languages import LANGUAGES
from pipeline.model import Production

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates" / "epub"
_OLDEST = (1980, 1, 1, 0, 0, 0)
_UNIX, _MODE = 3, 0o100644 << 16
_NAMES = uuid.UUID("6b1a1f8e-0a34-5d0c-9a55-2f4b7f6f3c11")
# What XML 1.0 cannot hold, escaped or not.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def compose(production: Production, first: str, second: str, *, notes: Sequence[str] = ()) -> bytes:
    """Return the book.

    Paragraphs alternate, and stand side by side where the page is wide enough. A character
    that XML cannot hold becomes U+FFFD.

    Args:
        production: The episode.
        first: Tag of the language that comes first.
        second: Tag of the other one.
        notes: Paragraphs for the last page, in English: how the text came about.
    """
    book = bind(production, first, second)
    values: dict[str, Any] = {
        "book": book,
        "document": production.timeline.episode.document,
        "first": first,
        "second": second,
        "identifier": _identifier(production, first, second),
        "names": {tag: LANGUAGES[tag].endonym for tag in (first, second)},
        "notes": tuple(notes),
        "label": lambda key: word(key, language=first),
        "tree": _tree(book.chapters),
    }
    parts = {
        "META-INF/container.xml": _rendered("container.html", values),
        "EPUB/package.opf": _rendered("package.html", values),
        "EPUB/contents.xhtml": _rendered("contents.html", values),
        "EPUB/book.css": (_TEMPLATES / "book.css").read_text(encoding="utf-8"),
        "EPUB/title.xhtml": _rendered("title.html", values),
    }
    for chapter in book.chapters:
        text = _rendered("chapter.html", {**values, "chapter": chapter})
        parts[f"EPUB/{chapter.name}.xhtml"] = text
    parts["EPUB/about.xhtml"] = _rendered("about.html", values)
    return _packed(parts)


def _identifier(production: Production, first: str, second: str) -> str:
    """Return a name that an episode keeps, however often it is made again."""
    episode = production.timeline.episode
    known = (episode.slug, episode.document.title, episode.document.channel, first, second)
    return f"urn:uuid:{uuid.uuid5(_NAMES, _clean(chr(10).join(known)))}"


def _tree(chapters: Sequence[Chapter]) -> list[tuple[Chapter | None, list[Chapter]]]:
    """Return the chapters, those of level 2 together under none."""
    tree: list[tuple[Chapter | None, list[Chapter]]] = []
    for chapter in chapters:
        if chapter.level == 1:
            tree.append((chapter, []))
        elif tree and tree[-1][0] is None:
            tree[-1][1].append(chapter)
        else:
            tree.append((None, [chapter]))
    return tree


def _packed(parts: dict[str, str]) -> bytes:
    """Return the archive; the media type comes first, so that it can be read without unpacking."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, text in {"mimetype": "application/epub+zip", **parts}.items():
            entry = ZipInfo(name, _OLDEST)
            entry.create_system, entry.external_attr = _UNIX, _MODE
            archive.writestr(entry, text.encode())
    return out.getvalue()


def _rendered(template: str, values: dict[str, Any]) -> str:
    return _clean(_environment().get_template(template).render(values)).strip() + "\n"


def _clean(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
