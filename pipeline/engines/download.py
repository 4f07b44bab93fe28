"""Argos Translate's package index, and downloads from it. Only `tolk models install` comes here."""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.engines.archive import MAX_BYTES, checksum
from pipeline.engines.argos import cache_folder, data_folder
from pipeline.engines.package import Pair
from pipeline.engines.refusal import short_pair
from pipeline.errors import EngineError
from pipeline.languages import LANGUAGES

INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/"
"""Folder of the public index; ARGOS_PACKAGE_INDEX names another, as in argostranslate."""
_MAX_INDEX = 16_000_000
_CHUNK = 1 << 18
_TIMEOUT_S = 30
_OFFLINE = "check the connection, or bring an .argosmodel file and install that"

Progress = Callable[[int, int], None]
"""Called with the bytes that are there and the bytes in all; 0 in all means unknown."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A package that the index lists.

    Attributes:
        pair: What it translates.
        version: As listed.
        links: HTTP addresses of the archive, the first one preferred.
        sha256: Of the archive in hexadecimal, or empty where the index has none.
    """

    pair: Pair
    version: str
    links: tuple[str, ...]
    sha256: str = ""


def cached_offers() -> tuple[Offer, ...]:
    """Return what the index that argostranslate keeps on disk lists; nothing without one."""
    try:
        return _offers(json.loads((data_folder() / "index.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError):
        return ()


def fetch_offers() -> tuple[Offer, ...]:
    """Fetch the index, keep it where argostranslate does, and return what it lists.

    Raises:
        EngineError: it cannot be reached or is not an index.
    """
    address = os.environ.get("ARGOS_PACKAGE_INDEX", INDEX).rstrip("/") + "/index.json"
    try:
        with _open(address, {}) as answer:
            raw = answer.read(_MAX_INDEX)
        offers = _offers(json.loads(raw))
    except (OSError, ValueError, RecursionError, HTTPException) as error:
        raise EngineError(address, f"cannot be fetched ({error})", remedy=_OFFLINE) from error
    with suppress(OSError):
        # Kept for `models list`; the offers are good without it.
        data_folder().mkdir(parents=True, exist_ok=True)
        (data_folder() / "index.json").write_bytes(raw)
    return offers


def choose(pair: Pair, offers: tuple[Offer, ...]) -> Offer:
    """Return the newest offer for a pair.

    Raises:
        EngineError: there is none; the message says whether English can stand between.
    """
    fitting = [offer for offer in offers if offer.pair == pair]
    if not fitting:
        remedy = ""
        if "en" not in pair:
            steps = " and ".join(short_pair(step) for step in ((pair[0], "en"), ("en", pair[1])))
            remedy = f"install {steps}; tolk goes through English"
        raise EngineError(short_pair(pair), "the index has no such package", remedy=remedy)
    return max(fitting, key=_order)


def download(offer: Offer, *, progress: Progress | None = None) -> Path:
    """Fetch the archive of an offer, going on where an earlier attempt stopped.

    Returns:
        The file in the user's cache; the caller deletes it when done.

    Raises:
        EngineError: no link works, or the checksum differs.
    """
    folder = cache_folder() / "downloads"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EngineError(str(folder), f"cannot be made ({error.strerror})") from error
    goal = folder / f"{short_pair(offer.pair)}-{_plain(offer.version)}.argosmodel"
    part = goal.with_suffix(".part")
    problem = "the index gives no usable link"
    for link in offer.links:
        try:
            _fetch(link, part, progress or (lambda _there, _all: None))
            break
        except (OSError, ValueError, HTTPException) as error:
            problem = f"{urlsplit(link).hostname} does not deliver ({error})"
    else:
        raise EngineError(short_pair(offer.pair), problem, remedy=_OFFLINE)
    part.replace(goal)
    if offer.sha256 and checksum(goal) != offer.sha256.lower():
        goal.unlink()
        problem = "the checksum differs from the index's"
        raise EngineError(short_pair(offer.pair), problem, remedy="try again later")
    return goal


def _fetch(link: str, part: Path, progress: Progress) -> None:
    """Append to `part` until the archive is complete."""
    there = part.stat().st_size if part.exists() else 0
    try:
        answer = _open(link, {"Range": f"bytes={there}-"} if there else {})
    except urllib.error.HTTPError as error:
        error.close()
        if error.code != 416:
            raise
        # Nothing is left to send, or the file on the server has changed: begin again.
        part.unlink()
        there, answer = 0, _open(link, {})
    with answer:
        resumed = answer.status == 206
        there = there if resumed else 0
        expected = int(answer.headers.get("Content-Length") or 0)
        total = there + expected if expected else 0
        with part.open("ab" if resumed else "wb") as sink:
            while chunk := answer.read(_CHUNK):
                there += len(chunk)
                if there > MAX_BYTES:
                    raise ValueError("far larger than any model")
                sink.write(chunk)
                progress(there, total)
    if total and there < total:
        raise ValueError("the connection was cut; run the command again to go on")


def _open(address: str, headers: Mapping[str, str]) -> Any:
    if urlsplit(address).scheme not in {"http", "https"}:
        raise ValueError(f"not an HTTP address: {address}")
    agent = {"User-Agent": "tolk", **headers}
    return urllib.request.urlopen(
        urllib.request.Request(address, headers=agent), timeout=_TIMEOUT_S
    )


def _offers(index: object) -> tuple[Offer, ...]:
    if not isinstance(index, list):
        raise ValueError("not a package index")  # noqa: TRY004
    tags = {language.argos: tag for tag, language in LANGUAGES.items()}
    found: list[Offer] = []
    for item in index:
        if not isinstance(item, dict) or item.get("type", "translate") != "translate":
            continue
        source, target = (tags.get(str(item.get(key))) for key in ("from_code", "to_code"))
        links = item.get("links")
        usable = [str(link) for link in links] if isinstance(links, list) else []
        usable = [link for link in usable if urlsplit(link).scheme in {"http", "https"}]
        if source and target:
            version, digest = item.get("package_version"), item.get("sha256")
            pair = (source, target)
            found.append(Offer(pair, str(version or "0"), tuple(usable), str(digest or "")))
    return tuple(sorted(found, key=lambda offer: (offer.pair, offer.version)))


def _order(offer: Offer) -> list[int]:
    return [int(number) for number in re.findall("[0-9]{1,9}", offer.version)]


def _plain(version: str) -> str:
    return "".join(c if c.isalnum() or c == "." else "_" for c in version)[:20]
