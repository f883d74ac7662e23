"""A dashboard behind its doors, switched on, and a browser in front of it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta

import aiohttp

from bot.charts import Chart, Form, Look
from bot.dashboard.doors import PREFIX, Doors
from bot.dashboard.files import Files
from bot.dashboard.kept import Kept
from bot.dashboard.pictures import Draw, Pictures
from bot.dashboard.routes import Dashboard
from bot.dashboard.served import alone
from bot.server import serving
from rituals.board import Showing
from rituals.clock import Clock
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


async def drawn_at_once(facts: Chart, look: Look) -> bytes:
    """A picture without the worker: what it is of, and how it looks."""
    assert look.form is Form.SVG
    title = f"{len(facts.values)} {look.size} {look.theme}"
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="60">'
    return f"{head}<title>{title}</title></svg>".encode()


async def a_company(ledger: Ledger) -> None:
    """Ana leads the product, Bo is a colleague; nothing is counted yet."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(name="Acme Games"))
        for person in (ANA, BO):
            await books.people.put(person)


async def a_cascade(ledger: Ledger) -> None:
    """A North Star and one input of Rendering's."""
    await joined(ledger, a_team(), BO.user)
    async with ledger.open() as books:
        await books.north_stars.add(a_star())
        await books.inputs.add(an_input(metric=replace(an_input().metric, unit="count")))


@asynccontextmanager
async def opened(
    ledger: Ledger, clock: Clock, port: int = 0, draw: Draw = drawn_at_once, look_again: float = 0
) -> AsyncIterator[Visitor]:
    """The dashboard of a company, open to whoever has a link; it looks for news at every request."""
    links: Mapping[str, str] = {"merged": "moves together, 2 weeks later"}

    async def link_words() -> Mapping[str, str]:
        return links

    dashboards, entrance = Dashboards(ledger, clock), Entrance(ledger, clock)
    await dashboards.switch_on(ANA)
    kept = Kept(Showing(ledger, clock), link_words, look_again=look_again, patience=10)
    doors, metrics = Doors(entrance, is_https=False), MetricPages(ledger, clock)
    files = Files()
    part = alone(Dashboard(doors, entrance, kept, metrics, Pictures(draw), files=files), files)
    async with (
        serving([], "127.0.0.1", port, {PREFIX: part}) as listening,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session,
    ):
        yield Visitor(f"http://127.0.0.1:{listening}", session, ledger, dashboards, entrance)
