"""Shards as batches on the device: sentences of like length together, no loop over sentences."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.shards import Shard, join, load
from training.tokenizer import END, LANGUAGES, PADDING, START, TAGS

WIDTHS = (8, 16, 24, 32, 48, 64, 96, 128, 192, 256)
"""Padded lengths: few, so that few shapes are compiled."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One step's sentences as (rows, width): source with tag and end mark, target twice."""

    source: Tensor
    prefix: Tensor
    target: Tensor


class Examples:
    """Every pair in every direction that it may be learned in.

    Args:
        shard: The pairs.
        tags: Number of the direction tag of each language, by the language's number.
        device: Where the tokens lie: `cpu`, `cuda`.
        languages: Codes of (source, target) to keep; None for all.
    """

    def __init__(
        self,
        shard: Shard,
        tags: list[int],
        device: str,
        *,
        languages: frozenset[tuple[str, str]] | None = None,
    ) -> None:
        self.device = device
        ends = np.cumsum(shard.lengths.astype(np.int64).reshape(-1)).reshape(-1, 2)
        starts = ends - shard.lengths
        forward, backward = (np.flatnonzero(shard.ways & way) for way in (1, 2))
        row = np.concatenate([forward, backward])
        side = np.concatenate([np.zeros_like(forward), np.ones_like(backward)])
        row, side = _wanted(shard, row, side, languages)
        self.starts = np.stack([starts[row, side], starts[row, 1 - side]])
        self.lengths = np.stack([shard.lengths[row, side], shard.lengths[row, 1 - side]])
        self.lengths = self.lengths.astype(np.int64)
        self.tags = np.array(tags)[shard.languages[row, 1 - side]]
        self.pairs = shard.languages[row, side] * 8 + shard.languages[row, 1 - side]
        self.times = shard.times[row].astype(np.int64)
        longest = np.maximum(self.lengths[0] + 2, self.lengths[1] + 1)
        self.bucket = np.searchsorted(np.array(WIDTHS), longest)
        self.tokens = torch.from_numpy(shard.tokens.astype(np.int16)).to(device)

    def __len__(self) -> int:
        """Return how many examples there are, each counted once."""
        return len(self.tags)

    def epoch(self, number: int, *, tokens: int, seed: int) -> list[tuple[int, Any]]:
        """Return the batches of an epoch as (width, examples), shuffled; the same every time."""
        rng = np.random.default_rng((seed, number))
        order = rng.permutation(np.repeat(np.arange(len(self)), self.times))
        batches: list[tuple[int, Any]] = []
        for bucket, width in enumerate(WIDTHS):
            chosen = order[self.bucket[order] == bucket]
            rows = max(8, tokens // width // 8 * 8)
            full = len(chosen) // rows * rows or len(chosen)
            batches += [(width, chosen[i : i + rows]) for i in range(0, full, rows)]
        return [batches[i] for i in rng.permutation(len(batches))]

    def batch(self, width: int, chosen: Any) -> Batch:
        """Return examples as tensors."""
        source, length = self._gather(0, width - 1, chosen)
        tags = torch.from_numpy(self.tags[chosen]).to(self.device)[:, None]
        source = torch.cat([tags, source], 1)
        source.scatter_(1, length[:, None] + 1, END)
        target, length = self._gather(1, width, chosen)
        prefix = torch.cat([torch.full_like(tags, START), target[:, :-1]], 1)
        target.scatter_(1, length[:, None], END)
        return Batch(source, prefix, target)

    def _gather(self, side: int, width: int, chosen: Any) -> tuple[Tensor, Tensor]:
        start = torch.from_numpy(self.starts[side][chosen]).to(self.device)
        length = torch.from_numpy(self.lengths[side][chosen]).to(self.device)
        column = torch.arange(width, device=self.device)
        place = (start[:, None] + column).clamp_(max=len(self.tokens) - 1)
        # PyTorch indexes signed numbers only; the mask brings pieces beyond 32 767 back.
        found = self.tokens[place].long() & 0xFFFF
        return torch.where(column < length[:, None], found, PADDING), length


def load_examples(
    folder: Path,
    tokenizer: Any,
    device: str,
    *,
    languages: frozenset[tuple[str, str]] | None = None,
) -> tuple[Examples, Examples]:
    """Return the examples of a folder of shards: for training and for development.

    Raises:
        SystemExit: there is nothing to train on.
    """
    tags = [tokenizer.piece_to_id(tag) for tag in TAGS]
    files = [file for file in sorted(folder.glob("*.bin.xz")) if file.name != "dev.bin.xz"]
    if not files:
        raise SystemExit(f"{folder}: no shards; run `python -m training.augment`")
    shards = (join(map(load, files)), load(folder / "dev.bin.xz"))
    train, development = (Examples(s, tags, device, languages=languages) for s in shards)
    if not len(train):
        raise SystemExit(f"{folder}: no examples of these directions")
    return train, development


def _wanted(
    shard: Shard, row: Any, side: Any, languages: frozenset[tuple[str, str]] | None
) -> tuple[Any, Any]:
    if languages is None:
        return row, side
    numbers = {LANGUAGES.index(a) * 8 + LANGUAGES.index(b) for a, b in languages}
    pairs = shard.languages[row, side] * 8 + shard.languages[row, 1 - side]
    kept = np.isin(pairs, list(numbers))
    return row[kept], side[kept]
