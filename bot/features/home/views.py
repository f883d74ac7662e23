"""App Home: the verdict first, then what is one's own."""

from slack_sdk.models.blocks import Block, DividerBlock, HeaderBlock
from slack_sdk.models.views import View

from bot.blocks.layout import aside, words
from bot.blocks.text import escape, quote, when
from bot.features.commit.views import Place, own
from rituals.home import Front

OPENED = "app_home_opened"


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
                "Polaris carries one shared number, the North Star Metric, into the week you already have: "
                "a pulse on Monday, one small commitment each, wins told where everybody reads them.\n"
                f"No North Star Metric is set up here yet. Type `{nsm} setup` to choose it; "
                "commitments work already."
            ),
        ]
    return [HeaderBlock(text=front.star.metric.name[:150]), words(f"_{escape(front.star.vision)}_")]


def _teams(front: Front) -> list[Block]:
    blocks: list[Block] = []
    for team in front.teams:
        inputs = "\n".join(f"• {escape(one.metric.name)}" for one in front.inputs[team.id])
        blocks.append(words(f"*{escape(team.name)}*\n{inputs or 'No input metric yet.'}"))
    return [DividerBlock(), HeaderBlock(text="Your teams' inputs"), *blocks] if blocks else []


def _wins(front: Front) -> list[Block]:
    rows: list[Block] = [words(f"{quote(win.text)}\n{_cheers(cheers)}") for win, cheers in front.wins]
    return [DividerBlock(), HeaderBlock(text="Your wins"), *rows] if rows else []


def _cheers(people: int) -> str:
    return {0: "Told, not cheered yet.", 1: "One person cheered."}.get(people, f"{people} people cheered.")


def _pulse(front: Front) -> str:
    if front.next_pulse is None:
        return "No Monday pulse is planned yet"
    return f"Next Monday pulse: {when(front.next_pulse, front.who.time_zone)}"
