"""Subtitle files of any shape, well made and badly made."""

from __future__ import annotations

from hypothesis import strategies as st

from pipeline.formats import srt, vtt
from tests.strategies import HOSTILE, captions, lines

_TIMES = (
    "00:00:01,000 --> 00:00:02,000",
    "00:00:01.000 --> 00:00:02.000",
    "0:00:03,5 --> 0:00:04",
    "00:00:02,100 --> 00:00:05,000",
    "00:00:01.500 --> 00:00:01.900 align:start",
    "00:00:09,000 --> 00:00:08,000",
    "00:00:05,050 --> 00:00:40,000",
    "00:01 -> 00:02",
)
_TEXTS = (
    "Een zin die veel te lang is voor één regel, en daarom moet worden gebroken.",
    "一个很长的句子，超过了一行能放下的十六个字，所以要分成两行。",
    "<i>Marked</i> & bare",
    "- Ja.\n- Nee.",
    " spaces ",
    "他说，好。",
)
_pieces = st.one_of(
    st.sampled_from((*HOSTILE, *_TIMES, *_TEXTS, "", "", "1", "2", "7")), lines, st.just("")
)
ragged = st.lists(_pieces, max_size=25).map("\n".join)
"""Lines in any order."""
cues = st.lists(
    st.tuples(st.sampled_from(_TIMES), st.one_of(st.sampled_from(_TEXTS), lines)), max_size=8
)
untidy_srt = cues.map(lambda all_: "\n\n".join(f"3\n{times}\n{text}" for times, text in all_))
untidy_vtt = cues.map(lambda all_: "WEBVTT\n\n" + "\n\n".join("\n".join(one) for one in all_))
tidy = st.lists(captions(), max_size=5).flatmap(
    lambda some: st.sampled_from([srt.compose(some), vtt.compose(some)])
)
files = st.one_of(ragged, ragged.map("WEBVTT\n\n{}".format), untidy_srt, untidy_vtt, tidy)
"""The text of a file that may or may not be subtitles."""
