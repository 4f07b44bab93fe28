from __future__ import annotations

import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from training.alignment import latin_units, learn
from training.augment import augment, read_rows
from training.card import card, table
from training.clean import key
from training.prepare import DATA, prepare
from training.shards import Shard, load
from training.tokenizer import SYMBOLS, TAGS, open_tokenizer, sentences, train

THINGS = "server model report customer update meeting camera robot engine garden".split()
DINGEN = "server model rapport klant update vergadering camera robot motor tuin".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
DAGEN = "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split()


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seventy sentences as a corpus, one of them in a test set as well."""
    folder = tmp_path_factory.mktemp("corpora")
    (folder / "en-nl").mkdir()
    (folder / "test").mkdir()
    lines = [
        f"We saw the {thing} in the building on {day}.\tWe zagen de {ding} in het gebouw op {dag}."
        for thing, ding in zip(THINGS, DINGEN, strict=True)
        for day, dag in zip(DAYS, DAGEN, strict=True)
    ]
    with lzma.open(folder / "en-nl" / "tatoeba.tsv.xz", "wt", encoding="utf-8") as stream:
        stream.writelines(line + "\n" for line in [*lines, *lines[:3]])
    secret = lines[5].partition("\t")[0]
    (folder / "test" / "secret.en").write_text(secret + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def work(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three steps before training, done."""
    folder = tmp_path_factory.mktemp("work")
    prepare(corpora, folder, tests=[corpora / "test"])
    model = train(sentences(folder / "clean"), pieces=2_400)
    (folder / "sentencepiece.model").write_bytes(model)
    augment(folder)
    return folder


def _keys(file: Path, columns: slice) -> set[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return {key(cell) for line in lines for cell in line.split("\t")[columns]}


def test_nothing_held_out_is_learned(work: Path, corpora: Path) -> None:
    learned = set.union(*(_keys(f, slice(3, 5)) for f in (work / "clean").glob("*-*.tsv")))
    held = _keys(work / "clean" / "dev.tsv", slice(2, 4))
    own = _keys(DATA / "podcast-dev.tsv", slice(1, 4))
    secret = key((corpora / "test" / "secret.en").read_text(encoding="utf-8"))
    assert held
    assert not learned & held
    assert not {k for k in learned & own if " " in k}
    assert secret not in learned


def test_the_counts_add_up(work: Path) -> None:
    report = json.loads((work / "clean.json").read_text(encoding="utf-8"))
    counts = report["corpora"]["en-nl/tatoeba"]
    assert sum(counts.values()) == 73
    assert counts["duplicate"] == 3
    assert counts["in a test set"] == 1
    assert report["training"]["en-nl"]["tatoeba"] + report["development"]["en-nl"] == counts["kept"]


def test_the_same_seed_gives_the_same_bytes(work: Path) -> None:
    first = json.loads((work / "shards" / "manifest.json").read_text(encoding="utf-8"))
    augment(work)
    assert json.loads((work / "shards" / "manifest.json").read_text(encoding="utf-8")) == first


def test_shards_hold_the_sentences_and_whole_symbols(work: Path) -> None:
    tokenizer = open_tokenizer(work / "shards" / "sentencepiece.model")
    shard = load(work / "shards" / "en-nl-0.bin.xz")
    texts = [tokenizer.decode(ids) for ids in _sentences(shard)]
    rows = list(read_rows(work / "clean" / "en-nl.tsv"))
    assert set(rows[0].sentences) <= set(texts)
    symbol = [tokenizer.piece_to_id(symbol) for symbol in SYMBOLS]
    masked = [ids for ids in _sentences(shard) if set(ids) & set(symbol)]
    assert len(masked) > len(shard) / 10
    for ours, theirs in zip(*[iter(_sentences(shard))] * 2, strict=True):
        assert sorted(set(ours) & set(symbol)) == sorted(set(theirs) & set(symbol))


def test_no_text_can_spell_a_tag(work: Path) -> None:
    tokenizer = open_tokenizer(work / "sentencepiece.model")
    tags = {tokenizer.piece_to_id(tag) for tag in TAGS}
    assert len(tags) == len(TAGS)
    assert not tags & set(tokenizer.encode("<2nl> hello <2zh>"))
    assert tokenizer.decode_pieces(["<2nl>", *tokenizer.encode("hello", out_type=str)]) == "hello"
    assert tokenizer.decode(tokenizer.encode("(⟦3⟧)，⟦12⟧'s ⟦0⟧-x")) == "(⟦3⟧)，⟦12⟧'s ⟦0⟧-x"


def test_the_card_names_every_corpus_and_its_licence(work: Path) -> None:
    manifest = json.loads((work / "shards" / "manifest.json").read_text(encoding="utf-8"))
    made = card(manifest, [{"BLEU": 1.0}])
    assert {c["name"]: c["licence"] for c in made["corpora"]}["tatoeba"] == "CC BY 2.0 FR"
    assert "| en-nl tatoeba | CC BY 2.0 FR | 73 |" in table(manifest)


def test_a_corpus_can_be_left_out(corpora: Path, tmp_path: Path) -> None:
    prepare(corpora, tmp_path, tests=[], without=["tatoeba"])
    report = json.loads((tmp_path / "clean.json").read_text(encoding="utf-8"))
    assert set(report["corpora"]) == {"en-nl/podcast", "en-zh/podcast", "nl-zh/podcast"}


def test_the_lexicon_finds_words_that_translate_each_other() -> None:
    pairs = [
        (f"the {a} is near the {b}", f"de {c} is bij de {d}")
        for a, c in zip(THINGS, DINGEN, strict=True)
        for b, d in zip(THINGS, DINGEN, strict=True)
    ]
    lexicon = learn(pairs, latin_units, latin_units)
    assert lexicon["report"] == {"rapport"}
    assert lexicon["customer"] == {"klant"}
    assert "the" not in lexicon


def test_an_empty_corpus_has_an_empty_lexicon() -> None:
    assert learn([], latin_units, latin_units) == {}


def _sentences(shard: Shard) -> list[list[int]]:
    ends = np.cumsum(shard.lengths.astype(np.int64).reshape(-1))
    parts = np.split(shard.tokens, ends[:-1])
    return [part.tolist() for part in parts]
