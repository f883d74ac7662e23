"""A ritual is kept once per team and local day, on time or not at all."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest

from rituals.agenda import Agenda
from rituals.letters import Letter, post
from rituals.ritual import Occasion, Ritual
from storage.ledger import Books
from storage.records.appointments import OccurrenceState
from tests.fakes import HandClock, Outbox
from tests.making import a_workspace

BERLIN = "Europe/Berlin"
NINE = time(9)
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
MONDAY = (1,)


@dataclass(frozen=True, slots=True)
class Hello:
    kind: ClassVar[str] = "hello"
    day: date


async def say_hello(books: Books, occasion: Occasion) -> Sequence[Letter]:
    if occasion.team == "broken":
        raise RuntimeError("this team's books are torn")
    return [Letter(occasion.key(), f"channel of {occasion.team}", Hello(occasion.day))]


HELLO = Ritual("hello", say_hello, fresh_for=timedelta(hours=6))


def berlin(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(BERLIN))


@pytest.fixture
def clock():
    """A Friday."""
    return HandClock(berlin(6, 12))


@pytest.fixture
def ledger(either_ledger):
    return either_ledger


@pytest.fixture
def agenda(ledger, clock):
    return Agenda(ledger, clock, {"hello": HELLO})


@pytest.fixture
def outbox(ledger):
    return Outbox(ledger)


async def keep(agenda, ledger, team="one", days=MONDAY, at=NINE, zone=BERLIN, ritual="hello", **weeks):
    async with ledger.open() as books:
        await agenda.keep(books, ritual, team, days=days, at=at, zone=zone, **weeks)


async def days_in_state(ledger, state):
    async with ledger.open() as books:
        return [occurrence.day for occurrence in await books.appointments.in_state(state)]


async def test_nothing_is_sent_before_its_hour(agenda, ledger, clock, outbox):
    await keep(agenda, ledger)
    clock.set_to(berlin(9, 8, 59))
    await agenda.tick()

    assert await outbox.addressees() == []


async def test_a_ritual_is_sent_once_however_often_the_clock_ticks(agenda, ledger, clock, outbox):
    await keep(agenda, ledger)
    clock.set_to(berlin(9, 9))
    for _ in range(3):
        await agenda.tick()
        clock.pass_(minutes=1)

    assert await outbox.addressees() == ["channel of one"]


async def test_two_processes_send_one_letter(ledger, clock, outbox):
    agendas = [Agenda(ledger, clock, {"hello": HELLO}) for _ in range(2)]
    await keep(agendas[0], ledger)
    clock.set_to(berlin(9, 9))
    for agenda in agendas:
        await agenda.tick()

    assert await outbox.addressees() == ["channel of one"]


async def test_processes_that_tick_together_prepare_once(ledger, clock):
    prepared = []

    async def note_it(books: Books, occasion: Occasion) -> Sequence[Letter]:
        prepared.append(occasion.day)
        return []

    rituals = {"hello": Ritual("hello", note_it, timedelta(hours=1))}
    agendas = [Agenda(ledger, clock, rituals) for _ in range(4)]
    await keep(agendas[0], ledger)
    clock.set_to(berlin(9, 9))
    await asyncio.gather(*(agenda.tick() for agenda in agendas))

    assert prepared == [date(2026, 3, 9)]


async def test_an_hour_late_is_still_in_time(agenda, ledger, clock, outbox):
    await keep(agenda, ledger)
    clock.set_to(berlin(9, 10))
    await agenda.tick()

    assert await outbox.addressees() == ["channel of one"]


async def test_what_is_found_too_late_is_recorded_as_missed_and_stays_silent(agenda, ledger, clock, outbox):
    await keep(agenda, ledger)
    clock.set_to(berlin(9, 15, 1))
    await agenda.tick()

    assert await outbox.addressees() == []
    assert await days_in_state(ledger, OccurrenceState.MISSED) == [date(2026, 3, 9)]


async def test_after_a_week_of_silence_only_today_is_sent(agenda, ledger, clock, outbox):
    await keep(agenda, ledger, days=EVERY_DAY)
    clock.set_to(berlin(13, 9, 30))
    await agenda.tick()

    assert len(await outbox.letters()) == 1
    assert await days_in_state(ledger, OccurrenceState.MISSED) == [date(2026, 3, day) for day in range(7, 13)]


async def test_after_a_downtime_the_newest_goes_out_first(agenda, ledger, clock, outbox):
    await keep(agenda, ledger, team="early", at=time(8))
    await keep(agenda, ledger, team="late")
    clock.set_to(berlin(9, 10))
    await agenda.tick()

    assert await outbox.addressees() == ["channel of late", "channel of early"]


async def test_rituals_of_one_tick_are_prepared_at_one_instant(ledger, clock):
    prepared_at = []

    async def note_the_hour(_books, occasion):
        prepared_at.append(occasion.now)
        return []

    agenda = Agenda(ledger, clock, {"hello": Ritual("hello", note_the_hour, fresh_for=timedelta(hours=6))})
    for team in ("one", "two"):
        await keep(agenda, ledger, team=team)
    clock.set_to(berlin(9, 9))
    await agenda.tick()

    assert prepared_at == [clock.now()] * 2


async def test_the_product_lead_reads_once_what_was_missed(agenda, ledger, clock, outbox):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
    await keep(agenda, ledger, days=EVERY_DAY)
    clock.set_to(berlin(13, 20))
    await agenda.tick()
    await agenda.tick()

    assert await outbox.addressees() == ["UANA"]


async def test_every_second_week_is_kept_every_second_week(agenda, ledger, clock):
    await keep(agenda, ledger, every=2, anchor=date(2026, 3, 18))
    for _ in range(30):
        clock.pass_(days=1)
        await agenda.tick()

    assert await days_in_state(ledger, OccurrenceState.PREPARED) == [date(2026, 3, 16), date(2026, 3, 30)]


async def test_moving_the_anchor_to_the_other_week_moves_the_next_one(agenda, ledger, clock):
    await keep(agenda, ledger, every=2, anchor=date(2026, 3, 9))
    await keep(agenda, ledger, every=2, anchor=date(2026, 3, 16))

    assert await agenda.next_moment() == berlin(16, 9)


async def test_moving_the_hour_on_the_day_does_not_send_twice(agenda, ledger, clock, outbox):
    await keep(agenda, ledger)
    clock.set_to(berlin(9, 9))
    await agenda.tick()
    await keep(agenda, ledger, at=time(10))
    clock.set_to(berlin(9, 10))
    await agenda.tick()

    assert len(await outbox.letters()) == 1


@pytest.mark.parametrize(("at", "zone"), [(time(8), BERLIN), (NINE, "Asia/Kolkata")])
async def test_moving_the_hour_on_the_day_to_one_that_is_over_loses_nothing(
    agenda, ledger, clock, outbox, at, zone
):
    await keep(agenda, ledger)
    clock.set_to(berlin(9, 8, 30))
    await keep(agenda, ledger, at=at, zone=zone)
    for _ in range(3):
        await agenda.tick()
        clock.pass_(hours=1)

    assert await outbox.addressees() == ["channel of one"]


async def test_an_appointment_made_again_unchanged_still_catches_up(agenda, ledger, clock, outbox):
    await keep(agenda, ledger)
    clock.set_to(berlin(9, 9, 30))
    await keep(agenda, ledger)
    await agenda.tick()

    assert len(await outbox.letters()) == 1


async def test_one_broken_team_does_not_stop_the_next(agenda, ledger, clock, outbox):
    await keep(agenda, ledger, team="broken")
    await keep(agenda, ledger, team="one")
    clock.set_to(berlin(9, 9))
    await agenda.tick()

    assert await outbox.addressees() == ["channel of one"]


async def test_what_the_teams_of_a_tick_have_in_common_is_read_once_and_anew_in_the_next(ledger, clock):
    read = []

    async def star():
        read.append(clock.now())

    async def prepare(_books, occasion):
        await occasion.lot.once("star", star)
        return []

    agenda = Agenda(ledger, clock, {"hello": Ritual("hello", prepare, fresh_for=timedelta(hours=6))})
    for team in ("one", "two", "three"):
        await keep(agenda, ledger, team)
    mondays = [berlin(9, 9), berlin(16, 9)]
    for monday in mondays:
        clock.set_to(monday)
        await agenda.tick()

    assert read == mondays


async def test_of_many_teams_only_the_broken_one_is_left_out(agenda, ledger, clock, outbox):
    teams = {*(f"team {number}" for number in range(40)), "broken"}
    for team in teams:
        await keep(agenda, ledger, team)
    clock.set_to(berlin(9, 9))
    for _ in range(2):
        await agenda.tick()

    assert sorted(await outbox.addressees()) == sorted(f"channel of {team}" for team in teams - {"broken"})


async def test_a_ritual_that_failed_is_tried_until_it_is_stale(agenda, ledger, clock, caplog):
    await keep(agenda, ledger, team="broken")
    clock.set_to(berlin(9, 9))
    await agenda.tick()
    await agenda.tick()
    still_due = await days_in_state(ledger, OccurrenceState.DUE)
    clock.set_to(berlin(9, 16))
    await agenda.tick()

    assert still_due == [date(2026, 3, 9)]
    assert await days_in_state(ledger, OccurrenceState.MISSED) == [date(2026, 3, 9)]
    assert caplog.messages.count("ritual failed") == 1


async def test_an_unknown_ritual_is_missed_and_harms_nobody(agenda, ledger, clock, outbox):
    await keep(agenda, ledger, ritual="forgotten")
    await keep(agenda, ledger)
    clock.set_to(berlin(9, 9))
    await agenda.tick()

    assert await outbox.addressees() == ["channel of one"]
    assert await days_in_state(ledger, OccurrenceState.MISSED) == [date(2026, 3, 9)]


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        ("Pacific/Auckland", "2026-03-08T20:00:00+00:00"),  # Monday there, Sunday in UTC
        ("Asia/Kolkata", "2026-03-09T03:30:00+00:00"),  # half an hour off
        ("America/New_York", "2026-03-09T13:00:00+00:00"),  # the day after its clocks went forward
    ],
)
async def test_the_hour_is_the_teams_own(agenda, ledger, clock, zone, utc):
    await keep(agenda, ledger, zone=zone)
    next_moment = await agenda.next_moment()
    clock.set_to(next_moment)
    await agenda.tick()

    assert next_moment.isoformat() == utc
    assert await days_in_state(ledger, OccurrenceState.PREPARED) == [date(2026, 3, 9)]


@pytest.mark.parametrize(
    ("month", "day", "at"),
    [(3, 29, time(2, 30)), (10, 25, time(2, 30))],
    ids=["the hour is skipped", "the hour comes twice"],
)
async def test_no_clock_change_loses_or_doubles_a_ritual(ledger, outbox, month, day, at):
    clock = HandClock(berlin(day - 1, 12, month=month))
    agenda = Agenda(ledger, clock, {"hello": HELLO})
    await keep(agenda, ledger, days=(7,), at=at)
    for _ in range(48):
        clock.pass_(minutes=30)
        await agenda.tick()

    assert len(await outbox.letters()) == 1
    assert await days_in_state(ledger, OccurrenceState.PREPARED) == [date(2026, month, day)]


async def test_a_chore_is_done_at_every_tick_and_may_post(ledger, clock, outbox):
    async def look_around(books: Books, now: datetime) -> None:
        await post(books, Letter(f"looked:{now.minute}", "U1", Hello(now.date())), now)

    agenda = Agenda(ledger, clock, {}, [look_around])
    await agenda.tick()
    clock.pass_(minutes=1)
    await agenda.tick()

    assert await outbox.addressees() == ["U1", "U1"]


async def test_a_chore_that_fails_takes_no_other_with_it(ledger, clock, outbox):
    async def stumble(books: Books, now: datetime) -> None:
        await post(books, Letter("torn", "U2", Hello(now.date())), now)
        raise RuntimeError("a chore stumbles")

    async def look_around(books: Books, now: datetime) -> None:
        await post(books, Letter("looked", "U1", Hello(now.date())), now)

    await Agenda(ledger, clock, {}, [look_around, stumble, look_around]).tick()

    assert await outbox.addressees() == ["U1"]


async def test_half_prepared_letters_are_not_sent(ledger, clock, outbox):
    async def stumble(books: Books, occasion: Occasion) -> Sequence[Letter]:
        await post(books, Letter("first", "U1", Hello(occasion.day)), occasion.now)
        raise RuntimeError("the second one is torn")

    agenda = Agenda(ledger, clock, {"hello": Ritual("hello", stumble, timedelta(hours=1))})
    await keep(agenda, ledger)
    clock.set_to(berlin(9, 9))
    await agenda.tick()

    assert await outbox.addressees() == []
