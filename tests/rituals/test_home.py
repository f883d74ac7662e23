"""One's own page: as many statements in a large organisation as in a small one, and to each team its own."""

from sqlalchemy import event

from rituals.home import HomePage
from tests.fakes import HandClock
from tests.making import (
    BO,
    MONDAY_NINE,
    a_commitment,
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


async def _grown(ledger, numbers):
    for number in numbers:
        team = a_team(id=f"t{number}", name=f"Team {number}", channel=f"C{number}")
        await joined(ledger, team, BO.user)
        metric = a_metric(key=f"m{number}", name=f"Metric {number}")
        async with ledger.open() as books:
            await books.inputs.add(an_input(id=f"i{number}", team=team.id, metric=metric))
            await books.readings.put([a_reading(metric=metric.key)])
            await books.appointments.put(an_appointment(ritual="pulse", team=team.id))
            await books.wins.add(a_win(id=f"w{number}", teams=(team.id,), user=f"U{number}"))
            await books.commitments.add(a_commitment(id=f"c{number}", user=BO.user, team=team.id))


async def _statements(ledger):
    """How many one opening takes of those who never looked before."""
    told = []

    def note(_conn, _cursor, statement, *_rest):
        told.append(statement)

    event.listen(ledger._engine.sync_engine, "before_cursor_execute", note)
    front = await HomePage(ledger, HandClock(MONDAY_NINE)).front(BO)
    event.remove(ledger._engine.sync_engine, "before_cursor_execute", note)
    return len(told), len(front.teams)


async def test_an_opening_takes_as_many_statements_with_five_teams_as_with_two(ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.north_stars.add(a_star())
    await _grown(ledger, range(2))
    few, two = await _statements(ledger)
    await _grown(ledger, range(2, 5))

    assert await _statements(ledger) == (few, 5)
    assert two == 2


async def test_teams_of_one_name_have_each_their_own_inputs(ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
    for number in range(2):
        await joined(ledger, a_team(id=f"t{number}", name="Render", channel=f"C{number}"), BO.user)
        async with ledger.open() as books:
            its = a_metric(key=f"m{number}", name=f"Metric {number}")
            await books.inputs.add(an_input(id=f"i{number}", team=f"t{number}", metric=its))
    front = await HomePage(ledger, HandClock(MONDAY_NINE)).front(BO)

    told = {team.id: [each.metric.key for each in scores] for team, scores in front.teams}
    assert told == {"t0": ["m0"], "t1": ["m1"]}
