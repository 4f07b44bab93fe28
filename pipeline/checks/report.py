"""A report in words, as a JSON document, and as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.checks.file import Report
from pipeline.checks.rules import RULES, Hit
from pipeline.clock import format_clock
from pipeline.model import Severity

_HEADINGS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "advice"}
_NAMED = 5


def as_words(report: Report, *, every: bool) -> Iterator[str]:
    """Yield the lines of a report for a person, by severity, then rule, then line.

    Args:
        report: What was found.
        every: Name each place; otherwise the first few of each rule.
    """
    counts = ", ".join(_counted(count, word) for word, count in report.counts.items() if count)
    tag = "+".join(report.languages)
    cues = _counted(report.cues, "cue")
    yield f"{report.name}: {report.format}, {tag}, {cues}, {report.style}: {counts or 'clean'}"
    for severity, heading in _HEADINGS.items():
        groups = {rule: hits for rule, hits in _by_rule(report) if RULES[rule].severity is severity}
        if groups:
            yield f"  {heading}"
        for rule, hits in groups.items():
            mend = ", --fix mends" if RULES[rule].mended else ""
            yield f"    {rule} ({len(hits)}{mend}): {RULES[rule].what}"
            shown = hits if every else hits[:_NAMED]
            for hit in shown:
                yield f"      {_place(report.name, hit)}  {hit.message}"
            if len(hits) > len(shown):
                yield f"      … and {len(hits) - len(shown)} more (--all)"


def as_json(report: Report) -> dict[str, Any]:
    """Return a report for a program."""
    return {
        "file": report.name,
        "format": report.format,
        "language": "+".join(report.languages),
        "style": report.style,
        "cues": report.cues,
        "counts": dict(report.counts),
        "rules": dict(report.rules),
        "findings": [
            {
                "rule": hit.rule,
                "severity": str(hit.severity),
                "where": _where(hit),
                "line": hit.line or None,
                "cue": hit.cue or None,
                "start_ms": hit.at_ms if hit.at_ms >= 0 else None,
                "message": hit.message,
                "fixable": RULES[hit.rule].mended,
            }
            for hit in report.hits
        ],
    }


def as_page(reports: Sequence[Report]) -> str:
    """Return one HTML page, complete in itself, about all the files."""
    files = [
        {
            "report": report,
            "language": "+".join(report.languages),
            "groups": [
                (rule, RULES[rule], [(_where(hit), hit) for hit in hits])
                for severity in Severity
                for rule, hits in _by_rule(report)
                if RULES[rule].severity is severity
            ],
        }
        for report in reports
    ]
    page: str = _template().render(files=files)
    return page


def _by_rule(report: Report) -> Iterator[tuple[str, list[Hit]]]:
    groups: dict[str, list[Hit]] = {}
    for hit in report.hits:
        groups.setdefault(hit.rule, []).append(hit)
    for rule in RULES:
        if rule in groups:
            yield rule, groups[rule]


def _place(name: str, hit: Hit) -> str:
    line = f"{Path(name).name}:{hit.line}" if hit.line else Path(name).name
    return f"{line}  {_where(hit)}".rstrip() if hit.cue else line


def _where(hit: Hit) -> str:
    if not hit.cue:
        return f"line {hit.line}" if hit.line else "file"
    time = f" [{format_clock(hit.at_ms, separator='.')}]" if hit.at_ms >= 0 else ""
    return f"cue {hit.cue}{time}"


def _counted(count: int, word: str) -> str:
    if word == "info":
        return f"{count} advice"
    return f"{count} {word}{'s' * (count != 1)}"


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")
