"""A Slack, a database and an organisation of many teams, all of which have their standup at nine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import time, timedelta
from pathlib import Path

from aiohttp import web

from bot import simulator
from bot.simulator import Simulator
from rituals.agenda import Agenda
from rituals.catalogue import RITUALS
from storage.engine import migrate, open_engine
from storage.ledger import Ledger
from storage.records.metrics import Reading
from storage.records.pulses import Gathering, PulsePlan
from tests.crash.books import Record
from tests.crash.calendar import Calendar
from tests.crash.case import FIRST_DAY, Case, nine
from tests.crash.people import PROMISING
from tests.fakes import HandClock
from tests.making import a_star, a_team, a_workspace

_HISTORY = ("channels:history", "groups:history")
_WEEKDAYS = (1, 2, 3, 4, 5)
_EVE = nine(FIRST_DAY) - timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a run takes place. `settings` are the environment of every process."""

    slack: Simulator
    calendar: Calendar
    record: Record
    settings: dict[str, str]
    folder: Path


@asynccontextmanager
async def set_up(case: Case, database_url: str, folder: Path) -> AsyncIterator[Stage]:
    granted = _HISTORY if case.history else ()
    async with (
        simulator.running("manifest.yml", _EVE, seed=_seed(case), granted_optional=granted) as slack,
        _serving(calendar := Calendar(slack)) as clock_url,
    ):
        await _furnish(slack, case, database_url)
        settings = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "POLARIS_DATABASE_URL": database_url,
            "POLARIS_CLOCK_URL": clock_url,
        }
        record = Record(database_url, slack.workspace.team_id)
        yield Stage(slack, calendar, record, settings, folder)
        await record.close()


@asynccontextmanager
async def _serving(calendar: Calendar) -> AsyncIterator[str]:
    application = web.Application()
    application.add_routes(calendar.routes())
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def team_id(number: int) -> str:
    return f"team-{number:03d}"


def _seed(case: Case) -> dict[str, object]:
    people = [
        {"handle": handle, "real_name": handle.title(), "title": "", "tz": "Etc/UTC"}
        for handle in ("ana", "bo", *PROMISING)
    ]
    names = ["north-star", *(team_id(n) for n in range(case.teams))]
    channels = [{"name": name, "topic": "", "members": ["ana", "bo"]} for name in names]
    channels.append({"name": "general", "topic": "", "members": ["ana", "bo", *PROMISING]})
    return {"people": people, "channels": channels}


async def _furnish(slack: Simulator, case: Case, database_url: str) -> None:
    engine = open_engine(database_url)
    await migrate(engine)
    ledger = Ledger(engine, slack.workspace.team_id)
    ana, bo = slack.people["ana"].id, slack.people["bo"].id
    agenda = Agenda(ledger, HandClock(_EVE), RITUALS)
    async with ledger.open() as books:
        company = slack.workspace.channel("north-star").id
        await books.workspaces.put(
            a_workspace(id=ledger.workspace, company_channel=company, product_lead=ana)
        )
        star = a_star(chosen_by=ana, chosen_at=_EVE)
        await books.north_stars.add(star)
        await books.readings.put([_reading(star.metric.key, week) for week in range(12)])
        for number in range(case.teams):
            channel = slack.workspace.channel(team_id(number)).id
            team = a_team(id=team_id(number), name=f"Team {number}", lead=bo, channel=channel)
            await books.teams.put(replace(team, standup_days=_WEEKDAYS, standup_time=time(9)))
            await books.pulses.put(PulsePlan(team.id, Gathering.STANDUP))
            await agenda.keep(books, "pulse", team.id, days=_WEEKDAYS, at=time(9), zone="UTC")
        await agenda.keep(books, "monday", None, days=(1,), at=time(9), zone="UTC")
    await engine.dispose()


def _reading(metric: str, weeks_ago: int) -> Reading:
    period = FIRST_DAY - timedelta(weeks=weeks_ago + 1)
    return Reading(metric, period, 30.0 + weeks_ago % 5, "load", _EVE)
