"""The tests that browsers have to pass, where they are at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.clock import format_clock
from pipeline.formats.vtt_scan import RawCue, scan
from pipeline.formats.vtt_text import Node, tree

pytestmark = pytest.mark.shared

_TAGS = {"c": "span", "v": "span", "lang": "span"}


def test_every_file_gives_the_cues_that_a_browser_gives(shared: Path) -> None:
    folder = shared / "conformance" / "wpt-webvtt"
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    assert expected
    for name, wanted in expected.items():
        path = folder / "wpt-file-parsing" / f"{name}.vtt"
        cues = scan(path.read_bytes().decode("utf-8", "replace")).cues
        if wanted["cue_count"] is not None:
            assert len(cues) == wanted["cue_count"], name
        for claim in wanted["cues"]:
            found = _value(cues[claim["index"]], claim["property"])
            assert found == claim["value"], (name, claim)


def _value(cue: RawCue, name: str) -> object:
    values: dict[str, object] = {
        "id": cue.identifier,
        "text": cue.text,
        "startTime": cue.start_ms / 1_000,
        "endTime": cue.end_ms / 1_000,
        "align": cue.settings.get("align", "center"),
    }
    return values[name]


@pytest.mark.parametrize("name", ["align", "line", "position", "region", "size", "vertical"])
def test_a_setting_counts_where_the_words_of_the_cue_say_so(shared: Path, name: str) -> None:
    folder = shared / "conformance" / "wpt-webvtt" / "wpt-file-parsing"
    cues = scan((folder / f"settings-{name}.vtt").read_text("utf-8")).cues
    tried = [cue for cue in cues if f"{name}:" in cue.stated and cue.stated != "region:invalid"]
    assert tried
    for cue in tried:
        assert (name in cue.settings) != cue.text.startswith("invalid"), cue.stated


@pytest.mark.parametrize("name", ["entities", "tags", "text", "timestamps", "tree-building"])
def test_every_cue_gives_the_tree_that_a_browser_gives(shared: Path, name: str) -> None:
    path = shared / "conformance" / "wpt-webvtt" / "wpt-cue-parsing" / f"{name}.json"
    for case in json.loads(path.read_text("utf-8")):
        text = case["text"].removesuffix("\n").replace("\0", "\ufffd").split("\n\n")[0]
        assert _drawn(tree(text)) == case["expectedTree"], case["text"]


def _drawn(node: Node, depth: int = 0) -> str:
    margin = "| " + "  " * depth
    drawn = ""
    if node.classes:
        drawn += f'{margin}class="{" ".join(node.classes)}"\n'
    if node.name in {"v", "lang"}:
        drawn += f'{margin}{"title" if node.name == "v" else "lang"}="{node.annotation}"\n'
    for child in node.children:
        if isinstance(child, str):
            drawn += f'{margin}"{child}"\n'
        elif isinstance(child, int):
            drawn += f"{margin}<?timestamp {format_clock(child, separator='.')}>\n"
        else:
            drawn += f"{margin}<{_TAGS.get(child.name, child.name)}>\n" + _drawn(child, depth + 1)
    return drawn
