"""A translation that lost something is found; good ones are left in peace."""

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.content import Pairing, check_pair, check_text
from pipeline.checks.number_words import chinese_value, word_values
from pipeline.checks.numbers import amounts, unmatched
from pipeline.formats import tmx
from tests.strategies import languages, texts

ROOT = Path(__file__).parents[2]


def rules(source: str, target: str, *pair: str) -> set[str]:
    return {rule for rule, _ in check_pair(source, target, Pairing(*pair))}


def people() -> list[tuple[str, str, str, str]]:
    """Translations by people: source language, target language, source, target."""
    found = []
    for name in ("podcast.tsv", "podcast-dev.tsv"):
        for row in (ROOT / "training" / "data" / name).read_text(encoding="utf-8").splitlines():
            cells = row.split("\t")
            if len(cells) == 4:
                said = dict(zip(("en", "nl", "zh-Hans"), cells[1:], strict=True))
                found += [(a, b, said[a], said[b]) for a, b in permutations(said, 2)]
    page = ROOT / "samples" / "page.tmx"
    for unit in tmx.parse(page.read_bytes(), name=page.name).units:
        found.append((unit.source_language, unit.target_language, unit.source, unit.target))
    return found


PEOPLE = people()


def test_fewer_than_one_alarm_in_a_hundred_on_what_people_translated() -> None:
    alarms = [pair for pair in PEOPLE if rules(pair[2], pair[3], *pair[:2])]
    assert len(PEOPLE) > 3_000
    assert len(alarms) < len(PEOPLE) / 100, alarms[:5]


@pytest.mark.parametrize("change", [lambda n: n + 1, lambda n: n * 10])
def test_a_number_that_was_changed_is_found(change) -> None:  # type: ignore[no-untyped-def]
    tried = found = 0
    for source, target, text, said in PEOPLE:
        match = re.search(r"\d+", said)
        if match and re.search(r"\d", text):
            wrong = said[: match.start()] + str(change(int(match[0]))) + said[match.end() :]
            tried += 1
            found += bool(rules(text, wrong, source, target))
    assert tried > 100
    assert found >= 0.98 * tried


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3,000", "3.000"), ("3,000", "3 000"), ("3,000", "三千"), ("1.5", "1,5"),
        ("1.5", "一点五"),
        ("150 million", "1.5亿"), ("2.5 billion", "2,5 miljard"), ("3M", "300万"),
        ("10,000", "1万"), ("12", "twaalf"), ("2", "两"), ("140", "one hundred and forty"),
        ("25", "vijfentwintig"), ("80%", "八成"), ("1990s", "jaren negentig"), ("5 pm", "17:00"),
        ("3-4 million", "三百万到四百万"), ("2024", "二〇二四"), ("50%", "half"), ("0.5", "半"),
        ("September 3", "9月3日"), ("21st", "21e"), ("x^2", "x squared"),
    ],
)  # fmt: skip
def test_one_number_in_two_ways(one: str, other: str) -> None:
    assert any(amount.digits for amount in amounts(one))
    assert unmatched(amounts(one), amounts(other)) == []


@given(st.integers(0, 99_999_999))
def test_numbers_in_digits_are_read_in_every_notation(number: int) -> None:
    for written in (str(number), f"{number:,}", f"{number:,}".replace(",", "."),
                    f"{number:,}".replace(",", " ")):  # fmt: skip
        (found,) = (one for one in amounts(written) if one.digits)
        assert float(number) in found.values


def test_number_words() -> None:
    assert chinese_value("三千五百万") == 35_000_000
    assert chinese_value("十二") == 12
    assert chinese_value("一百零五") == 105
    english = dict(word_values("two hundred and five thousand and six".split()))
    assert frozenset({205_006.0}) in english.values() or frozenset({205_000.0}) in english.values()
    assert dict(word_values(["tweehonderdvijftig"])) == {"tweehonderdvijftig": frozenset({250.0})}
    assert dict(word_values(["honderdste"]))["honderdste"] == {100.0}


BASE = "In the plan the team at Quillon wrote down what they had learned."


