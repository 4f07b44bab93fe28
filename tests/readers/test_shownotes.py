from __future__ import annotations

import csv
from pathlib import Path
from time import process_time

import pytest

from pipeline.errors import InputError
from pipeline.model import Document, Source
from pipeline.readers import feed, shownotes
from pipeline.readers.opening import open_source, read_source
from tests.readers.accounting import lost_words

FIXTURES = Path(__file__).parent / "fixtures" / "inputs"
COUNTS = Path(__file__).parent / "shownotes_counts.tsv"


def _read(text: str, name: str = "x.md") -> Document:
    (document,) = shownotes.read(Source(name, text))
    return document


def _rows() -> list[dict[str, str]]:
    with COUNTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.shared
@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["path"])
def test_as_many_sections_as_a_person_counts(shared: Path, row: dict[str, str]) -> None:
    source = open_source(shared / "shownotes" / row["path"])
    reader = feed if row["path"].endswith((".json", ".rss")) else shownotes
    (document,) = reader.read(source)
    timed = [section for section in document.sections if section.start_ms is not None]
    assert (len(document.sections), len(timed)) == (int(row["sections"]), int(row["timed"]))


@pytest.mark.shared
def test_no_word_of_the_real_notes_is_lost(shared: Path) -> None:
    for path in sorted((shared / "shownotes").rglob("*")):
        if path.suffix in {".md", ".txt"}:
            source = open_source(path)
            assert not lost_words(source.text, shownotes.read(source)), path.name


@pytest.mark.shared
def test_transcripts_with_stray_times_have_no_timed_sections(shared: Path) -> None:
    for path in sorted((shared / "shownotes" / "en-rustacean").rglob("*.md")):
        (document,) = shownotes.read(open_source(path))
        assert all(section.start_ms is None for section in document.sections), path.name
        assert document.sections or document.transcript


def test_front_matter_chapters_and_link_lists() -> None:
    source = open_source(FIXTURES / "front_matter_and_group_headings.md")
    (document,) = shownotes.read(source)
    assert (document.title, document.published) == ("Bijen op het dak", "2024-05-01")
    assert (document.tags, document.language) == (("bijen", "stad"), "nl")
    assert [(s.start_ms, s.end_ms, s.title) for s in document.sections] == [
        (5_000, 600_000, "Intro"),
        (600_000, 1_906_000, "Kasten & ramen"),
        (1_906_000, 3_720_000, "Honing (formaat 16:9)"),
        (3_720_000, None, "Winter"),
    ]
    assert "Om 12:30 uur begint de rondleiding." in document.summary
    assert "Deel een\nDeel twee" in document.summary
    assert "Imkers" not in document.summary
    assert not lost_words(source.text, [document])


def test_paragraphs_belong_to_the_mark_above_them() -> None:
    (document,) = shownotes.read(open_source(FIXTURES / "marks_with_paragraphs.txt"))
    assert document.title == "城市里的蜜蜂"
    assert [(s.start_ms, s.title, s.narrative) for s in document.sections] == [
        (0, "为什么在城市里养蜂？", "因为屋顶很安静，而且花很多。"),
        (754_000, "冬天怎么办？", "我们把蜂箱包起来。"),
        (3_723_000, "听众提问", "明年再见。"),
    ]
    assert document.summary.startswith("本期我们聊屋顶上的蜂箱。")
    assert "蜂箱时间" in document.summary


def test_a_digest_without_times_gets_none() -> None:
    (document,) = shownotes.read(open_source(FIXTURES / "digest_without_times.md"))
    assert (document.title, document.published) == ("12. Bijen en robots", "2024-01-23")
    assert [(s.title, s.start_ms, s.end_ms) for s in document.sections] == [
        ("Robots in de kast", None, None),
        ("Camera's", None, None),
    ]
    assert document.sections[1].narrative == "Beeld: in 16:9.\nLicht: rood.\n\nTot slot een oproep."


@pytest.mark.parametrize(
    "text",
    [
        "Intro\n0:00\nBees\n1:20\nHoney\n5:00",
        "0:00\nIntro\n1:20\nBees\n5:00\nHoney",
        "Intro (0:00)\nBees (1:20)\nHoney (5:00)",
        "[Intro](https://example.org) 0:00\n[Bees](https://example.org) 1:20\n[Honey](u) 5:00",
        "0:00 Intro 1:20 Bees 5:00 Honey",
        "| Time | Topic |\n|---|---|\n| 0:00 | Intro |\n| 1:20 | Bees |\n| 5:00 | Honey |",
        "0:00–1:20 Intro\n1:20–5:00 Bees\n5:00–9:00 Honey",
    ],
)
def test_every_way_to_lay_out_a_list(text: str) -> None:
    sections = _read(text).sections
    assert [(s.start_ms, s.title) for s in sections] == [
        (0, "Intro"),
        (80_000, "Bees"),
        (300_000, "Honey"),
    ]


