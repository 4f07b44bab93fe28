"""A small glossary for the tests."""

from __future__ import annotations

from pipeline.glossary.load import parse_table, terms_of
from pipeline.glossary.model import Glossary

ROWS = """en,nl,zh-Hans,kind,case,forms,forbidden,note
# terms
reward model,beloningsmodel,奖励模型,term,,nl:beloningsmodellen,,
agent,agent,智能体,term,,nl:agenten,zh-Hans:代理,
background agent,achtergrondagent,后台智能体,term,,,,
RL infrastructure,RL-infrastructuur|RL infrastructuur,强化学习基础设施,term,,,,
context window,contextvenster,上下文窗口,term,,en:contexts|nl:contexten,,
window size,venstergrootte,窗口大小,term,,,,
rag,vod,抹布,term,,,,
RAG,=,检索增强生成,abbreviation,,,,
LLM,=,大语言模型,abbreviation,,,zh-Hans:法学硕士,
# names
Tab,=,=,product,,,,
Cursor,=,=,product,,,,
Composer 2,=,=,product,,,,
Composer,=,=,product,,,,
C++,=,=,product,,,,
MAX_LEN,=,=,product,,,,
Andrej Karpathy,=,安德烈·卡帕西,person,,,,
"""


def glossary_of(text: str) -> Glossary:
    return Glossary(tuple(terms_of(parse_table(text, name="test.csv"))))


GLOSSARY = glossary_of(ROWS)
