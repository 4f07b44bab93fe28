"""One sentence on its way up the ladder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.glossary.accept import LONG
from pipeline.glossary.fold import words_of
from pipeline.glossary.match import Match, Matcher
from pipeline.glossary.model import Term
from pipeline.glossary.protect import STYLES, Protected, leaks, protect, survived
from pipeline.glossary.restore import restore, tidy
from pipeline.glossary.verify import demand, forbidden_in, report, shortfall
from pipeline.model import Origin, Rendering

_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Task:
    """What the sentences of one call have in common.

    Attributes:
        ours: Matchers for the source: the glossary's, then that of the names.
        theirs: The same for the target, the other way round.
    """

    source: str
    target: str
    ours: tuple[Matcher, ...]
    theirs: tuple[Matcher, ...]

    def find(self, text: str) -> list[Match]:
        """Return the terms and frozen pieces of a source text."""
        return self.ours[0].matches(text, *self.ours[1:])


class Job:
    """A sentence, what its translation must hold, and the best one so far.

    Attributes:
        text: The sentence, Unicode form C.
        matches: Its terms and frozen pieces.
        wanted: What a translation has to hold.
        best: The plain translation with the fewest terms missing, or None.
        missing: What `best` lacks or says in a forbidden way.
    """

    def __init__(self, text: str, task: Task) -> None:
        self.text, self.task = text, task
        self.matches = task.find(text)
        self.wanted = demand(self.matches)
        self.best: str | None = None
        self.missing: tuple[Match, ...] = ()
        self._lost: frozenset[int] = frozenset()
        self._copy: Rendering | None = None
        self._rendering: Rendering | None = None

    @property
    def done(self) -> bool:
        """Whether there is a rendering."""
        return self._rendering is not None

    @property
    def rendering(self) -> Rendering:
        """The rendering; only after the job is done."""
        if self._rendering is None:
            raise LookupError(f"no rendering yet: {self.text!r}")
        return self._rendering

    @property
    def changing_matches(self) -> list[Match]:
        """The matches but for words, no names, that stay as they are in the target language."""
        return [m for m in self.matches if m.term is None or not self._is_kept_word(m.term)]

    def _is_kept_word(self, term: Term) -> bool:
        return not term.is_name and term.keeps(self.task.source, self.task.target)

    @property
    def lost_matches(self) -> list[Match]:
        """The matches whose terms the best plain translation lacks, all occurrences of them."""
        return self._occurrences(self.missing)

    def lost_in(self, text: str) -> list[Match]:
        """Return the matches whose terms a translation lacks, all occurrences of them."""
        return self._occurrences(self.judge(text)[0])

    def _occurrences(self, missing: Sequence[Match]) -> list[Match]:
        lost = {id(m.term) if m.term else m.text for m in missing}
        return [m for m in self.matches if (id(m.term) if m.term else m.text) in lost]

    def finish(self, rendering: Rendering) -> None:
        """Accept a rendering."""
        self._rendering = rendering

    def offer(self, answer: str, protected: Protected, *, origin: Origin = Origin.ENGINE) -> bool:
        """Accept an engine's answer to a protected sentence if nothing in it was lost."""
        if not survived(answer, protected) or _hollow(answer, protected):
            self._note_lost(answer, protected)
            return False
        task = self.task
        text = restore(
            answer, protected, source=task.source, target=task.target, original=self.text
        )
        # What was put in by us is there; what the engine said by itself has to prove it.
        partly = len(protected.slots) < len(self.matches)
        missing, found = shortfall(text, self.wanted, task.theirs, strict=partly, source=self.text)
        banned = forbidden_in(text, self.wanted, task.target)
        if missing or banned or leaks(text, self.text):
            self._lost |= {id(m.term) for m in (*missing, *(m for m, _ in banned))}
            return False
        rendering = self._rendered(text, (), found, origin)
        if origin is Origin.ENGINE and _repeats(answer, protected.text, protected.style.pattern):
            self._copy = self._copy or rendering
            return False
        self.finish(rendering)
        return True

    def consider(self, answer: str) -> None:
        """Accept a plain translation if it holds every term, or keep it if it is the best.

        If it is the source once more, as an answer with placeholders was, that is accepted: the
        engine has no translation.
        """
        if self.done:
            return
        if self._copy is not None and _repeats(answer, self.text):
            self.finish(self._copy)
            return
        text = tidy(answer, self.task.target)
        if leaks(text, self.text):  # an engine that knows placeholders may invent one
            return
        missing, found = self.judge(text)
        if not missing:
            self.finish(self._rendered(text, (), found, Origin.ENGINE))
        elif self.best is None or (text.strip() and len(missing) < len(self.missing)):
            self.best, self.missing = text, missing

    def judge(self, text: str) -> tuple[tuple[Match, ...], dict[int, str]]:
        """Return what a finished translation lacks or says wrongly, and what it has."""
        missing, found = shortfall(
            text, self.wanted, self.task.theirs, strict=True, source=self.text
        )
        banned = tuple(match for match, _ in forbidden_in(text, self.wanted, self.task.target))
        return tuple({id(m): m for m in (*missing, *banned)}.values()), found

    def settle(self, text: str) -> None:
        """Accept a repaired translation, missing terms and all; never nothing for something."""
        if self._copy is not None and not text.strip():
            self.finish(self._copy)
            return
        missing, found = self.judge(text)
        self._lost |= {id(m.term) for m in self.missing}
        self.finish(self._rendered(text, missing, found, Origin.ENGINE))

    def _rendered(
        self, text: str, missing: Sequence[Match], found: dict[int, str], origin: Origin
    ) -> Rendering:
        uses = report(
            self.wanted,
            missing,
            found,
            source=self.task.source,
            target=self.task.target,
            lost=self._lost,
        )
        return Rendering(text, origin, uses)

    def _note_lost(self, answer: str, protected: Protected) -> None:
        have = [slot for slot, _, _ in protected.style.find(answer)]
        lost = {id(s.match.term) for s in protected.slots if have.count(s.number) != 1}
        self._lost |= lost or {id(s.match.term) for s in protected.slots}


