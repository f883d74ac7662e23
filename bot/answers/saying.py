"""A broken rule -> one kind sentence; the modules beside this one know the sentences."""

from functools import singledispatch

from bot.blocks.commands import nsm
from rituals.errors import RitualError


@singledispatch
def answer(error: RitualError) -> str:
    """The sentence a person is shown, in mrkdwn, with everything people wrote escaped."""
    raise NotImplementedError(f"no sentence for {type(error).__name__}")


def members_alone(rule: str) -> str:
    """What to do when somebody was chosen who may not be; `rule` is a sentence without its end."""
    return f"{rule}: no bot, no guest, nobody of another organisation, and nobody who has left. {others()}"


def others() -> str:
    """Whom to choose in the place of somebody who may not be."""
    return (
        "Choose somebody else; a colleague I have not met yet can be chosen once they have typed"
        f" {nsm('show')}."
    )
