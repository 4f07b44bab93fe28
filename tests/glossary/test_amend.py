"""Changing one cell of one term."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import GlossaryError
from pipeline.glossary.amend import put_form
from pipeline.glossary.load import load

ROWS = "\ufeffen;nl;zh-Hans;note\r\n# ours\r\nagent;agent;;keep\r\nmodel|models;model;模型;\r\n"


def test_one_cell_changes_and_every_other_byte_stays(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes(ROWS.encode())
    put_form(path, "agent", "智能体", source="en", language="zh-Hans")
    assert path.read_bytes().decode() == ROWS.replace(
        "agent;agent;;keep", "agent;agent;智能体;keep"
    )


def test_a_term_that_is_not_there_is_added_to_a_file_that_need_not_be_there(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    put_form(path, "ghost hour", "spookuur", source="en", language="nl")
    put_form(path, "ghost hour", "幽灵小时", source="en", language="zh-Hans")
    (term,) = load([path]).terms
    assert term.accepted("nl") == ("spookuur",) and term.accepted("zh-Hans") == ("幽灵小时",)


def test_a_formula_is_disarmed(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    put_form(path, "sum", "=1+1", source="en", language="nl")
    put_form(path, "sum", "=2+2", source="en", language="nl")
    assert "'=2+2" in path.read_text(encoding="utf-8")


def test_a_language_without_a_column(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("en,nl\nagent,agent\n", encoding="utf-8")
    with pytest.raises(GlossaryError, match="no column zh-Hans"):
        put_form(path, "agent", "智能体", source="en", language="zh-Hans")
