"""A run: which episodes have to be made, in what groups, and what is kept of earlier runs.

Nothing is done twice. An input whose bytes and whose recipe (settings, engine, glossary, style,
corrections, version) are those of an earlier run is not even read again; an episode that is as
it was is not written again; and the sentences of the others come from the translation memory.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.assembly import Assembly, Recipe
from pipeline.errors import InputError, TolkError, UsageError, internal
from pipeline.finished import Failed, Finished, Result
from pipeline.manifest import Packed
from pipeline.outputs import OutputFolder, digest
from pipeline.settings import Settings, to_record
from pipeline.slugs import slugify, unique
from pipeline.version import __version__

if TYPE_CHECKING:
    from pipeline.model import Document, Episode

GROUP = 8
"""Episodes worked on together: enough sentences (some 400) to fill the batches of an engine, few
enough to hold, and to give several processes something to do in a run of a few dozen."""
HEAVY = 50_000
"""Characters after which a group is full with fewer: a transcript of an hour weighs as much as
eight digests. Eight of those would be much to hold, and too much for one process of several."""

Work = Callable[[Iterable[Sequence["Episode"]]], Iterator[list[Result]]]
"""Turns groups of episodes into results, group by group, in order."""


@dataclass(slots=True)
class Summary:
    """What a run did, for words, JSON and the exit code.

    Attributes:
        made: Manifest entries of episodes written; a sequence that takes little memory.
        kept: Slugs of episodes that were as they should be.
        failed: Name of an input or title of an episode → why there is nothing of it.
        missing: Tag → sentences without a translation, in the episodes made and kept.
        findings: Severity → how many, in the same.
        terms: Tag → status → how many, in the same.
    """

    made: Packed = field(default_factory=Packed)
    kept: list[str] = field(default_factory=list)
    failed: dict[str, TolkError | str] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    terms: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """An episode to make, and why.

    Attributes:
        source: Name of the input it came from.
        content: Digest of the episode as read.
        identity: Digest of what makes it the same episode when its page is read again.
        weight: Characters that it takes to write down all that was read.
    """

    episode: Episode
    source: str
    content: str
    identity: str
    why: str
    weight: int


def run(
    inputs: Sequence[Path],
    settings: Settings,
    *,
    work: Work,
    progress: Callable[[str], None] = lambda title: None,
) -> Summary:
    """Make every episode of every input that is not there yet; return what was done.

    Args:
        inputs: Files.
        settings: The choices.
        work: How groups of episodes are worked on.
        progress: Called with the title of each episode settled.

    Raises:
        OutputError: the folder cannot be written, or another run holds it.
        EngineError: the engine is broken.
    """
    summary = Summary()
    with OutputFolder(settings.out) as folder:
        ledger = _Ledger(folder, settings, summary)
        try:
            groups: deque[list[Task]] = deque()
            for results in work(_episodes_of(_grouped(ledger.tasks(inputs)), groups)):
                for task, result in zip(groups.popleft(), results, strict=True):
                    ledger.settle(task, result)
                    progress(task.episode.document.title)
            ledger.finish_inputs()
            ledger.distrust_if_changed()
        finally:
            ledger.close()
    return summary


def plan(inputs: Sequence[Path], settings: Settings) -> tuple[list[Task], Summary]:
    """Return the episodes that a run would make; nothing is written."""
    summary = Summary()
    folder = OutputFolder(settings.out)
    folder.load()
    return list(_Ledger(folder, settings, summary).tasks(inputs)), summary


class _Ledger:
    """What is done, what is to do, and what came of it."""

    def __init__(self, folder: OutputFolder, settings: Settings, summary: Summary) -> None:
        self.folder, self.settings, self.summary = folder, settings, summary
        self.assembly = Assembly(settings)
        self.recipe: Recipe = self.assembly.recipe
        self.taken: set[str] = set()
        self.read: dict[str, dict[str, Any]] = {}
        self.changed = False

    def tasks(self, inputs: Sequence[Path]) -> Iterator[Task]:
        """Yield every episode to make; an input that cannot be read is a failure of its own."""
        seen: set[str] = set()
        for path in inputs:
            # The same file by another name is no other input.
            real = os.path.realpath(path)
            if real in seen:
                continue
            seen.add(real)
            try:
                yield from self._tasks_of(path)
            except InputError as error:
                self._fail(str(path), str(path), error)
            except TolkError:
                raise
            except Exception as error:
                # A fault of ours in one input must not cost a night's run of the others.
                self._fail(str(path), str(path), internal(error))

    def settle(self, task: Task, result: Result) -> None:
        """Write the files of an episode, `episode.json` last, and note it."""
        self.changed = True
        slug = task.episode.slug
        if isinstance(result, Failed):
            self._fail(task.episode.document.title, task.source, result.problem)
            return
        before = self.folder.entries.get(slug, {}).get("files", {})
        files = sorted(result.files, key=lambda file: file.path.endswith("/episode.json"))
        write = self.folder.write if self.settings.force else self.folder.update
        hashes = write(files)
        self.folder.remove(path for path in before if path not in hashes)
        entry = _entry(task, result, self, hashes)
        self.folder.note(entry)
        self.summary.made.take(self.folder.entries, slug)
        _count(self.summary, entry)

    def finish_inputs(self) -> None:
        """Note every input whose episodes are all there, so that it need not be read again."""
        for name, note in self.read.items():
            if note.pop("complete"):
                self.changed |= self.folder.inputs.get(name) != note
                self.folder.inputs[name] = note

    def distrust_if_changed(self) -> None:
        """Have this run's episodes made again by the next one, if a file of the recipe changed.

        They were made with what it held at one moment or another, nobody knows which.
        """
        if self.summary.made and self.assembly.recipe != self.recipe:
            for entry in self.summary.made:
                self.folder.entries[entry["slug"]] = {**entry, "recipe": {}}
            for name in self.read:
                self.folder.inputs.pop(name, None)

    def close(self) -> None:
        """Write the manifest where anything in it changed."""
        failed = {name: str(problem) for name, problem in self.summary.failed.items()}
        if not self.changed and failed == self.folder.failed:
            return
        self.folder.failed = failed
        if "html" in self.settings.formats:
            from pipeline.site.catalogue import compose_catalogue

            self.folder.write([compose_catalogue(self.folder.entries.all())])
        self.folder.save_manifest(__version__)

    def _tasks_of(self, path: Path) -> Iterator[Task]:
        from pipeline.readers.opening import read_bytes

        name, fingerprint = str(path), digest(read_bytes(path))
        note = {"sha256": fingerprint, "recipe": self.recipe.digest, "slugs": []}
        if self._untouched(name, note):
            slugs = self.folder.inputs[name]["slugs"]
            self.taken.update(slugs)
            for slug in slugs:
                self._keep(slug)
            return
        self.read[name] = {**note, "complete": True}
        for document in documents_of(path, self.settings):
            try:
                task = self._task(document, name)
            except UsageError as error:
                # There is not a letter in it to tell its language by.
                self._fail(document.title, name, error)
                continue
            self.read[name]["slugs"].append(task.episode.slug)
            if task.why:
                yield task
            else:
                self._keep(task.episode.slug)

    def _fail(self, what: str, name: str, problem: TolkError | str) -> None:
        """Note that there is nothing of an input, or of an episode in it."""
        self.summary.failed[what] = problem
        if name in self.read:
            self.read[name]["complete"] = False

    def _keep(self, slug: str) -> None:
        self.summary.kept.append(slug)
        _count(self.summary, self.folder.entries[slug])

    def _untouched(self, name: str, note: dict[str, Any]) -> bool:
        known = self.folder.inputs.get(name)
        return (
            not self.settings.force
            and known is not None
            and {**known, "slugs": []} == note
            and all(self._holds(slug) for slug in known["slugs"])
        )

    def _holds(self, slug: str) -> bool:
        return self.folder.holds(self.folder.entries.get(slug, {}).get("files", {}))

    def _task(self, document: Document, name: str) -> Task:
        from pipeline.stages.detect import detect

        identity = digest(f"{document.channel}\n{document.title}".encode("utf-8", "surrogatepass"))
        slug = self._slug(document, identity)
        self.taken.add(slug)
        episode = detect(document, slug=slug, declared=self.settings.language)
        written = repr(episode)
        content = digest(written.encode("utf-8", "surrogatepass"))
        return Task(episode, name, content, identity, self._why(slug, content), len(written))

    def _slug(self, document: Document, identity: str) -> str:
        """Return a slug that no other episode has, in this run or in the folder."""
        slug = slugify(document.title)
        owner = self.folder.entries.get(slug, {}).get("identity", identity)
        if slug in self.taken:
            return unique(slug, repr(document), taken=self.taken)
        return slug if owner == identity else unique(slug, identity, taken=self.taken | {slug})

    def _why(self, slug: str, content: str) -> str:
        """Return why an episode has to be made, or nothing where it is as it should be."""
        entry = self.folder.entries.get(slug)
        if entry is None:
            return "new"
        parts = {**self.recipe.parts, "content": content}
        changed = [part for part in parts if entry.get("recipe", {}).get(part) != parts[part]]
        if changed:
            return "changed: " + ", ".join(changed)
        if not self._holds(slug):
            return "files missing or altered"
        return "forced" if self.settings.force else ""


def documents_of(path: Path, settings: Settings) -> tuple[Document, ...]:
    """Return the episodes of one input, with the length and the captions that the user gives.

    Raises:
        InputError: the file, or that of the captions, cannot be read.
        UsageError: the captions have no times.
    """
    from dataclasses import replace

    from pipeline.readers.opening import open_source, read_source
    from pipeline.reference import read_reference, with_reference

    source = open_source(path, encoding=settings.encoding)
    documents = read_source(source, reader=settings.reader)
    if settings.duration_ms is not None:
        documents = tuple(
            replace(document, duration_ms=document.duration_ms or settings.duration_ms)
            for document in documents
        )
    if settings.captions is None:
        return documents
    reference = read_reference(settings.captions, encoding=settings.encoding)
    return with_reference(documents, reference, language=settings.language)


def _grouped(tasks: Iterator[Task]) -> Iterator[list[Task]]:
    group: list[Task] = []
    for task in tasks:
        group.append(task)
        if len(group) == GROUP or sum(one.weight for one in group) >= HEAVY:
            yield group
            group = []
    if group:
        yield group


def _episodes_of(
    groups: Iterator[list[Task]], pending: deque[list[Task]]
) -> Iterator[list[Episode]]:
    """Yield the episodes of each group, and keep the group for when its outcomes come back."""
    for group in groups:
        pending.append(group)
        yield [task.episode for task in group]


def _entry(task: Task, result: Finished, ledger: _Ledger, hashes: dict[str, str]) -> dict[str, Any]:
    return {
        "slug": task.episode.slug,
        "input": task.source,
        "settings": to_record(ledger.settings),
        "identity": task.identity,
        "why": task.why,
        "recipe": {**ledger.recipe.parts, "content": task.content},
        **result.figures,
        "files": hashes,
    }


def _count(summary: Summary, entry: Mapping[str, Any]) -> None:
    """Add the figures of an episode, made now or earlier."""
    _add(summary.missing, entry.get("missing", {}))
    _add(summary.findings, entry.get("findings", {}))
    for tag, figures in entry.get("terms", {}).items():
        _add(summary.terms.setdefault(tag, {}), figures)


def _add(total: dict[str, int], more: Mapping[str, int]) -> None:
    for name, count in more.items():
        total[name] = total.get(name, 0) + count
