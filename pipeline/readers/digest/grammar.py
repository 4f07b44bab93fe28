"""Closed word classes of English and Dutch, as far as telling a heading from a sentence needs them.

The lists hold grammar, not subject matter: nothing in them belongs to one podcast.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = _words("a an the de het een 't")
CONJUNCTIONS = _words("and or but nor en of maar noch")
PREPOSITIONS = _words(
    "about above across after against along amid among around as at before behind below beneath "
    "beside besides between beyond by despite down during except for from in inside into like "
    "near of off on onto out outside over past per since than through throughout to toward "
    "towards under unlike until up upon versus via vs vs. with within without "
    "aan achter als bij binnen boven buiten dankzij door gedurende in langs met na naar naast "
    "namens om omtrent ondanks onder op over per rond sinds te tegen tijdens tot tussen uit van "
    "vanaf vanuit versus via volgens voor voorbij wegens zonder"
)
QUESTIONS = _words(
    "how what when where which who whom whose why hoe wat wanneer waar waarom welk welke wie wiens"
)
AUXILIARIES = _words(
    "am are be been being can could did do does had has have is may might must shall should was "
    "were will would ben bent is zijn was waren wordt worden werd werden heeft hebben had hadden "
    "kan kunnen kon konden moet moeten mag mogen zal zullen zou zouden wil willen gaat gaan doet"
)
PRONOUNS = _words(
    "he her his i it its my one our she that their these they this those we you your all another "
    "any both each either every few many most neither no nobody none not nothing once only other "
    "others several some such there two three four five six seven eight nine ten half here "
    "alle alles beide daar dat deze die dit drie één elk elke enkele er geen haar hij hun "
    "hier ieder iedere iemand ik je jij jouw jullie meer men mijn niemand niets onze ons sommige "
    "steeds twee vier vijf ze zes zeven acht negen tien veel weinig wij we zij zijn zulke"
)
ADVERBS = _words(
    "also although asked because even first finally having however if initially instead just "
    "later looking meanwhile never next nevertheless now often once rather second so sometimes "
    "still then therefore though thus today together using whereas whether while yet "
    "daarna daardoor daarnaast daarom dus echter eerst hoewel inmiddels mits naarmate nadat nog nu "
    "omdat ook ooit opvallend slechts soms tegelijk tegenwoordig tenslotte terwijl toch toen tot "
    "uiteindelijk vervolgens voordat vooral wel zo zodat zodra zolang aangezien allereerst ten"
)
CONTRACTED = _words("it's that's there's here's what's who's let's i'm we're they're you're")

FUNCTION = ARTICLES | CONJUNCTIONS | PREPOSITIONS | QUESTIONS | AUXILIARIES | PRONOUNS
"""Words that stay lower-case inside a heading in title case."""

OPENERS = ARTICLES | CONJUNCTIONS | PREPOSITIONS | QUESTIONS | PRONOUNS | ADVERBS | CONTRACTED
"""Words that often begin a sentence, and are no name."""

REPORTING = _words(
    "adds admits advises argues asks believes calls claims closes compares concludes contrasts "
    "defines describes discusses draws emphasizes ends explains explores expects frames gives "
    "highlights hopes introduces invites lists makes mentions notes offers opens outlines "
    "points predicts presses proposes puts recalls recounts reflects says sees shares shows "
    "starts suggests talks tells thinks traces views walks wants warns work works "
    "antwoordt beargumenteert begint beschrijft betoogt denkt geeft gelooft hoopt laat legt licht "
    "maakt merkt noemt omschrijft opent pleit plaatst reflecteert rekent schetst sluit stelt "
    "trekt vat verklaart vergelijkt vertelt verwacht vindt vraagt waarschuwt werpt wijst zegt ziet"
)
"""Verbs with which a digest reports what somebody said."""

ROLES = _words(
    "author ceo cto chair co-founder co-host cofounder cohost creator dr dr. economist editor "
    "engineer entrepreneur founder guest host interviewer investor journalist maintainer "
    "moderator partner physicist presenter prof prof. professor programmer researcher reporter "
    "scientist speaker writer auteur gast gastheer gastvrouw hoogleraar interviewster "
    "journalist moderator onderzoeker ondernemer oprichter presentator presentatrice spreker"
)
"""Words that stand before a person's name and belong to the same sentence."""

STOCK = _words(
    "introduction intro introductie inleiding opening welcome welkom outro afsluiting slot "
    "conclusion conclusie conclusions closing epilogue prologue overview overzicht summary "
    "samenvatting recap background achtergrond preface voorwoord q&a vragen nawoord "
    "outlook vooruitblik wrap-up takeaways trailer teaser"
)
"""Headings of a single word that every series of episodes has."""

ABBREVIATIONS = _words(
    "vs. dr. mr. mrs. ms. prof. st. no. nr. inc. ltd. co. jr. sr. e.g. i.e. etc. bijv. o.a. ca. "
    "resp. incl. excl. ir. drs. mw. dhr. fig. approx."
)

CJK_DANGLING = (
    "的",
    "和",
    "与",
    "与其",
    "及",
    "在",
    "用",
    "对",
    "从",
    "到",
    "为什么",
    "如何",
    "把",
    "是",
)
"""A Chinese heading does not end in one of these."""
CJK_OPENERS = tuple(
    "他 她 它 这 那 本 在 随着 主持 嘉宾 团队 作者 节目 对话 最后 首先 通过 未来 如果 由于 为了 当 "
    "因为 "
    "我们 两位 三 从 虽然 尽管 与 除了 随后 接着 接下来 目前 关于 一个 系统".split()
)
"""A Chinese sentence of a digest often begins with one of these."""
CJK_STOCK = tuple(
    "引言 介绍 简介 开场白 开场 前言 导言 序言 结语 总结 结论 尾声 后记 展望 问答 观众提问 "
    "背景".split()
)
"""Chinese headings that every series of episodes has."""
