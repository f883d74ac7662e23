"""What a person cannot do, in a sentence they read."""


class CannotError(Exception):
    """Something a person cannot do; the text is the sentence they read."""
