"""The one human sentence in the Monday pulse."""