def glossary_only(job: Job) -> bool:
    """Finish a sentence that needs no engine; tell whether it was one.

    That is a sentence without letters, or one in which the terms are all there is to say.
    """
    task = job.task
    covered = "".join("" if inside else piece for piece, inside in _outside(job.text, job.matches))
    terms = [match for match in job.matches if match.term is not None]
    if any(map(str.isalpha, covered)):
        return False
    if not terms:
        job.finish(Rendering(job.text, Origin.SOURCE))
        return True
    kept_all = all(m.term.keeps(task.source, task.target) for m in terms if m.term)
    if any(map(str.isalnum, covered)) and not kept_all:
        return False
    protected = protect(job.text, job.matches, STYLES["symbol"])
    return not protected.bare and job.offer(protected.text, protected, origin=Origin.GLOSSARY)


def _outside(text: str, matches: Sequence[Match]) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    at = 0
    for match in matches:
        pieces += [(text[at : match.start], False), (match.text, True)]
        at = match.end
    return [*pieces, (text[at:], False)]


def _repeats(answer: str, asked: str, slots: re.Pattern[str] = _NOTHING) -> bool:
    """Tell whether an answer is what was asked, in the same words, besides the placeholders."""
    words = words_of(slots.sub(" ", asked))
    return len(words) >= LONG and words == words_of(slots.sub(" ", answer))


def _hollow(answer: str, protected: Protected) -> bool:
    """Tell whether an answer is placeholders only while the sentence said more."""
    pattern = protected.style.pattern
    said = len(words_of(pattern.sub(" ", protected.text)))
    return said >= 3 and not words_of(pattern.sub(" ", answer))
