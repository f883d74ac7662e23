"""App Home: the verdict in words, what is one's own, then its chart and what everybody has."""

from collections.abc import Iterable, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    HeaderBlock,
    ImageBlock,
)
from slack_sdk.models.blocks.basic_components import SlackFile
from slack_sdk.models.views import View

from bot.blocks.caveats import note, notes, to_people
from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.limits import shorten
from bot.blocks.phrases import say
from bot.blocks.text import escape, local_time, when
from bot.blocks.values import pack
from bot.features.commit.rows import Place
from bot.features.commit.views import commit_button, own
from bot.features.digest.views import heard
from bot.features.home.offers import OFFER, Offer
from bot.features.monday.picture import picture
from bot.features.sentence.views import annotation
from bot.features.triage.views import concern
from bot.features.win.list_views import at_home
from rituals.home import Coming, Front, Step
from rituals.scoreboard import InputScore, Score
from storage.records.teams import Team

OPENED = "app_home_opened"
SETTINGS = "home.settings"

# What rituals are called where people read it; the others are nobody's business here.
RITUALS = {
    "monday": "Monday pulse",
    "pulse": "Standup pulse",
    "follow_through": "Follow-through",
    "digest": "Wins digest",
    "triage": "North Star triage",
}

_NO_INPUT = "No input metric yet: its lead can propose one."
_OWN_COMMITMENTS, _CONFLICTS, _WAITING = 12, 5, 8
# Blocks that Slack shows on one page.
_ROOM = 100


def page(front: Front, waiting: Sequence[Message], chart: str | None = None) -> View:
    """The page of one person.

    `waiting` are the questions of the front, drawn; `chart` is the id of the chart's file, once it is
    there.
    """
    body = [
        *_star(front),
        *_next(front),
        *_undelivered(front),
        *_waiting(waiting),
        *(_welcome(front) if front.is_new else []),
        *_commitments(front),
        *_conflicts(front),
        *_chart(front, chart),
        *_teams(front),
        *_coming(front),
        *_section("Wins of the last two weeks", [*_heard(front), *at_home(front.wins)]),
    ]
    foot = [
        DividerBlock(),
        ActionsBlock(elements=[ButtonElement(action_id=SETTINGS, text="Settings"), *_dashboard(front)]),
        aside(f"{nsm('help')} tells what else Polaris can do."),
    ]
    room = _ROOM - len(foot)
    if len(body) > room:  # whoever has most to do here needs the settings most
        body = [*body[: room - 1], aside("… and more, once some of this is answered")]
    return View(type="home", blocks=[*body, *foot])


def _star(front: Front) -> list[Block]:
    if front.star is None:
        return [
            HeaderBlock(text="Welcome to Polaris"),
            words(
                "One shared number, the North Star Metric, carried into the week you already have: a pulse on"
                " Monday, one small commitment each, wins told where everybody reads them.\n"
                f"It is not chosen yet: {nsm('setup')} asks for it in one window. Commitments work already."
            ),
        ]
    star, score = front.star.north_star, front.star.score
    verdict = say(score.verdict, score.metric)
    beside = escape(notes(score, front.who.time_zone).strip())
    told = "\n".join(part for part in (f"*{escape(verdict.verdict)}*", to_people(score), beside) if part)
    return [
        HeaderBlock(text=shorten(star.metric.name, 150)),
        words(told),
        *([words(annotation(front.star.annotation))] if front.star.annotation else []),
        aside(f"{escape(star.vision)}\n{_updated(front, score)}"),
    ]


def _next(front: Front) -> list[Block]:
    """The way on for whoever chose the star, in a line."""
    told = {
        Step.TEAM: f"{nsm('team')} adds a team, if you have several; its lead then chooses its inputs with"
        f" {nsm('levers')}.",
        Step.INPUT: f"each team's lead chooses its inputs with {nsm('levers')}; anybody proposes one with"
        f" {nsm('input')}.",
        Step.READING: f"{nsm('log')} writes down the first number.",
    }
    steps = [told[step] for step in front.next_steps]
    return [words(f"*Next:* {' '.join(steps)}")] if steps else []


