"""A broken rule -> one kind sentence."""

from functools import singledispatch

from bot.blocks.text import day, escape
from rituals.commitments import (
    NoSuchCommitment,
    NoSuchInput,
    NothingPromised,
    NotYours,
    NotYourTeam,
    TooLateToUndo,
    TooLong,
    TooManyCommitments,
    WeekIsOver,
)
from rituals.errors import Outsider, RitualError


@singledispatch
def answer(error: RitualError) -> str:
    """The sentence a person is shown, in mrkdwn, with everything people wrote escaped."""
    raise NotImplementedError(f"no sentence for {type(error).__name__}")


@answer.register
def _(_error: Outsider) -> str:
    return "Polaris listens to the people of this organisation only."


@answer.register
def _(_error: NothingPromised) -> str:
    return "Say in a few words what you will do."


@answer.register
def _(error: TooLong) -> str:
    over = error.length - error.longest
    return f"That is {over} character{'s' if over > 1 else ''} too long: {error.longest} fit here."


@answer.register
def _(error: TooManyCommitments) -> str:
    named = "; ".join(f"“{escape(one.text)}”" for one in error.open)
    return (
        f"{error.limit} a week, and {'this is' if error.limit == 1 else 'these are'} still open: {named}."
        " Say how one of them went, and there is room."
    )


@answer.register
def _(_error: NoSuchCommitment) -> str:
    return "That commitment is not there any more: it was taken back."


@answer.register
def _(_error: NotYours) -> str:
    return "That is somebody else's commitment: only they can change it."


@answer.register
def _(error: WeekIsOver) -> str:
    return f"That week is closed since {day(error.closed_on)}: it stays as it is."


@answer.register
def _(_error: TooLateToUndo) -> str:
    return "It is too late to take that back as if it had never been. You can still mark it as dropped."


@answer.register
def _(_error: NotYourTeam) -> str:
    return "You are not counted in that team. Join its channel, or ask its lead to add you."


@answer.register
def _(_error: NoSuchInput) -> str:
    return "That input does not belong to this team, or is not active any more. Choose another, or none."
