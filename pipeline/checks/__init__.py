"""Findings about subtitle files: form, conformance, content."""
