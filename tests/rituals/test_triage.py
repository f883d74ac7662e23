"""Triage takes the five oldest and widest cases, names who decides, and carries over visibly what waits."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from rituals import triage
from rituals.ritual import Occasion
from rituals.triage import Quorum, customers_named, in_order
from storage.records.conflicts import ConflictState, Side
from storage.records.pauses import Shutdown
from storage.records.people import Person
from storage.records.preferences import Absence
from tests.making import MONDAY_NINE, a_conflict, a_decision, a_reading, a_team, a_workspace, an_input

WEDNESDAY = date(2026, 3, 18)
TEN = datetime(2026, 3, 18, 9, tzinfo=UTC)  # in Berlin
OCCASION = Occasion("triage", None, WEDNESDAY, TEN, TEN)


def a_case(number, *, days=1, **fields):
    """One that waits since so many days before the meeting."""
    up_at = TEN - timedelta(days=days)
    made = a_conflict(id=f"k{number}", state=ConflictState.UP, raised_at=up_at, up_at=up_at)
    return replace(made, **fields)


@pytest.fixture
async def books(ledger, clock):
    """Berlin; Ana leads the product and Sam sponsors it."""
    async with ledger.open() as books:
        await books.workspaces.put(
            a_workspace(sponsor="USAM", triage_channel="CTRIAGE", time_zone="Europe/Berlin")
        )
        for name in ("Rendering", "Docs"):
            await books.teams.put(a_team(id=name.lower(), name=name, channel=f"C{name}"))
        for user in ("UANA", "USAM"):
            await books.people.put(Person(user, user, "Europe/Berlin"))
        await books.inputs.put(an_input())
        await triage.begin(books, clock.now())
        yield books


async def prepared(books, *conflicts):
    for each in conflicts:
        await books.conflicts.add(each)
    return [(each, each.content) for each in await triage.prepare(books, OCCASION)]


async def test_it_meets_on_wednesdays_at_ten_until_somebody_chooses(books):
    kept = await books.appointments.get("triage", None)

    assert (kept.days, kept.at, kept.time_zone) == ((3,), time(10), "Europe/Berlin")
    assert kept.next_due == TEN


async def test_an_hour_that_was_chosen_stays(books, clock):
    kept = await books.appointments.get("triage", None)
    await books.appointments.put(replace(kept, days=(5,)))
    await triage.begin(books, clock.now())

    assert (await books.appointments.get("triage", None)).days == (5,)


async def test_without_a_place_it_does_not_meet(ledger, clock):
    async with ledger.open() as books:
        await triage.begin(books, clock.now())
        await books.workspaces.put(a_workspace())
        await triage.begin(books, clock.now())

        assert await books.appointments.get("triage", None) is None
        assert await triage.prepare(books, OCCASION) == []


async def test_a_week_without_a_case_is_silent(books):
    decided = a_case(1, state=ConflictState.DECIDED)

    assert await prepared(books, decided, a_case(2, state=ConflictState.ASKING)) == []


async def test_each_case_stands_in_the_thread_of_the_agenda(books):
    letters = await prepared(books, a_case(1), a_case(2, days=2))

    assert [(each.to, each.thread_of) for each, _ in letters] == [
        ("CTRIAGE", None),
        ("CTRIAGE", "triage::2026-03-18"),
        ("CTRIAGE", "triage::2026-03-18"),
    ]
    agenda = letters[0][1]
    assert [each.id for each in agenda.items] == ["k2", "k1"]
    assert (agenda.product_lead, agenda.sponsor, agenda.quorum) == ("UANA", "USAM", "meets")
    assert [(each.case.id, each.number, each.of) for _, each in letters[1:]] == [("k2", 1, 2), ("k1", 2, 2)]


async def test_no_more_than_five_are_looked_at_and_the_others_are_said_to_wait(books):
    letters = await prepared(books, *[a_case(number, days=30 - number) for number in range(8)])

    agenda = letters[0][1]
    assert [each.id for each in agenda.items] == ["k0", "k1", "k2", "k3", "k4"]
    assert (agenda.more, agenda.more_since) == (3, date(2026, 2, 21))
    assert (agenda.carried, agenda.oldest) == (8, date(2026, 2, 16))
    assert agenda.next_day == date(2026, 3, 25)
    assert len(letters) == 6


def test_the_longest_waiting_week_comes_first_and_within_a_week_the_widest():
    cases = [
        a_case("late", days=1, team=None, customers="9,000 customers"),
        a_case("few", days=8, customers="about 40 accounts since 2024"),
        a_case("many", days=8, customers="1,200 accounts"),
        a_case("all", days=7, team=None),
        a_case("early", days=9),
        a_case("oldest", days=15),
    ]

    assert [each.id for each in in_order(cases, "UTC")] == [
        "koldest",
        "kall",
        "kmany",
        "kfew",
        "kearly",
        "klate",
    ]


@pytest.mark.parametrize(
    ("words", "number"),
    [("", 0), ("everybody", 0), ("about 1,200 of 3,000", 1200), ("٣ accounts", 3), ("1" * 600, 10**12 // 9)],
)
def test_customers_are_counted_by_the_first_number(words, number):
    assert customers_named(words) == number


async def test_what_is_carried_over_is_not_carried_into_a_shutdown(books):
    await books.shutdowns.put(Shutdown(date(2026, 3, 25), date(2026, 4, 1), "UANA"))

    assert (await prepared(books, a_case(1)))[0][1].next_day == date(2026, 4, 8)


@pytest.mark.parametrize("away", ["UANA", "USAM"])
async def test_with_one_of_the_two_away_everything_is_carried_over(books, away):
    await books.absences.put(Absence(away, WEDNESDAY, WEDNESDAY))
    ((_, agenda),) = await prepared(books, a_case(1), a_case(2))

    assert (agenda.quorum, agenda.people, agenda.carried) == (Quorum.AWAY, (away,), 2)


async def test_whoever_has_left_is_away(books):
    await books.people.put(Person("USAM", "Sam", "UTC", is_deactivated=True))
    ((_, agenda),) = await prepared(books, a_case(1))

    assert agenda.people == ("USAM",)


async def test_without_a_sponsor_the_product_lead_meets_alone(books):
    await books.workspaces.put(a_workspace(triage_channel="CTRIAGE"))
    letters = await prepared(books, a_case(1))

    assert (letters[0][1].quorum, letters[0][1].sponsor) == (Quorum.MEETS, None)


async def test_a_case_shows_its_readings_and_the_nearest_decision(books):
    await books.readings.put([a_reading()])
    before = a_case("old", state=ConflictState.DECIDED, ours=Side(input="input-merged"))
    await books.conflicts.add(before)
    await books.decisions.add(a_decision(conflict="kold", decided_at=MONDAY_NINE))
    letters = await prepared(books, a_case(1, ours=Side(want="Onboarding", input="input-merged")))

    case = letters[1][1]
    assert [score.metric.name for score in case.scores] == ["Merged pull requests"]
    assert [near.decision.id for near in case.nearest] == ["d1"]
    assert case.nearest[0].words == ("onboarding",)
