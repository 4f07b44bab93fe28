"""Anchors out of captions of the same episode, for a digest or a transcript beside them.

Quotes are looked up word by word, a transcript is laid over the captions as a whole, and what a
digest tells in its own words is looked up by its rare words. What is found becomes an anchor;
what is not stays estimated, between anchors that are now closer. A time that the input states
is kept, and reported where the captions contradict it.

Captions in another language are looked up by the translation of the text, where the run has one
into their language; else by the words that both languages share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, groupby

from pipeline.clock import format_mark
from pipeline.languages import LANGUAGES
from pipeline.model import Caption, Finding, Kind, Reference, Severity, Span
from pipeline.timing.marks import Block, Hearing, Said
from pipeline.timing.matching import Finder, Match
from pipeline.timing.paraphrase import STRETCH, Paraphrases, Passage
from pipeline.timing.sharing import Item, natural_ms
from pipeline.timing.verbatim import sentence_places
from pipeline.timing.words import Heard, heard_words, tokens

CONTRADICTED_MS = 10_000
"""A stated time farther from where the captions have the quote is reported."""
_ROOM = 0.5
"""Share of the time that saying takes which text between two anchors needs at least."""
_TRANSLATED = 0.5
"""Share of the sentences that must have a translation for the captions to be looked up by it."""
_FIT = 0.10
"""Share of translated sentences that captions of the same talk have at least. Those of another
talk by the same speaker have 0.06 of them, and of their own talk 0.83
(`tests/bench/bench_abroad.py`)."""
_LEAST_MS = 1_000
"""Sentences of a quote that begin closer together share one anchor."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What `anchored` returns.

    Attributes:
        said: Everything with a time, in order.
        fit: Share of what was looked up that the captions have, stated quotes counted.
    """

    said: list[Said]
    findings: list[Finding]
    fit: float


@dataclass(slots=True)
class _Tally:
    """How many of how many were placed."""

    placed: int = 0
    asked: int = 0


def anchored(
    found: Sequence[Block],
    said: Sequence[Said],
    reference: Reference,
    *,
    language: str,
    duration_ms: int,
) -> Placed:
    """Take what the captions place out of the flow of the blocks, and return it with its times.

    Args:
        found: Sections in the order of their marks; their flow is numbered anew.
        said: Quotes with a stated time.
        reference: The captions.
        language: Of the text.
        duration_ms: Length of the episode.
    """
    search = _Search(reference, _translations(found, reference), language=language)
    result = [_numbered(one, found) for one in said]
    search.contradictions(result)
    ends = [*(block.start_ms for block in found[1:]), duration_ms]
    if found and any(item.kind is Kind.SPEECH for _, item in found[0].flow):
        ends[0] = duration_ms
    for block in found:
        block.flow = [(number, item) for number, (_, item) in enumerate(block.flow)]
    before = [block.flow for block in found]
    for block, end in zip(found, ends, strict=False):
        if end > block.start_ms and search.heard.words:
            result += search.placed(block, Span(block.start_ms, end), result)
    if search.translations and search.fit < _FIT:
        for block, flow in zip(found, before, strict=True):
            block.flow = flow
        unplaced = sorted((one for one in result if not one.heard), key=lambda one: one.start_ms)
        return Placed(unplaced, [_mismatch(search, reference)], search.fit)
    findings = [*search.findings, *_summary(search, reference, language)]
    return Placed(sorted(result, key=lambda one: one.start_ms), findings, search.fit)


def _translations(found: Sequence[Block], reference: Reference) -> Mapping[str, str]:
    """Return what the text says in the captions' language, or nothing if too little is known."""
    texts = {item.text for block in found for _, item in block.flow}
    known = {text: reference.renderings[text] for text in texts if text in reference.renderings}
    return known if len(known) >= _TRANSLATED * len(texts) else {}


def _numbered(one: Said, found: Sequence[Block]) -> Said:
    """Count the offset of a quote in items of its block instead of characters."""
    block = next((block for block in found if block.sections == [one.section]), None)
    if block is None:
        return one
    return replace(one, offset=sum(at < one.offset for at, _ in block.flow))


@dataclass(frozen=True, slots=True)
class _Index:
    """Captions, ready to be looked up."""

    heard: Heard
    finder: Finder
    paraphrases: Paraphrases


@lru_cache(maxsize=2)
def _index(captions: tuple[Caption, ...], foreign: bool) -> _Index:  # noqa: FBT001
    # The episodes of a page are tried one after the other with the same captions.
    heard = heard_words(captions)
    return _Index(heard, Finder(heard), Paraphrases(heard, foreign=foreign))


