"""Doors of the dashboard, seen from a browser: open to whom they should be, and silent to all others."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import aiohttp
import pytest
from aiohttp import web

from bot.dashboard.doors import COOKIE, ENTER, PREFIX, PUBLIC, TV, Doors
from bot.server import serving
from rituals.dashboard import Dashboards
from rituals.dashboard_entrance import LINK_LASTS, SESSION_LASTS, Entrance
from storage.records.dashboard import ViewerKind
from storage.records.people import Person
from tests.making import ANA, BO, a_workspace


@dataclass
class Building:
    """A dashboard whose pages say who looks at them; one of them is a stream."""

    url: str
    dashboards: Dashboards
    entrance: Entrance
    browser: aiohttp.ClientSession
    put: Callable[[Person], Awaitable[None]]

    async def get(self, path: str = "", **asked):
        async with self.browser.get(f"{self.url}{PREFIX}{path}", **asked) as answer:
            return answer.status, await answer.text()

    async def link(self, kind: ViewerKind) -> str:
        secret = await self.dashboards.make_link(ANA, kind)
        return f"/{'p' if kind is ViewerKind.PUBLIC else 'tv'}/{secret}"

    async def way_in(self) -> str:
        return f"/in/{await self.entrance.link_for(BO)}"


def pages(doors):
    async def page(request):
        viewer = await doors.viewer(request)
        return web.Response(text=f"{viewer.kind} {viewer.person.name if viewer.person else ''}".strip())

    async def stream(request):
        await doors.viewer(request)
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(b"open\n")
        while await doors.stay_open(request, seconds=60):
            await answer.write(b"still\n")
        return answer

    application = web.Application()
    application.add_routes([web.get(ENTER, doors.enter, allow_head=False)])
    application.add_routes([web.get(path, page) for path in ("", PUBLIC, TV)])
    application.add_routes([web.get(f"{path}/stream", stream) for path in ("", PUBLIC, TV)])
    return application


@pytest.fixture
def is_https():
    return False


@pytest.fixture
async def building(ledger, clock, is_https):
    async def put(person):
        async with ledger.open() as books:
            await books.people.put(person)

    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
    await put(ANA)
    await put(BO)
    dashboards, entrance = Dashboards(ledger, clock), Entrance(ledger, clock)
    await dashboards.switch_on(ANA)
    doors = Doors(entrance, is_https=is_https)
    jar = aiohttp.CookieJar(unsafe=True)  # of a host that has no name
    async with (
        serving([], "127.0.0.1", 0, {PREFIX: pages(doors)}) as port,
        aiohttp.ClientSession(cookie_jar=jar) as browser,
    ):
        yield Building(f"http://127.0.0.1:{port}", dashboards, entrance, browser, put)


async def test_each_door_knows_who_comes_in_by_it(building):
    assert await building.get(await building.link(ViewerKind.PUBLIC)) == (200, "public")
    assert await building.get(await building.link(ViewerKind.TV)) == (200, "tv")
    assert await building.get(await building.way_in()) == (200, "member Bo")
    assert await building.get() == (200, "member Bo")


async def test_a_member_who_opens_the_public_link_sees_what_the_public_sees(building):
    await building.get(await building.way_in())

    assert await building.get(await building.link(ViewerKind.PUBLIC)) == (200, "public")


@pytest.mark.parametrize("is_https", [False, True])
async def test_a_session_is_kept_where_no_script_and_no_other_site_reaches_it(building, is_https):
    asked = building.browser.get(f"{building.url}{PREFIX}{await building.way_in()}", allow_redirects=False)
    async with asked as answer:
        cookie = answer.cookies[COOKIE]

        assert answer.headers["Location"] == PREFIX
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", PREFIX)
    assert bool(cookie["secure"]) == is_https
    assert cookie["max-age"] == str(SESSION_LASTS)


async def test_everybody_who_may_not_come_in_is_told_the_same(building, clock):
    """What was revoked, has ended, was forged, tampered with or never there: no answer tells which."""
    revoked, renewed = await building.link(ViewerKind.PUBLIC), await building.link(ViewerKind.PUBLIC)
    await building.dashboards.revoke_link(ANA, ViewerKind.PUBLIC)
    tv, expired = await building.link(ViewerKind.TV), await building.way_in()
    clock.pass_(seconds=LINK_LASTS + 1)
    good = await building.way_in()
    wrong = [
        revoked,
        renewed,
        tv.replace("/tv/", "/p/"),
        f"{tv}x",
        "/p/%00%ED%A0%80%FF",
        "/p/" + "x" * 4000,
        "/p/polaris_",
        expired,
        good[:-4] + "AAAA",
        "/in/W10.aa.bb",
        good.replace("/in/", "/p/"),
        "",
    ]
    told = {await building.get(path) for path in wrong}
    told.add(await building.get(headers={"Cookie": f"{COOKIE}={good.removeprefix('/in/')}"}))
    told.add(await building.get(headers={"Cookie": f'{COOKIE}="\\355\\240\\200"; ;;=, {COOKIE}=x'}))
    await building.get(good)
    await building.dashboards.switch_off(ANA)
    told |= {await building.get(path) for path in (tv, good, "")}

    assert {status for status, _ in told} == {404}
    assert len(told) == 1


@pytest.mark.parametrize(
    "now", [replace(BO, is_deactivated=True), replace(BO, is_guest=True), replace(BO, is_external=True)]
)
async def test_whoever_left_is_out_with_the_next_page(building, now):
    assert (await building.get(await building.way_in()))[0] == 200
    await building.put(now)

    assert (await building.get())[0] == 404


async def test_a_session_ends(building, clock):
    await building.get(await building.way_in())
    clock.pass_(seconds=SESSION_LASTS + 1)

    assert (await building.get())[0] == 404


@pytest.mark.parametrize("kind", [ViewerKind.PUBLIC, ViewerKind.TV])
async def test_an_open_stream_ends_with_its_link(building, kind):
    path = await building.link(kind)
    async with building.browser.get(f"{building.url}{PREFIX}{path}/stream") as answer, asyncio.timeout(20):
        assert await answer.content.readline() == b"open\n"
        await building.dashboards.revoke_link(ANA, kind)

        assert await answer.content.read() == b""


async def test_a_members_open_stream_ends_when_they_leave(building):
    await building.get(await building.way_in())
    async with building.browser.get(f"{building.url}{PREFIX}/stream") as answer, asyncio.timeout(20):
        assert await answer.content.readline() == b"open\n"
        await building.put(replace(ANA, name="Anna"))
        assert await answer.content.readline() == b"still\n"
        await building.put(replace(BO, is_deactivated=True))

        assert await answer.content.read() == b""


async def test_nothing_that_opens_a_door_is_logged(building, caplog):
    caplog.set_level(logging.DEBUG)
    paths = [await building.way_in(), await building.link(ViewerKind.PUBLIC), "/p/polaris_wrong"]
    for path in paths:
        await building.get(path)
    jar = {cookie.value for cookie in building.browser.cookie_jar}

    told = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert len(jar) == 1
    assert not [each for each in (*paths, *jar) if each.rpartition("/")[2] in told]
