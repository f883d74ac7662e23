"""Whose team is whose, kept by events, a daily check and the hand of a lead."""
