"""What a dashboard shows: to a member, and to anybody who has a link."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from rituals.board import Showing
from storage.records.conflicts import ConflictState
from storage.records.dictionary import Entry, Standing
from storage.records.guardrails import Guardrail
from storage.records.metrics import Sentence
from storage.records.preferences import Consent, Preferences
from tests.making import (
    ANA,
    BO,
    MONDAY_NINE,
    a_conflict,
    a_metric,
    a_reading,
    a_star,
    a_team,
    a_win,
    a_workspace,
    an_appointment,
    an_input,
    joined,
)

LAST = date(2026, 3, 9)


@pytest.fixture
async def company(ledger):
    await joined(ledger, a_team(), BO.user)
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        for person in (ANA, BO):
            await books.people.put(person)
        await books.teams.put(a_team(id="docs", name="Docs", lead="ULEA", channel="CDOCS"))
        await books.north_stars.add(a_star())
        await books.inputs.add(an_input())
        await books.metrics.put(a_metric(key="revenue", name="Revenue"))
        await books.dictionary.put(Entry("revenue", Standing.OUTPUT))
        await books.metrics.put(a_metric(key="reverts", name="Reverts"))
        await books.guardrails.put(Guardrail("input-merged", "reverts", "UANA", MONDAY_NINE))
        await books.sentences.put(
            Sentence("active_contributors", LAST, "Ana brought them back", ANA.user, MONDAY_NINE)
        )
        await books.wins.add(a_win(text="Bo halved the queue", people=(BO.user,), teams=("rendering",)))
        await books.appointments.put(an_appointment(ritual="monday", team=None))
        await books.conflicts.add(a_conflict(state=ConflictState.UP, up_at=MONDAY_NINE))
    return ledger


@pytest.fixture
def showing(company, clock):
    return Showing(company, clock)


async def shown(showing, who=None, metrics=()):
    return await showing.shown(await showing.numbers(), metrics, who)


async def put(ledger, *readings):
    async with ledger.open() as books:
        await books.readings.put(readings)


async def test_the_north_star_is_on_top_and_each_team_s_inputs_below_with_what_they_must_not_harm(showing):
    board = await shown(showing)

    assert board.top.metric.key == "active_contributors"
    assert [(tile.team.name, tile.score.metric.key) for tile in board.tiles] == [("Rendering", "merged")]
    assert board.tiles[0].guard.score.metric.key == "reverts"
    assert [score.metric.key for score in board.outputs] == ["revenue"]


async def test_a_board_of_some_metrics_has_the_first_on_top_and_no_outputs(showing):
    board = await shown(showing, metrics=("reverts", "merged", "gone"))

    assert board.top.metric.key == "reverts"
    assert [tile.score.metric.key for tile in board.tiles] == ["merged"]
    assert not board.outputs


async def test_anybody_reads_no_name_and_no_open_case(showing):
    board = await shown(showing)

    assert board.annotation.text == "A colleague brought them back"
    assert board.annotation.by is None
    assert board.annotation.by_product_lead
    assert board.wins[0].told.text == "A colleague halved the queue"
    assert not board.wins[0].names
    assert board.owner is None
    assert (board.open, board.open_elsewhere) == ((), 0)
    assert not {"Ana", "Bo", "UANA", "UBO"} & set(re.findall(r"\w+", repr([board.wins, board.annotation])))


async def test_anybody_reads_no_full_name_either_where_slack_shows_a_short_one(showing, company):
    async with company.open() as books:
        await books.people.put(replace(BO, full_name="Robert Lindqvist"))
        await books.wins.add(a_win(id="second", text="Thanks to Lindqvist and Robert", people=(BO.user,)))

    board = await shown(showing)

    assert board.wins[0].told.text == "Thanks to a colleague and a colleague"


async def test_a_member_reads_who_agreed_to_be_named_and_the_cases_that_concern_them(showing):
    ana, bo = await shown(showing, ANA), await shown(showing, replace(BO, user="UCAL"))

    assert ana.annotation.by == "Ana"
    assert ana.wins[0].names == ("Ana", "Bo")
    assert [item.text for item in ana.open] == ["We need the same two weeks"]
    assert (len(bo.open), bo.open_elsewhere) == (0, 1)


async def test_who_does_not_want_to_be_named_is_not(showing, company):
    async with company.open() as books:
        await books.preferences.put(Preferences(BO.user, consent=Consent.NO_MENTION))

    assert (await shown(showing, ANA)).wins[0].names == ("Ana",)


async def test_a_sentence_is_old_after_a_week_and_not_of_now_when_another_period_is_over(showing, clock):
    found = []
    for days in (0, 6, 1):
        clock.pass_(days=days)
        found.append((await shown(showing)).annotation)

    assert [each.is_old for each in found] == [False, False, True]
    assert [each.is_of_now for each in found] == [True, True, False]


async def test_numbers_are_worked_out_again_only_where_something_changed(showing, company):
    before = await showing.numbers()
    again = await showing.numbers(before)
    await put(company, a_reading())
    after = await showing.numbers(again)

    assert again is before
    assert after.scores["merged"].verdict.value == 27
    assert after.scores["revenue"] is before.scores["revenue"]


async def test_another_day_is_another_verdict(showing, clock):
    before = await showing.numbers()
    clock.pass_(days=7)

    assert (await showing.numbers(before)).scores["merged"].verdict.period == LAST + timedelta(weeks=1)


async def test_whatever_a_board_rests_on_is_looked_at_when_it_is_asked_whether_anything_changed(
    showing, company
):
    read: set[str] = set()

    def note(_connection, _cursor, statement, *_rest):
        read.update(re.findall(r"(?:FROM|JOIN) (\w+)", statement))

    await put(company, a_reading())
    event.listen(company._engine.sync_engine, "before_cursor_execute", note)
    numbers = await showing.numbers()
    for who in (None, ANA):
        await showing.shown(numbers, (), who)
    rests_on = set(read)
    read.clear()
    await showing.numbers(numbers)
    await showing.surroundings()

    # A decision ends its case, a pulse plan moves its appointment, and a commitment's day stays.
    assert rests_on - read <= {"commitments", "decisions", "decision_reviews", "pulse_plans"}
