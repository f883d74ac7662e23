"""The shapes our messages are made of."""
