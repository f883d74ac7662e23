"""Slack's refusals: what a message, a view or an answer may hold."""
