from __future__ import annotations

import time

from pipeline.glossary.names import Name, names_in
from pipeline.glossary.suggest import suggest
from pipeline.model import Document, Entity, Section
from tests.glossary.fixtures import GLOSSARY

DOCUMENT = Document(
    title="The Big Idea of Marta Quist",
    reader="digest",
    summary="Marta opens the show. At Blue Harbor they test Deep Water Sensors (DWS) daily. "
    "The team of Blue Harbor likes Deep Water Sensors (DWS). Last came the old reward model.",
    sections=(
        Section("Blue Harbor Rising", 0, "Then Quist speaks, and Marta listens. Reward first."),
    ),
    entities=(
        Entity("Marta Quist", "person", "Founder of Blue Harbor."),
        Entity("Piet Last", "Persoon"),
        Entity("The Northern Lab (NL2)", "organization"),
        Entity("Reward Hacking", "concept"),
        Entity("Utrecht", "location"),
        Entity("李华", "person"),
        Entity("reward model", "product"),
    ),
)


def test_names_of_a_document() -> None:
    names = names_in(DOCUMENT)
    assert [name.text for name in names if name.listed] == [
        "Marta",
        "Marta Quist",
        "NL2",
        "Northern Lab",
        "Piet",
        "Piet Last",
        "Quist",
    ]
    assert [name for name in names if not name.listed] == [Name("Blue Harbor", listed=False)]


def test_a_surname_that_only_begins_sentences() -> None:
    text = "{0} asks why. Nobody knows. {0} laughs. Last week it rained. Last weeks were dry."
    entities = (Entity("Ada Wexman", "person"), Entity("Piet Last", "person"))
    twice = Document("x", "digest", summary=text.format("Wexman"), entities=entities)
    once = Document("x", "digest", summary="Wexman asks why.", entities=entities)
    found = [{name.text for name in names_in(document)} for document in (twice, once)]
    assert [("Wexman" in names, "Last" in names) for names in found] == [
        (True, False),
        (False, False),
    ]


def test_suggestions_leave_out_what_is_listed() -> None:
    found = {s.text: s for s in suggest([DOCUMENT, DOCUMENT], GLOSSARY)}
    assert "reward model" not in found
    assert found["Blue Harbor"].count == 8 and found["Blue Harbor"].documents == 2
    assert found["Marta Quist"].keep and not found["Reward Hacking"].keep
    assert any("Blue Harbor" in context for context in found["Blue Harbor"].contexts)


def test_suggestions_show_conflicts() -> None:
    other = Document(
        "x", "digest", summary="marta quist", entities=(Entity("marta Quist", "host"),)
    )
    found = {s.text.lower(): s for s in suggest([DOCUMENT, DOCUMENT, other])}
    assert found["marta quist"].conflicts == ("also written “marta Quist”", "also called host")


def test_long_documents_take_linear_time() -> None:
    took = []
    for size in (2_000, 8_000):
        document = Document("x", "digest", summary="Blue Harbor met Ann Lee. A B C. " * size)
        start = time.process_time()
        names_in(document)
        took.append(time.process_time() - start)
    assert took[1] < 12 * took[0] + 0.1
