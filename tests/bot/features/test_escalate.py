"""`/escalate`: first the input framework, then both leads, and only then triage."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rituals.conflicts import Raising
from rituals.escalating import Escalations
from rituals.trying import Trying
from storage.records.conflicts import ConflictKind, ConflictState, Side
from storage.records.deliveries import DeliveryState
from storage.records.people import Person
from tests.making import (
    MONDAY,
    MONDAY_NINE,
    a_conflict,
    a_decision,
    a_metric,
    a_reading,
    a_team,
    an_input,
    joined,
)
from tests.reading import buttons, choices, fields, reads

SIDES = {
    "our_want": "Both <weeks>",
    "our_input": "Merges <b>",
    "our_effect": "From 20 to 25",
    "our_until": "By May",
    "their_want": "The same & more",
    "their_effect": "10 %",
    "their_until": "By June",
    "customers": "New teams",
    "tried": "We met & talked",
}


@pytest.fixture
async def lena(person, polaris, place, team):
    """Who leads a second team, Review."""
    lena = person("lena")
    made = a_team(id="review", name="Review", lead=lena.id, channel=place("team-review"))
    await joined(polaris.ledger, made, lena.id)
    return lena


@pytest.fixture
async def merges(polaris, team):
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id, metric=a_metric(name="Merges <b>")))


@pytest.fixture
def kept(polaris):
    async def _kept():
        async with polaris.ledger.open() as books:
            return await books.conflicts.all()

    return _kept


@pytest.fixture
async def raised(lena, merges, bo, looks, kept, delivered):
    """Bo, who leads Engine, has raised a conflict with Lena's Review."""
    await bo.runs("/escalate The same <two> weeks")
    await looks(bo)
    assert await bo.submits(other_team="Review") == {}
    assert await bo.submits(**SIDES) == {}
    await delivered()
    (made,) = await kept()
    return made


@pytest.fixture
async def decided(lena, merges, polaris):
    """Triage has decided once between Engine and Review."""
    async with polaris.ledger.open() as books:
        earlier = a_conflict(id="k0", team="engine", other_team="review", state=ConflictState.DECIDED)
        ago = MONDAY_NINE - timedelta(days=30)
        await books.conflicts.add(replace(earlier, ours=Side("x", "input-merged"), raised_at=ago))
        await books.decisions.add(a_decision(conflict="k0", outcome="Review <first> & Engine after"))


@pytest.fixture
def writes(bo, looks):
    """Bo goes as far as both sides."""

    async def _writes(text="The same <two> weeks", **first):
        await bo.runs(f"/escalate {text}".strip())
        await looks(bo)
        assert await bo.submits(**first) == {}
        return bo.modal

    return _writes


async def test_the_first_step_asks_what_it_is_about_and_between_whom(lena, merges, bo, looks):
    await bo.runs("/escalate We & they want the <same> weeks")

    form = await looks(bo)
    assert fields(form)["text"] == "We & they want the <same> weeks"
    assert choices(form, "other_team") == ["Review"]
    assert "nothing is posted before you see where" in reads(form)


async def test_the_second_step_asks_for_both_sides_and_says_where_it_will_stand(
    lena, merges, ana, bo, looks, place
):
    await bo.runs("/escalate The same weeks")
    await looks(bo)
    await bo.submits()

    assert bo.modal["title"]["text"] == "Both sides"
    assert choices(bo.modal, "our_input") == ["Merges <b>", "None of these yet"]
    assert "their_input" not in fields(bo.modal)
    assert f"opens a thread in <#{place('team-engine')}>" in reads(bo.modal)
    assert f"asks <@{bo.id}> and <@{lena.id}>" in reads(bo.modal)


