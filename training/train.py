"""Step 4: train, for so many seconds; stop and go on as often as needed.

    python -m training.train --shards training/work/shards --run training/work/run --preset base

The learning rate warms up and then falls in a straight line to zero over the *time* budget,
which counts training seconds over all calls; `--stop-after` ends one call early. SIGTERM saves
and leaves. The weights that count are a running average.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

from training.loop import Settings, Trainer


@dataclass(frozen=True, slots=True)
class Preset:
    """Settings that go well with a shape.

    Attributes:
        rate: Highest learning rate.
        tokens: Of one batch, padding included, on either side.
    """

    dropout: float
    rate: float
    tokens: int


PRESETS = {
    "toy": Preset(0.0, 3e-3, 4_096),
    "tiny": Preset(0.1, 3e-3, 4_096),
    "small": Preset(0.1, 2e-3, 32_768),
    "base": Preset(0.1, 1.5e-3, 65_536),
}


def main(arguments: list[str] | None = None) -> None:
    """Run from the command line."""
    options = _parser().parse_args(arguments)
    preset = PRESETS[options.preset]
    device = options.device or _device()
    settings = Settings(
        preset=options.preset,
        dropout=preset.dropout if options.dropout is None else options.dropout,
        rate=options.rate or preset.rate,
        tokens=options.tokens or preset.tokens,
        budget_s=options.time_budget,
        stop_after_s=options.stop_after,
        most_steps=options.max_steps,
        warmup=options.warmup,
        smoothing=options.smoothing,
        decay=options.average,
        seed=options.seed,
        save_every_s=options.save_every,
        log_every=options.log_every,
        half=device == "cuda" and not options.float32,
        compiled=options.compile,
        threads=options.threads,
        languages=_languages(options.only),
    )
    Trainer(options.shards, options.run, settings, device=device, start=options.start).run()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    out = os.environ.get("OUT", "training/work/run")
    parser.add_argument("--shards", type=Path, default=Path("training/work/shards"))
    parser.add_argument("--run", type=Path, default=Path(out), help="default: $OUT")
    parser.add_argument("--preset", choices=PRESETS, default="base")
    parser.add_argument(
        "--device", choices=("cpu", "cuda"), help="default: cuda where there is one"
    )
    parser.add_argument("--time-budget", type=float, default=1_500, help="seconds over all calls")
    parser.add_argument("--stop-after", type=float, default=0, help="seconds of this call; 0: none")
    parser.add_argument("--max-steps", type=int, default=0)
    parser.add_argument("--only", nargs="*", help="directions such as en-nl; default: all six")
    parser.add_argument("--start", type=Path, help="packed weights of an earlier run to go on from")
    parser.add_argument("--rate", type=float, default=0)
    parser.add_argument("--tokens", type=int, default=0)
    parser.add_argument("--dropout", type=float)
    parser.add_argument("--warmup", type=int, default=800)
    parser.add_argument("--smoothing", type=float, default=0.1)
    parser.add_argument("--average", type=float, default=0.999)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save-every", type=float, default=120, help="seconds")
    parser.add_argument("--log-every", type=int, default=100, help="steps")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--float32", action="store_true", help="no bfloat16 on the GPU")
    parser.add_argument("--compile", action="store_true", help="torch.compile, layer by layer")
    return parser


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def _languages(only: list[str] | None) -> frozenset[tuple[str, str]] | None:
    if not only:
        return None
    return frozenset((a, b) for a, _, b in (way.partition("-") for way in only))


if __name__ == "__main__":
    main()
