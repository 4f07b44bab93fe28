"""The main job, as a person calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.console import Result, tolk

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "page.txt"
TRANSLATIONS = ROOT / "samples" / "page.tmx"
LANGUAGES = {"en", "nl", "zh-Hans"}


def run_sample(out: Path, *more: str) -> Result:
    return tolk(
        "run", SAMPLE, "--translations", TRANSLATIONS, "--engine", "none", "--out", out, *more
    )


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".tolk" not in path.parts
    }


def test_the_sample_comes_out_in_three_languages(tmp_path: Path) -> None:
    result = run_sample(tmp_path / "out")
    assert result.code == 0, result.words
    assert "3 episodes written" in result.words
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert [e["source_language"] for e in manifest["episodes"]] == ["en", "nl", "zh-Hans"]
    for entry in manifest["episodes"]:
        slug, others = entry["slug"], LANGUAGES - {entry["source_language"]}
        pairs = {f"{entry['source_language']}+{tag}" for tag in others}
        for tag in LANGUAGES | pairs:
            for ending in ("srt", "vtt"):
                assert f"{slug}/{slug}.{tag}.{ending}" in entry["files"]
        for tag in LANGUAGES:
            assert f"{slug}/{slug}.summary.{tag}.md" in entry["files"]
        for pair in pairs:
            assert f"{slug}/{slug}.bilingual.{pair}.md" in entry["files"]


def test_the_shipped_outputs_are_what_the_sample_gives(tmp_path: Path) -> None:
    shipped = ROOT / "outputs" / "sample"
    run_sample(tmp_path, "--formats", "srt,vtt,md,json,chapters")
    fresh = everything(tmp_path)
    assert fresh.pop("manifest.json")
    assert fresh == everything(shipped), "`make sample` writes them anew"


def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    run_sample(tmp_path / "out")
    before = everything(tmp_path / "out")
    stamps = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.srt")}
    result = run_sample(tmp_path / "out")
    assert "0 episodes written" in result.words
    assert "3 unchanged" in result.words
    assert everything(tmp_path / "out") == before
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps


def test_only_what_was_altered_is_written_again(tmp_path: Path) -> None:
    run_sample(tmp_path / "out")
    before = everything(tmp_path / "out")
    victim = next((tmp_path / "out").rglob("*.nl.srt"))
    victim.write_text("spoilt")
    plan = tolk("run", SAMPLE, "--translations", TRANSLATIONS, "--engine", "none", "--out",
                tmp_path / "out", "--dry-run")  # fmt: skip
    assert [line.split("\t")[0] for line in plan.output.splitlines()].count("make") == 1
    result = run_sample(tmp_path / "out")
    assert "1 episodes written" in result.words
    after = everything(tmp_path / "out")
    before.pop("manifest.json"), after.pop("manifest.json")
    assert after == before


def test_a_language_without_a_model_is_named(tmp_path: Path) -> None:
    result = tolk("run", SAMPLE, "--engine", "none", "--to", "nl", "--out", tmp_path)
    assert result.code == 4
    assert "nl: " in result.words and "without a translation" in result.words
    assert list(tmp_path.glob("*/*.en.srt"))


def test_json_is_one_document(tmp_path: Path) -> None:
    summary = json.loads(run_sample(tmp_path, "--json").output)
    assert len(summary["made"]) == 3
    assert summary["failed"] == {} and summary["missing"] == {}
    assert summary["terms"]["nl"]


def test_strict_makes_warnings_count(tmp_path: Path) -> None:
    assert run_sample(tmp_path, "--strict").code == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--to", "xx"], 2, "xx: not a language of tolk"),
        (["--fill", "sideways"], 2, "choose from spread, lead, hold"),
        (["--style", "vogue"], 2, "vogue: no such style"),
        (["--duration", "soon"], 2, "--duration: 'soon' is no length"),
        (["--engine", "babelfish"], 4, "babelfish: no such engine"),
        (["--reader", "tealeaves"], 2, "tealeaves"),
        (["--glossary", "nowhere.csv"], 2, "nowhere.csv: is not a file"),
    ],
)
def test_a_wrong_option_is_one_clear_line(
    tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    result = tolk("run", SAMPLE, "--out", tmp_path, *arguments)
    assert (result.code, result.words.count("\n")) == (code, 1)
    assert words in result.words
    assert "Traceback" not in result.words


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "white space"),
        ("binary.txt", b"\x00\x01\x02\x03" * 50, "binary"),
        ("latin.txt", "## [00:00] Café\nText about the café.".encode("latin-1"), "--encoding"),
        ("damaged.srt", b"1\n00:00:01,000 -> soon\nwords\n", "damaged.srt"),
    ],
)
def test_bad_input_is_one_clear_line(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = tolk("run", path, "--out", tmp_path / "out", "--engine", "none")
    assert (result.code, result.words.count("tolk: ")) == (3, 1), result.words
    assert words in result.words.splitlines()[0]
    assert "Traceback" not in result.words


def test_a_directory_and_a_missing_file(tmp_path: Path) -> None:
    for path, words in ((tmp_path, "directory"), (tmp_path / "gone.txt", "no such file")):
        result = tolk("run", path, "--out", tmp_path / "out", "--engine", "none")
        assert result.code == 3
        assert words in result.words


def test_one_bad_input_does_not_stop_the_others(tmp_path: Path) -> None:
    result = tolk("run", tmp_path / "gone.txt", SAMPLE, "--translations", TRANSLATIONS,
                  "--engine", "none", "--out", tmp_path / "out")  # fmt: skip
    assert result.code == 5
    assert "3 episodes written" in result.words


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file in the way")
    result = run_sample(tmp_path / "out")
    assert result.code == 3
    assert "cannot be written" in result.words


def test_the_real_documents(shared: Path, tmp_path: Path) -> None:
    inputs = [
        shared / "inputs" / name for name in ("podcast-digests.txt", "transcript-article.txt")
    ]
    result = tolk("run", *inputs, "--engine", "none", "--out", tmp_path, "--json")
    assert result.code == 4
    episodes = [
        json.loads((tmp_path / entry["slug"] / "episode.json").read_text(encoding="utf-8"))
        for entry in json.loads(result.output)["made"]
    ]
    assert len(episodes) == 8
    assert [e["source_language"] for e in episodes].count("nl") == 1
    sections = [section for e in episodes for section in e["sections"]]
    quotes = [quote for section in sections for quote in section["quotes"]]
    assert len(sections) == 73 and len(quotes) == 75
    assert sum(quote["timing"] == "stated" for quote in quotes) == 44
    rules = [finding["rule"] for e in episodes for finding in e["findings"]]
    assert "quote-outside-section" in rules and "quote-past-the-hour" in rules
    (late,) = [quote for quote in quotes if quote["start_ms"] == (62 * 60 + 39) * 1_000]
    assert late["timing"] == "stated"
