"""TMX 1.4: translation memory to and from other programs.

https://www.gala-global.org/tmx-14b. Segments are plain text: the inline codes of other
programs (`bpt`, `ept`, `ph`, `it`, `ut`) are left out, what `hi` marks is kept. Entities of
its own, which a file could blow up memory with, are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from pipeline.errors import InputError, UsageError
from pipeline.languages import language_tag
from pipeline.version import __version__

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})
# What XML 1.0 cannot hold, escaped or not.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A text and its translation.

    Attributes:
        source: Text in the source language; not blank.
        target: Its translation; not blank.
        source_language: BCP 47 tag of tolk.
        target_language: BCP 47 tag of tolk, another one.
        origin: Where the translation came from, as `pipeline.model.Origin` names it, or empty.
        engine: Signature of the engine, or empty.
    """

    source: str
    target: str
    source_language: str
    target_language: str
    origin: str = ""
    engine: str = ""


@dataclass(frozen=True, slots=True)
class MemoryFile:
    """What a TMX file says.

    Attributes:
        units: In the order of the file; a unit of several languages gives one per target.
        skipped: How many texts are in a language that tolk does not work in, empty, or
            without a partner.
    """

    units: tuple[Unit, ...]
    skipped: int = 0


def compose(units: Sequence[Unit]) -> str:
    """Return the file, one `tu` per unit, in the order given.

    Characters that XML cannot hold become U+FFFD.
    """
    sources = {unit.source_language for unit in units}
    source = sources.pop() if len(sources) == 1 else "*all*"
    head = (
        f'  <header creationtool="tolk" creationtoolversion={quoteattr(__version__)} '
        'segtype="sentence" o-tmf="tolk" adminlang="en" '
        f'srclang={quoteattr(source)} datatype="plaintext"/>\n'
    )
    body = "".join(map(_unit, units))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f"{head}  <body>\n{body}  </body>\n</tmx>\n"
    )


def parse(content: str | bytes, *, name: str = "memory") -> MemoryFile:
    """Return the units of a TMX file.

    The source of a unit is its text in the language that the unit or the header calls its
    source, else its first text.

    Args:
        content: The file; as bytes it may be in any encoding that it declares.
        name: What to call it in messages.

    Raises:
        InputError: not XML, not TMX, or with entities of its own.
    """
    root = _root(content, name=name)
    if _local(root) != "tmx":
        raise InputError(name, f"the root is <{_local(root)}>, not <tmx>", remedy="give a TMX file")
    header = next((child for child in root if _local(child) == "header"), None)
    declared = header.get("srclang", "") if header is not None else ""
    units: list[Unit] = []
    skipped = 0
    for element in root.iter():
        if _local(element) == "tu":
            found, lost = _read(element, declared)
            units.extend(found)
            skipped += lost
    return MemoryFile(tuple(units), skipped)


def _root(content: str | bytes, *, name: str) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(content, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        problem = "declares entities of its own, which could be an attack"
        raise InputError(name, problem, remedy="export it again without a DTD") from error
    except ParseError as error:
        raise InputError(name, "not well-formed XML", line=error.position[0]) from error
    except (ValueError, LookupError) as error:
        raise InputError(name, "in an encoding that cannot be read", remedy="use UTF-8") from error
    return root


def _read(element: Element, declared: str) -> tuple[list[Unit], int]:
    """Return the units of one `tu` and the number of its texts that gave none."""
    variants = [child for child in element if _local(child) == "tuv"]
    texts: dict[str, str] = {}
    for variant in variants:
        tag = _tag(variant.get(_LANG) or variant.get("lang") or "")
        segment = next((child for child in variant if _local(child) == "seg"), None)
        text = "".join(_plain(segment)).strip() if segment is not None else ""
        if tag and text:
            texts.setdefault(tag, text)
    if len(texts) < 2:
        return [], len(variants)
    wanted = _tag(element.get("srclang") or declared)
    source = wanted if wanted in texts else next(iter(texts))
    properties = _properties(element)
    units = [
        Unit(
            texts[source],
            text,
            source,
            tag,
            properties.get("x-tolk-origin", ""),
            properties.get("x-tolk-engine", ""),
        )
        for tag, text in texts.items()
        if tag != source
    ]
    return units, len(variants) - len(texts)


def _properties(element: Element) -> dict[str, str]:
    return {
        child.get("type", ""): (child.text or "").strip()
        for child in element
        if _local(child) == "prop"
    }


def _plain(segment: Element) -> Iterator[str]:
    """Yield the texts of a segment but for codes. A stack: markup may nest deeply."""
    waiting: list[Element | str] = [segment]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
            continue
        parts: list[Element | str] = [item.text or ""]
        for child in item:
            if _local(child) not in _CODES:
                parts.append(child)
            parts.append(child.tail or "")
        waiting.extend(reversed(parts))


def _local(element: Element) -> str:
    """Return the name of an element without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _tag(text: str) -> str:
    try:
        return language_tag(text)
    except UsageError:
        return ""


def _unit(unit: Unit) -> str:
    properties = (("x-tolk-origin", unit.origin), ("x-tolk-engine", unit.engine))
    rows = [
        f'      <prop type="{kind}">{_safe(value)}</prop>\n' for kind, value in properties if value
    ]
    pairs = ((unit.source_language, unit.source), (unit.target_language, unit.target))
    rows += [
        f"      <tuv xml:lang={quoteattr(tag)}><seg>{_safe(text)}</seg></tuv>\n"
        for tag, text in pairs
    ]
    start = f"    <tu srclang={quoteattr(unit.source_language)}>\n"
    return start + "".join(rows) + "    </tu>\n"


def _safe(text: str) -> str:
    return escape(_ILLEGAL.sub("\ufffd", text), {"\r": "&#13;"})
