"""Hypothesis profiles, and the real documents for the tests that want them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.toy_model import toy_shelf

__all__ = ["shared", "toy_shelf"]

settings.register_profile("quick", deadline=None, max_examples=50)
settings.register_profile("deep", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real material beside the repository; skips where it is absent."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared beside the repository")
    return folder
