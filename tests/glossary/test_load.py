from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import GlossaryError
from pipeline.glossary.check import check
from pipeline.glossary.edit import add_rows, remove_rows
from pipeline.glossary.load import load, parse_table, read_table, terms_of
from pipeline.glossary.model import Case, Glossary
from pipeline.model import Severity
from tests.glossary.fixtures import ROWS, glossary_of


def test_a_row_is_read() -> None:
    (term,) = glossary_of(
        "# hello\n\nEN,nl,zh,de,kind,case,forms,forbidden,note\n"
        "context window| ctx  window,contextvenster,上下文窗口,Kontextfenster,term,ANY,"
        '"en:contexts|en:windows|nl:contexten",zh-Hans:视窗|窗子,"a, b"\n'
    ).terms
    assert term.accepted("en") == ("context window", "ctx window")
    assert term.accepted("de") == ("Kontextfenster",)
    assert term.occurring("nl") == ("contextvenster", "contexten")
    assert term.extra["en"] == ("contexts", "windows")
    assert term.forbidden == {"zh-Hans": ("视窗", "窗子")}
    assert (term.case, term.note, term.row) == (Case.ANY, "a, b", 4)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_spreadsheets_use_other_delimiters(delimiter: str) -> None:
    text = "\ufeff" + "en,nl,kind\r\nagent,agent,term\r\n".replace(",", delimiter)
    (term,) = terms_of(parse_table(text, name="x"))
    assert term.accepted("nl") == ("agent",)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 0, "no header"),
        ("# only\n", 0, "no header"),
        ("en,kind\nx,y\n", 1, "fewer than two languages"),
        ("en,nl,nl\n", 1, "stands twice"),
        ("en,nl\na,b,c\n", 2, "3 cells under 2 columns"),
        ("en,nl\n=,=\n", 2, "no language spells"),
        ("en,nl\na,=|b\n", 2, "= beside other forms"),
        ("en,nl,case\n# c\na,b,loud\n", 3, "case 'loud'"),
        ("en,nl,forms\na,b,contexts\n", 2, "names no language"),
        ('en,nl\na,"b\nc\n', 2, "not CSV"),
        ('en,nl\na,"b\nc"\n', 2, "line break"),
    ],
)
def test_faults_name_their_line(text: str, line: int, problem: str) -> None:
    with pytest.raises(GlossaryError, match=problem) as caught:
        list(terms_of(parse_table(text, name="x.csv")))
    assert caught.value.line == line
    assert caught.value.remedy


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match="cannot be read"):
        load([tmp_path / "none.csv"])
    (tmp_path / "latin.csv").write_bytes(b"en,nl\ncaf\xe9,x\n")
    with pytest.raises(GlossaryError, match="not UTF-8") as caught:
        load([tmp_path / "latin.csv"])
    assert caught.value.line == 2


def test_keep_mark_points_at_the_first_spelled_language() -> None:
    (term,) = glossary_of("en,nl,zh-Hans\nTab,=,制表\n").terms
    assert term.accepted("nl") == ("Tab",)
    assert term.keeps("en", "nl") and not term.keeps("zh-Hans", "nl")
    assert not term.serves("en", "de") and term.serves("zh-Hans", "nl")


def test_signature_follows_the_content() -> None:
    assert glossary_of(ROWS).signature == glossary_of(ROWS + "# more\n").signature
    assert glossary_of(ROWS).signature != glossary_of(ROWS.replace("venstergrootte", "v")).signature
    assert Glossary().signature == "none"


MESSY = '# top  \r\nen;nl;note\r\n"Cursor";=;"a;b"\r\n\r\n# tail\r\nagent;agent;'


def test_editing_leaves_every_other_byte(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(b"\xef\xbb\xbf" + MESSY.encode())
    add_rows(path, [{"en": "model", "nl": "model; ja", "note": "=SUM(A1)"}])
    grown = path.read_bytes()
    assert grown == b"\xef\xbb\xbf" + MESSY.encode() + b'\r\nmodel;"model; ja";\'=SUM(A1)\r\n'
    assert load([path]).terms[-1].note == "=SUM(A1)"
    assert remove_rows(path, "model") == 1
    assert path.read_bytes() == b"\xef\xbb\xbf" + MESSY.encode() + b"\r\n"
    assert remove_rows(path, "Cursor") == 1
    assert (
        path.read_bytes()
        == b"\xef\xbb\xbf" + MESSY.replace('"Cursor";=;"a;b"\r\n', "").encode() + b"\r\n"
    )
    assert [p.name for p in tmp_path.iterdir()] == ["own.csv"]


def test_a_refused_edit_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    add_rows(path, [{"en": "agent", "nl": "agent"}])
    before = path.read_bytes()
    for row in ({"en": "agent", "nl": "x"}, {"en": "a", "xx": "b"}, {"en": "a", "nl": "b\nc"}):
        with pytest.raises(GlossaryError):
            add_rows(path, [{"en": "fine", "nl": "fijn"}, row])
    with pytest.raises(GlossaryError, match="case"):
        add_rows(path, [{"en": "b", "nl": "b", "case": "loud"}])
    with pytest.raises(GlossaryError, match="no row"):
        remove_rows(path, "nothing")
    assert path.read_bytes() == before


def test_check_finds_what_is_doubtful() -> None:
    text = (
        "en,nl,zh-Hans,kind,odd,case,forms,forbidden\n"
        "agent,agent,智能体,term,,,,\n"
        "agent,agent,代理,term,,,,\n"
        "background agent,achtergrondproces,后台进程,term,,,,\n"
        "model,model,模型,term,,,,\n"
        "model,model,模型,term,,,,\n"
        "Cursor,Cursor,Cursor,product,,,,\n"
        "network,网络,網絡,term,,,,zh-Hans:網絡\n"
        "alone,,,term,,,,\n"
        "x,ix,某物,term,,,,\n"
    )
    findings = check([parse_table(text, name="g.csv")])
    assert [(f.where, f.rule, f.severity) for f in findings if f.severity is not Severity.INFO] == [
        ("g.csv:3", "conflict", Severity.ERROR),
        ("g.csv:6", "duplicate", Severity.WARNING),
        ("g.csv:7", "wrong-script", Severity.WARNING),
        ("g.csv:8", "forbidden-form", Severity.ERROR),
        ("g.csv:8", "traditional", Severity.WARNING),
        ("g.csv:8", "wrong-script", Severity.ERROR),
        ("g.csv:9", "no-effect", Severity.WARNING),
        ("g.csv:10", "too-short", Severity.WARNING),
    ]
    assert {f.rule for f in findings if f.severity is Severity.INFO} >= {
        "part-differs",
        "unknown-column",
        "missing-column",
    }


@pytest.mark.parametrize("name", ["ai", "business", "names"])
def test_the_glossaries_that_come_with_tolk(name: str) -> None:
    path = Path(__file__).parents[2] / "glossaries" / f"{name}.csv"
    serious = [f for f in check([read_table(path)]) if f.severity is not Severity.INFO]
    assert serious == []
