"""Where a heading ends and its narrative begins, when nothing but grammar says so.

A flattened page writes `## [04:32] Video World Models Fan explains how …`. Every place where
the narrative could begin is given points for what stands before it (does a heading end like
this?) and after it (does a sentence begin like this?); the best place wins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.readers.digest import grammar
from pipeline.readers.digest.names import NO_NAMES, Names, bare, capital

_WORD = re.compile(r"\S+")
_REACH = 600
_MOST_WORDS = 18
_HEADING_ALONE = 12
_CLOSED = (".", "!", "?", "…", "。", "！", "？", '"', "”", "*")
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_REPORTED = re.compile(
    r"[A-Za-z][\w.'’\- ]{0,40} ?"
    r"(?:认为|介绍|解释|指出|讲|谈|分享|表示|强调|描述|讨论|提到|回顾|说|分析|主张)"
)
_FIRST_LINE = re.compile(r"[ \t]*([^\n]*)\n")
_BOLD = re.compile(r"\s*\*\*([^*\n]{1,200})\*\*[:.]?(?=\s)")
_WORST = -4.0
_LONGEST_LINE = 120
_LINKING = grammar.PREPOSITIONS | grammar.ARTICLES | grammar.CONJUNCTIONS
_PARTICLES = frozenset("around down in off on out over through up".split())
_NEVER_LAST = grammar.ARTICLES | grammar.CONJUNCTIONS | grammar.QUESTIONS


def split_heading(text: str, *, names: Names = NO_NAMES) -> tuple[str, str]:
    """Return the heading and the narrative of a section's text.

    A line break or bold type after the heading decides. Otherwise the best boundary among
    the first words is taken; where none is believable the heading is empty, so that no part
    of a sentence passes for one.

    >>> split_heading("Customer Wins The first shop to sign up sold bicycles.")
    ('Customer Wins', 'The first shop to sign up sold bicycles.')
    >>> split_heading("为什么缓存会说谎 缓存里的旧值往往看起来完全正确。")
    ('为什么缓存会说谎', '缓存里的旧值往往看起来完全正确。')

    Args:
        text: What follows the mark, up to the first quote or the next section.
        names: Names that the episode uses.
    """
    text = text.strip()
    match = _FIRST_LINE.match(text) or _BOLD.match(text)
    if match and len(match[1]) <= _LONGEST_LINE and not match[1].rstrip().endswith((".", "。")):
        return match[1].strip(), text[match.end() :].strip()
    cut = _cut_cjk(text, names) if _is_cjk(text) else _cut(text, names)
    return text[:cut].strip(), text[cut:].strip()


def _is_cjk(text: str) -> bool:
    start = text[:60]
    return len(_CJK.findall(start)) * 4 > len(start.replace(" ", ""))


def _cut(text: str, names: Names) -> int:
    matches = list(_WORD.finditer(text[:_REACH]))
    words = [match[0] for match in matches]
    if len(words) <= _HEADING_ALONE and not text.endswith(_CLOSED):
        return len(text)
    places = range(1, min(_MOST_WORDS, len(words)))
    scored = [(_score(words, place, names), -place) for place in places if capital(words[place])]
    best, place = max(scored, default=(_WORST, 0))
    return matches[-place].start() if best > _WORST else 0


def _score(words: Sequence[str], place: int, names: Names) -> float:
    heading, sentence = words[:place], words[place:]
    return (
        _ending_score(heading)
        + _length_score(heading)
        + _casing_score(heading, names)
        + _opening_score(sentence, names)
        - _torn_names(words, place, names)
    )


def _ending_score(heading: Sequence[str]) -> float:
    word = heading[-1]
    last = bare(word).lower() or word
    if word.endswith(("?", "!")):
        return 3.0
    if word.endswith((",", ";", ":", "—", "–", "&", "-")) or last in _NEVER_LAST:
        return -6.0
    if last in _PARTICLES and capital(word):
        return -2.0
    if last in grammar.PREPOSITIONS or word.lower() in grammar.ABBREVIATIONS:
        return -4.5
    if last in grammar.AUXILIARIES or last in grammar.ROLES:
        return -2.0
    return (1.5 if len(heading) <= 4 else -2.0) if word.endswith(".") else 0.0


def _length_score(heading: Sequence[str]) -> float:
    count = len(heading)
    if count == 1:
        return 1.0 if bare(heading[0]).lower() in grammar.STOCK else -1.5
    return -0.4 * max(0, count - 6) - 0.4 * max(0, count - 10)


def _casing_score(heading: Sequence[str], names: Names) -> float:
    small = sum(
        not capital(word)
        and bare(word) not in grammar.FUNCTION
        and not names.length_at(heading, index)
        for index, word in enumerate(heading)
    )
    large = sum(capital(word) for word in heading)
    # Title case throughout suffers from one small word; sentence case is made of them.
    return -(1.5 if large > small + 1 else 0.5) * small


def _opening_score(sentence: Sequence[str], names: Names) -> float:
    run = _capital_run(sentence)
    name = _name_length(sentence, names)
    first = bare(sentence[0]).lower()
    follower = sentence[max(run, name)] if max(run, name) < len(sentence) else ""
    score = 0.0 if follower else -3.0
    if name:
        score += 2.5 + 0.5 * (name > 1) - 1.5 * max(0, run - name)
    elif first in grammar.OPENERS:
        score += _opener_score(sentence, run, names)
    else:
        score += 1.5 - 1.5 * (run - 1)
        if sentence[0].endswith(",") and not first.endswith("ly"):
            score -= 3.0
    score -= 2.0 * sentence[0][:1].isdigit() + _stray_capitals(sentence[max(run, name) :], names)
    return score + _follower_score(follower, subject=first not in grammar.OPENERS)


def _stray_capitals(rest: Sequence[str], names: Names) -> float:
    """Points against a sentence with capitals that no name explains: a heading still runs on."""
    stray = index = 0
    while index < min(len(rest), 8):
        word = rest[index]
        named = names.length_at(rest, index)
        letters = bare(word)
        if not named and letters[:1].isupper() and not letters[1:2].isupper() and word[0].isalpha():
            stray += 1
        if word.endswith((".", "?", "!", ":")):
            break
        index += max(1, named)
    return min(4.0, 1.0 * stray)


def _opener_score(sentence: Sequence[str], run: int, names: Names) -> float:
    strange = sum(not bare(word).isupper() for word in sentence[1:run])
    if run == 1 or not strange or 1 + names.length_at(sentence, 1) >= run:
        return 3.0
    # `In 2019, …`, `Unlike Large Language Models, …`: an introductory phrase, closed by a comma.
    inside = {bare(word).lower() for word in sentence[1:run]}
    introductory = bare(sentence[0]).lower() in grammar.PREPOSITIONS
    if introductory and sentence[run - 1].endswith(",") and not inside & grammar.OPENERS:
        return 3.5
    return 1.5 - 1.0 * strange - 1.5 * bool(inside & grammar.OPENERS)


def _follower_score(word: str, *, subject: bool) -> float:
    small = bare(word).lower()
    if not subject or capital(word):
        return 0.0
    if small in grammar.REPORTING or small in grammar.AUXILIARIES:
        return 1.5
    if small in _LINKING:
        return -1.0
    return 0.5 if small.endswith(("s", "ed", "t", "de", "te")) else 0.0


def _capital_run(sentence: Sequence[str]) -> int:
    for index, word in enumerate(sentence):
        if index and not capital(word):
            return index
        if word.endswith((",", ";", ":", ".")) and word.lower() not in grammar.ABBREVIATIONS:
            return index + 1
    return len(sentence)


def _name_length(sentence: Sequence[str], names: Names) -> int:
    """Words of the name at the start, a role before it or an acronym behind it counted."""
    spelled = _spelled_out(sentence)
    if spelled:
        return spelled
    if bare(sentence[0]).lower() in grammar.ROLES:
        after_role = names.length_at(sentence, 1)
        return after_role + 1 if after_role else 0
    return names.length_at(sentence, 0)


def _spelled_out(sentence: Sequence[str]) -> int:
    """Words of `Visual Language Action (VLA)`, the acronym included, or 0."""
    for index, word in enumerate(sentence[1:9], start=1):
        if word.startswith("("):
            initials = "".join(part[:1] for part in sentence[:index])
            acronym = bare(word)
            return index + 1 if len(acronym) > 1 and acronym.upper() == initials.upper() else 0
    return 0


def _torn_names(words: Sequence[str], place: int, names: Names) -> float:
    for start in range(max(0, place - 5), place):
        if start + names.length_at(words, start) > place:
            return 5.0
        if start + _spelled_out(words[start:]) > place:
            return 5.0
    if bare(words[place - 1]).lower() in grammar.ROLES and names.length_at(words, place):
        return 3.0
    return 0.0


def _cut_cjk(text: str, names: Names) -> int:
    reach = text[:80]
    if len(text) <= 30 and not text.endswith(_CLOSED) and not re.search(r"\s", text):
        return len(text)
    places = [match.end() for match in re.finditer(r"\s+|[。！？!?]", reach) if match.start()]
    scored = [(_score_cjk(text, place, names), place) for place in places if place < len(text)]
    best, place = max(scored, default=(_WORST, 0))
    if best > _WORST:
        return place
    return next((len(stock) for stock in grammar.CJK_STOCK if text.startswith(stock)), 0)


def _score_cjk(text: str, place: int, names: Names) -> float:
    heading, sentence = text[:place].rstrip(), text[place:].lstrip()
    before, after = heading[-1:], sentence[:1]
    if not sentence:
        return _WORST
    wide = bool(_CJK.match(before)) + bool(_CJK.match(after))
    # A space between Chinese and Latin letters is often mere spacing.
    score = (-2.0, 0.0, 4.0)[wide]
    if before in "。！？!?":
        score = 3.0
    score -= 0.3 * max(0, len(heading) - 24) + 1.0 * (len(heading) < 4) * (
        heading not in grammar.CJK_STOCK
    )
    score -= 4.0 * heading.endswith(grammar.CJK_DANGLING)
    score -= 2.0 * len(re.findall(r"[，。；]", heading[:-1]))
    score += 2.0 * names.begins(sentence) + 1.0 * sentence.startswith(grammar.CJK_OPENERS)
    score += 1.5 * (_REPORTED.match(sentence) is not None)
    score -= 3.0 * sentence.startswith(("的", "年", "是", "和", "与"))
    return score - 2.0 * (len(sentence) < 8)
