"""Accepting that the level of a metric has shifted."""
