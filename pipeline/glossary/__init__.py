"""Terms: load, match, protect, verify, repair, suggest."""