async def test_what_is_sent_opens_a_thread_and_asks_the_other_lead(raised, lena, bo, place):
    assert (raised.state, raised.kind, raised.tried_by) == (
        ConflictState.ASKING,
        ConflictKind.INPUTS,
        (bo.id,),
    )
    assert raised.ours.input == "input-merged"
    assert "Thank you for bringing it up" in reads(bo.modal)
    head = bo.sees("team-engine")[-1]
    sides = bo.reads("team-engine", thread=head.ts)[-1]
    assert "*To settle between Engine and Review*\n>The same &lt;two&gt; weeks" in head.text
    assert ">Both &lt;weeks&gt;\nmoves *Merges &lt;b&gt;* · From 20 to 25 · By May" in sides
    assert "Did you try this together?" in lena.reads(lena.dm.id)[-1]


async def test_when_both_leads_tried_it_goes_to_triage(raised, lena, bo, ana, kept, delivered):
    await lena.clicks("We tried, still open")
    await delivered()

    (conflict,) = await kept()
    assert conflict.state is ConflictState.UP
    assert "With triage <!date^" in bo.reads("team-engine")[-1]
    assert "*To settle between Engine and Review*" in ana.reads(ana.dm.id)[0]
    asked = lena.sees(lena.dm.id)[0]
    assert "With triage <!date^" in asked.text
    assert "We tried, still open" not in buttons(asked.blocks)


async def test_what_waits_for_a_lead_is_answered_on_app_home(raised, lena, bo, kept, polaris, delivered):
    await lena.opens_home()
    await polaris.door.settled()
    await lena.clicks("We tried, still open")
    await delivered()

    assert (await kept())[0].state is ConflictState.UP
    assert "We tried, still open" not in buttons(lena.home)


async def test_triage_reads_it_in_its_channel_with_the_readings_of_both_inputs_and_the_star(
    raised, lena, ana, star, polaris, place, simulator, delivered
):
    async with polaris.ledger.open() as books:
        space = await books.workspaces.get()
        await books.workspaces.put(replace(space, triage_channel=place("general")))
        for metric in ("merged", star.metric.key):
            weeks = {week: MONDAY - timedelta(weeks=week) for week in range(1, 9)}
            await books.readings.put(
                a_reading(metric=metric, period_start=start, value=20.0 + week)
                for week, start in weeks.items()
            )
    await lena.clicks("We tried, still open")
    await delivered()

    head = ana.sees("general")[-1]
    sides, chart = ana.sees("general", thread=head.ts)[1:]
    assert f"<@{lena.id}> tried to settle it first" in head.text
    assert "• *Merges &lt;b&gt;*: Too early to call: merges &lt;b&gt; at 21" in sides.text
    assert "• *Weekly active contributors*" in sides.text
    assert len(chart.files) == 1


async def test_the_umbrella_command_opens_it_too(lena, bo, looks):
    await bo.runs("/nsm escalate The same weeks")

    assert fields(await looks(bo))["text"] == "The same weeks"


async def test_help_says_how_it_goes(bo, star):
    await bo.runs("/escalate help")

    assert "It goes to triage only when both leads say that it was tried." in bo.reads()[-1]


async def test_while_it_is_written_what_was_decided_before_is_offered(decided, bo, writes, polaris):
    window = await writes("Another thing")
    assert "Was this decided before?" in reads(window)
    assert "Near: same two teams" in reads(window)
    await bo.chooses("escalate.aim", "Merges <b>")
    await polaris.door.settled()

    assert "shares the input Merges &lt;b&gt;" in reads(bo.modal)
    assert ">Review &lt;first&gt; &amp; Engine after" in reads(bo.modal)


async def test_choosing_an_input_loses_nothing_that_was_typed(decided, bo, writes, polaris):
    await writes("Another thing")
    await bo.fills(our_want="Both weeks", trigger="character")
    await bo.chooses("escalate.aim", "Merges <b>")
    await polaris.door.settled()

    view = bo.modal
    assert view["state"]["values"]["our_want"]["draft.keep"]["value"] == "Both weeks"


