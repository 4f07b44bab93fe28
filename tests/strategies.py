"""Hypothesis strategies for the types that travel down the line.

Texts are hostile on purpose: markup, arrows, entities, control characters and separators that
only some readers take for line ends.
"""

from __future__ import annotations

from itertools import accumulate, chain

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from pipeline.model import (
    Caption,
    Cue,
    Document,
    Edition,
    Entity,
    Episode,
    Finding,
    Kind,
    Origin,
    Production,
    Quote,
    Rendering,
    Section,
    Sentence,
    Severity,
    Span,
    TermStatus,
    TermUse,
    Timeline,
    Timing,
    Track,
    Vocabulary,
)

patient = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
"""For tests that draw whole productions, which takes a while on a busy machine."""

HOSTILE = (
    "-->",
    "00:00:01,000 --> 00:00:02,000",
    "00:01.000 --> 00:02.000",
    "<script>alert(1)</script>",
    "<i>",
    "</i>",
    "<v Ann>",
    "<00:00:01.000>",
    "&amp;",
    "&#10;",
    "&",
    "{\\an8}",
    "[x](javascript:alert(1))",
    "| cell |",
    "# heading",
    "> quote",
    "- item",
    "1. item",
    "---",
    "WEBVTT",
    "NOTE",
    "STYLE",
    "42",
    "\u2028",
    "\u2060",
    "\x85",
    "\x0c",
    "人工智能",
    "它说：“好。”",
    "één C++ 95% $5 … — ≠",
    "[ __ ]",
    "👩‍🔬",
)

_characters = st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0")
_words = st.one_of(st.sampled_from(HOSTILE), st.text(_characters, max_size=12))
lines = st.lists(_words, min_size=1, max_size=4).map(" ".join).filter(str.strip)
"""One line of text: not blank, no LF, CR or NUL."""
texts = st.lists(lines, min_size=1, max_size=3).map("\n".join)
"""Text of a caption: one to three lines, none blank."""
plain_lines = (
    st.lists(st.text("abcdefgh ĳé人工智能。,.!", min_size=1, max_size=20), min_size=1, max_size=3)
    .map("".join)
    .map(str.strip)
    .filter(bool)
)
"""One line without anything that a format could take for markup."""
names = st.one_of(
    st.just(""), st.sampled_from(["Ann", "Federico C.", "A & B", "李 <x>", "O'Neill"])
)
"""Speakers, white space normal."""
times_ms = st.integers(0, 400 * 3_600_000)
languages = st.sampled_from(["en", "nl", "zh-Hans"])


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start_ms = draw(times_ms)
    return Span(start_ms, start_ms + draw(st.integers(1, 10**7)))


@st.composite
def captions(draw: st.DrawFn, *, text: st.SearchStrategy[str] = texts) -> Caption:
    return Caption(draw(spans()), draw(text), draw(names))


@st.composite
def sequences(draw: st.DrawFn, *, longest: int = 8) -> tuple[Span, ...]:
    """Spans in order, not overlapping; gaps may be zero."""
    steps = st.tuples(st.integers(0, 10**5), st.integers(1, 10**5))
    marks = list(accumulate(chain.from_iterable(draw(st.lists(steps, max_size=longest)))))
    return tuple(map(Span, marks[::2], marks[1::2]))


@st.composite
def cues(draw: st.DrawFn, *, span: Span, bilingual: tuple[str, ...] = ()) -> Cue:
    count = len(bilingual) or draw(st.integers(1, 2))
    return Cue(
        span,
        tuple(draw(st.lists(lines, min_size=count, max_size=count))),
        kind=draw(st.sampled_from(Kind)),
        section=draw(st.none() | st.integers(0, 3)),
        timing=draw(st.sampled_from(Timing)),
        max_error_ms=draw(st.integers(0, 10**5)),
        speaker=draw(names),
        languages=bilingual,
    )


@st.composite
def tracks(draw: st.DrawFn, *, language: str = "en") -> Track:
    """Any valid track; `en+nl` makes bilingual cues."""
    both = tuple(language.split("+")) if "+" in language else ()
    return Track(
        language, tuple(draw(cues(span=span, bilingual=both)) for span in draw(sequences()))
    )


quotes = st.builds(Quote, lines, names, st.none() | st.integers(0, 10**7), st.integers(0, 200))
findings = st.builds(Finding, st.just("some-rule"), st.sampled_from(Severity), lines, lines)


