"""Drafts: what is typed into any form is kept."""
