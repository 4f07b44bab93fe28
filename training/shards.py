"""Training examples as files of numbers, small enough to travel."""

from __future__ import annotations

import io
import lzma
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

# Two-byte numbers: the compressor is told, which saves a tenth.
_FILTERS = ({"id": lzma.FILTER_LZMA2, "preset": 6, "lc": 0, "lp": 1, "pb": 1},)


@dataclass(slots=True)
class Shard:
    """Sentence pairs as token numbers, all in flat arrays.

    Attributes:
        tokens: Of each pair the first sentence, then the second, one pair after another; uint16.
        lengths: Tokens of the two sentences, one row per pair; uint16.
        languages: Numbers of the two languages, one row per pair; uint8.
        ways: 1 to learn first → second, 2 for the reverse, 3 for both; uint8.
        times: How often in one epoch; uint8.
    """

    tokens: Any
    lengths: Any
    languages: Any
    ways: Any
    times: Any

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.ways)


@dataclass(slots=True)
class ShardWriter:
    """Collects pairs for a shard."""

    _tokens: list[Any] = field(default_factory=list)
    _rows: list[tuple[int, int, int, int, int, int]] = field(default_factory=list)

    def add(
        self,
        sentences: tuple[Sequence[int], Sequence[int]],
        languages: tuple[int, int],
        *,
        ways: int,
        times: int,
    ) -> None:
        """Add one pair of tokenized sentences."""
        for sentence in sentences:
            self._tokens.append(np.array(sentence, np.uint16))
        first, second = map(len, sentences)
        self._rows.append((first, second, *languages, ways, times))

    def shard(self) -> Shard:
        """Return what was collected."""
        rows = np.array(self._rows, np.int64).reshape(-1, 6)
        tokens = np.concatenate(self._tokens) if self._tokens else np.zeros(0, np.uint16)
        return Shard(
            tokens,
            rows[:, :2].astype(np.uint16),
            rows[:, 2:4].astype(np.uint8),
            rows[:, 4].astype(np.uint8),
            rows[:, 5].astype(np.uint8),
        )


def save(shard: Shard, file: Path) -> None:
    """Write a shard; the same shard gives the same bytes."""
    plain = io.BytesIO()
    for array in (shard.tokens, shard.lengths, shard.languages, shard.ways, shard.times):
        np.save(plain, array, allow_pickle=False)
    file.write_bytes(lzma.compress(plain.getvalue(), filters=_FILTERS))


def load(file: Path) -> Shard:
    """Read a shard."""
    plain = io.BytesIO(lzma.decompress(file.read_bytes()))
    return Shard(*(np.load(plain, allow_pickle=False) for _ in range(5)))


def join(shards: Iterable[Shard]) -> Shard:
    """Return several shards as one."""
    parts = list(shards)
    return Shard(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("tokens", "lengths", "languages", "ways", "times")
        )
    )
