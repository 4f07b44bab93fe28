"""The same package through argostranslate's own translate says the same."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline.engines.argos import Argos

SENTENCES = ("The cat reads code.", "Hello world!", "the dog and the house", "Quoltan writes code.")
SCRIPT = """
import sys
from argostranslate import sbd, translate

# Each line is one sentence; the splitter would download a model to find that out.
sbd.MiniSBDSentencizer.split_sentences = lambda self, text: [text]
for line in sys.argv[1:]:
    print(translate.translate(line, "en", "nl"))
"""


@pytest.mark.reference
@pytest.mark.skipif(
    any(find_spec(name) is None for name in ("stanza", "minisbd")),
    reason="argostranslate.translate needs its own sentence splitters",
)
def test_the_same_as_argostranslate(toy_shelf: Path, tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    home |= {"ARGOS_PACKAGES_DIR": str(toy_shelf), "ARGOS_CHUNK_TYPE": "MINISBD"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *SENTENCES],
        env=home,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("argostranslate.translate cannot work here: " + done.stderr[-200:])
    ours = Argos(folders=(toy_shelf,)).translate(SENTENCES, source="en", target="nl")
    assert ours == done.stdout.splitlines()
