"""`/nsm precedents`: what was decided before, with its reasons and why it is near."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.precedent.views import found
from bot.features.precedent.words import why
from rituals.precedents import Found, Nearest
from storage.records.conflicts import Side
from tests.making import a_conflict, a_decision, a_metric, a_team, an_input
from tests.reading import buttons, reads

NEAR = Nearest(
    a_decision(),
    date(2026, 3, 16),
    teams=("Rendering", "Docs"),
    both=True,
    shared_teams=("Rendering", "Docs"),
    shared_inputs=("Reads",),
    words=("onboarding", "email"),
)


@pytest.fixture
async def decided(polaris, team, place):
    docs = a_team(id="docs", name="Docs", channel=place("team-docs"))
    async with polaris.ledger.open() as books:
        await books.teams.put(docs)
        await books.inputs.put(an_input(team=team.id, metric=a_metric(name="Merges <b>")))
        await books.conflicts.add(a_conflict(team=team.id, ours=Side(input="input-merged")))
        made = a_decision(outcome="Onboarding e-mails go first", reasons="They & <!channel>\nmove sooner")
        await books.decisions.add(made)


async def test_a_word_finds_a_decision_with_its_reasons(decided, bo):
    await bo.runs("/nsm precedents which emails?")

    said = bo.reads()[-1]
    assert "Nearest to “which emails?”" in said
    assert "*Engine and Docs*, 16 March 2026: has the word emails." in said
    assert ">Onboarding e-mails go first\n*Why*\n>They &amp; &lt;!channel&gt;\n>move sooner" in said


async def test_inputs_and_teams_are_words_too(decided, bo):
    await bo.runs("/nsm precedents merges engine")

    assert "has the words merges, engine" in bo.reads()[-1]


async def test_what_is_not_found_says_where_to_go(decided, bo):
    await bo.runs("/nsm precedents <!here> pricing")

    assert "No decision shares a word with “@here pricing”" in bo.reads()[-1]
    assert "`/nsm escalate`" in bo.reads()[-1]


async def test_who_decides_may_decide_anew_from_there(decided, ana, bo):
    for someone in (ana, bo):
        await someone.runs("/nsm precedents onboarding")

    assert buttons(ana.sees()[-1].blocks) == ["Decide anew"]
    assert buttons(bo.sees()[-1].blocks) == []


async def test_with_no_words_it_shows_the_latest_that_hold_newest_first(decided, bo, team, polaris):
    made_on = a_decision().decided_at
    async with polaris.ledger.open() as books:
        for number in range(1, 7):
            await books.conflicts.add(a_conflict(id=f"c{number}", team=team.id))
            made = a_decision(id=f"n{number}", conflict=f"c{number}", outcome=f"Choice {number}")
            await books.decisions.add(replace(made, decided_at=made_on + timedelta(days=number)))
    await bo.runs("/nsm precedents")

    said = bo.reads()[-1]
    assert re.findall(r"Choice (\d)", said) == ["6", "5", "4", "3", "2"]
    assert "The latest decisions that hold, newest first:" in said
    assert "22 March 2026.\n>Choice 6" in said
    assert "`/nsm precedents WORDS` finds what was decided before" in said


async def test_with_no_words_it_says_what_to_type(bo, polaris):
    await bo.runs("/nsm precedents")

    assert "`/nsm precedents WORDS` finds what was decided before" in bo.reads()[-1]


async def test_a_guest_may_read_what_was_decided(decided, person, polaris):
    await person("gus").runs("/nsm precedents onboarding", channel="team-docs")

    assert "Onboarding e-mails go first" in person("gus").reads("team-docs")[-1]


@pytest.mark.parametrize(
    ("near", "told"),
    [
        (NEAR, "same two teams; shares the input Reads; has the words onboarding, email"),
        (
            Nearest(a_decision(), date(2026, 3, 16), ("A", "B"), False, ("A",), (), ("x",)),
            "also with A; has the word x",
        ),
        (
            Nearest(a_decision(), date(2026, 3, 16), ("A", "B"), False, (), ("R&D", "S"), ()),
            "shares the inputs R&amp;D and S",
        ),
    ],
)
def test_it_says_why_it_is_near(near, told):
    assert why(near) == told


@given(st.text(max_size=600), st.text(max_size=600), st.text(min_size=1, max_size=300))
def test_what_people_wrote_is_only_text(outcome, reasons, asked):
    decision = a_decision(outcome=outcome, reasons=reasons)
    near = Nearest(decision, date(2026, 3, 16), (outcome, reasons), True, (asked,), (outcome,), (asked,))
    message = found(Found([near] * 5, may_change=True), asked)

    assert not {"<", ">"} & set(message.text.replace("\n>", "\n"))
    assert reads(message)
