"""From timed sentences to cues: `drafts` cuts the text, `schedule` gives each cue its time."""
