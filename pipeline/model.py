"""What travels down the line.

Source ─read→ Document ─detect→ Episode ─align→ Timeline ─translate→ Edition ─cue→ Track ─emit→ File

Everything here is frozen and checks itself. Times are whole milliseconds from the start of
the episode and their names end in `_ms`; languages are BCP 47 tags.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Timing(StrEnum):
    """How a time is known."""

    STATED = "stated"
    """The input gave this very time."""
    ANCHORED = "anchored"
    """It lies between stated times close by."""
    ESTIMATED = "estimated"
    """It was shared out over a long stretch, or from a speaking rate."""


class Kind(StrEnum):
    """What a timed sentence is."""

    TITLE = "title"
    NARRATIVE = "narrative"
    QUOTE = "quote"
    SPEECH = "speech"


class Origin(StrEnum):
    """Where a rendering came from."""

    SOURCE = "source"
    """The input's own words."""
    CORRECTED = "corrected"
    """A person's translation, from memory."""
    MEMORY = "memory"
    """An engine's translation of an earlier run."""
    ENGINE = "engine"
    GLOSSARY = "glossary"
    """The whole sentence is one glossary term."""


class TermStatus(StrEnum):
    """What became of one glossary term in one sentence."""

    KEPT = "kept"
    """It was to stay as it is, and did."""
    TRANSLATED = "translated"
    REPAIRED = "repaired"
    """The engine lost it and it was put right."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the episode, start included, end excluded.

    >>> Span(1_000, 3_500).duration_ms
    2500
    """

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms < self.end_ms:
            raise ValueError(f"span {self.start_ms}-{self.end_ms} ms is empty or negative")

    @property
    def duration_ms(self) -> int:
        """Length of the span."""
        return self.end_ms - self.start_ms


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something a person should know; nothing stops because of it.

    Attributes:
        rule: Short name of the rule, in `kebab-case`.
        severity: How much it matters.
        where: Place as the user knows it: `section 3`, `quote [62:39]`, `nl cue 14`.
        message: What is the matter, one sentence.
    """

    rule: str
    severity: Severity
    where: str
    message: str


# ── read ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one input, decoded.

    Attributes:
        name: Path or name as the user gave it, for messages.
        text: Unicode text; line ends are LF, no byte order mark.
    """

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Something said, word for word as the input has it, without its quotation marks.

    Attributes:
        text: The words.
        speaker: Who said them, or empty.
        stated_ms: The time that the input gives, or None; it may lie outside the section.
        offset: How many characters of the section's narrative come before it.
    """

    text: str
    speaker: str = ""
    stated_ms: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of an episode.

    Attributes:
        title: Heading; may be empty.
        start_ms: The time that the input states, or None where it states none.
        narrative: Running text, quotes taken out.
        quotes: In the order of the input.
        end_ms: Start of the next section or the episode's end; None where unknown.
    """

    title: str
    start_ms: int | None
    narrative: str = ""
    quotes: tuple[Quote, ...] = ()
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organization, product or idea that the input lists.

    Attributes:
        name: As written.
        kind: Lower-case English word: `person`, `organization`, `product`, `concept` ….
        description: As written; may be empty.
    """

    name: str
    kind: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A word that the input explains."""

    word: str
    pronunciation: str = ""
    part_of_speech: str = ""
    definition: str = ""
    synonyms: tuple[str, ...] = ()
    context: str = ""


