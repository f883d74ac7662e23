"""The wins digest: every second week, once, on time; a draft before it; nothing where there is nothing."""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from rituals import digest_hours
from rituals.agenda import Agenda
from rituals.appointing import rhythm_of
from rituals.cadence import Due
from rituals.digest import DIGEST, DIGEST_DRAFT, DigestDraft, DigestIssue
from rituals.digest_hours import Hours, draft_day
from rituals.digest_keys import day_of, draft_key, entry_key, issue_key
from rituals.preferences import OwnPreferences, Wishes
from rituals.wins import Wins
from storage.records.deliveries import Delivery
from storage.records.digests import Digest, DigestKind
from storage.records.pauses import Shutdown
from storage.records.preferences import Consent
from tests.making import ANA, a_star, a_team, a_win, a_workspace, joined

THURSDAY = date(2026, 3, 19)
PARENT = "digest::2026-03-19"
ELEVEN = datetime(2026, 3, 19, 11, tzinfo=UTC)


@pytest.fixture
def ledger(either_ledger):
    return either_ledger


@pytest.fixture
async def agenda(ledger, clock):
    """An organisation of two teams; it is Monday, and its digest comes this Thursday."""
    agenda = Agenda(ledger, clock, {ritual.name: ritual for ritual in (DIGEST, DIGEST_DRAFT)})
    await joined(ledger, a_team(), "UANA")
    await joined(ledger, a_team(id="docs", name="Docs", channel="CDOCS"), "UBO")
    async with ledger.open() as books:
        await books.people.put(ANA)
        await books.workspaces.put(a_workspace())
        await books.north_stars.put(a_star())
        await digest_hours.keep(books, "UTC", Hours(4, time(11), THURSDAY), clock.now())
    return agenda


@pytest.fixture
def tell(ledger, clock):
    async def _tell(*ids, **fields):
        async with ledger.open() as books:
            for win in ids:
                await books.wins.add(a_win(id=win, **{"celebrated_at": clock.now()} | fields))

    return _tell


@pytest.fixture
def until(agenda, clock):
    """Lives from hour to hour until an instant."""

    async def _until(instant):
        while clock.now() < instant:
            clock.pass_(hours=1)
            await agenda.tick()

    return _until


def read(letter: Delivery) -> DigestIssue:
    return TypeAdapter(DigestIssue).validate_json(letter.content)


async def asked(ledger):
    """What the product lead is asked."""
    async with ledger.open() as books:
        prompts = await books.prompts.of_person("UANA", "waiting", "asked", "answered", "expired")
    return [TypeAdapter(DigestDraft).validate_json(prompt.content) for prompt in prompts]


async def test_on_its_day_the_company_reads_one_message_and_one_in_its_thread_for_each_win(
    tell, until, outbox
):
    await tell("w1", "w2")
    await until(ELEVEN)
    parent, *threaded = await outbox.letters()

    assert (parent.key, parent.to, parent.kind, parent.thread_of) == (PARENT, "CALL", "digest", None)
    assert [(each.key, each.kind, each.thread_of) for each in threaded] == [
        (f"{PARENT}:001:win:w1", "win", PARENT),
        (f"{PARENT}:002:win:w2", "win", PARENT),
    ]
    assert read(parent).wins == 2


async def test_it_goes_out_once_and_not_a_minute_early(tell, until, agenda, outbox):
    await tell("w1")
    await until(ELEVEN - timedelta(hours=1))
    assert await outbox.letters() == []
    await until(ELEVEN)
    for _ in range(3):
        await agenda.tick()

    assert len(await outbox.letters()) == 2


async def test_processes_that_tick_together_post_it_once(tell, ledger, clock, outbox, agenda):
    await tell("w1", "w2")
    clock.set_to(ELEVEN)
    rituals = {ritual.name: ritual for ritual in (DIGEST, DIGEST_DRAFT)}
    await asyncio.gather(*(Agenda(ledger, clock, rituals).tick() for _ in range(4)))

    assert Counter(each.kind for each in await outbox.letters()) == {"digest": 1, "win": 2, "missed": 1}


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kathmandu"]
)
async def test_in_a_quarter_it_comes_every_second_thursday_at_eleven_on_the_wall(
    tell, agenda, ledger, clock, outbox, zone
):
    clock.set_to(datetime(2026, 2, 2, tzinfo=UTC))
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(time_zone=zone))
        await digest_hours.keep(books, zone, Hours(4, time(11), date(2026, 2, 5)), clock.now())
    for number in range(14):
        await tell(f"w{number}")
        async with ledger.open() as books:
            clock.set_to(await books.appointments.next_due())
        await agenda.tick()
    issues = [each for each in await outbox.letters() if each.kind == "digest"]
    minutes = [each.written_at.astimezone(ZoneInfo(zone)) for each in issues]

    assert [f"{minute:%a %d %b %H:%M}" for minute in minutes] == [
        f"Thu {date(2026, 2, 5) + timedelta(weeks=2 * number):%d %b} 11:00" for number in range(7)
    ]


