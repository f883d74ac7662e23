"""The North Star up while an output got worse is a question, asked of the product lead once."""

from datetime import date, timedelta

import pytest

from rituals.counter_signal import AskedNoMore, CounterSignals, ask, counter_signals
from rituals.rights import NotTheProductLead
from storage.records.dictionary import Entry, Standing
from storage.records.metrics import Cadence, Direction, Reading
from storage.records.prompts import PromptState
from tests.making import ANA, BO, MONDAY_NINE, a_metric, a_star, a_workspace

TODAY = date(2026, 3, 16)
CALM = [20.0, 22.0] * 8
CHURN = a_metric(key="churn", name="Churn", unit="percent", direction=Direction.DOWN, cadence=Cadence.MONTH)
FEBRUARY = date(2026, 2, 1)


def weekly(key, values):
    last = date(2026, 3, 9)
    return [
        Reading(key, last - timedelta(weeks=back), value, "UANA", MONDAY_NINE)
        for back, value in enumerate(reversed(values))
    ]


def monthly(key, values, last=FEBRUARY):
    months = last.year * 12 + last.month - 1
    return [
        Reading(key, date((months - back) // 12, (months - back) % 12 + 1, 1), value, "UANA", MONDAY_NINE)
        for back, value in enumerate(reversed(values))
    ]


@pytest.fixture
async def furnished(ledger):
    """A North Star that leapt last week, and a churn that leapt in February."""
    async with ledger.open() as opened:
        await opened.workspaces.put(a_workspace(triage_channel="CTRIAGE"))
        await opened.north_stars.add(a_star())
        await opened.metrics.put(CHURN)
        await opened.dictionary.put(Entry("churn", Standing.OUTPUT))
        await opened.readings.put(weekly("active_contributors", [*CALM, 60.0]))
        await opened.readings.put(monthly("churn", [2.0, 2.4] * 8 + [9.0]))
    return ledger


@pytest.fixture
async def books(furnished):
    async with furnished.open() as opened:
        yield opened


@pytest.fixture
async def about(furnished, clock):
    """What names the question, once it is asked."""
    async with furnished.open() as books:
        await ask(books, await counter_signals(books, TODAY), clock.now())
        (prompt,) = await books.prompts.due(clock.now())
    assert (prompt.user, prompt.joined, prompt.kind) == ("UANA", True, "counter_signal.ask")
    return prompt.key


@pytest.fixture
def desk(furnished, clock):
    return CounterSignals(furnished, clock)


async def left(ledger, about):
    """What waits for triage, and how the question stands."""
    async with ledger.open() as books:
        return await books.triage_questions.waiting(), (await books.prompts.get(about)).state


async def test_a_week_of_the_star_and_a_month_of_the_output_are_each_judged_by_their_own_limits(books):
    (found,) = await counter_signals(books, TODAY)

    assert (found.star_verdict.value, found.star_verdict.period) == (60.0, date(2026, 3, 9))
    assert (found.output_verdict.value, found.output_verdict.period) == (9.0, FEBRUARY)
    assert found.since == FEBRUARY


@pytest.mark.parametrize("star", [[*CALM, 21.0], [*CALM, 1.0]])
async def test_without_a_good_signal_of_the_star_nothing_is_asked(books, star):
    await books.readings.put(weekly("active_contributors", star))

    assert await counter_signals(books, TODAY) == []


@pytest.mark.parametrize("last", [2.1, 0.1])
async def test_an_output_that_is_steady_or_better_says_nothing_against_it(books, last):
    await books.readings.put(monthly("churn", [last]))

    assert await counter_signals(books, TODAY) == []


async def test_an_output_that_should_rise_speaks_against_it_when_it_falls(books):
    await books.metrics.put(a_metric(key="churn", name="Retention", cadence=Cadence.MONTH))
    await books.readings.put(monthly("churn", [0.1]))

    assert [each.output.name for each in await counter_signals(books, TODAY)] == ["Retention"]


async def test_while_the_last_month_is_not_in_yet_the_one_before_it_stands(books):
    assert len(await counter_signals(books, date(2026, 4, 6))) == 0  # the star of that week is not in
    await books.readings.put([Reading("active_contributors", date(2026, 3, 30), 60.0, "U", MONDAY_NINE)])
    (found,) = await counter_signals(books, date(2026, 4, 6))

    assert found.output_verdict.period == FEBRUARY


async def test_a_month_that_is_long_over_is_not_held_against_a_week_of_today(books):
    await books.readings.put([Reading("active_contributors", date(2026, 5, 4), 60.0, "U", MONDAY_NINE)])

    assert await counter_signals(books, date(2026, 5, 11)) == []


async def test_what_is_no_output_is_not_looked_at(books):
    await books.dictionary.put(Entry("churn", Standing.GUARDRAIL))

    assert await counter_signals(books, TODAY) == []


async def test_it_is_asked_once_however_many_mondays_it_holds(about, books, clock):
    await books.readings.put([Reading("active_contributors", TODAY, 60.0, "U", MONDAY_NINE)])
    clock.pass_(days=7)
    found = await counter_signals(books, date(2026, 3, 23))
    assert found

    await ask(books, found, clock.now())
    assert [each.key for each in await books.prompts.due(clock.now())] == [about]


async def test_with_nobody_to_answer_nobody_is_asked(books, clock):
    await books.workspaces.put(a_workspace(product_lead=None))
    await ask(books, await counter_signals(books, TODAY), clock.now())

    assert await books.prompts.due(clock.now()) == []


async def test_put_on_the_agenda_it_waits_for_triage_once(desk, about, furnished):
    await desk.put_on_agenda(ANA, about, "Is it the same customers?")

    (waiting,), state = await left(furnished, about)
    assert (waiting.text, waiting.put_by, state) == (
        "Is it the same customers?",
        "UANA",
        PromptState.ANSWERED,
    )
    with pytest.raises(AskedNoMore):
        await desk.leave(ANA, about)


async def test_left_there_it_does_not_come_to_triage(desk, about, furnished):
    await desk.leave(ANA, about)

    assert await left(furnished, about) == ([], PromptState.ANSWERED)


async def test_only_the_product_lead_answers(desk, about):
    with pytest.raises(NotTheProductLead):
        await desk.leave(BO, about)
