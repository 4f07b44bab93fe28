"""Argos packages through the true path: argostranslate's tokenizer, SentencePiece, CTranslate2."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.argos import Argos, packages_folders
from pipeline.engines.builtin import Builtin
from pipeline.engines.ct2 import Decoding
from pipeline.errors import EngineError
from tests.engines.offline import no_network
from tests.toy_model import copy_package, write_package


@pytest.fixture(scope="module")
def argos(toy_shelf: Path) -> Argos:
    return Argos(folders=(toy_shelf,))


def dutch(argos: Argos, *texts: str) -> list[str]:
    return argos.translate(texts, source="en", target="nl")


def test_it_serves_what_is_installed(argos: Argos) -> None:
    assert argos.pairs == {("en", "nl"), ("nl", "en"), ("en", "zh-Hans")}
    assert argos.signature.startswith("argos(en-nl 1.0 ")


def test_it_translates_without_a_network(toy_shelf: Path) -> None:
    with no_network() as tried:
        engine = Argos(folders=(toy_shelf,))
        assert ("en", "nl") in engine.pairs
        assert dutch(engine, "The cat reads code.") == ["De kat leest code."]
    assert tried == []


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("set config_file to MAX_LEN", "set config_file to MAX_LEN"),
        ("⟦0⟧'s cat and (⟦12⟧)", "⟦0⟧'s kat en (⟦12⟧)"),
        ("The cat reads. The dog writes!", "De kat leest. De hond schrijft!"),
        ("  The cat\n\nand\tthe dog \n", "  De kat\n\nen de hond \n"),
        ("", ""),
        (" \n", " \n"),
        ("12:30 — 95% …", "12:30 — 95% …"),
        ("The 日本 cat 🐈", "De 日本 kat 🐈"),
    ],
)
def test_one_text(argos: Argos, english: str, expected: str) -> None:
    assert dutch(argos, english) == [expected]


def test_chinese_has_no_spaces_between_sentences(argos: Argos) -> None:
    found = argos.translate(["The cat reads. The dog writes."], source="en", target="zh-Hans")
    assert found == ["这猫读.这狗写."]


def test_a_text_of_any_length_is_translated_to_its_end(argos: Argos) -> None:
    words = "the cat sees the dog and the house, "
    assert dutch(argos, words * 150 + "good") == ["de kat ziet de hond en de huis, " * 150 + "goed"]


def test_order_and_number_are_kept(argos: Argos) -> None:
    texts = ["The dog", "The cat", "", "The dog", "The house and the cat and the dog"]
    assert dutch(argos, *texts) == [
        "De hond",
        "De kat",
        "",
        "De hond",
        "De huis en de kat en de hond",
    ]


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=30), max_size=6))
def test_any_texts_come_back_one_for_one(argos: Argos, texts: list[str]) -> None:
    together = dutch(argos, *texts)
    assert len(together) == len(texts)
    assert together == [dutch(argos, text)[0] for text in texts]


def test_a_loop_is_decoded_again(argos: Argos) -> None:
    found = argos.translate(["the cat and la good dog"], source="en", target="zh-Hans")[0]
    assert found.startswith("这猫和 la")
    assert "la la la la" not in found
    assert argos.findings == ()


def test_alternatives_differ_and_begin_with_the_best(argos: Argos) -> None:
    found = argos.alternatives(["The cat reads.", "12"], source="en", target="nl", count=3)
    assert found[0][:2] == ["De kat leest.", "De hond leest."]
    assert len(set(found[0])) == len(found[0]) <= 3
    assert found[1] == ["12"]


def test_greedy_and_one_thread_say_the_same(toy_shelf: Path, argos: Argos) -> None:
    greedy = Argos(folders=(toy_shelf,), decoding=Decoding(beam_size=1, threads=1))
    texts = ["The cat reads code.", "Hello world and the dog!"]
    assert dutch(greedy, *texts) == dutch(argos, *texts)


def test_trained_placeholders_come_first(argos: Argos) -> None:
    assert argos.placeholders(source="en", target="nl")[0] == "symbol"
    assert "symbol" not in argos.placeholders(source="nl", target="en")


def test_a_target_prefix_is_given_and_taken_off(tmp_path: Path) -> None:
    write_package(tmp_path, target_prefix="__nl__")
    found = dutch(Argos(folders=(tmp_path,)), "The cat. The dog.")
    # The toy looks at source word n for word n, and the prefix is its first word.
    assert found == ["kat. hond."]


def test_one_package_may_serve_several_pairs(tmp_path: Path) -> None:
    package = write_package(tmp_path, target_prefix="<2nl>")
    metadata = json.loads((package / "metadata.json").read_text(encoding="utf-8"))
    prefixes = {"source_prefix": "<2nl>", "target_prefix": "<2nl>"}
    metadata["pairs"] = [
        {"from_code": "en", "to_code": "nl", **prefixes},
        {"from_code": "zh", "to_code": "nl", **prefixes},
    ]
    (package / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    engine = Builtin(folder=tmp_path)
    assert engine.pairs == {("en", "nl"), ("zh-Hans", "nl")}
    for source in ("en", "zh-Hans"):
        assert engine.translate(["The cat"], source=source, target="nl") == ["De kat"]


def test_the_highest_version_serves(toy_shelf: Path, tmp_path: Path) -> None:
    copy_package(toy_shelf / "translate-en_nl-1_0", tmp_path)
    write_package(tmp_path, version="1.10", words={"cat": "poes"})
    write_package(tmp_path, version="1.9", words={"cat": "kater"})
    assert dutch(Argos(folders=(tmp_path,)), "the cat") == ["the poes"]


def test_one_damaged_package_does_not_stop_the_others(toy_shelf: Path, tmp_path: Path) -> None:
    copy_package(toy_shelf / "translate-en_nl-1_0", tmp_path)
    bad = copy_package(toy_shelf / "translate-en_zh-1_0", tmp_path)
    (bad / "metadata.json").write_text("{", encoding="utf-8")
    (tmp_path / "__MACOSX").mkdir()
    engine = Argos(folders=(tmp_path,))
    assert dutch(engine, "the cat") == ["de kat"]
    assert [finding.where for finding in engine.findings] == [bad.name]
    with pytest.raises(EngineError, match=f"damaged: {bad.name}.*tolk models install en-zh"):
        engine.translate(["the cat"], source="en", target="zh-Hans")


@pytest.mark.parametrize("name", ["model/model.bin", "sentencepiece.model"])
def test_a_truncated_model_is_one_line(toy_shelf: Path, tmp_path: Path, name: str) -> None:
    package = copy_package(toy_shelf / "translate-en_nl-1_0", tmp_path)
    file = package / name
    file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(EngineError, match="cannot be loaded"):
        dutch(Argos(folders=(tmp_path,)), "the cat")


def test_no_package_at_all(tmp_path: Path) -> None:
    engine = Argos(folders=(tmp_path / "absent",))
    assert engine.pairs == frozenset()
    with pytest.raises(EngineError, match="tolk models install en-nl"):
        dutch(engine, "the cat")


@pytest.mark.parametrize("variables", [{}, {"ARGOS_PACKAGES_DIR": "{}/elsewhere"}])
def test_folders_are_those_of_argostranslate(tmp_path: Path, variables: dict[str, str]) -> None:
    chosen = {key: value.format(tmp_path) for key, value in variables.items()}
    chosen |= {
        f"XDG_{kind}_HOME": str(tmp_path / kind.lower()) for kind in ("DATA", "CONFIG", "CACHE")
    }
    script = "from argostranslate import settings; print(*settings.package_dirs, sep='\\n')"
    answer = subprocess.run(
        [sys.executable, "-c", script],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), **chosen},
        capture_output=True,
        text=True,
        check=True,
    )
    assert [str(folder) for folder in packages_folders(chosen)] == answer.stdout.splitlines()
