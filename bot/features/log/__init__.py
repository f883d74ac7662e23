"""Readings written down by hand."""
