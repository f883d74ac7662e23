"""Monday's thread shows how every input stands, once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rituals.glance import MOST, InputsGlance, glance
from rituals.monday import MONDAY, MondayPulse, Previews
from rituals.ritual import Occasion
from storage.records.metrics import InputState, Reading
from tests.making import ANA, a_metric, a_star, a_team, a_workspace, an_input

TODAY = date(2026, 3, 16)
NINE = datetime(2026, 3, 16, 9, tzinfo=UTC)
MONDAYS = Occasion("monday", None, TODAY, due_at=NINE, now=NINE)
CALM = [20.0, 22.0] * 8


def weekly(key, values):
    first = TODAY - timedelta(weeks=len(values))
    return [
        Reading(key, first + timedelta(weeks=week), value, "UANA", NINE) for week, value in enumerate(values)
    ]


async def put(books, key, values=tuple(CALM), **fields):
    await books.inputs.put(an_input(id=key, metric=a_metric(key=key, name=key.capitalize()), **fields))
    await books.readings.put(weekly(key, values))


@pytest.fixture
async def organisation(ledger):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(pulse_public_since=date(2026, 1, 5)))
        await books.teams.put(a_team())
        await books.north_stars.put(a_star())
    return ledger


@pytest.fixture
async def books(organisation):
    async with organisation.open() as books:
        yield books


async def test_inputs_with_a_signal_come_first_and_the_rest_is_counted(books):
    for number in range(MOST + 1):
        await put(books, f"calm{number}")
    await put(books, "restless", [*CALM, 60.0])

    seen = await glance(books, TODAY, "UTC")

    assert seen is not None
    assert seen.inputs[0].score.metric.key == "restless"
    assert (len(seen.inputs), seen.more) == (MOST, 2)


async def test_one_line_is_no_grid_and_retired_or_new_inputs_have_none(books):
    await put(books, "calm")
    await put(books, "gone", state=InputState.RETIRED)
    await put(books, "new", [20.0])

    assert await glance(books, TODAY, "UTC") is None
    assert [letter.content.kind for letter in await MONDAY.prepare(books, MONDAYS)] == ["monday.pulse"]


async def test_it_stands_in_the_thread_of_the_pulse(books):
    await put(books, "calm")
    await put(books, "calmer")

    pulse, seen = await MONDAY.prepare(books, MONDAYS)

    assert isinstance(pulse.content, MondayPulse)
    assert isinstance(seen.content, InputsGlance)
    assert seen.thread_of == pulse.key


async def test_a_preview_has_none_and_what_is_posted_after_it_has(organisation, clock):
    clock.set_to(NINE)
    async with organisation.open() as books:
        await put(books, "calm")
        await put(books, "calmer")
        await books.workspaces.put(a_workspace(pulse_public_since=None))
        (preview,) = await MONDAY.prepare(books, MONDAYS)

    await Previews(organisation, clock).publish(ANA, TODAY)

    async with organisation.open() as books:
        assert preview.to == "UANA"
        assert await books.deliveries.get("monday::2026-03-16:inputs") is not None
