"""How many cores one process of several may keep busy."""

from __future__ import annotations

import os

from pipeline.engines.ct2 import THREADS, available_cores


def share_cores(processes: int) -> None:
    """Let the engines of this process use their share of the cores, at least one.

    The choice of a person, in the environment, stands.
    """
    os.environ.setdefault(THREADS, str(max(1, available_cores() // processes)))
