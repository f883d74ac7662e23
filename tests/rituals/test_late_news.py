"""What is said after the pulse edits it, and one line in its thread tells how much."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from pydantic import TypeAdapter

from rituals import late_news
from rituals.late_news import LateNews, more
from rituals.letters import Letter, post
from rituals.monday import MONDAY, MondayPulse
from rituals.pulse import gather
from rituals.pulse_hours import plan_of
from rituals.pulse_lot import PulseLot
from rituals.ritual import Occasion
from rituals.scoreboard import Kept
from storage.records.commitments import CommitmentState
from storage.records.deliveries import DeliveryState
from storage.records.pulses import Gathering
from tests.making import a_commitment, a_metric, a_star, a_team, a_workspace

TODAY = date(2026, 3, 16)
LAST_WEEK = date(2026, 3, 9)
NINE = datetime(2026, 3, 16, 9, tzinfo=UTC)
ACTIVE = a_metric(key="active", name="Weekly active contributors", unit="count")
DONE, MOVED = CommitmentState.DONE, CommitmentState.MOVED
PULSE, NEWS = "monday::2026-03-16", "monday::2026-03-16:news"


@pytest.fixture
async def posted(ledger):
    """Three commitments of last week are open, and the pulse has told so."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(pulse_public_since=date(2026, 1, 5)))
        await books.teams.put(a_team())
        await books.north_stars.put(a_star(metric=ACTIVE))
        for name in ("c1", "c2", "c3"):
            await books.commitments.add(a_commitment(id=name, week=LAST_WEEK))
        for letter in await MONDAY.prepare(books, Occasion("monday", None, TODAY, NINE, NINE)):
            await post(books, letter, NINE)
    await _sent(ledger)
    return ledger


async def _sent(ledger):
    async with ledger.open() as books:
        for row in await books.deliveries.claim("test", NINE, NINE):
            await books.deliveries.settle(row, replace(row, state=DeliveryState.SENT, lease_until=None))


@pytest.fixture
def says(posted):
    async def _says(name, state, at):
        async with posted.open() as books:
            await books.commitments.change(a_commitment(id=name, week=LAST_WEEK, state=state, settled_at=at))

    return _says


@pytest.fixture
def looks(posted):
    """Lets the chore look, some minutes after nine; gives what is on its way since."""

    async def _looks(minutes):
        async with posted.open() as books:
            await late_news.tell(books, NINE + timedelta(minutes=minutes))
            rows = await books.deliveries.in_state(DeliveryState.PENDING)
        return [(row.replaces or row.thread_of, row.kind, row.content) for row in rows]

    return _looks


def pulse(content):
    return TypeAdapter(MondayPulse).validate_json(content)


def news(content):
    return TypeAdapter(LateNews).validate_json(content)


def test_only_what_was_added_is_told():
    told = [Kept("Docs", done=1, open=2), Kept(None, moved=1)]
    now = [Kept("Docs", done=2, dropped=1), Kept(None, done=1)]

    assert more(told, now) == LateNews(done=2, dropped=1)


async def test_while_nobody_says_anything_the_pulse_stays(looks):
    assert await looks(30) == []


async def test_an_answer_edits_the_pulse_and_adds_one_line_to_its_thread(says, looks):
    await says("c1", DONE, NINE + timedelta(minutes=1))
    (to_pulse, _, edited), (in_thread, kind, line) = await looks(2)

    assert (to_pulse, in_thread, kind) == (PULSE, PULSE, "late_news")
    assert pulse(edited).kept == (Kept("Rendering", done=1, open=2),)
    assert news(line) == LateNews(done=1)


async def test_answers_in_the_same_minutes_are_told_together(posted, says, looks):
    await says("c1", DONE, NINE + timedelta(minutes=1))
    await looks(2)
    await says("c2", DONE, NINE + timedelta(minutes=3))
    assert len(await looks(4)) == 2
    await says("c3", MOVED, NINE + timedelta(minutes=5))
    await _sent(posted)
    await _sent(posted)
    rows = await looks(8)

    assert [(where, kind) for where, kind, _ in rows] == [(PULSE, "monday.pulse"), (NEWS, "late_news")]
    assert pulse(rows[0][2]).kept == (Kept("Rendering", done=2, moved=1),)
    assert news(rows[1][2]) == LateNews(done=2, moved=1)


async def test_looking_again_tells_nothing_twice(posted, says, looks):
    await says("c1", DONE, NINE + timedelta(minutes=1))
    await looks(2)
    await _sent(posted)
    await _sent(posted)

    assert await looks(30) == []


async def test_what_was_said_in_the_second_of_the_pulse_is_not_lost(says, looks):
    await says("c1", DONE, NINE)

    assert len(await looks(1)) == 2


async def test_what_was_said_long_before_the_pulse_is_no_news(says, looks):
    await says("c1", DONE, NINE - timedelta(minutes=10))

    assert await looks(30) == []


async def test_a_pulse_that_is_not_out_is_not_edited(ledger, looks, says):
    await says("c1", DONE, NINE + timedelta(minutes=1))
    async with ledger.open() as books:
        row = await books.deliveries.get(PULSE)
        await books.workspaces.put(a_workspace(time_zone="Pacific/Auckland"))
    assert row is not None

    assert await looks(24 * 60 * 7) == []


async def test_the_pulse_of_executives_is_brought_up_too(posted, says, looks):
    async with posted.open() as books:
        team = a_team(standup_days=(1,), standup_time=time(9))
        plan = replace(await plan_of(books, team), gathering=Gathering.EXECUTIVE)
        pulse_ = await gather(PulseLot.of(books, team.id), team, plan, TODAY, NINE)
        assert pulse_ is not None
        await post(books, Letter("pulse:exec", "CEXEC", pulse_), NINE)
    await _sent(posted)
    await says("c1", DONE, NINE + timedelta(minutes=1))
    rows = await looks(2)

    assert [(where, kind) for where, kind, _ in rows if where == "pulse:exec"] == [
        ("pulse:exec", "pulse.standup"),
        ("pulse:exec", "late_news"),
    ]
    edited = next(content for where, kind, content in rows if kind == "pulse.standup")
    assert '"kept":[{"team":"Rendering","done":1,' in edited
