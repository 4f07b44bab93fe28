from __future__ import annotations

import re
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.model import Document, Source
from pipeline.readers import digest
from pipeline.readers.digest.emphasis import plain
from pipeline.readers.digest.quotes import read_passage
from pipeline.readers.digest.wording import kind_of, split_age
from tests.readers.word_counts import consumed, counted, words

FIXTURES = Path(__file__).parent / "fixtures"


def _read(name: str) -> tuple[Document, ...]:
    return digest.read(Source(name, (FIXTURES / name).read_text(encoding="utf-8")))


def _rules(document: Document) -> Counter[str]:
    return Counter(finding.rule for finding in document.findings)


def _assert_no_word_lost(text: str, documents: tuple[Document, ...]) -> None:
    for document in documents:
        glued = document.channel + document.published
        text = text.replace(glued, f"{document.channel} {document.published}") if glued else text
    assert words(text) == counted(documents) + consumed(text)


def test_three_languages_on_one_page() -> None:
    english, dutch, chinese = _read("digest_three_languages.txt")
    assert english.title == "The Ferry Problem: Hana Sato on Scheduling"
    assert (english.channel, english.published) == ("Harbour Talks", "3 days ago")
    assert (dutch.channel, dutch.published) == ("Kanaal 4", "ongeveer 1 maand geleden")
    assert (chinese.channel, chinese.published) == ("编译夜话", "大约1个月前")
    assert [d.duration_ms for d in (english, dutch, chinese)] == [2_527_000, 3_786_000, 1_499_000]
    assert english.tags == ("batch-jobs", "weather", "5g")
    titles = [[section.title for section in d.sections] for d in (english, dutch, chinese)]
    assert titles == [
        ["Introduction", "The Cost Of Waiting", "GPU Scheduling Explained"],
        ["Introductie", "Van Excel naar Kubernetes", "Afsluiting"],
        ["引言", "从单体到微服务"],
    ]
    assert [entity.kind for entity in english.entities] == [
        "person",
        "person",
        "concept",
        "ai-model",
    ]
    assert [entity.kind for entity in dutch.entities] == ["person", "organization", "software"]
    assert [entity.kind for entity in chinese.entities] == ["person", "concept"]


def test_quotes_in_every_shape() -> None:
    english, dutch, chinese = _read("digest_three_languages.txt")
    quotes = [quote for section in english.sections for quote in section.quotes]
    assert [quote.stated_ms for quote in quotes] == [None, 251_000, 309_000, None, 750_000]
    assert quotes[0].text == "A queue is a promise — and ours said [ __ ] about when."
    assert quotes[3].speaker == "Leo Brandt"
    assert quotes[4].text == "We ship on Mondays, 'because' nobody else does."
    last = english.sections[2]
    assert (
        last.narrative[: quotes[3].offset] == "Sato compares three policies and picks none of them."
    )
    assert last.narrative.endswith("Both laugh. The issue tracker still calls it bug #1.")
    assert dutch.sections[0].quotes[0].speaker == "Femke Bos"
    assert chinese.sections[0].quotes[0].text == "旧值看起来总是对的。"


def test_oddities_survive_and_emphasis_goes() -> None:
    english = _read("digest_three_languages.txt")[0]
    assert "a public weather service" in english.summary
    cost = english.sections[1].narrative
    assert "six hours" in cost and "idle…" in cost and "95%" in cost and "C++" in cost
    assert "A * B was never the same as B * A" in cost


@pytest.mark.parametrize("name", ["digest_three_languages.txt", "digest_times_out_of_place.txt"])
def test_every_word_lands_somewhere(name: str) -> None:
    _assert_no_word_lost((FIXTURES / name).read_text(encoding="utf-8"), _read(name))


def test_the_real_page(shared: Path) -> None:
    text = (shared / "inputs" / "podcast-digests.txt").read_text(encoding="utf-8")
    source = Source("podcast-digests.txt", text)
    assert digest.recognise(source) > 0.9
    documents = digest.read(source)
    sections = [section for document in documents for section in document.sections]
    quotes = [quote for section in sections for quote in section.quotes]
    assert (len(documents), len(sections), len(quotes)) == (7, 73, 75)
    assert sum(quote.stated_ms is not None for quote in quotes) == 44
    for document in documents:
        assert document.entities and document.published.endswith("geleden")
        assert (document.channel, len(document.tags)) == ("Sequoia Capital", 3)
        assert document.duration_ms and document.summary
        assert "page-truncated" not in _rules(document)
    assert _rules(documents[3])["quote-outside-section"] == 3
    _assert_no_word_lost(text, documents)


