"""Weights on their way: averaged, in half precision, in parts small enough to be sent."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import numpy as np
import torch

from training.model import Shape, Translator

CHECKPOINT = "checkpoint.pt"
PART_BYTES = 15 * 2**20


def pack(run: Path, out: Path, *, part_bytes: int = PART_BYTES) -> list[Path]:
    """Write the averaged weights of a run as `weights.npz.00` … in `out`; return the parts."""
    model = load_model(run)
    plain = io.BytesIO()
    arrays = {name: value.half().numpy() for name, value in model.state_dict().items()}
    np.savez(plain, shape=np.array(json.dumps(model.shape.as_dict())), **arrays)
    content = plain.getvalue()
    out.mkdir(parents=True, exist_ok=True)
    parts: list[Path] = []
    for number, start in enumerate(range(0, len(content), part_bytes)):
        part = out / f"weights.npz.{number:02d}"
        part.write_bytes(content[start : start + part_bytes])
        parts.append(part)
    for name in ("sentencepiece.model", "log.jsonl"):
        if (run / name).exists():
            shutil.copyfile(run / name, out / name)
    return parts


def load_model(run: Path) -> Translator:
    """Return the averaged model of a run, or of the folder it was packed into."""
    parts = sorted(run.glob("weights.npz.[0-9]*"))
    if parts:
        arrays = np.load(io.BytesIO(b"".join(part.read_bytes() for part in parts)))
        model = Translator(Shape(**json.loads(str(arrays["shape"]))))
        names = [name for name in arrays.files if name != "shape"]
        state = {name: torch.from_numpy(arrays[name].astype(np.float32)) for name in names}
        model.load_state_dict(state)
        return model.eval()
    saved = torch.load(run / CHECKPOINT, map_location="cpu", weights_only=True)
    model = Translator(Shape(**saved["shape"]))
    with torch.no_grad():
        for parameter, average in zip(model.parameters(), saved["average"], strict=True):
            parameter.copy_(average)
    return model.float().eval()