async def test_a_precedent_settles_it_and_both_leads_hear_of_it(
    decided, bo, lena, writes, polaris, kept, delivered
):
    await writes()
    await bo.fills(our_want="Both weeks", trigger="character")
    await bo.clicks("This settles it")
    await delivered()

    assert "Settled, thank you" in reads(bo.modal)
    (conflict,) = [each for each in await kept() if each.id != "k0"]
    assert (conflict.state, conflict.settled_by, conflict.ours.want) == (
        ConflictState.SETTLED,
        "d1",
        "Both weeks",
    )
    assert "Settled by what was decided before:\n>Review &lt;first&gt;" in lena.reads(lena.dm.id)[-1]
    await lena.clicks("Not settled yet")
    await delivered()
    assert (await kept())[-1].state is ConflictState.ASKING
    assert "To settle between Engine and Review" in bo.reads("team-engine")[-1]


async def test_in_the_thread_a_lead_may_settle_it_by_what_was_decided_before(
    decided, bo, lena, writes, kept, delivered
):
    await writes()
    await bo.submits(**SIDES)
    await bo.closes(everything=True)
    await delivered()
    await bo.clicks("This settles it")
    await delivered()

    assert (await kept())[-1].settled_by == "d1"
    assert "Settled by what was decided before" in bo.reads("team-engine")[0]


async def test_two_kpis_that_are_perceived_are_said_as_inputs(lena, merges, bo, writes, kept, delivered):
    await writes(kind="kpis")
    answers = {"our_kpi": "New sign-ups", "their_kpi": "Retention", "real": "perceived"}
    assert "which inputs would show it" in (await bo.submits(**answers))["reframed"]
    assert await bo.submits(**answers, reframed="Sign-ups who finish <onboarding>") == {}
    assert ">Sign-ups who finish &lt;onboarding&gt;" in reads(bo.modal)
    assert await bo.submits(**SIDES) == {}
    await delivered()

    (conflict,) = await kept()
    assert (conflict.kind, conflict.kpis.is_real) == (ConflictKind.KPIS, False)
    head = bo.sees("team-engine")[-1]
    sides = bo.reads("team-engine", thread=head.ts)[-1]
    assert (
        "*Two KPIs:* New sign-ups · Retention\nSaid as inputs\n>Sign-ups who finish &lt;onboarding&gt;"
        in sides
    )
    assert "Both could rise together" in sides


async def test_two_kpis_that_are_really_against_each_other_need_evidence_and_a_sponsor(
    lena, merges, bo, ana, writes, kept
):
    await writes(kind="kpis")
    errors = await bo.submits(our_kpi="New sign-ups", their_kpi="Retention", real="real")
    assert set(errors) == {"evidence", "sponsor"}
    assert await bo.submits(evidence="Both fell in May", sponsor=ana.id) == {}
    assert await bo.submits(**SIDES) == {}

    (conflict,) = await kept()
    assert (conflict.kpis.is_real, conflict.kpis.evidence, conflict.kpis.sponsor) == (
        True,
        "Both fell in May",
        ana.id,
    )


async def test_a_bot_is_no_sponsor(lena, merges, bo, writes, simulator):
    await writes(kind="kpis")
    answers = {"our_kpi": "New sign-ups", "their_kpi": "Retention", "real": "real", "evidence": "Both fell"}
    errors = await bo.submits(**answers, sponsor=simulator.workspace.user("buildbot").id)

    assert "no bot, no guest" in errors["sponsor"]


async def test_in_a_teams_channel_one_speaks_for_that_team(lena, polaris, bo, looks, team):
    async with polaris.ledger.open() as books:
        docs = a_team(id="docs", name="Docs", lead=bo.id, channel="CDOCS")
        await books.teams.put(docs)
    await bo.runs("/escalate The same weeks", channel="team-engine")

    assert fields(await looks(bo))["team"] == "Engine"


async def test_work_that_builds_capacity_is_never_called_competing(lena, merges, bo, writes, kept, delivered):
    window = await writes(kind="capacity")
    assert "What would Engine build?" in reads(window)
    assert "Which future input would it serve?" in reads(window)
    await bo.submits(**SIDES)
    await delivered()

    head = bo.sees("team-engine")[-1]
    assert "*Enabling capacity for future North Star growth between Engine and Review*" in head.text
    assert "*Engine* would build" in bo.reads("team-engine", thread=head.ts)[-1]
    assert "compet" not in "".join(bo.reads("team-engine")).lower()


