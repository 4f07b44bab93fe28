"""Translation memory of other programs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.formats import tmx
from pipeline.formats.tmx import MemoryFile, Unit
from tests.strategies import HOSTILE

_text = (
    st.one_of(
        st.sampled_from(HOSTILE),
        st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1),
        st.just("a\rb\nc\td ]]> \"q\" 'q'"),
    )
    .map(str.strip)
    .filter(lambda text: (text and text.isprintable()) or "\r" in text)
)
_units = st.builds(
    Unit,
    _text,
    _text,
    st.just("en"),
    st.sampled_from(["nl", "zh-Hans"]),
    st.sampled_from(["", "engine", "corrected"]),
    st.sampled_from(["", 'builtin <1> & "2"']),
)


@given(st.lists(_units, max_size=5), st.sampled_from(["utf-8", "str"]))
def test_what_is_written_reads_back_the_same(units: list[Unit], encoding: str) -> None:
    written = tmx.compose(units)
    content = written if encoding == "str" else written.encode(encoding)
    assert tmx.parse(content) == MemoryFile(tuple(units))


def test_what_xml_cannot_hold_is_replaced() -> None:
    (unit,) = tmx.parse(tmx.compose([Unit("a\0b", "c\x1bd\ud800", "en", "nl")])).units
    assert (unit.source, unit.target) == ("a\ufffdb", "c\ufffdd\ufffd")


def test_the_header_says_its_source_only_if_all_units_share_it() -> None:
    one, other = Unit("a", "b", "en", "nl"), Unit("c", "d", "nl", "en")
    assert 'srclang="en" datatype' in tmx.compose([one])
    assert 'srclang="*all*"' in tmx.compose([one, other])
    assert tmx.parse(tmx.compose([one, other])).units == (one, other)


_FOREIGN = """<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="NL-nl"/><body><!-- ours --><tu>
<tuv xml:lang="EN-us"><seg>Press <bpt i="1">&lt;b></bpt>the <hi>red</hi> key<ept i="1"/></seg></tuv>
<tuv xml:lang="fr-FR"><seg>Touche rouge</seg></tuv>
<tuv lang="nl"><seg> Druk op de rode knop </seg></tuv>
<tuv xml:lang="zh-CN"><seg>按红键</seg></tuv></tu>
<tu><tuv xml:lang="nl"><seg>Alleen</seg></tuv></tu>
<tu srclang="en"><tuv xml:lang="nl"><seg>Ja</seg></tuv><tuv xml:lang="en"><seg>Yes</seg></tuv></tu>
</body></tmx>"""


@pytest.mark.parametrize("encoding", ["str", "utf-8", "utf-16"])
def test_a_file_of_another_program(encoding: str) -> None:
    if encoding == "str":
        file = tmx.parse(_FOREIGN)
    else:
        head = f'<?xml version="1.0" encoding="{encoding}"?>\n'
        file = tmx.parse((head + _FOREIGN).encode(encoding))
    assert file.units == (
        Unit("Druk op de rode knop", "Press the red key", "nl", "en"),
        Unit("Druk op de rode knop", "按红键", "nl", "zh-Hans"),
        Unit("Yes", "Ja", "en", "nl"),
    )
    assert file.skipped == 2


_BILLION = '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><tmx><body>&b;</body></tmx>'
_OUTSIDE = '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/hostname">]><tmx>&a;</tmx>'


@pytest.mark.parametrize(
    "content",
    ["", "no", "<tmx>", "<html/>", _BILLION, _OUTSIDE, b"\xff\xfe\xff", "<tmx>\ud800</tmx>"],
)
def test_what_is_dangerous_or_no_memory_is_refused_by_name(content: str | bytes) -> None:
    with pytest.raises(InputError, match=r"^old\.tmx"):
        tmx.parse(content, name="old.tmx")


def test_markup_may_nest_deeply() -> None:
    deep = "<hi>" * 50_000 + "x" + "</hi>" * 50_000
    tuv = f'<tuv xml:lang="en"><seg>{deep}</seg></tuv><tuv xml:lang="nl"><seg>y</seg></tuv>'
    file = tmx.parse(f'<tmx><header srclang="en"/><body><tu>{tuv}</tu></body></tmx>')
    assert file.units == (Unit("x", "y", "en", "nl"),)
