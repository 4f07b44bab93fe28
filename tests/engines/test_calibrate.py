"""What survives a model is measured, kept, and believed only for that very model."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.engines.argos import Argos
from pipeline.engines.calibrate import Profile, calibrate, load_profile, save_profiles
from pipeline.engines.carriers import CARRIERS
from pipeline.engines.package import read_package
from pipeline.glossary.protect import STYLES
from tests.toy_model import DICTIONARY, copy_package, write_package


def test_carriers_are_fifty_sentences_with_one_gap() -> None:
    for carriers in CARRIERS.values():
        assert len(set(carriers)) == 50
        assert all(carrier.count("{}") == 1 for carrier in carriers)


def test_a_copying_model_keeps_every_style(toy_shelf: Path) -> None:
    profile = calibrate(Argos(folders=(toy_shelf,)), "en", "nl")
    assert profile.survival == dict.fromkeys(STYLES, 1.0)
    assert profile.styles == tuple(STYLES)


def test_a_style_that_the_model_mangles_comes_last_or_not_at_all(tmp_path: Path) -> None:
    # A model that takes brackets for words, as stock models do with signs they never saw.
    write_package(tmp_path, words={**DICTIONARY, "⟦": "[", "0": "1"}, symbols=False)
    profile = calibrate(Argos(folders=(tmp_path,)), "en", "nl")
    assert profile.survival["name"] == 1.0
    assert profile.survival["symbol"] < 0.5
    assert "symbol" not in profile.styles


def test_the_profile_is_read_back_for_the_same_model_only(toy_shelf: Path, tmp_path: Path) -> None:
    package = read_package(copy_package(toy_shelf / "translate-nl_en-1_0", tmp_path))
    profile = Profile({"code": 0.9, "name": 0.98, "number": 0.2})
    save_profiles(package.folder, {("nl", "en"): profile}, checksum=package.checksum)
    assert load_profile(package, ("nl", "en")) == profile
    assert load_profile(package, ("en", "nl")) is None
    engine = Argos(folders=(tmp_path,))
    assert engine.placeholders(source="nl", target="en") == ("name", "code")
    save_profiles(package.folder, {("nl", "en"): profile}, checksum="0" * 64)
    assert load_profile(package, ("nl", "en")) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"placeholders": 3}', "\x00"])
def test_a_damaged_profile_is_no_profile(toy_shelf: Path, tmp_path: Path, text: str) -> None:
    package = read_package(copy_package(toy_shelf / "translate-nl_en-1_0", tmp_path))
    (package.folder / "tolk.json").write_text(text, encoding="utf-8")
    assert load_profile(package, ("nl", "en")) is None
