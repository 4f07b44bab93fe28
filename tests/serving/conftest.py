"""A folder of outputs to serve."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.served import make_site


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's pages; each module of tests has a copy of its own."""
    return make_site(tmp_path_factory.mktemp("served"))
