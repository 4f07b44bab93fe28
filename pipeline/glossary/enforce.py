"""An engine's translations with the glossary enforced, verified and repaired.

The ladder, climbed in batches by the sentences that the rung before left unsolved:

    1. placeholders in the engine's surest style; every one must come back exactly once. Words
       that stay as they are (`CEO`, `deep learning`) are left to the engine at first: a sentence
       with fewer placeholders is more fluent; names, which engines translate, get one
    2. its other styles
    3. its alternative translations
    4. the plain translation, if it says every term right by itself; else placeholders only for
       the terms that it says wrong, fewer being easier to keep
    5. the sentence in pieces, cut at ; , : —
    6. the plain translation, the engine's own word for a lost term replaced
    7. what stands around the lost terms translated by itself, the terms in their places
    8. the plain translation as it is, and the term reported as missing

No rung lets a placeholder through.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from pipeline.engines import Engine
from pipeline.errors import EngineError
from pipeline.glossary.around import around, cores, rejoined
from pipeline.glossary.job import Job, Task, glossary_only
from pipeline.glossary.match import Matcher, Role, matcher
from pipeline.glossary.model import Glossary, NamePolicy, kept
from pipeline.glossary.names import Name
from pipeline.glossary.pieces import Pieces, cut
from pipeline.glossary.protect import STYLES, Protected, Style, protect
from pipeline.glossary.replace import lone_queries, replaced
from pipeline.glossary.verify import report
from pipeline.languages import LANGUAGES
from pipeline.model import Rendering, TermUse

LADDER = "3"
"""Changes when the same engine and glossary would give another result."""

_ALTERNATIVES = 4


class Glossed:
    """An engine that says things the way the glossary does.

    Args:
        engine: Any engine, a pivot too: its placeholders pass through both hops.
        glossary: The terms.
        names: Names of the documents at hand; a glossary row of the same words wins.
        policy: What happens to those names.
    """

    def __init__(
        self,
        engine: Engine,
        glossary: Glossary,
        *,
        names: Sequence[Name] = (),
        policy: NamePolicy = NamePolicy.KEEP,
    ) -> None:
        self.engine, self.glossary, self.policy = engine, glossary, policy
        self._names = tuple(sorted(set(names)))
        self._tasks: dict[tuple[str, str], Task] = {}

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[Rendering]:
        """Return one rendering per text, in order.

        An empty translation comes back as it is; judging it is the caller's business.

        Raises:
            EngineError: the engine does not serve the pair or is damaged.
        """
        task = self._task(source, target)
        jobs = {text: self._job(text, task) for text in dict.fromkeys(texts)}
        self._climb([job for job in jobs.values() if not glossary_only(job)], task)
        return [jobs[text].rendering for text in texts]

    def _job(self, text: str, task: Task) -> Job:
        return Job(unicodedata.normalize("NFC", text), task)

    def fingerprint(self, text: str, *, source: str, target: str) -> str:
        """Return a digest of the rows and names that matter to a sentence.

        It changes when, and only when, one of those changes.
        """
        matches = self._task(source, target).find(unicodedata.normalize("NFC", text))
        rows = sorted({m.term.fingerprint(source, target) for m in matches if m.term})
        return hashlib.blake2b("\n".join([LADDER, *rows]).encode(), digest_size=8).hexdigest()

    def standing(self, text: str, *, language: str) -> tuple[str, ...]:
        """Return the terms and names that stand in a text, as it writes them, each once.

        Only those of several words or signs, which a break could enter.
        """
        other = "zh-Hans" if language == "en" else "en"
        matches = self._task(language, other).find(unicodedata.normalize("NFC", text))
        found = (match.text for match in matches if match.term is not None)
        return tuple(dict.fromkeys(form for form in found if not form.isascii() or " " in form))

    def audit(
        self, text: str, translation: str, *, source: str, target: str
    ) -> tuple[TermUse, ...]:
        """Return what became of the terms in a translation that somebody else made."""
        job = Job(unicodedata.normalize("NFC", text), self._task(source, target))
        missing, found = job.judge(unicodedata.normalize("NFC", translation))
        return report(job.wanted, missing, found, source=source, target=target)

    def _task(self, source: str, target: str) -> Task:
        if (source, target) not in self._tasks:
            ours = [matcher(self.glossary, source, target)]
            theirs = [matcher(self.glossary, target, source, role=Role.TRANSLATION)]
            if self._names and (self.policy is NamePolicy.KEEP or not target.startswith("zh")):
                names = _name_glossary(self._names, ours[0])
                ours.append(Matcher(names, source, target))
                theirs.append(Matcher(names, target, source, role=Role.TRANSLATION))
            self._tasks[source, target] = Task(source, target, tuple(ours), tuple(theirs))
        return self._tasks[source, target]

    def _climb(self, jobs: list[Job], task: Task) -> None:
        named = self.engine.placeholders(source=task.source, target=task.target)
        styles = [STYLES[name] for name in named if name in STYLES]
        plain = [job for job in jobs if not job.matches]
        for job, text in zip(plain, self._engine([j.text for j in plain], task), strict=True):
            job.consider(text)
        rungs: list[Callable[[list[Job]], None]] = [
            *(lambda left, s=style: self._lightly(left, s, task) for style in styles[:1]),
            *(lambda left, s=style: self._protected(left, s, task) for style in styles),
            *(lambda left, s=style: self._alternatives(left, s, task) for style in styles),
            lambda left: self._plain(left, task),
            *(lambda left, s=style: self._lost_only(left, s, task) for style in styles),
            *(lambda left, s=style: self._in_pieces(left, s, task) for style in styles),
            lambda left: self._settle(left, task),
        ]
        for rung in rungs:
            if left := [job for job in jobs if not job.done]:
                rung(left)

    def _lightly(self, jobs: list[Job], style: Style, task: Task) -> None:
        some = [job for job in jobs if len(job.changing_matches) < len(job.matches)]
        self._offered(some, [protect(j.text, j.changing_matches, style) for j in some], task)

    def _protected(self, jobs: list[Job], style: Style, task: Task) -> None:
        self._offered(jobs, [protect(job.text, job.matches, style) for job in jobs], task)

    def _offered(self, jobs: list[Job], prepared: list[Protected], task: Task) -> None:
        answers = self._engine([each.text for each in prepared], task)
        for job, protected, answer in zip(jobs, prepared, answers, strict=True):
            job.offer(answer, protected)

    def _alternatives(self, jobs: list[Job], style: Style, task: Task) -> None:
        prepared = [protect(job.text, job.matches, style) for job in jobs]
        answers = self._choices([each.text for each in prepared], task)
        for job, protected, choices in zip(jobs, prepared, answers, strict=True):
            any(job.offer(choice, protected) for choice in choices)

    def _plain(self, jobs: list[Job], task: Task) -> None:
        answers = self._engine([job.text for job in jobs], task)
        for job, answer in zip(jobs, answers, strict=True):
            job.consider(answer)

    def _lost_only(self, jobs: list[Job], style: Style, task: Task) -> None:
        some = [job for job in jobs if 0 < len(job.lost_matches) < len(job.matches)]
        self._offered(some, [protect(job.text, job.lost_matches, style) for job in some], task)

    def _in_pieces(self, jobs: list[Job], style: Style, task: Task) -> None:
        cuts: list[tuple[Job, Protected, Pieces]] = []
        for job in jobs:
            protected = protect(job.text, job.matches, style)
            pieces = cut(protected.text)
            if len(pieces.bodies) > 1:
                cuts.append((job, protected, pieces))
        asked = dict.fromkeys(text for _, p, pieces in cuts for text in pieces.asked(p.style))
        answers = dict(zip(asked, self._engine(list(asked), task), strict=True))
        for job, protected, pieces in cuts:
            joined = pieces.joined(answers, protected, task.target)
            if joined:
                job.offer(joined, protected)

    def _settle(self, jobs: list[Job], task: Task) -> None:
        for job, choices in zip(jobs, self._choices([j.text for j in jobs], task), strict=True):
            for choice in choices:
                job.consider(choice)
        left = [job for job in jobs if not job.done]
        queries = list(dict.fromkeys(query for job in left for query in lone_queries(job)))
        lone = dict(zip(queries, self._engine(queries, task), strict=True))
        drafts = {id(job): replaced(job, lone) for job in left}
        for everything in (False, True):
            lacking = [job for job in left if job.judge(drafts[id(job)])[0]]
            drafts |= self._around(lacking, drafts, task, everything=everything)
        for job in left:
            job.settle(drafts[id(job)])

    def _around(
        self, jobs: list[Job], drafts: Mapping[int, str], task: Task, *, everything: bool
    ) -> dict[int, str]:
        """Return better drafts, with lost terms (or all) in their places, where there are any."""
        cuts = [
            (job, around(job.text, job.matches if everything else job.lost_in(drafts[id(job)])))
            for job in jobs
        ]
        asked = list(dict.fromkeys(core for _, parts in cuts for core in cores(parts)))
        answers = dict(zip(asked, self._engine(asked, task), strict=True))
        better: dict[int, str] = {}
        for job, parts in cuts:
            text = rejoined(job, parts, answers)
            if text and len(job.judge(text)[0]) < len(job.judge(drafts[id(job)])[0]):
                better[id(job)] = text
        return better

    def _engine(self, texts: Sequence[str], task: Task) -> list[str]:
        if not texts:
            return []
        unique = list(dict.fromkeys(texts))
        answers = self.engine.translate(unique, source=task.source, target=task.target)
        if len(answers) != len(unique):
            raise EngineError(
                self.engine.signature,
                f"gave {len(answers)} translations for {len(unique)} sentences",
                remedy="choose another engine",
            )
        known = {
            text: unicodedata.normalize("NFC", answer)
            for text, answer in zip(unique, answers, strict=True)
        }
        return [known[text] for text in texts]

    def _choices(self, texts: Sequence[str], task: Task) -> list[list[str]]:
        if not texts:
            return []
        found = self.engine.alternatives(
            texts, source=task.source, target=task.target, count=_ALTERNATIVES
        )
        return [[unicodedata.normalize("NFC", choice) for choice in choices] for choices in found]


def translate_together(
    asked: Sequence[tuple[Glossed, str]], *, source: str, target: str
) -> list[Rendering]:
    """Return one rendering per sentence, in order, each with the names of its own episode.

    The same as `Glossed.translate` one by one, but the engine gets full batches: the sentences
    of a group of episodes climb the ladder together.

    Args:
        asked: Sentences, each with the engine, glossary and names to use; the engine and the
            glossary must be the same for all.
        source: Their language.
        target: Language of the translations.

    Raises:
        EngineError: the engine does not serve the pair or is damaged.
    """
    if not asked:
        return []
    jobs = [glossed._job(text, glossed._task(source, target)) for glossed, text in asked]
    leader = asked[0][0]
    leader._climb([job for job in jobs if not glossary_only(job)], leader._task(source, target))
    return [job.rendering for job in jobs]


def _name_glossary(names: Sequence[Name], rows: Matcher) -> Glossary:
    """Return the names as terms; one that only recurs gives way where all of it is terms."""
    return Glossary(
        tuple(
            kept(name.text, "name", LANGUAGES)
            for name in names
            if name.listed or not _all_terms(name.text, rows)
        )
    )


def _all_terms(name: str, rows: Matcher) -> bool:
    """Tell whether terms cover every word: `Reward Models`, but not `Tandem Robotics`."""
    covered = {at for m in rows.matches(name) if m.term for at in range(m.start, m.end)}
    return all(at in covered for at, mark in enumerate(name) if mark.isalnum())
