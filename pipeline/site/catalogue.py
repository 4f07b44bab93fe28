"""The catalogue: every episode of an output folder on one page, to search and filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, overload

from pipeline.model import File
from pipeline.site.embed import policy, read_part, render, script_of
from pipeline.site.view import language_name

_SCRIPTS = ("common.js", "catalogue.js")
_TAGS_SHOWN = 24


def compose_catalogue(entries: Sequence[Mapping[str, Any]]) -> File:
    """Return `index.html` of the output folder.

    Args:
        entries: What the manifest says of each episode. `titles` and `summary` (tag → text) are
            searched and shown where an entry has them, `title` in any case.
    """
    head, body = script_of("theme.js"), script_of(*_SCRIPTS)
    style = read_part("base.css") + read_part("catalogue.css")
    cards = _Cards(entries)
    tags = Counter(tag for card in cards for tag in card["tags"])
    values = {
        "policy": policy(scripts=(head, body), styles=(style,)),
        "head_script": head,
        "body_script": body,
        "style": style,
        "cards": cards,
        "languages": [
            {"tag": tag, "name": language_name(tag)}
            for tag in dict.fromkeys(tag for card in cards for tag in card["tags_of_languages"])
        ],
        "channels": sorted({card["channel"] for card in cards} - {""}, key=str.casefold),
        "tags": [tag for tag, _ in sorted(tags.items(), key=lambda t: (-t[1], t[0].casefold()))],
        "tags_shown": _TAGS_SHOWN,
        "total_ms": sum(card["duration_ms"] for card in cards),
    }
    return File("index.html", render("catalogue.html", values))


class _Cards(Sequence[dict[str, Any]]):
    """What the page says of each episode, by title; made anew for each look, to hold but one."""

    def __init__(self, entries: Sequence[Mapping[str, Any]]) -> None:
        self._entries = entries
        places = [(entry["title"].casefold(), entry["slug"]) for entry in entries]
        self._order = sorted(range(len(places)), key=lambda number: places[number])

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(index, slice):
            return [_card(self._entries[number]) for number in self._order[index]]
        return _card(self._entries[self._order[index]])


def _card(entry: Mapping[str, Any]) -> dict[str, Any]:
    source = entry["source_language"]
    summary = entry.get("summary", {})
    languages = list(dict.fromkeys((source, *entry["languages"])))
    # In the order of the languages: a manifest keeps no order of its own in an object.
    given = {source: entry["title"], **entry.get("titles", {})}
    titles = {tag: given[tag] for tag in languages if tag in given}
    findings = entry.get("findings", {})
    searched = [
        *titles.values(),
        *(summary[tag] for tag in sorted(summary)),
        entry["channel"],
        *entry["tags"],
    ]
    return {
        "slug": entry["slug"],
        "title": entry["title"],
        "source": source,
        "others": [(tag, text) for tag, text in titles.items() if tag != source],
        "summary": summary.get(source, ""),
        "channel": entry["channel"],
        "published": entry.get("published", ""),
        "duration_ms": entry.get("duration_ms") or 0,
        "tags": list(entry["tags"]),
        "tags_of_languages": languages,
        "languages": [(tag, language_name(tag)) for tag in languages],
        "searched": " ".join(searched),
        "to_repair": findings.get("error", 0),
        "to_check": findings.get("warning", 0),
    }
