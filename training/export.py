"""Step 6: trained weights as model packages that tolk and Argos Translate can load.

    python -m training.export training/work/packed --name tolk-1 --out pipeline/models
    python -m training.export training/work/packed --name tolk-1 --argos training/work/argos

With `--out`, one folder for all directions, so that the weights are stored once: `metadata.json`
lists the pairs, each with the tag that stands before its source. With `--argos`, one
`.argosmodel` per direction: there CTranslate2 itself puts the tag before the source, for Argos
Translate knows no such tags.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.languages import LANGUAGES as TONGUES
from training.model import Translator
from training.tokenizer import LANGUAGES, open_tokenizer
from training.weights import load_model

DIRECTIONS = tuple((a, b) for a in LANGUAGES for b in LANGUAGES if a != b)
"""Every direction, by codes as Argos writes them."""
_NAMES = {language.argos: language.name for language in TONGUES.values()}
_OLD = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Parts:
    """What every package of one training run shares.

    Attributes:
        model: Folder of the CTranslate2 model.
        tokenizer: File of SentencePiece.
        card: What `card.json` is to say.
    """

    model: Path
    tokenizer: Path
    version: str
    card: Mapping[str, object]

    def write(self, folder: Path, metadata: Mapping[str, object]) -> None:
        """Write a package folder; anything there is replaced."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.model, folder / "model")
        shutil.copyfile(self.tokenizer, folder / "sentencepiece.model")
        stated = {"package_version": self.version, "argos_version": "1.11", "type": "translate"}
        for name, content in (("metadata.json", stated | dict(metadata)), ("card.json", self.card)):
            text = json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True)
            (folder / name).write_text(text + "\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("weights", type=Path, help="a run, or the folder it was packed into")
    parser.add_argument("--name", default="tolk-1", help="name of the package folder")
    parser.add_argument("--version", default="1.0")
    parser.add_argument("--quantization", default="int8")
    parser.add_argument("--only", nargs="*", help="directions such as en-nl; default: all six")
    parser.add_argument("--card", type=Path, help="JSON with licence, scores, training material")
    parser.add_argument("--out", type=Path, help="folder that gets the package folder")
    parser.add_argument("--argos", type=Path, help="folder that gets the .argosmodel files")
    options = parser.parse_args(arguments)
    ways = [tuple(way.split("-")) for way in options.only or ()]
    chosen = [way for way in DIRECTIONS if not ways or way in ways]
    card = json.loads(options.card.read_text(encoding="utf-8")) if options.card else {}
    with tempfile.TemporaryDirectory() as room:
        model = Path(room) / "model"
        convert(load_model(options.weights), options.weights, model, options.quantization)
        parts = Parts(model, options.weights / "sentencepiece.model", options.version, card)
        if options.out:
            print(write_package(options.out / options.name, parts, chosen))
        for way in chosen if options.argos else ():
            print(write_argos(options.argos, parts, way))


def convert(model: Translator, run: Path, folder: Path, quantization: str = "int8") -> None:
    """Write a network as a CTranslate2 model.

    Args:
        model: The network.
        run: The folder with its tokenizer.
        folder: Where to; anything there is replaced.
        quantization: As CTranslate2 calls it: `int8`, `float32`.
    """
    from ctranslate2.specs import common_spec, transformer_spec

    shape = model.shape
    weights = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    spec = transformer_spec.TransformerSpec.from_config(
        (shape.encoder, shape.decoder),
        shape.heads,
        pre_norm=True,
        activation=common_spec.Activation.RELU,
        alignment_layer=-1,
        alignment_heads=0,  # the mean of all heads
    )
    for embedding in (spec.encoder.embeddings[0], spec.decoder.embeddings, spec.decoder.projection):
        embedding.weight = weights["emb.weight"]  # equal arrays are stored once
    for name, side, layers in (("enc", spec.encoder, "enc"), ("dec", spec.decoder, "dec")):
        _norm(side.layer_norm, weights, f"{name}_norm")
        for number, layer in enumerate(side.layer):
            _layer(layer, weights, f"{layers}.{number}")
    _finish(spec, run, quantization)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    spec.save(str(folder))


def _finish(spec: Any, run: Path, quantization: str) -> None:
    tokenizer = open_tokenizer(run / "sentencepiece.model")
    pieces = [tokenizer.id_to_piece(number) for number in range(tokenizer.get_piece_size())]
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.add_source_eos = True
    spec.config.decoder_start_token = "<s>"
    spec.config.layer_norm_epsilon = 1e-5
    spec.validate()
    spec.optimize(quantization=quantization)


def _layer(spec: Any, weights: dict[str, Any], name: str) -> None:
    _norm(spec.self_attention.layer_norm, weights, f"{name}.self_attn.norm")
    _linear(spec.self_attention.linear[0], weights, f"{name}.self_attn.qkv")
    _linear(spec.self_attention.linear[1], weights, f"{name}.self_attn.out")
    if hasattr(spec, "attention"):
        _norm(spec.attention.layer_norm, weights, f"{name}.cross_attn.norm")
        for number, part in enumerate(("q", "kv", "out")):
            _linear(spec.attention.linear[number], weights, f"{name}.cross_attn.{part}")
    _norm(spec.ffn.layer_norm, weights, f"{name}.norm")
    _linear(spec.ffn.linear_0, weights, f"{name}.fc1")
    _linear(spec.ffn.linear_1, weights, f"{name}.fc2")


def _linear(spec: Any, weights: dict[str, Any], name: str) -> None:
    spec.weight, spec.bias = weights[f"{name}.weight"], weights[f"{name}.bias"]


def _norm(spec: Any, weights: dict[str, Any], name: str) -> None:
    spec.gamma, spec.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]


def write_package(folder: Path, parts: Parts, ways: Sequence[tuple[str, str]]) -> Path:
    """Write one package for several directions, the way `pipeline.engines.package` reads it."""
    pairs = [{**_pair(*way), "source_prefix": f"<2{way[1]}>"} for way in ways]
    parts.write(folder, {"pairs": pairs})
    return folder


def write_argos(out: Path, parts: Parts, way: tuple[str, str]) -> Path:
    """Write one direction as an archive that `argospm install` takes."""
    name = f"translate-{way[0]}_{way[1]}-{parts.version.replace('.', '_')}"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / name
        parts.write(folder, _pair(*way))
        config = folder / "model" / "config.json"
        settings = json.loads(config.read_text(encoding="utf-8"))
        # The start of the source is the tag; that of the target stays <s>.
        settings |= {"add_source_bos": True, "bos_token": f"<2{way[1]}>"}
        config.write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
        return _zip(folder, out / f"{name}.argosmodel")


def _pair(source: str, target: str) -> dict[str, str]:
    return {
        "from_code": source,
        "from_name": _NAMES[source],
        "to_code": target,
        "to_name": _NAMES[target],
    }


def _zip(folder: Path, archive: Path) -> Path:
    """Zip a folder; the same content gives the same bytes."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as stream:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                entry = zipfile.ZipInfo(str(file.relative_to(folder.parent)), _OLD)
                entry.compress_type = zipfile.ZIP_DEFLATED
                stream.writestr(entry, file.read_bytes())
    return archive


if __name__ == "__main__":
    main()
