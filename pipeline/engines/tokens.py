"""Text to the tokens of a model, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from pipeline.engines.package import REINSTALL
from pipeline.errors import EngineError

Tokens = list[str]
"""The pieces of one sentence, as the vocabulary spells them."""


class Tokenizer(Protocol):
    """Cuts a sentence into the pieces a model knows."""

    def encode(self, text: str) -> Tokens:
        """Return the pieces of a sentence."""

    def decode(self, tokens: Tokens) -> str:
        """Return the sentence that the pieces spell."""

    def knows(self, token: str) -> bool:
        """Tell whether the vocabulary has this very piece."""


class SentencePiece:
    """SentencePiece model. Unlike Argos Translate's own decoder it keeps every underscore."""

    def __init__(self, processor: Any) -> None:
        self._processor = processor

    def encode(self, text: str) -> Tokens:
        """Return the pieces of a sentence."""
        pieces: Tokens = self._processor.encode(text, out_type=str)
        return pieces

    def decode(self, tokens: Tokens) -> str:
        """Return the sentence, without surrounding white space."""
        text: str = self._processor.decode_pieces(tokens)
        return text.strip()

    def knows(self, token: str) -> bool:
        """Tell whether the vocabulary has this very piece."""
        identifier: int = self._processor.piece_to_id(token)
        return bool(identifier != self._processor.unk_id())


class Bpe:
    """Moses tokens and byte pair encoding, as argostranslate reads `bpe.model`."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    def encode(self, text: str) -> Tokens:
        """Return the pieces of a sentence."""
        return list(self._tokenizer.encode(text))

    def decode(self, tokens: Tokens) -> str:
        """Return the sentence, without surrounding white space."""
        return str(self._tokenizer.decode(tokens)).strip()

    def knows(self, token: str) -> bool:
        """Always no: the merges say nothing about whole pieces."""
        return False


def open_sentencepiece(folder: Path) -> Tokenizer:
    """Return the tokenizer of a package folder with a `sentencepiece.model`.

    Raises:
        EngineError: the file is missing or damaged.
    """
    from sentencepiece import SentencePieceProcessor

    file = folder / "sentencepiece.model"
    try:
        processor = SentencePieceProcessor(model_file=str(file))
    except (OSError, RuntimeError) as error:
        raise EngineError(str(file), "cannot be loaded", remedy=REINSTALL) from error
    return SentencePiece(processor)


def open_argos(folder: Path) -> Tokenizer:
    """Return the tokenizer of an Argos package, whichever kind argostranslate finds in it.

    Raises:
        EngineError: the tokenizer is missing or damaged, or argostranslate cannot start.
    """
    try:
        from argostranslate.package import Package as ArgosPackage
        from argostranslate.tokenizer import BPETokenizer
    except OSError as error:
        remedy = "set XDG_DATA_HOME, XDG_CONFIG_HOME and XDG_CACHE_HOME to writable folders"
        problem = f"cannot make its folders ({error})"
        raise EngineError("argostranslate", problem, remedy=remedy) from error
    try:
        tokenizer = ArgosPackage(folder).tokenizer
        if isinstance(tokenizer, BPETokenizer):
            tokenizer.lazy_load()
            return Bpe(tokenizer)
        return SentencePiece(tokenizer.lazy_processor())
    except (OSError, RuntimeError, ValueError, AttributeError) as error:
        raise EngineError(
            str(folder), "its tokenizer cannot be loaded", remedy=REINSTALL
        ) from error
