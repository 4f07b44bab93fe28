"""Every door through which bytes from outside come in, by name.

A door takes bytes and may return anything or raise a `TolkError`; whatever else comes out of it
is a fault. The fuzzer, the Hypothesis tests and the measurements of growth all use this list.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.model import Document, Source
from pipeline.readers import READERS

Door = Callable[[bytes], object]
LANGUAGES = ("en", "nl", "zh-Hans")


class Echo:
    """An engine that marks what passes through it, so that a lost word shows."""

    signature = "echo"
    pairs = frozenset((a, b) for a in LANGUAGES for b in LANGUAGES if a != b)

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        """Return every text, each of its words turned round."""
        return [turned(text) for text in texts]

    def alternatives(
        self, texts: Sequence[str], *, source: str, target: str, count: int
    ) -> list[list[str]]:
        """Return one translation per text."""
        return [[text] for text in self.translate(texts, source=source, target=target)]

    def placeholders(self, *, source: str, target: str) -> tuple[str, ...]:
        """Return the surest style."""
        return ("symbol",)


def turned(text: str) -> str:
    """Return the text with the letters of each longer word in the opposite order."""
    return " ".join(w[::-1] if w.isalpha() and len(w) > 1 else w for w in text.split(" "))


def source_of(content: bytes) -> Source:
    """Return the text of a file, as the pipeline decodes it."""
    from pipeline.readers.opening import decode

    return Source("fuzz.txt", decode(content, name="fuzz.txt"))


def sniffed(content: bytes) -> tuple[Document, ...]:
    """Let the text say which reader is meant, and read it."""
    from pipeline.readers.opening import read_source

    return read_source(source_of(content))


def reader(name: str) -> Door:
    """Return the door of one reader, asked by name."""

    def read(content: bytes) -> object:
        from pipeline.readers.opening import load_reader, read_source

        source = source_of(content)
        load_reader(name).recognise(source)
        return read_source(source, reader=name)

    return read


@cache
def stages() -> Any:
    """Return the stages of a whole run with the echo engine and the shipped glossary."""
    from pipeline.assembly import Assembly
    from pipeline.engines.pivot import Pivot
    from pipeline.settings import Settings

    assembly = Assembly(Settings(engine="none", memory=Path(":memory:")))
    assembly.__dict__["engine"] = Pivot(Echo())
    return assembly.stages()


def whole(content: bytes) -> list[Any]:
    """Read, detect, align, translate, cue and emit; a failed episode is a fault of ours."""
    from pipeline.flow import Failed, produce
    from pipeline.slugs import slugify
    from pipeline.stages.detect import detect

    episodes = [detect(each, slug=slugify(each.title)) for each in sniffed(content)]
    outcomes = produce(episodes, stages())
    for outcome in outcomes:
        if isinstance(outcome, Failed) and "internal error" in outcome.problem:
            raise AssertionError(outcome.problem)
    return outcomes


def _text(action: Callable[[str], object]) -> Door:
    """Return a door for what takes decoded text; a byte that is no UTF-8 becomes U+FFFD."""
    return lambda content: action(content.decode("utf-8", "replace"))


def _srt(text: str) -> object:
    from pipeline.formats import srt

    return srt.parse(text)


def _vtt(text: str) -> object:
    from pipeline.formats import vtt

    return vtt.parse(text)


def _transcript_json(text: str) -> object:
    from pipeline.formats import transcript_json

    return transcript_json.parse(text)


def _chapters_json(text: str) -> object:
    from pipeline.formats import chapters

    return chapters.parse_json(text)


def _tmx(content: bytes) -> object:
    from pipeline.formats import tmx

    return tmx.parse(content)


def _glossary(content: bytes) -> object:
    from pipeline.glossary.check import check
    from pipeline.glossary.load import parse_table, read_text, terms_of
    from pipeline.glossary.model import Glossary

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "terms.csv"
        path.write_bytes(content)
        table = parse_table(read_text(path), name="terms.csv")
    glossary = Glossary(tuple(terms_of(table)))
    check([table])
    return glossary


def _exchange(form: str) -> Door:
    def read(content: bytes) -> object:
        from pipeline.glossary.exchange import import_glossary

        text = content.decode("utf-8", "replace")
        return import_glossary(text, form, name="foreign", source="en", target="nl")

    return read


def _style(content: bytes) -> object:
    from pipeline.style.loading import load_style

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "style.toml"
        path.write_bytes(content)
        return load_style(path)


def _archive(content: bytes) -> object:
    from pipeline.engines.archive import unpack

    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "model.argosmodel"
        archive.write_bytes(content)
        room = Path(folder) / "room"
        room.mkdir()
        before = sorted(Path(folder).iterdir())
        try:
            return unpack(archive, room)
        finally:
            assert sorted(Path(folder).iterdir()) == before, "written beside the room"


def _metadata(content: bytes) -> object:
    from pipeline.engines.package import scan

    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "translate-en_nl-1"
        (package / "model").mkdir(parents=True)
        for name in ("model/model.bin", "model/config.json", "sentencepiece.model"):
            (package / name).write_bytes(b"x")
        (package / "metadata.json").write_bytes(content)
        return scan([Path(folder)])


def _manifest(content: bytes) -> object:
    from pipeline.outputs import OutputFolder

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "manifest.json").write_bytes(content)
        with OutputFolder(Path(folder)) as opened:
            for entry in opened.entries.values():
                opened.holds(entry.get("files", {}))
            return opened.entries


def _server(content: bytes) -> object:
    """A translation server that answers this, whatever it is asked."""
    from unittest import mock

    from pipeline.engines.libretranslate import LibreTranslate

    engine = LibreTranslate("http://127.0.0.1:1")
    engine.__dict__["pairs"] = frozenset({("en", "nl")})

    class Answer(io.BytesIO):
        headers: Mapping[str, str] = {}

    def answer(*_: object, **__: object) -> io.BytesIO:
        return Answer(content)

    with mock.patch("urllib.request.urlopen", answer):
        return engine.alternatives(["One.", "Two."], source="en", target="nl", count=2)


def _offers(content: bytes) -> object:
    """An index of models, as it lies in the user's folder."""
    from unittest import mock

    from pipeline.engines import download

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "index.json").write_bytes(content)
        with mock.patch.object(download, "data_folder", lambda: Path(folder)):
            offers = download.cached_offers()
    return [download.choose(offer.pair, offers) for offer in offers]


