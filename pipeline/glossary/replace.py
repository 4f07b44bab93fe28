"""The last repair: put the glossary's form where the engine used a word of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.glossary.fold import LATIN, is_latin
from pipeline.glossary.job import Job
from pipeline.glossary.match import Match
from pipeline.glossary.restore import capitalised, inflected, tidy, with_article

_EDGE_MARKS = " .,;:!?\"'“”‘’()。，；：！？（）、"
_ARTICLES = re.compile(r"(?:the|an?|de|het|een|一个|这个) ?(?=\S)", re.IGNORECASE)


def lone_queries(job: Job) -> Iterator[str]:
    """Yield what to ask the engine: each lost term by itself, as found and as listed."""
    for match in job.missing:
        if match.term is not None:
            yield match.text
            yield match.form


def replaced(job: Job, lone: Mapping[str, str]) -> str:
    """Return the best plain translation with the engine's words for lost terms replaced.

    A word is replaced only if it stands there as often as the term has to.
    """
    text = job.best or ""
    counts = {id(match): count for match, count in job.wanted}
    for match in job.missing:
        if match.term is None or not any(match is m for m in job.judge(text)[0]):
            continue
        for word in _words(match, lone, job.task.target):
            changed = _swap(text, word, match, counts[id(match)], job)
            if changed is not None:
                text = changed
                break
    return text


def _words(match: Match, lone: Mapping[str, str], target: str) -> Iterator[str]:
    """Yield what the engine may have written, the surest first."""
    term = match.term
    if term is None:
        return
    yield from sorted(term.forbidden.get(target, ()), key=len, reverse=True)
    for query in (match.text, match.form):
        word = tidy(lone.get(query, ""), target).strip(_EDGE_MARKS)
        yield word
        bare = _ARTICLES.match(word)
        if bare:
            yield word[bare.end() :]
    yield match.text
    yield match.form


def _swap(text: str, word: str, match: Match, count: int, job: Job) -> str | None:
    """Replace a word by the term, if that mends the translation."""
    # A word that is most of the sentence is no word for one term in it.
    if len(word) < 2 or not any(map(str.isalnum, word)) or 5 * len(word) > 4 * len(text):
        return None
    left = f"(?<![{LATIN}])" if is_latin(word[0]) else ""
    right = f"(?![{LATIN}])" if is_latin(word[-1]) else ""
    pattern = re.compile(left + re.escape(word) + right, re.IGNORECASE)
    task = job.task
    form = inflected(match, source=task.source, target=task.target)
    spots = list(pattern.finditer(text))
    banned = match.term is not None and word in match.term.forbidden.get(task.target, ())
    if not spots or (len(spots) != count and not banned):
        return None

    out, at = "", 0
    for spot in spots:
        out += text[at : spot.start()]
        plain = form == form.lower() and match.term is not None and not match.term.is_name
        starts = not out.strip(_EDGE_MARKS)
        value = capitalised(form) if plain and starts and spot[0][:1].isupper() else form
        out = with_article(out, form, match, job.text, target=task.target, after=text[spot.end() :])
        out, at = out + value, spot.end()
    changed = tidy(out + text[at:], task.target)
    better = len(job.judge(changed)[0]) < len(job.judge(text)[0])
    return changed if better else None
