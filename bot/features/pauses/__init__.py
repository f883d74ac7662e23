"""Shutdowns: when nothing is kept at all."""
