"""`tolk models`, from the flags to the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.engines.offline import no_network
from tests.toy_model import copy_package, pack


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "argos" / "packages"
    for name, value in {
        "ARGOS_PACKAGES_DIR": folder,
        "XDG_DATA_HOME": tmp_path / "data",
        "XDG_CACHE_HOME": tmp_path / "cache",
    }.items():
        monkeypatch.setenv(name, str(value))
    return folder


def tolk(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the command line in this process; return its exit code."""
    monkeypatch.setattr("sys.argv", ["tolk", "models", *arguments])
    with pytest.raises(SystemExit) as stop:
        main()
    return int(stop.value.code or 0)


def test_install_list_info_remove(
    toy_shelf: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    archive = pack(toy_shelf / "translate-en_nl-1_0", tmp_path / "m.argosmodel")
    with no_network() as tried:
        assert tolk(monkeypatch, "install", str(archive)) == 0
        printed = capsys.readouterr()
        assert printed.out.startswith("en-nl\t1.0\tinstalled\t")
        assert "sha256 " in printed.err
        assert "placeholders that survive en to nl: symbol 100%" in printed.err
        assert tolk(monkeypatch, "list", "--json") == 0
        listed = json.loads(capsys.readouterr().out)
        (model,) = [m for m in listed["models"] if m["origin"] == "installed"]
        assert model["pairs"] == [["en", "nl"]]
        assert model["placeholders"]["en-nl"]["name"] == 1.0
        assert tolk(monkeypatch, "info", "translate-en_nl-1_0") == 0
        assert "model_sha256\t" in capsys.readouterr().out
        assert tolk(monkeypatch, "remove", "translate-en_nl-1_0") == 0
        assert tolk(monkeypatch, "remove", "translate-en_nl-1_0") == 4
    assert tried == []


def test_a_broken_package_is_listed_as_such(
    toy_shelf: Path,
    shelf: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    package = copy_package(toy_shelf / "translate-en_zh-1_0", shelf)
    (package / "model" / "model.bin").unlink()
    assert tolk(monkeypatch, "list", "--json") == 0
    (broken,) = json.loads(capsys.readouterr().out)["broken"]
    assert broken["folder"] == package.name
    assert "model/model.bin is missing" in broken["message"]


@pytest.mark.parametrize(
    "case",
    [
        ("broken.argosmodel", 4, "is damaged or no model archive"),
        ("absent.argosmodel", 4, "cannot be read"),
        ("en-zh", 4, "cannot be fetched"),
        ("klingon", 2, "write it like en-zh"),
    ],
)
def test_a_failure_is_one_line(
    shelf: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    case: tuple[str, int, str],
) -> None:
    argument, code, words = case
    monkeypatch.chdir(shelf.parents[1])
    Path("broken.argosmodel").write_bytes(b"PK\x03\x04 not really")
    with no_network():
        assert tolk(monkeypatch, "install", argument) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert words in printed.err
    assert printed.err.count("\n") == 1


def test_what_the_index_offers_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    index = [{"package_version": "1.9", "from_code": "nl", "to_code": "en", "links": []}]
    folder = tmp_path / "data" / "argos-translate"
    folder.mkdir(parents=True)
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")
    assert tolk(monkeypatch, "list") == 0
    assert "nl-en\t1.9\tavailable" in capsys.readouterr().out