class _Search:
    """Looks the text of blocks up in captions, and keeps count."""

    def __init__(
        self, reference: Reference, translations: Mapping[str, str], *, language: str
    ) -> None:
        self.foreign = reference.language != language
        self.translations = translations if self.foreign else {}
        index = _index(reference.captions, self.foreign and not self.translations)
        self.heard, self.finder, self.paraphrases = index.heard, index.finder, index.paraphrases
        self.language = language
        self.asks_in = reference.language if self.translations else language
        self.stated, self.quotes, self.sentences = _Tally(), _Tally(), _Tally()
        self.findings: list[Finding] = []

    @property
    def fit(self) -> float:
        """Share of what was looked up that was found."""
        tallies = (self.stated, self.quotes, self.sentences)
        return sum(tally.placed for tally in tallies) / max(1, sum(t.asked for t in tallies))

    def contradictions(self, said: Sequence[Said]) -> None:
        """Report stated times that are not where the captions have the quote."""
        for one in () if self.foreign else said:
            places = self.finder.places(_text(one.items))
            times = [self.heard.at(match.start) for match in places]
            self.stated.asked += 1
            self.stated.placed += bool(times)
            if not times or min(abs(one.start_ms - time) for time in times) <= CONTRADICTED_MS:
                continue
            stated, other = format_mark(one.start_ms), format_mark(times[0])
            message = f"the captions have it at [{other}]; the stated time is kept"
            where = f"quote [{stated}]"
            self.findings.append(
                Finding("stated-time-contradicted", Severity.WARNING, where, message)
            )

    def placed(self, block: Block, window: Span, fixed: Sequence[Said]) -> list[Said]:
        """Take out of a block's flow what the captions place."""
        if any(item.kind is Kind.SPEECH for _, item in block.flow) and not self.foreign:
            chosen = self._speech(block)
            self.sentences.asked += len(block.flow)
        else:
            quotes = [] if self.foreign else list(self._quotes(block, window))
            taken = {item for one in quotes for item in one.items}
            block.flow = [(at, item) for at, item in block.flow if item not in taken]
            told = [entry for entry in block.flow if entry[1].kind is not Kind.TITLE]
            self.sentences.asked += len(told)
            chosen = self._told(told, block, window, [*fixed, *quotes])
            chosen = quotes + chosen
        gone = {one.offset for one in chosen if one.heard and one.heard.ordered}
        self.sentences.placed += len(gone)
        block.flow = [(at, item) for at, item in block.flow if at not in gone]
        return chosen

    def _quotes(self, block: Block, window: Span) -> Iterator[Said]:
        entries = [entry for entry in block.flow if entry[1].kind is Kind.QUOTE]
        for _, group in groupby(entries, key=lambda entry: (entry[1].section, entry[1].quote)):
            members = list(group)
            text = _text([item for _, item in members])
            self.quotes.asked += 1
            match = self.finder.find(text, within=window)
            if match is None or match.ambiguous:
                self._unplaced(members, ambiguous=match is not None)
                continue
            self.quotes.placed += 1
            yield from self._pieces(members, match)

    def _unplaced(self, members: Sequence[tuple[int, Item]], *, ambiguous: bool) -> None:
        item = members[0][1]
        where = f"section {(item.section or 0) + 1}, quote {(item.quote or 0) + 1}"
        rule = "quote-heard-twice" if ambiguous else "quote-not-heard"
        message = (
            "the captions have it in several places"
            if ambiguous
            else ("the captions do not have it, or only in other words")
        )
        self.findings.append(
            Finding(rule, Severity.INFO, where, f"{message}; its time stays estimated")
        )

    def _pieces(self, members: Sequence[tuple[int, Item]], match: Match) -> Iterator[Said]:
        """Yield a quote, cut at the sentences that have a time of their own."""
        groups: list[tuple[int, list[tuple[int, Item]]]] = []
        first = 0
        for entry in members:
            last = first + len(tokens(entry[1].text))
            pair = next(((at, to) for at, to in match.pairs if first <= at < last), None)
            start = match.start if not groups else (pair[1] - pair[0] + first if pair else -1)
            near = groups and self.heard.at(start) - self.heard.at(groups[-1][0]) < _LEAST_MS
            if groups and (start < 0 or near):
                groups[-1][1].append(entry)
            else:
                groups.append((start, [entry]))
            first = last
        ends = [*(start for start, _ in groups[1:]), match.end]
        found = {place for _, place in match.pairs}
        for (start, part), end in zip(groups, ends, strict=True):
            offset, item = part[0]
            items = tuple(item for _, item in part)
            hearing = self._hearing(start, end, exact=start in found)
            yield Said(self.heard.at(start), items, item.section, offset, hearing)

    def _hearing(
        self, start: int, end: int, *, exact: bool = True, ordered: bool = False
    ) -> Hearing:
        """Return how sure a word's time is: it lies in its caption.

        Where the word itself was not found, but others after it, it may lie in the one before.
        """
        time, home = self.heard.at(start), self.heard.home(start)
        if not exact:
            home = Span(self.heard.home(max(0, start - 1)).start_ms, home.end_ms)
        between = Span(min(home.start_ms, time), max(home.end_ms, time + 1))
        error = max(time - between.start_ms, between.end_ms - time)
        until = max(self.heard.at(end), time + 1)
        known = exact and time == home.start_ms
        return Hearing(until, 0 if known else error, between, ordered)

    def _speech(self, block: Block) -> list[Said]:
        places = sentence_places([item.text for _, item in block.flow], self.heard)
        result: list[Said] = []
        for number, ((at, item), place) in enumerate(zip(block.flow, places, strict=True)):
            if place is None:
                continue
            hearing = self._hearing(*place, ordered=True)
            followed = number + 1 < len(places) and places[number + 1] is None
            hearing = replace(hearing, followed=followed)
            result.append(Said(self.heard.at(place[0]), (item,), item.section, at, hearing))
        return result

    def _told(
        self,
        told: Sequence[tuple[int, Item]],
        block: Block,
        window: Span,
        fixed: Sequence[Said],
    ) -> list[Said]:
        first, last = self.heard.index_at(window.start_ms), self.heard.index_at(window.end_ms)
        asked = [self._asked(item) for _, item in told]
        passages = self.paraphrases.in_order(asked, first=first, last=last)
        found = [
            Said(time, (item,), item.section, at, self._passage(time, passage, first))
            for (at, item), text, passage in zip(told, asked, passages, strict=True)
            if passage is not None
            for time in [max(window.start_ms, self._begins_ms(text, passage))]
        ]
        roomy = list(_roomy(found, block, window, fixed=fixed, language=self.language))
        left = {at for at, _ in block.flow} - {one.offset for one in roomy}
        return [
            replace(one, heard=replace(one.heard, followed=one.offset + 1 in left))
            for one in roomy
            if one.heard is not None
        ]

    def _asked(self, item: Item) -> str:
        """Return what a sentence is looked up by; a blank is found nowhere."""
        return self.translations.get(item.text, "") if self.translations else item.text

    def _begins_ms(self, text: str, passage: Passage) -> int:
        """Return when a told sentence begins."""
        if not self.foreign:
            # A digest tells in an order of its own: its first word may well be said last.
            return self.heard.at(passage.start)
        return self.paraphrases.begins_ms(text, passage, language=self.asks_in)

    def _passage(self, time: int, passage: Passage, first: int) -> Hearing:
        """Return how sure a told sentence's place is: it begins before its last shared word."""
        low = self.heard.at(max(first, passage.last - STRETCH))
        high = max(self.heard.at(passage.last + 1), time + 1)
        between = Span(min(low, time), high)
        error = max(time - between.start_ms, between.end_ms - time)
        return Hearing(high, error, between, ordered=True)


