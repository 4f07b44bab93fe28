"""A server's answers are checked before they are believed."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from pipeline.engines.libretranslate import LibreTranslate, Patience
from pipeline.errors import EngineError
from tests.engines.server import Served, serving

LANGUAGES = [
    {"code": "en", "name": "English", "targets": ["en", "nl", "zh-Hans", "fr"]},
    {"code": "nl", "name": "Dutch", "targets": ["en"]},
    {"code": "fr", "name": "French", "targets": ["en"]},
]
QUICK = Patience(timeout_ms=2_000, retries=2, pause_ms=1)


@pytest.fixture
def served() -> Iterator[Served]:
    with serving() as server:
        server.say("/languages", json.dumps(LANGUAGES).encode())
        yield server


def answer(served: Served, value: object, *, status: int = 200) -> None:
    served.say("/translate", json.dumps(value).encode(), status=status)


def engine(served: Served) -> LibreTranslate:
    return LibreTranslate(served.address + "/", patience=QUICK)


def test_pairs(served: Served) -> None:
    assert engine(served).pairs == {("en", "nl"), ("en", "zh-Hans"), ("nl", "en")}


def test_equal_texts_are_sent_once(served: Served) -> None:
    answer(served, {"translatedText": ["Hallo", "kat"]})
    texts = ["Hello", "", "cat", "Hello"]
    found = engine(served).translate(texts, source="en", target="nl")
    assert found == ["Hallo", "", "kat", "Hallo"]
    sent = json.loads(served.asked[-1][2])
    assert sent == {"q": ["Hello", "cat"], "source": "en", "target": "nl", "format": "text"}


def test_alternatives(served: Served) -> None:
    answer(served, {"translatedText": ["kat"], "alternatives": [["poes", "kat", "kater"]]})
    found = engine(served).alternatives(["cat"], source="en", target="nl", count=3)
    assert found == [["kat", "poes", "kater"]]
    assert json.loads(served.asked[-1][2])["alternatives"] == 2


def test_many_texts_go_in_several_requests(served: Served) -> None:
    answer(served, {"translatedText": ["x"] * 50})
    answer(served, {"translatedText": ["y"] * 10})
    texts = [f"text {number}" for number in range(60)]
    found = engine(served).translate(texts, source="en", target="nl")
    assert found == ["x"] * 50 + ["y"] * 10


def test_a_busy_server_is_asked_again(served: Served) -> None:
    answer(served, {"error": "slow down"}, status=429)
    answer(served, {"translatedText": ["kat"]})
    assert engine(served).translate(["cat"], source="en", target="nl") == ["kat"]


@pytest.mark.parametrize(("status", "requests"), [(503, 3), (403, 1)])
def test_a_refusal_is_one_line(served: Served, status: int, requests: int) -> None:
    answer(served, {"error": "Visit\nsomewhere to get a key"}, status=status)
    with pytest.raises(EngineError, match=f"{status}: Visit somewhere to get a key"):
        engine(served).translate(["cat"], source="en", target="nl")
    assert [path for path, _, _ in served.asked].count("/translate") == requests


@pytest.mark.parametrize(
    "value",
    [
        {"translatedText": ["one", "two"]},
        {"translatedText": "kat"},
        {"translatedText": [3]},
        {"translatedText": ["kat"], "alternatives": [3]},
        {},
        [],
        None,
    ],
)
def test_nonsense_is_an_error(served: Served, value: object) -> None:
    answer(served, value)
    with pytest.raises(EngineError, match="in the wrong form"):
        engine(served).translate(["cat"], source="en", target="nl")


@pytest.mark.parametrize("body", [b"<html>", b"", b"[" * 100_000, b"\xff"])
def test_what_is_not_json_is_an_error(served: Served, body: bytes) -> None:
    served.say("/translate", body)
    with pytest.raises(EngineError, match="not JSON"):
        engine(served).translate(["cat"], source="en", target="nl")


def test_a_pair_that_is_not_offered(served: Served) -> None:
    with pytest.raises(EngineError, match="does not translate nl to zh-Hans"):
        engine(served).translate(["kat"], source="nl", target="zh-Hans")


def test_no_server() -> None:
    with pytest.raises(EngineError, match="cannot be reached"):
        LibreTranslate("http://127.0.0.1:9", patience=QUICK).pairs  # noqa: B018


@pytest.mark.parametrize("url", ["file:///etc/passwd", "example.com", "ftp://example.com"])
def test_only_http(url: str) -> None:
    with pytest.raises(EngineError, match="not an HTTP address"):
        LibreTranslate(url)


def test_the_signature_holds_no_secret() -> None:
    assert LibreTranslate("https://me:secret@host.example/x", key="k").signature == (
        "libretranslate(host.example)"
    )


def test_a_slow_server_gets_fewer_texts_at_a_time() -> None:
    sizes: list[int] = []

    class Slow(LibreTranslate):
        pairs = frozenset({("en", "nl")})

        def _send(self, path: str, question: dict[str, object] | None) -> object:
            texts = (question or {})["q"]
            assert isinstance(texts, list)
            sizes.append(len(texts))
            if len(texts) > 15:
                raise TimeoutError
            return {"translatedText": [text.upper() for text in texts]}

    texts = [f"text {number}" for number in range(60)]
    slow = Slow("http://127.0.0.1:1", patience=QUICK)
    assert slow.translate(texts, source="en", target="nl") == [text.upper() for text in texts]
    assert sizes == [50, 25, 12, 12, 12, 12, 12]


def test_a_server_that_never_answers_is_given_up() -> None:
    class Silent(LibreTranslate):
        pairs = frozenset({("en", "nl")})
        asked = 0

        def _send(self, path: str, question: dict[str, object] | None) -> object:
            self.asked += 1
            raise TimeoutError("timed out")

    silent = Silent("http://127.0.0.1:1", patience=QUICK)
    with pytest.raises(EngineError, match="cannot be reached"):
        silent.translate(["a", "b", "c", "d"], source="en", target="nl")
    assert silent.asked == 2 + 1 + QUICK.retries
