"""Text as people count and cut it: sentences, words, widths, lines."""
