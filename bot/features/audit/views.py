"""How the audit trail looks: one line for each change, newest first, with a way to older ones."""

from dataclasses import dataclass

from slack_sdk.models.blocks import Block

from bot.blocks.layout import Message, aside, words
from bot.blocks.pages import turning
from bot.blocks.text import escape, line, mention, when
from bot.features.audit import fields
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
    "dashboard.link_made": "made a link to the dashboard:",
    "dashboard.link_revoked": "revoked the link to the dashboard:",
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

# Fields of one change that are shown.
_FIELDS = 5


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
    states = {
        name: (change.before.get(name, ""), change.after.get(name, ""))
        for name in {**change.before, **change.after}
    }
    said = [
        fields.told(name, *state)
        for name, state in states.items()
        if fields.is_said(name, change.subject, *state)
    ]
    if (more := len(said) - _FIELDS) > 0:
        said = [*said[:_FIELDS], f"… and {more} more"]
    return "\n".join([title, *(f"\u2003{each}" for each in said)])