async def test_what_was_typed_in_any_step_is_there_again(lena, merges, bo, looks, writes):
    await writes(kind="capacity")
    await bo.fills(our_want="Both weeks", trigger="character")
    await bo.chooses("escalate.aim", "Merges <b>")
    await bo.closes(everything=True)
    await bo.runs("/escalate")
    first = fields(await looks(bo))
    await bo.submits()
    again = fields(bo.modal)

    assert (first["text"], first["kind"][:4]) == ("The same <two> weeks", "Work")
    assert (again["our_want"], again["our_input"]) == ("Both weeks", "Merges <b>")


async def test_what_is_changed_after_going_back_is_there_again(lena, merges, bo, looks, writes):
    await writes()
    await bo.closes()
    await bo.fills(text="Another thing", trigger="character")
    await bo.closes()
    await bo.runs("/escalate")

    assert fields(await looks(bo))["text"] == "Another thing"


async def test_what_was_sent_is_not_there_again(raised, bo, looks):
    await bo.closes(everything=True)
    await bo.runs("/escalate")
    assert fields(await looks(bo))["text"] is None
    await bo.submits(text="Another")

    assert fields(bo.modal)["our_want"] is None


async def test_only_the_leads_decide_in_the_thread(raised, person, polaris, kept):
    hana = person("hana")
    for button in ("We tried, still open", "We settled it", "Bring it up alone", "Take back"):
        await hana.clicks(button)
        await polaris.door.settled()

    assert (await kept())[0].state is ConflictState.ASKING
    assert "who lead the two sides. What you know helps them" in hana.reads("team-engine")[-2]
    assert "the one who can take it back" in hana.reads("team-engine")[-1]


async def test_a_lead_who_is_too_early_alone_learns_when(raised, bo, polaris, kept):
    await bo.closes(everything=True)
    await bo.clicks("Bring it up alone")
    await polaris.door.settled()

    assert "has until Wed 18 Mar, 10:00 (Europe/Stockholm) to answer" in bo.reads("team-engine")[-1]
    assert (await kept())[0].state is ConflictState.ASKING


async def test_after_two_working_days_one_lead_is_enough(raised, bo, ana, clock, kept, delivered):
    await bo.closes(everything=True)
    clock.pass_(days=2)
    await bo.clicks("Bring it up alone")
    await delivered()

    assert (await kept())[0].state is ConflictState.UP
    assert "brought it up alone, after the time" in ana.reads(ana.dm.id)[0]


async def test_a_lead_says_how_they_settled_it(raised, bo, lena, polaris, looks, kept, delivered):
    await lena.clicks("We settled it")
    assert ">The same &lt;two&gt; weeks" in reads(await looks(lena))
    assert await lena.submits(closing="A week <each>") == {}
    await delivered()

    (conflict,) = await kept()
    assert (conflict.state, conflict.closing) == (ConflictState.SETTLED, "A week <each>")
    assert f"<@{lena.id}> writes:\n>A week &lt;each&gt;" in bo.reads("team-engine")[0]
    assert "Not settled yet" in buttons(bo.sees(bo.dm.id)[-1].blocks)


async def test_a_lead_says_their_side_in_their_own_words(raised, bo, lena, looks, kept, delivered):
    await bo.closes(everything=True)
    await bo.clicks("Change our side")
    form = await looks(bo)
    assert fields(form)["our_want"] == "Both <weeks>"
    assert fields(form)["our_input"] == "Merges <b>"
    await bo.submits(our_want="One week will do")
    await delivered()

    assert (await kept())[0].ours.want == "One week will do"
    assert ">One week will do" in lena.reads(lena.dm.id)[0]
    head = bo.sees("team-engine")[-1]
    assert ">One week will do" in bo.reads("team-engine", thread=head.ts)[1]


