"""Put the terms back where the placeholders are, so that they suit the sentence around them."""

from __future__ import annotations

import re

from pipeline.glossary.agreement import suited
from pipeline.glossary.fold import CJK, HAN, LATIN, is_latin
from pipeline.glossary.match import Match, is_plural
from pipeline.glossary.protect import Protected

_OPENING = " \"'“‘«([（【《「—–-*"
_ENDERS = ".!?…。！？"
_GLUED = {"en": ("s", "es"), "nl": ("s", "en")}
_REGULAR = re.compile(r"(?:[^\W\d_csxyzh]|[aeiou]y|[^cs\W]h)$")
_HAN = re.compile(f"[{HAN}]")
_DOUBLED = 2
_TWO_HAN = re.compile(f"[{HAN}]{{{_DOUBLED}}}")
_ARTICLE = re.compile(r"(?<![^\s\"'“‘(])([Aa])n?( [\"'“‘(]?)$")
_SPELLED_VOWEL = frozenset("AEFHILMNORSX8")
_VOWEL_SOUND = re.compile(
    r"(?!uni[^nm]|us[aei]|eu|one\b|once\b|ubi)[aeiou8]|hour|honest|heir", re.I
)
_HAN_GAPS = re.compile(f"(?<=[{CJK}]) +|(?<![ -]) +(?=[{CJK}])")
_GAPS = re.compile(r"[ \t]{2,}")
_WIDE = {",": "，", "?": "？", "!": "！", ":": "：", ";": "；", ".": "。"}
_BESIDE_HAN = re.compile(
    rf"(?<=[{CJK}]) ?([,?!:;]+)(?!/)"
    rf"|(?<=[{LATIN}%)+”’]) ?([,?!:;]+)(?= ?[{CJK}“])"
    rf"|(?<=[{CJK}]) ?(\.)(?![.\w])"
    r"|(?<=[^.\s,?!:;。]) ?([,?!:;]*[.?!])(?=[”’\"]?$)"
)
_PARENTHESES = re.compile(
    rf"(?<=[{HAN}]) ?\(([^()\n]{{1,80}})\)|\(([^()\n]{{1,80}})\)(?=[{HAN}])"
    rf"| ?\(([^()\n]{{0,40}}[{HAN}][^()\n]{{0,40}})\)"
)
_COMPOUND = re.compile(r"-[^\W\d_]+")
_ROUNDS = 6
_SOURCE_BEFORE = 40
"""Characters of the source in which its own article and adjectives are looked for."""
_OWNED = re.compile(r" ?['’](?:(s)(?![A-Za-z])|(?= ?\w))")
_POSSESSIVE = re.compile(r"(?<=[sxzSXZ])(['’])s(?![A-Za-z])")


def restore(
    translation: str, protected: Protected, *, source: str, target: str, original: str
) -> str:
    """Return a translation with its placeholders replaced by the terms in the target language.

    Args:
        translation: Has every placeholder of `protected` once.
        protected: What the engine was given.
        source: Language of the text.
        target: Language of the translation.
        original: The text before protection, for its capitals.
    """
    by_number = {slot.number: slot.match for slot in protected.slots}
    out = ""
    at = 0
    for number, start, end in protected.style.find(translation):
        match = by_number.get(number)
        if match is None:
            continue
        out += translation[at:start]
        value = in_place(match, out, original, source=source, target=target)
        out = with_article(out, value, match, original, target=target, after=translation[end:])
        owned = _possessive(translation, end, value, out) if target.startswith("zh") else 0
        at = end + owned
        out = _joined(out, value, translation[at : at + 3], target)
        if target.startswith("zh"):
            at += _doubled(value, translation, at)
        if owned and not translation[at : at + 2].lstrip().startswith("的"):
            out += "的"
    return tidy(out + translation[at:], target)


def in_place(match: Match, before: str, original: str, *, source: str, target: str) -> str:
    """Return the form of a term for its place in the sentence: number and capitals.

    Args:
        match: What stood in the source.
        before: The translation up to this place.
        original: The source sentence.
        source: Language of the source.
        target: Language of the translation.
    """
    if match.term is None:
        return match.text
    value = inflected(match, source=source, target=target)
    first = value.split(" ", maxsplit=1)[0]
    plain = first.islower() and first[0].isalpha() and not match.term.is_name
    if target not in _GLUED or not plain:
        return value
    if match.text.isupper() and len(match.text) > 1:
        return value.upper()
    head = before.rstrip(_OPENING)
    if head:  # after a full stop inside a sentence, which an abbreviation may have
        starts = head[-1] in _ENDERS and not match.text[:1].islower()
        return capitalised(value) if starts else value
    start = original.lstrip(_OPENING)[:1]
    return value if start.islower() else capitalised(value)


def capitalised(word: str) -> str:
    """Return a word with a capital; in Dutch words `ij` is one letter.

    >>> capitalised("contextvenster"), capitalised("ijkpunt")
    ('Contextvenster', 'IJkpunt')
    """
    return "IJ" + word[2:] if word.startswith("ij") else word[:1].upper() + word[1:]


