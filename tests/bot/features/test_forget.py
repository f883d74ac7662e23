"""Whoever presses "Forget me" is erased while the bot runs, and is new when they come back."""

import pytest

from rituals.ids import random_id
from rituals.returning import Returning
from tests.making import MONDAY_NINE, a_win
from tests.reading import reads


@pytest.fixture
def traces(polaris, tmp_path):
    """Where in the files of the database somebody still stands."""

    def _find(someone):
        files = sorted(tmp_path.glob("polaris.db*"))
        return [file.name for file in files if someone.id.encode() in file.read_bytes()]

    return _find


@pytest.fixture
def forgets(polaris, simulator):
    async def _forget(someone):
        await someone.opens_home()
        await simulator.settled()
        await polaris.door.settled()
        await someone.clicks("Settings")
        await polaris.door.settled()
        await someone.clicks("Forget me …")
        await polaris.door.settled()

    return _forget


@pytest.fixture
async def busy_bo(team, bo, ana, polaris, delivered):
    """Bo leads a team, has promised something, and is named in a win of Ana's."""
    async with polaris.ledger.open() as books:
        await books.wins.add(
            a_win(user=ana.id, text=f"<@{bo.id}> mended it, thanks Lindqvist!", people=(bo.id,))
        )
    await bo.runs("/commit mend the renderer before Friday")
    await bo.runs("/nsm me")
    await delivered()
    await bo.closes()
    return bo


async def test_no_trace_is_left_in_the_files_of_the_database(busy_bo, forgets, traces, delivered):
    before = traces(busy_bo)
    await forgets(busy_bo)

    assert before
    assert "You are forgotten" in reads(busy_bo.modal)
    assert traces(busy_bo) == []


async def test_no_word_they_wrote_for_themselves_is_left_either(busy_bo, forgets, polaris, tmp_path):
    await Returning(polaris.ledger, polaris.clock, random_id).keep(busy_bo.id, ">an astray letter")
    await polaris.live()
    async with polaris.ledger.open() as books:
        await books.drafts.put(busy_bo.id, "commit.new", "V1", {"text": "half a thought"}, MONDAY_NINE)
    await forgets(busy_bo)
    raw = b"".join(file.read_bytes() for file in tmp_path.glob("polaris.db*"))

    assert b"Ana" in raw
    words = (b"mend the renderer", b"astray", b"half a thought", b"Lindqvist", b"lindqvist")
    assert [word for word in words if word in raw] == []


async def test_the_daily_look_at_everybody_does_not_bring_them_back(busy_bo, forgets, traces, polaris, clock):
    await forgets(busy_bo)
    clock.pass_(days=2)
    await polaris.live()

    assert traces(busy_bo) == []


async def test_whoever_uses_it_again_is_new(busy_bo, forgets, polaris):
    await forgets(busy_bo)
    await busy_bo.runs("/nsm roles")
    await polaris.door.settled()
    async with polaris.ledger.open() as books:
        known = await books.people.get(busy_bo.id)
        promised = await books.commitments.ever_made_by(busy_bo.id)

    assert known is not None
    assert known.name == "Bo Lindqvist"
    assert not promised


async def test_the_product_lead_is_asked_who_leads_their_team_now(busy_bo, ana, forgets, delivered):
    await forgets(busy_bo)
    await delivered()

    assert "somebody" in ana.reads(ana.dm.id)[-1]
    assert "led *Engine*" in ana.reads(ana.dm.id)[-1]


async def test_a_win_stands_without_them(busy_bo, ana, forgets, polaris):
    await forgets(busy_bo)
    async with polaris.ledger.open() as books:
        win = await books.wins.get("w1")

    assert win is not None
    assert win.text == "somebody mended it, thanks somebody!"
    assert win.people[0].startswith("gone-")
