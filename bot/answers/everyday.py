"""What is answered in everyday use: commitments, wins, conflicts, setting up, teams, inputs, readings."""

from bot.answers.saying import answer, members_alone, others
from bot.blocks.commands import nsm
from bot.blocks.phrases import amount
from bot.blocks.text import dated, day, escape, mention
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
from rituals.errors import Outsider
from rituals.inputs import InputGone, NoOtherTeam, NotTheProposer, TooManyInputs
from rituals.long_before import LongBefore
from rituals.metrics import MetricNameTaken
from rituals.monday import PreviewTooOld
from rituals.north_star import CadenceIsKept, NoNorthStar
from rituals.quality import Bound
from rituals.recording import NotANumber, OutOfRange, PeriodNotOver, UnknownMetric
from rituals.rights import GuestsRead, NotAKeeper, NotTheProductLead, NotTheTeamLead, NotYetKnown
from rituals.roster import BothWays, CannotJoin
from rituals.shifts import NoShift
from rituals.teams import CannotLead, ChannelTaken, TeamGone, TeamNameTaken
from rituals.zones import UnknownZone


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
def _(_error: NoShift) -> str:
    return "Nothing is left to decide there: the metric is back at its level, or somebody was faster."


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


@answer.register
def _(_error: GuestsRead) -> str:
    return "Guests can read everything here and make commitments; changing it is for members."


@answer.register
def _(_error: NotYetKnown) -> str:
    return "We have not met yet: I am just learning who you are. Please try once more."


@answer.register
def _(error: NotTheProductLead) -> str:
    if error.lead is None:
        return f"There is no North Star yet, so nobody leads it. {nsm('setup')} chooses one."
    return (
        f"That is for {mention(error.lead)}, the product lead. To suggest something that moves the North"
        f" Star, propose an input: {nsm('input')}."
    )


@answer.register
def _(error: NotAKeeper) -> str:
    roles = {error.product_lead: "product lead"}
    roles[error.operator] = "product lead and operator" if error.operator in roles else "operator"
    named = [f"{mention(user)}, the {role}" for user, role in roles.items() if user]
    if not named:
        return f"There is no product lead yet whom that is for. {nsm('setup')} makes somebody that."
    return f"That is for {', or '.join(named)}."


@answer.register
def _(error: NotTheTeamLead) -> str:
    either = f" or {mention(error.or_product_lead)}, the product lead" if error.or_product_lead else ""
    return f"That is for {mention(error.lead)}, who leads {escape(error.team)}{either}."


@answer.register
def _(error: NotTheProposer) -> str:
    return (
        f"An input is changed by {mention(error.lead)}, who leads {escape(error.team)}, or, while it is only"
        " proposed, by whoever proposed it."
    )


@answer.register
def _(_error: NoNorthStar) -> str:
    return f"There is no North Star yet. {nsm('setup')} chooses one."


@answer.register
def _(error: CadenceIsKept) -> str:
    return (
        f"{escape(error.name)} has readings for every {error.cadence}: its history would not line up with"
        " another rhythm. Propose a new metric instead."
    )


@answer.register
def _(error: MetricNameTaken) -> str:
    return (
        f"There is a metric called {escape(error.name)} already, perhaps a retired one. Choose another name,"
        f" or bring that one back with {nsm('input')}."
    )


@answer.register
def _(error: UnknownZone) -> str:
    hint = f"Did you mean {' or '.join(error.near)}?" if error.near else "A name looks like Europe/Berlin."
    return f"No time zone is called {escape(error.typed)}. {hint}"


@answer.register
def _(_error: TeamGone) -> str:
    return f"That team has been retired in the meantime. {nsm('team')} shows the teams there are."


@answer.register
def _(error: TeamNameTaken) -> str:
    return f"There is a team called {escape(error.name)} already. Choose another name."


@answer.register
def _(error: ChannelTaken) -> str:
    return f"That is the channel of {escape(error.team)}. A channel belongs to one team: choose another."


@answer.register
def _(_error: CannotJoin) -> str:
    rule = "A team is people of this organisation: no bot, nobody of another one, and nobody who has left."
    return f"{rule} {others()}"


@answer.register
def _(_error: CannotLead) -> str:
    return members_alone("A lead is a member of this organisation")


@answer.register
def _(_error: InputGone) -> str:
    return f"That input is not there any more. {nsm('input')} shows those there are."


@answer.register
def _(error: TooManyInputs) -> str:
    named = ", ".join(escape(name) for name in error.active)
    return f"{escape(error.team)} looks at {len(error.active)} inputs already: {named}. Retire one first."


@answer.register
def _(_error: NoOtherTeam) -> str:
    return f"There is no other team yet to move it to. The product lead adds teams with {nsm('team')}."


@answer.register
def _(_error: BothWays) -> str:
    return "Somebody stands in both lists: add or leave out, not both."


@answer.register
def _(error: NotANumber) -> str:
    return f"“{escape(error.typed)}” is not a number I can read. Try 27, 27.5 or 1,234."


@answer.register
def _(error: OutOfRange) -> str:
    asked = f"Is it really {escape(amount(error.value, error.metric))}?"
    if error.metric.unit == "count":
        return f"{asked} A count is never below zero."
    if error.bound is Bound.BELOW_ZERO:
        return f"{asked} It is counted in {escape(error.metric.unit)}, and never below zero."
    return f"{asked} A percentage is a share of a whole, 0 to 100. What can be more needs another unit."


@answer.register
def _(error: PeriodNotOver) -> str:
    so_far = "is still running: a part of it would look like a drop" if error.begun else "has not begun"
    return f"The {error.cadence} of {day(error.start)} {so_far}. Write it down from {day(error.over_on)} on."


@answer.register
def _(error: LongBefore) -> str:
    return (
        f"Is it really {error.year}? Nothing is known of {escape(error.metric)} before"
        f" {dated(error.known_since)}. What is older comes from a file: {nsm('load')}."
    )


@answer.register
def _(error: UnknownMetric) -> str:
    near = f" Did you mean {' or '.join(map(escape, error.near))}?" if error.near else ""
    return (
        f"No metric is called “{escape(error.typed)}”.{near} {nsm('log')} alone opens a form with those you"
        " answer for."
    )


@answer.register
def _(error: PreviewTooOld) -> str:
    return (
        f"That preview is of {day(error.day)}, and its week is over. "
        "The next one comes on Monday, with the same two buttons."
    )
