"""Past decisions, found by their words."""