async def test_after_a_shutdown_the_wins_before_it_are_told_too(tell, until, ledger, outbox):
    await tell("before")
    async with ledger.open() as books:
        await books.shutdowns.put(Shutdown(THURSDAY, THURSDAY, "UANA"))
    await until(ELEVEN + timedelta(days=3))
    assert await outbox.letters() == []
    await tell("after")
    await until(ELEVEN + timedelta(weeks=2))

    assert [each.key.rpartition(":")[2] for each in (await outbox.letters())[1:]] == ["before", "after"]


async def test_every_second_week_there_is_another_with_the_wins_since(tell, until, outbox):
    await tell("w1")
    await until(ELEVEN)
    await tell("w2", story=True)
    await until(ELEVEN + timedelta(weeks=2))
    issues = [read(each) for each in await outbox.letters() if each.kind == "digest"]

    assert [issue.about for issue in issues] == [DigestKind.NUMBERS, DigestKind.STORIES]
    assert [issue.wins for issue in issues] == [1, 1]


async def test_without_a_win_nobody_hears_anything(until, outbox, ledger):
    await until(ELEVEN + timedelta(weeks=2))

    assert await outbox.addressees() == []
    async with ledger.open() as books:
        assert await books.digests.posted(1) == []


async def test_the_kind_stays_due_when_nothing_went_out(tell, until, outbox):
    await until(ELEVEN)
    await tell("w1", story=False)
    await until(ELEVEN + timedelta(weeks=2))
    (issue, _) = await outbox.letters()

    assert (issue.key, read(issue).about) == ("digest::2026-04-02", DigestKind.NUMBERS)


async def test_without_a_channel_or_an_organisation_nothing_is_written(tell, until, ledger, outbox):
    await tell("w1")
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(company_channel=None))
    await until(ELEVEN)

    assert [letter.kind for letter in await outbox.letters()] == []


async def test_the_editors_order_words_and_what_they_left_out_are_kept(tell, until, ledger, outbox):
    await tell("w1", "w2", "w3")
    async with ledger.open() as books:
        plan = Digest(THURSDAY, "Well done", ("w3", "w1"), ("w2",), approved_by="UANA", approved_at=ELEVEN)
        await books.digests.put(plan)
    await until(ELEVEN)
    parent, *threaded = await outbox.letters()

    assert [each.key.rpartition(":")[2] for each in threaded] == ["w3", "w1"]
    assert (read(parent).intro, read(parent).intro_by) == ("Well done", "UANA")


async def test_forty_wins_keep_their_order_on_the_way_out(tell, until, outbox):
    await tell(*(f"w{number:02}" for number in range(40)))
    await until(ELEVEN)
    _, *threaded = await outbox.letters()

    assert [each.key[-3:] for each in threaded] == [f"w{number:02}" for number in range(40)]


async def test_the_next_issue_says_what_touched_people_most(tell, until, ledger, outbox):
    await tell("w1", text="Bo halved\nthe " + "very " * 60 + "long queue")
    await until(ELEVEN)
    async with ledger.open() as books:
        for user in ("UBO", "UCY"):
            await books.wins.cheer("w1", user, "tada")
    await tell("w2")
    await until(ELEVEN + timedelta(weeks=2))
    touched = read((await outbox.letters())[2]).touched

    assert touched is not None
    assert touched.by == "Ana"
    assert touched.text.startswith("Bo halved the very")
    assert len(touched.text) <= 140


