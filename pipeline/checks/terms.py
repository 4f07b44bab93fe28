"""Glossary terms in a translation that somebody else made."""

from __future__ import annotations

from pipeline.checks.content import Audit
from pipeline.glossary.model import Glossary
from pipeline.model import TermUse


def auditor(glossary: Glossary, *, source: str, target: str) -> Audit:
    """Return a function that tells what became of the terms of a sentence."""
    from pipeline.engines.silent import Silent
    from pipeline.glossary.enforce import Glossed

    glossed = Glossed(Silent(), glossary)

    def audit(text: str, translation: str) -> tuple[TermUse, ...]:
        return glossed.audit(text, translation, source=source, target=target)

    return audit
