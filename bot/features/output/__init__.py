"""Output metrics: what follows the North Star, apart from it."""
