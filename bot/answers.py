"""A broken rule -> one kind sentence."""

from functools import singledispatch

from rituals.errors import Outsider, RitualError


@singledispatch
def answer(error: RitualError) -> str:
    """The sentence a person is shown, in mrkdwn, with everything people wrote escaped."""
    raise NotImplementedError(f"no sentence for {type(error).__name__}")


@answer.register
def _(_error: Outsider) -> str:
    return "Polaris listens to the people of this organisation only."
