"""Installed Argos Translate packages, run in batches.

argostranslate says where packages lie and reads their tokenizers. Its own `translate` module is
not used: it needs PyTorch to cut sentences, works sentence by sentence, may download while it
translates, and loses underscores.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from pipeline.engines.ct2 import Decoding, chosen_decoding
from pipeline.engines.local import LocalEngine
from pipeline.engines.package import Shelf, scan
from pipeline.engines.tokens import open_argos


class Argos(LocalEngine):
    """Translates with every Argos package found on this machine.

    Args:
        folders: Where packages lie; None for the folders Argos Translate uses.
        decoding: How to search.
    """

    def __init__(
        self, *, folders: tuple[Path, ...] | None = None, decoding: Decoding | None = None
    ) -> None:
        super().__init__(
            "argos",
            shelf=partial(_shelf, folders),
            opener=open_argos,
            decoding=decoding or chosen_decoding(),
        )


def _shelf(folders: tuple[Path, ...] | None) -> Shelf:
    return scan(folders if folders is not None else packages_folders())


def packages_folders(environment: Mapping[str, str] | None = None) -> tuple[Path, ...]:
    """Return the folders that hold Argos packages, the one to install into first.

    The same rules as `argostranslate.settings`, which reads them once at import and makes
    folders as it does so.

    Args:
        environment: Variables to go by; None for those of this process.
    """
    variables = os.environ if environment is None else environment
    base = data_folder(variables)
    chosen = variables.get("ARGOS_PACKAGES_DIR") or _configured(variables)
    folders = [Path(chosen) if chosen else base / "packages"]
    if "SNAP" in variables:
        snap = Path(variables["SNAP"]) / "snap_custom"
        bundles = snap / "content_snap_packages"
        folders.append(snap / "packages")
        folders.extend(sorted(bundles.iterdir()) if bundles.is_dir() else [])
    return tuple(folders)


def data_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder in which Argos Translate keeps its packages and its index."""
    variables = os.environ if environment is None else environment
    base = variables.get("XDG_DATA_HOME")
    return (Path(base) if base else _home(variables) / ".local" / "share") / "argos-translate"


def cache_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder for downloads that are not finished."""
    variables = os.environ if environment is None else environment
    base = variables.get("XDG_CACHE_HOME")
    return (Path(base) if base else _home(variables) / ".cache") / "tolk"


def _home(variables: Mapping[str, str]) -> Path:
    return Path(variables["SNAP_USER_DATA"]) if "SNAP" in variables else Path.home()


def _configured(variables: Mapping[str, str]) -> str:
    """Return ARGOS_PACKAGES_DIR of argostranslate's own settings file, or nothing."""
    base = variables.get("XDG_CONFIG_HOME")
    folder = Path(base) if base else _home(variables) / ".config"
    try:
        settings = json.loads((folder / "argos-translate" / "settings.json").read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    return str(settings.get("ARGOS_PACKAGES_DIR") or "") if isinstance(settings, dict) else ""
