"""The pages people read and watch on: one file per episode, and a catalogue of all of them."""
