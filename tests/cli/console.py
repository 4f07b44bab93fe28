"""Calls the command line in this process, as the installed command would."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from pipeline.cli import main


@dataclass(frozen=True, slots=True)
class Result:
    """What a call printed and ended with: stdout, stderr and the exit code."""

    output: str
    words: str
    code: int


def tolk(*arguments: str | Path, stdin: bytes = b"") -> Result:
    """Run `tolk` with these arguments."""
    out, words = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    argv = ["tolk", *map(str, arguments)]
    code: object = 0
    with (
        mock.patch.object(sys, "argv", argv),
        mock.patch.object(sys, "stdout", out),
        mock.patch.object(sys, "stderr", words),
        mock.patch.object(sys, "stdin", given),
    ):
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
        out.flush()
        words.flush()
    assert isinstance(code, int)
    return Result(*(s.buffer.getvalue().decode() for s in (out, words)), code)  # type: ignore[attr-defined]
