"""A dashboard behind its doors, switched on, with an organisation that has half a year of readings."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import aiohttp
import pytest

from bot.charts import Form
from bot.dashboard.doors import PREFIX, Doors
from bot.dashboard.kept import Kept
from bot.dashboard.pictures import Pictures
from bot.dashboard.routes import Dashboard
from bot.server import serving
from rituals.board import Showing
from rituals.dashboard import Dashboards
from rituals.dashboard_entrance import Entrance
from rituals.metric_page import MetricPages
from storage.ledger import Ledger
from storage.records.dashboard import ViewerKind
from tests.making import ANA, BO, a_reading, a_star, a_team, a_workspace, an_input, joined

LAST = date(2026, 3, 9)
CALM = [30.0, 27.0, 29.0, 33.0, 30.0, 28.0, 32.0, 26.0, 30.0, 29.0, 31.0, 28.0, 30.0, 31.0]


@dataclass
class Visitor:
    """Somebody's browser at the dashboard's doors; addresses begin after the prefix."""

    url: str
    session: aiohttp.ClientSession
    ledger: Ledger
    dashboards: Dashboards
    entrance: Entrance

    async def get(self, path: str = "", **asked) -> tuple[int, str, Mapping[str, str]]:
        async with self.session.get(f"{self.url}{PREFIX}{path}", **asked) as answer:
            return answer.status, await answer.text(), answer.headers

    async def reads(self, path: str = "") -> str:
        status, text, _ = await self.get(path)
        assert status == 200
        return text

    async def link(self, kind: ViewerKind) -> str:
        secret = await self.dashboards.make_link(ANA, kind)
        return f"/{'p' if kind is ViewerKind.PUBLIC else 'tv'}/{secret}"

    async def enters(self, who=ANA) -> None:
        """Come in as a member, by the link of Slack."""
        await self.get(f"/in/{await self.entrance.link_for(who)}")

    async def readings(self, metric: str, values, last: date = LAST) -> None:
        """The values of a metric, week by week, up to one that starts on `last`; None for a gap."""
        first = last - timedelta(weeks=len(values) - 1)
        made = [
            a_reading(metric=metric, period_start=first + timedelta(weeks=number), value=value)
            for number, value in enumerate(values)
            if value is not None
        ]
        async with self.ledger.open() as books:
            await books.readings.put(made)


async def draw(facts, look) -> bytes:
    """A picture without the worker: what it is of, and how it looks."""
    assert look.form is Form.SVG
    return f"<svg><title>{len(facts.values)} {look.size} {look.theme}</title></svg>".encode()


@pytest.fixture
async def company(ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(name="Acme Games"))
        for person in (ANA, BO):
            await books.people.put(person)
    return ledger


@pytest.fixture
async def half_a_year(company):
    """A North Star and one input of Rendering's."""
    await joined(company, a_team(), BO.user)
    async with company.open() as books:
        await books.north_stars.add(a_star())
        await books.inputs.add(an_input(metric=replace(an_input().metric, unit="count")))
    return company


@pytest.fixture
async def visitor(company, clock):
    links: Mapping[str, str] = {"merged": "moves together, 2 weeks later"}

    async def link_words():
        return links

    dashboards, entrance = Dashboards(company, clock), Entrance(company, clock)
    await dashboards.switch_on(ANA)
    kept = Kept(Showing(company, clock), link_words, look_again=0, patience=10)
    part = Dashboard(
        Doors(entrance, is_https=False), entrance, kept, MetricPages(company, clock), Pictures(draw)
    ).application()
    async with (
        serving([], "127.0.0.1", 0, {PREFIX: part}) as port,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session,
    ):
        yield Visitor(f"http://127.0.0.1:{port}", session, company, dashboards, entrance)
