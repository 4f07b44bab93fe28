"""One CTranslate2 model: many sentences at once, no endless loops.

What makes it fast: sentences sorted by length in batches of about a thousand tokens, one
thread per batch and as many batches at a time as there are cores, no scores, no attention.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.engines.package import REINSTALL
from pipeline.engines.tokens import Tokens
from pipeline.errors import EngineError, UsageError

UNKNOWN = "<unk>"
BEAM, BATCH_TOKENS, THREADS = "TOLK_BEAM", "TOLK_BATCH_TOKENS", "TOLK_THREADS"
"""Environment variables that change a run's search, or only its speed; docs/performance.md."""
_BUCKETS = (16, 64, 256, 1_024)
"""Sentences up to so many tokens share a limit on the length of their translation."""
_LONGEST_PERIOD = 12


@dataclass(frozen=True, slots=True)
class Decoding:
    """How translations are searched for.

    Attributes:
        beam_size: 1 is greedy; 2 costs about half as much again and is rarely worse than 4.
        length_penalty: Exponent of the length; 0.2 as in Argos Translate.
        batch_tokens: Tokens of one batch, padding included.
        threads: Batches at a time; 0 for one per core.
    """

    beam_size: int = 2
    length_penalty: float = 0.2
    batch_tokens: int = 1_024
    threads: int = 0

    @property
    def cores(self) -> int:
        """Batches at a time, as a number of 1 or more."""
        return self.threads or available_cores()


def chosen_decoding(environment: Mapping[str, str] | None = None) -> Decoding:
    """Return the defaults, changed by TOLK_BEAM, TOLK_BATCH_TOKENS and TOLK_THREADS.

    Args:
        environment: Variables to go by; None for those of this process.

    Raises:
        UsageError: a variable is not a whole number in its range.
    """
    variables = os.environ if environment is None else environment
    plain = Decoding()
    return replace(
        plain,
        beam_size=_whole(variables, BEAM, plain.beam_size, 1, 32),
        batch_tokens=_whole(variables, BATCH_TOKENS, plain.batch_tokens, 32, 65_536),
        threads=_whole(variables, THREADS, plain.threads, 0, 1_024),
    )


