"""A toy model, trained in seconds, all the way from shards into tolk's own engines."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip(
    "torch", reason="PyTorch is only needed to train; see training/README.md"
)

from pipeline.engines.builtin import Builtin  # noqa: E402
from pipeline.engines.ct2 import Decoding  # noqa: E402
from pipeline.engines.package import read_package  # noqa: E402
from training import export, pack, train  # noqa: E402
from training.model import source_batch  # noqa: E402
from training.shards import ShardWriter, save  # noqa: E402
from training.tokenizer import open_tokenizer  # noqa: E402
from training.tokenizer import train as train_tokenizer  # noqa: E402
from training.weights import load_model  # noqa: E402

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
STEPS = 120


def _rows(count: int, seed: int) -> list[tuple[str, str]]:
    """Copying digits: the simplest thing that attention must learn."""
    rng = random.Random(seed)
    texts = [" ".join(rng.choices("0123456789", k=rng.randint(3, 7))) for _ in range(count)]
    return [(text, text) for text in texts]


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shards")
    lines = [text for pair in _rows(3_000, 1) for text in pair]
    model = train_tokenizer(iter(lines), pieces=320)
    (folder / "sentencepiece.model").write_bytes(model)
    tokenizer = open_tokenizer(folder / "sentencepiece.model")
    for name, count in (("en-nl-0", 3_000), ("dev", 60)):
        writer = ShardWriter()
        for first, second in _rows(count, count):
            writer.add((tokenizer.encode(first), tokenizer.encode(second)), (0, 1), ways=3, times=1)
        save(writer.shard(), folder / f"{name}.bin.xz")
    return folder


def _train(shards: Path, run: Path, *options: str) -> dict[str, Any]:
    train.main([
        "--shards", str(shards), "--run", str(run), "--preset", "toy", "--device", "cpu",
        "--time-budget", "600", "--tokens", "1024", "--warmup", "20", "--average", "0.9",
        "--smoothing", "0", "--log-every", "20", *options,
    ])  # fmt: skip
    log = (run / "log.jsonl").read_text(encoding="utf-8").splitlines()
    entry: dict[str, Any] = json.loads(log[-1])
    return entry


@pytest.fixture(scope="module")
def run(shards: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    half = _train(shards, folder, "--max-steps", str(STEPS), "--stop-after", "0.001")
    assert half["step"] == 0
    first = _train(shards, folder, "--max-steps", str(STEPS // 2))
    second = _train(shards, folder, "--max-steps", str(STEPS))
    assert (first["step"], second["step"]) == (STEPS // 2, STEPS)
    assert second["elapsed_s"] > first["elapsed_s"]
    assert second["loss"]["en-nl"] < first["loss"]["en-nl"] < 6
    return folder


@pytest.fixture(scope="module")
def packed(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packed")
    pack.main([str(run), str(folder), "--part-mb", "0.3"])
    assert len(list(folder.glob("weights.npz.*"))) > 1
    return folder


def test_parts_carry_the_weights(run: Path, packed: Path) -> None:
    ours, theirs = (load_model(folder).state_dict() for folder in (run, packed))
    for name, value in ours.items():
        assert torch.allclose(value, theirs[name], atol=2e-3), name


def test_ctranslate2_says_what_pytorch_says(packed: Path, tmp_path: Path) -> None:
    import ctranslate2

    model = load_model(packed)
    export.convert(model, packed, tmp_path / "model", "float32")
    tokenizer = open_tokenizer(packed / "sentencepiece.model")
    texts = [first for first, _ in _rows(40, 9)] + ["hello 7 ⟦3⟧", "模型", "8"]
    tag = tokenizer.piece_to_id("<2nl>")
    sources = source_batch([[tag, *tokenizer.encode(text)] for text in texts])
    ours = [
        [tokenizer.id_to_piece(number) for number in row]
        for row in model.greedy(sources, longest=30)
    ]
    translator = ctranslate2.Translator(str(tmp_path / "model"), compute_type="float32")
    results = translator.translate_batch(
        [["<2nl>", *tokenizer.encode(text, out_type=str)] for text in texts],
        beam_size=1,
        max_decoding_length=30,
    )
    assert [row[:30] for row in ours] == [result.hypotheses[0] for result in results]


def test_the_builtin_engine_takes_the_package(packed: Path, tmp_path: Path) -> None:
    export.main([str(packed), "--out", str(tmp_path), "--name", "toy"])
    engine = Builtin(folder=tmp_path)
    assert len(engine.pairs) == 6
    assert engine.placeholders(source="en", target="nl")[0] == "symbol"
    assert engine.translate(["1 2 3 a"], source="en", target="nl")[0]


def test_argos_archives_need_no_tag(packed: Path, tmp_path: Path) -> None:
    """The archive alone must translate as the folder with tags does."""
    import ctranslate2

    from pipeline.engines.archive import unpack

    export.main(
        [str(packed), "--out", str(tmp_path), "--argos", str(tmp_path / "a"), "--only", "en-nl"]
    )
    (archive,) = (tmp_path / "a").glob("*.argosmodel")
    (tmp_path / "b").mkdir()
    folder = unpack(archive, tmp_path / "b")
    assert sorted(read_package(folder).routes) == [("en", "nl")]
    tokenizer = open_tokenizer(folder / "sentencepiece.model")
    rows = [tokenizer.encode(text, out_type=str) for text, _ in _rows(20, 4)]
    both = []
    for place, lead in ((tmp_path / "tolk-1", ["<2nl>"]), (folder, [])):
        translator = ctranslate2.Translator(str(place / "model"), compute_type="int8")
        results = translator.translate_batch([lead + row for row in rows], beam_size=1)
        both.append([result.hypotheses[0] for result in results])
    assert both[0] == both[1]


def test_the_argos_engine_translates_with_an_archive(packed: Path, tmp_path: Path) -> None:
    pytest.importorskip("argostranslate", reason="needs the run-time dependencies too")
    from pipeline.engines.archive import unpack
    from pipeline.engines.argos import Argos

    export.main([str(packed), "--argos", str(tmp_path), "--only", "en-nl"])
    (tmp_path / "shelf").mkdir()
    unpack(next(tmp_path.glob("*.argosmodel")), tmp_path / "shelf")
    engine = Argos(folders=(tmp_path / "shelf",), decoding=Decoding(beam_size=1))
    assert engine.pairs == {("en", "nl")}
    assert engine.translate(["1 2 3 a"], source="en", target="nl")[0]


def test_another_architecture_is_refused(run: Path, shards: Path) -> None:
    with pytest.raises(SystemExit, match="another architecture"):
        _train(shards, run, "--preset", "tiny", "--max-steps", "1")


def test_a_polite_kill_saves_the_checkpoint(shards: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "training.train",
        "--shards",
        str(shards),
        "--run",
        str(tmp_path),
    ]
    command += ["--preset", "toy", "--tokens", "256", "--log-every", "1", "--time-budget", "300"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        assert process.stdout is not None
        next(line for line in process.stdout if "tokens/s" in line)
        process.terminate()
        rest = process.stdout.read()
    assert process.returncode == 0, rest
    saved = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    assert saved["progress"]["step"] >= 1


def test_an_empty_folder_is_named(tmp_path: Path, shards: Path) -> None:
    shutil.copyfile(shards / "sentencepiece.model", tmp_path / "sentencepiece.model")
    with pytest.raises(SystemExit, match="no shards"):
        _train(tmp_path, tmp_path / "run")


def test_only_some_directions(shards: Path, tmp_path: Path) -> None:
    entry = _train(shards, tmp_path, "--only", "nl-en", "--max-steps", "1")
    assert list(entry["loss"]) == ["nl-en"]


def test_packed_weights_are_a_start(packed: Path, shards: Path, tmp_path: Path) -> None:
    entry = _train(shards, tmp_path, "--start", str(packed), "--max-steps", "1")
    assert entry["loss"]["en-nl"] < 6