def _undelivered(front: Front) -> list[Block]:
    """For those who answer for the bot, and only when it wants something of them."""
    if not front.undelivered:
        return []
    told = words(f"*Messages that did not arrive, or nobody knows: {front.undelivered}*")
    told.accessory = ButtonElement(action_id=OFFER, text="See", value=pack(Offer("deliveries")))
    return [told]


def _chart(front: Front, file: str | None) -> list[Block]:
    """Below what is one's own: on a phone it fills the screen."""
    drawn = picture(front.star.score) if front.star else None
    if drawn is None or file is None:
        return []
    image = ImageBlock(alt_text=drawn.alt_text, slack_file=SlackFile(id=file))
    return [DividerBlock(), image]


def _dashboard(front: Front) -> list[ButtonElement]:
    value = pack(Offer("dashboard"))
    button = ButtonElement(action_id=OFFER, text="Dashboard", value=value)
    return [button] if front.has_dashboard else []


def _welcome(front: Front) -> list[Block]:
    """For somebody who never promised anything: why this number, and two things to do."""
    if front.star is None:
        return []
    star = front.star.north_star
    told = (
        f"*New here?* {escape(star.why_this)} {escape(star.why_now)}\n"
        "Two things to begin with: promise one small action for this week, and see who moves what."
    )
    tree = ButtonElement(action_id=OFFER, text="Who moves what", value=pack(Offer("tree")))
    return [words(told), ActionsBlock(elements=[commit_button(), tree])]


def _waiting(waiting: Sequence[Message]) -> list[Block]:
    if not waiting:
        return []
    blocks: list[Block] = [DividerBlock(), HeaderBlock(text="Waiting for you")]
    for message in waiting[:_WAITING]:
        blocks += message.blocks
    if len(waiting) > _WAITING:
        blocks.append(aside(f"… and {len(waiting) - _WAITING} more, once these are answered"))
    return blocks


def _updated(front: Front, score: Score) -> str:
    zone = front.who.time_zone
    at = score.updated_at
    return f"Number last {when(at, zone, 'updated')}" if at else "No reading yet"


def _teams(front: Front) -> list[Block]:
    rows = [words(_team(team, inputs, front)) for team, inputs in front.teams]
    return _section("What your teams move", rows)


def _team(team: Team, inputs: Sequence[InputScore], front: Front) -> str:
    none = (
        f"No input metric yet: {nsm('levers')} helps you to choose one." if team in front.leads else _NO_INPUT
    )
    lines = [f"• {escape(say(each.verdict, each.metric).verdict + note(each))}" for each in inputs]
    return "\n".join([f"*{escape(team.name)}*", *(lines or [none])])


def _commitments(front: Front) -> list[Block]:
    if front.is_new and front.star is not None:  # the welcome has the button
        return []
    return _section("Your commitments", own(front.listing, Place.HOME, most=_OWN_COMMITMENTS))


def _conflicts(front: Front) -> list[Block]:
    rows = [words(concern(each)) for each in front.conflicts[:_CONFLICTS]]
    if (more := len(front.conflicts) - _CONFLICTS) > 0:
        rows.append(words(f"… and {more} more: {nsm('triage')} shows them"))
    return _section("To be settled", rows)


def _coming(front: Front) -> list[Block]:
    rows = [_line(each, front) for each in front.coming if each.ritual in RITUALS]
    where = aside(f"Hours in {front.who.time_zone}")
    return _section("What comes next", [words("\n".join(rows)), where] if rows else [])


def _line(coming: Coming, front: Front) -> str:
    team = f", {escape(coming.team)}" if coming.team else ""
    return f"• *{local_time(coming.at, front.who.time_zone)}* · {RITUALS[coming.ritual]}{team}"


def _heard(front: Front) -> list[Block]:
    return heard(front.heard) if front.heard else []


def _section(title: str, rows: Iterable[Block]) -> list[Block]:
    blocks = list(rows)
    return [DividerBlock(), HeaderBlock(text=title), *blocks] if blocks else []
