"""File formats, one module each, every one a `parse`/`compose` pair."""
