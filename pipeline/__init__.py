"""Podcast digests, transcripts and captions in; subtitles and bilingual reading out."""

from pipeline.version import __version__

__all__ = ["__version__"]
