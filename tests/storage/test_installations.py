"""Where Polaris is installed: a row for each workspace, tokens sealed; a state holds once, for a while."""

from dataclasses import replace
from datetime import timedelta

from cryptography.fernet import Fernet

from storage.database import opened
from storage.sealing import Seal
from tests.making import MONDAY_NINE, an_installation

LATER = MONDAY_NINE + timedelta(minutes=10)


async def test_an_installation_is_kept_as_it_is_and_the_next_takes_its_place(ledger):
    first = an_installation(sealed_refresh_token="r", expires_at=LATER)
    second = replace(first, sealed_token=None, uninstalled_at=LATER, erase_at=LATER)
    async with ledger.open() as books:
        await books.installations.put(first)

        assert await books.installations.get() == first
        assert first.stands
    async with ledger.open() as books:
        await books.installations.put(second)

        assert await books.installations.hold() == second
        assert not second.stands


async def test_all_of_them_are_told_by_their_workspace(migrated_url):
    async with opened(migrated_url) as database:
        for workspace in ("T1", "T2"):
            async with database.ledger(workspace).open() as books:
                await books.installations.put(an_installation(name=workspace))
        found = await database.installed()

    assert {workspace: each.name for workspace, each in found.items()} == {"T1": "T1", "T2": "T2"}


async def test_a_workspace_sees_its_own_alone(migrated_url):
    async with opened(migrated_url) as database:
        async with database.ledger("T1").open() as books:
            await books.installations.put(an_installation())
        async with database.ledger("T2").open() as books:
            assert await books.installations.get() is None


async def test_a_token_as_long_as_slack_makes_them_is_kept_and_the_file_holds_none_of_it(tmp_path):
    token, file = "xoxb-" + "7a" * 125, tmp_path / "polaris.db"
    seal = Seal([Fernet.generate_key().decode()])
    async with opened(f"sqlite:///{file}") as database:
        async with database.ledger("T1").open() as books:
            await books.installations.put(an_installation(sealed_token=seal.seal("T1", token)))
        async with database.ledger("T1").open() as books:
            found = await books.installations.get()
        raw = b"".join(each.read_bytes() for each in tmp_path.glob("polaris.db*"))

    assert found is not None
    assert found.sealed_token is not None
    assert seal.open("T1", found.sealed_token) == token
    assert found.sealed_token.encode() in raw
    assert b"xoxb" not in raw
    assert b"7a7a" not in raw


async def test_a_state_is_used_once_and_remembered_for_a_while(ledger):
    async with ledger.open() as books:
        first, again = [await books.oauth_states.use("d1", LATER) for _ in range(2)]
        await books.oauth_states.forget(MONDAY_NINE)
        then = await books.oauth_states.is_used("d1")
        await books.oauth_states.forget(LATER)
        in_the_end = await books.oauth_states.is_used("d1")

    assert (first, again) == (True, False)
    assert (then, in_the_end) == (True, False)
