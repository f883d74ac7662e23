"""How compared links look: team by team, words before numbers, a few teams to a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, DividerBlock, HeaderBlock

from bot.blocks.caveats import value_note
from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, paragraphs
from bot.blocks.pages import turning
from bot.blocks.text import dated, escape, line
from bot.blocks.unfound import no_team
from bot.features.links import phrases
from rituals.comparing import Compared, ComparedLink, TeamLinks
from storage.records.metrics import Cadence

NEXT = "links.next"
BACK = "links.back"

_TEAMS = 5
# Inputs of one team, and characters of a name.
_INPUTS, _NAME = 8, 80


@dataclass(frozen=True, slots=True)
class Page:
    """Which teams are shown: those whose name holds `wanted`, five to a page, from 0."""

    page: int
    wanted: str


def comparing() -> Message:
    """Said where the figures take a while; it stays above the answer, and has to be true then too."""
    said = "The inputs are held against the North Star, period by period. What comes of it is told below."
    return Message(said, [aside(said)])


def compared(found: Compared, page: Page) -> Message:
    wanted = page.wanted.casefold()
    teams = [each for each in found.teams if wanted in each.team.name.casefold()]
    pages = max(1, -(-len(teams) // _TEAMS))
    number = min(max(page.page, 0), pages - 1)
    metric = found.star.metric
    shown = teams[number * _TEAMS : (number + 1) * _TEAMS]
    here = [_team(each, metric.cadence) for each in shown] or [_no_teams(found, page.wanted)]
    title = f"What moves with {line(metric.name, 120)}?"
    header = HeaderBlock(text=_plain(f"What moves with {metric.name}?"))
    how = _how(found, shown)
    blocks: list[Block] = [
        header,
        *(paragraph for each in here for paragraph in paragraphs(each)),
        DividerBlock(),
        aside(how),
    ]
    blocks += turning(number, pages, (BACK, "Back"), (NEXT, "More teams"), lambda to: Page(to, page.wanted))
    return Message("\n".join([f"*{title}*", *here, how]), blocks)


def _plain(text: str) -> str:
    return text if len(text) <= 150 else f"{text[:149]}…"


def _team(each: TeamLinks, cadence: Cadence) -> str:
    lines = [_link(link, cadence) for link in each.links[:_INPUTS]]
    if not lines:
        lines = [f"_No agreed input yet_: {nsm('levers')} finds one."]
    more = len(each.links) - _INPUTS
    rest = [f"… and {more} more"] if more > 0 else []
    return "\n".join([f"*{line(each.team.name, _NAME)}*", *lines, *rest])


def _link(link: ComparedLink, cadence: Cadence) -> str:
    told = f"• *{line(link.an_input.metric.name, _NAME)}* · {phrases.verdict(link, cadence)}"
    figures = phrases.numbers(link, cadence)
    beside = escape(value_note(link.caveats, link.an_input.metric).strip())
    below = [each for each in (phrases.meaning(link, cadence), figures, beside) if each]
    return "\n".join([told, *(f"\u2003{each}" for each in below)])


def _how(found: Compared, shown: Sequence[TeamLinks]) -> str:
    """What the verdicts on this page mean, and how to take the numbers."""
    given = {link.verdict for team in shown for link in team.links[:_INPUTS]}
    key = [f"_{str(each).capitalize()}_: {means}" for each, means in phrases.KEY.items() if each in given]
    several = f"{found.number} links were looked at together, and that is allowed for. "
    numbers = (
        f"Changes from one {found.star.metric.cadence} to the next, up to that of {dated(found.until)}."
        " _r_ is +1 for in step, 0 for nothing, −1 for the opposite; in brackets, what it is likely between,"
        f" and how much it rests on. {several if found.number > 1 else ''}"
        "Moving together is a hint, not a proof."
    )
    return "\n".join([*key, numbers])


def _no_teams(found: Compared, wanted: str) -> str:
    if found.teams:
        return no_team(wanted, [each.team.name for each in found.teams], "links")
    return f"_No teams yet._ {nsm('team')} adds one, and {nsm('levers')} finds what it could move."
