"""Measure `--captions`: how well quotes and sentences find their times in real captions.

python -m tests.bench.bench_anchors

Digests are made in memory out of talks with known times of their words: quotes with a share of
their words dropped, replaced or added, and sentences told anew in other words and another order.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model import (
    Caption,
    Document,
    Episode,
    Kind,
    Quote,
    Reference,
    Section,
    Sentence,
    Span,
    Timing,
)
from pipeline.stages.align import align
from pipeline.timing.matching import Finder
from pipeline.timing.paraphrase import Paraphrases
from pipeline.timing.verbatim import sentence_places
from pipeline.timing.words import Heard, heard_words
from tests.bench.timed_talks import SHARED, captions

WRONG_MS = 5_000


@dataclass(frozen=True, slots=True)
class Talk:
    """Captions, and the words really said with their real times."""

    captions: tuple[Caption, ...]
    heard: Heard
    words: list[tuple[str, int]]
    sentences: list[tuple[str, int, int]]


@dataclass(slots=True)
class Row:
    """One line of the table."""

    asked: int = 0
    ambiguous: int = 0
    errors: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        found = sorted(self.errors) or [0]
        wrong = sum(one > WRONG_MS for one in found) / len(found)
        middle, most = found[len(found) // 2] / 1_000, found[len(found) * 9 // 10] / 1_000
        placed = 100 * len(self.errors) / max(1, self.asked)
        return (
            f"asked {self.asked:5}  placed {placed:5.1f} %  ambiguous {self.ambiguous:3}  "
            f"median {middle:5.2f} s  p90 {most:5.2f} s  wrong {100 * wrong:5.2f} %"
        )


def talks() -> Iterator[Talk]:
    """Yield English talks with captions and word times."""
    for folder in sorted(SHARED.glob("3b1b/*/english")):
        rows = json.loads((folder / "word_timings.json").read_text())
        sentences = json.loads((folder / "sentence_timings.json").read_text())
        shown = captions(folder / "captions.srt")
        yield Talk(
            shown,
            heard_words(shown),
            [(row[0], round(row[1] * 1_000)) for row in rows],
            [(" ".join(t.split()), round(a * 1_000), round(b * 1_000)) for t, a, b in sentences],
        )


def altered(words: Sequence[str], rate: float, others: Sequence[str], luck: random.Random) -> str:
    """Return the words with a share of them dropped, replaced or followed by another."""
    result: list[str] = []
    for word in words:
        dice = luck.random() / max(rate, 1e-9)
        result += [word] if dice > 1 / 3 and not 1 / 3 <= dice < 2 / 3 else []
        result += [luck.choice(others)] if 1 / 3 <= dice < 1 else []
    return " ".join(result)


def quotes(length: int, rate: float, found: Sequence[Talk], *, foreign: bool = False) -> Row:
    """Ask for quotes of so many words; `foreign` ones are asked of another talk."""
    luck, row = random.Random(length), Row()
    for index, talk in enumerate(found):
        asked = found[index - 1] if foreign else talk
        finder, others = Finder(asked.heard), sorted(talk.heard.counts)
        for at in range(0, len(talk.words) - length, 3 * length):
            text = altered([w for w, _ in talk.words[at : at + length]], rate, others, luck)
            match = finder.find(text)
            row.asked += 1
            if match is not None and match.ambiguous:
                row.ambiguous += 1
            elif match is not None:
                row.errors.append(abs(asked.heard.at(match.start) - talk.words[at][1]))
    return row


def retold(text: str, share: float, others: Sequence[str], luck: random.Random) -> str:
    """Return a share of the words in another order, with strange ones between them."""
    words = [word for word in text.split() if luck.random() < share]
    words += luck.sample(others, max(1, len(words) // 3))
    luck.shuffle(words)
    return " ".join(words)


def narratives(seconds: int, share: float, found: Sequence[Talk], *, foreign: bool = False) -> Row:
    """Ask for one sentence in three, retold, inside sections of so many seconds."""
    luck, row = random.Random(seconds), Row()
    for index, talk in enumerate(found):
        heard = found[index - 1].heard if foreign else talk.heard
        places, others = Paraphrases(heard), sorted(talk.heard.counts)
        for first in range(0, talk.sentences[-1][2], 1_000 * seconds):
            end = first + 1_000 * seconds
            told = [s for s in talk.sentences if first <= s[1] < end and len(s[0].split()) > 9][::3]
            asked = [retold(text, share, others, luck) for text, _, _ in told]
            low, high = heard.index_at(first - 3_000), heard.index_at(end + 3_000)
            row.asked += len(told)
            for one, (_, start, _) in zip(
                places.in_order(asked, first=low, last=high), told, strict=True
            ):
                if one is not None:
                    row.errors.append(abs(heard.at(one.start) - start))
    return row


def digest(talk: Talk, seconds: int, luck: random.Random) -> tuple[Document, dict[str, int]]:
    """Return a digest of a talk, and when each of its quotes and sentences is really said."""
    truth: dict[str, int] = {}
    sections: list[Section] = []
    others = sorted(talk.heard.counts)
    for first in range(0, talk.sentences[-1][2], 1_000 * seconds):
        inside = [s for s in talk.sentences if first <= s[1] < first + 1_000 * seconds]
        told, said = "", []
        for number, (text, start, _) in enumerate(inside):
            if len(text.split()) < 8 or number % 4 not in {0, 2}:
                continue
            if number % 8 == 2:
                plain = text.replace(".", "").replace("?", "").split()
                said.append(Quote(altered(plain, 0.15, others, luck) + ".", offset=len(told)))
                truth[said[-1].text] = start
            elif number % 4 == 0:
                bare = text.replace(".", "").replace("?", "")
                sentence = f"Told: {retold(bare, 0.6, others, luck)}."
                truth[sentence] = start
                told += sentence + " "
        if inside:
            mark = inside[0][1] // 1_000 * 1_000
            sections.append(Section("Part", mark, told.strip(), tuple(said)))
    length = talk.sentences[-1][2] + 1_000
    return Document("Talk", "digest", duration_ms=length, sections=tuple(sections)), truth


def digests(found: Sequence[Talk], seconds: int, language: str = "en") -> None:
    """Print how whole digests are timed without captions and with them."""
    for name in ("without", "with"):
        luck = random.Random(1)
        rows: dict[Kind, list[tuple[int, Sentence]]] = {Kind.QUOTE: [], Kind.NARRATIVE: []}
        for talk in found:
            document, truth = digest(talk, seconds, luck)
            if name == "with":
                document = replace(document, reference=Reference("c", talk.captions, language))
            for one in align(Episode(document, "en", 1.0, "talk")).sentences:
                if one.text in truth:
                    rows[one.kind].append((abs(one.span.start_ms - truth[one.text]), one))
        for kind, pairs in rows.items():
            errors = sorted(error for error, _ in pairs)
            held = sum(error <= one.max_error_ms + 500 for error, one in pairs) / len(pairs)
            near = sum(one.timing is Timing.ANCHORED for _, one in pairs) / len(pairs)
            bounds = sorted(one.max_error_ms for _, one in pairs)
            half, most = len(errors) // 2, len(errors) * 9 // 10
            print(
                f"{seconds:4} s sections, {name:7} captions {kind:9} n={len(pairs):4}  "
                f"median {errors[half] / 1_000:6.2f} s  p90 {errors[most] / 1_000:6.2f} s  "
                f"anchored {100 * near:5.1f} %  bound held {100 * held:6.2f} %  "
                f"median bound {bounds[half] / 1_000:6.2f} s"
            )


def long_talk() -> None:
    """Print how long a digest of one hundred sentences takes beside three hours of captions."""
    pieces: list[Caption] = []
    for path in sorted(SHARED.glob("karpathy/*/*.srt"))[1:]:
        shift = pieces[-1].span.end_ms if pieces else 0
        pieces += [
            replace(c, span=Span(c.span.start_ms + shift, c.span.end_ms + shift))
            for c in captions(path)
        ]
    luck = random.Random(2)
    sections = []
    for first in range(0, len(pieces) - 60, max(60, len(pieces) // 20)):
        texts = [c.text.replace(".", "") for c in pieces[first : first + 60]]
        quote = Quote(" ".join(" ".join(texts[30:33]).split()) + ".")
        told = " ".join(f"Told: {retold(texts[i], 0.7, texts, luck)}." for i in (0, 12, 24, 48))
        sections.append(Section("Part", pieces[first].span.start_ms, told, (quote,)))
    document = Document(
        "Talk",
        "digest",
        duration_ms=pieces[-1].span.end_ms,
        sections=tuple(sections),
        reference=Reference("c", tuple(pieces), "en"),
    )
    begin = time.perf_counter()
    timeline = align(Episode(document, "en", 1.0, "talk"))
    spent = time.perf_counter() - begin
    words = len(heard_words(pieces).words)
    print(f"{words} words of captions, {len(timeline.sentences)} sentences: {spent:.2f} s")


def transcripts(found: Sequence[Talk]) -> Row:
    """Give the sentences of each talk, a tenth of their words altered, back their times."""
    luck, row = random.Random(4), Row()
    for talk in found:
        others = sorted(talk.heard.counts)
        texts = [altered(text.split(), 0.1, others, luck) for text, _, _ in talk.sentences]
        places = sentence_places(texts, talk.heard)
        row.asked += len(texts)
        for place, (_, start, _) in zip(places, talk.sentences, strict=True):
            if place is not None:
                row.errors.append(abs(talk.heard.at(place[0]) - start))
    return row


def timed(name: str, call: Callable[[], Row]) -> None:
    """Print a line of the table."""
    begin = time.perf_counter()
    row = call()
    spent = time.perf_counter() - begin
    print(f"{name:34}{row}  {1_000 * spent / max(1, row.asked):6.2f} ms each")


def main() -> None:
    """Print the tables."""
    found = list(talks())
    for length in (5, 8, 15, 30, 60):
        for rate in (0.0, 0.1, 0.2, 0.3):
            timed(
                f"quote {length} words, {100 * rate:.0f} % altered",
                lambda length=length, rate=rate: quotes(length, rate, found),  # type: ignore[misc]
            )
        timed(
            f"quote {length} words of another talk",
            lambda length=length: quotes(length, 0.1, found, foreign=True),  # type: ignore[misc]
        )
    for seconds in (120, 300, 1_200):
        for share in (0.8, 0.6, 0.4):
            timed(
                f"retold {100 * share:.0f} % kept, {seconds} s sections",
                lambda seconds=seconds, share=share: narratives(seconds, share, found),  # type: ignore[misc]
            )
        timed(
            f"retold, another talk, {seconds} s",
            lambda seconds=seconds: narratives(seconds, 0.6, found, foreign=True),  # type: ignore[misc]
        )
    timed("transcript, 10 % altered", lambda: transcripts(found))
    for seconds in (120, 300):
        digests(found, seconds)
    long_talk()


if __name__ == "__main__":
    main()
