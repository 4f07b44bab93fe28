"""Articles around a talk: summary, takeaways, vocabulary, then the transcript without times.

The parts come in any order and any of them may be missing, but for one that marks the text as
an article: takeaways behind emoji, or a vocabulary whose lines look like
`3. niche [niːʃ] - (n.) - A small market. - Synonyms: (segment, market)`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from pipeline.errors import InputError
from pipeline.model import Document, Finding, Severity, Source, Vocabulary

_NUMBERED = re.compile(r"(?:\d{1,3}[.)、]|[-*•])\s+")
_SOUND = re.compile(r"\[[^\[\]\n]{0,80}\]|/[^/\s][^/\n]{0,60}/")
_PART = re.compile(r"\s*[-–—:：]?\s*[(（]([^()（）\n]{1,30})[)）]")
_SYNONYMS = re.compile(
    r"\s*[-–—.;]?\s*(?:synonyms?|synoniemen|synoniem|同义词|近义词)\s*[:：]\s*", re.I
)
_EMOJI = re.compile(
    r"[\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff\u3030\U0001f000-\U0001faff]"
    r"[\ufe0e\ufe0f\u20e3\u200d\U0001f3fb-\U0001f3ff]*"
)
_LEADING_EMOJI = re.compile(rf"(?:{_EMOJI.pattern}\s*)+")
_FURNITURE = re.compile(
    r"\b(?:turn on the cc|cc button|view the subtitles?|turn on (?:the )?(?:captions|subtitles)"
    r"|like and subscribe|subscribe to (?:our|the|my) channel|zet de ondertiteling aan"
    r"|ondertiteling in te schakelen|abonneer je op)\b"
    r"|打开字幕|开启字幕|CC\s*按钮|订阅(?:我们的)?频道",
    re.IGNORECASE,
)
_LABEL_WORDS = re.compile(
    r"takeaways?|vocabular|phrases|key points|highlights|summary|transcript|keywords|inzichten"
    r"|kernpunten|woordenlijst|begrippen|samenvatting|trefwoorden"
    r"|要点|词汇|摘要|总结|关键词|全文|逐字稿",
    re.IGNORECASE,
)
_KEYWORD_LABEL = re.compile(r"(?:keywords|tags|topics|trefwoorden|关键词|标签)\s*[:：]\s*", re.I)
_SUMMARY_LABEL = re.compile(r"summary|samenvatting|摘要|概述|总结", re.IGNORECASE)
_TRANSCRIPT_LABEL = re.compile(
    r"transcript|full text|volledige tekst|全文|逐字稿|文字稿", re.IGNORECASE
)
_PLACEHOLDER = re.compile(r"(?:ext\.?\s*)?pronunciation", re.I)
_CLOSED = (".", "!", "…", "。", "！", ":", "：", ",", ";", "；", "，")
_TITLE_WORDS = 24
_TITLE_LENGTH = 160


@dataclass(slots=True)
class _Article:
    title: str = ""
    summary: list[str] = field(default_factory=list)
    takeaways: list[str] = field(default_factory=list)
    vocabulary: list[Vocabulary] = field(default_factory=list)
    transcript: list[str] = field(default_factory=list)
    tags: tuple[str, ...] = ()
    furniture: list[str] = field(default_factory=list)
    spoken: bool | None = None
    """What a label or the title said of the prose below it: speech, summary, or nothing."""


def recognise(source: Source) -> float:
    """Return how sure it is that the text is an article, 0 to 1."""
    if "-->" in source.text[:2_000]:
        return 0.0
    lines = [line.strip() for line in source.text.split("\n")]
    words = sum(_vocabulary(line) is not None for line in lines if len(line) < 1_000)
    points = sum(_LEADING_EMOJI.match(line) is not None for line in lines)
    labelled = any(_is_label(line) for line in lines)
    if words:
        return 0.9 if words > 1 or labelled else 0.6
    return 0.6 if points > 1 and labelled else 0.0


def read(source: Source) -> tuple[Document, ...]:
    """Return the one document that an article is.

    Raises:
        InputError: nothing in it is text of an article.
    """
    article = _Article()
    blocks = [block.strip("\n") for block in re.split(r"\n[ \t]*\n", source.text) if block.strip()]
    blocks = _take_keywords(article, blocks)
    waiting = False
    for index, block in enumerate(blocks):
        waiting = _place(article, block, blocks[index + 1 : index + 2], waiting=waiting)
    _settle(article)
    _drop_placeholders(article)
    if not (article.summary or article.transcript or article.takeaways or article.vocabulary):
        raise InputError(source.name, "no text of an article found", remedy="check the file")
    return (
        Document(
            title=article.title or PurePath(source.name).stem or "untitled",
            reader="article",
            summary="\n\n".join(article.summary),
            takeaways=tuple(article.takeaways),
            vocabulary=tuple(article.vocabulary),
            transcript=tuple(article.transcript),
            tags=article.tags,
            findings=tuple(_findings(article)),
        ),
    )


def _findings(article: _Article) -> list[Finding]:
    if not article.furniture:
        return []
    listed = ", ".join(f"“{line}”" for line in article.furniture)
    message = f"belongs to the page, left out: {listed}"
    return [Finding("page-furniture", Severity.INFO, article.title or "page", message)]


def _place(article: _Article, block: str, following: list[str], *, waiting: bool) -> bool:
    """Put a block where it belongs; return whether the next one is a word's context."""
    lines = [line.strip() for line in block.split("\n") if line.strip()]
    if any(_LEADING_EMOJI.match(line) for line in lines):
        _take_points(article, lines)
        return False
    entries = [_vocabulary(line) for line in lines]
    if entries[0] is not None:
        article.vocabulary.append(entries[0])
        for line, entry in zip(lines[1:], entries[1:], strict=True):
            if entry is not None:
                article.vocabulary.append(entry)
            else:
                _add_context(article, line)
        return entries[-1] is not None
    if _is_label(block):
        article.furniture.append(block)
        spoken = _TRANSCRIPT_LABEL.search(block) is not None
        article.spoken = True if spoken else False if _SUMMARY_LABEL.search(block) else None
        return False
    if waiting and not _is_foreign(block, following, article.vocabulary[-1]):
        _add_context(article, " ".join(lines))
    else:
        _take_prose(article, lines, following)
    return False


