"""Style profiles: what a subtitle may look like, per language."""
