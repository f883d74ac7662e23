"""Two workspaces in one process: each way in leads to one of them, and shows nothing of the other."""

import asyncio
from dataclasses import replace
from datetime import date
from functools import partial
from urllib.parse import urlencode

import aiohttp
import pytest
from cryptography.fernet import Fernet
from itsdangerous import URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode
from sqlalchemy import Engine, event

from rituals.dashboard import Dashboards
from rituals.tokens import Tokens
from storage.records.dashboard import ViewerKind
from storage.records.people import Person
from tests.journeys.living import eventually
from tests.making import a_metric, a_star
from tests.town import a_browser


@pytest.fixture
async def town(place):
    """Both have a North Star, and Ana leads the product in each."""
    async with place.awake() as town:
        for workspace in (place.north, place.south):
            await place.installed(workspace)
            name, ana = workspace.workspace.team_name, workspace.people["ana"].id
            async with ledger_of(town, workspace).open() as books:
                kept = await books.workspaces.get()
                await books.workspaces.put(replace(kept, product_lead=ana))
                metric = a_metric(name=f"Merged in {name}", unit="count")
                await books.north_stars.add(a_star(metric=metric))
        yield town


def ledger_of(town, workspace):
    return next(
        each.ledger
        for each in town.organisations.all()
        if each.ledger.workspace == workspace.workspace.team_id
    )


def ana_of(workspace):
    return Person(workspace.people["ana"].id, "Ana", "UTC")


async def commitments(town, workspace):
    async with ledger_of(town, workspace).open() as books:
        return [each.text for each in await books.commitments.of_person(ana_of(workspace).user, date.min)]


async def posted(place, *, team, text, signed=True):
    """A command of Ana's, as Slack would post it, but for the workspace it says it is from."""
    north = place.north
    body = urlencode(
        {
            "command": "/commit",
            "text": text,
            "team_id": team,
            "user_id": north.people["ana"].id,
            "channel_id": north.workspace.channel("general").id,
            "response_url": f"{north.url}/response/none",
            "trigger_id": "1.2.3",
            "api_app_id": north.workspace.app_id,
        }
    )
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if signed:
        headers |= north.world.http.signature(body)
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{place.url}/slack/events", data=body, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def test_a_request_reaches_the_workspace_it_names_and_no_other(place, town):
    status, told = await posted(place, team=place.south.workspace.team_id, text="look into the neighbour's")

    assert status == 200
    assert "look into" in told
    assert await commitments(town, place.north) == []
    assert await commitments(town, place.south) == ["look into the neighbour's"]


@pytest.mark.parametrize("team", ["T404", "", "../T0S0000001", "T0S0000001 "])
async def test_a_workspace_that_nobody_knows_reaches_nobody(place, town, team):
    status, told = await posted(place, team=team, text="look")

    assert (status, "not installed in this workspace" in told) == (200, True)
    assert await commitments(town, place.north) == await commitments(town, place.south) == []


async def test_whether_it_is_installed_in_a_workspace_nobody_knows_is_asked_once(place, town):
    asked = []

    def hear(_connection, _cursor, statement, values, _context, _many):
        if "T404" in values:
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        await posted(place, team="T404", text="look")
    finally:
        event.remove(Engine, "before_cursor_execute", hear)

    assert len(asked) == 1


async def test_whoever_types_where_it_is_installed_and_not_served_just_now_gets_their_words_back(place):
    async with place.awake():
        await place.installed(place.north)
    place.keys = Fernet.generate_key().decode()  # with the old one lost, its token is not opened
    async with place.awake():
        status, told = await posted(place, team=place.north.workspace.team_id, text="look into it")

    assert status == 200
    assert "not at work here just now" in told
    assert "look into it" in told


async def test_whoever_comes_while_it_stops_is_answered_at_once(place, monkeypatch):
    monkeypatch.setattr("bot.afterwards._FAREWELL", 60)
    may_end = asyncio.Event()

    async def has_let_go(organisations):
        return not organisations.all()

    async def typed_meanwhile(organisations):
        await eventually(partial(has_let_go, organisations))
        try:
            async with asyncio.timeout(30):
                return await posted(place, team=place.north.workspace.team_id, text="look into it")
        finally:
            may_end.set()

    async with place.awake() as town:
        await place.installed(place.north)
        town.organisations.all()[0].door.after(None, may_end.wait())
        answer = asyncio.create_task(typed_meanwhile(town.organisations))
    _, told = await answer

    assert "not at work here just now" in told


