"""Step 5: the averaged weights in half precision, in parts that can be sent.

python -m training.pack RUN OUT
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.weights import PART_BYTES, pack


def main(arguments: list[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--part-mb", type=float, default=PART_BYTES / 2**20)
    options = parser.parse_args(arguments)
    for part in pack(options.run, options.out, part_bytes=int(options.part_mb * 2**20)):
        print(f"{part}: {part.stat().st_size} bytes")


if __name__ == "__main__":
    main()
