"""A shutdown: nothing is kept, and one note before and one after say so."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from rituals import pauses
from rituals.agenda import Agenda
from rituals.pauses import BackBeforeStart, OverAlready, Pauses, TooFarAhead, TooLongAway
from rituals.rights import NotTheProductLead
from rituals.ritual import Ritual
from storage.records.appointments import OccurrenceState
from storage.records.pauses import Shutdown
from tests.making import ANA, BO, a_team, a_workspace

FIRST, LAST = date(2026, 3, 23), date(2026, 3, 29)


@pytest.fixture
async def company(ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
    return ledger


@pytest.fixture
def shutdowns(company, clock):
    return Pauses(company, clock)


async def told(ledger, *moments):
    """What is said in the company channel at these moments, as key and moment."""
    said: dict[str, datetime] = {}
    for now in moments:
        async with ledger.open() as books:
            await pauses.announce(books, now)
            for row in await books.deliveries.in_state("pending"):
                said.setdefault(row.key.rpartition(":")[2], now)
    return said


async def test_one_note_on_the_working_day_before_and_one_on_the_day_after(shutdowns, company):
    await shutdowns.shut_down(ANA, FIRST, LAST)
    start = datetime(2026, 3, 18, tzinfo=UTC)
    said = await told(company, *(start + timedelta(hours=n) for n in range(24 * 16)))

    assert said == {
        "before": datetime(2026, 3, 20, 9, tzinfo=UTC),
        "after": datetime(2026, 3, 30, 9, tzinfo=UTC),
    }


async def test_one_set_at_short_notice_is_told_at_once(shutdowns, company, clock):
    clock.set_to(datetime(2026, 3, 24, 11, tzinfo=UTC))
    await shutdowns.shut_down(ANA, FIRST, LAST)

    assert await told(company, clock.now()) == {"before": clock.now()}


async def test_one_that_goes_on_as_another_is_not_over(shutdowns, company):
    await shutdowns.shut_down(ANA, FIRST, LAST)
    await shutdowns.shut_down(ANA, LAST + timedelta(days=1), LAST + timedelta(days=5))

    assert "after" not in await told(company, datetime(2026, 3, 30, 9, tzinfo=UTC))


async def test_called_off_after_it_was_announced_everybody_is_told(shutdowns, company, clock):
    clock.set_to(datetime(2026, 3, 20, 10, tzinfo=UTC))
    await shutdowns.shut_down(ANA, FIRST, LAST)
    await told(company, clock.now())
    await shutdowns.call_off(ANA, FIRST)
    await shutdowns.call_off(ANA, FIRST)

    assert set(await told(company, clock.now())) == {"before", "after"}


async def test_one_that_is_called_off_is_forgotten(shutdowns, company):
    await shutdowns.shut_down(ANA, FIRST, LAST)
    await shutdowns.call_off(ANA, FIRST)

    assert await told(company, datetime(2026, 3, 20, 10, tzinfo=UTC)) == {}
    assert await shutdowns.may_plan(ANA) == []


async def test_calling_off_twice_is_written_down_once(shutdowns, company):
    await shutdowns.shut_down(ANA, FIRST, LAST)
    for _ in range(2):
        await shutdowns.call_off(ANA, FIRST)

    async with company.open() as books:
        assert [each.what for each in await books.audit.of("shutdown.called_off")] == ["shutdown.called_off"]


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        (LAST, FIRST, BackBeforeStart),
        (FIRST, FIRST.replace(year=2027), TooLongAway),
        (date(2026, 3, 2), date(2026, 3, 6), OverAlready),
        (date.max, date.max, TooFarAhead),
    ],
)
async def test_odd_dates_are_refused(shutdowns, first, last, refusal):
    with pytest.raises(refusal):
        await shutdowns.shut_down(ANA, first, last)


@pytest.mark.parametrize("day", [date.min, date.max])
async def test_one_at_the_end_of_time_stops_no_other(shutdowns, company, clock, day):
    async with company.open() as books:
        await books.shutdowns.put(Shutdown(day, day, "UANA"))
    await shutdowns.shut_down(ANA, FIRST, LAST)
    clock.set_to(datetime(2026, 3, 20, 10, tzinfo=UTC))

    assert await told(company, clock.now()) == {"before": clock.now()}


async def test_only_the_product_lead_shuts_down(shutdowns):
    with pytest.raises(NotTheProductLead):
        await shutdowns.shut_down(BO, FIRST, LAST)
    with pytest.raises(NotTheProductLead):
        await shutdowns.call_off(BO, FIRST)


@pytest.fixture
def kept():
    return []


@pytest.fixture
def agenda(company, clock, kept):
    async def prepare(books, occasion):
        kept.append(occasion.day)
        return []

    ritual = Ritual("check-in", prepare, timedelta(hours=6), rests_on_holidays=True)
    return Agenda(company, clock, {ritual.name: ritual})


async def test_no_ritual_is_kept_and_none_is_caught_up(shutdowns, company, agenda, clock, kept):
    await shutdowns.shut_down(ANA, FIRST, LAST)
    async with company.open() as books:
        await agenda.keep(books, "check-in", None, days=(1,), at=time(10), zone="UTC")
    for _ in range(3):
        clock.pass_(hours=2)
        await agenda.tick()
        clock.pass_(days=7, hours=-2)

    assert kept == [date(2026, 3, 16), date(2026, 3, 30)]
    async with company.open() as books:
        assert [each.day for each in await books.appointments.in_state(OccurrenceState.SKIPPED)] == [FIRST]


async def test_a_team_rests_on_its_countrys_holidays(company, agenda, clock, kept):
    clock.set_to(datetime(2026, 4, 3, 9, tzinfo=UTC))  # Good Friday
    async with company.open() as books:
        await books.teams.put(a_team(country="DE"))
        await books.teams.put(a_team(id="docs", channel="CDOCS", name="Docs", country="US"))
        for team in ("rendering", "docs"):
            await agenda.keep(books, "check-in", team, days=(5,), at=time(10), zone="UTC")
    clock.pass_(hours=2)
    await agenda.tick()

    assert len(kept) == 1
