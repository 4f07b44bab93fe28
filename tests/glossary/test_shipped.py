"""The glossaries that ship: every row is whole, unique and safe to use from any column."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.glossary.load import UNSOUGHT, load
from pipeline.glossary.match import Matcher

FOLDER = Path(__file__).parents[2] / "glossaries"
SENTENCES = Path(__file__).parents[2] / "training" / "data"
COLUMNS = ["en", "nl", "zh-Hans", "kind", "case", "forms", "forbidden", "note"]
KINDS = {"term", "name", "product", "company", "place", "abbreviation", "title"}
LEAST = {"ai.csv": 420, "business.csv": 120, "names.csv": 150}
HAN = re.compile(r"[\u4e00-\u9fff]")
GERMAN = re.compile(r"[ßÄ]|\b(?:und|der|die|das|für|mit)\b|(?:ung|keit)\b")
Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    """The rows of one shipped glossary, comments left out."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def listed(cell: str) -> list[str]:
    """The forms that one cell lists."""
    return cell.split("|") if cell else []


def every_row() -> Iterator[Row]:
    """All rows of all shipped glossaries."""
    for name in LEAST:
        yield from rows_of(name)


@pytest.mark.parametrize("name", LEAST)
def test_is_plain_utf8_with_the_agreed_columns(name: str) -> None:
    content = (FOLDER / name).read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.decode("utf-8").splitlines()[0].split(",") == COLUMNS


@pytest.mark.parametrize(("name", "least"), LEAST.items())
def test_holds_as_many_rows_as_promised(name: str, least: int) -> None:
    assert len(rows_of(name)) >= least


@pytest.mark.parametrize("name", LEAST)
def test_groups_are_sorted(name: str) -> None:
    group: list[str] = []
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()[1:]:
        if line.startswith("#"):
            group = []
            continue
        term = next(csv.reader([line]))[0].casefold()
        assert not group or group[-1] <= term, f"{term} stands after {group[-1]}"
        group.append(term)


@pytest.mark.parametrize("name", LEAST)
def test_rows_are_whole(name: str) -> None:
    for row in rows_of(name):
        assert None not in row and None not in row.values(), row
        assert row["en"] and (row["nl"] or row["zh-Hans"]), row
        assert row["kind"] in KINDS, row
        assert row["case"] in {"", "exact", "any"}, row
        for cell in (row["forms"], row["forbidden"]):
            assert all(re.match(r"(?:en|nl|zh-Hans):\S", form) for form in listed(cell)), row
        for column in ("en", "nl", "zh-Hans", "forms", "forbidden"):
            forms = listed(row[column])
            assert forms == [form.strip() for form in forms if form], row
            assert len(forms) == len(set(forms)), row


def test_no_english_form_belongs_to_two_rows() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for row in every_row():
        owners[row["en"]].add(row["en"] + row["kind"])
        for form in listed(row["forms"]):
            if form.startswith("en:"):
                owners[form.removeprefix("en:")].add(row["en"] + row["kind"])
    assert {form: rows for form, rows in owners.items() if len(rows) > 1} == {}
    terms = [row["en"] for row in every_row()]
    assert len(terms) == len(set(terms))


@pytest.mark.parametrize("language", ["nl", "zh-Hans"])
def test_no_translation_leads_back_to_two_rows(language: str) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for row in every_row():
        for form in listed(row[language]):
            if not form.startswith(UNSOUGHT):  # such a form leads nowhere
                owners[form.casefold()].add(row["en"])
        for form in listed(row["forms"]):
            if form.startswith(f"{language}:"):
                owners[form.removeprefix(f"{language}:").casefold()].add(row["en"])
    del owners["="]
    assert {form: rows for form, rows in owners.items() if len(rows) > 1} == {}


def test_chinese_is_simplified_and_really_chinese() -> None:
    for row in every_row():
        for form in listed(row["zh-Hans"]):
            if form in {"=", row["en"]}:
                continue
            assert HAN.search(form), row
            # GB 2312 holds the simplified characters in common use and no traditional ones.
            for character in HAN.findall(form):
                character.encode("gb2312")


def test_dutch_is_not_german() -> None:
    for row in every_row():
        assert not GERMAN.search(row["nl"]), row


def test_no_accepted_form_is_also_forbidden() -> None:
    for row in every_row():
        for form in listed(row["forbidden"]):
            language, words = form.split(":", 1)
            assert words not in listed(row[language]), row


def test_names_that_are_words_need_their_capital() -> None:
    cases = {row["en"]: row["case"] for row in rows_of("names.csv")}
    for name in ("Apple", "Meta", "Cursor", "Notion", "Telepathy", "Windows", "Oracle"):
        assert cases[name] == "exact"


def sentences(name: str) -> list[dict[str, str]]:
    """The lines of one file of in-domain sentences, by column."""
    lines = (SENTENCES / name).read_text(encoding="utf-8").splitlines()
    columns = ("kind", "en", "nl", "zh-Hans")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]


def test_loads_without_a_fault() -> None:
    glossary = load([FOLDER / name for name in LEAST])
    assert len(glossary.terms) == sum(len(rows_of(name)) for name in LEAST)


@pytest.mark.parametrize("target", ["nl", "zh-Hans"])
def test_a_human_translation_passes(target: str) -> None:
    """Where the glossary asks for a form, careful translators have written it nearly always."""
    glossary = load([FOLDER / name for name in LEAST])
    ours, theirs = Matcher(glossary, "en", target), Matcher(glossary, target, "en")
    asked = missed = 0
    for name in ("podcast.tsv", "podcast-dev.tsv"):
        for pair in sentences(name):
            there = {id(match.term) for match in theirs.matches(pair[target])}
            wanted = [match.term for match in ours.matches(pair["en"]) if match.term]
            asked += len(wanted)
            missed += sum(id(term) not in there for term in wanted)
    assert asked > 300
    assert missed <= asked * 0.03


def test_held_out_sentences_are_not_trained_on() -> None:
    trained, held_out = sentences("podcast.tsv"), sentences("podcast-dev.tsv")
    for column in ("en", "nl", "zh-Hans"):
        assert not {p[column] for p in trained} & {
            p[column] for p in held_out if p["kind"] != "title"
        }
    assert len(trained) >= 500
    assert len(held_out) >= 200
