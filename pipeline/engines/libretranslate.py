"""A LibreTranslate server, asked only when the user names its address.

https://docs.libretranslate.com: GET /languages; POST /translate with a list of texts in `q`.
Answers are material from outside: their size, form and count are checked.
"""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPException, IncompleteRead
from typing import Final, TypeGuard
from urllib.parse import urlsplit

from pipeline.errors import EngineError
from pipeline.languages import LANGUAGES
from pipeline.text.surrogates import whole_characters

ADDRESS = "TOLK_LIBRETRANSLATE_URL"
KEY = "TOLK_LIBRETRANSLATE_KEY"
_MAX_ANSWER: Final = 16_000_000
_CHUNK: Final = 1 << 18
_BATCH_TEXTS = 50
_BATCH_CHARACTERS = 4_000
_BUSY = {429, 500, 502, 503, 504}
_CHECK = "check the address and that the server runs"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a server.

    Attributes:
        timeout_ms: Without a word from the server; a whole answer may take twice as long.
        retries: How often a busy or silent server is asked again.
        pause_ms: Before the first retry; doubled before each further one.
    """

    timeout_ms: int = 60_000
    retries: int = 3
    pause_ms: int = 500


class LibreTranslate:
    """Translates through the HTTP interface of LibreTranslate.

    Args:
        url: Address of the server; None for the variable TOLK_LIBRETRANSLATE_URL.
        key: API key; None for the variable TOLK_LIBRETRANSLATE_KEY, which may be absent.
        patience: How long to wait.

    Raises:
        EngineError: no address is given, or it is not an HTTP address.
    """

    def __init__(
        self, url: str | None = None, *, key: str | None = None, patience: Patience | None = None
    ) -> None:
        address = (url if url is not None else os.environ.get(ADDRESS, "")).rstrip("/")
        if not address:
            problem = "needs the address of a server"
            raise EngineError("libretranslate", problem, remedy=f"set {ADDRESS}")
        if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
            raise EngineError("libretranslate", f"not an HTTP address: {address}", remedy=_CHECK)
        self._address = address
        self._key = key if key is not None else os.environ.get(KEY, "")
        self._patience = patience or Patience()
        self._most = _BATCH_TEXTS

    @property
    def signature(self) -> str:
        """`libretranslate` and the server's name, without user name or password."""
        return f"libretranslate({urlsplit(self._address).hostname})"

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Every pair of tolk's languages that the server offers; asked once.

        Raises:
            EngineError: the server does not answer, or not as it should.
        """
        tags = {code: tag for tag, codes in _CODES.items() for code in codes}
        found: set[tuple[str, str]] = set()
        answer = self._ask("/languages", None)
        for item in answer if isinstance(answer, list) else [None]:
            if not isinstance(item, dict) or not isinstance(item.get("targets"), list):
                raise self._malformed("its list of languages")
            source = tags.get(str(item.get("code")))
            targets = {tags.get(str(code)) for code in item["targets"]}
            found |= {(source, t) for t in targets if source and t and t != source}
        return frozenset(found)

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        """Return one translation per text, in the same order; equal texts are sent once.

        Raises:
            EngineError: the pair is not served, or the server fails or answers nonsense.
        """
        found = self.alternatives(texts, source=source, target=target, count=1)
        return [options[0] for options in found]

    def alternatives(
        self, texts: Sequence[str], *, source: str, target: str, count: int
    ) -> list[list[str]]:
        """Return up to `count` translations per text, the best first, at least one.

        Raises:
            EngineError: the pair is not served, or the server fails or answers nonsense.
        """
        if (source, target) not in self.pairs:
            problem = f"the server does not translate {source} to {target}"
            raise EngineError("libretranslate", problem, remedy="install that language there")
        known: dict[str, list[str]] = {}
        left = [text for text in dict.fromkeys(texts) if text.strip()]
        while left:
            batch = _first_batch(left, self._most)
            try:
                known |= self._batch(batch, source, target, count)
            except TimeoutError:  # of several texts: a slow server gets fewer at a time from now on
                self._most = len(batch) // 2
                continue
            left = left[len(batch) :]
        return [known.get(text, [text]) for text in texts]

    def placeholders(self, *, source: str, target: str) -> tuple[str, ...]:
        """Return the styles that survive most servers; nothing was measured."""
        return ("name", "code")

    def _batch(
        self, batch: list[str], source: str, target: str, count: int
    ) -> dict[str, list[str]]:
        question: dict[str, object] = {
            "q": batch,
            "source": LANGUAGES[source].argos,
            "target": LANGUAGES[target].argos,
            "format": "text",
        }
        if count > 1:
            question["alternatives"] = count - 1
        if self._key:
            question["api_key"] = self._key
        answer = self._ask("/translate", question, waiting=len(batch) < 2)
        fields = answer if isinstance(answer, dict) else {}
        best = fields.get("translatedText")
        others = fields.get("alternatives") or [[]] * len(batch)
        if not _texts(best) or len(best) != len(batch):
            raise self._malformed(f"its answer to {len(batch)} texts")
        if (
            not isinstance(others, list)
            or len(others) != len(batch)
            or not all(map(_texts, others))
        ):
            raise self._malformed("its alternatives")
        return {
            text: list(dict.fromkeys([first, *rest]))[:count]
            for text, first, rest in zip(batch, best, others, strict=True)
        }

    def _ask(
        self, path: str, question: dict[str, object] | None, *, waiting: bool = True
    ) -> object:
        """Return the JSON answer to one request, asking again while the server is busy.

        Args:
            path: What is asked for.
            question: The body, or None for a GET.
            waiting: Whether to ask again after a silence too.

        Raises:
            EngineError: there is no answer, or none of use.
            TimeoutError: the server says nothing, and nobody waits.
        """
        pause_ms = self._patience.pause_ms
        for attempt in range(self._patience.retries + 1):
            try:
                return self._send(path, question)
            except urllib.error.HTTPError as error:
                with error:
                    problem = f"the server answers {error.code}: {_reason(error)}"
                busy = error.code in _BUSY
            except (OSError, ValueError, HTTPException) as error:
                if not waiting and _is_silence(error):
                    raise TimeoutError from error
                problem = f"the server cannot be reached ({error})"
                busy = not isinstance(error, ValueError)
            if not busy or attempt == self._patience.retries:
                break
            time.sleep(pause_ms / 1_000)
            pause_ms *= 2
        raise EngineError("libretranslate", problem, remedy=_CHECK)

    def _send(self, path: str, question: dict[str, object] | None) -> object:
        body = None if question is None else json.dumps(question).encode()
        request = urllib.request.Request(
            self._address + path, data=body, headers={"Content-Type": "application/json"}
        )
        timeout_s = self._patience.timeout_ms / 1_000
        until_s = time.monotonic() + 2 * timeout_s
        raw = b""
        with urllib.request.urlopen(request, timeout=timeout_s) as answer:
            while len(raw) <= _MAX_ANSWER and (some := answer.read1(_CHUNK)):
                raw += some
                if time.monotonic() > until_s:
                    raise TimeoutError("the answer drips")
            cut = len(raw) < int(answer.headers.get("Content-Length") or 0)
        if cut:
            raise IncompleteRead(raw)
        if len(raw) > _MAX_ANSWER:
            raise self._malformed("an answer that is far too long")
        try:
            return whole_characters(json.loads(raw))
        except (ValueError, RecursionError) as error:
            raise self._malformed("an answer that is not JSON") from error

    def _malformed(self, what: str) -> EngineError:
        return EngineError(
            "libretranslate", f"the server sent {what} in the wrong form", remedy=_CHECK
        )


_CODES = {"en": ("en",), "nl": ("nl",), "zh-Hans": ("zh", "zh-Hans")}


def _texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _reason(error: urllib.error.HTTPError) -> str:
    """Return what the server says about its refusal, on one short line."""
    try:
        reason = json.loads(error.read(2_000))["error"]
    except (OSError, ValueError, KeyError, TypeError):
        reason = error.reason
    return " ".join(str(reason).split())[:200]


def _is_silence(error: Exception) -> bool:
    """Tell whether a server that was reached took too long to answer."""
    return isinstance(error, TimeoutError) or isinstance(
        getattr(error, "reason", None), TimeoutError
    )


def _first_batch(texts: Sequence[str], most: int) -> list[str]:
    """Return the first texts, as many as a server with default limits accepts, at least one."""
    batch: list[str] = []
    size = 0
    for text in texts[:most]:
        size += len(text)
        if batch and size > _BATCH_CHARACTERS:
            break
        batch.append(text)
    return batch