async def test_two_working_days_before_the_product_lead_is_asked(tell, until, ledger):
    await tell("w1", story=True, teams=("docs",))
    await until(datetime(2026, 3, 17, 10, tzinfo=UTC))
    assert await asked(ledger) == []
    await until(datetime(2026, 3, 17, 11, tzinfo=UTC))

    (draft,) = await asked(ledger)
    assert (draft.day, draft.at, draft.wins, draft.quiet) == (THURSDAY, ELEVEN, 1, ("Rendering",))
    assert (draft.about, draft.lacks) == (DigestKind.STORIES, DigestKind.NUMBERS)


async def test_what_is_not_missing_is_not_asked_for(tell, until, ledger):
    await tell("w1", story=False)
    await until(ELEVEN - timedelta(days=1))

    (draft,) = await asked(ledger)
    assert draft.lacks is None


async def test_who_approved_before_is_not_asked(tell, until, ledger):
    await tell("w1")
    async with ledger.open() as books:
        await books.digests.put(Digest(THURSDAY, approved_by="UANA", approved_at=ELEVEN))
    await until(ELEVEN)

    assert await asked(ledger) == []


@pytest.mark.parametrize(
    ("day", "drafted"),
    [
        (date(2026, 3, 16), date(2026, 3, 12)),
        (date(2026, 3, 17), date(2026, 3, 13)),
        (date(2026, 3, 18), date(2026, 3, 16)),
        (date(2026, 3, 19), date(2026, 3, 17)),
        (date(2026, 3, 20), date(2026, 3, 18)),
    ],
)
async def test_the_draft_comes_on_a_working_day_even_for_a_monday(ledger, clock, agenda, day, drafted):
    async with ledger.open() as books:
        hours = Hours(day.isoweekday(), time(11), day + timedelta(weeks=2))
        await digest_hours.keep(books, "UTC", hours, clock.now())
        draft = await books.appointments.get(digest_hours.DRAFT, None)

    assert draft_day(day) == drafted
    assert draft is not None
    assert rhythm_of(draft).keeps(drafted)


async def test_a_new_organisation_has_its_digest_on_a_thursday_of_next_week(ledger, clock):
    async with ledger.open() as books:
        await digest_hours.begin(books, clock.now())
        assert await digest_hours.next_after(books, clock.now()) is None
        await books.workspaces.put(a_workspace(time_zone="Europe/Berlin"))
        await digest_hours.begin(books, clock.now())
        due = await digest_hours.next_after(books, clock.now())

    assert due == Due(datetime(2026, 3, 26, 10, tzinfo=UTC), date(2026, 3, 26))


async def test_one_that_moves_to_another_zone_keeps_its_hours(ledger, clock, agenda):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(time_zone="Asia/Kolkata"))
        await digest_hours.begin(books, clock.now())
        due = await digest_hours.next_after(books, clock.now())

    assert due == Due(datetime(2026, 3, 19, 5, 30, tzinfo=UTC), THURSDAY)


async def test_hours_once_chosen_are_left_alone(ledger, clock, agenda):
    async with ledger.open() as books:
        before = await books.appointments.get(digest_hours.DIGEST, None)
        clock.pass_(days=30)
        await digest_hours.begin(books, clock.now())

        assert await books.appointments.get(digest_hours.DIGEST, None) == before


@given(st.dates(), st.integers(1, 999), st.text())
def test_a_message_is_called_so_that_its_issue_is_known_again(day, place, win):
    assert day_of(issue_key(day)) == day
    assert day_of(entry_key(day, place, win)) is None
    assert day_of(draft_key(day)) is None
    assert day_of(win) is None


async def test_an_issue_that_is_out_keeps_nothing_of_a_win_that_is_taken_back_nor_of_a_name(
    tell, until, ledger, clock, ids
):
    async def remembered():
        async with ledger.open() as books:
            return read(await books.deliveries.last_edit(issue_key(THURSDAY + timedelta(weeks=2)))).touched

    await tell("w1")
    await until(ELEVEN)
    async with ledger.open() as books:
        for user in ("UBO", "UCY"):
            await books.wins.cheer("w1", user, "tada")
    await tell("w2")
    await until(ELEVEN + timedelta(weeks=2))
    named = await remembered()
    await OwnPreferences(ledger, clock).choose(ANA, Wishes(Consent.NO_MENTION, time(18), time(8), 4))
    unnamed = await remembered()
    await Wins(ledger, clock, ids).withdraw(ANA, "w1")

    assert (named.by, unnamed.by, unnamed.text) == ("Ana", None, named.text)
    assert await remembered() is None
