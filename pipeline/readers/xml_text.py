"""XML from outside: no entities, no files, no network, and the namespaces that people forget."""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.model import Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "googleplay": "http://www.google.com/schemas/play-podcasts/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
    "spotify": "http://www.spotify.com/ns/rss",
}
"""Prefix → namespace, as feeds use them."""

_ROOT = re.compile(r"<([A-Za-z][\w:.-]*)")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_DECLARATION = re.compile(r"<\?xml[^>]{0,200}\?>")


def parse_xml(source: Source) -> Element:
    """Return the root of an XML text.

    Prefixes of podcast feeds that the text uses without declaring them are declared, and named
    HTML characters (`&nbsp;`) understood.

    Raises:
        InputError: it is not well-formed, or it declares entities.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    # The text is decoded already: whatever encoding it declares is no longer true.
    text = source.text.lstrip()
    declaration = _DECLARATION.match(text)
    text = _ENTITY.sub(_character, _declare(text[declaration.end() :] if declaration else text))
    try:
        root: Element = fromstring(text)
    except DefusedXmlException as error:
        raise InputError(
            source.name,
            "the XML declares entities, which can be made to fill memory or to read other files",
            remedy="remove its <!DOCTYPE>",
        ) from error
    except (ParseError, ValueError, RecursionError) as error:
        raise InputError(
            source.name,
            f"not well-formed XML: {error}",
            remedy="download the feed again",
            line=getattr(error, "position", (0, 0))[0],
        ) from error
    return root


def local(tag: object) -> str:
    """Return the name of a tag with its usual prefix, `itunes:duration`, whatever the file's.

    >>> local("{http://www.itunes.com/dtds/podcast-1.0.dtd}duration"), local("title")
    ('itunes:duration', 'title')
    """
    space, _, name = str(tag).lstrip("{").rpartition("}")
    prefix = _PREFIXES.get(space.lower().rstrip("/"), "")
    return f"{prefix}:{name}" if prefix else name


_PREFIXES = {space.lower().rstrip("/"): prefix for prefix, space in NAMESPACES.items()} | {
    "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    "http://www.w3.org/2005/atom": "",
}


def text_in(element: Element | None) -> str:
    """Return all the text inside an element, without outer white space."""
    return "" if element is None else "".join(element.itertext()).strip()


def _declare(text: str) -> str:
    missing = [
        f' xmlns:{prefix}="{space}"'
        for prefix, space in NAMESPACES.items()
        if f"{prefix}:" in text and f"xmlns:{prefix}" not in text
    ]
    root = _ROOT.search(text)
    if root is None or not missing:
        return text
    return text[: root.end()] + "".join(missing) + text[root.end() :]


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name in _XML_ENTITIES:
        return match[0]
    return html5.get(f"{name};", match[0])
