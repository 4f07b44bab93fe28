"""Installing: a bad archive leaves nothing, a good one is tried and calibrated."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.engines import archive as archives
from pipeline.engines.argos import Argos
from pipeline.engines.store import find, install, parse_pair, remove, stock
from pipeline.errors import EngineError, UsageError
from tests.engines.offline import no_network
from tests.toy_model import copy_package, pack, write_package


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "argos" / "packages"
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(folder))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


@pytest.fixture
def good(toy_shelf: Path, tmp_path: Path) -> Path:
    return pack(toy_shelf / "translate-en_nl-1_0", tmp_path / "good.argosmodel")


def everything_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_install_use_remove(shelf: Path, good: Path) -> None:
    from argostranslate.package import get_installed_packages

    with no_network() as tried:
        installed = install(good)
    assert tried == []
    assert installed.sha256 == archives.checksum(good)
    assert installed.profiles[("en", "nl")].survival["symbol"] == 1.0
    assert [path.name for path in shelf.iterdir()] == ["translate-en_nl-1_0"]
    assert list(shelf.parent.iterdir()) == [shelf]
    (seen_by_argos,) = get_installed_packages([shelf])
    assert (seen_by_argos.from_code, seen_by_argos.to_code) == ("en", "nl")
    assert Argos().translate(["The cat"], source="en", target="nl") == ["De kat"]
    (model,) = find("en-nl", stock()[0])
    assert model.survival() == {"en-nl": dict(installed.profiles[("en", "nl")].survival)}
    remove(model)
    assert everything_below(shelf.parent) == {"packages"}
    with pytest.raises(EngineError, match="no such model here"):
        find("en-nl", stock()[0])


def test_installing_again_replaces(shelf: Path, good: Path) -> None:
    install(good)
    (shelf / "translate-en_nl-1_0" / "rubble").write_text("old", encoding="utf-8")
    install(good)
    assert not (shelf / "translate-en_nl-1_0" / "rubble").exists()
    assert list(shelf.parent.iterdir()) == [shelf]


def rewrite(good: Path, change: Callable[[zipfile.ZipFile], None]) -> None:
    with zipfile.ZipFile(good, "a") as stream:
        change(stream)


def link(stream: zipfile.ZipFile) -> None:
    entry = zipfile.ZipInfo("translate-en_nl-1_0/link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream.writestr(entry, "/etc/passwd")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda z: z.writestr("../escaped.txt", "x"), "outside its folder"),
        (lambda z: z.writestr("translate-en_nl-1_0/../../x", "x"), "outside its folder"),
        (lambda z: z.writestr("/tmp/absolute.txt", "x"), "outside its folder"),
        (lambda z: z.writestr("second/metadata.json", "{}"), "exactly one folder"),
        (link, "links or devices"),
    ],
)
def test_a_dangerous_archive_is_refused(
    shelf: Path, good: Path, change: Callable[[zipfile.ZipFile], None], problem: str
) -> None:
    rewrite(good, change)
    with pytest.raises(EngineError, match=problem):
        install(good)
    assert everything_below(shelf.parent) == {"packages"}


def test_a_zip_bomb_is_refused(shelf: Path, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_BYTES", 100_000)
    with pytest.raises(EngineError, match="far larger than any model"):
        install(good)
    assert everything_below(shelf.parent) == {"packages"}


def test_a_cut_archive_is_one_line(shelf: Path, good: Path) -> None:
    whole = good.read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 10):
        good.write_bytes(whole[:length])
        with pytest.raises(EngineError, match="is damaged or no model archive"):
            install(good)
    middle = len(whole) // 3
    good.write_bytes(whole[:middle] + bytes(64) + whole[middle + 64 :])
    with pytest.raises(EngineError, match="is damaged"):
        install(good)
    assert everything_below(shelf.parent) == {"packages"}


@pytest.mark.parametrize("name", ["model/model.bin", "sentencepiece.model", "metadata.json"])
def test_a_model_that_does_not_work_is_not_accepted(
    shelf: Path, toy_shelf: Path, tmp_path: Path, name: str
) -> None:
    package = copy_package(toy_shelf / "translate-en_nl-1_0", tmp_path)
    (package / name).write_bytes(b"\x07" * 3_000)
    with pytest.raises(EngineError):
        install(pack(package, tmp_path / "bad.argosmodel"))
    assert everything_below(shelf.parent) == {"packages"}


def test_other_languages_are_refused(shelf: Path, tmp_path: Path) -> None:
    package = write_package(tmp_path, "de", "fr")
    with pytest.raises(EngineError, match="no model for tolk's languages"):
        install(pack(package, tmp_path / "other.argosmodel"))
    assert everything_below(shelf.parent) == {"packages"}


def test_a_missing_file() -> None:
    with pytest.raises(EngineError, match=r"absent\.argosmodel: cannot be read"):
        install(Path("absent.argosmodel"))


def test_the_card_speaks_for_the_model(shelf: Path, toy_shelf: Path) -> None:
    package = copy_package(toy_shelf / "translate-en_nl-1_0", shelf)
    card = {"licence": "CC0-1.0", "scores": {"chrF": 99}}
    (package / "card.json").write_text(json.dumps(card), encoding="utf-8")
    (model,) = stock()[0]
    assert (model.name, model.origin, model.package.licence) == ("en-nl", "installed", "CC0-1.0")


@pytest.mark.parametrize("text", ["en-zh", "en_zh", "en-zh-Hans", "EN-zh-cn"])
def test_pairs_as_people_write_them(text: str) -> None:
    assert parse_pair(text) == ("en", "zh-Hans")


@pytest.mark.parametrize("text", ["en", "en-en", "en-fr", "", "-"])
def test_what_is_no_pair(text: str) -> None:
    with pytest.raises(UsageError, match="en-zh or nl-en"):
        parse_pair(text)
