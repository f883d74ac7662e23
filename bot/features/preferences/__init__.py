"""Preferences: how somebody wants to be asked and named, and when they are away."""
