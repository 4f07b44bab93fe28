"""Which cues of real documents and talks keep the style `netflix`, rule by rule.

    .venv/bin/python -m tests.bench.bench_conformity

The talks are captions in, cues out, each in its own language. The documents are made in all
three languages and in pairs; where a language is not the document's own its words are a stand-in:
running text of our sample page in that language, as long as a translation would be. That is
enough to judge form, and says nothing about words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from pipeline.batch import documents_of
from pipeline.checks.form import check_form, shown
from pipeline.formats import srt
from pipeline.languages import LANGUAGES
from pipeline.model import Document, Edition, Episode, Origin, Rendering, Timeline, Track
from pipeline.readers.opening import open_source
from pipeline.settings import Settings
from pipeline.stages.align import align
from pipeline.stages.cue import cue, cue_bilingual
from pipeline.stages.detect import detect
from pipeline.style import load_style

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
STYLE = load_style("netflix")
TALKS = (
    ("en", "3b1b/*/english/captions.srt"),
    ("nl", "3b1b/*/dutch/*.srt"),
    ("zh-Hans", "3b1b/*/chinese/*community.srt"),
)
_LENGTHS = {
    ("en", "nl"): 1.1, ("en", "zh-Hans"): 0.32, ("nl", "en"): 0.95,
    ("nl", "zh-Hans"): 0.3, ("zh-Hans", "en"): 3.2, ("zh-Hans", "nl"): 3.5,
}  # fmt: skip
"""Characters of a translation for each of its source, about what people need."""
_ONE = re.compile(r" cues? (\d+)(?:-(\d+))?$")


@dataclass
class Tally:
    """What a checker finds in tracks.

    Attributes:
        cues: How many there are.
        bad: How many break a rule.
        rules: Rule → cues.
        named: Cues that break a rule and that a finding names, with where and why.
        unnamed: Cues that break a rule and that none does.
        stretches: Findings about them.
    """

    cues: int = 0
    bad: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    named: int = 0
    unnamed: int = 0
    stretches: int = 0

    def add(self, track: Track) -> None:
        """Count one track."""
        limits = {tag: STYLE.of(tag) for tag in track.language.split("+")}
        cues = [shown(n, one, language=track.language) for n, one in enumerate(track.cues, 1)]
        hits = {(hit.rule, hit.cue) for hit in check_form(cues, limits, advice=False)}
        hits = {(rule, number) for rule, number in hits if rule != "reading-both"}
        named = set(_named(track))
        broken = {number for _, number in hits}
        self.cues += len(cues)
        self.bad += len(broken)
        self.rules.update(rule for rule, _ in hits)
        self.named += len(broken & named)
        self.unnamed += len(broken - named)
        self.stretches += sum(one.rule == "reading-speed-exceeded" for one in track.findings)

    def row(self) -> str:
        """Return the counts in words."""
        share = 100 * (1 - self.bad / max(1, self.cues))
        rules = ", ".join(f"{rule} {count}" for rule, count in sorted(self.rules.items()))
        return (
            f"{self.cues:6} cues, {share:6.2f} % conform; {rules or 'no rule broken'}; of these "
            f"{self.named} named in {self.stretches} stretches, {self.unnamed} not named"
        )


def _named(track: Track) -> Iterator[int]:
    for finding in track.findings:
        found = _ONE.search(finding.where)
        if finding.rule == "reading-speed-exceeded" and found:
            yield from range(int(found[1]), int(found[2] or found[1]) + 1)


def stand_in(timeline: Timeline, language: str) -> Edition:
    """Return an edition whose sentences have the length of a translation."""
    ratio = _LENGTHS[timeline.episode.language, language]
    words = cycle(_words(language))
    joiner = LANGUAGES[language].joiner
    renderings: dict[str, Rendering] = {}
    for sentence in timeline.sentences:
        wanted = max(2, round(ratio * len(sentence.text)))
        text = ""
        while len(text) < wanted:
            text += (joiner if text else "") + next(words)
        renderings[sentence.text] = Rendering(text, Origin.ENGINE)
    return Edition(language, renderings)


def _words(language: str) -> list[str]:
    """Return the words of our sample page in a language, in Chinese its clauses."""
    name = {"en": "*.en.srt", "nl": "*.nl.srt", "zh-Hans": "*.zh-Hans.srt"}[language]
    found = (
        p for p in sorted((ROOT / "outputs" / "sample").glob(f"*/{name}")) if "+" not in p.name
    )
    lines = [
        line for path in found
        for caption in srt.parse(path.read_text(encoding="utf-8")).captions
        for line in caption.text.split("\n")
    ]  # fmt: skip
    if language.startswith("zh"):
        return [part for line in lines for part in re.findall(r"[^ ]{1,6}", line)]
    return [word for line in lines for word in line.split()]


def document_tracks(episode: Episode) -> Iterator[Track]:
    """Yield the track of the episode's language, the translations' and the pairs'."""
    timeline = align(episode)
    own = Edition(episode.language, {})
    yield cue(timeline, own, style=STYLE)
    for language in LANGUAGES:
        if language != episode.language:
            other = stand_in(timeline, language)
            yield cue(timeline, other, style=STYLE)
            said = {one.text: Rendering(one.text, Origin.SOURCE) for one in timeline.sentences}
            yield cue_bilingual(timeline, Edition(own.language, said), other, style=STYLE)


def episodes_of(path: Path) -> Iterable[Episode]:
    """Yield the episodes of a document."""
    for number, document in enumerate(documents_of(path, Settings())):
        yield detect(document, slug=f"e{number}")


def talk(path: Path, language: str) -> Track:
    """Return the cues of a caption file made anew."""
    captions = srt.parse(open_source(path).text).captions
    document = Document(path.stem, "captions", captions=captions)
    timeline = align(Episode(document, language, 1.0, path.stem))
    return cue(timeline, Edition(language, {}), style=STYLE)


def main() -> None:
    """Print a row for each kind of track."""
    if not SHARED.exists():
        print("the real documents and talks are not here; nothing measured")
        return
    together = Tally()
    for path in [*sorted((SHARED / "inputs").glob("*.txt")), ROOT / "samples" / "page.txt"]:
        tallies: dict[str, Tally] = {}
        for episode in episodes_of(path):
            for track in document_tracks(episode):
                tallies.setdefault(track.language, Tally()).add(track)
                together.add(track)
        for tag, tally in sorted(tallies.items()):
            print(f"{path.stem:20}{tag:12}{tally.row()}")
    for language, pattern in TALKS:
        tally = Tally()
        for path in sorted((SHARED / "timed").glob(pattern)):
            track = talk(path, language)
            tally.add(track)
            together.add(track)
        print(f"{'talks, 3b1b':20}{language:12}{tally.row()}")
    print(f"{'all':32}{together.row()}")


if __name__ == "__main__":
    main()
