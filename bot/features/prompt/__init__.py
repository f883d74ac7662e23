"""Prompts: what people are asked by direct message, and how they put it off."""
