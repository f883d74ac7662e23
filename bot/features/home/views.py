"""App Home: the verdict first, then what is one's own."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, DividerBlock, HeaderBlock
from slack_sdk.models.views import View

from bot.blocks.layout import aside, words
from bot.blocks.limits import shorten
from bot.blocks.phrases import say
from bot.blocks.text import escape, quote, when
from bot.features.commit.rows import Place
from bot.features.commit.views import own
from rituals.home import Front
from rituals.scoreboard import InputScore, Score
from storage.records.teams import Team

OPENED = "app_home_opened"


_NO_INPUT = "No input metric yet: its lead can propose one."


def page(front: Front, nsm: str) -> View:
    """The page of one person; `nsm` is the name `/nsm` has here."""
    blocks = [
        *_star(front, nsm),
        DividerBlock(),
        HeaderBlock(text="Your commitments"),
        *own(front.listing, Place.HOME),
        *_teams(front),
        *_wins(front),
        DividerBlock(),
        aside(f"{_pulse(front)} · `{nsm} help` tells what else Polaris can do."),
    ]
    return View(type="home", blocks=blocks)


def _star(front: Front, nsm: str) -> list[Block]:
    if front.star is None:
        return [
            HeaderBlock(text="Welcome to Polaris"),
            words(
                "One shared number, the North Star Metric, carried into the week you already have: a pulse on"
                " Monday, one small commitment each, wins told where everybody reads them.\n"
                f"It is not chosen yet: `{nsm} setup` asks for it in one window. Commitments work already."
            ),
        ]
    star, score = front.star.north_star, front.star.score
    verdict = say(score.verdict, score.metric)
    thanks = f"\n{verdict.to_people}" if verdict.to_people else ""
    return [
        HeaderBlock(text=shorten(star.metric.name, 150)),
        words(f"*{escape(verdict.verdict)}*{thanks}"),
        aside(f"{escape(star.vision)}\n{_updated(front, score)}"),
    ]


def _updated(front: Front, score: Score) -> str:
    if score.updated_at is None:
        return "No reading yet."
    return f"Number last updated {when(score.updated_at, front.who.time_zone)}"


def _teams(front: Front) -> list[Block]:
    rows = [words(_team(team, inputs)) for team, inputs in front.teams]
    return [DividerBlock(), HeaderBlock(text="What your teams move"), *rows] if rows else []


def _team(team: Team, inputs: Sequence[InputScore]) -> str:
    lines = [f"• {escape(say(each.verdict, each.metric).verdict)}" for each in inputs]
    return "\n".join([f"*{escape(team.name)}*", *(lines or [_NO_INPUT])])


def _wins(front: Front) -> list[Block]:
    rows = [words(f"{quote(win.text)}{_cheers(cheers)}") for win, cheers in front.wins]
    return [DividerBlock(), HeaderBlock(text="Wins you told"), *rows] if rows else []


def _cheers(people: int) -> str:
    return {0: "", 1: "\nOne person cheered."}.get(people, f"\n{people} people cheered.")


def _pulse(front: Front) -> str:
    if front.next_pulse is None:
        return "No Monday pulse is planned yet"
    return f"Next Monday pulse: {when(front.next_pulse, front.who.time_zone)}"
