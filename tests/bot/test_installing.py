"""A workspace installs Polaris by itself, is served at once, and sees nothing of its neighbour."""

import asyncio
from dataclasses import replace
from functools import partial
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.installing.routes import COOKIE
from bot.simulator.refusal import SlackError
from bot.simulator.web_api import auth
from bot.simulator.web_api.method import METHODS
from storage.engine import open_engine
from tests.everywhere import everything
from tests.town import a_browser, a_neighbourhood


@pytest.fixture
async def town(place):
    async with place.awake() as town:
        yield town


def dms(workspace, who="ana"):
    reader = workspace.people[who]
    return reader.reads(reader.dm.id)


async def test_whoever_installs_it_is_welcomed_and_served(clock, unused_tcp_port, migrated_url):
    async with a_neighbourhood(clock, unused_tcp_port, migrated_url) as place, place.awake():
        for workspace in (place.north, place.south):
            await place.installed(workspace)
        for workspace in (place.north, place.south):
            await workspace.until(partial(dms, workspace), timeout_s=20)
        await place.north.people["ana"].runs("/commit review two pull requests", "general")

        assert "Thank you for installing Polaris" in dms(place.north)[0]
        assert "review two pull requests" in place.north.people["ana"].reads("general")[-1]


async def test_each_workspace_has_its_own(place, town):
    for workspace in (place.north, place.south):
        await place.installed(workspace)
    await place.north.people["ana"].runs("/commit review two pull requests", "general")
    await place.south.people["ana"].runs("/commit list", "general")

    assert place.north.people["ana"].id == place.south.people["ana"].id
    assert "review" not in place.south.people["ana"].reads("general")[-1]


async def test_it_is_served_again_after_a_restart(place):
    async with place.awake():
        await place.installed(place.south)
    async with place.awake():
        await place.south.people["ana"].runs("/commit help", "general")

    assert "/commit" in place.south.people["ana"].reads("general")[-1]


async def test_where_it_is_not_installed_it_says_where_it_can_be(place, town):
    await place.installed(place.north)
    await place.south.people["ana"].runs("/commit help", "general")

    assert f"{place.url}/slack/install" in place.south.people["ana"].reads("general")[-1]


async def test_a_state_holds_once(place, town):
    async with a_browser() as session:
        back = await place.consents(place.north, session)
        state = parse_qs(urlsplit(back).query)["state"][0]
        first = await place.goes(session, back)
        again = await place.goes(session, back, **{COOKIE: state})

    assert (first.status, again.status) == (200, 400)
    assert "This way has ended" in again.page


async def test_a_way_that_another_browser_began_ends_nowhere(place, town):
    async with a_browser() as victim, a_browser() as attacker:
        back = await place.consents(place.north, attacker)
        without = await place.goes(victim, back)
        await place.consents(place.north, victim)
        with_their_own = await place.goes(victim, back)

    assert (without.status, with_their_own.status) == (400, 400)
    assert town.organisations.all() == []


async def test_who_says_no_has_installed_nothing(place, town):
    async with a_browser() as session:
        done = await place.visits(place.north, session, decide="cancel")

    assert "Nothing was installed" in done.page
    assert town.organisations.all() == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("code=", "invalid_code"),
        ("state=", "did not begin here"),
    ],
)
async def test_what_was_tampered_with_is_refused(place, town, change, told):
    async with a_browser() as session:
        back = await place.consents(place.north, session)
        spoilt = back.replace(change, f"{change}x")
        done = await place.goes(session, spoilt)

    assert done.status == 400
    assert told in done.page


async def test_without_a_scope_that_is_needed_nothing_is_installed(place, town):
    world = place.north.world
    world.granted = world.granted - {"chat:write"}
    async with a_browser() as session:
        done = await place.visits(place.north, session)

    assert "cannot work without: chat:write" in done.page
    assert town.organisations.all() == []


