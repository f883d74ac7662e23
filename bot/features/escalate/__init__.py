"""Conflicts that two teams could not settle, and those who are asked to help."""
