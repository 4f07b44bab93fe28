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
from dataclasses import dataclass, field

from pipeline.timing.matching import Finder
from pipeline.timing.paraphrase import Paraphrases
from pipeline.timing.words import Heard, heard_words
from tests.bench.timed_talks import SHARED, captions

WRONG_MS = 5_000


@dataclass(frozen=True, slots=True)
class Talk:
    """Captions, and the words really said with their real times."""

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
        yield Talk(
            heard_words(captions(folder / "captions.srt")),
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


if __name__ == "__main__":
    main()
