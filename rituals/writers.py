"""Who or what wrote a reading down: a user by their id, or one of the names given here."""

LOAD = "load"
"""A file that was loaded from the command line."""

_SOURCE, _PUSH = "source:", "push:"


def source(name: str) -> str:
    """A source that is pulled."""
    return _SOURCE + name


def push(name: str) -> str:
    """A program that pushes, by the name of its token."""
    return _PUSH + name


def source_named(writer: str) -> str | None:
    """The name of the source that wrote, if it was one."""
    return writer.removeprefix(_SOURCE) if writer.startswith(_SOURCE) else None


def push_named(writer: str) -> str | None:
    """The name of the token with which was written, if it was one."""
    return writer.removeprefix(_PUSH) if writer.startswith(_PUSH) else None


def is_person(writer: str) -> bool:
    """Whether somebody wrote by hand; what a person wrote stands against every source."""
    return writer not in {LOAD, ""} and ":" not in writer
