"""Books that any reading system opens: the rules of EPUB 3, checked on hostile episodes."""

from __future__ import annotations

from io import BytesIO
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZIP_STORED, ZipFile

from hypothesis import given

from pipeline.formats import epub
from pipeline.formats.book import ABSENT, bind
from pipeline.model import (
    Document,
    Edition,
    Episode,
    Origin,
    Production,
    Quote,
    Rendering,
    Section,
    Timeline,
)
from tests.strategies import patient, productions

_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

DIGEST = Document(
    "Small & <loud>",
    "digest",
    channel="A ] B",
    tags=("one",),
    summary="It works. It is late.",
    sections=(
        Section("Opening", 0, "It works. It is late.", (Quote("So be it.", "Ann", 4_000, 9),)),
        Section("", None),
    ),
)
DUTCH = {"It works.": "Het werkt.", "So be it.": "Het zij zo.", "Opening": "Begin"}


def _production() -> Production:
    dutch = {text: Rendering(said, Origin.ENGINE) for text, said in DUTCH.items()}
    return Production(
        Timeline(Episode(DIGEST, "en", 1.0, "small"), (), (0, 60_000), 60_000),
        {"en": Edition("en", {}), "nl": Edition("nl", dutch, missing=("It is late.",))},
        (),
    )


def _opened(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _words(page: bytes) -> str:
    return " ".join(" ".join(fromstring(page).itertext()).split())


def _links(page: bytes) -> set[str]:
    root = fromstring(page)
    found = (e.get("href") for e in root.iter() if e.get("href") is not None)
    return {str(href).partition("#")[0] for href in found} - {""}


@patient
@given(productions())
def test_every_book_keeps_the_rules(production: Production) -> None:
    first, second = list(production.editions)[:2]
    content = epub.compose(production, first, second, notes=["<note>"])
    assert content == epub.compose(production, first, second, notes=["<note>"])
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        entries = archive.infolist()
        assert entries[0].filename == "mimetype"
        assert {entry.compress_type for entry in entries} == {ZIP_STORED}
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert not entries[0].extra
    parts = _opened(content)
    assert parts.pop("mimetype") == b"application/epub+zip"
    container = fromstring(parts.pop("META-INF/container.xml"))
    (root,) = (e for e in container.iter() if e.tag.endswith("rootfile"))
    assert root.get("full-path") == "EPUB/package.opf"
    package = fromstring(parts.pop("EPUB/package.opf"))
    pages = {name.removeprefix("EPUB/"): page for name, page in parts.items()}
    _check_package(package, set(pages), (first, second))
    for name, page in pages.items():
        assert name.endswith(".css") or _links(page) <= set(pages)
        assert name.endswith(".css") or _languages(fromstring(page)) <= {first, second, "en"}


def _check_package(package: Element, pages: set[str], languages: tuple[str, str]) -> None:
    items = {item.get("id"): item for item in package.iter(f"{_OPF}item")}
    assert {item.get("href") for item in items.values()} == pages
    assert len(items) == len(pages)
    (nav,) = (item for item in items.values() if item.get("properties") == "nav")
    assert nav.get("href") == "contents.xhtml"
    spine = [ref.get("idref") for ref in package.iter(f"{_OPF}itemref")]
    assert len(spine) == len(set(spine)) == len(pages) - 1
    assert tuple(e.text for e in package.iter(f"{_DC}language")) == languages
    for name in ("identifier", "title"):
        (element,) = package.iter(f"{_DC}{name}")
        assert element.text and element.text.strip()


def _languages(root: Element) -> set[str]:
    found: set[str] = set()
    for element in root.iter():
        assert element.get("lang") == element.get(_LANG)
        found |= {element.get("lang", "")} - {""}
    return found


def test_both_languages_stand_in_pairs_each_with_its_tag() -> None:
    parts = _opened(epub.compose(_production(), "en", "nl"))
    page = parts["EPUB/section-001.xhtml"]
    sides = [e for e in fromstring(page).iter(f"{_XHTML}div") if e.get("lang")]
    said = [(side.get("lang"), " ".join("".join(side.itertext()).split())) for side in sides]
    assert said == [
        ("en", "It works."),
        ("nl", "Het werkt."),
        ("en", "“So be it.” — Ann, [00:04]"),
        ("nl", "‘Het zij zo.’ — Ann, [00:04]"),
        ("en", "It is late."),
        ("nl", ABSENT),
    ]
    assert _words(page).startswith("Opening 00:00 Opening Begin")


def test_what_the_input_says_is_text_and_never_markup() -> None:
    parts = _opened(epub.compose(_production(), "en", "nl", notes=["<b>"]))
    assert "Small & <loud>" in _words(parts["EPUB/title.xhtml"])
    assert b"<loud>" not in b"".join(parts.values())
    assert "<b>" in _words(parts["EPUB/about.xhtml"])


def test_a_title_without_a_translation_stands_once_and_in_its_own_language() -> None:
    book = bind(_production(), "nl", "en")
    assert {words.language for words in book.titles} == {"en"}
    page = _opened(epub.compose(_production(), "nl", "en"))["EPUB/title.xhtml"]
    assert _words(page).count("Small") == 2  # the heading, and the title of the page


def test_the_name_of_a_book_lasts() -> None:
    one, other, turned = (
        fromstring(_opened(epub.compose(production, *pair))["EPUB/package.opf"])
        for production, pair in (
            (_production(), ("en", "nl")),
            (_production(), ("en", "nl")),
            (_production(), ("nl", "en")),
        )
    )
    names = [next(e.iter(f"{_DC}identifier")).text for e in (one, other, turned)]
    assert names[0] == names[1] != names[2]
    assert str(names[0]).startswith("urn:uuid:")
