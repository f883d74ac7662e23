"""A workspace that uninstalls Polaris is let go at once, and erased in time, however Slack tells of it."""

import json
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text, update

from rituals.installing import Welcome
from rituals.letters import Letter, post
from storage.engine import open_engine
from storage.tables import whole
from storage.tables.installations import installations
from tests.filling import fill
from tests.town import a_neighbourhood

EVENTS = ("tokens_revoked", "app_uninstalled")


@pytest.fixture
async def town(place):
    async with place.awake() as town:
        await place.installed(place.north)
        await place.installed(place.south)
        yield town


async def tell(town, workspace, kind):
    """Slack tells of it, whatever is true."""
    facts = {"user": workspace.workspace.bot.id} if kind == "tokens_revoked" else {}
    workspace.workspace.announce(kind, **facts)
    await workspace.settled()
    await town.settled()


async def sent(place, **body):
    """Whatever is signed as Slack signs; gives the status of the answer."""
    north, sent_body = place.north, json.dumps({"type": "event_callback", "event_id": "EvX", **body})
    headers = {"Content-Type": "application/json"} | north.world.http.signature(sent_body)
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{place.url}/slack/events", data=sent_body, headers=headers) as answer,
    ):
        return answer.status


async def uninstall(town, workspace):
    workspace.world.uninstall()
    await workspace.settled()
    await town.settled()


def served(town):
    return [each.installation.workspace_name for each in town.organisations.all()]


async def of(town, workspace):
    async with town.database.ledger(workspace.workspace.team_id).open() as books:
        return await books.installations.get()


@pytest.mark.parametrize("order", [EVENTS, EVENTS[::-1], EVENTS[:1], EVENTS[1:], EVENTS * 2])
async def test_in_whatever_order_slack_tells_it_the_token_goes_at_once(place, town, order):
    place.north.world.tokens.revoke("account_inactive")
    for kind in order:
        await tell(town, place.north, kind)
    left = await of(town, place.north)

    assert left is not None
    assert (left.sealed_token, left.sealed_refresh_token) == (None, None)
    assert left.erase_at == left.uninstalled_at + timedelta(days=14)
    assert served(town) == ["Southwind"]


def raw(place):
    """What the files of the database hold."""
    file = Path(place.database_url.removeprefix("sqlite:///"))
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))


async def test_no_file_of_the_database_holds_the_token_from_then_on(place, town):
    sealed = (await of(town, place.north)).sealed_token.encode()
    before = sealed in raw(place)
    await uninstall(town, place.north)

    assert before
    assert sealed not in raw(place)


async def test_after_its_time_no_file_of_the_database_holds_a_trace_of_it(place, town, clock):
    promise = "review two pull requests"
    await place.north.people["ana"].runs(f"/commit {promise}", "general")
    before = promise.encode() in raw(place)
    await uninstall(town, place.north)
    clock.pass_(days=15)
    await town.look_round()
    left = raw(place)

    assert before
    assert [
        trace for trace in (promise, place.north.workspace.team_id, "Northlight") if trace.encode() in left
    ] == []


@pytest.mark.parametrize("when", [None, "soon", "٣x", [], {}, -(10**20), 10**20, 0])
async def test_a_farewell_of_no_moment_ends_nothing(place, town, when):
    team = place.north.workspace.team_id
    status = await sent(place, team_id=team, event={"type": "app_uninstalled"}, event_time=when)
    await town.settled()

    assert status == 200
    assert served(town) == ["Northlight", "Southwind"]


async def test_a_farewell_that_names_two_workspaces_ends_neither(place, town):
    status = await sent(
        place,
        team_id=place.north.workspace.team_id,
        authorizations=[{"team_id": place.south.workspace.team_id}],
        event={"type": "app_uninstalled"},
        event_time=int(place.north.world.clock.seconds()) + 60,
    )
    await town.settled()

    assert status == 200
    assert served(town) == ["Northlight", "Southwind"]


@pytest.mark.parametrize("team", [{"id": "T1"}, ["T1"], 7, "T\0", "T\ud800", "T" * 10_000])
@pytest.mark.parametrize("kind", ["app_uninstalled", "message"])
async def test_what_is_no_id_of_a_workspace_is_nobodys(place, town, team, kind):
    status = await sent(place, authorizations=[{"team_id": team}], event={"type": kind})

    assert status in {200, 400}
    assert served(town) == ["Northlight", "Southwind"]


@pytest.fixture
async def unserved(place):
    """Northlight has installed it, and the key that its token was sealed with is lost."""
    async with place.awake():
        await place.installed(place.north)
    place.keys = Fernet.generate_key().decode()
    async with place.awake():
        yield