def _roomy(
    found: Sequence[Said],
    block: Block,
    window: Span,
    *,
    fixed: Sequence[Said],
    language: str,
) -> Iterator[Said]:
    """Yield the places that leave what stands between them the time to be read.

    A place inside a quote gives way: the digest tells there what the quote says itself.
    """
    needs = {at: _needed(item, language) for at, item in block.flow}
    order = sorted(needs)
    sums = dict(zip(order, accumulate((needs[at] for at in order), initial=0), strict=False))
    total = sum(needs.values())
    said = [
        Span(
            one.start_ms, one.start_ms + max(1, sum(_needed(item, language) for item in one.items))
        )
        for one in fixed
        if window.start_ms <= one.start_ms < window.end_ms
    ]
    done, since = 0, window.start_ms + sum(_needed(item, language) for item in block.title)
    for one in found:
        at, time = one.offset, one.start_ms
        taken = sum(span.duration_ms for span in said if since <= span.start_ms < time)
        hit = any(span.start_ms - needs[at] < time < span.end_ms for span in said)
        behind = total - sums[at]
        if hit or time - since < sums[at] - done + taken or window.end_ms - time < behind:
            continue
        yield one
        done, since = sums[at], time


def _needed(item: Item, language: str) -> int:
    return round(_ROOM * natural_ms([item], language=language))


def _text(items: Sequence[Item]) -> str:
    return " ".join(item.text for item in items)


def _mismatch(search: _Search, reference: Reference) -> Finding:
    message = (
        f"not used: only {round(100 * search.fit)} % of the translated sentences are in them; "
        "are they captions of this episode?"
    )
    return Finding("captions-not-matched", Severity.WARNING, reference.name, message)


def _summary(search: _Search, reference: Reference, language: str) -> Iterator[Finding]:
    """Yield what the captions were good for."""
    if search.foreign:
        theirs, ours = LANGUAGES[reference.language].name, LANGUAGES[language].name
        by = "its translation is matched" if search.translations else "only shared words match"
        message = f"the captions are {theirs}, the text is {ours}: {by}"
        yield Finding("captions-other-language", Severity.INFO, reference.name, message)
    parts = [
        f"{tally.placed} of {tally.asked} {name}"
        for tally, name in ((search.quotes, "quotes"), (search.sentences, "sentences"))
        if tally.asked
    ]
    if parts:
        message = f"the captions place {' and '.join(parts)} without a stated time"
        yield Finding("captions-anchor", Severity.INFO, reference.name, message)
