"""Measure line breaks against those of people, and against words and terms to keep whole.

python -m tests.bench.bench_lines
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from math import ceil
from pathlib import Path

from pipeline.glossary.load import load
from pipeline.style import Punctuation, load_style
from pipeline.text.lines import break_lines, cut, lay_out
from pipeline.text.sentences import split_sentences
from pipeline.text.width import columns
from pipeline.timing.captions import caption_sentences
from tests.bench.chinese_words import words_entered
from tests.bench.timed_talks import SHARED, captions

GLOSSARIES = Path(__file__).parents[2] / "glossaries"
STYLE = load_style("netflix")
_JOIN = re.compile(r"\s+")
_PUNCTUATION = "，。、；：？！…”）》,.;:?!)\"'—"
PATTERNS = {"nl": "3b1b/*/dutch/*.srt", "zh-Hans": "3b1b/*/chinese/china_community.srt"}
Cut = tuple[str, list[str]]


def human_cuts(language: str) -> Iterator[Cut]:
    """Yield each sentence that people spread over lines or cues, and their pieces."""
    for path in sorted(SHARED.glob(PATTERNS[language])):
        made = captions(path)
        lines = [line for caption in made for line in caption.text.split("\n")]
        at = 0
        for sentence in caption_sentences(made, language=language):
            bare = _JOIN.sub("", sentence.text)
            pieces: list[str] = []
            size = 0
            while at < len(lines) and size < len(bare):
                pieces.append(lines[at])
                size += len(_JOIN.sub("", lines[at]))
                at += 1
            if size == len(bare) and len(pieces) > 1:
                yield sentence.text, pieces
            elif size != len(bare):
                return


def ends(pieces: Sequence[str]) -> set[int]:
    """Return after how many characters, blanks left out, each piece but the last ends."""
    return set(list(accumulate(len(_JOIN.sub("", piece)) for piece in pieces))[:-1])


def ours(text: str, language: str) -> list[str]:
    """Return our lines, punctuation kept."""
    limits = STYLE.of(language)
    lines: list[str] = []
    for piece in cut(text, limits=limits, language=language):
        laid = break_lines(piece, limits=load_style("podcasting20").of(language), language=language)
        laid = laid if language.startswith("zh") else None
        lines += laid or break_lines(piece, limits=limits, language=language) or (piece,)
    return lines


def greedy(text: str, language: str) -> list[str]:
    """Return the lines of a wrapper that fills each line as far as it goes."""
    if language.startswith("zh"):
        return [text[at : at + 16] for at in range(0, len(text), 16)]
    return textwrap.wrap(text, 42)


def agreement(cuts: Sequence[Cut], language: str, *, greedily: bool) -> tuple[float, float, int]:
    """Return the share of breaks where people broke, and where they or punctuation did."""
    same = good = total = 0
    for text, pieces in cuts:
        bare, chosen = _JOIN.sub("", text), ends(pieces)
        for end in ends(greedy(text, language) if greedily else ours(text, language)):
            total += 1
            same += end in chosen
            good += end in chosen or bare[end - 1] in _PUNCTUATION
    return same / max(1, total), good / max(1, total), total


def inside_words(cuts: Sequence[Cut], *, greedily: bool) -> tuple[int, int]:
    """Count Chinese breaks inside a Latin word, a number or a number with its measure word."""
    bad = total = 0
    inner = re.compile(r"[A-Za-z0-9][A-Za-z0-9.%]|\d[年月日个人倍元万亿%]")
    for text, _ in cuts:
        lines = greedy(text, "zh-Hans") if greedily else ours(text, "zh-Hans")
        joined, at = "".join(lines), 0
        for line in lines[:-1]:
            at += len(line)
            total += 1
            bad += bool(inner.match(joined[at - 1 : at + 1])) and joined in text
    return bad, total


def entered(cuts: Sequence[Cut], *, greedily: bool) -> tuple[int, int]:
    """Count Chinese breaks inside a common word, by a list that the breaker does not have."""
    bad = total = 0
    for text, _ in cuts:
        chosen = ends(greedy(text, "zh-Hans") if greedily else kept_whole(text))
        total += len(chosen)
        bad += len(words_entered(_JOIN.sub("", text), chosen))
    return bad, total


def kept_whole(text: str) -> list[str]:
    """Return our Chinese lines with all their punctuation."""
    limits = replace(STYLE.of("zh-Hans"), punctuation=Punctuation.KEEP)
    laid = lay_out(text, limits=limits, language="zh-Hans")
    return [line for _, lines in laid for line in lines]


def even(text: str, count: int, language: str) -> list[str]:
    """Return `count` pieces of about equal length, cut without a look at the words' meaning."""
    if language.startswith("zh"):
        return [text[len(text) * n // count : len(text) * (n + 1) // count] for n in range(count)]
    pieces: list[list[str]] = [[]]
    at = 0
    for word in text.split():
        if (
            pieces[-1]
            and len(pieces) < count
            and at + len(word) / 2 > len(text) * len(pieces) / count
        ):
            pieces.append([])
        pieces[-1].append(word)
        at += len(word) + 1
    return [" ".join(piece) for piece in pieces]


def same_number(cuts: Sequence[Cut], language: str) -> tuple[float, float, int]:
    """Return the share of breaks where people broke, ours and of an even cut, of as many as theirs.

    Each sentence is cut into as many pieces as people cut it into, none longer than their longest.
    """
    mine = plain = total = 0
    for text, pieces in cuts:
        widest = max(columns(piece, language=language) for piece in pieces)
        limits = replace(STYLE.of(language), characters_per_line=max(4, ceil(widest)), lines=1)
        chosen, count = ends(pieces), len(pieces)
        mine += len(ends(cut(text, limits=limits, language=language, pieces=count)) & chosen)
        plain += len(ends(even(text, count, language)) & chosen)
        total += count - 1
    return mine / max(1, total), plain / max(1, total), total


def glossary_forms() -> tuple[re.Pattern[str], int]:
    """Return a pattern of the Chinese forms of the glossaries, longest first, and their number."""
    terms = load(sorted(GLOSSARIES.glob("*.csv"))).terms
    forms = {form for term in terms for form in term.occurring("zh-Hans") if len(form) > 1}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile("|".join(map(re.escape, ordered))), len(ordered)


def terms_entered(
    texts: Sequence[str], known: re.Pattern[str], *, keep: bool
) -> tuple[int, int, list[str]]:
    """Count Chinese cues with a glossary term, and breaks of line or cue inside one.

    Args:
        texts: Sentences.
        known: Matches a term.
        keep: Tell the breaker which terms are in the sentence, as is done for a translation.
    """
    limits = replace(STYLE.of("zh-Hans"), punctuation=Punctuation.KEEP)
    cues, entered = 0, []
    for written in texts:
        text = " ".join(written.split())
        found = list(known.finditer(text))
        terms = tuple(dict.fromkeys(match[0] for match in found)) if keep else ()
        at = 0
        inner = {n: match[0] for match in found for n in range(match.start() + 1, match.end())}
        for _, lines in lay_out(text, limits=limits, language="zh-Hans", keep=terms):
            cues += any(match[0] in line for match in found for line in lines)
            for line in lines:
                at = text.index(line, at) + len(line)
                entered += [inner[at]] if at in inner else []
    return cues, len(entered), sorted(set(entered))


def main() -> None:
    """Print the tables."""
    print("breaks where people broke / there or after punctuation; at their number of breaks")
    for language in PATTERNS:
        cuts = list(human_cuts(language))
        for name, greedily in (("ours", False), ("greedy", True)):
            same, good, total = agreement(cuts, language, greedily=greedily)
            print(f"{language:8}{name:7} {100 * same:5.1f} % / {100 * good:5.1f} %  n={total}")
        mine, plain, total = same_number(cuts, language)
        print(
            f"{language:8}as many {100 * mine:5.1f} % (cut evenly {100 * plain:.1f} %)  n={total}"
        )
    spoken = [
        sentence.text
        for path in sorted(SHARED.glob("zh-srt/*.srt"))
        for sentence in caption_sentences(captions(path), language="zh-Hans")
    ]
    for name, greedily in (("ours", False), ("greedy", True)):
        bad, total = entered([*cuts, *((text, [""]) for text in spoken)], greedily=greedily)
        print(f"zh-Hans {name}: {bad} of {total} breaks inside a common word")
        parts = inside_words(cuts, greedily=greedily)
        print(f"zh-Hans {name}: {parts[0]} of {parts[1]} breaks inside a Latin word or number")
    known, forms = glossary_forms()
    texts = [text for text, _ in cuts] + spoken + sample_texts()
    for name, keep in (("as a translation", True), ("terms not told", False)):
        cues, bad, which = terms_entered(texts, known, keep=keep)
        print(
            f"zh-Hans {name}: {bad} breaks inside one of {forms} glossary forms "
            f"in {cues} cues with one: {' '.join(which[:20])}"
        )


def sample_texts() -> list[str]:
    """Return the Chinese of our own sample page."""
    page = (Path(__file__).parents[2] / "samples" / "page.txt").read_text(encoding="utf-8")
    lines = [line for line in page.split("\n") if len(re.findall("[\u4e00-\u9fff]", line)) > 10]
    return [part for line in lines for part in split_sentences(line, language="zh-Hans")]


if __name__ == "__main__":
    main()
