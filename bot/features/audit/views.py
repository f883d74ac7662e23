"""How the audit trail looks: one line for each change, newest first, with a way to older ones."""

from dataclasses import dataclass

from slack_sdk.models.blocks import Block

from bot.blocks.layout import Message, aside, words
from bot.blocks.pages import turning
from bot.blocks.text import channel, escape, line, mention, when
from bot.blocks.writers import writer
from rituals.audit import Trail
from storage.records.audit import Change

OLDER = "audit.older"
NEWER = "audit.newer"

# What is said of a change, before the name of what was changed.
WHAT = {
    "channel.allowed": "said yes to posting where other organisations read",
    "board.changed": "changed the board",
    "board.made": "made the board",
    "board.moved": "moved the board",
    "board.retired": "retired the board",
    "dashboard.link_made": "made the dashboard's link of the kind",
    "dashboard.link_revoked": "revoked the dashboard's link of the kind",
    "dashboard.off": "switched off the dashboard",
    "dashboard.on": "switched on the dashboard",
    "delivery.dropped": "let go of the message",
    "delivery.sent_again": "had sent again the message",
    "delivery.settled": "took as arrived the message",
    "digest.moved": "changed the day or hour of the",
    "guardrail.named": "named what must not get worse beside the input",
    "guardrail.removed": "watches nothing any more beside the input",
    "input.agreed": "agreed to the input",
    "input.changed": "changed the input",
    "input.moved": "moved the input",
    "input.proposed": "proposed the input",
    "input.retired": "retired the input",
    "metric.changed": "changed what is meant by",
    "metric.described": "said who answers for",
    "metric.imported": "took over, from a department's list,",
    "organisation.changed": "changed the organisation",
    "output.filed": "filed as an output metric",
    "output.removed": "no longer looks at, as an output,",
    "person.forgotten": "forgot somebody, as they or the operator wished",
    "pulse.changed": "changed the standup pulse of",
    "reading.corrected": "corrected a reading of",
    "readings.loaded": "loaded readings from",
    "roles.fell": "let roles fall to those who stay",
    "roles.named": "named who holds which role",
    "shutdown.called_off": "called off the shutdown",
    "shutdown.set": "set a shutdown",
    "shift.accepted": "accepted a new level of",
    "shift.taken_back": "no longer accepts a level of",
    "source.added": "added the source",
    "source.changed": "changed the source",
    "source.paused": "paused the source",
    "source.removed": "removed the source",
    "source.resumed": "resumed the source",
    "star.changed": "changed the North Star",
    "star.chosen": "chose the North Star",
    "topics.chosen": "chose the channels whose topic tells the number",
    "star.launched": "announced the North Star",
    "story.told": "told the story for",
    "team.added": "added the team",
    "team.changed": "changed the team",
    "team.handed_over": "handed over the team",
    "team.people": "arranged the people of",
    "team.retired": "retired the team",
    "token.created": "made the push token",
    "token.revoked": "revoked the push token",
    "triage.moved": "changed the hour of",
}

_PEOPLE = {
    "accepted_by",
    "added",
    "agreed_by",
    "allowed_by",
    "chosen_by",
    "lead",
    "left_out",
    "operator",
    "owner",
    "product_lead",
    "proposed_by",
    "set_by",
    "sponsor",
}
_CHANNELS = {"channel", "channels", "company_channel", "triage_channel"}

# Fields of one change that are shown, and characters of each value.
_FIELDS, _VALUE = 5, 60


@dataclass(frozen=True, slots=True)
class Page:
    page: int


def trail(told: Trail, zone: str) -> Message:
    """One page, its hours in the reader's zone."""
    if not told.changes:
        text = "*Nothing has been changed yet.* From now on every change is written down here."
        return Message(text, [words(text)])
    title = f"*Who changed what*, newest first · page {told.page + 1} of {told.pages}"
    lines = [_line(change, zone) for change in told.changes]
    blocks: list[Block] = [words(title), *map(words, lines)]
    blocks += turning(told.page, told.pages, (NEWER, "Newer"), (OLDER, "Older"), Page)
    blocks.append(aside("The product lead and the operator can read this. Nobody can change it."))
    return Message("\n".join([title, *lines]), blocks)


def _line(change: Change, zone: str) -> str:
    who = mention(change.who) if change.who else "Polaris"
    what = WHAT.get(change.what) or escape(change.what.replace(".", " ").replace("_", " "))
    subject = f" *{line(change.subject, 80)}*" if change.subject else ""
    title = f"{when(change.at, zone)}: {who} {what}{subject}"
    names = list({**change.before, **change.after})
    fields = [_field(name, change) for name in names[:_FIELDS]]
    if len(names) > _FIELDS:
        fields.append(f"… and {len(names) - _FIELDS} more")
    return "\n".join([title, *(f"\u2003{each}" for each in fields)])


def _field(name: str, change: Change) -> str:
    old, new = (_value(name, state.get(name, "")) for state in (change.before, change.after))
    label = f"{escape(name.replace('_', ' '))}: " if name else ""
    if not old:
        return f"{label}{new}"
    return f"{label}{old} → {new or '_nothing_'}"


def _value(name: str, value: str) -> str:
    if not value:
        return ""
    if name == "recorded_by":
        return writer(value)
    if name in _PEOPLE:
        return " ".join(map(mention, value.split(", ")))
    if name in _CHANNELS:
        return " ".join(map(channel, value.split(", ")))
    return line(value, _VALUE)
