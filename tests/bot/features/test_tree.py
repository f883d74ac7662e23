"""`/nsm tree`: the North Star, each team's inputs and their reasons, within Slack's limits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.tree.views import Page, cascade
from rituals.tree import Branch, TeamBranches, Through, Tree
from storage.records.levers import Finding, Unconnected
from storage.records.metrics import Confidence, InputState, Lever
from tests.hostile import require_harmless, texts
from tests.making import MONDAY_NINE, a_metric, a_star, a_team, an_input
from tests.reading import buttons, choices, fields, reads

KINDS = [(Lever.BREADTH, 0), (Lever.DEPTH, 2), (Lever.FREQUENCY, 1), (Lever.EFFICIENCY, 0)]


def a_branch(*below, through=None, is_documented=True, **given):
    return Branch(an_input(**given), is_documented, through, below)


def a_tree(*teams, undocumented=0, kinds=KINDS):
    return Tree(a_star(), teams, kinds, undocumented)


def many(number):
    return [TeamBranches(a_team(id=f"t{n}", name=f"Team {n}"), [a_branch()]) for n in range(number)]


def shown(*branches, **tree):
    return cascade(a_tree(TeamBranches(a_team(), branches), **tree), Page(0, "")).text


def test_an_input_tells_kind_lag_confidence_and_reason():
    said = shown(a_branch(confidence=Confidence.LIKELY))

    assert "• *Merged pull requests* · frequency · after about 2 weeks · quite sure\n" in said
    assert "\u2003More merges keep contributors" in said


def test_what_it_is_moved_by_stands_indented_below_and_hops_are_named():
    below = a_branch(metric=a_metric(name="Latency"), lever=Lever.ENABLING, lag_periods=0)
    said = shown(a_branch(below, through=Through("Depth", "Docs", is_retired=False)))

    assert "· by way of *Depth* (Docs)" in said
    assert "\n\u2003◦ *Latency* · enabling · in the same week" in said


def test_proposed_undocumented_and_orphaned_links_say_so():
    gone = Through("Depth", "Docs", is_retired=True)
    said = shown(
        a_branch(state=InputState.PROPOSED),
        a_branch(is_documented=False, hypothesis=""),
        a_branch(through=gone),
        undocumented=1,
    )

    assert "*Merged pull requests* _(proposed)_" in said
    assert "_undocumented, nobody has said why_" in said
    assert "*Depth* (Docs), retired since" in said
    assert "1 link is undocumented: _Edit_ in `/nsm input` is where its reason goes." in said


def test_the_kinds_of_lever_that_are_named_are_explained():
    said = shown(a_branch(a_branch(lever=Lever.ENABLING)))

    assert "Kinds of lever: _Frequency_: more often · _Enabling_: uptime, speed, tools others" in said
    assert "_Depth_" not in said
    assert "Kinds of lever" not in shown()


def test_kinds_without_an_input_are_asked_about():
    assert "Which of them moved with it so far: `/nsm links`." in shown()
    assert "No input yet for breadth and efficiency: is there a lever that nobody pulls?" in shown()
    assert "No input yet" not in shown(a_branch(), kinds=[(Lever.DEPTH, 1)])


def test_a_team_without_inputs_is_asked_a_question():
    assert "_No input yet._ Which number could this team move?" in shown()


@pytest.mark.parametrize(("page", "turns"), [(0, ["More teams"]), (1, ["Back", "More teams"]), (9, ["Back"])])
def test_many_teams_come_page_by_page(page, turns):
    message = cascade(a_tree(*many(12)), Page(page, ""))

    assert buttons(message) == turns
    assert f"*Team {min(page, 2) * 5}*" in reads(message)


def test_a_name_finds_its_teams():
    assert "*Team 11*" in cascade(a_tree(*many(12)), Page(0, "TEAM 11")).text
    assert "No team is called “<" not in cascade(a_tree(*many(2)), Page(0, "<x>")).text


def test_the_inputs_of_one_team_are_counted_as_that_teams():
    ours = TeamBranches(
        a_team(name="Docs"), [a_branch(a_branch(lever=Lever.DEPTH)), a_branch(is_documented=False)]
    )
    proposed = a_branch(lever=Lever.BREADTH, state=InputState.PROPOSED, is_documented=False)
    theirs = TeamBranches(a_team(id="x", name="Sales"), [a_branch(), a_branch(is_documented=False), proposed])
    tree = a_tree(ours, theirs, undocumented=3)
    said = cascade(tree, Page(0, "docs")).text

    assert "Agreed inputs of *Docs* by kind, enabling ones aside: breadth 0, depth 1, frequency 2," in said
    assert "1 link is undocumented" in said
    assert "No input yet for" not in said
    assert (
        "Agreed inputs by kind, enabling ones aside: breadth 0, depth 2, frequency 1,"
        in cascade(tree, Page(0, "")).text
    )
    assert (
        "Agreed inputs of *Sales* by kind, enabling ones aside: breadth 0, depth 0, frequency 2"
        in cascade(tree, Page(0, "sales")).text
    )
    assert (
        "Agreed inputs of these 2 teams by kind" in cascade(a_tree(ours, ours, theirs), Page(0, "docs")).text
    )


def test_where_no_team_has_the_name_nothing_else_is_told():
    told = cascade(a_tree(*many(2)), Page(0, "Teem 1"))

    assert (
        reads(told)
        == told.text
        == "No team is called “Teem 1”. Did you mean *Team 1*? `/nsm tree` alone shows them all."
    )


def test_work_without_a_way_is_shown_and_two_teams_who_find_the_star_too_narrow_are_a_question():
    work = Unconnected("w", "t", "Hiring <x>", "a", "b", Finding.TOO_NARROW, "c", None, "U1", MONDAY_NINE)
    teams = [TeamBranches(a_team(), [], "Kind reviews", [work])] * 2
    said = cascade(a_tree(*teams), Page(0, "")).text

    assert "Answers for: Kind reviews" in said
    assert "◌ _Hiring &lt;x&gt;_ · the North Star may be too narrow to see it" in said
    assert "2 teams find the North Star too narrow" in said
    assert "too narrow to see their work" not in cascade(a_tree(teams[0]), Page(0, "")).text


@settings(max_examples=40)
@given(name=texts(80), why=texts(1500), team=texts(75), inputs=st.integers(1, 60))
def test_nothing_people_wrote_pings_links_or_is_too_long(name, why, team, inputs):
    through = Through(name, team, is_retired=False)
    branch = a_branch(
        a_branch(metric=a_metric(name=name), hypothesis=why),
        metric=a_metric(name=name, unit=name),
        hypothesis=why,
        through=through,
    )
    teams = [TeamBranches(a_team(name=team), [branch] * inputs)] * 40

    require_harmless(cascade(a_tree(*teams), Page(1, "")))


async def test_anybody_sees_the_tree_and_turns_its_pages(star, polaris, person, place):
    channels = ["team-engine", "team-docs", "team-review", "team-quality", "leads", "general"]
    async with polaris.ledger.open() as books:
        for number, name in enumerate(channels):
            await books.teams.put(a_team(id=f"t{number}", name=f"Team {number}", channel=place(name)))
        await books.inputs.put(an_input(team="t5", metric=a_metric(name="Merges <!here>")))
    gus = person("gus")
    await gus.runs("/nsm tree", channel="team-docs")
    await gus.clicks("More teams")
    await polaris.door.settled()

    said = gus.sees("team-docs")[-1]
    assert "*Team 5*" in said.text
    assert "*Merges &lt;!here&gt;*" in reads(said.blocks)


async def test_a_lead_says_what_an_input_moves_and_how_sure_they_are(team, polaris, bo):
    deep = a_metric(key="deep", name="Depth", definition="Counted by hand")
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(id="deep", team=team.id, metric=deep))
        await books.inputs.put(an_input(team=team.id, metric=a_metric(definition="Counted by hand")))
    await bo.runs("/nsm input")
    await bo.clicks("Edit")
    await polaris.door.settled()
    assert fields(bo.modal)["serves"] == "the North Star itself"
    offered = choices(bo.modal, "serves")
    moved = {"Depth": "Merged pull requests", "Merged pull requests": "Depth"}[fields(bo.modal)["name"]]
    assert await bo.submits(serves=f"{moved} (Engine)", confidence="A hunch", source="The warehouse") == {}
    await bo.runs("/nsm tree")

    assert len(offered) == 2
    said = bo.reads()[-1]
    assert "\u2003◦ *" in said
    assert "a hunch" in said
