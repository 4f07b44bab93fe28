"""`tolk check` as a person calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.console import tolk

GOOD = "1\n00:00:01,000 --> 00:00:04,000\nAll is well in the harbour.\n"
POOR = (
    "7\n00:00:01,000 --> 00:00:04,000\nAll is well.\n\n8\n00:00:04,020 --> 00:00:06,000\nIt is.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.en.srt").write_text(GOOD)
    (tmp_path / "poor.en.srt").write_text(POOR)
    return tmp_path


def test_a_clean_file_is_done_and_a_poor_one_has_findings(folder: Path) -> None:
    good = tolk("check", folder / "good.en.srt")
    assert (good.code, good.words) == (0, "")
    assert good.output.endswith("good.en.srt: srt, en, 1 cue, netflix: clean\n")
    poor = tolk("check", folder / "poor.en.srt")
    assert poor.code == 1
    assert "poor.en.srt:6  cue 2 [00:00:04.020]  20 ms after the cue above it" in poor.output


def test_json_is_one_document(folder: Path) -> None:
    result = tolk("check", folder / "good.en.srt", folder / "poor.en.srt", "--json")
    found = json.loads(result.output)
    assert found["schema"] == "tolk/check/1"
    good, poor = found["files"]
    assert good["counts"] == {"error": 0, "warning": 0, "info": 0}
    assert poor["rules"] == {"gap-short": 1, "numbering": 1}
    assert poor["findings"][0] == {
        "rule": "numbering",
        "severity": "warning",
        "where": "cue 1",
        "line": 1,
        "cue": 1,
        "start_ms": None,
        "message": "number 7; 1 is due",
        "fixable": True,
    }


def test_fix_writes_beside_the_file_and_says_what_changed(folder: Path) -> None:
    result = tolk("check", folder / "poor.en.srt", "--fix")
    assert result.code == 0
    assert "cues numbered: 2" in result.words
    assert "gaps and overlaps of a few frames closed: 1" in result.words
    assert (folder / "poor.en.srt").read_text() == POOR
    fixed = folder / "poor.en.fixed.srt"
    assert fixed.read_text().startswith("1\n00:00:01,000 --> 00:00:03,937\n")
    assert tolk("check", fixed).code == 0


def test_fix_in_place(folder: Path) -> None:
    assert tolk("check", folder / "poor.en.srt", "--fix", "--in-place").code == 0
    assert (folder / "poor.en.srt").read_text().startswith("1\n")
    assert not (folder / "poor.en.fixed.srt").exists()
    assert tolk("check", folder / "poor.en.srt", "--in-place").code == 2


def test_strict_counts_advice(folder: Path) -> None:
    path = folder / "poor.en.srt"
    path.write_text(GOOD.replace("in the", "\nin the"))
    assert tolk("check", path).code == 0
    assert tolk("check", path, "--strict").code == 1


def test_the_page_is_complete_in_itself(folder: Path) -> None:
    page = folder / "report.html"
    tolk("check", folder / "poor.en.srt", "--html", page)
    text = page.read_text()
    assert "gap-short" in text
    assert "http://" not in text and "https://" not in text


@pytest.mark.parametrize(
    ("name", "text", "tag"),
    [
        ("a.nl.vtt", "Ja.", "nl"),
        ("a.zh-Hans.vtt", "Ja.", "zh-Hans"),
        ("a.en+nl.vtt", "Yes.\nJa.", "en+nl"),
        ("a.vtt", "De boot ligt nog altijd in de haven.", "nl"),
        ("a.vtt", "船还在港口里。", "zh-Hans"),
        ("a.vtt", "42", "en"),
    ],
)
def test_the_language_is_in_the_name_or_heard(
    tmp_path: Path, name: str, text: str, tag: str
) -> None:
    path = tmp_path / name
    path.write_text(f"WEBVTT\n\n00:01.000 --> 00:04.000\n{text}\n", encoding="utf-8")
    found = json.loads(tolk("check", path, "--json").output)
    assert found["files"][0]["language"] == tag


def test_a_translation_is_compared_with_its_source(folder: Path) -> None:
    translation = folder / "good.nl.srt"
    translation.write_text(GOOD.replace("All is well in the harbour", "Alle 9 boten zijn er"))
    terms = folder / "terms.csv"
    terms.write_text("en,nl\nharbour,haven\n")
    result = tolk(
        "check", translation, "--source", folder / "good.en.srt", "--glossary", terms, "--json"
    )
    (found,) = json.loads(result.output)["files"]
    assert found["rules"] == {"number-invented": 1, "term-missing": 1}
    assert result.code == 1


@pytest.mark.parametrize(
    ("content", "code"), [(b"", 3), (b"just words", 3), (b"\x00\x01\x02", 3), (b"\xff\xfa\xfe.", 3)]
)
def test_what_is_no_subtitle_file_is_bad_input(tmp_path: Path, content: bytes, code: int) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes(content)
    result = tolk("check", path)
    assert (result.code, result.output) == (code, "")
    assert result.words.startswith("tolk: ")


def test_usage_errors(folder: Path) -> None:
    assert tolk("check", folder / "none.srt").code == 3
    assert tolk("check", folder / "good.en.srt", "--style", "nope").code == 2
    assert tolk("check", folder / "good.en.srt", "--language", "en+en").code == 2
    assert tolk("check", folder / "good.en.srt", "--language", "fr").code == 2


def test_another_encoding_is_said_and_mended(tmp_path: Path) -> None:
    path = tmp_path / "a.zh.srt"
    path.write_bytes("1\n00:00:01,000 --> 00:00:04,000\n船还在港口里\n".encode("gb18030"))
    assert tolk("check", path).code == 3
    result = tolk("check", path, "--encoding", "gb18030", "--fix")
    assert result.code == 0
    assert "船还在港口里" in (tmp_path / "a.zh.fixed.srt").read_text(encoding="utf-8")
