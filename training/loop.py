"""The training loop: steps, clock, checkpoints, a look at what was learned."""

from __future__ import annotations

import json
import shutil
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training.batches import Examples, load_examples
from training.model import SHAPES, Shape, Translator
from training.tokenizer import LANGUAGES, PADDING, open_tokenizer
from training.weights import CHECKPOINT, load_model


@dataclass(frozen=True, slots=True)
class Settings:
    """All that decides a run besides its examples."""

    preset: str
    dropout: float
    rate: float
    tokens: int
    budget_s: float
    stop_after_s: float = 0
    most_steps: int = 0
    warmup: int = 800
    smoothing: float = 0.1
    decay: float = 0.999
    seed: int = 1
    save_every_s: float = 120
    log_every: int = 100
    half: bool = False
    compiled: bool = False
    threads: int = 1
    languages: frozenset[tuple[str, str]] | None = None


@dataclass(slots=True)
class Progress:
    """How far a run is; saved with every checkpoint.

    Attributes:
        done: Batches of the present epoch.
        elapsed_s: Training seconds over all calls.
        tokens: Target tokens seen, padding included.
    """

    step: int = 0
    epoch: int = 0
    done: int = 0
    elapsed_s: float = 0.0
    tokens: int = 0


class Trainer:
    """Trains in `run` until time, steps or a signal end it; goes on where the last call stopped.

    Args:
        shards: Folder with shards and tokenizer.
        run: Folder of checkpoint and log; made if absent.
        start: Folder with packed weights to begin from, where `run` has no checkpoint.
    """

    def __init__(
        self, shards: Path, run: Path, settings: Settings, *, device: str, start: Path | None = None
    ) -> None:
        self.run_folder, self.settings, self.device = run, settings, device
        self.began = time.monotonic()
        torch.manual_seed(settings.seed)
        torch.set_num_threads(settings.threads)
        torch.set_float32_matmul_precision("high")
        run.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(shards / "sentencepiece.model", run / "sentencepiece.model")
        self.tokenizer = open_tokenizer(run / "sentencepiece.model")
        self.train, self.development = load_examples(
            shards, self.tokenizer, device, languages=settings.languages
        )
        shape = Shape(self.tokenizer.get_piece_size(), *SHAPES[settings.preset])
        self.model = Translator(shape, dropout=settings.dropout).to(device)
        if start:
            self.model.load_state_dict(load_model(start).state_dict())
        self.parameters: list[Tensor] = list(self.model.parameters())
        self.optimizer = _optimizer(self.parameters, settings)
        self.average = [p.detach().clone() for p in self.parameters]
        self.progress = Progress()
        self.stopped = False
        self._resume()

    def run(self) -> None:
        """Train until the end of the budget or of this call; then save and report."""
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._stop)
        if self.settings.compiled:  # layer by layer: two graphs serve every layer and length
            for layer in [*self.model.enc, *self.model.dec]:
                layer.compile(dynamic=True)
        size = sum(p.numel() for p in self.parameters) / 1e6
        self._say(f"{size:.1f}M parameters, {len(self.train)} examples, on {self.device}")
        self.model.train()
        self._loop()
        self.save()
        self._record()

    def save(self) -> None:
        """Write the checkpoint; a reader finds the old one or the new one, never half of one."""
        file = self.run_folder / CHECKPOINT
        saved = {
            "shape": self.model.shape.as_dict(),
            "model": self.model.state_dict(),
            "average": self.average,
            "optimizer": self.optimizer.state_dict(),
            "progress": asdict(self.progress),
        }
        torch.save(saved, file.with_suffix(".tmp"))
        file.with_suffix(".tmp").replace(file)

    @property
    def spent(self) -> float:
        """Share of the budget that is used up, 1 and more at its end."""
        by_time = self.progress.elapsed_s / self.settings.budget_s
        steps = self.settings.most_steps
        return max(by_time, self.progress.step / steps if steps else 0.0)

    @property
    def finished(self) -> bool:
        """Whether this call is to end."""
        here = time.monotonic() - self.began
        limit = self.settings.stop_after_s
        return self.stopped or self.spent >= 1 or bool(limit and here > limit)

    def _loop(self) -> None:
        progress, settings = self.progress, self.settings
        losses: list[Tensor] = []
        saved = marked = time.monotonic()
        before = progress.tokens
        while not self.finished:
            plan = self.train.epoch(progress.epoch, tokens=settings.tokens, seed=settings.seed)
            for width, chosen in plan[progress.done :]:
                if self.finished:
                    break
                start = time.monotonic()
                losses.append(self._step(width, chosen))
                if progress.step % settings.log_every == 0:
                    loss = torch.stack(losses).mean().item()  # the only wait for the device
                    speed = (progress.tokens - before) / (time.monotonic() - marked)
                    self._say(f"loss {loss:.3f}, {speed:,.0f} tokens/s")
                    losses, marked, before = [], time.monotonic(), progress.tokens
                progress.elapsed_s += time.monotonic() - start
                if time.monotonic() - saved > settings.save_every_s:
                    self.save()
                    saved = time.monotonic()
            else:
                progress.epoch, progress.done = progress.epoch + 1, 0

    def _step(self, width: int, chosen: Any) -> Tensor:
        progress, settings = self.progress, self.settings
        rate = settings.rate * min(1.0, (progress.step + 1) / settings.warmup) * (1 - self.spent)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        batch = self.train.batch(width, chosen)
        with torch.autocast(self.device, torch.bfloat16, enabled=settings.half):
            loss = self.model(batch.source, batch.prefix, batch.target, settings.smoothing)
            loss = loss / (batch.target != PADDING).sum()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        decay = min(settings.decay, (1 + progress.step) / (10 + progress.step))
        with torch.no_grad():
            torch._foreach_lerp_(self.average, self.parameters, 1 - decay)
        progress.step += 1
        progress.done += 1
        progress.tokens += width * len(chosen)
        detached: Tensor = loss.detach()
        return detached

    def _resume(self) -> None:
        file = self.run_folder / CHECKPOINT
        if not file.exists():
            return
        saved = torch.load(file, map_location=self.device, weights_only=True)
        if saved["shape"] != self.model.shape.as_dict():
            raise SystemExit(f"{file}: another architecture, {saved['shape']}; use another --run")
        self.model.load_state_dict(saved["model"])
        self.optimizer.load_state_dict(saved["optimizer"])
        for mine, theirs in zip(self.average, saved["average"], strict=True):
            mine.copy_(theirs)
        self.progress = Progress(**saved["progress"])
        self._say("resumed")

    def _record(self) -> None:
        """Print and log the loss on held-out sentences, and a few of their translations."""
        model = load_model(self.run_folder).to(self.device)
        losses = development_loss(model, self.development)
        entry = {**asdict(self.progress), "loss": losses}
        with (self.run_folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry) + "\n")
        self._say("loss on held-out sentences: " + json.dumps(losses))
        for line in samples(model, self.development, self.tokenizer):
            print(line)

    def _stop(self, *_: object) -> None:
        self.stopped = True

    def _say(self, text: str) -> None:
        p = self.progress
        print(f"[{p.elapsed_s:.0f} s, step {p.step}, epoch {p.epoch}] {text}", flush=True)


