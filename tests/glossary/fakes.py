"""Engines for tests: one that copies, and one that mangles placeholders in every way it can."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

PAIRS = frozenset(
    (a, b) for a in ("en", "nl", "zh-Hans") for b in ("en", "nl", "zh-Hans") if a != b
)
_TOKEN = re.compile(
    r"⟦\d+⟧|QX\d+|\b703\d\d\b|[A-Z][a-z]+(?:o|ik|an|ex|ell|en|ax|or|ar|st|ne|xa|ek)\b"
)


class Scripted:
    """Answers from a table, or with `say`; records every text it was asked for."""

    signature = "scripted"
    pairs = PAIRS

    def __init__(
        self,
        table: dict[str, str] | None = None,
        *,
        say: Callable[[str], str] | None = None,
        choices: dict[str, list[str]] | None = None,
        styles: tuple[str, ...] = ("symbol",),
    ) -> None:
        self.table, self.say = table or {}, say or (lambda text: text)
        self.choices, self.styles = choices or {}, styles
        self.asked: list[str] = []

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        self.asked += texts
        return [self.table.get(text, self.say(text)) for text in texts]

    def alternatives(
        self, texts: Sequence[str], *, source: str, target: str, count: int
    ) -> list[list[str]]:
        return [self.choices.get(text, [self.table.get(text, self.say(text))]) for text in texts]

    def placeholders(self, *, source: str, target: str) -> tuple[str, ...]:
        return self.styles


class Mangling(Scripted):
    """Drops, doubles, reorders, splits, recases, spaces and transliterates placeholders."""

    signature = "mangling"

    def __init__(self, seed: int = 0, *, styles: tuple[str, ...] = ("symbol", "name")) -> None:
        super().__init__(styles=styles)
        self.random = random.Random(seed)

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        self.asked += texts
        return [self.mangle(text) for text in texts]

    def alternatives(
        self, texts: Sequence[str], *, source: str, target: str, count: int
    ) -> list[list[str]]:
        return [[self.mangle(text) for _ in range(count)] for text in texts]

    def mangle(self, text: str) -> str:
        ways: list[Callable[[str], str]] = [
            lambda t: t,
            lambda t: t,
            lambda t: "",
            lambda t: t + " " + t,
            lambda t: t[: len(t) // 2] + " " + t[len(t) // 2 :],
            str.lower,
            str.upper,
            lambda t: f" {t} ",
            lambda t: t[:1] + " " + t[1:],
            lambda t: "克桑托",
            lambda t: t + "s",
            lambda t: "x" + t,
            lambda t: t[:-1],
            lambda t: t.replace("⟦", "[").replace("⟧", "]"),
            lambda t: t.replace("⟧", ""),
            lambda t: t.replace("⟦", "【").replace("⟧", "】"),
            lambda t: re.sub(r"\d", lambda m: str((int(m[0]) + 1) % 10), t),
        ]
        out = _TOKEN.sub(lambda m: self.random.choice(ways)(m[0]), text)
        words = out.split(" ")
        if self.random.random() < 0.3:
            self.random.shuffle(words)
        return " ".join(words)
