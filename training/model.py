"""The network: a Transformer in the very layout of CTranslate2, so that export is a plain copy.

Pre-norm, ReLU, one embedding matrix for source, target and output, fused projections (self
attention [q; k; v], cross attention q and [k; v]), sinusoidal positions by CTranslate2's own
formula (src/layers/common.cc). Many encoder layers, two decoder layers: the encoder sees a
sentence once and in parallel, the decoder runs once per word.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.tokenizer import END, PADDING, START

POSITIONS = 1_024


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a model is.

    Attributes:
        width: Of the embeddings and everything between layers.
        inner: Of the feed-forward layers.
    """

    pieces: int
    width: int
    inner: int
    heads: int
    encoder: int
    decoder: int

    def as_dict(self) -> dict[str, int]:
        """Return the fields by name."""
        return asdict(self)


SHAPES = {
    "toy": (64, 256, 4, 2, 2),
    "tiny": (128, 512, 4, 3, 2),
    "small": (256, 1_024, 4, 6, 2),
    "base": (384, 1_536, 6, 10, 2),
}
"""Name → width, inner width, heads, encoder and decoder layers. `base` with 16 000 pieces has
28.6 million parameters."""


class Attention(nn.Module):
    """Normalisation, attention, projection; without the residual."""

    def __init__(self, width: int, heads: int, *, cross: bool) -> None:
        super().__init__()
        self.heads, self.cross = heads, cross
        self.norm = nn.LayerNorm(width, eps=1e-5)
        if cross:
            self.q, self.kv = nn.Linear(width, width), nn.Linear(width, 2 * width)
        else:
            self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(
        self, x: Tensor, memory: Tensor | None = None, mask: Tensor | None = None, *, causal: bool
    ) -> Tensor:
        """Return what attention adds to `x` (batch, length, width)."""
        batch, length, width = x.shape
        y = self.norm(x)
        if memory is not None:
            q, (k, v) = self.q(y), self.kv(memory).chunk(2, -1)
        else:
            q, k, v = self.qkv(y).chunk(3, -1)
        q, k, v = (
            z.view(batch, -1, self.heads, width // self.heads).transpose(1, 2) for z in (q, k, v)
        )
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=causal)
        added: Tensor = self.out(seen.transpose(1, 2).reshape(batch, length, width))
        return added


class Layer(nn.Module):
    """One layer of the encoder, or of the decoder where `cross`."""

    def __init__(self, shape: Shape, dropout: float, *, cross: bool) -> None:
        super().__init__()
        width = shape.width
        self.cross = cross
        self.self_attn = Attention(width, shape.heads, cross=False)
        if cross:
            self.cross_attn = Attention(width, shape.heads, cross=True)
        self.norm = nn.LayerNorm(width, eps=1e-5)
        self.fc1, self.fc2 = nn.Linear(width, shape.inner), nn.Linear(shape.inner, width)
        self.drop = nn.Dropout(dropout)

    def forward(
        self, x: Tensor, mask: Tensor | None, memory: Tensor | None, memory_mask: Tensor | None
    ) -> Tensor:
        """Return the layer's output, residuals included."""
        x = x + self.drop(self.self_attn(x, mask=mask, causal=self.cross))
        if self.cross:
            x = x + self.drop(self.cross_attn(x, memory, memory_mask, causal=False))
        inner = self.drop(functional.relu(self.fc1(self.norm(x))))
        added: Tensor = x + self.drop(self.fc2(inner))
        return added


class Translator(nn.Module):
    """The whole network."""

    pos: Tensor

    def __init__(self, shape: Shape, *, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        self.emb = nn.Embedding(shape.pieces, width)
        self.enc = nn.ModuleList(Layer(shape, dropout, cross=False) for _ in range(shape.encoder))
        self.dec = nn.ModuleList(Layer(shape, dropout, cross=True) for _ in range(shape.decoder))
        self.enc_norm, self.dec_norm = nn.LayerNorm(width, eps=1e-5), nn.LayerNorm(width, eps=1e-5)
        self.drop = nn.Dropout(dropout)
        self.register_buffer("pos", _positions(width), persistent=False)
        self._start()

    def _start(self) -> None:
        nn.init.normal_(self.emb.weight, std=self.shape.width**-0.5)
        depth = (self.shape.encoder + 2 * self.shape.decoder) ** -0.5
        for name, parameter in self.named_parameters():
            if parameter.dim() > 1 and name != "emb.weight":
                nn.init.xavier_uniform_(parameter)
                if name.endswith(("out.weight", "fc2.weight")):  # keeps the residual stream tame
                    parameter.data.mul_(depth)

    def embed(self, tokens: Tensor) -> Tensor:
        """Return embeddings with positions (batch, length, width)."""
        scaled = self.emb(tokens) * math.sqrt(self.shape.width)
        embedded: Tensor = self.drop(scaled + self.pos[: tokens.shape[1]])
        return embedded

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Return the encoded source and the mask of its tokens."""
        mask = (source != PADDING)[:, None, None, :]
        x = self.embed(source)
        for layer in self.enc:
            x = layer(x, mask, None, None)
        return self.enc_norm(x), mask

    def decode(self, prefix: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        """Return logits of the next token at every place; padding stands at the end."""
        x = self.embed(prefix)
        for layer in self.dec:
            x = layer(x, None, memory, mask)
        return functional.linear(self.dec_norm(x), self.emb.weight)

    def forward(self, source: Tensor, prefix: Tensor, target: Tensor, smoothing: float) -> Tensor:
        """Return the loss, summed over the tokens of the target."""
        logits = self.decode(prefix, *self.encode(source))
        return functional.cross_entropy(
            logits.float().flatten(0, 1),
            target.flatten(),
            ignore_index=PADDING,
            label_smoothing=smoothing,
            reduction="sum",
        )

    @torch.no_grad()
    def greedy(self, source: Tensor, *, longest: int = 256) -> list[list[int]]:
        """Return the best next token, one after another, for every row of `source`."""
        memory, mask = self.encode(source)
        out = torch.full((len(source), 1), START, device=source.device)
        done = torch.zeros(len(source), dtype=torch.bool, device=source.device)
        for _ in range(longest):
            following = self.decode(out, memory, mask)[:, -1].argmax(-1)
            following = torch.where(done, PADDING, following)
            out = torch.cat([out, following[:, None]], 1)
            done |= following == END
            if bool(done.all()):
                break
        return [[int(t) for t in row[1:] if t not in (PADDING, END)] for row in out]


def build(name: str, pieces: int, *, dropout: float = 0.0) -> Translator:
    """Return a new network of the shape called `name`."""
    return Translator(Shape(pieces, *SHAPES[name]), dropout=dropout)


def source_batch(sentences: list[list[int]]) -> Tensor:
    """Return tokenized sentences, tag included, as one padded batch with their end marks."""
    width = max(map(len, sentences)) + 1
    return torch.tensor([[*s, END, *[PADDING] * (width - len(s) - 1)] for s in sentences])


def _positions(width: int) -> Tensor:
    step = math.log(10_000.0) / (width // 2 - 1)
    place = torch.arange(1, POSITIONS + 1)[:, None]
    angle = place * torch.exp(-step * torch.arange(width // 2))[None]
    return torch.cat([angle.sin(), angle.cos()], 1)
