"""Corrections: kept, carried out, and still there afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InputError, OutputError, UsageError
from pipeline.memory import Memory
from pipeline.outputs import OutputFolder
from pipeline.serving.desk import Desk, Wish
from tests.cli.console import tolk
from tests.site.served import make_site, post, serving

SENTENCE = "Her company now forecasts prices and weather for 140 batteries in six countries, and "
BETTER = "Haar bedrijf voorspelt prijzen en weer, en beslist elke vijf minuten opnieuw."


def episode(out: Path) -> dict[str, Any]:
    path = next(out.glob("selling*/episode.json"))
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def wish(out: Path, **more: str) -> Wish:
    record = episode(out)
    source = next(
        row["text"]["en"] for row in record["untimed"] if row["text"]["en"].startswith(SENTENCE)
    )
    return Wish(
        **{"slug": record["slug"], "language": "nl", "source": source, "text": BETTER, **more}
    )


def test_a_correction_is_in_every_output_and_survives_the_next_run(tmp_path: Path) -> None:
    out = make_site(tmp_path)
    Desk(out).correct(wish(out))
    record = episode(out)
    assert BETTER in record["summary"]["nl"]
    for name in ("index.html", f"{record['slug']}.summary.nl.md"):
        assert BETTER in (out / record["slug"] / name).read_text(encoding="utf-8")
    # The others of the run are as they were, and the person's other translations still hold.
    assert "zh-Hans" in record["tracks"] and "missing" not in record
    again = tolk("run", tmp_path / "page.txt", "--engine", "none", "--out", out,
                 "--memory", tmp_path / "memory.sqlite")  # fmt: skip
    assert again.code == 0, again.words
    assert BETTER in episode(out)["summary"]["nl"]


def test_two_corrections_of_one_sentence_the_later_wins(tmp_path: Path) -> None:
    out = make_site(tmp_path)
    desk = Desk(out)
    desk.correct(wish(out))
    desk.correct(wish(out, text="Toch anders."))
    assert "Toch anders." in episode(out)["summary"]["nl"]


def test_an_input_that_is_gone_is_named_and_the_correction_kept(tmp_path: Path) -> None:
    out = make_site(tmp_path)
    (tmp_path / "page.txt").unlink()
    with pytest.raises(InputError, match=r"page\.txt: the input of this episode is gone; the corr"):
        Desk(out).correct(wish(out))
    with Memory(tmp_path / "memory.sqlite") as memory:
        assert BETTER in {pair.translation for pair in memory.pairs(by_people=True)}


def test_a_correction_during_a_run_is_kept_and_says_so(tmp_path: Path) -> None:
    out = make_site(tmp_path)
    with OutputFolder(out), pytest.raises(OutputError) as caught:
        Desk(out).correct(wish(out))
    assert "another run" in str(caught.value) and "the correction is kept" in str(caught.value)
    run = ("run", tmp_path / "page.txt", "--engine", "none", "--out", out)
    assert tolk(*run, "--memory", tmp_path / "memory.sqlite").code == 0
    assert BETTER in episode(out)["summary"]["nl"]


def test_a_manifest_cannot_have_any_file_handed_out(tmp_path: Path) -> None:
    out = make_site(tmp_path, "--media", str(tmp_path / "talk.mp3"))
    secret = tmp_path / "talk.mp3"
    secret.write_bytes(b"sound")
    slug = episode(out)["slug"]
    assert Desk(out).media(slug) == secret
    manifest = (out / "manifest.json").read_text(encoding="utf-8")
    (tmp_path / "secret").write_text("secret")
    changed = manifest.replace("talk.mp3", "secret")
    assert changed != manifest
    (out / "manifest.json").write_text(changed, encoding="utf-8")
    assert Desk(out).media(slug) is None


@pytest.mark.parametrize(
    "more", [{"source": "Never said."}, {"language": "en"}, {"language": "fr"}, {"slug": "x"}]
)
def test_what_cannot_be_corrected(tmp_path: Path, more: dict[str, str]) -> None:
    out = make_site(tmp_path)
    with pytest.raises(UsageError):
        Desk(out).correct(wish(out, **more))


def test_a_term_goes_to_the_glossary_and_to_the_page(tmp_path: Path) -> None:
    glossary = tmp_path / "terms.csv"
    glossary.write_text("en,nl,zh-Hans,note\ndashboard,dashboard,仪表板,ours\n", encoding="utf-8")
    out = make_site(tmp_path, "--glossary", str(glossary))
    desk = Desk(out)
    slug = episode(out)["slug"]
    desk.term(Wish(slug, "zh-Hans", "dashboard", "看板"))
    assert glossary.read_text(encoding="utf-8").splitlines()[1] == "dashboard,dashboard,看板,ours"
    uses = {(u["term"], u["language"]): u["expected"] for u in episode(out)["terms"]}
    assert uses["dashboard", "zh-Hans"] == "看板"


def test_over_http(tmp_path: Path) -> None:
    out = make_site(tmp_path)
    wanted = wish(out)
    with serving(out) as server:
        content = {name: getattr(wanted, name) for name in ("slug", "language", "source", "text")}
        assert post(server, "/api/correct", content) == (200, {"done": True})
        status, answer = post(server, "/api/correct", {**content, "source": "Never said."})
        assert status == 409 and "no such sentence" in answer["problem"]
    assert BETTER in episode(out)["summary"]["nl"]