@pytest.mark.parametrize(
    "said",
    [
        {"event": {"type": "reaction_added", "user": "U1"}},
        {"type": "view_submission", "view": {"type": "modal"}},
        {"type": "block_actions", "actions": [{"action_id": "commit.done"}]},
    ],
    ids=["event", "form", "press"],
)
async def test_where_it_is_installed_and_not_served_just_now_slack_does_not_hear_that_all_is_well(
    place, unserved, said
):
    teams = place.north.workspace.team_id, place.south.workspace.team_id

    assert [await sent(place, team_id=each, **said) for each in teams] == [503, 200]


async def test_a_token_of_somebody_elses_that_was_revoked_ends_nothing(place, town):
    await tell(town, place.north, "tokens_revoked")

    assert (await of(town, place.north)).stands
    assert served(town) == ["Northlight", "Southwind"]


@pytest.mark.parametrize("reason", ["account_inactive", "token_revoked"])
async def test_where_no_event_ever_came_the_next_call_finds_out(place, town, clock, reason):
    place.north.world.tokens.revoke(reason)
    async with town.database.ledger(place.north.workspace.team_id).open() as books:
        await post(books, Letter("news", place.north.people["ana"].id, Welcome()), clock.now())
    await town.live()
    await town.settled()

    assert served(town) == ["Southwind"]
    assert not (await of(town, place.north)).stands


async def test_what_happened_before_it_was_installed_again_ends_nothing(place, town, clock):
    await uninstall(town, place.north)
    earlier = place.north.world.clock.seconds()
    place.north.world.clock.pass_(minutes=5)
    clock.pass_(minutes=5)
    await place.installed(place.north)
    place.north.world.clock.offset -= 300
    assert place.north.world.clock.seconds() < earlier + 60
    for kind in EVENTS:
        await tell(town, place.north, kind)
    await place.north.people["ana"].runs("/commit help", "general")

    assert (await of(town, place.north)).stands
    assert "/commit" in place.north.people["ana"].reads("general")[-1]


async def test_installed_again_in_time_everything_is_still_there(place, town, clock):
    await place.north.people["ana"].runs("/commit review two pull requests", "general")
    await uninstall(town, place.north)
    clock.pass_(days=13)
    await town.look_round()
    await place.installed(place.north)
    await place.north.people["ana"].runs("/commit list", "general")
    clock.pass_(days=2)
    await town.look_round()

    assert "review two pull requests" in place.north.people["ana"].reads("general")[-1]
    assert (await of(town, place.north)).erase_at is None


@pytest.fixture
async def stuck(place):
    """The database erases nothing."""
    engine = open_engine(place.database_url)
    async with engine.begin() as connection:
        refusal = "SELECT RAISE(ABORT, 'stuck')"
        await connection.execute(
            text(f"CREATE TRIGGER stuck BEFORE DELETE ON installations BEGIN {refusal}; END")
        )
    yield
    async with engine.begin() as connection:
        await connection.execute(text("DROP TRIGGER stuck"))
    await engine.dispose()


async def test_one_that_cannot_be_erased_keeps_nobody_else_from_being_served(place, clock, stuck, caplog):
    async with place.awake() as town:
        await place.installed(place.north)
        await place.installed(place.south)
        await uninstall(town, place.north)
    clock.pass_(days=15)
    async with place.awake() as town:
        await town.look_round()
        there = served(town)

    assert there == ["Southwind"]
    assert "workspace not erased" in caplog.messages


async def rows(engine, workspace):
    """How many rows of a workspace each table has."""
    async with engine.connect() as connection:
        return {
            table.name: len(
                (await connection.execute(select(table).where(table.c.workspace == workspace))).all()
            )
            for table in whole().sorted_tables
        }


async def test_after_its_time_every_table_is_without_it_and_another_has_all_of_its_own(
    clock, unused_tcp_port, migrated_url
):
    engine = open_engine(migrated_url)
    for workspace in ("TGONE", "TSTAYS"):
        await fill(engine, workspace)
    long_ago = clock.now() - timedelta(days=1)
    async with engine.begin() as connection:
        for workspace, values in {
            "TGONE": {"scopes": [], "sealed_token": None, "erase_at": long_ago},
            "TSTAYS": {"scopes": [], "sealed_token": "of a lost key", "erase_at": None},
        }.items():
            mine = update(installations).where(installations.c.workspace == workspace)
            await connection.execute(mine.values(**values))
    before = await rows(engine, "TSTAYS")
    async with a_neighbourhood(clock, unused_tcp_port, migrated_url) as place, place.awake():
        gone, stays = await rows(engine, "TGONE"), await rows(engine, "TSTAYS")
    await engine.dispose()

    assert set(gone.values()) == {0}
    assert stays == before
    assert min(before.values()) > 0