def inflected(match: Match, *, source: str, target: str) -> str:
    """Return the target form of a match: its plural if that is due and known.

    A plural that the glossary lists comes first; a term that stays as it is keeps its own.
    """
    term = match.term
    if term is None:
        return match.text
    accepted = term.accepted(target)
    kept = term.keeps(source, target) and match.form in term.occurring(target)
    plain = match.form if kept else accepted[0]
    if not match.plural or target not in _GLUED:
        return plain if plain in accepted else accepted[0]
    plural = next((form for form in term.occurring(target) if is_plural(form, accepted[0])), "")
    if plural:
        return plural
    ending = match.text[len(match.form) :]
    if kept and ending.endswith("s"):
        return plain + (ending.lstrip("'’") if target == "en" else ending)
    return accepted[0] + "s" if target == "en" and _REGULAR.search(accepted[0]) else accepted[0]


def tidy(text: str, language: str) -> str:
    """Return a translation with the white space and punctuation of its language.

    Chinese has no spaces beside Han characters and full-width punctuation after them.

    >>> tidy("我们 使用 Cursor 的 上下文窗口, 很 好.", "zh-Hans")
    '我们使用Cursor的上下文窗口，很好。'
    """
    text = _GAPS.sub(" ", text.strip())
    if language == "nl":
        return _POSSESSIVE.sub(r"\1", text)
    if not language.startswith("zh") or not _HAN.search(text):
        return text
    for _ in range(_ROUNDS):  # one mark made wide may be what the next stands beside
        before, text = text, _widened(text)
        if text == before:
            break
    return text


def _widened(text: str) -> str:
    text = _PARENTHESES.sub(lambda m: f"（{m[m.lastindex or 0]}）", _HAN_GAPS.sub("", text))
    return _HAN_GAPS.sub("", _BESIDE_HAN.sub(_wide, text))


def _wide(match: re.Match[str]) -> str:
    return "".join(_WIDE[mark] for mark in match[match.lastindex or 0])


def with_article(
    before: str, value: str, match: Match, original: str, *, target: str, after: str = ""
) -> str:
    """Return the text before a term with its article, if it ends in one, made to suit.

    English `a` and `an` go by the sound that follows, Dutch `de` and `het` and the adjectives
    after them by gender and number.

    Args:
        before: The translation up to the term.
        value: The term as it will stand there.
        match: What stood in the source.
        original: The source sentence.
        target: Language of the translation.
        after: What will follow the term: a hyphen makes it part of a compound.
    """
    term = match.term
    if term is None:
        return before
    if target == "nl" and not term.is_name:
        plural = value.lower() != term.accepted(target)[0].lower()
        if match.plural != plural:  # written in the singular for want of a plural
            return before
        if compound := _COMPOUND.match(after):
            value += compound[0]
            if plural or value.endswith(("s", "en")):
                return before
        said = original[max(0, match.start - _SOURCE_BEFORE) : match.start]
        return suited(before, value, plural=plural, source_before=said)
    if target != "en" or not (found := _ARTICLE.search(before, max(0, len(before) - 8))):
        return before
    article = found[1] + ("n" if _vowel_sound(value) else "")
    return before[: found.start()] + article + found[2]


def _vowel_sound(word: str) -> bool:
    first = re.split(r"[\s-]", word, maxsplit=1)[0]
    if len(first) > 1 and first.isupper() and (len(first) < 4 or not re.search("[AEIOU]", first)):
        return first[0] in _SPELLED_VOWEL
    return _VOWEL_SOUND.match(first) is not None


def _possessive(translation: str, end: int, value: str, before: str) -> int:
    """Return the length of an English possessive that stayed behind a placeholder in Chinese."""
    found = _OWNED.match(translation, end)
    if found is None:
        return 0
    quoted = before.endswith(("'", "‘", "’"))
    owned = found[1] or (value[-1:] in {"s", "S"} and not quoted)  # Labs' is one, ‘Labs’ is none
    return found.end() - end if owned else 0


def _doubled(value: str, translation: str, at: int) -> int:
    """Return the length of what says the end of a Chinese term once more: 专家模型 and 模型."""
    rest = translation[at : at + _DOUBLED + 1].lstrip(" ")
    gap = len(translation[at : at + _DOUBLED + 1]) - len(rest)
    end = value[-_DOUBLED:]
    return gap + _DOUBLED if _TWO_HAN.fullmatch(end) and rest.startswith(end) else 0


def _joined(before: str, value: str, after: str, target: str) -> str:
    """Append a term; a letter that stuck to the placeholder is moved off by a space."""
    if is_latin(before[-1:]) and is_latin(value[:1]):
        before += " "
    if is_latin(value[-1:]) and is_latin(after[:1]):
        stuck = re.match(f"[{LATIN}]*", after)
        if stuck is None or stuck[0] not in _GLUED.get(target, ()):
            value += " "
    return before + value
