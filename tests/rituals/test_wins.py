"""A win stands under the latest Monday pulse, and everybody who cheers counts once."""

from dataclasses import replace

import pytest

from rituals.commitments import NoSuchInput
from rituals.wins import NowhereToTell, Wins
from storage.records.deliveries import Delivery, DeliveryState
from tests.making import ANA, BO, MONDAY_NINE, a_team, a_win, a_workspace, an_input, joined


@pytest.fixture
async def wins(ledger, clock, ids):
    await joined(ledger, a_team(), "UANA")
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.inputs.put(an_input())
    return Wins(ledger, clock, ids)


def arrived(key, channel, ts, state=DeliveryState.SENT):
    return Delivery(key, channel, "win", "{}", MONDAY_NINE, state=state, channel=channel, ts=ts)


async def pulse(ledger, day, state=DeliveryState.SENT, channel="CALL"):
    async with ledger.open() as books:
        await books.deliveries.add(arrived(f"monday::{day}", channel, f"{day}.1", state))


async def told_win(wins, outbox):
    await wins.tell(ANA, " Bo halved the queue ", "input-merged", " more stay ")
    return (await outbox.letters())[-1]


@pytest.fixture
async def win(ledger):
    """A win of Ana's that has arrived in the company channel at 17.3."""
    async with ledger.open() as books:
        await books.wins.add(a_win(id="w1", user="UANA"))
        await books.deliveries.add(arrived("win:w1", "CALL", "17.3"))
    return "w1"


async def cheers(ledger, win):
    async with ledger.open() as books:
        return await books.wins.cheered_by(win)


async def test_a_win_goes_to_the_company_channel_with_the_name_of_its_input(wins, outbox):
    letter = await told_win(wins, outbox)

    assert (letter.to, letter.kind, letter.thread_of) == ("CALL", "win", None)
    assert (
        '"text":"Bo halved the queue","input":"Merged pull requests","meaning":"more stay"' in letter.content
    )


@pytest.mark.parametrize(
    ("days", "under"),
    [
        (["2026-03-16"], "monday::2026-03-16"),
        (["2026-03-09"], "monday::2026-03-09"),
        (["2026-03-09", "2026-03-16"], "monday::2026-03-16"),
        (["2026-03-02"], None),
        ([], None),
    ],
)
async def test_it_stands_under_the_latest_pulse(wins, ledger, outbox, days, under):
    for day in days:
        await pulse(ledger, day)

    assert (await wins.stage()).pulse == under
    assert (await told_win(wins, outbox)).thread_of == under


@pytest.mark.parametrize(
    ("state", "channel"),
    [(DeliveryState.UNKNOWN, "CALL"), (DeliveryState.REJECTED, "CALL"), (DeliveryState.SENT, "UANA")],
)
async def test_a_pulse_that_did_not_arrive_holds_no_win_back(wins, ledger, state, channel):
    await pulse(ledger, "2026-03-16", state, channel)

    assert (await wins.stage()).pulse is None


async def test_without_a_company_channel_there_is_nowhere_to_tell(wins, ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(company_channel=None))

    with pytest.raises(NowhereToTell):
        await wins.tell(ANA, "Bo halved the queue", None, "")


async def test_an_input_that_is_not_there_is_refused_and_nothing_is_kept(wins, ledger):
    with pytest.raises(NoSuchInput):
        await wins.tell(ANA, "Bo halved the queue", "never-was", "")

    async with ledger.open() as books:
        assert await books.wins.of_person("UANA") == []


async def test_each_person_counts_once_however_many_reactions(wins, ledger, win):
    for reaction in ("tada", "heart", "tada"):
        await wins.cheer(BO, "CALL", "17.3", reaction)
    await wins.cheer(replace(BO, user="UCY"), "CALL", "17.3", "tada")

    assert await cheers(ledger, win) == 2


async def test_a_cheer_lasts_until_the_last_reaction_is_taken_back(wins, ledger, win):
    for reaction in ("tada", "heart"):
        await wins.cheer(BO, "CALL", "17.3", reaction)
    await wins.uncheer(BO, "CALL", "17.3", "tada")
    assert await cheers(ledger, win) == 1
    await wins.uncheer(BO, "CALL", "17.3", "heart")

    assert await cheers(ledger, win) == 0


async def test_ones_own_reaction_and_those_elsewhere_are_not_counted(wins, ledger, win):
    await wins.cheer(ANA, "CALL", "17.3", "tada")
    await wins.cheer(BO, "CALL", "17.4", "tada")

    assert await cheers(ledger, win) == 0
