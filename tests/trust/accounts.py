"""Whether all that an episode holds stands in what is made of it: an account, field by field."""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields as parts_of
from dataclasses import is_dataclass, replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from pipeline.assembly import Assembly
from pipeline.fields import fields, units
from pipeline.flow import Made, Stages, produce
from pipeline.model import Document, Edition, Episode, Production, Track
from pipeline.settings import Settings
from tests.fuzz.doors import Echo, turned

TARGETS = ("en", "nl", "zh-Hans")
# Han stands without spaces, so each sign counts as a word.
_HAN = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")


class HalfKnown:
    """A memory that knows about every second sentence, and an engine is not there."""

    def recall(self, keys: Sequence[object]) -> dict[object, object]:
        """Return nothing: no engine ever spoke."""
        return {}

    def remember(self, renderings: object) -> None:
        """Keep nothing."""

    def corrections(self, texts: Iterable[str], *, source: str, target: str) -> dict[str, str]:
        """Return a person's translations, by the digest of the sentence."""
        known = [t for t in texts if zlib.crc32(f"{t}{target}".encode("utf-8", "replace")) % 2]
        return {text: turned(text) for text in known}


@cache
def stages(*, engine: bool = True) -> Stages:
    """Return a whole run with an engine that turns words round, or with none and half a memory."""
    assembly = Assembly(Settings(engine="none", glossaries=(), memory=Path(":memory:")))
    if engine:
        assembly.__dict__["engine"] = Echo()
    else:
        assembly.__dict__["memory"] = HalfKnown()
    return assembly.stages()


def signs(text: str) -> str:
    """Return the letters and digits; how words are parted and marked is the format's business."""
    return "".join(re.findall(r"[^\W_]", text))


def words(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word stands in some texts."""
    return Counter(word for text in texts for word in _WORD.findall(text))


def check(episode: Episode, *, engine: bool = True) -> None:
    """Assert that nothing of an episode is lost.

    Args:
        episode: Any.
        engine: Whether there is one; without, about half of the sentences have a translation.
    """
    (outcome,) = produce([episode], stages(engine=engine))
    assert isinstance(outcome, Made), outcome
    production = outcome.production
    contents = {file.path.partition("/")[2]: file.content.decode() for file in outcome.files}
    _timed(production)
    for tag in TARGETS:
        _translated(production, tag)
    _recorded(episode.document, json.loads(contents["episode.json"]))
    for name in (f"{episode.slug}.summary.{episode.language}.md", "index.html"):
        _readable(production, name, contents[name])
    for track in production.tracks:
        for name in (f"{episode.slug}.{track.language}.{kind}" for kind in ("srt", "vtt")):
            _written(track, name, contents[name])


def _timed(production: Production) -> None:
    """Every word that has a place in time is on the timeline, and the source track says it all."""
    timeline = production.timeline
    document, language = timeline.episode.document, timeline.episode.language
    wanted = Counter(t for text in said(document) for t in units(text, language=language))
    there = Counter(sentence.text for sentence in timeline.sentences)
    told = there
    if document.captions:  # Their sentences run from one caption into the next.
        wanted, there = (Counter(signs(" ".join(some.elements()))) for some in (wanted, there))
    lost = wanted - there
    assert not lost, f"not on the timeline: {lost}"
    if beside := Counter(t for text in _beside(document) for t in units(text, language=language)):
        named = any(finding.rule == "narrative-not-timed" for finding in production.findings)
        assert named or not beside - told, f"neither timed nor named: {beside - told}"
    tracks = {track.language: track for track in production.tracks}
    _spoken(production, tracks.get(language), production.editions[language])


def said(document: Document) -> list[str]:
    """Return the fields that have a place in time: not the sections' text beside what was said."""
    if document.captions:
        return [caption.text for caption in document.captions]
    if document.transcript:
        return [*document.transcript]
    return [*(section.title for section in document.sections), *_told(document)]


def _told(document: Document) -> list[str]:
    narratives = [section.narrative for section in document.sections]
    return narratives + [quote.text for section in document.sections for quote in section.quotes]


def _beside(document: Document) -> list[str]:
    """Return what a transcript or captions leave without a time, unless the input states one.

    Titles of sections beside captions are chapters, which have files of their own.
    """
    if document.captions:
        return [*document.transcript, *_told(document)]
    titles = [section.title for section in document.sections]
    return [*titles, *_told(document)] if document.transcript else []


def _spoken(production: Production, track: Track | None, edition: Edition) -> None:
    """A track says the timed sentences that its edition has, sign for sign and in their order."""
    renderings = (edition.renderings.get(s.text) for s in production.timeline.sentences)
    wanted = signs(" ".join(rendering.text for rendering in renderings if rendering))
    shown = signs(" ".join(cue.text for cue in track.cues)) if track else ""
    assert shown == wanted, f"the track in {edition.language} says something else"


def _translated(production: Production, tag: str) -> None:
    """Every sentence has a translation, or a finding names it or the language as a whole."""
    document, language = production.timeline.episode.document, production.timeline.episode.language
    named = [f.message for f in production.findings if (f.rule, f.where) == ("untranslated", tag)]
    sentences = {t for text in fields(document) for t in units(text, language=language)}
    edition = production.editions.get(tag)
    if edition is None:
        assert not sentences or named[0].endswith(("all of them", "the language is not written"))
        return
    assert sentences <= {*edition.renderings, *edition.missing}
    assert not {*edition.renderings} & {*edition.missing}
    for sentence in edition.missing:
        assert sentence in named[0], f"neither translated nor named: {sentence}"
    tracks = {track.language: track for track in production.tracks}
    _spoken(production, tracks.get(tag), edition)


def texts(value: object) -> Iterator[str]:
    """Yield every text in a document, or in a value from JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from texts(list(value.values()))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value):
        for part in parts_of(value):
            if part.name not in {"reader", "reference"}:
                yield from texts(getattr(value, part.name))


def _recorded(document: Document, record: dict[str, Any]) -> None:
    """`episode.json` holds every text of the document; captions are put together to sentences."""
    there = {*texts(record)}
    heard = signs("".join(r["text"][record["source_language"]] for r in record["sentences"]))
    captions = {caption.text for caption in document.captions}
    for text in texts(document):
        if text.strip() and text not in there:
            assert text in captions, f"not in episode.json: {text!r}"
            assert all(signs(line) in heard for line in text.split("\n")), f"not heard: {text!r}"


def _readable(production: Production, name: str, content: str) -> None:
    """A page for people says every sentence of the document, but what we put into words anew."""
    document, language = production.timeline.episode.document, production.timeline.episode.language
    ours = {*texts(document.findings), document.language, *(e.kind for e in document.entities)}
    rest = {*texts(replace(document, captions=()))} - ours
    if document.captions:
        rest |= {sentence.text for sentence in production.timeline.sentences}
        rest |= {caption.speaker for caption in document.captions}
    if name.endswith(".html"):
        there = signs(visible(content))
        lost = [u for text in rest for u in units(text, language=language) if signs(u) not in there]
    else:
        lost = [*(words(rest) - words([content])).elements()]
    assert not lost, f"not in {name}: {lost}"


class _Visible(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in {"script", "style", "template"}

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style", "template"}

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.texts.append(data)


def visible(html: str) -> str:
    """Return what a reader of a page sees without running it."""
    parser = _Visible()
    parser.feed(html)
    return "".join(parser.texts)


def _written(track: Track, name: str, content: str) -> None:
    """A subtitle file says what the track says."""
    lost = Counter(signs("".join(cue.text for cue in track.cues))) - Counter(signs(content))
    assert not lost, f"not in {name}: {lost}"
