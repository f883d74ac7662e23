"""`polaris check` with several workspaces says of each whether it is in order."""

from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from bot.findings import Mark, report
from bot.looks import looks_at
from storage.database import opened


@pytest.fixture
async def place(place):
    """One of the two was uninstalled."""
    async with place.awake() as town:
        await place.installed(place.north)
        await place.installed(place.south)
        place.south.world.uninstall()
        await place.south.settled()
        await town.settled()
    return place


async def said_of(settings, **asked):
    said: list[str] = []
    sound = await report(looks_at(settings, **{"live": False, **asked}), said.append)
    return sound, said


async def test_each_workspace_is_looked_at_and_whoever_left_is_named(place):
    sound, said = await said_of(place.settings(), live=True)

    assert sound, said
    assert "ok    Northlight (T0S0000001), token: accepted by Northlight." in said
    assert "note  Southwind (T0S0000002): has left; everything of it is erased on 2026-03-30." in said
    assert any(line.startswith("note  --live") for line in said)


async def lead(place, simulator):
    async with opened(place.database_url) as database, database.ledger("T0S0000001").open() as books:
        workspace = await books.workspaces.get()
        assert workspace is not None
        await books.workspaces.put(replace(workspace, product_lead=simulator.people["ana"].id))


async def test_one_that_is_named_is_looked_at_alone_and_tried_out(place):
    await lead(place, place.north)
    sound, said = await said_of(place.settings(), live=True, workspace="T0S0000001")

    assert sound, said
    assert "ok    Northlight (T0S0000001), token: accepted by Northlight." in said
    assert any(line.startswith("ok    Northlight (T0S0000001), Web API: answered") for line in said)
    assert sum(line.startswith("ok    Northlight (T0S0000001), direct message: ") for line in said) == 2
    assert not any("Southwind" in line or "--live" in line for line in said)


async def test_one_that_nobody_knows_is_named_with_those_that_are_known(place):
    sound, said = await said_of(place.settings(), workspace="T9")

    assert not sound
    assert said[0] == "mend  T9: has not installed Polaris. Those that have: T0S0000001, T0S0000002."


async def test_a_token_of_a_lost_key_is_named(place):
    place.keys = Fernet.generate_key().decode()
    sound, said = await said_of(place.settings())

    assert not sound
    assert any(line.startswith(f"{Mark.MEND}  Northlight (T0S0000001): its token cannot") for line in said)


async def test_a_database_that_cannot_be_used_is_named(place):
    sound, said = await said_of(place.settings(POLARIS_DATABASE_URL="sqlite:////dev/null/polaris.db"))

    assert not sound
    assert said[0].startswith(f"{Mark.MEND}  POLARIS_DATABASE_URL: ")


async def test_before_anybody_came_it_says_where_to_come_in(place, tmp_path):
    url = f"sqlite:///{tmp_path / 'another.db'}"
    sound, said = await said_of(place.settings(POLARIS_DATABASE_URL=url))

    assert sound
    assert said[0] == f"note  workspaces: none yet: each installs Polaris at {place.url}/slack/install."
