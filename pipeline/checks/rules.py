"""Every rule that is checked: how much it matters, where it is from, whether --fix mends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model import Severity

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule asks for.

    Attributes:
        group: `form`, `conformance` or `content`.
        severity: An error breaks the file or its meaning, a warning breaks the style or is
            likely wrong, an info is advice.
        what: What is found, as a heading.
        source: The specification, guide or measurement behind it.
        mended: Whether `tolk check --fix` mends it where that is safe.
    """

    group: str
    severity: Severity
    what: str
    source: str
    mended: bool = False


_NETFLIX = "Netflix general 215758617"
_TIMING = "Netflix timing 360051554394"
_CHINESE = "Netflix Simplified Chinese 215986007"
_SRT = "SubRip as players read it"
_VTT = "W3C WebVTT"
_OURS = "tolk"

RULES: Mapping[str, Rule] = {
    # ── form ─────────────────────────────────────────────────────────────────────────
    "out-of-order": Rule("form", _WARNING, "cues out of the order of time", _VTT, mended=True),
    "overlap": Rule("form", _WARNING, "cues that overlap", _NETFLIX, mended=True),
    "gap-short": Rule("form", _WARNING, "cues too close to the next one", _TIMING, mended=True),
    "gap-odd": Rule("form", _INFO, "gaps too short to be seen as pauses", _TIMING, mended=True),
    "too-short": Rule("form", _WARNING, "cues shown too briefly", _NETFLIX),
    "too-long": Rule("form", _WARNING, "cues shown too long", _NETFLIX),
    "reading-speed": Rule("form", _WARNING, "cues too fast to read", "style profile"),
    "reading-both": Rule(
        "form", _INFO, "bilingual cues too fast to read in both languages", "style profile"
    ),
    "line-length": Rule("form", _WARNING, "lines too long", "style profile", mended=True),
    "line-count": Rule("form", _WARNING, "cues with too many lines", "style profile", mended=True),
    "needless-break": Rule("form", _INFO, "cues that fit one line", _NETFLIX),
    "balance": Rule(
        "form", _INFO, "lines of very unequal length", "TED: no line under half of the other"
    ),
    "orphan": Rule("form", _INFO, "a word alone on a line", _NETFLIX),
    "line-end-punctuation": Rule(
        "form",
        _INFO,
        "Chinese commas and full stops that the style leaves out",
        _CHINESE,
        mended=True,
    ),
    "trailing-space": Rule("form", _INFO, "white space at the ends of lines", _OURS, mended=True),
    # ── conformance ──────────────────────────────────────────────────────────────────
    "signature": Rule("conformance", _ERROR, "no WEBVTT at the start", _VTT),
    "timing-unreadable": Rule("conformance", _ERROR, "timing lines that cannot be read", _SRT),
    "end-before-start": Rule("conformance", _ERROR, "cues that end before they start", _VTT),
    "cue-without-text": Rule("conformance", _WARNING, "cues without text", _SRT),
    "text-outside-cue": Rule("conformance", _ERROR, "text that belongs to no cue", _SRT),
    "blank-line-in-text": Rule(
        "conformance", _ERROR, "blank lines inside a cue, which end it", _SRT, mended=True
    ),
    "no-blank-line": Rule(
        "conformance", _ERROR, "cues without a blank line before them", _SRT, mended=True
    ),
    "numbering": Rule(
        "conformance", _WARNING, "cue numbers missing or out of step", _SRT, mended=True
    ),
    "time-format": Rule("conformance", _WARNING, "times in another notation", _SRT, mended=True),
    "arrow-in-text": Rule("conformance", _WARNING, "`-->` in a text", _VTT),
    "tag-unknown": Rule("conformance", _WARNING, "tags that the format does not have", _SRT),
    "tag-open": Rule("conformance", _WARNING, "tags opened and not closed", _SRT),
    "escaping": Rule("conformance", _WARNING, "`&` or `<` not escaped", _VTT, mended=True),
    "byte-order-mark": Rule("conformance", _INFO, "a byte order mark", _SRT, mended=True),
    "mixed-line-ends": Rule("conformance", _WARNING, "CRLF and LF in one file", _SRT, mended=True),
    "encoding": Rule("conformance", _WARNING, "not UTF-8", _VTT, mended=True),
    "no-blank-after-header": Rule(
        "conformance", _ERROR, "no blank line after the header", _VTT, mended=True
    ),
    "style-after-cue": Rule(
        "conformance", _WARNING, "style sheets or regions after the first cue", _VTT
    ),
    "setting-unknown": Rule("conformance", _WARNING, "settings that count for nothing", _VTT),
    "identifier-repeated": Rule(
        "conformance", _WARNING, "identifiers used twice", _VTT, mended=True
    ),
    # ── content ──────────────────────────────────────────────────────────────────────
    "number-lost": Rule("content", _WARNING, "numbers of the source that are gone", _OURS),
    "number-invented": Rule("content", _WARNING, "numbers that the source lacks", _OURS),
    "date-changed": Rule("content", _WARNING, "dates in another month", _OURS),
    "percent-lost": Rule("content", _WARNING, "percentages that are gone", _OURS),
    "currency-lost": Rule("content", _WARNING, "another currency than the source", _OURS),
    "address-lost": Rule(
        "content", _WARNING, "web addresses, hashtags or e-mail addresses that are gone", _OURS
    ),
    "name-lost": Rule("content", _WARNING, "names that are gone", _OURS),
    "name-invented": Rule("content", _WARNING, "names that the source lacks", _OURS),
    "term-missing": Rule("content", _WARNING, "glossary terms not used", "the glossary"),
    "length-ratio": Rule(
        "content", _WARNING, "far shorter or longer than its source", "measured, see below"
    ),
    "loop": Rule("content", _WARNING, "words repeated in a loop", "argos-translate #444 #428"),
    "untranslated-text": Rule("content", _WARNING, "text left in another language", _OURS),
    "traditional": Rule("content", _WARNING, "Traditional characters", "GB 2312 and Big5"),
    "wrong-script": Rule("content", _WARNING, "text in another script", _OURS),
    "half-width": Rule(
        "content", _INFO, "half-width punctuation between Chinese characters", _CHINESE
    ),
    "full-width": Rule("content", _WARNING, "Chinese punctuation in a Western text", _OURS),
    "full-stop": Rule(
        "content", _WARNING, "Chinese sentences that end in a Western full stop", "LibreTranslate"
    ),
    "brackets": Rule("content", _WARNING, "brackets or quotation marks without a partner", _OURS),
    "placeholder": Rule("content", _ERROR, "placeholders left behind", _OURS),
}
"""Name → rule, in the order of the documentation."""


class Hit(NamedTuple):
    """A rule broken at a place.

    Attributes:
        line: 1-based line of the file, 0 where there is none.
        rule: Its name in `RULES`.
        message: What is the matter, one sentence.
        cue: 1-based number of the cue in the order of the file, 0 where there is none.
        at_ms: Start of the cue, -1 where there is none.
    """

    line: int
    rule: str
    message: str
    cue: int = 0
    at_ms: int = -1

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return RULES[self.rule].severity
