"""A promise kept by a unique key: somebody else was there first."""


class Taken(Exception):
    """The row is not written, because another one holds its unique key."""
