from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.model import Document, Source
from pipeline.readers import whisper
from pipeline.readers.opening import open_source

FIXTURES = Path(__file__).parent / "fixtures" / "inputs"


def _read(value: object, name: str = "x.json") -> Document:
    source = Source(name, value if isinstance(value, str) else json.dumps(value))
    assert whisper.recognise(source) >= 0.9
    (document,) = whisper.read(source)
    return document


def _pieces(document: Document) -> list[tuple[int, int, str]]:
    return [(c.span.start_ms, c.span.end_ms, c.text) for c in document.captions]


@pytest.mark.parametrize(
    "value",
    [
        {"text": " A b. C.", "segments": [{"id": 0, "start": 0.0, "end": 1.5, "text": " A b."},
                                         {"id": 1, "start": 1.5, "end": 3, "text": " C."}]},
        {"chunks": [{"timestamp": [0, 1.5], "text": "A b."},
                    {"timestamp": [1.5, 3], "text": "C."}]},
        [{"start": 0, "end": 1.5, "text": "A b."}, {"start": 1.5, "duration": 1.5, "text": "C."}],
        [["A b.", 0, 1.5], ["C.", 1.5, 3]],
        [[0, 1.5, "A b."], [1.5, 3, "C."]],
        {"events": [{"tStartMs": 0, "dDurationMs": 1500, "segs": [{"utf8": "A"}, {"utf8": " b."}]},
                    {"tStartMs": 1500, "dDurationMs": 1500, "segs": [{"utf8": "C."}]}]},
        "start\tend\ttext\n0\t1500\tA b.\n1500\t3000\tC.\n",
    ],
)  # fmt: skip
def test_every_shape_says_the_same(value: object) -> None:
    assert _pieces(_read(value)) == [(0, 1_500, "A b."), (1_500, 3_000, "C.")]


def test_speakers_come_from_segments_or_words() -> None:
    (document,) = whisper.read(open_source(FIXTURES / "whisperx.json"))
    assert [c.speaker for c in document.captions] == ["SPEAKER_01", "SPEAKER_02"]
    assert document.language == "en"


def test_whisper_cpp() -> None:
    (document,) = whisper.read(open_source(FIXTURES / "whisper_cpp.json"))
    assert _pieces(document) == [(0, 1_200, "Goedemorgen."), (1_200, 3_000, "De bijen slapen nog.")]
    assert document.language == "nl"


def test_words_are_put_together_until_a_sentence_ends() -> None:
    words = [f" w{i}" + ("." if i % 8 == 7 else "") for i in range(32)]
    document = _read([[word, i * 0.25, i * 0.25 + 0.25] for i, word in enumerate(words)])
    assert len(document.captions) == 4
    assert document.captions[0].text == "w0 w1 w2 w3 w4 w5 w6 w7."
    assert document.captions[1].span.start_ms == 2_000


def test_chinese_words_are_put_together_without_spaces() -> None:
    document = _read(
        [
            [word, i * 0.2, i * 0.2 + 0.2]
            for i, word in enumerate("蜜蜂在屋顶上飞来飞去，" * 2 + "好。")
        ]
    )
    assert document.captions[0].text == "蜜蜂在屋顶上飞来飞去，蜜蜂在屋顶上飞来飞去，好。"


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -1, True, None, "soon", 10**400])
def test_unusable_times_are_named(bad: object) -> None:
    rows = [
        {"start": bad, "end": 2, "text": "Lost bees."},
        {"start": 1, "end": 2, "text": "Found."},
    ]
    document = _read({"segments": rows})
    assert [c.text for c in document.captions] == ["Found."]
    assert any("Lost bees." in finding.message for finding in document.findings)


def test_an_end_before_its_start_is_not_used() -> None:
    document = _read([{"start": 1, "end": 0.5, "text": "A"}, {"start": 4, "end": 5, "text": "B"}])
    assert _pieces(document)[0] == (1_000, 4_000, "A")
    assert "caption-ends-early" in {finding.rule for finding in document.findings}


@pytest.mark.parametrize(
    "text", ['{"segments": [', "[" * 100_000, '{"a": ' + "9" * 5_000 + "}", "[]", "{}"]
)
def test_broken_json_is_refused_and_not_recognised(text: str) -> None:
    assert whisper.recognise(Source("x.json", text)) == 0
    with pytest.raises(InputError):
        whisper.read(Source("x.json", text))


@pytest.mark.shared
def test_five_formats_of_a_lecture_agree(shared: Path) -> None:
    from pipeline.readers import captions

    folder = shared / "timed" / "karpathy" / "minbpe"
    (first,) = whisper.read(open_source(folder / "minbpe.json"))
    (second,) = whisper.read(open_source(folder / "minbpe.tsv"))
    (third,) = captions.read(open_source(folder / "minbpe.srt"))
    (fourth,) = captions.read(open_source(folder / "minbpe.vtt"))
    assert first.captions == second.captions == third.captions == fourth.captions
    assert len(first.captions) == 3_060


@pytest.mark.shared
def test_stories_have_as_many_captions_as_segments(shared: Path) -> None:
    for path in sorted((shared / "timed" / "nl-stories").glob("*.json")):
        rows = json.loads(path.read_text(encoding="utf-8"))
        (document,) = whisper.read(open_source(path))
        assert len(document.captions) == sum(bool(row["text"].strip()) for row in rows)
