"""Inputs come in the same order wherever and whenever they are listed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.making import MONDAY_NINE, a_metric, a_team, a_workspace, an_input, joined

RENDERING = a_team()


@pytest.fixture
async def listed(ledger):
    """Three of one moment whose ids are against their names, and an older one."""
    await joined(ledger, RENDERING, "UANA")
    made = [
        an_input(id=f"i{9 - number}", metric=a_metric(key=f"m{5 * number % 7}", name=name))
        for number, name in enumerate(["Answers", "Builds", "Changes"])
    ]
    older = an_input(id="z", metric=a_metric(key="z", name="Zeal"))
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        for each in (*made, replace(older, proposed_at=MONDAY_NINE - timedelta(days=1))):
            await books.inputs.put(each)

    async def names(look):
        async with ledger.open() as books:
            return [each.metric.name for each in await look(books)]

    return names


@pytest.mark.parametrize(
    "look",
    [
        lambda books: books.inputs.all(),
        lambda books: books.inputs.active(),
        lambda books: books.inputs.active_of(["rendering"]),
        lambda books: books.inputs.of_team("rendering"),
    ],
    ids=["all", "active", "active_of", "of_team"],
)
async def test_they_come_as_they_were_proposed_and_those_of_one_moment_by_name(listed, look):
    assert await listed(look) == ["Zeal", "Answers", "Builds", "Changes"]


async def test_what_somebody_may_aim_at_has_the_same_order(listed):
    async def aims(books):
        return (await books.desks.of_person("UANA")).inputs["rendering"]

    assert await listed(aims) == ["Zeal", "Answers", "Builds", "Changes"]