async def test_what_slack_did_not_sign_reaches_nobody(place, town):
    status, _ = await posted(place, team=place.south.workspace.team_id, text="look", signed=False)

    assert status == 401
    assert await commitments(town, place.south) == []


async def test_slack_is_never_asked_whose_a_token_is(place, town):
    before = len([each for each in place.north.traffic if each["name"] == "auth.test"])
    for _ in range(3):
        await place.north.people["ana"].runs("/commit list", "general")

    assert len([each for each in place.north.traffic if each["name"] == "auth.test"]) == before


async def test_a_programs_token_opens_the_books_of_the_workspace_that_gave_it(place, town, clock):
    _, secret = await Tokens(ledger_of(town, place.north), clock).create("billing")
    asked = f"{place.url}/api/v1/readings"
    bearer = {"Authorization": f"Bearer {secret}"}
    reading = {"metric": "merged", "period_start": "2026-03-09", "value": 7}
    async with aiohttp.ClientSession(headers=bearer) as program:
        async with program.post(asked, json=reading) as answer:
            assert answer.status == 200, await answer.text()
        async with program.get(asked, params={"metric": "merged"}) as answer:
            name = (await answer.json())["name"]
        async with ledger_of(town, place.south).open() as books:
            theirs = await books.readings.of_metric("merged")

    assert name == "Merged in Northlight"
    assert theirs == []


async def test_a_program_without_a_token_opens_none(place, town):
    asked = f"{place.url}/api/v1/readings?metric=merged"
    async with (
        aiohttp.ClientSession(headers={"Authorization": "Bearer polaris_x"}) as program,
        program.get(asked) as answer,
    ):
        assert answer.status == 401


async def seen(place, path, session=None):
    async with session or a_browser() as browser, browser.get(f"{place.url}/d{path}") as answer:
        return answer.status, await answer.text()


async def test_a_shared_link_opens_the_dashboard_of_the_workspace_that_made_it(place, town, clock):
    shown = {}
    for workspace in (place.north, place.south):
        dashboards = Dashboards(ledger_of(town, workspace), clock)
        await dashboards.switch_on(ana_of(workspace))
        secret = await dashboards.make_link(ana_of(workspace), ViewerKind.PUBLIC)
        shown[workspace.workspace.team_name] = await seen(place, f"/p/{secret}")
    nowhere = await seen(place, "/p/polaris_nothing")

    for name, other in (("Northlight", "Southwind"), ("Southwind", "Northlight")):
        status, page = shown[name]
        assert status == 200
        assert f"Merged in {name}" in page
        assert other not in page
    assert nowhere[0] == 404


async def test_a_member_comes_into_their_own(place, town, clock):
    for workspace in (place.north, place.south):
        await Dashboards(ledger_of(town, workspace), clock).switch_on(ana_of(workspace))
    south = next(each for each in town.organisations.all() if each.ledger is ledger_of(town, place.south))
    link = await south.entrance.link_for(ana_of(place.south))
    status, page = await seen(place, f"/in/{link}")
    without = await seen(place, "")

    assert (status, "Merged in Southwind" in page) == (200, True)
    assert without[0] == 404


@pytest.mark.parametrize(
    "payload", [b'["T\\u0000","U1"]', b'["T\\ud800","U1"]', b'["\\n","U1"]', b"[[[[", b"!", b"A" * 5]
)
async def test_a_session_that_somebody_made_up_is_nobodys(place, town, payload):
    """Also one that is signed, with a key that anybody can guess."""
    encoded = base64_encode(payload)
    signed = URLSafeTimedSerializer("").make_signer("itsdangerous").sign(encoded).decode()
    spoilt = URLSafeTimedSerializer("").make_signer("itsdangerous").sign(b"A").decode()
    told = [await seen(place, f"/in/{each}") for each in (f"{encoded.decode()}.x.y", signed, spoilt)]

    assert {status for status, _ in told} == {404}


async def test_health_and_figures_are_of_all_of_them(place, town):
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{place.url}/health/ready") as answer:
            ready = answer.status
        async with session.get(f"{place.url}/metrics") as answer:
            figures = await answer.text()

    assert ready == 200
    assert "polaris_queue_depth" in figures
    assert "nan" not in figures.lower()
