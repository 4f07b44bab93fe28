"""THE FLOW, from documents to their files. Start reading here.

    Source ─read→ Document ─detect→ Episode ─align→ Timeline
                                       └──translate→ Editions ─cue→ Tracks ─emit→ Files

`produce` is the whole of it. It does no I/O but through the stages it is given: `batch.py`
opens folders, keeps what is done and writes; `assembly.py` builds the stages from settings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.errors import TolkError, internal
from pipeline.finished import Failed
from pipeline.model import Edition, Episode, File, Finding, Production, Severity, Timeline, Track
from pipeline.stages.detect import uncertain
from pipeline.stages.emit import chapter_findings

__all__ = ["Failed", "Made", "Outcome", "Stages", "produce"]


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages after reading and detecting, configured. A test may swap any for a function.

    Attributes:
        align: Times every sentence of an episode.
        translate: Gives the editions of many episodes at once, so that sentences are
            translated in batches across them.
        cue: Cuts one edition into subtitles.
        pair: Cuts two editions into bilingual subtitles.
        check: Findings about a finished production.
        emit: Every file of a finished production.
        signature: Name of a part → what made it.
    """

    align: Callable[[Episode], Timeline]
    translate: Callable[[Sequence[Episode]], Sequence[Mapping[str, Edition]]]
    cue: Callable[[Timeline, Edition], Track]
    pair: Callable[[Timeline, Edition, Edition], Track]
    check: Callable[[Production], Sequence[Finding]]
    emit: Callable[[Production], Sequence[File]]
    signature: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Made:
    """An episode with its files.

    Attributes:
        missing: Tag → how many sentences have no translation, where any.
    """

    production: Production
    files: tuple[File, ...]
    missing: Mapping[str, int] = field(default_factory=dict)


_LEAST = 0.1
"""Sentences with a translation, for each one without, below which a language is not written."""

Outcome = Made | Failed
"""What became of one episode."""


def produce(episodes: Sequence[Episode], stages: Stages) -> list[Outcome]:
    """Return what each episode becomes, in order; one that fails, fails alone.

    Raises:
        EngineError: the engine is broken, so that no episode can be translated.
    """
    try:
        editions = stages.translate(episodes)
    except TolkError:
        raise
    except Exception as error:
        if len(episodes) == 1:
            return [Failed(internal(error))]
        return [outcome for episode in episodes for outcome in produce([episode], stages)]
    return [
        _attempt(episode, languages, stages)
        for episode, languages in zip(episodes, editions, strict=True)
    ]


def _attempt(episode: Episode, editions: Mapping[str, Edition], stages: Stages) -> Outcome:
    try:
        production = _production(episode, editions, stages)
        missing = {
            tag: len(edition.missing) for tag, edition in editions.items() if edition.missing
        }
        return Made(production, tuple(stages.emit(production)), missing)
    except TolkError as error:
        return Failed(str(error))
    except Exception as error:
        # A fault of ours in one episode must not cost a night's run of the others.
        return Failed(internal(error))


def _production(episode: Episode, editions: Mapping[str, Edition], stages: Stages) -> Production:
    timeline = stages.align(_with_renderings(episode, editions))
    spoken = [edition for edition in editions.values() if _speaks(edition)]
    tracks = [stages.cue(timeline, edition) for edition in spoken]
    pairs = [stages.pair(timeline, spoken[0], edition) for edition in spoken[1:]]
    draft = Production(
        timeline,
        {edition.language: edition for edition in spoken},
        tuple(track for track in tracks if track.cues),
        tuple(track for track in pairs if track.cues),
        signature=stages.signature,
    )
    findings = {
        *episode.document.findings,
        *timeline.findings,
        *(finding for track in (*tracks, *pairs) for finding in track.findings),
        *(finding for edition in editions.values() for finding in edition.findings),
        *(finding for edition in editions.values() for finding in _missing(edition)),
        *uncertain(episode),
        *chapter_findings(draft),
        *stages.check(draft),
    }
    return replace(draft, findings=tuple(sorted(findings)))


def _with_renderings(episode: Episode, editions: Mapping[str, Edition]) -> Episode:
    """Let captions in another language be compared with what the run says in that language."""
    reference = episode.document.reference
    if reference is None or reference.language == episode.language:
        return episode
    edition = editions.get(reference.language)
    if edition is None:
        return episode
    said = {text: rendering.text for text, rendering in edition.renderings.items()}
    document = replace(episode.document, reference=replace(reference, renderings=said))
    return replace(episode, document=document)


def _speaks(edition: Edition) -> bool:
    """Return whether there is enough of an edition to be read as that language.

    A memory that happens to know an episode's "Introduction" does not make a translation.
    """
    return len(edition.renderings) > _LEAST * len(edition.missing)


def _missing(edition: Edition) -> tuple[Finding, ...]:
    """Return one finding that names every sentence without a translation."""
    if not edition.missing:
        return ()
    count = len(edition.missing)
    if _speaks(edition):
        named = " ¶ ".join(edition.missing)
    else:
        named = "nearly all, the language is not written" if edition.renderings else "all of them"
    return (
        Finding(
            "untranslated",
            Severity.ERROR,
            edition.language,
            f"{count} sentence{'s' * (count != 1)} without a translation: {named}",
        ),
    )
