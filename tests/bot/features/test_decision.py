"""A decision is recorded with its reasons, read by both teams, superseded, and asked about again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.decision.views import CRITERIA, review, reviewed, told
from rituals import cases
from rituals.decided import DecisionTold, Other
from rituals.deciding import CRITERIA as KNOWN
from rituals.reviewing import ReviewAsked, Reviewed
from storage.records.conflicts import ConflictState, Side
from tests.making import MONDAY, MONDAY_NINE, a_conflict, a_team, a_workspace, joined
from tests.reading import buttons, fields, reads

WHY = {
    "outcome": "Onboarding & <first>",
    "reasons": "It shows *sooner* <!channel>",
    "criteria": ["The effect on the North Star", "How soon it shows"],
}
TOLD = DecisionTold(
    "d1", ("Eng<ine>", "R & view"), "Out", "Because", ("north_star",), ("UANA",), MONDAY, MONDAY
)


@pytest.fixture
async def case(polaris, team, ana, person, place, clock, delivered):
    """What Engine and Review could not settle stands in the triage channel; Dana is the sponsor."""
    await joined(polaris.ledger, a_team(id="review", name="Review", lead="U1", channel=place("team-review")))
    conflict = a_conflict(
        team=team.id,
        other_team="review",
        text="The same <two> weeks",
        ours=Side(want="Both weeks"),
        state=ConflictState.UP,
        up_at=MONDAY_NINE,
    )
    async with polaris.ledger.open() as books:
        workspace = await books.workspaces.get()
        await books.workspaces.put(
            a_workspace(
                id=workspace.id,
                product_lead=ana.id,
                sponsor=person("chidi").id,
                company_channel=workspace.company_channel,
                triage_channel=place("team-community"),
            )
        )
        await books.conflicts.add(conflict)
        await cases.bring_up(books, conflict, clock.now())
    await delivered()
    return conflict


@pytest.fixture
def opens(polaris):
    """Somebody runs /nsm triage and presses the case's button."""

    async def _open(someone, channel="team-community"):
        await someone.runs("/nsm triage", channel=channel)
        await someone.clicks("Record a decision")
        await polaris.door.settled()
        return someone.modal

    return _open


@pytest.fixture
async def decided(case, ana, opens, delivered):
    await opens(ana)
    assert await ana.submits(**WHY) == {}
    await delivered()
    return case


async def test_the_form_starts_with_those_who_decide_and_a_quarter(case, ana, person, opens):
    form = await opens(ana)

    assert "*Engine and Review*: The same &lt;two&gt; weeks" in reads(form)
    assert "Posted in the channel of Engine and Review and below the case." in reads(form)
    assert "never rewritten" in reads(form)
    (who,) = [block for block in form["blocks"] if block.get("block_id") == "decided_by"]
    assert who["element"]["initial_users"] == [ana.id, person("chidi").id]
    (when,) = [block for block in form["blocks"] if block.get("block_id") == "review_on"]
    assert when["element"]["initial_date"] == "2026-06-15"


async def test_reasons_and_criteria_are_needed(case, ana, opens):
    await opens(ana)

    assert set(await ana.submits(outcome="Onboarding first")) == {"reasons", "criteria"}
    assert await ana.submits(**WHY | {"reasons": "  "}) == {"reasons": "Please fill this in."}


async def test_a_review_in_the_past_is_turned_down_under_its_field(case, ana, opens):
    await opens(ana)

    assert await ana.submits(**WHY, review_on="2026-03-16") == {"review_on": "Choose a day from tomorrow on."}


async def test_both_teams_and_the_case_read_what_was_decided_and_why(decided, bo, ana, person):
    said = bo.reads("team-engine")[-1]
    assert said.startswith("*Decided between Engine and Review*\n>Onboarding &amp; &lt;first&gt;\n*Why*")
    assert ">It shows *sooner* &lt;!channel&gt;" in said
    assert "*Weighed:* the effect on the North Star, how soon it shows." in said
    assert f"Decided by <@{ana.id}> and <@{person('chidi').id}> on 16 March 2026" in said
    assert person("dana").reads("team-review")[-1] == said
    head = ana.sees("team-community")[0]
    assert ana.reads("team-community", thread=head.ts)[-1] == said
    assert buttons(ana.sees("team-community", thread=head.ts)[-1].blocks) == ["Decide anew"]
    assert "Decided in triage:\n>Onboarding &amp; &lt;first&gt;" in head.text


async def test_what_was_decided_is_a_precedent(decided, bo):
    await bo.runs("/nsm precedents onboarding")

    assert ">Onboarding &amp; &lt;first&gt;" in bo.reads()[-1]


