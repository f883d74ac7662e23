"""`polaris forget` erases somebody, beside a bot that goes on writing, and says what it did."""

import asyncio

import pytest

from bot.blocks.text import mention, pickable, picked
from bot.forgetting import NobodyKnown, forget
from bot.workspaces import WhichWorkspace
from rituals.audit import note
from storage.database import opened
from storage.records.people import Person, pseudonym
from tests.making import ANA, MONDAY_NINE, a_win, a_workspace

QUIRIN = Person("UQUIRIN", "Quirin", "UTC")


@pytest.fixture
async def url(migrated_url):
    async with opened(migrated_url) as database, database.ledger("T1").open() as books:
        await books.workspaces.put(a_workspace(id="T1"))
        await books.people.put(QUIRIN)
        await books.people.put(ANA)
        await books.wins.add(a_win(user=ANA.user, text="Quirin, called Rinny, did it"))
    return migrated_url


@pytest.fixture
def erased(url, clock):
    """Erases, and gives what was said."""

    async def _erase(user="UQUIRIN", workspace=None, names=()):
        said: list[str] = []
        await forget(url, workspace, user, names=names, clock=clock, say=said.append)
        return said

    return _erase


async def test_it_says_what_was_done_and_where_traces_can_be_left(erased):
    said = await erased()

    assert said[0].startswith("UQUIRIN is forgotten: ")
    assert said[-1].startswith("Backups made before still hold it")
    assert len(said) == 2


async def test_other_names_go_as_well(erased, url):
    await erased(names=["Rinny"])
    async with opened(url) as database, database.ledger("T1").open() as books:
        win = await books.wins.get("w1")

    assert win is not None
    assert win.text == "somebody, called somebody, did it"


async def test_what_is_not_known_is_said(erased):
    with pytest.raises(NobodyKnown, match="U012AB3CD"):
        await erased(user="<@UQUIRIN>")
    with pytest.raises(WhichWorkspace):
        await erased(workspace="T9")


async def test_a_bot_that_writes_meanwhile_loses_nothing(erased, url):
    async with opened(url) as database:
        ledger = database.ledger("T1")

        async def write(number):
            async with ledger.open() as books:
                await note(books, ANA.user, "x.y", f"{number}", before=None, after="z", now=MONDAY_NINE)

        async def write_on():
            for number in range(50):
                await write(number)

        said, _ = await asyncio.gather(erased(), write_on())
        async with ledger.open() as books:
            written = await books.audit.of("x.y")

    assert "is forgotten" in said[0]
    assert [change.subject for change in written] == [f"{number}" for number in range(50)]


def test_whoever_was_forgotten_is_somebody_wherever_they_are_shown():
    gone = pseudonym("12ab")

    assert mention(gone) == "somebody"
    assert mention("U1") == "<@U1>"


def test_whoever_was_forgotten_stands_in_no_field_for_people():
    gone = pseudonym("12ab")

    assert pickable([gone, "U1", None]) == ["U1"]
    assert pickable([gone]) is None
    assert (picked(gone), picked(None), picked("U1")) == (None, None, "U1")
