"""Whoever can mend it is told, once a day."""

from datetime import timedelta

import pytest

from rituals.alarms import Alarm, tell
from storage.records.people import pseudonym
from tests.making import MONDAY_NINE, a_delivery, a_team, a_workspace


@pytest.fixture
async def told(ledger, outbox):
    """Raise alarms, then give who was told."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(product_lead="ULEAD"))
        await books.teams.put(a_team(lead="UBO", channel="CRENDER"))

    async def tell_all(*alarms, **facts):
        async with ledger.open() as books:
            for to, why, now in alarms:
                await tell(books, a_delivery(to=to, **facts), why, now)
        return await outbox.addressees()

    return tell_all


async def test_a_teams_channel_is_its_leads_affair(told):
    assert await told(("CRENDER", "is_archived", MONDAY_NINE)) == ["UBO"]


async def test_any_other_channel_is_the_product_leads(told):
    assert await told(("CALL", "is_archived", MONDAY_NINE)) == ["ULEAD"]


async def test_where_the_lead_was_forgotten_it_is_the_product_leads(told, ledger):
    async with ledger.open() as books:
        await books.teams.put(a_team(lead=pseudonym("12ab"), channel="CRENDER"))

    assert await told(("CRENDER", "is_archived", MONDAY_NINE)) == ["ULEAD"]


async def test_where_everybody_was_forgotten_who_could_mend_it_nobody_is_told(told, ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(product_lead=pseudonym("34cd")))

    assert await told(("CALL", "is_archived", MONDAY_NINE)) == []


async def test_nobody_is_told_that_they_cannot_be_reached(told):
    assert await told(("ULEAD", "user_disabled", MONDAY_NINE)) == []


async def test_an_alarm_about_an_alarm_is_not_raised(told):
    assert await told(("UBO", "user_disabled", MONDAY_NINE), kind=Alarm.kind) == []


async def test_one_cause_is_told_once_a_day(told):
    later, tomorrow = MONDAY_NINE + timedelta(hours=1), MONDAY_NINE + timedelta(days=1)
    alarms = [("CALL", "is_archived", now) for now in (MONDAY_NINE, later, tomorrow)]

    assert len(await told(*alarms, ("CALL", "not_in_channel", MONDAY_NINE))) == 3


async def test_an_organisation_without_a_lead_is_told_nothing(ledger):
    async with ledger.open() as books:
        assert not await tell(books, a_delivery(), "is_archived", MONDAY_NINE)
