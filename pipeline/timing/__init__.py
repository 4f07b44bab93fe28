"""Time: anchors out of what the input states, shares of the time between, starts of cues.

`sections` and `captions` turn a document into timed sentences, `sharing` deals out the time
between two anchors, `solver` gives every cue its start and end.
"""