def test_a_slip_is_kept_and_reported() -> None:
    document = _read("0:01 A\n0:20 B\n9:55:11 C\n1:10 D\n2:00 E\n3:00 F")
    assert [s.start_ms for s in document.sections][2] == 35_711_000
    assert [s.end_ms for s in document.sections][1:3] == [70_000, None]
    assert "time-out-of-order" in {finding.rule for finding in document.findings}


def test_code_is_no_chapter_list() -> None:
    document = _read("# Bees\n\n```\n0:00 Intro\n1:00 Bees\n2:00 Honey\n```\n\n## How\nLike so.\n")
    assert [s.start_ms for s in document.sections] == [None]


def test_hard_wrapped_paragraphs_become_one_line() -> None:
    line = "the bees of this town live on roofs and in gardens and they like it\n"
    document = _read(f"# Bees\n\n{line * 4}\n{line * 4}")
    assert document.summary.count("\n") == 2


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(InputError, match="empty"):
        shownotes.read(Source("x.md", " \n"))


@pytest.mark.parametrize(
    "piece", ["[", "**a", "<", "00:00 a\n", "- \n", "---\n", "# a\n", "a ", "`", "![", "(0:00) "]
)
def test_time_is_linear_in_size(piece: str) -> None:
    source = Source("x.md", piece * (400_000 // len(piece)))
    begin = process_time()
    shownotes.recognise(source)
    shownotes.read(source)
    assert process_time() - begin < 60


def test_rows_of_a_transcript_in_the_front_matter() -> None:
    text = (
        "---\ntitle: Bees\nduration: PT1M\ntranscript:\n- header: Welcome\n- line: Hello, this\n"
        "    goes on.\n  sec: 1\n  time: 0:01\n  who: Ada\n- header: 'Part two: roofs'\n"
        "- line: 'It''s warm.'\n  time: '0:20'\n  who: Bo\n---\n"
    )
    document = _read(text)
    assert [(c.span.start_ms, c.span.end_ms, c.speaker, c.text) for c in document.captions] == [
        (1_000, 20_000, "Ada", "Hello, this goes on."),
        (20_000, 60_000, "Bo", "It's warm."),
    ]
    assert [(s.start_ms, s.title) for s in document.sections] == [
        (1_000, "Welcome"),
        (20_000, "Part two: roofs"),
    ]
    assert not lost_words(text, [document])


@pytest.mark.shared
def test_real_transcripts_in_front_matter(shared: Path) -> None:
    for path in sorted((shared / "timed" / "datatalksclub").glob("*.md")):
        source = open_source(path)
        headers = source.text.count("\n- header: ")
        (document,) = shownotes.read(source)
        assert len(document.sections) == headers, path.name
        spoken = sum(len(caption.text.split("\n")) for caption in document.captions)
        assert spoken == source.text.count("\n- line: "), path.name
        assert not lost_words(source.text, [document]), path.name


@pytest.mark.shared
def test_the_right_reader_reads_the_real_notes(shared: Path) -> None:
    for row in _rows():
        (document,) = read_source(open_source(shared / "shownotes" / row["path"]))
        timed = [section for section in document.sections if section.start_ms is not None]
        assert len(timed) == int(row["timed"]), (row["path"], document.reader)


@pytest.mark.parametrize(
    "body",
    [
        "Mist rises.\n",
        "# A talk\n\nIntro.\n\n- 00:00 harbour lights\n- 01:00 sailing west\n",
        "## Afterthoughts\n\nA line about gulls.\n",
        "Ann: oars and rowing\n\nBob: storms at night\n",
    ],
)
@pytest.mark.parametrize("timed", [True, False])
def test_rows_of_the_head_and_chapters_of_the_body_both_stay(body: str, *, timed: bool) -> None:
    rows = [("Opening", "Alpha says hello.", "0", "Ann"), ("Closing", "Bravo ends.", "60", "Bob")]
    head = "".join(
        f"- header: {header}\n- line: {line}\n" + f"  sec: {sec}\n" * timed + f"  who: {who}\n"
        for header, line, sec, who in rows
    )
    text = f"---\ntitle: A talk\ntranscript:\n{head}---\n{body}"
    documents = read_source(Source("talk.md", text), reader="shownotes")
    assert not lost_words(text, documents)
    starts = [s.start_ms for s in documents[0].sections if s.start_ms is not None]
    assert starts == sorted(starts)
