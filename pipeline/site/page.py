"""The page of one episode: captions to watch, text to read, all in one file."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from pipeline.model import File
from pipeline.site import schema_org, words
from pipeline.site.embed import policy, read_part, render, script_json, script_of
from pipeline.site.view import EpisodeView, Mentions, language_name

_SCRIPTS = ("common.js", "clock.js", "captions.js", "player.js", "text.js", "terms.js", "edit.js")
_HOST = re.compile(r"[\w.~%:@\[\]-]*")
_AUDIO = (".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac")


def compose_page(record: Mapping[str, Any], *, media: str = "", files: Sequence[str] = ()) -> File:
    """Return `<slug>/index.html`, which needs no server, no network and no other file.

    Args:
        record: The content of the episode's `episode.json`.
        media: Address of its audio or video: a URL, a path relative to the page, or an absolute
            path; `{slug}` stands for the episode's. The page plays it and nothing else fetches
            it. Empty: the reader may choose a file, or watch the captions alone.
        files: Paths of the episode's other files, inside the output folder, to link to.
    """
    slug = str(record["slug"])
    source = media_source(media.replace("{slug}", quote(slug) if "://" in media else slug))
    view = EpisodeView(record)
    head, body = script_of("theme.js"), script_of(*_SCRIPTS)
    style = read_part("base.css") + read_part("page.css")
    values = {
        "policy": policy(scripts=(head, body), styles=(style,), media=_origin(source)),
        "head_script": head,
        "body_script": body,
        "style": style,
        "record": record,
        "view": view,
        "languages": [
            {"tag": tag, "name": language_name(tag), "number": number}
            for number, tag in enumerate(view.languages)
        ],
        "parts": view.parts(),
        "mentions": Mentions(view),
        "media": source,
        "media_is_audio": urlsplit(source).path.lower().endswith(_AUDIO),
        "about_text": words.about_text(record),
        "about_times": words.about_times(record),
        "groups": words.findings_by_rule(record["findings"]),
        "rough": words.rough,
        "scores": _scores(view),
        "files": _links(files, slug),
        "seen_summary": set(),
        "page_json": script_json(_for_script(view)),
        "linked": script_json(schema_org.episode(record, duration_ms=view.duration_ms)),
    }
    return File(f"{slug}/index.html", render("page.html", values))


def media_source(media: str) -> str:
    """Return an address that a page may play from; anything but a file or the web is none.

    >>> media_source("https://example.org/a.mp3"), media_source("javascript:alert(1)")
    ('https://example.org/a.mp3', '')
    >>> media_source("/home/ann/a b.mp4"), media_source("../a b.mp4")
    ('file:///home/ann/a%20b.mp4', '../a%20b.mp4')
    """
    address = _parts(media)
    if address is None:
        return ""
    scheme = address.scheme.lower()
    if scheme in {"http", "https", "file"}:
        # The server's name goes into the page's policy, where a semicolon begins another rule.
        return media if _HOST.fullmatch(address.netloc) else ""
    if media.startswith("/"):
        return "file://" + quote(media)
    if len(scheme) == 1:
        return "file:///" + quote(media.replace("\\", "/"), safe="/:")
    return "" if scheme else quote(media)


def media_beside(media: str, folder: Path) -> str:
    """Return a path given on the command line as a page in `folder` has to write it.

    URLs and absolute paths stay as they are.
    """
    address = _parts(media)
    if not media or address is None or address.scheme or media.startswith("/"):
        return media
    return Path(os.path.relpath(media, folder)).as_posix()


def _parts(media: str) -> SplitResult | None:
    """Return the parts of an address, None where it is none."""
    try:
        return urlsplit(media)
    except ValueError:
        return None


def _origin(media: str) -> str:
    """Return the Content-Security-Policy source of an address."""
    parts = urlsplit(media)
    if not media:
        return ""
    return "file:" if parts.scheme in {"", "file"} else f"{parts.scheme}://{parts.netloc}"


def _links(files: Sequence[str], slug: str) -> list[tuple[str, str]]:
    """Return the name of each file but the page, and a short one without the slug."""
    names = sorted(path.rpartition("/")[2] for path in files)
    return [(name, name.removeprefix(f"{slug}.")) for name in names if name != "index.html"]


def _scores(view: EpisodeView) -> list[dict[str, Any]]:
    """Return how many terms are right, by language."""
    counts: dict[str, dict[str, int]] = {}
    for use in view.record["terms"]:
        figures = counts.setdefault(use["language"], {})
        figures[use["status"]] = figures.get(use["status"], 0) + int(use.get("count", 1))
    return [
        {
            "tag": tag,
            "name": language_name(tag),
            "total": sum(figures.values()),
            "right": sum(figures.values()) - figures.get("missing", 0),
            "repaired": figures.get("repaired", 0),
        }
        for tag, figures in counts.items()
    ]


def _for_script(view: EpisodeView) -> dict[str, Any]:
    """Return what the player needs to know."""
    record = view.record
    return {
        "slug": record["slug"],
        "source": view.source,
        "duration": view.duration_ms,
        "languages": [{"tag": tag, "name": language_name(tag)} for tag in view.languages],
        "cues": {
            tag: [[c["start_ms"], c["end_ms"], "\n".join(c["lines"]), c["timing"]] for c in cues]
            for tag, cues in record["tracks"].items()
        },
        "sentences": [[s["start_ms"], s["end_ms"]] for s in record.get("sentences", ())],
        "sections": [
            {"start": section["start_ms"], "title": section["title"]}
            for section in record["sections"]
            if section["start_ms"] is not None
        ],
        "terms": [{view.source: term.word, **term.expected} for term in view.terms],
    }
