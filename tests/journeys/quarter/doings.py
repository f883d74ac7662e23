"""What forty people do in the quarter, apart from reading: promise, tell how it went, cheer."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.demo.dataset import PACKAGED, read
from bot.demo.life import Act, Life
from bot.features.commit.rows import CARRY, SETTLE
from bot.settings import read_command_names
from storage.records.commitments import CommitmentState
from tests.journeys.quarter.cast import CHANNELS, COLLEAGUES, ZONES, forty
from tests.journeys.quarter.living import AWAY, AWAY_ON, BEGIN, END, REST, Plan, Quarter

MONDAYS = [date(2026, 2, 2) + timedelta(weeks=week) for week in range(13)]

_FIRST_MONDAY = datetime.combine(MONDAYS[0], time(), UTC)
# Two leads raise a conflict in the second week, as in the demo; a month later what was decided settles it.
TRIAGE_DAY, SETTLED_DAY = date(2026, 2, 11), date(2026, 3, 10)


def rests(day: date) -> bool:
    """Whether nobody works on a day."""
    return REST[0] <= day <= REST[1]


@dataclass(frozen=True, slots=True)
class Promised:
    """Something promised in a week: by whom, in which team, and how they say it went."""

    who: str
    team: str
    week: date
    text: str
    state: CommitmentState
    carried: bool = False  # into this week, from the one before


# What each colleague's promise comes to, by their place in the team; open ones are not answered.
_OUTCOMES = (
    CommitmentState.DONE,
    CommitmentState.MOVED,
    CommitmentState.NOT_YET,
    CommitmentState.OPEN,
    CommitmentState.DONE,
    CommitmentState.OPEN,
)


def colleagues_promises() -> Iterator[Promised]:
    """Every colleague promises something every second week; what is not done yet is carried over once."""
    for team, channel in CHANNELS.items():
        for place, handle in enumerate(COLLEAGUES[channel]):
            for number, monday in enumerate(MONDAYS):
                if (number + place) % 2 == 0 and not rests(monday):
                    text = f"Do {handle}'s part in week {number + 1}"
                    one = Promised(handle, team, monday, text, _OUTCOMES[place])
                    yield one
                    following = monday + timedelta(weeks=1)
                    if one.state is CommitmentState.NOT_YET and not rests(following):
                        yield replace(one, week=following, state=CommitmentState.DONE, carried=True)


def demo_promises() -> Iterator[Promised]:
    """What the demo's story lets its people promise."""
    story = read(PACKAGED)
    teams = {card.key: card.team for card in story.inputs}
    for number, monday in enumerate(MONDAYS):
        for one in story.story.life.weeks[number % 3].promises:
            if not rests(monday) and not is_away(one.person, monday + timedelta(days=1)):
                yield Promised(one.person, teams[one.input], monday, one.text, one.state)


def is_away(handle: str, day: date) -> bool:
    """Whether somebody is on holiday."""
    return handle == AWAY and AWAY_ON[0] <= day <= AWAY_ON[1]


def plans(quarter: Quarter) -> list[Plan]:
    """Everything that is done, in order."""
    every = [
        *_as_in_the_demo(quarter),
        *(plan for one in colleagues_promises() for plan in _of(one)),
        Plan.on(MONDAYS[0], time(8), "Europe/Berlin", "ana chooses where the topic tells it", _chooses_topic),
        Plan.on(TRIAGE_DAY, time(10, 5), "Europe/Berlin", "ana decides", _decides),
        Plan.on(SETTLED_DAY, time(11), "Pacific/Auckland", "finn settles it himself", _settles),
    ]
    return sorted(every, key=lambda plan: plan.moment)


def _as_in_the_demo(quarter: Quarter) -> Iterator[Plan]:
    life = Life(quarter.slack, read(PACKAGED), forty(), read_command_names().commands, _FIRST_MONDAY)
    for week in (monday for monday in MONDAYS if not rests(monday)):
        for act in life.acts(week):
            if BEGIN < act.at < END and not is_away(act.who, act.at.date()):
                yield Plan(act.at, f"{act.who} {act.what}", _lives(act))


def _of(one: Promised) -> Iterator[Plan]:
    """A colleague promises on Monday, and answers a week later, on Tuesday morning, when they do."""
    zone = ZONES[one.team]
    if not one.carried:
        act = _runs(one.who, f"/commit {one.text}", CHANNELS[one.team])
        yield Plan.on(one.week, time(10), zone, f"{one.who} promises: {one.text}", act)
    if one.state is not CommitmentState.OPEN:
        day = one.week + timedelta(weeks=1, days=1)
        act = _answers(one.who, one.text, one.state)
        plan = Plan.on(day, time(10, 20), zone, f"{one.who} tells: {one.text}", act)
        if plan.moment < END:
            yield plan


def _lives(act: Act) -> Callable[[Quarter], Awaitable[None]]:
    return lambda _: act.do()


def _runs(handle: str, text: str, channel: str) -> Callable[[Quarter], Awaitable[None]]:
    async def act(quarter: Quarter) -> None:
        await quarter[handle].runs(text, channel=channel)

    return act


def _answers(handle: str, text: str, state: CommitmentState) -> Callable[[Quarter], Awaitable[None]]:
    async def act(quarter: Quarter) -> None:
        who = quarter[handle]
        await who.clicks(SETTLE[state], beside=text)
        if state is CommitmentState.NOT_YET:
            await quarter.slack.until(lambda: who.can_press(CARRY, beside=text))
            await who.clicks(CARRY, beside=text)

    return act


async def _chooses_topic(quarter: Quarter) -> None:
    ana = quarter["ana"]
    await ana.runs("/nsm topic", channel="north-star")
    await quarter.slack.until(lambda: ana.modal)
    await ana.submits(channels=[quarter.slack.workspace.channel("north-star").id])
    await ana.closes(everything=True)


async def _decides(quarter: Quarter) -> None:
    ana = quarter["ana"]
    await ana.clicks("Record a decision")
    await quarter.slack.until(lambda: ana.modal)
    decided = {"outcome": "A week of Kofi's, after the release", "reasons": "Who begins copies examples"}
    await ana.submits(**decided, criteria=["How soon it shows"])


async def _settles(quarter: Quarter) -> None:
    finn = quarter["finn"]
    await finn.runs("/escalate Who mends the examples now?", channel="team-quality")
    await quarter.slack.until(lambda: finn.modal)
    await finn.submits(other_team="Docs & Learning")
    await quarter.slack.until(lambda: finn.can_press("This settles it"))
    await finn.clicks("This settles it")
    await quarter.settled()
    await finn.closes(everything=True)
