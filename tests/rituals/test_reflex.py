"""The reflex question names the team's inputs, once a day in a thread, three times a day for a person."""

from datetime import timedelta

import pytest
from pydantic import TypeAdapter

from rituals.letters import Letter, post
from rituals.north_star import NoNorthStar
from rituals.reflex import A_DAY, AskedEnough, AskedHereToday, OthersReadHere, Reflexes, ReflexQuestion
from rituals.teams import LeadNamed
from storage.records.deliveries import DeliveryState
from storage.records.metrics import InputState
from storage.records.sharing import AllowedChannel
from tests.making import ANA, BO, a_metric, a_star, a_team, a_workspace, an_input, joined


@pytest.fixture
async def reflexes(either_ledger, clock):
    async with either_ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.north_stars.put(a_star())
    await joined(either_ledger, a_team(), "UANA")
    async with either_ledger.open() as books:
        await books.inputs.put(an_input())
        gone = a_metric(key="gone", name="Gone")
        await books.inputs.put(an_input(id="gone", metric=gone, state=InputState.RETIRED))
    return Reflexes(either_ledger, clock)


async def asked(ledger):
    async with ledger.open() as books:
        rows = await books.deliveries.in_state(DeliveryState.PENDING)
    return [(row, TypeAdapter(ReflexQuestion).validate_json(row.content)) for row in rows]


@pytest.mark.parametrize(
    ("who", "channel", "team"),
    [(BO, "CRENDER", "Rendering"), (ANA, "CALL", "Rendering"), (BO, "CALL", None)],
    ids=["the channel's team", "the asker's team", "nobody's"],
)
async def test_it_names_the_inputs_of_the_channels_team_or_the_askers(
    reflexes, either_ledger, who, channel, team
):
    await reflexes.ask(who, channel, "7.5")
    ((row, question),) = await asked(either_ledger)

    assert (row.to, row.thread_of) == (channel, f"message:{channel}:7.5")
    assert question == ReflexQuestion(
        "Weekly active contributors", team, ("Merged pull requests",) if team else (), who.user
    )


async def test_a_thread_beneath_a_message_of_ours_is_found_by_that_message(reflexes, either_ledger, clock):
    async with either_ledger.open() as books:
        await post(books, Letter("ours", "CALL", LeadNamed("t", "T", "CALL", "UANA")), clock.now())
        row = await books.deliveries.get("ours")
        await books.deliveries.settle(row, type(row)(**_sent(row)))
    await reflexes.ask(ANA, "CALL", "7.5")

    assert [row.thread_of for row, _ in await asked(either_ledger)] == ["ours"]


def _sent(row):
    fields = {name: getattr(row, name) for name in row.__slots__}
    return fields | {"state": DeliveryState.SENT, "channel": "CALL", "ts": "7.5"}


async def test_a_thread_is_asked_once_a_day_whoever_asks(reflexes, clock):
    await reflexes.ask(ANA, "CALL", "7.5")
    with pytest.raises(AskedHereToday):
        await reflexes.ask(BO, "CALL", "7.5")

    clock.pass_(days=1)
    await reflexes.ask(BO, "CALL", "7.5")


async def test_a_person_asks_a_few_threads_a_day_and_a_refused_one_stays_unasked(
    reflexes, either_ledger, clock
):
    for number in range(A_DAY):
        await reflexes.ask(ANA, "CALL", f"{number}.0")
    with pytest.raises(AskedEnough):
        await reflexes.ask(ANA, "CALL", "9.0")

    await reflexes.ask(BO, "CALL", "9.0")
    assert len(await asked(either_ledger)) == A_DAY + 1
    clock.pass_(days=1)
    await reflexes.ask(ANA, "CALL", "10.0")


async def test_where_others_read_it_takes_a_yes_of_the_product_lead(reflexes, either_ledger, clock):
    with pytest.raises(OthersReadHere):
        await reflexes.ask(ANA, "CALL", "7.5", is_shared=True)

    async with either_ledger.open() as books:
        await books.allowed_channels.put(AllowedChannel("CALL", "UANA", clock.now() - timedelta(days=1)))
    await reflexes.ask(ANA, "CALL", "7.5", is_shared=True)
    assert len(await asked(either_ledger)) == 1


async def test_before_setup_there_is_nothing_to_ask_about(ledger, clock):
    with pytest.raises(NoNorthStar):
        await Reflexes(ledger, clock).ask(ANA, "CALL", "7.5")
