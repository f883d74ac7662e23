"""North Star triage as it is read: the agenda, its cases, `/nsm triage`, and what may be pressed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import limits
from bot.features.triage.docket_views import docket
from bot.features.triage.views import agenda, case, concern, one
from rituals import cases
from rituals.cases import Case, SideTold
from rituals.conflicts import (
    LONGEST_CUSTOMERS,
    LONGEST_EFFECT,
    LONGEST_TEXT,
    LONGEST_TRIED,
    LONGEST_UNTIL,
    LONGEST_WANT,
)
from rituals.decided import DecisionTold
from rituals.docket import Concern, Docket
from rituals.reviewing import ReviewAsked
from rituals.triage import Item, Quorum, TriageAgenda, TriageCase
from rituals.triage_figures import Figures
from storage.records.conflicts import ConflictKind, ConflictState, Side
from tests.making import MONDAY_NINE, a_conflict, a_reading, a_team, an_input, joined
from tests.reading import buttons, reads

WEDNESDAY = date(2026, 3, 18)
ITEM = Item("k1", ("Eng<ine>", "Review"), "The same\n`weeks` & <@U1>", date(2026, 3, 2), "40 accounts")
AGENDA = TriageAgenda(WEDNESDAY, "UTC", (ITEM,), 0, None, "UANA", "USAM", date(2026, 3, 25))
NOBODY = Figures(date(2026, 1, 1), 0, 0, (), 0)


@pytest.fixture
async def waiting(polaris, team, person, place):
    """Six cases of Engine and Review, which Dana leads; Chidi is the sponsor."""
    review = a_team(id="review", name="Review", lead=person("dana").id, channel=place("team-review"))
    await joined(polaris.ledger, review)
    async with polaris.ledger.open() as books:
        workspace = await books.workspaces.get()
        changed = replace(workspace, sponsor=person("chidi").id, triage_channel=place("team-community"))
        await books.workspaces.put(changed)
        await books.inputs.put(an_input(team=team.id))
        for number in range(6):
            made = a_conflict(
                id=f"k{number}",
                team=team.id,
                other_team="review",
                text=f"Weeks of <May> {number}",
                ours=Side(want="Both <weeks>", input="input-merged"),
                state=ConflictState.UP,
                up_at=MONDAY_NINE - timedelta(days=number),
            )
            await books.conflicts.add(made)


@pytest.fixture
async def met(waiting, polaris, clock, delivered, ana):
    """Wednesday at ten: the agenda is out."""
    await delivered()
    clock.set_to(datetime(2026, 3, 18, 10, 0, tzinfo=UTC))
    await delivered()
    return ana.sees("team-community")[0]


async def test_the_agenda_names_who_decides_what_comes_and_what_waits(met, ana, person):
    said = met.text

    assert said.startswith("*North Star triage, Wednesday, 18 March*: fifteen minutes, 5 cases.")
    assert f"Deciding: <@{ana.id}>, the product lead, and <@{person('chidi').id}>, the sponsor." in said
    assert "1. *Engine and Review*: Weeks of &lt;May&gt; 5\n_waiting since 11 March_" in said
    assert "*1 more waits*; oldest since 16 March. Next: Wednesday, 25 March." in said
    assert "the longest waiting week first, within a week the widest" in said


async def test_each_case_stands_below_with_both_sides_and_a_button(met, ana):
    cases = ana.sees("team-community", thread=met.ts)[1:]

    assert len(cases) == 5
    (button,) = cases[0].blocks[-1]["elements"]
    assert button["accessibility_label"] == "Record a decision: Weeks of <May> 5"
    assert cases[0].text.startswith("Case 1 of 5\n*To settle between Engine and Review*")
    assert "*Engine* wants\n>Both &lt;weeks&gt;\nmoves *Merged pull requests*" in cases[0].text
    assert buttons(cases[0].blocks) == ["Record a decision"]


async def test_the_readings_behind_a_case_are_told_and_drawn(waiting, polaris, clock, delivered, ana):
    last = date(2026, 3, 9)
    weeks = [a_reading(period_start=last - timedelta(weeks=n), value=20 + n % 3) for n in range(14)]
    async with polaris.ledger.open() as books:
        await books.readings.put(weeks)
    await delivered()
    clock.set_to(datetime(2026, 3, 18, 10, 0, tzinfo=UTC))
    await delivered()
    first, chart = ana.sees("team-community", thread=ana.sees("team-community")[0].ts)[1:3]

    assert "*The numbers behind it*\n• *Merged pull requests*: Steady:" in first.text
    assert len(chart.files) == 1


async def test_a_case_can_be_decided_as_soon_as_it_is_with_triage(waiting, polaris, ana, clock, delivered):
    async with polaris.ledger.open() as books:
        await cases.bring_up(books, await books.conflicts.get("k0"), clock.now())
    await delivered()

    assert buttons(ana.sees("team-community")[0].blocks) == ["Record a decision"]


async def test_a_decision_shows_on_the_agenda_and_takes_the_button_away(met, ana, polaris, delivered):
    ana.sees("team-community", thread=met.ts)
    await ana.clicks("Record a decision", beside="Weeks of &lt;May&gt; 5")
    await polaris.door.settled()
    await ana.submits(outcome="May for Engine", reasons="It ships", criteria=["How soon it shows"])
    await delivered()

    assert "*Decided:* May for Engine" in ana.sees("team-community")[0].text
    (first, *_) = ana.sees("team-community", thread=met.ts)[1:]
    assert "Decided in triage:\n>May for Engine" in first.text
    assert buttons(first.blocks) == []


async def test_the_sponsor_says_that_there_is_no_quorum(met, person, delivered):
    chidi = person("chidi")
    await chidi.clicks("No quorum today")
    await delivered()

    said = chidi.sees("team-community")[0]
    assert said.text.startswith(f"*No triage on Wednesday, 18 March*: no quorum, says <@{chidi.id}>.")
    assert "6 cases are carried over to Wednesday, 25 March; the oldest since 11 March." in said.text
    assert buttons(said.blocks) == []


async def test_whoever_does_not_decide_is_told_who_does(met, person, ana, polaris):
    gabi = person("gabi")
    await gabi.clicks("No quorum today")
    await polaris.door.settled()

    assert f"for <@{ana.id}>, the product lead, or <@" in gabi.reads("team-community")[-1].replace(
        " or", ", or"
    )
    assert met.text.startswith("*North Star triage")


async def test_a_guest_in_the_channel_presses_in_vain(met, person, polaris):
    gus = person("gus")
    await gus.clicks("No quorum today")
    await polaris.door.settled()

    assert "Guests can read everything here" in gus.reads("team-community")[-1]


async def test_after_fifteen_minutes_it_is_over(met, ana, clock, delivered):
    clock.pass_(minutes=15)
    await delivered()

    assert "is over*: 0 of 5 settled. 6 cases are carried over" in ana.sees("team-community")[0].text


async def test_triage_shows_a_lead_their_own_cases_and_what_is_honest_to_say(waiting, bo, delivered):
    await delivered()
    await bo.runs("/nsm triage")

    said = bo.reads()[-1]
    assert "*6 cases with triage*, in the order of the next agenda." in said
    assert "1. *Engine and Review*: Weeks of &lt;May&gt; 5" in said
    assert "*This quarter* (January to March 2026): 6 raised · 0 settled by the teams · 0 decided." in said
    assert "From 5 on there are shares" in said
    assert "on Wednesdays at 10:00 (UTC), in weeks with something to do." in said
    assert buttons(bo.sees()[-1].blocks) == []


async def test_others_read_how_many_there_are_and_no_more(waiting, person):
    kofi = person("kofi")
    await kofi.runs("/nsm triage")

    assert "*With triage:* 6 cases of other teams" in kofi.reads()[-1]
    assert "Weeks of" not in kofi.reads()[-1]


async def test_in_the_triage_channel_everybody_there_reads_them(waiting, person):
    gabi = person("gabi")
    await gabi.runs("/nsm triage", channel="team-community")

    assert "1. *Engine and Review*: Weeks of &lt;May&gt; 5" in gabi.reads("team-community")[-1]
    assert buttons(gabi.sees("team-community")[-1].blocks) == []


@pytest.mark.parametrize("letter", ["&", "ש", "👩‍👩‍👧"])
async def test_twenty_five_cases_of_the_longest_words_arrive(waiting, polaris, ana, clock, delivered, letter):
    def words(longest):
        return (letter * longest)[:longest]

    side = Side(words(LONGEST_WANT), "input-merged", words(LONGEST_EFFECT), words(LONGEST_UNTIL))
    async with polaris.ledger.open() as books:
        for number in range(25):
            long = a_conflict(
                id=f"long{number:02}",
                team="engine",
                other_team="review",
                text=words(LONGEST_TEXT),
                ours=side,
                theirs=side,
                customers=words(LONGEST_CUSTOMERS),
                tried=words(LONGEST_TRIED),
                state=ConflictState.UP,
                up_at=MONDAY_NINE - timedelta(days=30),
            )
            await books.conflicts.add(long)
    await delivered()
    clock.set_to(datetime(2026, 3, 18, 10, 0, tzinfo=UTC))
    await delivered()
    agenda = ana.sees("team-community")[0]

    assert "*26 more wait*; oldest since 14 February." in reads(agenda.blocks)
    assert len(ana.sees("team-community", thread=agenda.ts)) == 6
    await ana.runs("/nsm triage")
    shown = ana.sees()[-1].blocks
    assert "*31 cases with triage*" in reads(shown)
    assert buttons(shown).count("Record a decision") == 25
    assert buttons(shown)[-1] == "Change the hour"


async def test_the_product_lead_changes_the_hour(waiting, ana, delivered, polaris):
    await delivered()
    await ana.runs("/nsm triage")
    await ana.clicks("Change the hour")
    await polaris.door.settled()
    await ana.submits(day="Friday", at="14:30", zone_name="Kolkata")
    assert "Triage meets on Fridays at 14:30 (Asia/Kolkata) from now on." in reads(ana.modal)

    async with polaris.ledger.open() as books:
        kept = await books.appointments.get("triage", None)
    assert (kept.days, kept.time_zone) == ((5,), "Asia/Kolkata")


async def test_before_the_setup_it_says_what_to_do(ana):
    await ana.runs("/nsm triage")

    assert "`/nsm setup` begins" in ana.reads()[-1]


async def test_without_a_channel_it_says_who_names_one(team, bo):
    await bo.runs("/nsm triage")

    assert "*Nothing waits for triage.*" in bo.reads()[-1]
    assert "There is no triage channel yet." in bo.reads()[-1]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"quorum": Quorum.AWAY, "people": ("USAM",)}, "<@USAM> is away. 1 case is carried over to"),
        ({"quorum": Quorum.AWAY, "people": ("UANA", "USAM")}, "<@UANA> and <@USAM> are away."),
        ({"sponsor": None}, "No sponsor is named yet who would decide with them: `/nsm roles`."),
        ({"sponsor": "UANA"}, "Deciding: <@UANA>, the product lead and sponsor."),
        (
            {"quorum": Quorum.OVER, "items": (replace(ITEM, is_open=False),)},
            "is over*: 1 of 1 settled. Nothing is carried over.",
        ),
    ],
)
def test_the_agenda_says_how_it_stands(changed, told):
    assert told in agenda(replace(AGENDA, **changed)).text


def test_a_case_in_a_line_is_one_line_whatever_was_written():
    assert one(ITEM).splitlines() == [
        "*Eng&lt;ine&gt; and Review*: The same ˋweeksˋ &amp; &lt;@U1&gt;",
        "_waiting since 2 March_ · touches: 40 accounts",
    ]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"is_up": True}, "_with triage since 2 March_ · <#C1>"),
        ({"waits_for_me": True}, "_did you try it together? Your answer is waited for_ · <#C1>"),
        ({"channel": None}, "_the other lead is asked whether it was tried_"),
    ],
)
def test_a_conflict_on_ones_own_page_says_how_it_stands(changed, told):
    mine = Concern(
        "k", ("A", "B"), "We & they", date(2026, 3, 2), is_up=False, waits_for_me=False, channel="C1"
    )

    assert concern(replace(mine, **changed)) == f"*A and B*: We &amp; they\n{told}"


def took(*days):
    return Figures(date(2026, 1, 1), 8, 2, tuple(timedelta(days=each) for each in days), 1)


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        (took(3), "1 decided, 3 days after it was raised · 1 raised after much the same had been decided."),
        (took(3, 9), "2 decided, 3 days to 9 days after they were raised"),
        (took(0.2, 1, 3, 9, 12), "5 decided, typically 3 days after they were raised"),
        (took(0.2, 1, 3, 9, 12), "29% of those that ended were settled locally."),
        (took(0.01), "1 decided, less than an hour after it was raised"),
        (took(3), "_From 5 on there are shares and typical times; fewer cases say little._"),
    ],
)
def test_figures_are_said_as_far_as_they_carry(figures, told):
    facts = Docket([], 0, figures, NOBODY, "C1", None, may_decide=False, may_move=False)

    assert told in docket(facts).text
    assert "The quarter before" not in docket(facts).text


@pytest.mark.parametrize("letter", ["&", "<", "ש", "न्", "👩‍👩‍👧"])
@pytest.mark.parametrize("number", [1, 5, 25, 60])
def test_the_longest_texts_of_many_cases_fit(letter, number):
    item = Item("k", (letter * 60, letter * 60), letter * 150, WEDNESDAY, letter * 300, outcome="")
    decided = replace(item, is_open=False, outcome=letter * 300)
    told = agenda(replace(AGENDA, items=(item, decided) * 2 + (item,), more=20, more_since=WEDNESDAY))
    decision = DecisionTold(
        "d", item.teams, letter * 300, letter * 900, ("north_star",), ("UANA",), WEDNESDAY, WEDNESDAY
    )
    reviews = [ReviewAsked(decision, WEDNESDAY)] * 3
    facts = Docket(
        [item] * number,
        3,
        took(1),
        took(1, 2, 3, 4, 5),
        "C1",
        None,
        may_decide=True,
        may_move=True,
        reviews=reviews,
    )
    listed = docket(facts)

    for message in (told, listed):
        blocks = limits.message(message.blocks)
        assert len(blocks) <= 50
        assert all(len(block.get("text", {}).get("text", "")) <= 3000 for block in blocks)
        assert "…" not in reads(message).replace(letter, "") or number > 30 or letter
    assert "and 35 more" in reads(listed) or number < 60


@given(st.text(max_size=600), st.text(max_size=80))
def test_what_people_wrote_is_only_text(words, name):
    side = SideTold(name, "UANA", words, name, words, words)
    told = Case(
        "k", ConflictKind.INPUTS, ConflictState.UP, words, side, side, words, words, None, "UANA",
        MONDAY_NINE, (), None, "UTC",
    )  # fmt: skip
    item = Item("k", (name, name), words, WEDNESDAY, words)
    facts = replace(AGENDA, items=(item, replace(item, is_open=False, outcome=words)))
    for message in (agenda(facts), case(TriageCase(told, 1, 1))):
        plain = message.text.replace("<@UANA>", "").replace("<@USAM>", "").replace("\n>", "\n")
        assert not {"<", ">"} & set(plain)
        assert reads(message)
