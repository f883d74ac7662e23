"""How a decision reads where it is posted, and the question whether it still holds."""

from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.blocks.layout import Message, aside, paragraphs
from bot.blocks.limits import shorten
from bot.blocks.text import dated, mention, quote, together
from bot.blocks.values import pack
from bot.features.precedent.words import between
from rituals.decided import DecisionTold
from rituals.reviewing import ReviewAsked, Reviewed

DECIDE = "decision.decide"
ANEW = "decision.anew"
HOLDS = "decision.holds"

CRITERIA = {
    "north_star": "the effect on the North Star",
    "customers": "the customers it touches",
    "sooner": "how soon it shows",
    "evidence": "how good the evidence is",
    "reversible": "how easily it is undone",
    "capacity": "enabling capacity for future growth",
    "precedent": "what was decided before",
}


@dataclass(frozen=True, slots=True)
class About:
    """What a button carries: the id of a conflict or a decision; who may press it is looked up each time."""

    about: str


@dataclass(frozen=True, slots=True)
class Due:
    """What the answer to a review carries: which decision, and which of its days."""

    decision: str
    due_on: date


def decide_button(conflict_id: str, about: str, *, primary: bool = True) -> ButtonElement:
    """Opens the form for a case that is with triage; of many in one message none stands out."""
    return ButtonElement(
        action_id=DECIDE,
        text="Record a decision",
        value=pack(About(conflict_id)),
        style="primary" if primary else None,
        accessibility_label=shorten(f"Record a decision: {about}", 75),
    )


def told(facts: DecisionTold) -> Message:
    """A decision for both teams: what, why, by what, by whom, until when."""
    parts = [_head(facts), _body(facts), _small(facts)]
    blocks: list[Block] = [*paragraphs("\n".join(parts[:2])), aside(parts[2])]
    if facts.may_change and facts.after is None:
        blocks.append(ActionsBlock(elements=[anew_button(facts.id, facts.outcome)]))
    return Message("\n".join(parts), blocks)


def review(asked: ReviewAsked) -> Message:
    """The question to the product lead."""
    facts = asked.decision
    ask = f"*Does this still hold?* Decided between {between(facts.teams)} on {dated(facts.decided_on)}:"
    rest = f"{quote(facts.outcome)}\n*Why*\n{quote(facts.reasons)}"
    note = "A yes holds for another quarter. Otherwise decide anew: this one stays readable as superseded."
    holds = ButtonElement(
        action_id=HOLDS,
        text="It still holds",
        value=pack(Due(facts.id, asked.due_on)),
        style="primary",
        accessibility_label=shorten(f"It still holds: {facts.outcome}", 75),
    )
    text = f"{ask}\n{rest}"
    buttons = ActionsBlock(elements=[holds, anew_button(facts.id, facts.outcome)])
    return Message(f"{text}\n{note}", [*paragraphs(text), buttons, aside(note)])


def reviewed(facts: Reviewed) -> Message:
    """What became of that question."""
    if facts.after is not None:
        answer = f"{mention(facts.by)} decided anew on {dated(facts.after.decided_on)}:"
        text = f"{answer}\n{quote(facts.after.outcome)}"
    else:
        assert facts.holds_until is not None
        answer = f"It still holds, says {mention(facts.by)}. The next look is on {dated(facts.holds_until)}."
        text = f"{answer}\n{quote(facts.decision.outcome)}"
    return Message(text, list(paragraphs(text)))


def _head(facts: DecisionTold) -> str:
    head = f"*Decided between {between(facts.teams)}*"
    if facts.after is not None:
        since = dated(facts.after.decided_on)
        head = f"*Superseded on {since}.* Now this holds:\n{quote(facts.after.outcome)}\n_What held before:_"
    elif facts.before is not None:
        since = dated(facts.before.decided_on)
        head += f", in the place of what was decided on {since}:\n{quote(facts.before.outcome)}\n*Now*"
    return head


def _body(facts: DecisionTold) -> str:
    weighed = ", ".join(CRITERIA[each] for each in facts.criteria if each in CRITERIA)
    return f"{quote(facts.outcome)}\n*Why*\n{quote(facts.reasons)}\n*Weighed:* {weighed}."


def _small(facts: DecisionTold) -> str:
    by = together([mention(each) for each in facts.decided_by])
    again = "" if facts.after is not None else f" · looked at again on {dated(facts.review_on)}"
    return f"Decided by {by} on {dated(facts.decided_on)}{again}"


def anew_button(decision_id: str, outcome: str) -> ButtonElement:
    """Opens the form for another decision in the place of one."""
    return ButtonElement(
        action_id=ANEW,
        text="Decide anew",
        value=pack(About(decision_id)),
        accessibility_label=shorten(f"Decide anew: {outcome}", 75),
    )
