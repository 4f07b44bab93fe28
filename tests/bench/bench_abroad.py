"""Measure `--captions` in another language than the text: what is placed, and how much of it wrong.

python -m tests.bench.bench_abroad

English sentences with real times are looked up in the Dutch or Chinese captions that people wrote
for the same talk, and the other way round: by the words that both languages share, and by a
translation (Chinese by a public engine, Dutch by the people who wrote the captions, so that the
Dutch figures are the best that can be).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.model import Caption, Document, Episode, Kind, Reference, Section, Timing
from pipeline.reference import with_reference
from pipeline.stages.align import align
from pipeline.timing.paraphrase import Paraphrases
from pipeline.timing.words import heard_words
from tests.bench.timed_talks import SHARED, captions

WRONG_MS = 5_000
SECONDS = (120, 300, 3_000)
CAPTIONS = ("community.srt", "china_community.srt", "simplified_community.srt")
_LONGEST_MS = 30_000
"""A talk whose sentences last longer on average has no times of its sentences."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk in English and one more language.

    Attributes:
        ours: English captions.
        theirs: Captions in the other language.
        starts: English sentences with their real starts in milliseconds.
        texts: English sentence → the same in the other language, where there is one.
    """

    ours: tuple[Caption, ...]
    theirs: tuple[Caption, ...]
    starts: tuple[tuple[str, int], ...]
    texts: Mapping[str, str]


def talks(folder: str, field: str, space: str) -> list[Talk]:
    """Return the talks with captions in a language, and translations from a field of its file."""
    found = []
    for place in sorted(SHARED.glob(f"3b1b/*/{folder}")):
        files = [place / name for name in CAPTIONS if (place / name).exists()]
        if files and (place / "sentence_translations.json").exists():
            found.append(_talk(place, files[0], field, space))
    return [one for one in found if one.starts and one.texts]


def _talk(place: Path, theirs: Path, field: str, space: str) -> Talk:
    rows = json.loads((place.parent / "english/sentence_timings.json").read_text())
    starts = tuple((" ".join(text.split()), round(start * 1_000)) for text, start, _ in rows)
    if (starts[-1][1] - starts[0][1]) / len(starts) > _LONGEST_MS:
        starts = ()
    known = {text for text, _ in starts}
    texts = {
        key: space.join(row[field].split())
        for row in json.loads((place / "sentence_translations.json").read_text())
        if row.get(field) and (key := " ".join(row["input"].split())) in known
    }
    return Talk(captions(place.parent / "english/captions.srt"), captions(theirs), starts, texts)


Asked = Callable[[Talk], tuple[Sequence[Caption], Sequence[tuple[str, int]]]]
"""Gives the captions to look in, and the sentences to look up with their real starts."""


def english_in_theirs(talk: Talk) -> tuple[Sequence[Caption], Sequence[tuple[str, int]]]:
    """Ask for English sentences in captions of the other language."""
    return talk.theirs, talk.starts


def translation_in_theirs(talk: Talk) -> tuple[Sequence[Caption], Sequence[tuple[str, int]]]:
    """Ask for translations of the English sentences in captions of the same language."""
    return talk.theirs, [(talk.texts[t], start) for t, start in talk.starts if t in talk.texts]


def theirs_in_english(talk: Talk) -> tuple[Sequence[Caption], Sequence[tuple[str, int]]]:
    """Ask for sentences of the other language in English captions."""
    return talk.ours, [(talk.texts[t], start) for t, start in talk.starts if t in talk.texts]


def placed(
    found: Sequence[Talk], asked: Asked, language: str, *, foreign: bool, other: bool = False
) -> str:
    """Return how many sentences find a place, and how many of these are wrong.

    `other` asks for them in the captions of another talk, so that every place is wrong.
    """
    total, errors = 0, []
    for index, talk in enumerate(found):
        shown = asked(found[index - 1] if other else talk)[0]
        heard = heard_words(shown)
        places = Paraphrases(heard, foreign=foreign)
        for first, inside in _sections(asked(talk)[1]):
            last = first[1] + 3_000
            low, high = heard.index_at(first[0] - 3_000), heard.index_at(last)
            texts = [text for text, _ in inside]
            total += len(texts)
            for (text, start), one in zip(
                inside, places.in_order(texts, first=low, last=high), strict=True
            ):
                if one is not None:
                    errors.append(abs(places.begins_ms(text, one, language=language) - start))
    return _row(total, errors)


def _sections(
    sentences: Sequence[tuple[str, int]],
) -> Iterator[tuple[tuple[int, int], Sequence[tuple[str, int]]]]:
    """Yield sections of several lengths, each with the sentences that begin in it."""
    for seconds in SECONDS:
        for first in range(0, sentences[-1][1] + 1, seconds * 1_000):
            last = first + seconds * 1_000
            inside = [one for one in sentences if first <= one[1] < last]
            if inside:
                yield (first, last), inside


def _row(total: int, errors: list[int]) -> str:
    errors.sort()
    wrong = sum(error > WRONG_MS for error in errors) / max(1, len(errors))
    middle = errors[len(errors) // 2] / 1_000 if errors else 0.0
    return (
        f"asked {total:5}  placed {100 * len(errors) / max(1, total):5.1f} %  "
        f"median {middle:5.2f} s  wrong {100 * wrong:5.2f} %"
    )


def document(talk: Talk, seconds: int) -> Document:
    """Return a digest that tells a talk in its own words, in sections of so many seconds."""
    last = talk.starts[-1][1]
    parts = []
    for first in range(0, last + 1, seconds * 1_000):
        inside = [one for one in talk.starts if first <= one[1] < first + seconds * 1_000]
        if inside:
            text = " ".join(text for text, _ in inside)
            parts.append(Section("", inside[0][1] // 1_000 * 1_000, text))
    length = max(last, talk.theirs[-1].span.end_ms) + 1_000
    return Document("Talk", "digest", duration_ms=length, sections=tuple(parts))


def timed(found: Sequence[Talk], language: str, *, how: str) -> str:
    """Return how English text is timed that stands beside captions in another language."""
    errors, held, near, far = [], 0, 0, 0
    for talk in found:
        made = document(talk, 300)
        if how != "without":
            known = talk.texts if how == "by translation" else {}
            made = replace(made, reference=Reference("c", talk.theirs, language, known))
        truth = dict(talk.starts)
        often = {text: sum(one == text for one, _ in talk.starts) for text in truth}
        timeline = align(Episode(made, "en", 1.0, "t"))
        known_ones = [s for s in timeline.sentences if often.get(s.text) == 1]
        for one in known_ones:
            errors.append(abs(one.span.start_ms - truth[one.text]))
            held += errors[-1] <= one.max_error_ms + 500
            anchored = one.timing is Timing.ANCHORED and one.kind is Kind.NARRATIVE
            near += anchored
            far += anchored and errors[-1] > WRONG_MS
    count = len(errors)
    errors.sort()
    return (
        f"n={count:5}  median {errors[count // 2] / 1_000:5.2f} s  "
        f"p90 {errors[count * 9 // 10] / 1_000:5.2f} s  anchored {100 * near / count:5.1f} %  "
        f"of these wrong {100 * far / max(1, near):5.2f} %  bound held {100 * held / count:6.2f} %"
    )


def chosen(found: Sequence[Talk], language: str) -> str:
    """Return how often captions go to their talk among all, to none, and to another."""
    pages = [document(talk, 300) for talk in found]
    right = none = 0
    for index, talk in enumerate(found):
        given = with_reference(pages, Reference("c", talk.theirs, language), language="en")
        owner = next((i for i, one in enumerate(given) if one.reference), None)
        right += owner == index
        none += owner is None
    return f"of {len(found)}: right {right}, none {none}, wrong {len(found) - right - none}"


def main() -> None:
    """Print the tables."""
    dutch, chinese = (
        talks("dutch", "from_community_srt", " "),
        talks("chinese", "translatedText", ""),
    )
    for found, tag, name in ((dutch, "nl", "Dutch"), (chinese, "zh-Hans", "Chinese")):
        for other in (False, True):
            where = " of another talk" if other else ""
            for title, asked, language, foreign in (
                (f"English in {name} captions", english_in_theirs, "en", True),
                (f"{name} in English captions", theirs_in_english, tag, True),
                (f"translated, {name} captions", translation_in_theirs, tag, False),
            ):
                row = placed(found, asked, language, foreign=foreign, other=other)
                print(f"{title + where:44} {row}")
        for how in ("without", "by shared words", "by translation"):
            print(f"{'300 s sections, ' + how:44} {timed(found, tag, how=how)}")
        print(f"{'captions given to one of all talks':44} {chosen(found, tag)}\n")


if __name__ == "__main__":
    main()
