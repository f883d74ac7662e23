"""Everybody who cheers a win counts once, wherever they do it."""

from dataclasses import replace

import pytest

from rituals.win_cheers import Cheers
from storage.records.deliveries import Delivery, DeliveryState
from storage.records.digests import Digest
from tests.making import ANA, BO, MONDAY, MONDAY_NINE, a_win


def arrived(key, ts, kind="win"):
    return Delivery(key, "CALL", kind, "{}", MONDAY_NINE, state=DeliveryState.SENT, channel="CALL", ts=ts)


@pytest.fixture
async def cheers(ledger):
    """A win of Ana's at 17.3, and again in a digest at 18.1; the digest itself at 18.0."""
    async with ledger.open() as books:
        await books.wins.add(a_win(id="w1", user="UANA"))
        await books.digests.put(Digest(MONDAY))
        await books.deliveries.add(arrived("win:w1", "17.3"))
        await books.deliveries.add(arrived("digest::2026-03-16:001:win:w1", "18.1"))
        await books.deliveries.add(arrived("digest::2026-03-16", "18.0", "digest"))
    return Cheers(ledger)


@pytest.fixture
def cheered(ledger):
    async def _cheered():
        async with ledger.open() as books:
            return await books.wins.cheered_by("w1")

    return _cheered


async def test_each_person_counts_once_however_many_reactions(cheers, cheered):
    for ts, reaction in (("17.3", "tada"), ("17.3", "heart"), ("17.3", "tada"), ("18.1", "tada")):
        await cheers.cheer(BO, "CALL", ts, reaction)
    await cheers.cheer(replace(BO, user="UCY"), "CALL", "18.1", "tada")

    assert await cheered() == 2


async def test_a_cheer_lasts_until_the_last_reaction_is_taken_back(cheers, cheered):
    for ts, reaction in (("17.3", "tada"), ("17.3", "heart"), ("18.1", "tada")):
        await cheers.cheer(BO, "CALL", ts, reaction)
    await cheers.uncheer(BO, "CALL", "17.3", "tada")
    await cheers.uncheer(BO, "CALL", "17.3", "heart")
    assert await cheered() == 1
    await cheers.uncheer(BO, "CALL", "18.1", "tada")

    assert await cheered() == 0


@pytest.mark.parametrize(
    ("who", "channel", "ts"),
    [
        (ANA, "CALL", "17.3"),
        (ANA, "CALL", "18.1"),
        (BO, "CALL", "17.4"),
        (BO, "CANY", "17.3"),
        (BO, "CALL", "18.0"),
    ],
)
async def test_ones_own_reaction_and_those_elsewhere_are_not_counted(cheers, cheered, who, channel, ts):
    await cheers.cheer(who, channel, ts, "tada")

    assert await cheered() == 0


async def test_reactions_on_the_digest_itself_are_its_own(cheers, cheered, ledger):
    for who, reaction in ((ANA, "tada"), (BO, "tada"), (BO, "heart")):
        await cheers.cheer(who, "CALL", "18.0", reaction)
    await cheers.uncheer(BO, "CALL", "18.0", "tada")
    await cheers.uncheer(ANA, "CALL", "18.0", "tada")

    assert await cheered() == 0
    async with ledger.open() as books:
        assert await books.digests.cheered_by(MONDAY) == 1