async def test_the_sponsor_decides_anew_and_the_old_one_says_so(decided, person, bo, polaris, delivered):
    chidi = person("chidi")
    head = chidi.sees("team-community")[0]
    chidi.sees("team-community", thread=head.ts)
    await chidi.clicks("Decide anew")
    await polaris.door.settled()
    assert "*What holds so far*\n>Onboarding &amp; &lt;first&gt;" in reads(chidi.modal)
    assert fields(chidi.modal)["outcome"] is None
    assert await chidi.submits(**WHY | {"outcome": "Landing page first"}) == {}
    await delivered()

    old, new = bo.reads("team-engine")[-2:]
    assert old.startswith("*Superseded on 16 March 2026.* Now this holds:\n>Landing page first")
    assert "_What held before:_\n>Onboarding &amp; &lt;first&gt;" in old
    assert "in the place of what was decided on 16 March 2026:\n>Onboarding" in new
    assert "*Now*\n>Landing page first" in new


async def test_on_the_review_date_the_product_lead_is_asked_and_says_yes(decided, ana, clock, polaris):
    clock.set_to(datetime(2026, 6, 15, 10, tzinfo=UTC))
    await polaris.live()
    asked = "*Does this still hold?* Decided between Engine and Review on 16 March 2026:"
    assert any(asked in each for each in ana.reads(ana.dm.id))
    await ana.clicks("It still holds")
    await polaris.door.settled()
    await polaris.live()

    holds = f"It still holds, says <@{ana.id}>. The next look is on 14 September 2026."
    assert any(holds in each for each in ana.reads(ana.dm.id))
    clock.pass_(days=90)
    await polaris.live()
    assert not any(asked in each for each in ana.reads(ana.dm.id))


async def test_nobody_else_decides(case, bo, opens, polaris):
    await bo.runs("/nsm triage")

    assert "Record a decision" not in buttons(bo.sees()[-1].blocks)


@pytest.mark.parametrize("forged", ['{"about": "never"}', "", "{}"])
async def test_a_forged_window_decides_nothing(case, ana, opens, simulator, polaris, forged):
    await opens(ana)
    simulator.world.views.stacks[ana.id][-1].content["private_metadata"] = forged
    await ana.submits(**WHY)

    assert ">Onboarding &amp; &lt;first&gt;" in reads(ana.modal)
    async with polaris.ledger.open() as books:
        assert await books.decisions.all() == []


async def test_whoever_decides_no_longer_may_not_send_what_they_had_opened(case, ana, bo, opens, polaris):
    await opens(ana)
    async with polaris.ledger.open() as books:
        workspace = await books.workspaces.get()
        await books.workspaces.put(replace(workspace, product_lead=bo.id, sponsor=None))
    await ana.submits(**WHY)

    assert f"for <@{bo.id}>, the product lead" in reads(ana.modal)
    assert ">Onboarding &amp; &lt;first&gt;" in reads(ana.modal)
    async with polaris.ledger.open() as books:
        assert (await books.conflicts.get("k1")).state is ConflictState.UP


async def test_a_second_decision_on_one_case_comes_back_with_what_was_typed(case, ana, person, opens):
    chidi = person("chidi")
    await opens(ana)
    await opens(chidi)
    await ana.submits(**WHY)
    await chidi.submits(**WHY | {"outcome": "Something else"})

    assert "Somebody was quicker" in reads(chidi.modal)
    assert ">Something else" in reads(chidi.modal)


async def test_what_was_typed_is_there_again(case, ana, opens):
    await opens(ana)
    await ana.fills(outcome="Onboarding", trigger="character")
    await ana.closes()

    assert fields(await opens(ana))["outcome"] == "Onboarding"


@pytest.mark.parametrize("letter", ["&", "<", "ש", "न्", "👩‍👩‍👧"])
async def test_the_longest_words_arrive(case, ana, bo, opens, delivered, letter):
    await opens(ana)
    outcome, reasons = (letter * 300)[:300], (letter * 900)[:900]
    assert await ana.submits(**WHY | {"outcome": outcome, "reasons": reasons}) == {}
    await delivered()

    shown = reads(bo.sees("team-engine")[-1].blocks)
    assert shown.count("&amp;") in {0, 1200}
    assert "looked at again on 15 June 2026" in shown


def test_every_criterion_has_words():
    assert set(CRITERIA) == set(KNOWN)


@given(st.text(max_size=900), st.text(max_size=900), st.text(max_size=80))
def test_what_people_wrote_is_only_text(outcome, reasons, name):
    facts = DecisionTold(
        "d1",
        (name, name),
        outcome,
        reasons,
        ("north_star", outcome),
        ("UANA",),
        MONDAY,
        MONDAY + timedelta(days=91),
        Other(reasons, MONDAY),
        Other(outcome, MONDAY),
        may_change=True,
    )
    for message in (
        told(facts),
        review(ReviewAsked(facts, MONDAY)),
        reviewed(Reviewed(facts, "UANA", after=Other(outcome, MONDAY))),
        reviewed(Reviewed(facts, "UANA", holds_until=MONDAY)),
    ):
        plain = message.text.replace("<@UANA>", "").replace("\n>", "\n")
        assert not {"<", ">"} & set(plain)
        assert reads(message)


def test_a_superseded_decision_can_not_be_decided_anew():
    assert buttons(told(TOLD)) == []
    changed = replace(TOLD, may_change=True)
    assert buttons(told(changed)) == ["Decide anew"]
