"""Where readings come from: each source a function from a config and a window to rows.

A source fetches and judges nothing: what a cell says is told as it stands, and `rituals.pulling` decides what
of it becomes a reading.
"""
