"""The dashboard under measurement: five years of weekly readings of sixty metrics, behind a public link."""

import asyncio
import signal
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from bot.dashboard.pictures import by_worker
from bot.worker import Worker
from rituals.dashboard import digest_of
from storage.database import opened as opened_database
from storage.ledger import Ledger
from storage.records.dashboard import SharedLink, ViewerKind
from storage.records.metrics import Input, Metric
from tests.dashboards import a_company, opened
from tests.fakes import HandClock
from tests.making import MONDAY_NINE, a_metric, a_reading, a_star, a_team, a_win, an_input

SECRET = "bench"
WEEKS, INPUTS, TEAMS = 260, 59, 12
NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)
_FIRST = date(2021, 3, 22).toordinal()


async def fill(ledger: Ledger) -> None:
    chance = Random(1)
    await a_company(ledger)
    async with ledger.open() as books:
        await books.north_stars.add(a_star())
        for number in range(TEAMS):
            team = a_team(id=f"t{number}", name=f"Team {number}", channel=f"C{number}")
            await books.teams.put(team)
        for each in map(_input, range(INPUTS)):
            await books.inputs.add(each)
        metrics = [a_star().metric, *(_input(number).metric for number in range(INPUTS))]
        for metric in metrics:
            await books.readings.put(
                a_reading(metric=metric.key, period_start=date.fromordinal(_FIRST + 7 * week), value=value)
                for week, value in enumerate(float(chance.gauss(100, 9) // 1) for _ in range(WEEKS))
            )
        for number in range(6):
            await books.wins.add(a_win(id=f"w{number}", teams=("t1",)))
        link = SharedLink(ViewerKind.PUBLIC, digest_of(SECRET), "UANA", MONDAY_NINE)
        await books.dashboards.add_link(link)


def _input(number: int) -> Input:
    metric: Metric = a_metric(key=f"m{number}", name=f"Input number {number}", unit="count")
    return an_input(id=f"i{number}", team=f"t{number % TEAMS}", metric=metric)


async def main(port: int, folder: Path) -> None:
    database_file = folder / "board.db"
    is_new = not database_file.exists()
    async with opened_database(f"sqlite:///{database_file}") as database, Worker(patience=30) as worker:
        ledger = database.ledger("T1")
        if is_new:
            await fill(ledger)
        async with opened(ledger, HandClock(NOW), port, draw=by_worker(worker), look_again=1.0):
            stop = asyncio.Event()
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
            await stop.wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
