"""Engines for tests: one that copies, and one that mangles placeholders in every way it can."""

from __future__ import annotations

import random
import re
import zlib
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


_WORDS = """
the|de|这|a|een|一|an|een|一|and|en|和|or|of|或|of|van|的|in|in|在|on|op|上|to|te|去|for|voor|为
with|met|和|is|is|是|are|zijn|是|was|was|是|be|zijn|是|has|heeft|有|have|hebben|有|that|dat|那
this|dit|这|it|het|它|they|zij|他们|we|wij|我们|he|hij|他|she|zij|她|you|jij|你|not|niet|不
from|van|从|by|door|由|as|als|作为|but|maar|但|more|meer|更多|than|dan|比|how|hoe|如何|why|waarom|为什么
what|wat|什么|when|wanneer|何时|who|wie|谁|can|kan|能|will|zal|会|new|nieuwe|新|people|mensen|人们
work|werk|工作|time|tijd|时间|year|jaar|年|years|jaren|年|company|bedrijf|公司|companies|bedrijven|公司
model|model|模型|models|modellen|模型|window|raam|窗户|agent|makelaar|代理人|agents|makelaars|代理人
reward|prijs|奖|training|oefening|训练|data|gegevens|数据|brain|hoofd|头脑|code|geheimschrift|代号
language|taal|语言|large|groot|大|intelligence|verstand|智慧|artificial|kunstmatig|人造|learning|leren|学
system|stelsel|系统|systems|stelsels|系统|product|waar|货|user|gebruiker|用户|users|gebruikers|用户
says|zegt|说|explains|verklaart|解释|describes|beschrijft|描述|makes|maakt|做|builds|bouwt|建造
every|elk|每|all|alle|所有|first|eerste|第一|also|ook|也|only|alleen|只|then|dan|然后|because|omdat|因为
chip|schijf|薄片|cost|kosten|成本|through|door|通过|between|tussen|之间|into|in|进入|about|over|关于
their|hun|他们的|its|zijn|它的|his|zijn|他的|her|haar|她的|one|een|一个|two|twee|两个|three|drie|三个
"""


def _dictionary(source: str, target: str) -> dict[str, str]:
    cells = _WORDS.replace("\n", "|").strip("|").split("|")
    rows = zip(cells[::3], cells[1::3], cells[2::3], strict=True)
    order = ("en", "nl", "zh-Hans")
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(row[order.index(source)], row[order.index(target)])
    return found


class WordByWord(Scripted):
    """Translates word by word with a dictionary that knows no terms, and is careless.

    Neighbours change places, a third of the sentences lose a placeholder, some double one, and
    into Chinese half of the words it does not know are gone. The same text always comes out the
    same.
    """

    signature = "word by word"

    def __init__(self, seed: int = 0, *, styles: tuple[str, ...] = ("symbol", "name")) -> None:
        super().__init__(styles=styles)
        self.seed = seed

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        self.asked += texts
        return [self._said(text, 0, source, target) for text in texts]

    def alternatives(
        self, texts: Sequence[str], *, source: str, target: str, count: int
    ) -> list[list[str]]:
        return [[self._said(text, n, source, target) for n in range(count)] for text in texts]

    def _said(self, text: str, turn: int, source: str, target: str) -> str:
        chance = random.Random(zlib.crc32(f"{self.seed} {turn} {text}".encode()))
        known = _dictionary(source, target)
        words: list[str] = []
        for token in re.findall(r"⟦\d+⟧|[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]+", text):
            if _TOKEN.fullmatch(token):
                copies = chance.choices([1, 0, 2], [70, 22, 8])[0]
                words += [token] * copies
            elif token.lower() in known:
                words.append(known[token.lower()])
            elif not (target.startswith("zh") and token.isalpha() and chance.random() < 0.5):
                words.append(token)
        for i in range(len(words) - 1):
            if chance.random() < 0.1:
                words[i], words[i + 1] = words[i + 1], words[i]
        return " ".join(words) or text
