"""Step 2: one SentencePiece model for the three languages.

    python -m training.tokenizer --work training/work

Unigram, with bytes for what it never saw, single digits, and no normalisation at all (the usual
nmt_nfkc turns full-width Chinese signs into ASCII, and a model trained so can never write them).
The placeholders ⟦0⟧ to ⟦15⟧ are always one piece. The direction tags are control pieces: no text
can spell them, and decoding leaves them out.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.sources import PAIRS

UNKNOWN, START, END, PADDING = 0, 1, 2, 3
"""Numbers of the special pieces."""
LANGUAGES = ("en", "nl", "zh")
"""Languages by number; codes as Argos writes them."""
TAGS = tuple(f"<2{language}>" for language in LANGUAGES)
"""What stands before a source sentence: the language to translate into."""
SYMBOLS = tuple(f"⟦{slot}⟧" for slot in range(16))
"""Placeholders, one piece each."""
PIECES = 16_000


def main(arguments: list[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--pieces", type=int, default=PIECES)
    parser.add_argument("--sample", type=int, default=400_000, help="sentences to learn from")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args(arguments)
    model = train(
        sentences(options.work / "clean"),
        pieces=options.pieces,
        sample=options.sample,
        threads=options.threads,
    )
    file = options.work / "sentencepiece.model"
    file.write_bytes(model)
    print(f"{file}: {open_tokenizer(file).get_piece_size()} pieces")


def sentences(folder: Path) -> Iterator[str]:
    """Yield every sentence of the cleaned corpora."""
    for pair in PAIRS:
        with (folder / f"{pair}.tsv").open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield from line.rstrip("\n").split("\t")[3:]


def train(lines: Iterator[str], *, pieces: int, sample: int = 400_000, threads: int = 1) -> bytes:
    """Return a SentencePiece model as the bytes of its file."""
    from sentencepiece import SentencePieceTrainer

    model = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=lines,
        model_writer=model,
        vocab_size=pieces,
        model_type="unigram",
        character_coverage=0.9996,
        byte_fallback=True,
        split_digits=True,
        normalization_rule_name="identity",
        unk_id=UNKNOWN,
        bos_id=START,
        eos_id=END,
        pad_id=PADDING,
        control_symbols=list(TAGS),
        user_defined_symbols=list(SYMBOLS),
        input_sentence_size=sample,
        shuffle_input_sentence=True,
        max_sentence_length=4_096,
        num_threads=threads,
        minloglevel=2,
        hard_vocab_limit=False,
    )
    return model.getvalue()


def open_tokenizer(file: Path) -> Any:
    """Return the tokenizer in a file."""
    from sentencepiece import SentencePieceProcessor

    return SentencePieceProcessor(model_file=str(file))


if __name__ == "__main__":
    main()
