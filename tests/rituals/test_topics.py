"""The number in the topic of the channels the product lead chose, and of none before that."""

import pytest

from rituals.audit import Audits
from rituals.north_star import NoNorthStar
from rituals.rights import NotTheProductLead
from rituals.topics import AT_MOST, TooManyChannels, Topics
from storage.records.pauses import Shutdown
from tests.making import ANA, BO, a_star, a_workspace


@pytest.fixture
async def topics(ledger, clock):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.north_stars.add(a_star())
    return Topics(ledger, clock)


async def channels(topics):
    return [each.channel for each in (await topics.board()).channels]


async def test_before_anybody_chose_it_is_told_nowhere_and_the_company_channel_is_offered(topics):
    board = await topics.board()

    assert (board.channels, board.offered) == ([], ["CALL"])


async def test_the_product_lead_chooses_others_or_none(topics, ledger):
    await topics.choose(ANA, ["CRENDER", "CDOCS"])
    assert await channels(topics) == ["CDOCS", "CRENDER"]
    await topics.choose(ANA, [])

    assert await channels(topics) == []
    newest, first = (await Audits(ledger).page(ANA)).changes
    assert (first.before, first.after) == ({}, {"channels": "CDOCS, CRENDER"})
    assert (newest.after, (await topics.board()).offered) == ({}, [])


async def test_what_was_set_is_known_and_what_was_refused_is_tried_again_when_chosen_anew(topics):
    await topics.told("CALL", "North Star: 27", refused="not_in_channel")
    (topic,) = (await topics.board()).channels
    assert (topic.words, topic.refused) == ("North Star: 27", "not_in_channel")
    await topics.choose(ANA, ["CALL"])

    (topic,) = (await topics.board()).channels
    assert (topic.words, topic.refused) == (None, None)


async def test_only_the_product_lead_chooses_and_not_too_many(topics):
    with pytest.raises(NotTheProductLead):
        await topics.choose(BO, [])
    with pytest.raises(NotTheProductLead):
        await topics.may_choose(BO)
    with pytest.raises(TooManyChannels):
        await topics.choose(ANA, [f"C{n}" for n in range(AT_MOST + 1)])


async def test_in_a_shutdown_nothing_is_told(topics, ledger, clock):
    today = clock.now().date()
    async with ledger.open() as books:
        await books.shutdowns.put(Shutdown(today, today, ANA.user))

    assert await topics.board() is None


async def test_without_a_star_nothing_is_told(ledger, clock):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())

    assert await Topics(ledger, clock).board() is None
    with pytest.raises(NoNorthStar):
        await Topics(ledger, clock).may_choose(ANA)
