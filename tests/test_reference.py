"""Captions beside a page go to the episode that they belong to."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import InputError, UsageError
from pipeline.formats import srt
from pipeline.model import Caption, Document, Section, Span
from pipeline.reference import read_reference, with_reference
from tests.cli.console import tolk
from tests.timing.lighthouse import captions, digest, reference

OTHER = Document(
    "The Beekeeper",
    "digest",
    duration_ms=600_000,
    sections=(
        Section("Swarms", 0, "Bees leave in May. A swarm of twelve thousand fits in a bucket."),
        Section("Honey", 300_000, "Honey keeps for centuries if nobody opens the jar."),
    ),
)
PAGE = """The Lighthouse Man
2:30
EN/ZH
Play
Harbour Hour3 days ago
The Lighthouse Man
Oskar Lindqvist keeps lighthouses alight from his desk. ## [00:00] Eleven lights Oskar inherited \
a dislike of stairs. > *"206 steps every evening with a can of paraffin"* His first sensor was a \
Raspberry Pi hidden in a lunch box, and it lasted four winters. ## [01:10] Fog A network trained \
on 60 thousand echoes now runs on a solar panel. > *"A camera sees white and says all is well."* \
## [01:58] Selling What should a town do? > *"Do not sell it, lend it."* ## Entities - **Oskar \
Lindqvist** (Person): lighthouse keeper
#lighthouses
"""


def written(path: Path, pieces: tuple[Caption, ...]) -> Path:
    path.write_text(srt.compose(pieces), encoding="utf-8")
    return path


def test_the_episode_that_fits_gets_them_and_the_others_stay_as_they_are() -> None:
    chosen = with_reference([OTHER, digest()], reference())
    assert chosen[0] == OTHER
    assert chosen[1].reference == reference()
    assert [finding.rule for finding in chosen[1].findings] == ["captions-chosen"]


def test_captions_of_something_else_are_not_used() -> None:
    (kept,) = with_reference([OTHER], reference())
    assert kept.reference is None
    (finding,) = kept.findings
    assert finding.rule == "captions-not-matched"
    assert "only 0 %" in finding.message


def test_an_input_with_times_of_its_own_does_not_need_them() -> None:
    document = Document("Talk", "captions", captions=captions())
    (kept,) = with_reference([document], reference())
    assert kept.reference is None
    assert [finding.rule for finding in kept.findings] == ["captions-not-used"]


def test_the_language_of_the_captions_is_found(tmp_path: Path) -> None:
    read = read_reference(written(tmp_path / "talk.srt", captions()))
    assert read.language == "en"
    assert read.captions == captions()


def test_a_file_without_times_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    with pytest.raises(UsageError, match="no captions with times"):
        read_reference(tmp_path / "page.txt")
    with pytest.raises(InputError, match="no such file"):
        read_reference(tmp_path / "absent.srt")


def test_captions_may_be_in_another_encoding_than_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes(srt.compose(captions()).encode("windows-1252"))
    assert read_reference(path, encoding="windows-1252").captions == captions()


def run(folder: Path, *more: str | Path) -> dict[str, object]:
    page = folder / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    result = tolk("run", page, "--engine", "none", "--to", "en", "--out", folder / "out", *more)
    assert result.code == 0, result.words
    path = folder / "out" / "the-lighthouse-man" / "episode.json"
    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return found


def quotes(episode: dict[str, object]) -> list[tuple[int, str]]:
    sections = episode["sections"]
    assert isinstance(sections, list)
    return [(q["start_ms"], q["timing"]) for section in sections for q in section["quotes"]]


def test_a_run_anchors_the_quotes(tmp_path: Path) -> None:
    plain = quotes(run(tmp_path))
    talk = written(tmp_path / "talk.srt", captions())
    anchored = quotes(run(tmp_path, "--captions", talk))
    assert {timing for _, timing in anchored} == {"anchored"}
    truth = (28_000, 76_000, 124_000)
    for (start, _), real in zip(anchored, truth, strict=True):
        assert abs(start - real) <= 1_500
    assert anchored != plain


def test_other_captions_make_the_episode_anew_and_the_same_do_not(tmp_path: Path) -> None:
    talk = written(tmp_path / "talk.srt", captions())
    first = quotes(run(tmp_path, "--captions", talk))
    entry = tmp_path / "out" / "the-lighthouse-man" / "episode.json"
    stamp = entry.stat().st_mtime_ns
    run(tmp_path, "--captions", talk)
    assert entry.stat().st_mtime_ns == stamp
    later = tuple(
        replace(one, span=Span(one.span.start_ms + 1_000, one.span.end_ms + 1_000))
        for one in captions()
    )
    written(talk, later)
    second = quotes(run(tmp_path, "--captions", talk))
    assert [start - 1_000 for start, _ in second] == [start for start, _ in first]


def dutch(names: str) -> Document:
    """Return a Dutch page that says little more than some names."""
    text = f"Dit gesprek gaat over {names} en over de vraag wie er voor de haven zorgt."
    return Document("Gesprek", "digest", duration_ms=150_000, sections=(Section("", 0, text),))


def test_captions_in_another_language_go_to_the_episode_whose_names_they_have() -> None:
    pages = [dutch("Anna Visser en Plastico"), dutch("Oskar Lindqvist, Kråkholm en Gunnar")]
    other, mine = with_reference(pages, reference(), language="nl")
    assert other == pages[0]
    assert mine.reference == reference()
    (finding,) = mine.findings
    assert finding.rule == "captions-chosen"
    assert "another language" in finding.message


def test_two_episodes_with_the_same_names_leave_captions_in_another_language_unused() -> None:
    pages = [dutch("Oskar Lindqvist en Gunnar"), dutch("Oskar Lindqvist en Kråkholm")]
    kept = with_reference(pages, reference(), language="nl")
    assert [one.reference for one in kept] == [None, None]
    (finding,) = [finding for one in kept for finding in one.findings]
    assert finding.rule == "captions-not-matched"
    assert "too few names" in finding.message


def test_one_episode_that_shares_no_name_with_captions_in_another_language_is_told() -> None:
    (kept,) = with_reference([dutch("niemand in het bijzonder")], reference(), language="nl")
    assert kept.reference is None
    assert [finding.rule for finding in kept.findings] == ["captions-not-matched"]


def test_an_episode_with_nothing_to_time_is_not_blamed_for_its_language() -> None:
    (kept,) = with_reference([Document("Talk", "digest", summary="It rains.")], reference())
    (finding,) = kept.findings
    assert finding.rule == "captions-not-matched"
    assert "only 0 %" in finding.message


def test_a_run_places_a_text_by_its_translation(tmp_path: Path) -> None:
    page, talk = tmp_path / "page.txt", written(tmp_path / "talk.srt", captions())
    page.write_text(DUTCH_PAGE, encoding="utf-8")
    memory = tmp_path / "page.tmx"
    pairs = "".join(
        f'<tu><tuv xml:lang="nl"><seg>{one}</seg></tuv><tuv xml:lang="en"><seg>{other}</seg></tuv>'
        "</tu>"
        for one, other in DUTCH_TEXT.items()
    )
    memory.write_text(
        '<?xml version="1.0"?><tmx version="1.4"><header srclang="nl" segtype="sentence" '
        'adminlang="en" o-tmf="x" datatype="plaintext" creationtool="x" creationtoolversion="1"/>'
        f"<body>{pairs}</body></tmx>",
        encoding="utf-8",
    )
    found = {}
    for name, more in (("without", ()), ("with", ("--translations", memory))):
        out = tmp_path / name
        result = tolk(
            "run", page, "--engine", "none", "--to", "en", "--captions", talk, "--out", out, *more
        )
        assert result.code in {0, 4}, result.words
        (path,) = out.glob("*/episode.json")
        found[name] = json.loads(path.read_text(encoding="utf-8"))
    assert "only shared words match" in json.dumps(found["without"])
    assert "its translation is matched" in json.dumps(found["with"])
    assert "captions place" in json.dumps(found["with"])


DUTCH_TEXT = {
    "Oskar Lindqvist erfde van zijn grootvader een hekel aan trappen.": (
        "Oskar Lindqvist inherited a dislike of stairs from his grandfather."
    ),
    "Hij verstopte de eerste sensor, een Raspberry Pi, vier winters in een broodtrommel.": (
        "He hid the first sensor, a Raspberry Pi, in a lunch box that survived four winters."
    ),
    "Een klein netwerk leerde van zestigduizend echo's en draait op een zonnepaneel.": (
        "A tiny network was trained on sixty thousand echoes and runs on a solar panel."
    ),
}
DUTCH_PAGE = (
    "De vuurtorenman\n2:30\nNL\nPlay\nHavenuur3 dagen geleden\nDe vuurtorenman\nOskar Lindqvist "
    "houdt vuurtorens brandend vanaf zijn bureau. ## [00:00] Elf lichten "
    + " ".join(DUTCH_TEXT)
    + " ## Entities - **Oskar Lindqvist** (Person): vuurtorenwachter\n#vuurtorens\n"
)
