"""What a file's name says about what is in it: a title, perhaps a language."""

from __future__ import annotations

import re
from pathlib import PurePath

from pipeline.errors import UsageError
from pipeline.languages import language_tag
from pipeline.model import Finding, Severity

_SUFFIXES = frozenset(
    "srt vtt sbv lrc ass json txt text md markdown html htm xhtml xml rss atom tsv csv psc ffmeta "
    "ini "
    "chapters chapter transcript transcription shownotes notes captions subtitles episode feed mp3 "
    "m4a m4b aac ogg opus oga flac wav mp4 m4v mkv mov webm avi".split()
)
_TAG = re.compile(r"[a-z]{2,3}(?:[-_](?:hans|hant|[a-z]{2}))?", re.IGNORECASE)
_OTHERS = frozenset(
    "ar bg bn ca cs da de el es et fa fi fr he hi hr hu id it ja ko lt lv ms nb no pl pt ro ru sk "
    "sl "
    "sr sv sw ta th tr uk ur vi zh-hant zh-tw zh-hk".split()
)


def parts_of_name(name: str) -> tuple[str, str]:
    """Return the title and the language tag that a file name holds; the tag may be empty.

    >>> parts_of_name("talks/bees-and-honey.nl.srt"), parts_of_name("ep_12.mp3.srt")
    (('bees and honey', 'nl'), ('ep 12', ''))
    """
    stem = PurePath(name.replace("\\", "/")).name
    language = ""
    for _ in range(4):
        shorter, _, suffix = stem.rpartition(".")
        spoken = _TAG.fullmatch(suffix) and _is_ours(suffix)
        if not shorter or not (spoken or suffix.lower() in _SUFFIXES):
            break
        language = language or (language_or_nothing(suffix) if spoken else "")
        stem = shorter
    title = " ".join(re.split(r"[\s_]+|(?<=[^\W\d])-(?=\w)|(?<=\w)-(?=[^\W\d])", stem)).strip()
    return title if title.strip("-<> ") else "untitled", language


def name_findings(name: str, *, titled: bool) -> tuple[Finding, ...]:
    """Return what a reader reports about a name: a title taken from it, a language not served."""
    found = []
    if not titled:
        words = "no title in it; the name of the file is taken"
        found.append(Finding("title-from-file-name", Severity.INFO, "title", words))
    for suffix in PurePath(name).name.lower().replace("_", "-").split(".")[1:]:
        if suffix in _OTHERS:
            words = f"the file's name says `{suffix}`, a language that tolk does not work in"
            found.append(Finding("language-not-served", Severity.WARNING, "language", words))
    return tuple(found)


def language_or_nothing(text: str) -> str:
    """Return the tag of one of tolk's languages, by tag or English name, or an empty string."""
    names = {"english": "en", "dutch": "nl", "chinese": "zh", "nederlands": "nl", "中文": "zh"}
    wanted = text.strip().lower()
    if not wanted:
        return ""
    try:
        return language_tag(names.get(wanted, wanted))
    except UsageError:
        return ""


def _is_ours(suffix: str) -> bool:
    return suffix.lower().replace("_", "-") not in _OTHERS and bool(language_or_nothing(suffix))