@pytest.fixture
def grid(monkeypatch):
    """Somebody installs it for all of their organisation."""
    shape = auth._token
    monkeypatch.setattr(
        auth,
        "_token",
        lambda call, pair: (
            shape(call, pair) | {"enterprise": {"id": "E1", "name": "All"}, "is_enterprise_install": True}
        ),
    )


async def test_a_whole_grid_organisation_is_turned_away_also_where_its_token_stays(place, town, grid):
    place.north.faults.add("drop_before_accept", "auth.revoke")
    async with a_browser() as session:
        done = await place.visits(place.north, session)

    assert (done.status, "One workspace at a time" in done.page) == (400, True)


async def test_a_whole_grid_organisation_is_turned_away_and_its_token_given_back(place, town, grid):
    async with a_browser() as session:
        done = await place.visits(place.north, session)

    assert (done.status, "One workspace at a time" in done.page) == (400, True)
    assert town.organisations.all() == []
    with pytest.raises(SlackError, match="token_revoked"):
        place.north.world.token(place.north.bot_token)


@pytest.mark.parametrize("method", ["oauth.v2.access", "auth.test"])
@pytest.mark.parametrize("fault", ["503", "drop_before_accept", "bad_json"])
async def test_slacks_silence_is_told(place, town, fault, method):
    place.north.faults.add(fault, method)
    async with a_browser() as session:
        done = await place.visits(place.north, session)

    assert (done.status, "Slack did not answer" in done.page) == (502, True)
    assert town.organisations.all() == []


@pytest.mark.parametrize(
    "other",
    [{"team_id": "TOTHER"}, {"user_id": "UOTHER"}, {"app_id": "AOTHER"}],
    ids=lambda other: next(iter(other)),
)
async def test_a_token_that_is_of_something_else_than_was_agreed_to_is_refused(
    place, town, monkeypatch, other
):
    told = METHODS["auth.test"]

    async def contradicts(call):
        return await told.run(call) | other

    monkeypatch.setitem(METHODS, "auth.test", replace(told, run=contradicts))
    async with a_browser() as session:
        done = await place.visits(place.north, session)

    assert (done.status, "Slack contradicts itself" in done.page) == (502, True)
    assert await town.database.installed() == {}
    assert await town.database.workspaces() == []


async def kept(place):
    """How many ways in are kept."""
    engine = open_engine(place.database_url)
    found = (await everything(engine, ""))["oauth_states"]
    await engine.dispose()
    return len(found)


async def test_thousands_who_begin_and_never_end_keep_nobody_from_ending(place, town):
    async with a_browser() as person, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as anybody:
        back = await place.consents(place.north, person)
        for _ in range(20):
            await asyncio.gather(*(begins_and_never_ends(place, anybody) for _ in range(100)))
        meanwhile = await kept(place)
        done = await place.goes(person, back)

    assert (meanwhile, done.status, await kept(place)) == (0, 200, 1)


async def begins_and_never_ends(place, session):
    async with session.get(f"{place.url}/slack/install/begin", allow_redirects=False) as sent:
        assert sent.status == 303


async def test_a_state_that_slack_was_never_asked_with_leaves_nothing(place, town):
    async with a_browser() as session:
        back = await place.consents(place.north, session)
        await place.goes(session, back.replace("code=", "code=x"))

    assert await kept(place) == 0


async def test_the_cookie_goes_nowhere_else(place, town):
    async with a_browser() as session:
        await place.consents(place.north, session)
        cookie = next(each for each in session.cookie_jar if each.key == COOKIE)

    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/slack")


@pytest.mark.parametrize(("url", "is_secure"), [("https://polaris.example.com", True), (None, False)])
async def test_where_browsers_come_encrypted_the_cookie_travels_in_no_other_way(place, url, is_secure):
    begin = f"{place.url}/slack/install/begin"
    async with (
        place.awake(**({"POLARIS_URL": url} if url else {})),
        a_browser() as session,
        session.get(begin, allow_redirects=False) as sent,
    ):
        cookie = sent.cookies[COOKIE]

    assert bool(cookie["secure"]) is is_secure
