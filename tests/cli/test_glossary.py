from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.glossary import app
from pipeline.cli.memory import app as memory_app
from pipeline.errors import GlossaryError, UsageError
from pipeline.memory import Memory, Pair

RUN = CliRunner()


def invoke(*arguments: str | Path) -> Result:
    result = RUN.invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own.csv"


def test_add_list_remove(own: Path) -> None:
    invoke("add", "Federico Cassano", "--keep", "--file", own)
    invoke("add", "context window", "--nl", "contextvenster", "--zh", "上下文窗口", "--file", own)
    assert own.read_text("utf-8") == (
        "en,nl,zh-Hans,kind,case,forms,forbidden,note\n"
        "Federico Cassano,=,=,name,,,,\n"
        "context window,contextvenster,上下文窗口,term,,,,\n"
    )
    listed = invoke("list", "--file", own)
    assert listed.stdout.splitlines()[1].startswith(
        "context window\tcontextvenster\t上下文窗口\tterm"
    )
    (only,) = json.loads(invoke("list", "venster", "--file", own, "--json").stdout)
    assert only["forms"]["nl"] == ["contextvenster"] and only["row"] == 3
    invoke("remove", "上下文窗口", "--file", own)
    assert len(invoke("list", "--file", own).stdout.splitlines()) == 1


def test_add_needs_a_translation(own: Path) -> None:
    with pytest.raises(UsageError, match="--keep"):
        invoke("add", "agent", "--file", own)
    assert not own.exists()
    invoke("add", "agent", "--nl", "agent", "--file", own)
    with pytest.raises(GlossaryError, match="already has"):
        invoke("add", "agent", "--nl", "spion", "--file", own)


def test_without_a_folder_a_file_must_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="--file"):
        invoke("add", "agent", "--nl", "agent")
    (tmp_path / "glossaries").mkdir()
    invoke("add", "agent", "--nl", "agent")
    assert (tmp_path / "glossaries" / "own.csv").exists()
    assert invoke("list").stdout.splitlines()[-1].startswith("agent\tagent\t")


def test_check_exits_with_findings(own: Path) -> None:
    own.write_text("en,nl,zh-Hans\nagent,agent,代理\nagent,agent,智能体\n", "utf-8")
    result = invoke("check", "--file", own)
    assert result.exit_code == 1
    assert f"{own}:3: error: en “agent” becomes zh-Hans" in result.stdout
    found = json.loads(invoke("check", "--file", own, "--json").stdout)
    assert found[-1]["rule"] == "conflict"
    own.write_text("en,nl,zh-Hans\nagent,agent,智能体\n", "utf-8")
    assert invoke("check", "--file", own).exit_code == 0


def test_export_and_import(own: Path, tmp_path: Path) -> None:
    invoke("add", "agent", "--nl", "agent|actor", "--zh", "智能体", "--file", own)
    exported = invoke("export", "--format", "deepl", "--to", "zh", "--file", own)
    assert exported.stdout == "agent,智能体,EN,ZH\n"
    foreign = tmp_path / "foreign.csv"
    foreign.write_text("agent,x\nmodel,model\nmodel,twice\nstep,stap\n", "utf-8")
    result = invoke("import", foreign, "--from", "en", "--to", "nl", "--file", own)
    assert "added 2 of 4" in result.stderr
    assert own.read_text("utf-8").splitlines()[-2:] == ["model,=,,,,,,", "step,stap,,,,,,"]


def test_suggest_writes_nothing(tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.cli import glossary
    from pipeline.model import Document, Entity

    document = Document(
        "x", "digest", summary="Wim Kan spoke.", entities=(Entity("Wim Kan", "person"),)
    )
    monkeypatch.setattr(glossary, "_documents", lambda inputs: [document])
    own.write_text("en,nl\nagent,agent\n", "utf-8")
    before = own.read_bytes()
    assert (
        invoke("suggest", "in.txt", "--file", own).stdout
        == "1\tWim Kan\tperson\t=\tWim Kan spoke.\n"
    )
    (row,) = json.loads(invoke("suggest", "in.txt", "--file", own, "--json").stdout)
    assert row["keep"] is True and row["contexts"] == ["Wim Kan spoke."]
    assert own.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


def test_memory_goes_out_and_comes_back(tmp_path: Path) -> None:
    path, tmx = tmp_path / "m.sqlite", tmp_path / "m.tmx"
    with Memory(path) as memory:
        memory.correct([Pair("en", "nl", "Hello & bye.", "Hallo en dag.")])
    options = ["--memory", str(path)]
    assert RUN.invoke(memory_app, ["export", str(tmx), "--people", *options]).exit_code == 0
    other = ["--memory", str(tmp_path / "other.sqlite")]
    result = RUN.invoke(memory_app, ["import", str(tmx), *other])
    assert "1 translations by people" in result.stderr
    stats = json.loads(RUN.invoke(memory_app, ["stats", "--json", *other]).stdout)
    assert stats["person"] == [{"source": "en", "target": "nl", "sentences": 1}]
    assert "en\tnl\tperson\t1" in RUN.invoke(memory_app, ["stats", *other]).stdout
