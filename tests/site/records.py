"""Small `episode.json` contents for tests of pages."""

from __future__ import annotations

from typing import Any

HOSTILE = (
    "<script>document.title='owned'</script>",
    "</script><img src=x onerror=document.title='owned'>",
    "<!--<script>",
    '" onmouseover="document.title=1" x="',
    "{{ 7 * 7 }} {% raw %}",
    "\u202eright to left\u202c שלום עליכם",
    "line\u2028separator\u2029paragraph",
    "../../etc/passwd",
    "javascript:alert(1)",
    "a\x00b\ud800c",
)


def sentence(text: dict[str, str], start_ms: int, **more: Any) -> dict[str, Any]:
    return {
        "start_ms": start_ms,
        "end_ms": start_ms + 4_000,
        "section": 0,
        "kind": "narrative",
        "quote": None,
        "timing": "estimated",
        "max_error_ms": 26_000,
        "text": text,
        "origin": dict.fromkeys(list(text)[1:], "engine"),
        **more,
    }


def record(**more: Any) -> dict[str, Any]:
    """An episode of two sections in English and Dutch."""
    quote = {"en": "We lost the ghost hour.", "nl": "We zijn het spookuur kwijt."}
    sentences = [
        sentence({"en": "Opening", "nl": "Opening"}, 0, kind="title", timing="stated"),
        sentence({"en": "A dataset is built.", "nl": "Er komt een dataset."}, 5_000),
        sentence({"en": "Closing", "nl": "Slot"}, 60_000, kind="title", timing="stated", section=1),
        sentence(quote, 65_000, kind="quote", quote=0, section=1, timing="stated"),
        sentence({"en": "Nobody <b>knows</b>."}, 70_000, section=1),
    ]
    cues = {
        tag: [
            {
                "start_ms": s["start_ms"],
                "end_ms": s["end_ms"],
                "lines": [s["text"][tag]],
                "section": s["section"],
                "kind": s["kind"],
                "timing": s["timing"],
                "max_error_ms": 0,
                "sentence": number,
            }
            for number, s in enumerate(sentences)
            if tag in s["text"]
        ]
        for tag in ("en", "nl")
    }
    return {
        "schema": "tolk/episode/1",
        "slug": "a-talk",
        "source_language": "en",
        "language_confidence": 0.99,
        "title": {"en": "A talk", "nl": "Een gesprek"},
        "channel": "Channel 4",
        "published": "2 days ago",
        "duration_ms": 120_000,
        "tags": ["data"],
        "summary": {"en": "One. Two.", "nl": "Een. Twee."},
        "sections": [
            {
                "start_ms": 0,
                "end_ms": 60_000,
                "timing": "stated",
                "title": {"en": "Opening", "nl": "Opening"},
                "narrative": {"en": "A dataset is built.", "nl": "Er komt een dataset."},
                "quotes": [],
            },
            {
                "start_ms": 60_000,
                "end_ms": 120_000,
                "timing": "stated",
                "title": {"en": "Closing", "nl": "Slot"},
                "narrative": {"en": "Nobody <b>knows</b>."},
                "quotes": [
                    {
                        "start_ms": 65_000,
                        "timing": "stated",
                        "max_error_ms": 0,
                        "speaker": "Ann",
                        "text": quote,
                    }
                ],
            },
        ],
        "entities": [
            {"name": "Ann", "kind": "person", "description": {"en": "Host.", "nl": "Gastvrouw."}}
        ],
        "sentences": sentences,
        "untimed": [
            {"text": {"en": "One.", "nl": "Een."}, "origin": {"nl": "engine"}},
            {"text": {"en": "Two.", "nl": "Twee."}, "origin": {"nl": "engine"}},
        ],
        "tracks": cues,
        "terms": [
            {
                "term": "dataset",
                "language": "nl",
                "expected": "dataset",
                "status": "kept",
                "found": "dataset",
                "count": 1,
            }
        ],
        "findings": [
            {"rule": "coverage", "severity": "info", "where": "en", "message": "9 %"},
            {"rule": "odd-rule", "severity": "warning", "where": "x", "message": "y"},
        ],
        "signature": {"version": "0", "engine": "none"},
        **more,
    }


def entry(**more: Any) -> dict[str, Any]:
    """What a manifest says of that episode."""
    return {
        "slug": "a-talk",
        "title": "A talk",
        "titles": {"en": "A talk", "nl": "Een gesprek"},
        "summary": {"en": "One. Two.", "nl": "Een. Twee."},
        "channel": "Channel 4",
        "published": "2 days ago",
        "tags": ["data"],
        "duration_ms": 120_000,
        "source_language": "en",
        "languages": ["en", "nl"],
        "findings": {"info": 1, "warning": 2},
        "files": {},
        **more,
    }