def _optimizer(parameters: list[Tensor], settings: Settings) -> torch.optim.AdamW:
    groups = [
        {"params": [p for p in parameters if p.dim() > 1], "weight_decay": 0.01},
        {"params": [p for p in parameters if p.dim() < 2], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=settings.rate, betas=(0.9, 0.98), eps=1e-9, fused=True)


@torch.no_grad()
def development_loss(model: Translator, examples: Examples) -> dict[str, float]:
    """Return the loss per target token of each direction, without smoothing."""
    sums: dict[str, list[float]] = {}
    for width, chosen in examples.epoch(0, tokens=8_192, seed=0):
        for pair in sorted(set(examples.pairs[chosen].tolist())):
            part = chosen[examples.pairs[chosen] == pair]
            batch = examples.batch(width, part)
            loss = model(batch.source, batch.prefix, batch.target, 0.0)
            name = f"{LANGUAGES[pair // 8]}-{LANGUAGES[pair % 8]}"
            total = sums.setdefault(name, [0.0, 0.0])
            total[0] += float(loss)
            total[1] += float((batch.target != PADDING).sum())
    return {name: round(total[0] / total[1], 4) for name, total in sorted(sums.items())}


def samples(model: Translator, examples: Examples, tokenizer: Any) -> list[str]:
    """Return the first held-out sentence of each direction with its translation."""
    lines: list[str] = []
    for pair in sorted(set(examples.pairs.tolist())):
        chosen = (examples.pairs == pair).nonzero()[0][-1:]
        width = int(examples.lengths[:, chosen].max()) + 2
        source = examples.batch(width, chosen).source
        translation = tokenizer.decode(model.greedy(source, longest=100)[0])
        lines.append(f"{tokenizer.decode(source[0].tolist())} → {translation}")
    return lines