async def test_who_raised_it_takes_it_back_and_the_message_says_so(raised, bo, lena, kept, delivered):
    await bo.closes(everything=True)
    await bo.clicks("Take back")
    await delivered()

    assert (await kept())[0].state is ConflictState.WITHDRAWN
    assert f"Taken back by <@{bo.id}>." in bo.reads("team-engine")[0]
    assert buttons(bo.sees("team-engine")[0].blocks) == []


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "{}",
        '{"about":"x","kind":"inputs","text":"x","team":"review","other_team":"engine"}',
        '{"about":"x","kind":"inputs","text":"x","team":null,"other_team":"review"}',
        '{"about":"x","kind":"inputs","text":"x","team":"engine","other_team":"engine"}',
    ],
)
async def test_a_forged_window_raises_nothing(lena, merges, bo, writes, kept, forged, simulator):
    await writes()
    simulator.world.views.stacks[bo.id][-1].content["private_metadata"] = forged
    await bo.submits(**SIDES)

    assert await kept() == []
    assert ">We met &amp; talked" in reads(bo.modal)


async def test_a_guest_is_refused(lena, team, person, polaris):
    gus = person("gus")
    await joined(polaris.ledger, team, gus.id)
    await gus.runs("/escalate The same weeks", channel="team-docs")
    await polaris.door.settled()

    assert gus.modal is None
    assert "Guests can read everything here" in gus.reads("team-docs")[-1]


async def test_who_is_in_no_team_learns_how_to_be(lena, person):
    kofi = person("kofi")
    await kofi.runs("/escalate The same weeks")

    assert "none counts you yet" in kofi.reads()[-1]


async def test_without_a_product_lead_nobody_could_help(ana):
    await ana.runs("/escalate The same weeks")

    assert "no product lead at the moment" in ana.reads()[-1]
    assert "`/nsm setup`" in ana.reads()[-1]


async def test_without_teams_there_is_nothing_between_them(star, ana):
    await ana.runs("/escalate The same weeks")

    assert "there is no other team yet" in ana.reads()[-1]
    assert ">The same weeks" in ana.reads()[-1]


async def test_too_many_words_come_back(lena, bo):
    await bo.runs(f"/escalate {'x' * 151}")

    assert "1 character too long: 150 fit here" in bo.reads()[-1]


async def test_the_longest_words_arrive(lena, merges, bo, writes, delivered, simulator):
    await writes("&" * 150)
    longest = {
        "our_want": "&" * 500,
        "our_effect": "&" * 100,
        "our_until": "&" * 60,
        "their_want": "<\n" * 249 + "<",
        "their_effect": "&" * 100,
        "their_until": "&" * 60,
        "customers": "&" * 300,
        "tried": "<\n" * 299 + "<",
    }
    assert await bo.submits(**longest, our_input="Merges <b>") == {}
    await delivered()

    head = bo.sees("team-engine")[-1]
    sides = reads(bo.sees("team-engine", thread=head.ts)[-1].blocks)
    assert sides.count("&amp;") == 500 + 100 + 60 + 100 + 60 + 300
    assert sides.count("&lt;") == 250 + 300 + 1
    assert "&amp;…" in reads(lena.sees(lena.dm.id)[-1].blocks)  # in short; the whole is in the thread


async def test_twenty_five_conflicts_at_once_all_arrive(lena, merges, bo, place, polaris, clock, delivered):
    longest = Side("&" * 500, "input-merged", "&" * 100, "&" * 60)
    raising = Raising(
        ConflictKind.INPUTS, "&" * 150, "engine", "review", longest, Side("<" * 500), "&" * 300, "&" * 600
    )
    who = Person(bo.id, "Bo", "UTC")
    for number in range(25):
        await Escalations(polaris.ledger, clock).raise_(who, raising, f"k{number}")
    await delivered()
    assert buttons(lena.sees(lena.dm.id)[0].blocks).count("We tried, still open") == 8
    for number in range(5):
        await Trying(polaris.ledger, clock).confirm(Person(lena.id, "Lena", "UTC"), f"k{number}")
    await delivered()

    async with polaris.ledger.open() as books:
        states = {each.state for each in await books.deliveries.in_state(*DeliveryState)}
        up = await books.conflicts.in_state(ConflictState.UP)
    assert (states, len(up)) == ({DeliveryState.SENT}, 5)
