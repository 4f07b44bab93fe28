"""What pages print around an episode, in the languages they print it in."""

from __future__ import annotations

import re

_NL_ABOUT = r"(?:(?:ongeveer|circa|ca\.|bijna|ruim|meer dan|minder dan)\s*)?"
_NL_UNIT = r"(?:seconden?|minuten|minuut|uren|uur|dag(?:en)?|weken|week|maand(?:en)?|jaren|jaar)"
_EN_ABOUT = r"(?:(?:about|almost|around|over|more than|less than)\s*)?"
_EN_UNIT = r"(?:second|minute|hour|day|week|month|year)s?"
_ZH_UNIT = r"(?:秒|分钟|小时|天|日|周|个?星期|个?礼拜|个?月|年)"
_MONTH = r"(?:jan|feb|mar|mrt|maart|apr|may|mei|jun|jul|aug|sep|oct|okt|nov|dec)[a-z]*\.?"

_AGE = re.compile(
    rf"""(?:
        {_NL_ABOUT}(?P<nl>\d{{1,3}}|een|één)\s+(?P<nl_unit>{_NL_UNIT})\s+geleden
      | {_EN_ABOUT}(?P<en>\d{{1,3}}|an|a)\s+(?P<en_unit>{_EN_UNIT})\s+ago
      | (?:大约|大概|约|近|超过)?\s*\d{{1,3}}\s*{_ZH_UNIT}(?:以前|之前|前)
      | gisteren | eergisteren | vandaag | zojuist | yesterday | today | just\ now
      | 昨天 | 前天 | 今天 | 刚刚
      | \d{{4}}-\d{{2}}-\d{{2}} | \d{{4}}年\d{{1,2}}月\d{{1,2}}日
      | \d{{1,2}}\s+{_MONTH}\s+\d{{4}} | {_MONTH}\s+\d{{1,2}},\s+\d{{4}}
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_MOST = {"s": 59, "m": 59, "u": 23, "h": 23, "d": 31, "w": 8, "j": 99, "y": 99}
_SINGULAR = frozenset("seconde minuut dag week maand second minute hour day month year".split())

CLOCK_LINE = re.compile(r"(?:\d{1,2}:[0-5]?\d|\d{1,3}):[0-5]\d", re.ASCII)
LANGUAGE_SWITCH = re.compile(r"[A-Z]{2}(?:\s*[/|]\s*[A-Z]{2})+")

ENTITY_HEADINGS = (
    "entities",
    "key entities",
    "named entities",
    "people and concepts",
    "people & concepts",
    "entiteiten",
    "belangrijke entiteiten",
    "personen en concepten",
    "personen en begrippen",
    "begrippen",
    "实体",
    "实体列表",
    "关键实体",
    "主要实体",
    "命名实体",
    "人物与概念",
    "人物和概念",
    "相关人物与概念",
)

_KINDS = {
    "person": "people persoon personen 人物 人 人名 嘉宾",
    "organization": "organisation organisatie organisaties bedrijf company 组织 机构 公司 企业",
    "product": "products producten 产品",
    "software": "programma app application 软件 应用",
    "concept": "idea begrip idee 概念 理念 术语",
    "technology": "technologie techniek tech 技术 科技",
    "model": "模型",
    "ai-model": "ai-modellen 人工智能模型 ai模型 大模型",
    "project": "项目",
    "event": "evenement gebeurtenis 事件 活动 会议",
    "location": "locatie plaats place plek 地点 地方 城市 国家",
    "book": "boek 书 书籍 图书",
    "method": "methode 方法",
    "work": "werk 作品",
    "field": "vakgebied 领域",
    "paper": "artikel 论文",
    "tool": "gereedschap hulpmiddel 工具",
    "podcast": "播客",
    "dataset": "gegevensverzameling 数据集",
    "hardware": "硬件 芯片",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in (kind, *words.split())}


def split_age(line: str) -> tuple[str, str]:
    """Split a channel from the age that a page runs together with it; either may be empty.

    Digits are shared out so that the age makes sense: a channel may end in a digit.

    >>> split_age("Harbour Talks1 dag geleden")
    ('Harbour Talks', '1 dag geleden')
    >>> split_age("Kanaal 45 dagen geleden"), split_age("编译夜话3天前")
    (('Kanaal 4', '5 dagen geleden'), ('编译夜话', '3天前'))
    """
    line = line.strip()
    match = _AGE.search(line)
    if match is None:
        return line, ""
    start = match.start()
    number, unit = (
        (match["nl"], match["nl_unit"]) if match["nl"] else (match["en"], match["en_unit"])
    )
    glued = number is not None and number.isdigit() and line[start].isdigit()
    if glued:
        start += _surplus_digits(number, unit.lower())
    return line[:start].rstrip(" ·•|-–—"), line[start:].strip()


def _surplus_digits(number: str, unit: str) -> int:
    for skip in range(len(number)):
        rest = number[skip:]
        fits = rest[0] != "0" and int(rest) <= _MOST[unit[0]]
        if fits and (unit not in _SINGULAR or rest == "1"):
            return skip
    return 0


def kind_of(word: str) -> str:
    """Return the lower-case English word for a kind of entity; unknown ones only in lower case.

    >>> kind_of("Persoon"), kind_of("AI-Model"), kind_of("人物"), kind_of("Ritual")
    ('person', 'ai-model', 'person', 'ritual')
    """
    lowered = "-".join(word.lower().split())
    return _KIND_OF.get(lowered, lowered)
