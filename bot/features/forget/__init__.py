"""Forget me: whoever wishes so is erased."""
