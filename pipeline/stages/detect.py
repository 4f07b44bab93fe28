"""Document → Episode: which language is it in?

Three kinds of evidence, each where it is strong. Han characters decide for Chinese, for no
other language of ours has them. Between English and Dutch, langdetect weighs letter groups,
restricted to profiles of ours (with all 55 it calls short Dutch Afrikaans and short Chinese
Korean), and function words weigh in: Dutch speech about technology is full of English nouns,
but its articles and verbs stay Dutch. Sentences vote, weighted by length, so one English quote
does not turn a Dutch episode. Where the function words of a whole document agree, letters are not
counted at all: that would be a quarter of all the work on an episode, and turn nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

from pipeline.errors import UsageError
from pipeline.fields import fields
from pipeline.languages import LANGUAGES
from pipeline.model import Document, Episode, Finding, Severity
from pipeline.text.function_words import FUNCTION_WORDS

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_WORD_WEIGHT = 3.0
"""Log-odds that one function word adds; calibrated on labelled strings, not on the documents."""
_LETTERS_WEIGHT = 0.6
_SURE = 3 * _WORD_WEIGHT
"""Log-odds beyond which the letters, worth at most 2.8, change a vote by less than 0.2 %; counting
them is the slowest part of detection."""
_SEED = 0
_VOTES = 400
"""Sentences asked per document: more change nothing and cost time."""
_ENOUGH = 20
_CLEAR = 0.9
"""Share of the votes by words alone with which a language is settled, where so many voted."""


def detect(document: Document, *, slug: str, declared: str | None = None) -> Episode:
    """Return the document as an episode in a language.

    A language that a person declared wins over one that the input declares, and that one over
    detection. Only the episode's own text is looked at, never the page around it.

    Args:
        document: As read.
        slug: Name of the episode's folder and files.
        declared: BCP 47 tag, or None to find out.
    """
    stated = declared or document.language
    if stated:
        return Episode(document, stated, 1.0, slug)
    language, confidence = detect_text(_texts(document))
    return Episode(document, language, confidence, slug)


def uncertain(episode: Episode) -> tuple[Finding, ...]:
    """Return a finding where the language is little better than a guess."""
    if episode.confidence >= 0.8:
        return ()
    message = (
        f"the language is {LANGUAGES[episode.language].name} with a confidence of only "
        f"{episode.confidence:.2f}; say `--language` where that is wrong"
    )
    return (Finding("language-uncertain", Severity.WARNING, "episode", message),)


def detect_text(sentences: Iterable[str]) -> tuple[str, float]:
    """Return the tag and the confidence (0 to 1) of a text given as sentences.

    >>> detect_text(["De agent schrijft nu zelf de pull request."])[0]
    'nl'

    Raises:
        UsageError: there is not a letter in it.
    """
    asked = list(islice(sentences, _VOTES))
    if len(asked) >= _ENOUGH:
        best, confidence = _counted(asked, lambda sentence: 0.0)
        if confidence >= _CLEAR:
            return best, confidence
    return _counted(asked, _letters)


def _counted(sentences: Sequence[str], letters: Callable[[str], float]) -> tuple[str, float]:
    votes = dict.fromkeys(LANGUAGES, 0.0)
    for sentence in sentences:
        for tag, weight in _vote(sentence, letters).items():
            votes[tag] += weight
    total = sum(votes.values())
    if not total:
        raise UsageError("text", "has no letters to tell a language by", remedy="say --language")
    best = max(votes, key=lambda tag: votes[tag])
    return best, round(votes[best] / total, 4)


def _texts(document: Document) -> Iterator[str]:
    for text in fields(document):
        yield from re.split(r"(?<=[.!?。！？])\s*|\n", text)
    for caption in document.captions:
        yield caption.text


def _vote(sentence: str, letters: Callable[[str], float]) -> dict[str, float]:
    han = len(_HAN.findall(sentence))
    words = _LATIN_WORD.findall(_HAN.sub(" ", sentence))
    if han and han * 3 >= len(words):
        return {"zh-Hans": float(han)}
    if not words:
        return {}
    dutch = _dutch_probability(sentence, [word.lower() for word in words], letters)
    length = math.sqrt(sum(map(len, words)))
    return {"nl": dutch * length, "en": (1 - dutch) * length}


def _dutch_probability(sentence: str, words: list[str], letters: Callable[[str], float]) -> float:
    nl, en = (sum(word in FUNCTION_WORDS[tag] for word in words) for tag in ("nl", "en"))
    odds = _WORD_WEIGHT * (nl - en)
    if abs(odds) < _SURE:
        odds += _LETTERS_WEIGHT * letters(sentence)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _letters(sentence: str) -> float:
    """Return langdetect's log-odds of Dutch over English from letter groups."""
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory().create()
    detector.set_max_text_length(600)
    detector.append(sentence.lower())
    try:
        found = {guess.lang: guess.prob for guess in detector.get_probabilities()}
    except LangDetectException:
        return 0.0
    floor = 1e-2
    return math.log(max(found.get("nl", 0.0), floor) / max(found.get("en", 0.0), floor))


@cache
def _factory() -> Any:
    from pathlib import Path

    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    folder = Path(PROFILES_DIRECTORY)
    factory.load_json_profile([(folder / tag).read_text(encoding="utf-8") for tag in ("en", "nl")])
    factory.set_seed(_SEED)
    return factory
