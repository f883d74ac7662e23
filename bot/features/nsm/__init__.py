"""The umbrella command: one word for everything, and the star card."""
