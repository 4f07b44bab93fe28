"""Through English, and by preference."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.engines import ENGINES, choose_engine, load_engine
from pipeline.engines.argos import Argos
from pipeline.engines.builtin import Builtin
from pipeline.engines.combined import Combined
from pipeline.engines.pivot import Pivot
from pipeline.errors import EngineError
from tests.toy_model import BACK, copy_package, write_package


def test_dutch_to_chinese_goes_through_english(toy_shelf: Path) -> None:
    engine = Pivot(Argos(folders=(toy_shelf,)))
    assert ("nl", "zh-Hans") in engine.pairs
    assert engine.route("nl", "zh-Hans") == (("nl", "en"), ("en", "zh-Hans"))
    found = engine.translate(["De kat leest", "", "De hond"], source="nl", target="zh-Hans")
    assert found == ["这猫读", "", "这狗"]


def test_a_direct_model_is_preferred(toy_shelf: Path, tmp_path: Path) -> None:
    for name in ("nl_en", "en_zh"):
        copy_package(toy_shelf / f"translate-{name}-1_0", tmp_path)
    write_package(tmp_path, "nl", "zh", words={"kat": "猫咪"})
    engine = Pivot(Argos(folders=(tmp_path,)))
    assert engine.translate(["de kat"], source="nl", target="zh-Hans") == ["de猫咪"]


def test_alternatives_through_english(toy_shelf: Path) -> None:
    engine = Pivot(Argos(folders=(toy_shelf,)))
    found = engine.alternatives(["De kat", "12"], source="nl", target="zh-Hans", count=3)
    assert found[0][0] == "这猫"
    assert found[1] == ["12"]


def test_only_styles_that_survive_both_steps(toy_shelf: Path) -> None:
    engine = Pivot(Argos(folders=(toy_shelf,)))
    assert "symbol" in engine.placeholders(source="en", target="zh-Hans")
    assert "symbol" not in engine.placeholders(source="nl", target="zh-Hans")


def test_a_missing_step_is_named(toy_shelf: Path) -> None:
    engine = Pivot(Argos(folders=(toy_shelf,)))
    with pytest.raises(EngineError, match="install zh-en"):
        engine.translate(["猫"], source="zh-Hans", target="nl")


def test_installed_packages_win_over_built_in_models(toy_shelf: Path, tmp_path: Path) -> None:
    write_package(tmp_path, "en", "nl", words={"cat": "poes"})
    write_package(tmp_path, "zh", "en", words={})
    engine = Pivot(Combined("auto", [Argos(folders=(toy_shelf,)), Builtin(folder=tmp_path)]))
    assert engine.translate(["the cat"], source="en", target="nl") == ["de kat"]
    assert ("zh-Hans", "nl") in engine.pairs
    assert engine.signature.startswith("argos(")
    assert " + builtin(" in engine.signature


def test_the_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path))
    monkeypatch.delenv("TOLK_LIBRETRANSLATE_URL", raising=False)
    write_package(tmp_path, "nl", "en", words=BACK)
    assert ("nl", "en") in choose_engine("auto").pairs
    assert choose_engine("argos").pairs == {("nl", "en")}
    assert choose_engine("none").pairs == frozenset()
    assert load_engine("builtin").signature.startswith("builtin(")
    with pytest.raises(EngineError, match="TOLK_LIBRETRANSLATE_URL"):
        choose_engine("libretranslate")
    with pytest.raises(EngineError, match=f"auto, {', '.join(ENGINES)}"):
        choose_engine("babelfish")


def test_silence() -> None:
    engine = choose_engine("none")
    assert engine.translate([], source="en", target="nl") == []
    assert engine.placeholders(source="en", target="nl") == ()
    with pytest.raises(EngineError, match="does not translate en to nl"):
        engine.translate(["the cat"], source="en", target="nl")
