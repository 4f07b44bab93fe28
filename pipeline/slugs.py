"""Names of folders and files, from titles that come from outside.

A slug is letters and digits of any script with single hyphens between: it cannot leave its
folder, hide (`.x`), carry markup, or be a device name of Windows.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Container

_LONGEST = 80
"""Bytes of UTF-8; the longest suffix we add still leaves room below the usual limit of 255."""
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}


def slugify(title: str) -> str:
    """Return the slug of a title; never empty.

    >>> slugify("../Étude: What’s <new>?"), slugify("机器人 的 未来！"), slugify("…")
    ('etude-what-s-new', '机器人-的-未来', 'episode')
    """
    folded = unicodedata.normalize("NFKD", title).casefold()
    spaced = "".join(_kept(character) for character in folded)
    words = unicodedata.normalize("NFC", spaced).split()
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer.encode()) > _LONGEST:
            break
        slug = longer
    if words and not slug:
        slug = words[0].encode()[:_LONGEST].decode(errors="ignore")
    return f"{slug}-" + "episode" if slug in _DEVICES else slug or "episode"


def unique(slug: str, identity: str, *, taken: Container[str]) -> str:
    """Return `slug`, or where that is taken `slug-xxxxxx` with a digest of `identity`."""
    if slug not in taken:
        return slug
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()
    lengths = (length for length in range(6, 65, 2) if f"{slug}-{digest[:length]}" not in taken)
    return f"{slug}-{digest[: next(lengths)]}"


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] == "M":
        return ""
    return character if category in {"Ll", "Lu", "Lo", "Lm", "Nd"} else " "
