"""A broken rule -> one kind sentence; the modules beside this one know the sentences."""

from functools import singledispatch

from rituals.errors import RitualError


@singledispatch
def answer(error: RitualError) -> str:
    """The sentence a person is shown, in mrkdwn, with everything people wrote escaped."""
    raise NotImplementedError(f"no sentence for {type(error).__name__}")
