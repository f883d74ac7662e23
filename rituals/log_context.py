"""What log lines are about, wherever they are written: workspace, team, person, ritual, reference."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_ABOUT: ContextVar[Mapping[str, str]] = ContextVar("about", default={})  # noqa: B039 - never changed, only replaced


@contextmanager
def about(**facts: str | None) -> Iterator[None]:
    """Say so on every line that is logged in the block, and in tasks that begin there; None says nothing."""
    told = {name: fact for name, fact in facts.items() if fact}
    token = _ABOUT.set({**_ABOUT.get(), **told})
    try:
        yield
    finally:
        _ABOUT.reset(token)


def also(**facts: str) -> None:
    """Say this too, until the block of `about` ends in which it became known."""
    _ABOUT.set({**_ABOUT.get(), **facts})


def known() -> Mapping[str, str]:
    """What the lines are about that are logged here and now."""
    return _ABOUT.get()
