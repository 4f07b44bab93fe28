"""The words that tolk itself puts on a page, in each language."""

from __future__ import annotations

from collections.abc import Mapping

WORDING: Mapping[str, Mapping[str, str]] = {
    "en": {
        "channel": "Channel",
        "published": "Published",
        "duration": "Duration",
        "summary": "Summary",
        "sections": "Sections",
        "entities": "Names and terms",
        "takeaways": "Takeaways",
        "vocabulary": "Vocabulary",
        "transcript": "Transcript",
        "contents": "Contents",
        "about": "About this book",
        "colon": ": ",
        "comma": ", ",
        "brackets": " ({})",
        "stated": "stated",
        "anchored": "estimated between stated times",
        "estimated": "estimated",
        "synonyms": "Synonyms",
        "open": "“",
        "close": "”",
    },
    "nl": {
        "channel": "Kanaal",
        "published": "Gepubliceerd",
        "duration": "Duur",
        "summary": "Samenvatting",
        "sections": "Onderdelen",
        "entities": "Namen en begrippen",
        "takeaways": "Kernpunten",
        "vocabulary": "Woordenlijst",
        "transcript": "Transcript",
        "contents": "Inhoud",
        "about": "Over dit boek",
        "colon": ": ",
        "comma": ", ",
        "brackets": " ({})",
        "stated": "opgegeven",
        "anchored": "geschat tussen opgegeven tijden",
        "estimated": "geschat",
        "synonyms": "Synoniemen",
        "open": "‘",
        "close": "’",
    },
    "zh-Hans": {
        "channel": "频道",
        "published": "发布",
        "duration": "时长",
        "summary": "摘要",
        "sections": "章节",
        "entities": "人名与术语",
        "takeaways": "要点",
        "vocabulary": "词汇",
        "transcript": "文字稿",
        "contents": "目录",
        "about": "关于本书",
        "colon": "：",
        "comma": "，",
        "brackets": "（{}）",
        "stated": "原文标注",
        "anchored": "据前后标注估算",
        "estimated": "估算",
        "synonyms": "近义词",
        "open": "“",
        "close": "”",
    },
}
"""Tag → key → word. Every language has every key."""

_KINDS: Mapping[str, tuple[str, str]] = {
    "ai-model": ("AI-model", "人工智能模型"),
    "book": ("boek", "书籍"),
    "company": ("bedrijf", "公司"),
    "concept": ("begrip", "概念"),
    "dataset": ("dataset", "数据集"),
    "event": ("evenement", "事件"),
    "field": ("vakgebied", "领域"),
    "hardware": ("hardware", "硬件"),
    "location": ("plaats", "地点"),
    "method": ("methode", "方法"),
    "model": ("model", "模型"),
    "organization": ("organisatie", "机构"),
    "paper": ("artikel", "论文"),
    "person": ("persoon", "人物"),
    "podcast": ("podcast", "播客"),
    "product": ("product", "产品"),
    "project": ("project", "项目"),
    "software": ("software", "软件"),
    "technology": ("technologie", "技术"),
    "tool": ("hulpmiddel", "工具"),
    "work": ("werk", "作品"),
}


def word(key: str, *, language: str) -> str:
    """Return one of our words; English where tolk has no words of its own in a language.

    >>> word("summary", language="nl")
    'Samenvatting'
    """
    return WORDING.get(language, WORDING["en"])[key]


def kind_word(kind: str, *, language: str) -> str:
    """Return the word for a kind of entity; an unknown kind as it is.

    >>> kind_word("person", language="zh-Hans"), kind_word("ritual", language="nl")
    ('人物', 'ritual')
    """
    if kind == "ai-model" and language == "en":
        return "AI model"
    dutch, chinese = _KINDS.get(kind, (kind, kind))
    return {"nl": dutch, "zh-Hans": chinese}.get(language, kind)
