"""A real, tiny translation model, written straight from numpy: word for word, the rest copied.

It is a CTranslate2 Transformer with a SentencePiece vocabulary, so tests walk the true path.
Every token and every position is one-hot; the decoder's query is its own position, so step n
looks at source token n and writes that token's translation. The word `la` answers itself
without end, as bad models do.
"""

from __future__ import annotations

import json
import shutil
import struct
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

DICTIONARY: Mapping[str, str] = {
    "The": "De",
    "the": "de",
    "cat": "kat",
    "dog": "hond",
    "agent": "agent",
    "writes": "schrijft",
    "reads": "leest",
    "code": "code",
    "and": "en",
    "house": "huis",
    "sees": "ziet",
    "Hello": "Hallo",
    "world": "wereld",
    "good": "goed",
}
CHINESE: Mapping[str, str] = {
    "The": "这",
    "the": "这",
    "cat": "猫",
    "dog": "狗",
    "writes": "写",
    "reads": "读",
    "code": "代码",
    "and": "和",
    "house": "房子",
    "Hello": "你好",
    "world": "世界",
    "good": "好",
}
BACK: Mapping[str, str] = {dutch: english for english, dutch in DICTIONARY.items()}
SYMBOLS = tuple(f"⟦{slot}⟧" for slot in range(16))
LOOPING = "la"
_BITS = 12
_LOUD = 3.0
_Array = Any


def write_model(
    folder: Path,
    words: Mapping[str, str],
    *,
    symbols: bool = True,
    second_best: Mapping[str, str] | None = None,
    seed: Iterable[str] = (),
    layers: int = 1,
    inner: int = 8,
    spaced: bool = True,
    pieces: int = 0,
) -> None:
    """Write `model/` and `sentencepiece.model` of a word-for-word model into `folder`.

    Args:
        folder: Made if absent.
        words: Source word → target word.
        symbols: Give the vocabulary the placeholders ⟦0⟧ to ⟦15⟧.
        second_best: Target word → the word of the second-best translation.
        seed: Further pieces that must be in the vocabulary, such as a target prefix.
        layers: On each side; all but one cost time and change nothing.
        inner: Width of the feed-forward layers, which change nothing either.
        spaced: Latin words carry SentencePiece's mark for the space before them.
        pieces: Size of the vocabulary; what is over costs time and is never written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    markers = [*(SYMBOLS if symbols else ()), *seed]
    vocabulary = _sentencepiece(folder / "sentencepiece.model", words, markers, spaced=spaced)
    index = {piece: number for number, piece in enumerate(vocabulary)}
    filling = [f"▂{number}" for number in range(pieces - len(vocabulary))]
    mapping = np.arange(len(vocabulary))
    for source, target in words.items():
        mapping[index[_piece(source, index)]] = index[_piece(target, index)]
    second = {
        index[_piece(best, index)]: index[_piece(other, index)]
        for best, other in (second_best or {}).items()
    }
    loop = index[_piece(LOOPING, index)]
    spec = _spec(vocabulary, mapping, second, filling, loop=loop, layers=layers, inner=inner)
    (folder / "model").mkdir(exist_ok=True)
    spec.save(str(folder / "model"))


def write_package(
    folder: Path,
    source: str = "en",
    target: str = "nl",
    *,
    words: Mapping[str, str] = DICTIONARY,
    version: str = "1.0",
    target_prefix: str = "",
    symbols: bool = True,
    second_best: Mapping[str, str] | None = None,
    layers: int = 1,
    inner: int = 8,
    spaced: bool = True,
    pieces: int = 0,
) -> Path:
    """Write an unpacked Argos package below `folder`; return its own folder."""
    package = folder / f"translate-{source}_{target}-{version.replace('.', '_')}"
    seed = (target_prefix,) if target_prefix else ()
    write_model(
        package,
        words,
        symbols=symbols,
        second_best=second_best,
        seed=seed,
        layers=layers,
        inner=inner,
        spaced=spaced,
        pieces=pieces,
    )
    names = {"en": "English", "nl": "Dutch", "zh": "Chinese"}
    metadata = {
        "package_version": version,
        "argos_version": "1.11",
        "from_code": source,
        "from_name": names.get(source, source),
        "to_code": target,
        "to_name": names.get(target, target),
        "type": "translate",
    }
    if target_prefix:
        metadata["target_prefix"] = target_prefix
    (package / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    return package


def pack(package: Path, archive: Path) -> Path:
    """Zip an unpacked package the way Argos Translate ships them."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as stream:
        for file in sorted(package.rglob("*")):
            stream.write(file, file.relative_to(package.parent))
    return archive


def copy_package(package: Path, folder: Path) -> Path:
    """Copy an unpacked package into another packages folder; tests may damage the copy."""
    return Path(shutil.copytree(package, folder / package.name))


