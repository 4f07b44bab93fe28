from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import GlossaryError, UsageError
from pipeline.glossary.exchange import EXCHANGES, export_glossary, import_glossary
from pipeline.glossary.model import Glossary, Term
from tests.glossary.fixtures import GLOSSARY


def back(text: str, format_: str, target: str = "nl") -> list[dict[str, str]]:
    rows = import_glossary(text, format_, name="x", source="en", target=target)
    return [dict(row) for row in rows]


@pytest.mark.parametrize("format_", EXCHANGES)
def test_terms_go_out_and_come_back(format_: str) -> None:
    rows = back(export_glossary(GLOSSARY, format_, source="en", target="nl"), format_)
    assert {row["en"] for row in rows} == {t.accepted("en")[0] for t in GLOSSARY.terms}
    by_term = {row["en"]: row["nl"].split("|")[0] for row in rows}
    assert by_term["context window"] == "contextvenster"
    assert by_term["Cursor"] == "="
    assert by_term["C++"] == "="


def test_deepl_has_its_own_columns() -> None:
    text = export_glossary(GLOSSARY, "deepl", source="en", target="zh-Hans")
    assert "context window,上下文窗口,EN,ZH\n" in text
    assert back("hallo,hello,NL,EN\n", "deepl") == [{"nl": "hallo", "en": "hello"}]
    assert back("hello,hallo\n", "deepl") == [{"en": "hello", "nl": "hallo"}]


def test_google_names_its_languages() -> None:
    text = export_glossary(GLOSSARY, "google", source="en", target="nl")
    assert text.startswith("en,nl,zh-CN\n")
    got = back("en,zh-CN,pos,description\nagent,智能体,noun,who acts\n", "google")
    assert got == [{"en": "agent", "zh-Hans": "智能体", "note": "who acts", "kind": "noun"}]


def test_omegat_has_comments() -> None:
    assert back("# mine\nagent\tagent\twho acts\n", "omegat") == [
        {"en": "agent", "nl": "=", "note": "who acts"}
    ]


TBX3 = """<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic"><text><body><conceptEntry id="1">
<langSec xml:lang="en"><termSec><term>agent</term></termSec></langSec>
<langSec xml:lang="nl-NL"><termSec><term>agent</term></termSec>
<termSec><term>actor</term></termSec></langSec>
<langSec xml:lang="fr"><termSec><term>agent</term></termSec></langSec>
</conceptEntry></body></text></tbx>"""


def test_tbx_of_2019() -> None:
    assert back(TBX3, "tbx") == [{"en": "agent", "nl": "agent|actor"}]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><martif><text>&b;</text></martif>'


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("agent\n", "deepl"),
        ("agent,\n", "deepl"),
        ("<martif>", "tbx"),
        (BOMB, "tbx"),
        ("en,french\na,b\n", "google"),
        ('a,"b\n', "deepl"),
    ],
)
def test_malformed_files(text: str, format_: str) -> None:
    with pytest.raises(GlossaryError):
        back(text, format_)


def test_unknown_format() -> None:
    with pytest.raises(UsageError, match="deepl-tsv"):
        back("", "docx")


CELL = st.text("=+-@'\"C,;|a奖 ", min_size=1, max_size=8).map(str.strip).filter(bool)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6), st.sampled_from(list(EXCHANGES)))
def test_no_cell_is_a_formula(pairs: list[tuple[str, str]], format_: str) -> None:
    terms = tuple(Term({"en": (a,), "nl": (b,)}) for a, b in pairs if {a, b}.isdisjoint({"=", "#"}))
    text = export_glossary(Glossary(terms), format_, source="en", target="nl")
    if format_ == "tbx":
        return
    delimiter = "\t" if format_ in {"omegat", "deepl-tsv"} else ","
    for row in csv.reader(io.StringIO(text), delimiter=delimiter):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
