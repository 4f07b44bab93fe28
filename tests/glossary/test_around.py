"""The last resort: terms stay in place, what is between them is translated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.glossary.around import Stretch, around, cores
from pipeline.glossary.enforce import Glossed
from pipeline.glossary.match import Match, matcher
from pipeline.model import Rendering, TermStatus
from tests.glossary.fakes import Scripted, WordByWord
from tests.glossary.fixtures import GLOSSARY


def one(table: dict[str, str], text: str, *, source: str, target: str) -> Rendering:
    """Translate with an engine that loses every placeholder and knows only some stretches."""
    engine = Scripted(table, say=lambda asked: "", styles=("symbol",))
    (rendering,) = Glossed(engine, GLOSSARY).translate([text], source=source, target=target)
    return rendering


@pytest.mark.parametrize(
    ("source", "target", "text", "table", "expected"),
    [
        (
            "en",
            "nl",
            "We trained the reward model, and (in short) it works!",
            {"We trained the": "We hebben een.", "and (in short) it works": "En (kort) het werkt."},
            "We hebben een beloningsmodel, en (kort) het werkt!",
        ),
        (
            "en",
            "zh-Hans",
            "Cursor's agents are quick.",
            {"are quick": "很快。"},
            "Cursor的智能体很快。",
        ),
        (
            "zh-Hans",
            "en",
            "我们训练奖励模型，然后用Cursor。",
            {"我们训练": "We train", "然后用": "Then we use"},
            "We train reward model, then we use Cursor.",
        ),
    ],
)  # fmt: skip
def test_the_terms_stay_in_their_places(
    source: str, target: str, text: str, table: dict[str, str], expected: str
) -> None:
    got = one(table, text, source=source, target=target)
    if source == "zh-Hans":  # Han has no capitals to go by
        assert got.text.lower() == expected.lower()
    else:
        assert got.text == expected
    assert {use.status for use in got.terms} == {TermStatus.REPAIRED}


@pytest.mark.parametrize("said", ["", "Dit is een heel verhaal over iets anders"])
def test_an_engine_that_does_not_translate_a_stretch_is_not_believed(said: str) -> None:
    table = {"We like the": "We houden van het", "a lot": said}
    got = one(table, "We like the reward model a lot.", source="en", target="nl")
    assert [use.status for use in got.terms] == [TermStatus.MISSING]


@given(st.text("ab c,.'’s()⟦，。奖励 ", max_size=40), st.data())
def test_nothing_is_left_out(text: str, data: st.DataObject) -> None:
    places = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    matches = [
        Match(start, end, text[start:end], None, "")
        for start, end in zip(places[::2], places[1::2], strict=False)
    ]
    parts = around(text, matches)
    said = [p.before + p.core + p.after if isinstance(p, Stretch) else p.text for p in parts]
    assert "".join(said) == text
    assert all(any(map(str.isalnum, core)) for core in cores(parts))


@pytest.mark.parametrize(
    ("source", "target"), [("en", "nl"), ("en", "zh-Hans"), ("nl", "en"), ("nl", "zh-Hans")]
)
def test_a_careless_engine_keeps_every_term(source: str, target: str) -> None:
    terms = [t for t in GLOSSARY.terms if t.serves(source, target)]
    texts = [f"{a.accepted(source)[0]} in {b.accepted(source)[0]}." for a in terms for b in terms]
    got = Glossed(WordByWord(3), GLOSSARY).translate(texts, source=source, target=target)
    for text, rendering in zip(texts, got, strict=True):
        assert len(rendering.terms) == len(
            {id(m.term) for m in matcher(GLOSSARY, source, target).matches(text)}
        )
        assert all(use.status is not TermStatus.MISSING for use in rendering.terms), rendering
