"""What is measured on an organisation: the work that is done every few seconds, or while somebody waits."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.blocks import limits
from bot.features.home import views
from rituals import loading, monday, pulse, writers
from rituals.agenda import Agenda
from rituals.catalogue import CHORES, RITUALS
from rituals.committing import Commitments
from rituals.follow_through_hours import Hours, in_step
from rituals.home import HomePage
from rituals.ids import random_id
from rituals.ritual import Occasion
from storage.ledger import Ledger
from tests.fakes import HandClock
from tests.growth.company import MONDAY, NOW, TEAM, WHO, series
from tests.making import a_metric

_PER_WEEK = 1_000_000


@dataclass(frozen=True, slots=True)
class Bench:
    """One organisation, and everything that works on it; made anew for each size."""

    ledger: Ledger
    size: int
    clock: HandClock = field(default_factory=lambda: HandClock(NOW))


Operation = Callable[[Bench], Awaitable[None]]


async def tick(bench: Bench) -> None:
    """Nothing is due; every chore looks whether something is to be done."""
    await Agenda(bench.ledger, bench.clock, RITUALS, [in_step(Hours()), *CHORES]).tick()


async def commit(bench: Bench) -> None:
    """What stands between `/commit text` and its ack: the promise taken and stored."""
    await Commitments(bench.ledger, bench.clock, random_id, _PER_WEEK).make(WHO, "Review two", "C0")


async def home(bench: Bench) -> None:
    """App Home of somebody in one team, in a process that remembers nothing."""
    front = await HomePage(bench.ledger, bench.clock).front(WHO)
    limits.view(views.page(front, []))


async def standup(bench: Bench) -> None:
    """The content of one team's pulse."""
    async with bench.ledger.open() as books:
        occasion = Occasion("pulse", TEAM, MONDAY, due_at=NOW, now=NOW)
        if not await pulse.prepare(books, occasion):
            raise RuntimeError("there was nothing to say")


async def monday_pulse(bench: Bench) -> None:
    """The content of the organisation's Monday: every number is looked at."""
    async with bench.ledger.open() as books:
        if await monday.gather(books, MONDAY) is None:
            raise RuntimeError("there was nothing to say")


async def load(bench: Bench) -> None:
    """So many readings as the size says, of metrics made for them, checked and stored."""
    weeks = min(bench.size, 260)
    keys = [random_id() for _ in range(max(bench.size // weeks, 1))]
    async with bench.ledger.open() as books:
        for key in keys:
            await books.metrics.add(a_metric(key=key))
    rows = [loading.Row(key, each.period_start, each.value) for key in keys for each in series(key, weeks)]
    await loading.load(bench.ledger, bench.clock, rows, writers.LOAD)


WORDS: Mapping[str, str] = {
    "tick": "a tick, nothing due",
    "commit": "/commit, stored",
    "home": "App Home",
    "standup": "a team's pulse",
    "monday": "Monday's content",
    "import": "import of so many",
}
OPERATIONS: Mapping[str, Operation] = {
    "tick": tick,
    "commit": commit,
    "home": home,
    "standup": standup,
    "monday": monday_pulse,
    "import": load,
}
