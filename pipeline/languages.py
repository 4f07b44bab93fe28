"""The languages tolk works in, by BCP 47 tag."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.errors import UsageError


@dataclass(frozen=True, slots=True)
class Language:
    """A language tolk reads and writes.

    Attributes:
        tag: BCP 47 tag, as in file names.
        name: English name.
        endonym: The language's own name for itself.
        joiner: What stands between two sentences.
        argos: The code that Argos packages use.
    """

    tag: str
    name: str
    endonym: str
    joiner: str
    argos: str


LANGUAGES: Mapping[str, Language] = {
    "en": Language("en", "English", "English", " ", "en"),
    "nl": Language("nl", "Dutch", "Nederlands", " ", "nl"),
    "zh-Hans": Language("zh-Hans", "Simplified Chinese", "简体中文", "", "zh"),
}
"""Every language, in the order in which they are listed to people."""

_ALIASES = {"zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-hans-cn": "zh-Hans"}


def language_tag(text: str) -> str:
    """Return the tag that `text` means; `zh` means `zh-Hans`, regions of English and Dutch go.

    >>> language_tag("zh"), language_tag("EN-us"), language_tag("nl")
    ('zh-Hans', 'en', 'nl')

    Raises:
        UsageError: tolk does not work in that language.
    """
    lowered = text.strip().replace("_", "-").lower()
    known = {tag.lower(): tag for tag in LANGUAGES} | _ALIASES
    region_free = lowered if lowered.startswith("zh") else lowered.partition("-")[0]
    tag = known.get(lowered) or known.get(region_free)
    if tag is None:
        raise UsageError(
            text, "not a language of tolk", remedy=f"choose from {', '.join(LANGUAGES)}"
        )
    return tag