@dataclass(frozen=True, slots=True)
class Caption:
    """A timed piece of text as some file had it; pieces may overlap.

    Attributes:
        span: When it shows.
        text: Plain text without markup, lines separated by LF, none of them blank.
        speaker: Who speaks, or empty.
    """

    span: Span
    text: str
    speaker: str = ""

    def __post_init__(self) -> None:
        if "\r" in self.text or not all(map(str.strip, self.text.split("\n"))):
            raise ValueError(f"caption has a blank line or a carriage return: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Reference:
    """Captions of the same episode from a file `name`, to time its text by.

    Attributes:
        renderings: Sentence of the text → the same in the captions' language, if that is
            another one and the run has translations into it.
    """

    name: str
    captions: tuple[Caption, ...]
    language: str
    renderings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One episode as read. Its language is not known yet.

    Attributes:
        title: Never empty.
        reader: Name of the reader that made it: `digest`, `article`, `captions` ….
        published: As the input words it (`7 dagen geleden`), or empty; never computed.
        duration_ms: As stated, or None.
        sections: In the order of the input.
        captions: For caption input: the pieces, with real times.
        transcript: For a transcript without times: paragraphs.
        language: Tag that the input declares, or empty.
        reference: Captions of the same episode from another file; never shown themselves.
    """

    title: str
    reader: str
    channel: str = ""
    published: str = ""
    duration_ms: int | None = None
    tags: tuple[str, ...] = ()
    summary: str = ""
    sections: tuple[Section, ...] = ()
    entities: tuple[Entity, ...] = ()
    takeaways: tuple[str, ...] = ()
    vocabulary: tuple[Vocabulary, ...] = ()
    captions: tuple[Caption, ...] = ()
    transcript: tuple[str, ...] = ()
    language: str = ""
    findings: tuple[Finding, ...] = ()
    reference: Reference | None = None

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a document needs a title")


# ── detect, align ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Episode:
    """A document whose language is known.

    Attributes:
        language: BCP 47 tag.
        confidence: 0 to 1; 1 where a person said so.
        slug: Name of its folder and files: lower-case letters, digits and hyphens of any
            script, unique within a run.
    """

    document: Document
    language: str
    confidence: float
    slug: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the stretch of time it belongs to.

    Attributes:
        text: One sentence of the source, without surrounding white space.
        span: Where it would be said; sentences of a timeline do not overlap.
        section: Index into the document's sections, or None.
        max_error_ms: Distance from its start to the farther of the two surrounding anchors;
            0 for a stated time.
        between: The two surrounding anchors, where known.
        beats: Known times inside the sentence, ascending: how many of its characters come
            before, and the time.
        quote: Index into the section's quotes, for a quote.
    """

    text: str
    span: Span
    kind: Kind
    section: int | None
    timing: Timing
    max_error_ms: int
    speaker: str = ""
    between: Span | None = None
    beats: tuple[tuple[int, int], ...] = ()
    quote: int | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """An episode's sentences in the order of time.

    Attributes:
        anchors_ms: Times that no cue may be moved across, ascending; the first is 0 or the
            first stated time, the last is `duration_ms`.
        duration_ms: Stated or estimated length; no sentence ends later.
        hold: Cues stay until the next one begins, whatever the style's longest duration.
    """

    episode: Episode
    sentences: tuple[Sentence, ...]
    anchors_ms: tuple[int, ...]
    duration_ms: int
    findings: tuple[Finding, ...] = ()
    hold: bool = False

    def __post_init__(self) -> None:
        for before, after in pairwise(self.sentences):
            if after.span.start_ms < before.span.end_ms:
                raise ValueError(f"sentence at {after.span.start_ms} ms starts too early")


# ── translate ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, order=True)
class TermUse:
    """One glossary term in one sentence, and what became of it.

    Attributes:
        term: As the glossary has it in the source language.
        language: Tag of the translation.
        expected: The form that was to appear.
        found: The form that did appear, or empty.
    """

    term: str
    language: str
    expected: str
    status: TermStatus
    found: str = ""


@dataclass(frozen=True, slots=True)
class Rendering:
    """One sentence in one language."""

    text: str
    origin: Origin
    terms: tuple[TermUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """What an episode says in one language.

    Attributes:
        language: BCP 47 tag.
        renderings: Source sentence → its rendering, for every sentence of every field.
            A sentence that could not be translated is absent and named in `missing`.
        missing: Source sentences without a translation, in order.
        signature: What made it: engine, model, glossary.
        findings: Terms that could not be kept, and translations that were not accepted.
        whole: Source sentence → terms and names in it that no break may enter, where the
            renderings do not tell: in the source language.
    """

    language: str
    renderings: Mapping[str, Rendering]
    missing: tuple[str, ...] = ()
    signature: str = ""
    findings: tuple[Finding, ...] = ()
    whole: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


# ── cue, emit ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle.

    Attributes:
        span: When it shows.
        lines: What it says, one or more lines, none blank.
        sentence: Index into the timeline's sentences.
        languages: For a bilingual cue the tag of each line; otherwise empty.
    """

    span: Span
    lines: tuple[str, ...]
    kind: Kind = Kind.NARRATIVE
    section: int | None = None
    timing: Timing = Timing.ESTIMATED
    max_error_ms: int = 0
    speaker: str = ""
    sentence: int = 0
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.lines or any(not s.strip() or "\n" in s or "\r" in s for s in self.lines):
            raise ValueError(f"a cue needs lines, none of them blank: {self.lines!r}")
        if self.languages and len(self.languages) != len(self.lines):
            raise ValueError("a bilingual cue names a language for each line")

    @property
    def text(self) -> str:
        """The lines, separated by LF."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Track:
    """The cues of one language (`nl`) or of two (`en+nl`), in order, not overlapping."""

    language: str
    cues: tuple[Cue, ...]
    findings: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        for before, after in pairwise(self.cues):
            if after.span.start_ms < before.span.end_ms:
                raise ValueError(f"cue at {after.span.start_ms} ms starts before the last one ends")


@dataclass(frozen=True, slots=True)
class Production:
    """All that is known of an episode when its files are written.

    Attributes:
        editions: Tag → edition, the source language first.
        tracks: One per language with something to show, the source language first.
        bilingual: Tracks of two languages, `en+nl`.
        findings: Of all stages, sorted.
        signature: What made it: `version`, `engine`, `model`, `glossary`, `style`.
    """

    timeline: Timeline
    editions: Mapping[str, Edition]
    tracks: tuple[Track, ...]
    bilingual: tuple[Track, ...] = ()
    findings: tuple[Finding, ...] = ()
    signature: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class File:
    """The exact bytes of one result, and its path inside the output folder (`/` between parts)."""

    path: str
    content: bytes
