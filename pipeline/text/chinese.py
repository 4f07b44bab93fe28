"""Break places of Chinese, and the punctuation of Chinese cues.

A break is possible where UAX #14 allows one; it is cheap where a phrase ends and dear inside a
word. A number keeps its measure word, a Latin word its letters. The phrases come from BudouX,
which alone would cut `2027年` in three; its word only counts where the rules leave a choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf

from pipeline.style.model import Punctuation
from pipeline.text.breaks import Atoms
from pipeline.text.phrase_ends import phrase_ends

CLOSING = "，。、；：？！）》」』】〉〕”’…—～·%％,.;:?!)]}"
"""Signs that never begin a line."""
OPENING = "（《「『【〈〔“‘([{"
"""Signs that never end a line."""

_DIGITS = "0-9０-９"
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3005-\u3007\U00020000-\U0003134f"
_NUMERAL = "零〇一二两三四五六七八九十百千万亿几半多数"
_MEASURE = (
    "个位名年月日号天周岁次种条件项家台部本篇章节集期分秒时点倍元块美人"
    "口只张套份组步层级代届场轮度米克吨升"
)

# A run of signs that no break may enter: a number with its signs and measure word, a Latin word
# with its inner signs, or one other character.
_UNIT = re.compile(
    rf"[{re.escape(OPENING)}]*"
    rf"(?:第?[$€£¥￥]?[{_DIGITS}][{_DIGITS}.,:/×x\-–~～]*[{_DIGITS}]?[%％‰℃+]?"
    rf"(?:[A-Za-z][A-Za-z0-9_.+#/&'’\-]*|[百千万亿]*(?:[美欧]元|小时|分钟|[{_MEASURE}])?|[百千万亿]+)"
    rf"|[^\W\d_{_HAN}\u3040-\u30ff][^\s{_HAN}\u3000-\u303f\uff01-\uff65“”‘’—…,;!?()\[\]{{}}]*"
    rf"|第?[{_NUMERAL}]+[{_MEASURE}]"
    r"|……|——|\S)"
    rf"[{re.escape(CLOSING)}\u200b-\u200f\u2060\ufeff]*"
)

_AFTER = frozenset(
    "但是 所以 因为 而且 如果 虽然 不过 然后 因此 或者 以及 并且 可是 由于 为了 关于 对于 "
    "其实".split()
)
_BEFORE = tuple(
    "但是 所以 因为 而且 如果 虽然 不过 然后 因此 或者 以及 并且 可是 由于 但 而 并 或 和 与 "
    "来 去 就 才 却 在 从 把 被 对 为 以 让".split()
)
_CLINGING = frozenset("的了吗呢吧们着过地得啊呀嘛么里上中下")
_VERBS_OF_WAY = frozenset("上下进出回过起")
"""They make one word with `来` or `去` after them: `上去`, `反过来`."""
_LEANING = frozenset(
    "不没很太更最把被在从对向和与及或是这那每各某一二两三四五六七八九十几第所以其再又都也还就才已将会能可要想让给用由于先刚正仍便曾请使"
)

# Common words that BudouX takes apart.
_WHOLE = re.compile(
    "早就|就是|不是|还是|只是|这是|那是|什么|怎么|怎样|意味着|也就是|之间|之前|之后|以后|以前|其中|任何|"
    "所有|非常|可能|可以|应该|需要|没有|已经|还有|一些|一样|一起|一直|一定|这样|那样|这些|那些|我们|你们|他们|"
    "因此|从而|甚至|尤其|人工智能|大语言模型|机器学习|数据|公司|产品|只有|反过来|半个月|明明白白|"
    "有点|圆周|数字|空间|方法|坐标|加法|减法|乘法|除法|旋转"
)
# Signs that hardly anything but foreign names is written with, and those that stand among them.
_STRANGE = (
    "埃艾奥巴贝伯博布蒂迪丁顿厄恩尔菲费弗夫戈格赫霍基杰卡凯坎科克肯拉莱兰劳雷莉琳隆卢鲁罗洛玛曼梅密莫姆"
    "娜妮涅诺欧帕佩皮珀普契乔琼萨塞莎舍施史斯丝索塔泰坦图托瓦韦维薇威沃乌谢辛雅娅耶伊尤扎詹兹佐"
)
_AMONG = "阿安比宾查达德多法福哈海华加金里利林路马米纳内尼奇森沙苏特文西希亚因约朱"
_FOREIGN = re.compile(rf"[{_STRANGE}][{_STRANGE}{_AMONG}]+[{_STRANGE}]")
_FORMULA = frozenset("+-−*/=^×÷<>≤≥≈")
_PRONOUN = frozenset("我你您他她它")
_GIVING = tuple("告诉 给 教 帮 帮助 问 请 叫 对 跟 和 与 比 像 谢谢 感谢 相信".split())
"""A pronoun after them is their object; elsewhere one by itself belongs to the verb after it."""
_AFTER_SIGN = {
    **dict.fromkeys("。？！…", 0.0),
    **dict.fromkeys("；：—;:", 3.0),
    **dict.fromkeys("，,", 5.0),
    "、": 14.0,
    **dict.fromkeys("-–/", 85.0),
}
# After other signs it does not matter which one it is.
_SPECIAL = frozenset(_AFTER_SIGN) | set("”’）》」』的了") | _VERBS_OF_WAY | {w[-1] for w in _AFTER}
_OPENERS = frozenset(word[0] for word in _BEFORE)
_PHRASE_END, _WORD_INNER, _PHRASE_INNER, _CLUNG = 18.0, 90.0, 48.0, 85.0


def atoms(text: str, *, language: str) -> Atoms:
    """Return the units of a Chinese text with the penalty of breaking after each."""
    del language  # one rule for all Chinese; the signature is that of `western.atoms`
    spans = [match.span() for match in _UNIT.finditer(text)]
    starts, stops = [start for start, _ in spans], [stop for _, stop in spans]
    if not spans:
        return Atoms(starts, stops, [])
    ends = _phrase_ends(text)
    penalties = [
        _penalty(text, stop, following, ends)
        if following > stop or text[stop - 1] in _SPECIAL
        else _plain(text, stop, ends)
        for stop, following in zip(stops, starts[1:], strict=False)
    ]
    return Atoms(starts, stops, [*penalties, 0.0])


def _penalty(text: str, end: int, following: int, phrase_ends: frozenset[int]) -> float:
    """Return what breaking between the signs at `end - 1` and `following` costs."""
    before = text[end - 1]
    sign = text[end - 2] if before in "”’）》」』" and end > 1 else before
    if sign in _AFTER_SIGN or before in _AFTER_SIGN:
        return min(_AFTER_SIGN.get(sign, inf), _AFTER_SIGN.get(before, inf))
    if text[max(0, end - 2) : end] in _AFTER:
        return 80.0
    if following > end:
        return _at_space(before, text[following])
    if before in _VERBS_OF_WAY and text[following] in "来去":
        return _CLUNG
    if before in "的了" and end not in phrase_ends and text[following] not in _CLINGING:
        return _PHRASE_INNER
    return _plain(text, end, phrase_ends)


def _at_space(before: str, following: str) -> float:
    """Return what a break at a space costs: in `x = 2` and in a Latin name there is none."""
    if before in _FORMULA or following in _FORMULA:
        return _WORD_INNER
    if before.isascii() and following.isascii() and following.isupper():
        return 75.0
    return 9.0 if before > "\u2e80" and following > "\u2e80" else 16.0


def _plain(text: str, end: int, phrase_ends: frozenset[int]) -> float:
    """Return what a break before the sign at `end` costs, inside a phrase or between two."""
    following = text[end]
    if following in _CLINGING:
        return _CLUNG
    if end not in phrase_ends or (following in "（(" and text[end - 1].isascii()):
        return _WORD_INNER
    before = text[end - 1]
    if following in _PRONOUN and text.endswith(_GIVING, 0, end):
        return 60.0
    alone = before in _PRONOUN and (end - 1 in phrase_ends or end == 1)
    alone = alone and not text.endswith(_GIVING, 0, end - 1)
    leaning = 60.0 if before in _LEANING or alone else _PHRASE_END
    opens = following in _OPENERS and text.startswith(_BEFORE, end)
    return leaning - 6.0 if opens else leaning


def _phrase_ends(text: str) -> frozenset[int]:
    """Return the offsets at which BudouX ends a phrase, those inside common words left out."""
    ends = phrase_ends(text)
    names = list(_FOREIGN.finditer(text))
    ends.update(name.end() for name in names)
    for word in (*_WHOLE.finditer(text), *names):
        ends.difference_update(range(word.start() + 1, word.end()))
    return frozenset(ends)


_INNER = {
    Punctuation.NETFLIX: re.compile(r"[，。；][ \u3000]*"),
    Punctuation.SPACE: re.compile(r"[，。；、：][ \u3000]*"),
}
# Engines write half-width signs in Chinese at times; after a Han character they mean the same.
_HALF_WIDTH = re.compile(rf"(?<=[{_HAN}])[,;](?: |(?=[{_HAN}])|$)|(?<=[{_HAN}])[.:]$")
_LINE_END = "，。、；："


def punctuate(lines: Iterator[str], rule: Punctuation) -> Iterator[str]:
    """Yield the lines of a cue with their commas and full stops as the style wants them.

    At a line's end they go, before a closing quotation mark too; inside a line a space takes
    their place. `？！…` stay. A line of nothing else is left as it is.

    >>> list(punctuate(iter(["他说，好。", "真的？"]), Punctuation.NETFLIX))
    ['他说 好', '真的？']
    """
    for line in lines:
        if rule is Punctuation.KEEP:
            yield line
            continue
        closing = line[len(line.rstrip("”’）》」』")) :]
        body = line[: len(line) - len(closing)].rstrip(_LINE_END)
        body = _HALF_WIDTH.sub(" ", _INNER[rule].sub(" ", body)).rstrip()
        yield (body + closing) if body.strip() else line
