"""What forty people do in the quarter, apart from reading: promise, tell how it went, cheer."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import date, time, timedelta

from bot.demo.dataset import PACKAGED, read
from bot.demo.life import Act, Life
from bot.settings import read_command_names
from tests.journeys.quarter.cast import CHANNELS, COLLEAGUES, ZONES, forty
from tests.journeys.quarter.living import AWAY, AWAY_ON, BEGIN, END, REST, Plan, Quarter

MONDAYS = [date(2026, 2, 2) + timedelta(weeks=week) for week in range(13)]


def rests(day: date) -> bool:
    """Whether nobody works on a day."""
    return REST[0] <= day <= REST[1]


def plans(quarter: Quarter) -> list[Plan]:
    """Everything that is done, in order."""
    return sorted([*_as_in_the_demo(quarter), *_promises()], key=lambda plan: plan.moment)


def _as_in_the_demo(quarter: Quarter) -> Iterator[Plan]:
    life = Life(quarter.slack, read(PACKAGED), forty(), read_command_names().commands, BEGIN)
    for week in (monday for monday in MONDAYS if not rests(monday)):
        for act in life.acts(week):
            if BEGIN < act.at < END and not (act.who == AWAY and AWAY_ON[0] <= act.at.date() <= AWAY_ON[1]):
                yield Plan(act.at, f"{act.who} lives", _lives(act))


def _promises() -> Iterator[Plan]:
    """Every colleague promises something in their team's channel every second week."""
    for team, channel in CHANNELS.items():
        for place, handle in enumerate(COLLEAGUES[channel]):
            for number, monday in enumerate(MONDAYS):
                if (number + place) % 2 == 0 and not rests(monday):
                    at = time(10, place)
                    text = f"/commit Do {handle}'s part for {team} in week {number + 1}"
                    yield Plan.on(monday, at, ZONES[team], f"{handle} promises", _runs(handle, text, channel))


def _lives(act: Act) -> Callable[[Quarter], Awaitable[None]]:
    return lambda _: act.do()


def _runs(handle: str, text: str, channel: str) -> Callable[[Quarter], Awaitable[None]]:
    async def act(quarter: Quarter) -> None:
        await quarter[handle].runs(text, channel=channel)

    return act