@st.composite
def sections(draw: st.DrawFn) -> Section:
    start_ms = draw(st.none() | st.integers(0, 10**7))
    return Section(
        draw(st.one_of(st.just(""), lines)),
        start_ms,
        draw(st.one_of(st.just(""), texts)),
        tuple(draw(st.lists(quotes, max_size=2))),
        None if start_ms is None else draw(st.none() | st.just(start_ms + 60_000)),
    )


def documents() -> st.SearchStrategy[Document]:
    """Documents of any shape: digests, articles, captions and things between."""
    maybe = st.one_of(st.just(""), texts)
    return st.builds(
        Document,
        title=lines,
        reader=st.sampled_from(["digest", "article", "captions"]),
        channel=st.one_of(st.just(""), lines),
        published=st.one_of(st.just(""), lines),
        duration_ms=st.none() | st.integers(1, 10**7),
        tags=st.lists(lines, max_size=2).map(tuple),
        summary=maybe,
        sections=st.lists(sections(), max_size=3).map(tuple),
        entities=st.lists(
            st.builds(Entity, lines, st.sampled_from(["person", "idea"]), maybe), max_size=2
        ).map(tuple),
        takeaways=st.lists(texts, max_size=2).map(tuple),
        vocabulary=st.lists(
            st.builds(Vocabulary, lines, maybe, maybe, maybe, st.lists(lines).map(tuple), maybe),
            max_size=2,
        ).map(tuple),
        captions=st.lists(captions(), max_size=2).map(tuple),
        transcript=st.lists(texts, max_size=2).map(tuple),
    )


def episodes() -> st.SearchStrategy[Episode]:
    return st.builds(
        Episode,
        documents(),
        languages,
        st.floats(0, 1),
        st.sampled_from(["a-talk", "één-gesprek", "谈话-2"]),
    )


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    episode = draw(episodes())
    spans_ = draw(sequences())
    end_ms = spans_[-1].end_ms if spans_ else 1_000
    last = len(episode.document.sections) - 1
    sentences = tuple(
        Sentence(
            draw(lines.map(str.strip)),
            span,
            draw(st.sampled_from(Kind)),
            draw(st.none() | st.integers(0, last)) if last >= 0 else None,
            draw(st.sampled_from(Timing)),
            draw(st.integers(0, 10**5)),
            draw(names),
        )
        for span in spans_
    )
    return Timeline(episode, sentences, (0, end_ms), end_ms)


term_uses = st.builds(TermUse, lines, languages, lines, st.sampled_from(TermStatus), lines)


@st.composite
def editions(draw: st.DrawFn, *, language: str, sentences: tuple[str, ...]) -> Edition:
    """An edition that renders some of the sentences and names the others as missing."""
    chosen = {text for text in sentences if draw(st.booleans())}
    origin = st.sampled_from([Origin.ENGINE, Origin.MEMORY, Origin.CORRECTED])
    uses = st.lists(term_uses, max_size=1).map(tuple)
    return Edition(
        language,
        {text: Rendering(draw(lines), draw(origin), draw(uses)) for text in sorted(chosen)},
        tuple(text for text in sentences if text not in chosen),
        draw(st.sampled_from(["", "builtin 1"])),
    )


@st.composite
def productions(draw: st.DrawFn) -> Production:
    """An episode in all three languages, some sentences of it untranslated."""
    from pipeline.fields import fields, units

    timeline = draw(timelines())
    source = timeline.episode.language
    said = dict.fromkeys(
        unit for text in fields(timeline.episode.document) for unit in units(text, language=source)
    )
    order = [source, *(tag for tag in ("en", "nl", "zh-Hans") if tag != source)]
    editions_ = {
        tag: draw(editions(language=tag, sentences=tuple(said)))
        if tag != source
        else Edition(tag, {text: Rendering(text, Origin.SOURCE) for text in said})
        for tag in order
    }
    return Production(
        timeline,
        editions_,
        tuple(draw(tracks(language=tag)) for tag in order),
        (draw(tracks(language=f"{order[0]}+{order[1]}")),),
        tuple(sorted(draw(st.lists(findings, max_size=2)))),
        {"version": "0", "engine": "builtin", "model": "", "glossary": "", "style": "netflix"},
    )