@pytest.mark.parametrize(
    ("pair", "source", "target", "rule"),
    [
        ("en nl", "It grew by 40% last year.", "Het groeide vorig jaar met 40.", "percent-lost"),
        ("en nl", "It costs $5 a month.", "Het kost 5 euro per maand.", "currency-lost"),
        ("en nl", "It costs €5 a month.", "Het kost 5 dollar per maand.", "currency-lost"),
        ("en nl", "It costs 15 a month.", "Het kost 50 per maand.", "number-lost"),
        ("en nl", "It costs a lot a month.", "Het kost 50 per maand.", "number-invented"),
        ("en nl", "Read https://quillon.example/a now.", "Lees het nu.", "address-lost"),
        ("en nl", "Write to ann@quillon.example now.", "Schrijf nu.", "address-lost"),
        ("en nl", "Ask OpenAI about it.", "Vraag het ze.", "name-lost"),
        ("en nl", "They use GPT-4o for it.", "Ze gebruiken het model.", "name-lost"),
        ("en zh-Hans", "Cursor grew fast.", "Cursor比Zorix发展得快。", "name-invented"),
        ("en nl", BASE, "In het plan.", "length-ratio"),
        ("en nl", BASE, BASE, "untranslated-text"),
        ("en nl", BASE, "The team of Quillon wrote down what they have learned.",
         "untranslated-text"),
        ("en nl", "Good.", "Goed ⟦0⟧.", "placeholder"),
        ("en nl", "They (all) said so.", "Dat zeiden ze (allemaal.", "brackets"),
        ("en nl", "They said so.", "Zeiden ze dat " * 5, "loop"),
        ("en nl", "They said so.", "Dat zeiden ze。", "full-width"),
        ("en nl", "They said so.", "他们这么说", "wrong-script"),
        ("en zh-Hans", "They said so.", "他們這麼說。", "traditional"),
        ("en zh-Hans", "They said so.", "他们这么说.", "full-stop"),
        ("en zh-Hans", "They said so, yes.", "他们这么说,是的。", "half-width"),
        ("en zh-Hans", BASE, "They wrote down what they had learned in the plan.", "wrong-script"),
        ("en zh-Hans", BASE, "团队写下了他们学到的东西 and it was in the plan that they had made",
         "untranslated-text"),
        ("en zh-Hans", "They said so.", "他们说他们说他们说他们说他们说", "loop"),
    ],
)  # fmt: skip
def test_a_fault_is_found(pair: str, source: str, target: str, rule: str) -> None:
    assert rule in rules(source, target, *pair.split())


@pytest.mark.parametrize(
    ("pair", "source", "target"),
    [
        ("en nl", "It took 24/7 work by two people.", "2 mensen werkten dag en nacht door."),
        ("en zh-Hans", "It costs $5 million.", "费用为五百万美元。"),
        ("en zh-Hans", "Half of the 80% stayed.", "那八成里留下了一半。"),
        ("en zh-Hans", "She works at 昇腾.", "她在昇腾工作。"),
        ("en nl", "A PhD from OpenAI said: “no”.", "Een gepromoveerde van OpenAI zei: “nee”."),
        ("zh-Hans en", "他说哈哈哈哈哈哈哈哈。", "He said hahahahaha."),
        ("nl en", "Zie #tolk.", "See #tolk."),
    ],
)
def test_a_good_translation_is_left_in_peace(pair: str, source: str, target: str) -> None:
    assert rules(source, target, *pair.split()) == set()


@given(texts, texts, languages, languages)
def test_any_two_texts_can_be_compared(one: str, other: str, source: str, target: str) -> None:
    list(check_pair(one, other, Pairing(source, target)))
    list(check_text(one, language=target))


@pytest.mark.parametrize(
    "text", ["9" * 5_000, "1," * 3_000, "万" * 5_000, "（" * 9_000, "a " * 9_000, "$5 " * 2_000]
)
def test_long_texts_take_no_long_time(text: str) -> None:
    list(check_pair(text, text, Pairing("en", "zh-Hans")))


@pytest.mark.parametrize(
    ("source", "target", "languages", "changed"),
    [
        ("They met on 3 May 2024.", "Ze ontmoetten elkaar op 3 mei 2024.", ("en", "nl"), False),
        ("They met on May 3rd, in rain.", "他们5月3日在雨中见面。", ("en", "zh-Hans"), False),
        ("They met on 3 May 2024.", "Dat was op 3-5-2024, die dag.", ("en", "nl"), False),
        ("Those 2 may differ a lot.", "Die 2 verschillen veel.", ("en", "nl"), False),
        ("They met on 3 May 2024.", "Ze ontmoetten elkaar op 3 juni 2024.", ("en", "nl"), True),
        ("Ze kwamen op 12 maart terug.", "他们4月12日回来了。", ("nl", "zh-Hans"), True),
    ],
)
def test_a_date_stays_in_its_month(
    source: str,
    target: str,
    languages: tuple[str, str],
    changed: bool,  # noqa: FBT001
) -> None:
    rules = {rule for rule, _ in check_pair(source, target, Pairing(*languages))}
    assert ("date-changed" in rules) == changed
