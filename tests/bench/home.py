"""How long one opening of App Home takes, against its SQL alone: five years of readings of sixty metrics."""

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from time import perf_counter

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.blocks import limits
from bot.features.home import views
from bot.features.monday.picture import picture
from rituals.home import HomePage
from storage.engine import migrate, open_engine
from storage.ledger import Ledger
from storage.tables.appointments import appointments
from storage.tables.commitments import commitments
from storage.tables.metrics import readings
from tests.bench.board_server import INPUTS, NOW, TEAMS, fill
from tests.bench.figures import Figure, Measured
from tests.fakes import HandClock
from tests.making import BO, a_commitment, an_appointment, joined

ROUNDS = 40
_WEEK = date(2026, 3, 16)


async def row(folder: Path, rounds: int = ROUNDS) -> Measured:
    """Bo is in every team: every one of the sixty metrics is on the page."""
    engine = open_engine(f"sqlite:///{folder / 'home.db'}")
    try:
        await migrate(engine)
        ledger = Ledger(engine, "T1")
        await _furnish(ledger)
        page = _page(ledger)
        await _opening(page)
        first, again, alone = [], [], []
        for _ in range(rounds):
            first.append(await _timed(lambda: _opening(_page(ledger))))
            again.append(await _timed(lambda: _opening(page)))
            alone.append(await _timed(lambda: _statements(engine)))
    finally:
        await engine.dispose()
    said = f"App Home with 5 years of readings of {INPUTS + 1} metrics, ready to be sent"
    return Measured(
        tuple(
            Figure(what, "ms", tuple(took), "its three SQL statements alone", tuple(alone), at_most=5)
            for what, took in ((f"{said}, nothing remembered", first), ("the same, looked at again", again))
        )
    )


async def _furnish(ledger: Ledger) -> None:
    await fill(ledger)
    async with ledger.open() as books:
        teams = await books.teams.all()
        for team in teams:
            await books.appointments.put(an_appointment(ritual="pulse", team=team.id))
            made = a_commitment(id=f"of-{team.id}", user=BO.user, team=team.id, week=_WEEK)
            await books.commitments.add(made)
    for team in teams:
        await joined(ledger, team, BO.user)


def _page(ledger: Ledger) -> HomePage:
    return HomePage(ledger, HandClock(NOW))


async def _opening(page: HomePage) -> None:
    """What happens from the event to the call of Slack, in a process whose chart Slack has already."""
    front = await page.front(BO)
    drawn = picture(front.star.score) if front.star else None
    shown = limits.view(views.page(front, [], chart="F1" if drawn else None))
    if len(front.teams) != TEAMS or not shown["blocks"]:
        raise RuntimeError("the page is not whole")


async def _statements(engine: AsyncEngine) -> None:
    """The readings of everything on the page, one's own commitments, and what comes next."""
    of_all, own, coming = readings.c, commitments.c, appointments.c
    async with engine.begin() as connection:
        for statement in (
            select(of_all.metric, of_all.period_start, of_all.value)
            .where(of_all.workspace == "T1")
            .order_by(of_all.metric, of_all.period_start),
            select(commitments).where(own.workspace == "T1", own.user == BO.user),
            select(appointments).where(coming.workspace == "T1").order_by(coming.next_due),
        ):
            (await connection.execute(statement)).all()


async def _timed(work: Callable[[], Awaitable[None]]) -> float:
    """In milliseconds."""
    began = perf_counter()
    await work()
    return (perf_counter() - began) * 1000
