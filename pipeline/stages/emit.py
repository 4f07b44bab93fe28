"""Production → the files of one episode, but for its HTML page.

    episode.json
    <slug>.<tag>.srt  .vtt               one per track
    <slug>.<tag>+<tag>.srt  .vtt         one per bilingual track
    <slug>.summary.<tag>.md              one per edition
    <slug>.bilingual.<tag>+<tag>.md      the source language beside each other one
    chapters.json  chapters.txt          where sections have stated times

and, for who asks for them:

    <slug>.<tag>.transcript.json         one per track, as podcast applications read it
    <slug>.tmx                           every sentence with its translations
    <slug>.<tag>+<tag>.epub              a bilingual book per pair

Same production, same bytes: nothing here knows the date or the machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from pipeline.fields import fields, render, units
from pipeline.formats import chapters, episode, epub, markdown, srt, tmx, transcript_json, vtt
from pipeline.formats.subtitles import captions_of
from pipeline.languages import LANGUAGES
from pipeline.model import File, Finding, Origin, Production, Timing, Track

USUAL = frozenset({"json", "srt", "vtt", "md", "chapters"})
"""The groups of files that are made when nobody chooses. `html` is made elsewhere."""
ALL = USUAL | {"transcript", "tmx", "epub"}
"""The groups of files made here."""

_KNOWN = {
    Timing.STATED: "stated in the input",
    Timing.ANCHORED: "between stated times close by",
    Timing.ESTIMATED: "estimated",
}


def emit(production: Production, *, formats: frozenset[str] = USUAL) -> tuple[File, ...]:
    """Return the files of an episode, sorted by path; text is UTF-8 with LF.

    Args:
        production: The episode.
        formats: Groups of files to make, of `ALL`; others are ignored.

    Raises:
        ValueError: the slug is empty or could lead out of its folder.
    """
    slug = production.timeline.episode.slug
    if not slug or slug.startswith(".") or any(mark in slug for mark in "/\\:\0"):
        raise ValueError(f"not a name for a folder: {slug!r}")
    makers: dict[str, Callable[[Production], Iterator[tuple[str, str | bytes]]]] = {
        "json": _record,
        "srt": _srt,
        "vtt": _vtt,
        "md": _reading,
        "chapters": _chapters,
        "transcript": _transcripts,
        "tmx": _memory,
        "epub": _books,
    }
    made = [
        File(f"{slug}/{name}", made if isinstance(made, bytes) else made.encode("utf-8", "replace"))
        for group, maker in makers.items()
        if group in formats
        for name, made in maker(production)
    ]
    return tuple(sorted(made, key=lambda file: file.path))


def chapter_findings(production: Production) -> tuple[Finding, ...]:
    """Return why `chapters.txt` would not become chapters on YouTube; often nothing."""
    document = production.timeline.episode.document
    return chapters.findings(chapters.chapters_of(document), duration_ms=document.duration_ms)


def timing_note(production: Production, track: Track) -> str:
    """Return title and language of a track, and how its text and its times are known.

    It goes at the head of a WebVTT file, where the readers of tolk find the title again.
    """
    episode = production.timeline.episode
    title, edition = episode.document.title, production.editions.get(track.language)
    if edition is not None:
        title = render(title, edition, source=episode.language)
    head = [f"Title: {' '.join(title.split())}"]
    if "+" not in track.language:
        head.append(f"Language: {track.language}")
    return "\n".join([*head, _about_text(production, track), *_about_times(track)])


def _record(production: Production) -> Iterator[tuple[str, str]]:
    yield "episode.json", episode.compose(production, findings=chapter_findings(production))


def _srt(production: Production) -> Iterator[tuple[str, str]]:
    slug = production.timeline.episode.slug
    for track in (*production.tracks, *production.bilingual):
        yield f"{slug}.{track.language}.srt", srt.compose(captions_of(track))


def _vtt(production: Production) -> Iterator[tuple[str, str]]:
    slug = production.timeline.episode.slug
    for track in (*production.tracks, *production.bilingual):
        text = vtt.compose_track(track, notes=[timing_note(production, track)])
        yield f"{slug}.{track.language}.vtt", text


def _reading(production: Production) -> Iterator[tuple[str, str]]:
    slug = production.timeline.episode.slug
    for tag in production.editions:
        yield f"{slug}.summary.{tag}.md", markdown.compose_summary(production, tag)
    for first, second in _pairs(production):
        text = markdown.compose_bilingual(production, first, second)
        yield f"{slug}.bilingual.{first}+{second}.md", text


def _pairs(production: Production) -> list[tuple[str, str]]:
    """Return the pairs of the bilingual tracks, in their order, and the pairs without a track."""
    source = production.timeline.episode.language
    tracked = [track.language.partition("+") for track in production.bilingual]
    pairs = [(first, second) for first, _, second in tracked if second]
    known = {frozenset(pair) for pair in pairs}
    others = [tag for tag in production.editions if frozenset((source, tag)) not in known]
    return pairs + [(source, tag) for tag in others if tag != source]


def _chapters(production: Production) -> Iterator[tuple[str, str]]:
    document = production.timeline.episode.document
    found = chapters.chapters_of(document)
    if not found:
        return
    yield (
        "chapters.json",
        chapters.compose_json(found, title=document.title, podcast=document.channel),
    )
    text = chapters.compose_text(found)
    if text:
        yield "chapters.txt", text


def _transcripts(production: Production) -> Iterator[tuple[str, str]]:
    slug = production.timeline.episode.slug
    for track in production.tracks:
        text = transcript_json.compose(captions_of(track))
        yield f"{slug}.{track.language}.transcript.json", text


def _memory(production: Production) -> Iterator[tuple[str, str]]:
    """Yield every sentence once per language, in the order in which the episode has them."""
    episode = production.timeline.episode
    said = dict.fromkeys(
        unit for text in fields(episode.document) for unit in units(text, language=episode.language)
    )
    said |= dict.fromkeys(sentence.text for sentence in production.timeline.sentences)
    pairs = [
        tmx.Unit(
            text,
            edition.renderings[text].text,
            episode.language,
            tag,
            edition.renderings[text].origin.value,
            edition.signature,
        )
        for tag, edition in production.editions.items()
        if tag != episode.language
        for text in said
        if text in edition.renderings and edition.renderings[text].text.strip()
    ]
    yield f"{episode.slug}.tmx", tmx.compose(pairs)


def _books(production: Production) -> Iterator[tuple[str, bytes]]:
    made = production.signature
    how = ", ".join(f"{name} {made[name]}" for name in sorted(made) if made[name])
    for first, second in _pairs(production):
        both = Track(f"{first}+{second}", ())
        notes = [_about_text(production, both), f"Made with tolk: {how}."]
        name = f"{production.timeline.episode.slug}.{first}+{second}.epub"
        yield name, epub.compose(production, first, second, notes=notes)


def _about_text(production: Production, track: Track) -> str:
    document = production.timeline.episode.document
    if document.captions:
        kind = "The words of captions."
    elif document.transcript:
        kind = "The words of a transcript that states no times."
    else:
        kind = "A summary of the episode, not a transcript."
    source = production.timeline.episode.language
    tags = [tag for tag in track.language.split("+") if tag != source]
    origins = {
        rendering.origin
        for tag in tags
        if tag in production.editions
        for rendering in production.editions[tag].renderings.values()
    }
    if not origins - {Origin.SOURCE}:
        return kind
    names = " and ".join(LANGUAGES[tag].name if tag in LANGUAGES else tag for tag in tags)
    who = "by people" if origins <= {Origin.CORRECTED, Origin.SOURCE} else "by machine"
    return f"{kind} Translated into {names} {who}."


def _about_times(track: Track) -> list[str]:
    count = Counter(cue.timing for cue in track.cues)
    total = len(track.cues)
    if not total:
        return []
    kinds = [timing for timing in Timing if count[timing]]
    numbers = ("all" if count[timing] == total else str(count[timing]) for timing in kinds)
    known = ", ".join(
        f"{number} {_KNOWN[timing]}" for number, timing in zip(numbers, kinds, strict=True)
    )
    worst_ms = max(cue.max_error_ms for cue in track.cues)
    remark = f"A cue may be up to {_length(worst_ms)} from where its words belong."
    return [f"Times of {total} cues: {known}.", *([remark] if worst_ms else [])]


def _length(ms: int) -> str:
    """Return a length of time in words, rounded up; tenths only below a minute."""
    if ms <= 60_000:
        return f"{-(-ms // 100) / 10:g} s"
    minutes, seconds = divmod(-(-ms // 1_000), 60)
    return f"{minutes} min {seconds} s" if seconds else f"{minutes} min"