def available_cores() -> int:
    """Return how many cores this process may use."""
    # Containers often allow fewer cores than the machine has; not every system tells.
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _whole(variables: Mapping[str, str], name: str, otherwise: int, least: int, most: int) -> int:
    text = variables.get(name, "").strip()
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= most):
        raise UsageError(name, f"{text!r} makes no sense", remedy=f"say {least} to {most}")
    return int(text)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The translations of one sentence as tokens, the best first.

    Attributes:
        hypotheses: At least one.
        looping: The best one still repeats itself without end, after all was tried.
    """

    hypotheses: tuple[Tokens, ...]
    looping: bool = False


@dataclass(frozen=True, slots=True)
class _Search:
    """The options of one call.

    Attributes:
        stretch: How much longer than its source, in tokens, a translation may become.
    """

    decoding: Decoding
    count: int = 1
    stretch: int = 2
    no_repeat: int = 0
    replace_unknowns: bool = False

    def limit(self, bucket: int) -> int:
        return self.stretch * bucket + 20


class Model:
    """A CTranslate2 model folder, loaded when first used."""

    def __init__(self, folder: Path, *, decoding: Decoding) -> None:
        self.folder = folder
        self.decoding = decoding

    @cached_property
    def _translator(self) -> Any:
        import ctranslate2

        try:
            return ctranslate2.Translator(
                str(self.folder),
                device="cpu",
                compute_type="default",
                inter_threads=self.decoding.cores,
                intra_threads=1,
            )
        except (RuntimeError, ValueError) as error:
            raise EngineError(
                str(self.folder), f"cannot be loaded ({error})", remedy=REINSTALL
            ) from error

    def decode(
        self, sources: Sequence[Tokens], *, prefix: Tokens | None = None, count: int = 1
    ) -> list[Decoded]:
        """Return `count` translations of every source, in the same order.

        Unknown words are copied from the source. A translation that runs on or repeats itself
        is sought again without repetition; if that does not help it is marked as looping.

        Args:
            sources: Tokens of sentences, none empty.
            prefix: Tokens that every translation starts with; they are taken off again.
            count: How many translations of each sentence.
        """
        search = _Search(self.decoding, count=count)
        found = self._search(sources, prefix or [], search)
        unknown = [i for i, hypotheses in enumerate(found) if UNKNOWN in hypotheses[0]]
        self._again(found, sources, unknown, prefix, replace(search, replace_unknowns=True))
        loops = [i for i, source in enumerate(sources) if _runs_on(found[i][0], source, search)]
        wide = replace(search, stretch=4, no_repeat=3, replace_unknowns=True)
        self._again(found, sources, loops, prefix, wide)
        lost = {i for i in loops if _runs_on(found[i][0], sources[i], wide)}
        return [Decoded(_usable(hypotheses), i in lost) for i, hypotheses in enumerate(found)]

    def _again(
        self,
        found: list[tuple[Tokens, ...]],
        sources: Sequence[Tokens],
        chosen: list[int],
        prefix: Tokens | None,
        search: _Search,
    ) -> None:
        """Replace the chosen translations by those of another search."""
        redone = self._search([sources[i] for i in chosen], prefix or [], search)
        for i, hypotheses in zip(chosen, redone, strict=True):
            found[i] = hypotheses

    def _search(
        self, sources: Sequence[Tokens], prefix: Tokens, search: _Search
    ) -> list[tuple[Tokens, ...]]:
        buckets: dict[int, list[int]] = {}
        for i, source in enumerate(sources):
            buckets.setdefault(_bucket(len(source)), []).append(i)
        pending: list[tuple[int, Any]] = []
        try:
            for bucket, chosen in sorted(buckets.items(), reverse=True):
                results = self._submit([sources[i] for i in chosen], prefix, search, bucket)
                pending.extend(zip(chosen, results, strict=True))
            done = {i: result.result().hypotheses for i, result in pending}
        except (RuntimeError, ValueError) as error:
            problem = f"fails to translate ({error})"
            raise EngineError(str(self.folder), problem, remedy=REINSTALL) from error
        return [tuple(_without(prefix, tokens) for tokens in done[i]) for i in range(len(sources))]

    def _submit(
        self, sources: list[Tokens], prefix: Tokens, search: _Search, bucket: int
    ) -> list[Any]:
        decoding = search.decoding
        # Enough batches to keep every core at work, but none too small to be worth while.
        share = -(-sum(map(len, sources)) // decoding.cores)
        pending: list[Any] = self._translator.translate_batch(
            sources,
            target_prefix=[prefix] * len(sources) if prefix else None,
            max_batch_size=max(bucket, min(decoding.batch_tokens, max(share, 256))),
            batch_type="tokens",
            asynchronous=True,
            beam_size=max(decoding.beam_size, search.count),
            num_hypotheses=search.count,
            length_penalty=decoding.length_penalty,
            no_repeat_ngram_size=search.no_repeat,
            replace_unknowns=search.replace_unknowns,
            max_input_length=0,
            max_decoding_length=search.limit(bucket) + len(prefix),
        )
        return pending


def repetition(tokens: Tokens) -> tuple[int, int]:
    """Return period and count of the longest stretch that repeats itself.

    >>> repetition("a b c b c b c d".split())
    (2, 3)
    """
    best = (0, 0)
    for period in range(1, min(_LONGEST_PERIOD, len(tokens) // 2) + 1):
        run = longest = 0
        for i in range(period, len(tokens)):
            run = run + 1 if tokens[i] == tokens[i - period] else 0
            longest = max(longest, run)
        count = longest // period + 1
        if count > 1 and period * count > best[0] * best[1]:
            best = (period, count)
    return best


def _runs_on(tokens: Tokens, source: Tokens, search: _Search) -> bool:
    """Tell whether a translation hit its limit or repeats itself more than its source does."""
    if len(tokens) >= search.limit(_bucket(len(source))):
        return True
    period, count = repetition(tokens)
    return count >= 4 and period * count >= 6 and count > repetition(source)[1] + 1


def _usable(hypotheses: tuple[Tokens, ...]) -> tuple[Tokens, ...]:
    """Keep the best translation, and further ones only without unknown words."""
    return hypotheses[:1] + tuple(each for each in hypotheses[1:] if UNKNOWN not in each)


def _bucket(length: int) -> int:
    return next((bucket for bucket in _BUCKETS if length <= bucket), length)


def _without(prefix: Tokens, tokens: Tokens) -> Tokens:
    return tokens[len(prefix) :] if prefix and tokens[: len(prefix)] == prefix else tokens
