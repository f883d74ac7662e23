"""Tokens that end are renewed in time, once, and used by everything from then on; keys are renewed, too."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from shutil import copy

import pytest
from cryptography.fernet import Fernet

from bot import connections, logs
from bot.installing.exchange import Exchange
from bot.rotating import Rotation
from bot.simulator.tokens import LASTS_S
from rituals.clock import SystemClock
from rituals.installing import Welcome
from rituals.letters import Letter, post
from storage.database import opened
from storage.sealing import Seal
from tests.town import KEY, a_neighbourhood

NEW = Fernet.generate_key().decode()


@pytest.fixture
def machine():
    """What Slack's own clock says."""
    return [SystemClock().now().timestamp()]


@pytest.fixture
async def place(clock, unused_tcp_port, migrated, tmp_path, machine):
    url = f"sqlite:///{copy(migrated, tmp_path / 'polaris.db')}"
    there = a_neighbourhood(clock, unused_tcp_port, url, rotates=True, machine=lambda: machine[0])
    async with there as place:
        yield place


async def soon_over(database, workspace, hours=1):
    async with database.ledger(workspace).open() as books:
        found = await books.installations.get()
        over = SystemClock().now() + timedelta(hours=hours)
        await books.installations.put(replace(found, expires_at=over))


def renewals(workspace):
    """How often Slack was asked for the next token."""
    return [each for each in workspace.traffic if "grant_type" in each.get("request", {})]


@asynccontextmanager
async def a_process(place):
    """All that renews tokens, as one process has it."""
    settings = place.settings()
    async with connections.slack_session() as session, opened(place.database_url) as database:
        nobody = connections.client_on(session, settings, None)
        exchange = Exchange(nobody, "simulated-client", "simulated-client-secret", "")
        yield database, Rotation(database.ledger, exchange, Seal([KEY]), SystemClock())


async def test_two_who_renew_together_renew_once(clock, unused_tcp_port, migrated_url):
    async with a_neighbourhood(clock, unused_tcp_port, migrated_url, rotates=True) as place:
        async with place.awake():
            await place.installed(place.north)
        workspace = place.north.workspace.team_id
        async with a_process(place) as (database, one), a_process(place) as (_, other):
            await soon_over(database, workspace)
            installed = await database.installed()
            # SQLite's file is one process's.
            others = other if database.ledger("").is_shared else one
            await asyncio.gather(*(each.keep(installed) for each in (one, others, one, others)))
            after = (await database.installed())[workspace]

    assert len(renewals(place.north)) == 1
    assert Seal([KEY]).open(workspace, after.sealed_token) == place.north.bot_token
    assert after.expires_at > SystemClock().now() + timedelta(hours=11)


async def test_before_it_is_time_nothing_is_asked(place):
    async with place.awake() as town:
        await place.installed(place.north)
        await soon_over(town.database, place.north.workspace.team_id, hours=3)
        await town.look_round()

    assert renewals(place.north) == []


async def test_what_rituals_post_goes_out_under_the_new_token(place, machine, clock):
    workspace, ana = place.north.workspace.team_id, place.north.people["ana"]
    async with place.awake() as town:
        await place.installed(place.north)
        await town.live()
        await soon_over(town.database, workspace)
        machine[0] += LASTS_S - 60
        await town.look_round()
        machine[0] += 120
        async with town.database.ledger(workspace).open() as books:
            await post(books, Letter("news", ana.id, Welcome()), clock.now())
        await town.live()

    assert len(ana.reads(ana.dm.id)) == 2


async def test_who_was_asleep_until_it_ended_renews_it_before_the_first_call(place, machine):
    async with place.awake() as town:
        await place.installed(place.north)
        await soon_over(town.database, place.north.workspace.team_id, hours=-20)
    machine[0] += 30 * 3600
    async with place.awake() as town:
        await town.live()
        served = [each.installation.workspace_name for each in town.organisations.all()]
        found = await town.organisations.all()[0].client.auth_test()

    assert (served, found["team"]) == (["Northlight"], "Northlight")


async def test_a_refusal_is_told_and_not_repeated_for_a_while(place, caplog):
    async with place.awake() as town:
        await place.installed(place.north)
        await soon_over(town.database, place.north.workspace.team_id)
        place.north.world.tokens.revoke("token_revoked")
        place.north.world.tokens.restore()
        for _ in range(3):
            await town.look_round()

    told = [record.why for record in caplog.records if record.message == "token not renewed"]
    assert told == ["invalid_refresh_token"]
    assert len(renewals(place.north)) == 1


async def test_a_new_key_takes_over_and_the_old_one_can_go(place):
    async with place.awake():
        await place.installed(place.north)
    place.keys = f"{NEW},{KEY}"
    async with place.awake():
        pass
    place.keys = NEW
    async with place.awake() as town:
        found = await town.organisations.all()[0].client.auth_test()

    assert found["team"] == "Northlight"


async def test_with_a_lost_key_the_others_are_served_and_it_is_said_which_is_not(place, caplog):
    async with place.awake():
        await place.installed(place.north)
    place.keys = NEW
    async with place.awake() as town:
        await place.installed(place.south)
        for _ in range(3):
            await town.look_round()
        served = [each.installation.workspace_name for each in town.organisations.all()]

    told = [record for record in caplog.records if record.message.startswith("token not opened")]
    assert served == ["Southwind"]
    assert [record.workspace for record in told] == [place.north.workspace.team_id]


@pytest.fixture
def log(capsys):
    """What the real handlers write at DEBUG."""
    logs.set_up("DEBUG")
    return lambda: capsys.readouterr().err


async def test_no_token_stands_in_any_log(place, log):
    tokens = place.north.world.tokens
    secrets = ["simulated-client-secret", KEY]
    async with place.awake() as town:
        await place.installed(place.north)
        secrets.append(tokens.newest)
        await soon_over(town.database, place.north.workspace.team_id)
        await town.look_round()
        secrets.append(tokens.newest)
        secrets.append(tokens._refresh_token)
        tokens.revoke("token_revoked")
        await soon_over(town.database, place.north.workspace.team_id)
        await town.look_round()
        place.north.world.uninstall()
        await place.north.settled()
        await town.settled()
    written = log()

    assert "token renewed" in written
    assert not [secret for secret in secrets if secret in written]
