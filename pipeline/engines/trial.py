"""Try a model in a process of its own, since a damaged one may bring its process down.

python -m pipeline.engines.trial FOLDER      exit code 0 and silence if it translates
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pipeline.engines.carriers import CARRIERS
from pipeline.engines.package import read_package
from pipeline.errors import EngineError, TolkError

_TIMEOUT_S = 300


def try_out(folder: Path, *, where: str) -> None:
    """Load the package in `folder` and translate a sentence of each of its pairs.

    Args:
        folder: Of an unpacked package.
        where: How the user knows it, for the message.

    Raises:
        EngineError: it does not load or does not translate.
    """
    command = [sys.executable, "-m", "pipeline.engines.trial", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise EngineError(where, "the model takes minutes for one sentence") from error
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = lines[-1] if lines else f"it stopped its process, code {done.returncode}"
        raise EngineError(where, f"the model does not work ({reason})", remedy="get the file again")


def main(arguments: list[str]) -> int:
    """Try the package in the folder that the one argument names; return an exit code."""
    from pipeline.engines.argos import Argos

    package = read_package(Path(arguments[0]))
    engine = Argos(folders=(package.folder.parent,))
    for source, target in sorted(package.routes):
        sentence = CARRIERS[source][0].format("Python")
        if not engine.translate([sentence], source=source, target=target)[0].strip():
            sys.stderr.write("its translation is empty\n")
            return 1
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except TolkError as error:
        sys.stderr.write(f"{error.problem}\n")
        sys.exit(1)