def test_dutch_digests_without_times(shared: Path) -> None:
    for path in sorted((shared / "shownotes" / "nl-digests").rglob("*.md")):
        source = Source(path.name, path.read_text(encoding="utf-8"))
        assert digest.recognise(source) > 0
        (document,) = digest.read(source)
        assert len(document.sections) > 2
        assert all(section.title and section.start_ms is None for section in document.sections)


def test_times_out_of_place_are_kept_and_told() -> None:
    (document,) = _read("digest_times_out_of_place.txt")
    assert _rules(document) == {
        "page-furniture": 1,
        "quote-out-of-order": 1,
        "quote-outside-section": 2,
        "quote-beyond-duration": 1,
        "section-out-of-order": 1,
    }
    spans = [(section.start_ms, section.end_ms) for section in document.sections]
    assert spans == [(0, 240_000), (300_000, 600_000), (240_000, 300_000)]
    assert [quote.stated_ms for quote in document.sections[1].quotes] == [120_000, 660_000]


def test_minutes_past_the_hour_are_told() -> None:
    dutch = _read("digest_three_languages.txt")[1]
    assert dutch.sections[1].quotes[0].stated_ms == 3_759_000
    assert _rules(dutch)["quote-past-the-hour"] == 1


@pytest.mark.parametrize("fault", ["quote", "heading"])
def test_a_page_that_breaks_off_is_read_as_far_as_it_goes(fault: str) -> None:
    (document,) = _read(f"digest_cut_off_in_a_{fault}.txt")
    assert _rules(document)["page-truncated"] == 1
    assert document.sections[0].title == "Introduction"
    if fault == "quote":
        assert document.sections[0].quotes[0].text == "The clock is a rumour that somebody"


def test_proper_markdown() -> None:
    (document,) = _read("digest_with_line_breaks.md")
    first, second = document.sections
    assert document.title == "Quiet Machines"
    assert document.summary == "A short look at fans that make no noise."
    assert first.narrative == "The workshop lies below a bakery.\n\nIts owner bakes nothing."
    assert first.quotes[0].text == '"Noise is heat that travels," she says twice.'
    assert first.quotes[0].speaker == "Ines Duarte"
    assert second.title == "why the blades bend"
    assert second.narrative.endswith("see the drawings.")
    assert [entity.name for entity in document.entities] == ["Ines Duarte", "Steel"]


@pytest.mark.parametrize(
    "text", ["", "Just a line", "Title\n12:00\nEN/ZH\nWatch", "A\n1:99:00", "A\n١٢:٠٠"]
)
def test_a_page_without_an_episode(text: str) -> None:
    with pytest.raises(InputError, match="no episode found") as caught:
        digest.read(Source("page.txt", text))
    assert caught.value.exit_code == 3


def test_episodes_without_durations_and_what_stands_between_them() -> None:
    body = "Ada talks of rain. ## [00:00] Introduction Ada opens a window" + " and waits" * 20 + "."
    page = f"One Rain\n\n{body}\n\nTwo Rains\n\n{body}\n#wet\nThree Rains\n{body}\n#a#b\nOur site"
    documents = digest.read(Source("page", page))
    assert [document.title for document in documents] == ["One Rain", "Two Rains", "Three Rains"]
    assert [document.tags for document in documents] == [(), ("wet",), ("a", "b")]
    _assert_no_word_lost(page, documents)


def test_a_line_between_two_episodes_is_furniture() -> None:
    body = "Ada talks of rain. ## [00:00] Introduction Ada opens a window."
    page = f"One\n10:00\n{body}\n#wet\nMore like this\nTwo\n11:00\n{body}\n#dry\n© A Site"
    documents = digest.read(Source("page", page))
    assert [document.title for document in documents] == ["One", "Two"]
    _assert_no_word_lost(page, documents)


@pytest.mark.parametrize(
    ("line", "channel", "published"),
    [
        ("Harbour Talksongeveer 1 maand geleden", "Harbour Talks", "ongeveer 1 maand geleden"),
        ("Harbour Talks22 uur geleden", "Harbour Talks", "22 uur geleden"),
        ("Studio 41 dag geleden", "Studio 4", "1 dag geleden"),
        ("Harbour Talksabout 1 month ago", "Harbour Talks", "about 1 month ago"),
        ("Harbour Talks an hour ago", "Harbour Talks", "an hour ago"),
        ("编译夜话3天前", "编译夜话", "3天前"),
        ("Harbour Talks2 jaar geleden", "Harbour Talks", "2 jaar geleden"),
        ("Harbour Talks", "Harbour Talks", ""),
    ],
)
def test_channel_and_age(line: str, channel: str, published: str) -> None:
    assert split_age(line) == (channel, published)