def _is_foreign(block: str, following: list[str], entry: Vocabulary) -> bool:
    """Say whether a line is a title and not the context of a word: the word is not in it."""
    if not _is_title(block) or not following or _vocabulary(following[0]) is not None:
        return False
    spoken = block.lower().replace("-", " ")
    parts = entry.word.lower().replace("-", " ").split()
    return not any(part[: max(4, len(part) - 3)] in spoken for part in parts if len(part) > 2)


def _take_prose(article: _Article, lines: list[str], following: list[str]) -> None:
    kept = []
    for line in lines:
        if _FURNITURE.search(line) and len(line) < 200:
            article.furniture.append(line)
        else:
            kept.append(line)
    text = " ".join(kept)
    if not text:
        return
    heading = text.lstrip("#").strip() if text.startswith("#") else text
    if not article.title and _is_title(heading) and following:
        article.title = heading
        parts = article.summary or article.vocabulary or article.takeaways
        article.spoken = True if parts else None
        return
    later = article.spoken is None and (article.takeaways or article.vocabulary)
    if article.spoken or later:
        article.transcript.append(text)
    else:
        article.summary.append(text)


def _settle(article: _Article) -> None:
    """Read prose without a place of its own as the transcript when nothing else was said."""
    others = article.transcript or article.vocabulary or article.takeaways
    if others or article.spoken is False:
        return
    article.summary, article.transcript = [], article.summary


def _take_keywords(article: _Article, blocks: list[str]) -> list[str]:
    """Take the keywords off the end."""
    if len(blocks) < 2:
        return blocks
    last = " ".join(blocks[-1].split())
    label = _KEYWORD_LABEL.match(last)
    parts = [part.strip() for part in re.split(r"[,，、;；]", last[label.end() if label else 0 :])]
    short = all(0 < len(part.split()) <= 4 and len(part) <= 40 for part in parts)
    if short and (label or len(parts) >= 3) and not last.endswith((".", "!", "?", "。")):
        article.tags = tuple(parts)
        if label:
            article.furniture.append(label[0].strip())
        return blocks[:-1]
    return blocks


def _take_points(article: _Article, lines: list[str]) -> None:
    fresh = False
    for line in lines:
        mark = _LEADING_EMOJI.match(line)
        text = line[mark.end() :].strip() if mark else line
        if _FURNITURE.search(text) and len(text) < 200:
            article.furniture.append(text)
        elif mark:
            article.takeaways += [text] if text else []
            fresh = not text
        elif fresh or not article.takeaways:
            article.takeaways.append(text)
            fresh = False
        elif _is_label(text):
            article.furniture.append(text)
        else:
            article.takeaways[-1] += " " + text


def _drop_placeholders(article: _Article) -> None:
    """Empty a pronunciation that only says that there is one elsewhere."""
    for index, entry in enumerate(article.vocabulary):
        if _PLACEHOLDER.fullmatch(entry.pronunciation):
            article.furniture.append(entry.pronunciation)
            article.vocabulary[index] = replace(entry, pronunciation="")


def _add_context(article: _Article, text: str) -> None:
    entry = article.vocabulary[-1]
    article.vocabulary[-1] = replace(entry, context=f"{entry.context} {text}".strip())


def _vocabulary(line: str) -> Vocabulary | None:
    """Return the word that a line explains, or None where it explains none."""
    number = _NUMBERED.match(line)
    if number is None:
        return None
    rest = line[number.end() :]
    sound = _SOUND.search(rest[:200])
    start = sound.end() if sound else 0
    part = _PART.search(rest[start : start + 80])
    if part is None or not (sound or _SYNONYMS.search(rest)):
        return None
    if sound and rest[start : start + part.start()].strip():
        return None
    word = rest[: sound.start() if sound else part.start()].strip(" -–—:：*")
    if not word or len(word) > 80:
        return None
    explained = rest[start + part.end() :].lstrip(" -–—:：")
    synonyms = _SYNONYMS.search(explained)
    definition = explained[: synonyms.start()] if synonyms else explained
    listed = explained[synonyms.end() :].strip(" .()（）") if synonyms else ""
    ended = "." if synonyms and synonyms[0].lstrip().startswith(".") else ""
    return Vocabulary(
        word=word,
        pronunciation=sound[0].strip("[]/ ") if sound else "",
        part_of_speech=part[1].strip(),
        definition=definition.strip() + ended,
        synonyms=tuple(s.strip() for s in re.split(r"[,，、;]", listed) if s.strip()),
    )


def _is_label(block: str) -> bool:
    text = block.strip().strip("#* ")
    short = len(text.split()) <= 8 and len(text) <= 70 and "\n" not in text
    return (
        short
        and _LABEL_WORDS.search(text) is not None
        and (text.endswith((":", "：")) or len(text.split()) <= 3)
    )


def _is_title(block: str) -> bool:
    short = len(block) <= _TITLE_LENGTH and len(block.split()) <= _TITLE_WORDS
    return short and "\n" not in block and not block.endswith(_CLOSED)
