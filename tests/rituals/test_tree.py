"""The cascade: inputs by team, the hops between them, what is undocumented, and which kinds are missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.inputs import Inputs
from rituals.links import Circle, ServesNothing, upwards
from rituals.north_star import NoNorthStar
from rituals.tree import Trees
from storage.records.metrics import InputState, Lever
from tests.making import ANA, BO, a_metric, a_star, a_team, a_workspace, an_input
from tests.rituals.test_inputs import proposal


def one(key, **fields):
    return an_input(id=key, metric=a_metric(key=key, name=key.title()), **fields)


@pytest.fixture
def grown(ledger, clock):
    """The tree of an organisation with these inputs; Rendering and Docs are its teams."""

    async def _grow(*inputs):
        async with ledger.open() as books:
            await books.workspaces.put(a_workspace())
            await books.north_stars.add(a_star())
            await books.teams.put(a_team())
            await books.teams.put(a_team(id="docs", name="Docs", channel="CDOCS"))
            for each in inputs:
                await books.inputs.put(each)
        return await Trees(ledger, clock).tree()

    return _grow


def outline(branches):
    return [(each.an_input.id, outline(each.below)) for each in branches]


async def test_inputs_stand_below_what_they_move_in_their_own_team(grown):
    tree = await grown(one("depth"), one("speed", serves="depth"), one("cache", serves="speed"))

    docs, rendering = tree.teams
    assert (docs.team.name, docs.branches) == ("Docs", [])
    assert outline(rendering.branches) == [("depth", [("speed", [("cache", [])])])]


async def test_a_hop_to_another_team_is_named(grown):
    tree = await grown(one("depth", team="docs"), one("speed", serves="depth"))

    (branch,) = tree.teams[1].branches
    assert (branch.through.name, branch.through.team, branch.through.is_retired) == ("Depth", "Docs", False)


async def test_what_serves_a_retired_input_is_still_shown_and_says_so(grown):
    tree = await grown(one("old", state=InputState.RETIRED), one("speed", serves="old"))

    (branch,) = tree.teams[1].branches
    assert (branch.an_input.id, branch.through.is_retired) == ("speed", True)


async def test_the_agreed_come_before_the_proposed_and_the_retired_not_at_all(grown):
    tree = await grown(
        one("wish", state=InputState.PROPOSED), one("gone", state=InputState.RETIRED), one("real")
    )

    assert [each.an_input.id for each in tree.teams[1].branches] == ["real", "wish"]


async def test_a_link_without_a_reason_is_undocumented(grown):
    tree = await grown(one("mute", hypothesis="  "), one("told"))

    assert tree.undocumented == 1
    assert [each.is_documented for each in tree.teams[1].branches] == [False, True]


async def test_kinds_are_counted_among_the_agreed_and_enabling_is_none_of_them(grown):
    tree = await grown(
        one("a", lever=Lever.DEPTH),
        one("b", lever=Lever.ENABLING),
        one("c", lever=Lever.BREADTH, state=InputState.PROPOSED),
    )

    assert dict(tree.kinds) == {Lever.BREADTH: 0, Lever.DEPTH: 1, Lever.FREQUENCY: 0, Lever.EFFICIENCY: 0}


async def test_without_a_star_there_is_no_tree(ledger, clock):
    with pytest.raises(NoNorthStar):
        await Trees(ledger, clock).tree()


async def test_an_input_cannot_serve_itself_or_what_it_is_moved_by(grown, ledger, clock, ids):
    await grown(one("depth"), one("speed", serves="depth"), one("cache", serves="speed"))
    inputs = Inputs(ledger, clock, ids)

    for served in ("depth", "speed", "cache"):
        with pytest.raises(Circle):
            await inputs.change(ANA, "depth", proposal(serves=served))
    assert (await inputs.change(ANA, "cache", proposal(serves="depth"))).serves == "depth"


async def test_nothing_serves_what_is_retired_or_unknown(grown, ledger, clock, ids):
    await grown(one("old", state=InputState.RETIRED))

    for served in ("old", "nothing"):
        with pytest.raises(ServesNothing):
            await Inputs(ledger, clock, ids).propose(BO, "docs", proposal(serves=served))


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef")))
def test_the_way_up_ends_even_in_a_circle(serves):
    known = {key: one(key, serves=serves.get(key)) for key in "abcdef"}

    for each in known.values():
        way = [step.id for step in upwards(each, known)]
        assert len(way) == len(set(way))
