"""How the umbrella command looks: its usage and the star card."""

from collections.abc import Sequence
from difflib import get_close_matches

from slack_sdk.models.blocks import Block, DividerBlock, HeaderBlock

from bot.blocks import phrases
from bot.blocks.caveats import notes, to_people
from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.text import clock_time, escape, mention, quote
from bot.features.input.list_views import STATES, Standings, standing
from bot.features.input.views import shown
from bot.features.nsm.fields import DIRECTIONS
from bot.features.sentence.views import annotation
from rituals.card import Card
from rituals.inputs import TeamInputs
from storage.records.metrics import Direction, Input

# What can follow the command, by whose it is: word, what else is typed, what it does.
WORDS = {
    "For everybody": (
        ("show", "", "the North Star, and how it stands"),
        (
            "commit",
            "[what you will do]",
            "one action this week that should move an input; a button undoes it",
        ),
        ("win", "[what happened]", "celebrate something that moved"),
        ("escalate", "[what]", "what two teams could not settle, to those who can help"),
        ("me", "", "when Polaris may ask you something, and where it may name you"),
        ("tree", "[team]", "which input of which team should move it, and why"),
        ("links", "[team]", "which input did move with it, by the numbers"),
        ("metric", "[name]", "what a metric means, and who answers for it"),
        ("output", "", "what follows the North Star: revenue, retention, churn"),
        ("source", "", "where our numbers come from"),
        ("triage", "", "what waits for a decision, and when triage meets"),
        ("precedents", "[words]", "what was decided before, and why"),
        ("questions", "", "what people asked about the North Star, open and answered"),
        ("digest", "", "when the next wins digest comes"),
        ("dashboard", "", "the way into the dashboard"),
    ),
    "For those who lead a team": (
        ("levers", "", "which levers your team pulls: you choose one to three inputs, step by step"),
        ("input", "", "see, propose and agree to input metrics"),
        ("log", "[metric value]", "write down a reading you answer for"),
        ("load", "", "write down many of them, from a CSV"),
        ("metric import", "", "take over a department's list of KPIs, and say what each of them is"),
        ("team", "[name]", "see, add and change teams"),
    ),
    "For the product lead": (
        ("setup", "", "choose the North Star, or change its words"),
        ("story", "", "why this metric, why now, what if: as each audience reads it"),
        ("launch", "", "announce the North Star with a question that opens a thread"),
        ("topic", "", "which channels tell the number in their topic"),
        ("exec", "", "the brief for an executive review, to copy: trend, inputs, functions"),
        ("add", "[name]", "wish for one more North Star: it becomes an input instead"),
        ("roles", "", "who is what; where the lead is handed over, and sponsor and operator named"),
        ("shutdown", "", "days on which Polaris keeps quiet"),
        ("audit", "", "who changed what; for the operator too"),
        ("deliveries", "", "what did not arrive, and what to do about it; for the operator too"),
    ),
}


_EVERYBODY = "For everybody"

LEAD = "lead"
"""After `help`: what is for leads alone."""


def usage(command: str, *, for_leads: bool = False) -> Message:
    """What can be typed: by everybody, or by those who lead a team or the product."""
    parts = []
    for whose, known in WORDS.items():
        if (whose == _EVERYBODY) is not for_leads:
            lines = [f"{_typed(command, word, rest)}  {what}" for word, rest, what in known]
            parts.append("\n".join([f"*{whose}*", *lines]))
    if not for_leads:
        parts.append(f"Leads of a team or of the product can do more: {_typed(command, 'help', LEAD)}")
    return Message("\n".join(parts), [words(part) for part in parts])


def unknown(command: str, word: str) -> Message:
    """A word that nothing is known by, and the one that looks most like it."""
    known = [each for several in WORDS.values() for each, _, _ in several]
    near = [f"Did you mean {_typed(command, each)}?" for each in get_close_matches(word.lower(), known, 1)]
    text = " ".join(
        [
            f"I do not know _{escape(shown(word, 60))}_.",
            *near,
            f"{_typed(command, 'help')} lists what I know.",
        ]
    )
    return Message(text, [words(text)])


def _typed(*parts: str) -> str:
    return f"`{' '.join(filter(None, parts))}`"


def nothing_yet(command: str) -> Message:
    text = (
        "*There is no North Star yet.* It is the one metric that shows people get the value you exist for,"
        f" and that everybody here can help to move. `{command} setup` asks for it in one window; it takes"
        " ten minutes, and what you type is kept if you stop half-way."
    )
    return Message(text, [words(text)])


def card(told: Card) -> Message:
    star, metric = told.star, told.star.metric
    verdict = phrases.say(told.score.verdict, metric)
    beside = escape(notes(told.score, told.zone).strip())
    turned = to_people(told.score)
    verdict_line = f"*{escape(verdict.verdict)}*" + (f" {turned}" if turned else "")
    verdict_line += f"\n{beside}" if beside else ""
    verdict_line += f"\n{annotation(told.annotation)}" if told.annotation else ""
    owner = f"Kept by {mention(told.product_lead)}" if told.product_lead else "Kept by nobody yet"
    story = (
        f"*Why this metric?* {escape(star.why_this)}\n*Why now?* {escape(star.why_now)}\n"
        f"*What if we succeed?* {escape(star.what_if)}\n*A customer's story*\n{quote(star.story)}"
    )
    moment, definition = escape(star.value_moment), escape(metric.definition)
    counted = f"*The moment of value*\n{moment}\n*How it is counted*\n{definition}"
    at = told.score.updated_at
    updated = f"Number last updated {clock_time(at, told.zone)}" if at else "No reading yet"
    which_way = DIRECTIONS[Direction(metric.direction)].lower()
    rule = f"{updated} · {owner} · {which_way} · counted every {metric.cadence}"
    inputs = [_inputs(each, told.standings) for each in told.teams] or [_NO_TEAMS]
    if any(each.inputs for each in told.teams):
        inputs.append(f"Why each of them should move it: {nsm('tree')}")
    blocks: list[Block] = [
        HeaderBlock(text=shown(metric.name, 150)),
        words(verdict_line),
        aside(escape(star.vision)),
        words(counted),
        words(story),
        DividerBlock(),
        *map(words, inputs),
        aside(rule),
    ]
    text = [
        f"*{escape(metric.name)}*",
        verdict_line,
        escape(star.vision),
        counted,
        story,
        *inputs,
        rule,
    ]
    return Message("\n".join(text), blocks)


_NO_TEAMS = (
    "_No teams yet._ One shared number, one story, one commitment a week each: that is enough to begin."
)


def _inputs(each: TeamInputs, standings: Standings) -> str:
    """How each stands; why it should move the North Star is for the tree to say."""
    lines = [f"• {_standing(an_input, standings)}" for an_input in _first_agreed(each)]
    return "\n".join([f"*{escape(each.team.name)}*", *(lines or ["_No inputs yet._"])])


def _standing(an_input: Input, standings: Standings) -> str:
    state = STATES[an_input.state].lower()
    return standing(an_input, standings) or f"{escape(an_input.metric.name)} _({state})_"


def _first_agreed(each: TeamInputs) -> Sequence[Input]:
    return sorted(each.inputs, key=lambda an_input: an_input.state)
