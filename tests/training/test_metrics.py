from __future__ import annotations

import random
from pathlib import Path

from tests.glossary.fakes import Mangling
from training.evaluate import score_engine, table
from training.metrics import faults, score, survival, with_placeholders
from training.testsets import published, sets_in


def test_scores_carry_their_signatures() -> None:
    scores = score(["这是一个小模型。"], ["这是一个小模型。"], "zh")
    assert scores.bleu == 100
    assert scores.chrf == 100
    assert "tok:zh" in scores.signatures[1]


def test_each_fault_is_seen_once() -> None:
    sources = ["The cat is here today.", "The dog is there now.", "It is a house.", "Well done."]
    outputs = ["猫猫猫猫猫猫猫猫", "The dog is there now.", "", "干得好。"]
    references = ["猫今天在这里。", "狗现在在那里。", "这是房子。", "干得好。"]
    found = faults(sources, outputs, references, "zh")
    assert (found.loops, found.copied, found.empty) == (0.25, 0.25, 0.25)
    assert found.untouched == 0.5


def test_survival_wants_every_symbol_exactly_once() -> None:
    masked = ["⟦1⟧ is ⟦2⟧", "⟦3⟧ is", "⟦4⟧ is"]
    assert survival(masked, ["⟦2⟧ is ⟦1⟧", "⟦3⟧ ⟦3⟧", "is"]) == 0.3333


def test_symbols_are_put_into_any_language() -> None:
    sources = ["The server answers quickly.", "De server antwoordt snel.", "这台服务器响应很快。"]
    masked = with_placeholders(sources, random.Random(1))
    assert len(masked) == 3
    assert all("⟦" in text for text in masked)


def test_sets_are_found_in_both_directions(tmp_path: Path) -> None:
    (tmp_path / "chat.en").write_text("Hello.\nBye.\n", encoding="utf-8")
    (tmp_path / "chat.zh").write_text("你好。\n再见。\n", encoding="utf-8")
    (tmp_path / "baselines").mkdir()
    (tmp_path / "baselines" / "en-zh.chat.argos.txt").write_text("您好。\n再见。\n", "utf-8")
    ways = {(each.name, each.direction): each for each in sets_in(tmp_path)}
    assert len(ways) == 8
    assert ways["chat", "zh-en"].references == ("Hello.", "Bye.")
    ((system, benchmark, outputs),) = published(tmp_path)
    assert (system, benchmark.direction, outputs[1]) == ("argos", "en-zh", "再见。")


def test_an_engine_gets_a_table() -> None:
    sets = [each for each in sets_in(None, most=20) if each.direction == "en-nl"]
    records = list(score_engine(Mangling(7), sets, placeholders=10))
    assert [record["set"] for record in records] == ["podcast-dev", "placeholders"]
    assert 0 <= records[0]["terms_without_glossary"] <= 1
    assert records[0]["terms_with_glossary"] > 0.9
    assert table(records).count("\n| ") == 3