def _sentences(text: str) -> object:
    from pipeline.text.sentences import split_sentences

    for language in LANGUAGES:
        pieces = split_sentences(text, language=language)
        assert "".join(pieces) == text, "a sentence splitter that loses text"
    return None


def _lines(text: str) -> object:
    from pipeline.style.loading import load_style
    from pipeline.text.lines import cut

    style = load_style("netflix")
    flat = " ".join(text.split())
    if not flat:
        return None
    return [cut(flat, limits=style.limits[tag], language=tag) for tag in LANGUAGES]


def _detect(text: str) -> object:
    from pipeline.stages.detect import detect_text

    return detect_text(text.split("\n"))


@cache
def shipped() -> Any:
    """Return the shipped glossary."""
    from pipeline.glossary.load import load

    return load(sorted((Path(__file__).parents[2] / "glossaries").glob("*.csv")))


def _terms(text: str) -> object:
    from pipeline.glossary.enforce import Glossed

    glossed = Glossed(Echo(), shipped())
    return [
        glossed.translate([text], source=a, target=b)
        for a, b in (("en", "nl"), ("en", "zh-Hans"), ("zh-Hans", "en"))
        if text.strip()
    ]


def _names(text: str) -> object:
    from pipeline.glossary.suggest import suggest

    title = " ".join(text.split())[:80]
    return suggest([Document(title, "fuzz", summary=text)]) if title else None


def _clock(text: str) -> object:
    from pipeline.clock import parse_clock
    from pipeline.formats.vtt_scan import parse_timestamp
    from pipeline.readers.chapters import parse_npt
    from pipeline.readers.marks import parse_duration
    from pipeline.readers.spans import milliseconds

    for parse in (parse_timestamp, parse_npt, parse_duration, milliseconds):
        parse(text)
    try:
        return parse_clock(text)
    except ValueError:
        return None


def _slug(text: str) -> object:
    from pipeline.slugs import slugify

    slug = slugify(text)
    assert slug and "/" not in slug and not slug.startswith((".", "-"))
    assert len(slug.encode()) <= 90
    return slug


READER_DOORS: Mapping[str, Door] = {f"reader:{name}": reader(name) for name in READERS}
FORMAT_DOORS: Mapping[str, Door] = {
    "format:srt": _text(_srt),
    "format:vtt": _text(_vtt),
    "format:transcript-json": _text(_transcript_json),
    "format:chapters-json": _text(_chapters_json),
    "format:tmx": _tmx,
}
GLOSSARY_DOORS: Mapping[str, Door] = {
    "glossary:csv": _glossary,
    **{
        f"glossary:{form}": _exchange(form)
        for form in ("deepl", "deepl-tsv", "google", "omegat", "tbx")
    },
}
TEXT_DOORS: Mapping[str, Door] = {
    "text:sentences": _text(_sentences),
    "text:lines": _text(_lines),
    "text:detect": _text(_detect),
    "text:terms": _text(_terms),
    "text:names": _text(_names),
    "text:clock": _text(_clock),
    "text:slug": _text(_slug),
}
FILE_DOORS: Mapping[str, Door] = {
    "style": _style,
    "archive": _archive,
    "package": _metadata,
    "manifest": _manifest,
    "server": _server,
    "offers": _offers,
}
DOORS: Mapping[str, Door] = {
    "sniffed": sniffed,
    **READER_DOORS,
    **FORMAT_DOORS,
    **GLOSSARY_DOORS,
    **TEXT_DOORS,
    **FILE_DOORS,
    "whole": whole,
}
"""Name → door."""


def knock(door: Door, content: bytes) -> None:
    """Send bytes through a door; only a `TolkError` may come back.

    Raises:
        Exception: whatever else comes out; it is a fault.
    """
    from pipeline.errors import TolkError

    try:
        door(content)
    except TolkError as error:
        line = str(error)
        assert error.exit_code in {2, 3, 4}, line
        assert error.problem, "an error without a problem"


def as_json(value: object) -> bytes:
    """Return a value as the bytes of a JSON text."""
    return json.dumps(value).encode()
