"""A new organisation's first week: from an empty workspace to a team's first input and a first preview."""

from datetime import UTC, datetime

import pytest

from storage.records.metrics import InputState
from tests.reading import buttons, reads

MONDAY_HALF_PAST_NINE_IN_BERLIN = datetime(2026, 3, 23, 8, 30, tzinfo=UTC)


@pytest.fixture
def acts(simulator, polaris):
    """Does something as somebody, and waits until the bot has answered."""

    async def _act(handle, what, *args, **values):
        someone = simulator.people[handle]
        done = await getattr(someone, what)(*args, **values)
        await polaris.door.settled()
        await polaris.live()
        return done

    return _act


async def chooses_a_star(acts, simulator):
    await acts("ana", "runs", "/nsm setup", channel="north-star")
    return await acts(
        "ana",
        "submits",
        vision="Games anybody can make",
        value_moment="A change lands on main",
        name="Weekly active contributors",
        definition="Distinct authors of changes that landed in the week",
        why_this="It follows value",
        why_now="More people come than stay",
        what_if="A release no longer hangs on a few",
        story="Mia fixed one sentence, was thanked, and came back",
        channel=simulator.workspace.channel("north-star").id,
        pulse_time="09:30",
        zone="Europe/Berlin",
    )


async def adds_a_team(acts, simulator):
    await acts("ana", "closes")
    await acts("ana", "runs", "/nsm team")
    await acts("ana", "clicks", "Add a team")
    return await acts(
        "ana",
        "submits",
        gathering="standup",
        standup_time="09:45",
        name="Engine",
        lead=simulator.people["bo"].id,
        channel=simulator.workspace.channel("team-engine").id,
        zone_name="Stockholm",
    )


async def test_from_nothing_to_an_agreed_input_and_a_preview(acts, simulator, polaris, clock):
    ana, bo, hana = (simulator.people[handle] for handle in ("ana", "bo", "hana"))
    assert await chooses_a_star(acts, simulator) == {}
    assert await adds_a_team(acts, simulator) == {}
    assert "named you lead of *Engine*" in bo.reads(bo.dm.id)[-1]

    await acts("hana", "runs", "/nsm input", channel="team-engine")
    await acts("hana", "clicks", "Propose an input")
    await acts(
        "hana",
        "submits",
        name="Reviews within a day",
        definition="Share of pull requests reviewed inside 24 hours",
        unit="percent",
        lever="efficiency",
        hypothesis="Whoever is answered soon comes back",
    )
    assert f"<@{hana.id}> proposes an input to Engine" in bo.reads(bo.dm.id)[-1]

    await acts("bo", "clicks", "Agree")
    async with polaris.ledger.open() as books:
        assert [each.state for each in await books.inputs.all()] == [InputState.ACTIVE]

    await acts("hana", "runs", "/commit Answer three newcomers", channel="team-engine")
    clock.set_to(MONDAY_HALF_PAST_NINE_IN_BERLIN)
    await acts("ana", "runs", "/nsm log 27 2026-W12", channel="north-star")
    await polaris.live()

    preview = next(each for each in reversed(ana.sees(ana.dm.id)) if "Post it" in buttons(each.blocks))
    assert "27 weekly active contributors" in reads(preview.blocks)
    assert not [text for text in hana.reads("north-star") if "contributors" in text]

    await acts("ana", "closes")
    await acts("ana", "clicks", "Post it")
    assert "27 weekly active contributors" in hana.reads("north-star")[-1]
