"""An episode in the words of schema.org, for search engines and other programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TYPES = {"person": "Person", "organization": "Organization", "product": "Product"}


def episode(record: Mapping[str, Any], *, duration_ms: int) -> dict[str, Any]:
    """Return a `PodcastEpisode`; only stated times become clips, nothing is dated.

    See https://schema.org/PodcastEpisode and https://schema.org/Clip; offsets are in seconds.
    """
    source = record["source_language"]
    clips = [
        _clip(section, source)
        for section in record["sections"]
        if section.get("timing") == "stated" and section["title"]
    ]
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "name": record["title"].get(source, ""),
        "alternateName": [text for tag, text in record["title"].items() if tag != source],
        "inLanguage": source,
        "description": record["summary"].get(source, ""),
        "keywords": record["tags"],
        "duration": iso_duration(duration_ms) if record.get("duration_ms") else "",
        "partOfSeries": (
            {"@type": "PodcastSeries", "name": record["channel"]} if record["channel"] else ""
        ),
        "hasPart": clips,
        "mentions": [
            {"@type": _TYPES.get(entity["kind"], "Thing"), "name": entity["name"]}
            for entity in record["entities"]
        ],
    }
    return {name: value for name, value in found.items() if value}


def iso_duration(ms: int) -> str:
    """Return a duration as ISO 8601 writes it.

    >>> iso_duration(3_723_000)
    'PT1H2M3S'
    """
    minutes, seconds = divmod(ms // 1_000, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    return "PT" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0S")


def _clip(section: Mapping[str, Any], source: str) -> dict[str, Any]:
    clip = {
        "@type": "Clip",
        "name": section["title"].get(source, ""),
        "startOffset": section["start_ms"] // 1_000,
    }
    if section.get("end_ms"):
        clip["endOffset"] = section["end_ms"] // 1_000
    return clip
