"""The files of an episode: which, where, and always the same bytes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import srt, tmx, transcript_json, vtt
from pipeline.formats.subtitles import captions_of
from pipeline.model import (
    Caption,
    Cue,
    Document,
    Edition,
    Episode,
    Origin,
    Production,
    Rendering,
    Section,
    Span,
    Timeline,
    Timing,
    Track,
)
from pipeline.stages.emit import ALL, chapter_findings, emit, timing_note
from tests.strategies import patient, productions


def _production(document: Document, *tracks: Track, origin: Origin = Origin.ENGINE) -> Production:
    tags = dict.fromkeys(tag for track in tracks for tag in track.language.split("+"))
    rendering = Rendering("x", origin)
    return Production(
        Timeline(Episode(document, "en", 1.0, "a-talk"), (), (0, 60_000), 60_000),
        {tag: Edition(tag, {} if tag == "en" else {"y": rendering}) for tag in tags},
        tuple(track for track in tracks if "+" not in track.language),
        tuple(track for track in tracks if "+" in track.language),
    )


def _track(language: str, *timings: Timing, error_ms: int = 0) -> Track:
    both = tuple(language.split("+")) if "+" in language else ()
    lines = ("Words.",) * (len(both) or 1)
    return Track(
        language,
        tuple(
            Cue(
                Span(n * 1_000, n * 1_000 + 900),
                lines,
                timing=timing,
                max_error_ms=error_ms,
                languages=both,
            )
            for n, timing in enumerate(timings)
        ),
    )


def test_every_file_of_the_contract() -> None:
    document = Document("A talk", "digest", sections=(Section("Opening", 0),))
    production = _production(document, _track("en"), _track("zh-Hans"), _track("en+zh-Hans"))
    assert [file.path for file in emit(production)] == [
        "a-talk/a-talk.bilingual.en+zh-Hans.md",
        "a-talk/a-talk.en+zh-Hans.srt",
        "a-talk/a-talk.en+zh-Hans.vtt",
        "a-talk/a-talk.en.srt",
        "a-talk/a-talk.en.vtt",
        "a-talk/a-talk.summary.en.md",
        "a-talk/a-talk.summary.zh-Hans.md",
        "a-talk/a-talk.zh-Hans.srt",
        "a-talk/a-talk.zh-Hans.vtt",
        "a-talk/chapters.json",
        "a-talk/chapters.txt",
        "a-talk/episode.json",
    ]


def test_bilingual_reading_follows_the_order_of_the_track_and_needs_none() -> None:
    document = Document("A talk", "digest")
    production = _production(document, _track("en"), _track("nl"), _track("nl+en"))
    production = replace(
        production, editions={**production.editions, "zh-Hans": Edition("zh-Hans", {})}
    )
    names = [file.path for file in emit(production, formats=frozenset({"md"}))]
    assert "a-talk/a-talk.bilingual.nl+en.md" in names
    assert "a-talk/a-talk.bilingual.en+zh-Hans.md" in names
    assert len(names) == 5


def test_further_files_are_made_only_when_asked_for() -> None:
    document = Document("A talk", "digest", summary="Words.")
    production = _production(document, _track("en", Timing.STATED), _track("nl"), _track("en+nl"))
    assert set(emit(production)) <= set(emit(production, formats=ALL))
    further = emit(production, formats=frozenset({"transcript", "tmx", "epub"}))
    assert [file.path for file in further] == [
        "a-talk/a-talk.en+nl.epub",
        "a-talk/a-talk.en.transcript.json",
        "a-talk/a-talk.nl.transcript.json",
        "a-talk/a-talk.tmx",
    ]


@patient
@given(productions())
def test_a_memory_holds_every_translated_sentence(production: Production) -> None:
    (file,) = emit(production, formats=frozenset({"tmx"}))
    units = tmx.parse(file.content).units
    source = production.timeline.episode.language
    for tag, edition in production.editions.items():
        if tag == source:
            continue
        said = {unit.source for unit in units if unit.target_language == tag}
        wanted = {_xml(t).strip() for t in edition.renderings}
        assert said <= wanted
        plain = {t for t in wanted if t and t.isprintable()}
        assert plain <= {text for text in said if text.isprintable()}


def _xml(text: str) -> str:
    return tmx._ILLEGAL.sub("\ufffd", text)


@patient
@given(productions())
def test_transcripts_hold_what_the_tracks_hold(production: Production) -> None:
    files = emit(production, formats=frozenset({"transcript"}))
    slug = production.timeline.episode.slug
    for track in production.tracks:
        name = f"{slug}/{slug}.{track.language}.transcript.json"
        (content,) = (file.content.decode() for file in files if file.path == name)
        assert transcript_json.parse(content).captions == captions_of(track)


@patient
@given(productions(), st.sets(st.sampled_from([*sorted(ALL), "html"])))
def test_only_what_is_asked_and_always_the_same_bytes(
    production: Production, formats: set[str]
) -> None:
    files = emit(production, formats=frozenset(formats))
    assert files == emit(production, formats=frozenset(formats))
    assert set(files) <= set(emit(production, formats=ALL))
    paths = [file.path for file in files]
    assert paths == sorted(set(paths))
    slug = production.timeline.episode.slug
    for file in files:
        assert file.path.startswith(f"{slug}/")
        if file.path.endswith(".epub"):
            continue
        assert b"\r" not in file.content or file.path.endswith(".json")
        text = file.content.decode()
        assert text == "" or text.endswith("\n")
        if file.path.endswith(".json"):
            json.loads(text)


@patient
@given(productions())
def test_subtitles_hold_what_the_tracks_hold(production: Production) -> None:
    files = {file.path.rpartition("/")[2]: file.content.decode() for file in emit(production)}
    slug = production.timeline.episode.slug
    for track in (*production.tracks, *production.bilingual):
        shown = [(caption.span, caption.text) for caption in captions_of(track)]
        one = srt.parse(files[f"{slug}.{track.language}.srt"])
        other = vtt.parse(files[f"{slug}.{track.language}.vtt"])
        assert [(c.span, c.text) for c in one.captions] == shown
        assert [(c.span, c.text) for c in other.captions] == shown
        (note,) = other.notes
        expected = timing_note(production, track)
        assert note.replace("\u2060", "") == expected.replace("\u2060", "")


@pytest.mark.parametrize("slug", ["", "..", ".", "a/b", "../x", "a\\b", ".hidden", "c:", "a\0"])
def test_a_slug_that_could_leave_its_folder_is_refused(slug: str) -> None:
    production = _production(Document("A talk", "digest"))
    episode = replace(production.timeline.episode, slug=slug)
    with pytest.raises(ValueError, match="not a name"):
        emit(replace(production, timeline=replace(production.timeline, episode=episode)))


def test_the_note_says_what_the_words_and_times_are() -> None:
    digest = Document("A talk", "digest")
    track = _track("nl", Timing.STATED, Timing.ESTIMATED, error_ms=25_960)
    assert timing_note(_production(digest, track), track) == (
        "Title: A talk\nLanguage: nl\n"
        "A summary of the episode, not a transcript. Translated into Dutch by machine.\n"
        "Times of 2 cues: 1 stated in the input, 1 estimated.\n"
        "A cue may be up to 26 s from where its words belong."
    )
    captions = Document("A talk", "captions", captions=(Caption(Span(0, 1), "x"),))
    track = _track("en", Timing.STATED)
    assert timing_note(_production(captions, track), track) == (
        "Title: A talk\nLanguage: en\nThe words of captions.\n"
        "Times of 1 cues: all stated in the input."
    )
    article = Document("A talk", "article", transcript=("x",))
    track = _track("en+nl")
    production = _production(article, track, origin=Origin.CORRECTED)
    assert timing_note(production, track) == (
        "Title: A talk\nThe words of a transcript that states no times. "
        "Translated into Dutch by people."
    )


@pytest.mark.parametrize(
    ("error_ms", "words"),
    [(1, "0.1 s"), (60_000, "60 s"), (60_001, "1 min 1 s"), (120_000, "2 min")],
)
def test_an_error_is_rounded_up(error_ms: int, words: str) -> None:
    track = _track("en", Timing.ESTIMATED, error_ms=error_ms)
    assert f"up to {words} from" in timing_note(_production(Document("A", "digest"), track), track)


def test_without_stated_sections_there_are_no_chapters() -> None:
    production = _production(Document("A talk", "article", sections=(Section("Opening", None),)))
    assert not any("chapters" in file.path for file in emit(production))
    assert chapter_findings(production) == ()


def test_chapters_that_youtube_refuses_are_found_in_the_record() -> None:
    production = _production(Document("A talk", "digest", sections=(Section("Opening", 5_000),)))
    (file,) = emit(production, formats=frozenset({"json"}))
    found = json.loads(file.content)["findings"]
    assert [item["rule"] for item in found] == ["youtube-chapters"] * 2
    assert len(chapter_findings(production)) == 2


def test_a_broken_character_does_not_stop_the_files() -> None:
    production = _production(Document("A \ud800 talk", "digest"), _track("en"))
    assert all(file.content.decode() or True for file in emit(production))
