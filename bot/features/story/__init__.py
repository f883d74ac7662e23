"""The story of the North Star: a variant for each audience, tried on a colleague."""
