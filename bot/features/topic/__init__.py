"""Which channels tell the number in their topic."""
