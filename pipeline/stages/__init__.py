"""The stages, in order: detect, align, translate, cue, emit."""