def test_kinds() -> None:
    assert [kind_of(kind) for kind in ("PERSON", "Organisatie", "ai-model", "技术", "Vibe")] == [
        "person",
        "organization",
        "ai-model",
        "technology",
        "vibe",
    ]


@pytest.mark.parametrize(
    ("block", "text", "stated_ms", "rest"),
    [
        ('> *"The *real* goal is done."* After.', "The *real* goal is done.", None, "After."),
        ("> *it's [to a wash] now. [11:36]*", "it's [to a wash] now.", 696_000, ""),
        ("> *word* > *[1, 26]*", "word", 86_000, ""),
        ("> *word* > *[1:02:03]* Then", "word", 3_723_000, "Then"),
        ("> “Curly, really.” [00:09]", "Curly, really.", 9_000, ""),
        ('> *"One," she said, "two."*', '"One," she said, "two."', None, ""),
    ],
)
def test_one_quote(block: str, text: str, stated_ms: int | None, rest: str) -> None:
    passage = read_passage(block)
    (quote,) = passage.quotes
    assert (quote.text.replace("*", ""), quote.stated_ms) == (text.replace("*", ""), stated_ms)
    assert passage.narrative == rest


def test_greater_than_is_no_quote() -> None:
    passage = read_passage("Latency > 10 ms is bad, and a > b too.")
    assert not passage.quotes and passage.narrative.endswith("a > b too.")


@given(st.text(alphabet=st.sampled_from("ab *._\"'(中,"), max_size=60))
def test_emphasis_takes_nothing_but_asterisks(text: str) -> None:
    assert plain(text).replace("*", "") == text.replace("*", "")
    assert re.sub(r"\s\*+\s", "", f" {text} ").count(" ") <= text.count(" ") + 2


WORD = st.sampled_from(
    ["ferry", "queue", "95%", "C++", "slow", "it’s", "[ __ ]", "night", "bug", "#1"]
)
SENTENCE = st.lists(WORD, min_size=3, max_size=12).map(lambda w: "The " + " ".join(w) + ".")
HEADING = st.lists(st.sampled_from(["Slow", "Cold", "Ferry", "Night"]), min_size=1, max_size=4)
QUOTE = st.tuples(SENTENCE, st.one_of(st.none(), st.integers(0, 59)), st.sampled_from("dqe"))


def _quote(words_: str, second: int | None, shape: str) -> str:
    mark = "" if second is None else f" [00:{second:02d}]"
    if shape == "d":
        return f'> *"{words_}"*{mark}'
    return f"> *{words_}{mark}*" if shape == "e" else f'> "{words_}"{mark}'


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """Draw a page, and the numbers of sections and quotes of its episodes."""
    lines: list[str] = ["Some Site", ""]
    shape: list[tuple[int, int]] = []
    for number in range(draw(st.integers(1, 3))):
        title = f"Episode {number} {draw(st.sampled_from(['of Night', 'of Ferries']))}"
        body = draw(SENTENCE)
        sections = draw(
            st.lists(
                st.tuples(HEADING, SENTENCE, st.lists(QUOTE, max_size=3)), min_size=1, max_size=4
            )
        )
        for index, (heading, narrative, quotes) in enumerate(sections):
            said = " ".join(_quote(*quote) for quote in quotes)
            body += f" ## [{index:02d}:00] {' '.join(heading)} {narrative} {said}".rstrip()
        shape.append((len(sections), sum(len(quotes) for _, _, quotes in sections)))
        lines += [
            title,
            "42:01",
            "EN/ZH",
            "Watch",
            "Night Desk3 days ago",
            "",
            title,
            "",
            body,
            "",
            "#a#b-c",
        ]
    return "\n".join(lines), shape


@given(pages())
def test_generated_pages_lose_no_word(drawn: tuple[str, list[tuple[int, int]]]) -> None:
    page, shape = drawn
    documents = digest.read(Source("page", page))
    found = [(len(d.sections), sum(len(s.quotes) for s in d.sections)) for d in documents]
    assert found == shape
    _assert_no_word_lost(page.replace("Desk3", "Desk 3"), documents)


@given(st.text(alphabet=st.sampled_from('#> *_[]():-"“”—0:1aB.中\n'), max_size=300))
def test_no_page_makes_it_fall_over(text: str) -> None:
    source = Source("page", text)
    assert 0.0 <= digest.recognise(source) <= 1.0
    with suppress(InputError):
        digest.read(source)


@pytest.mark.parametrize("piece", ["## [00:01] ", "> *a ", '> "', "* ", "- **a", "#a", "\n> ", "["])
def test_hostile_pages_take_linear_time(piece: str) -> None:
    started = time.process_time()
    with suppress(InputError):
        digest.read(Source("page", "A title\n12:00\n" + piece * (200_000 // len(piece))))
    assert time.process_time() - started < 30
