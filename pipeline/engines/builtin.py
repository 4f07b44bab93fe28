"""The models that come with tolk, in `pipeline/models/`: one folder each, laid out like Argos."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from pipeline.engines.ct2 import Decoding, chosen_decoding
from pipeline.engines.local import LocalEngine
from pipeline.engines.package import Shelf, scan
from pipeline.engines.tokens import open_sentencepiece

MODELS = Path(__file__).parents[1] / "models"
"""Folder of the models in this installation."""


class Builtin(LocalEngine):
    """Translates with the models that come with tolk.

    Args:
        folder: Where they lie; None for the folder in the package.
        decoding: How to search.
    """

    def __init__(self, *, folder: Path | None = None, decoding: Decoding | None = None) -> None:
        super().__init__(
            "builtin",
            shelf=partial(builtin_shelf, folder or MODELS),
            opener=open_sentencepiece,
            decoding=decoding or chosen_decoding(),
        )


def builtin_shelf(folder: Path = MODELS) -> Shelf:
    """Return the models in `folder`; an absent folder holds none."""
    return scan((folder,))