@pytest.fixture(scope="session")
def toy_shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A packages folder with en-nl, nl-en and en-zh; look, do not touch."""
    folder = tmp_path_factory.mktemp("packages")
    write_package(folder, "en", "nl", second_best={"kat": "hond"})
    write_package(folder, "nl", "en", words=BACK, symbols=False)
    write_package(folder, "en", "zh", words=CHINESE)
    return folder


def _piece(word: str, index: Mapping[str, int]) -> str:
    """Return the piece of a word: with a leading space, but for Chinese, which has none."""
    return next(piece for piece in ("▁" + word, word) if piece in index)


def _sentencepiece(
    file: Path, words: Mapping[str, str], markers: list[str], *, spaced: bool
) -> list[str]:
    """Write a unigram model whose pieces are whole words, single characters and bytes.

    Training would drop some of the words, so the file is written by hand; the field numbers
    are those of sentencepiece_model.proto.
    """
    lexicon = dict.fromkeys([*words, *words.values(), LOOPING])
    pieces = [("<unk>", 0.0, 2), ("<s>", 0.0, 3), ("</s>", 0.0, 3)]
    pieces += [(marker, 0.0, 4) for marker in markers]
    pieces += [("▁" * (spaced and word.isascii()) + word, -2.0, 1) for word in lexicon]
    known = {piece for piece, _, _ in pieces}
    signs = "▁" + "".join(map(chr, range(33, 127))) + "。，！？“”’…—"
    pieces += [(sign, -9.0, 1) for sign in signs if sign not in known]
    pieces += [(f"<0x{byte:02X}>", 0.0, 6) for byte in range(256)]
    model = b"".join(
        _field(1, _field(1, piece.encode()) + b"\x15" + struct.pack("<f", score) + _field(3, kind))
        for piece, score, kind in pieces
    )
    unigram_with_bytes = _field(3, 1) + _field(35, 1) + _field(40, 0) + _field(41, 1)
    model += _field(2, unigram_with_bytes + _field(42, 2))
    model += _field(3, _field(1, b"identity"))
    file.write_bytes(model)
    return [piece for piece, _, _ in pieces]


def _field(number: int, value: int | bytes) -> bytes:
    """Return one field of a protocol buffer."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    low, rest = value & 127, value >> 7
    return bytes([low | 128]) + _varint(rest) if rest else bytes([low])


def _spec(
    vocabulary: list[str],
    mapping: _Array,
    second: Mapping[int, int],
    filling: list[str],
    *,
    loop: int,
    layers: int,
    inner: int,
) -> Any:
    from ctranslate2.specs import common_spec, transformer_spec

    size = len(vocabulary)
    width = -(-(size + 2 * _BITS) // 8) * 8
    spec = transformer_spec.TransformerSpec.from_config(
        (layers, layers), 1, pre_norm=True, activation=common_spec.Activation.RELU
    )
    tokens = np.zeros((size + len(filling), width), np.float32)
    tokens[:size, :size] = np.eye(size, dtype=np.float32)
    output = tokens.copy()
    output[loop, loop] = 60
    # The embeddings are multiplied by the square root of the width.
    for embedding in (spec.encoder.embeddings[0], spec.decoder.embeddings):
        embedding.weight = tokens / np.float32(width**0.5)
    spec.decoder.projection.weight = output
    for side in (spec.encoder, spec.decoder):
        side.position_encodings.encodings = _positions(size, width)
        _norm(side.layer_norm, width)
        for layer in side.layer:
            _silent_layer(layer, width, inner)
    _look(spec.decoder.layer[0].attention, size, width, mapping, second)
    spec.config.add_source_eos = True
    spec.config.decoder_start_token = "<s>"
    spec.register_source_vocabulary(vocabulary + filling)
    spec.register_target_vocabulary(vocabulary + filling)
    spec.validate()
    spec.optimize(quantization="int8")
    return spec


def _look(
    attention: Any, size: int, width: int, mapping: _Array, second: Mapping[int, int]
) -> None:
    """Make a step see the token at its own position and write down what it maps to."""
    where = np.zeros((width, width), np.float32)
    where[size : size + 2 * _BITS, size : size + 2 * _BITS] = np.eye(2 * _BITS)
    what = np.zeros((width, width), np.float32)
    what[mapping, np.arange(size)] = 1
    for best, other in second.items():
        what[other, np.flatnonzero(mapping == best)] = 0.95
    _linear(attention.linear[0], 40 * where)
    _linear(attention.linear[1], np.concatenate([where, np.eye(width, dtype=np.float32)]))
    _linear(attention.linear[2], _LOUD * what)


def _silent_layer(layer: Any, width: int, inner: int) -> None:
    """Fill a layer so that it adds nothing to what passes through it."""
    _silent(layer.self_attention.linear[0], 3 * width, width)
    _silent(layer.self_attention.linear[1], width, width)
    _norm(layer.self_attention.layer_norm, width)
    if hasattr(layer, "attention"):
        _silent(layer.attention.linear[0], width, width)
        _silent(layer.attention.linear[1], 2 * width, width)
        _silent(layer.attention.linear[2], width, width)
        _norm(layer.attention.layer_norm, width)
    _silent(layer.ffn.linear_0, inner, width)
    _silent(layer.ffn.linear_1, width, inner)
    _norm(layer.ffn.layer_norm, width)


def _positions(size: int, width: int) -> _Array:
    """One-hot bits of each position: every row has the same number of ones, so norms agree."""
    table = np.zeros((2**_BITS, width), np.float32)
    for bit in range(_BITS):
        ones = (np.arange(2**_BITS) >> bit) & 1
        table[:, size + 2 * bit] = ones
        table[:, size + 2 * bit + 1] = 1 - ones
    return table


def _linear(spec: Any, weight: _Array) -> None:
    spec.weight = np.ascontiguousarray(weight, np.float32)
    spec.bias = np.zeros(len(weight), np.float32)


def _silent(spec: Any, rows: int, columns: int) -> None:
    _linear(spec, np.zeros((rows, columns), np.float32))


def _norm(spec: Any, width: int) -> None:
    spec.gamma, spec.beta = np.ones(width, np.float32), np.zeros(width, np.float32)
