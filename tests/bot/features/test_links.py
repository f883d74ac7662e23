"""`/nsm links`: the verdict in words, then the numbers, within Slack's limits."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.links.views import Page, compared
from rituals.comparing import Compared, ComparedLink, TeamLinks
from rituals.link_figures import AtLag, LinkFigures
from rituals.link_verdicts import Claim, Lack, LinkVerdict
from storage.records.metrics import Cadence
from tests.hostile import require_harmless, texts
from tests.making import MONDAY, a_metric, a_reading, a_star, a_team, an_input
from tests.reading import buttons, reads

FIGURES = LinkFigures(
    240, (AtLag(0, 239, 0.743, 0.638, 0.848, 0.0), AtLag(2, 237, -0.021, -0.146, 0.108, 0.77))
)
CLAIM = Claim(2, 1)


def a_link(verdict=LinkVerdict.NO_SIGN, *, claim=CLAIM, lack=None, figures=FIGURES, **fields):
    return ComparedLink(an_input(**fields), claim, verdict, lack, figures, None if lack else 0.2)


def shown(*links, star=None):
    return compared(Compared(star or a_star(), MONDAY, [TeamLinks(a_team(), links)]), Page(0, ""))


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (
            a_link(LinkVerdict.TOGETHER),
            "· moves together, 2 weeks later\n\u2003When it rose, the North Star tended to rise",
        ),
        (a_link(LinkVerdict.TOGETHER, claim=Claim(2, -1)), "tended to fall, 2 weeks later."),
        (a_link(LinkVerdict.TOGETHER, claim=Claim(0, 1)), "· moves together, in the same week\n"),
        (
            a_link(LinkVerdict.OPPOSITE),
            "· points the other way\n\u2003When it rose, the North Star tended to fall",
        ),
        (a_link(), "· no sign yet\n\u20032 weeks later _r_ −0.02 (−0.15 to +0.11, 237 weeks)"),
        (
            a_link(LinkVerdict.SAME_EVENTS),
            "\u2003In the same week _r_ +0.74 (+0.64 to +0.85, 239 weeks); 2 weeks later _r_ −0.02",
        ),
    ],
)
def test_a_link_is_told_in_words_first(link, said):
    assert said in shown(link).text


@pytest.mark.parametrize(
    ("lack", "said"),
    [
        (Lack.PERIODS, "1 week with both numbers; it takes 26."),
        (Lack.UNBROKEN, "Only 0 pairs of weeks in a row have both numbers."),
        (Lack.VARIETY, "always changed by the same amount"),
        (Lack.CADENCE, "is not counted every week as the North Star is"),
    ],
)
def test_too_little_data_says_what_is_missing_and_shows_no_numbers(lack, said):
    text = shown(a_link(LinkVerdict.TOO_LITTLE, lack=lack, figures=LinkFigures(1))).text

    assert "· too little data\n" in text
    assert said in text
    assert "_r_ +" not in text


def test_months_are_months():
    monthly = a_star(metric=a_metric(cadence=Cadence.MONTH))

    assert "237 months)" in shown(a_link(), star=monthly).text


def test_the_reader_is_told_how_to_take_it():
    text = shown(a_link(), a_link()).text

    assert "2 links were looked at together, and that is allowed for." in text
    assert "Moving together is a hint, not a proof." in text
    assert "cause" not in text
    assert "looked at together" not in shown(a_link()).text


def test_what_many_have_in_common_is_said_once_and_only_where_it_is_so():
    text = shown(a_link(), a_link(), a_link(LinkVerdict.TOGETHER)).text

    assert text.count("cannot be told from chance") == 1
    assert "much the same things" not in text
    assert "_Counts the same events_: both rise" in shown(a_link(LinkVerdict.SAME_EVENTS)).text


def test_many_teams_come_page_by_page_and_a_name_finds_its_own():
    teams = [TeamLinks(a_team(id=f"t{n}", name=f"Team {n}"), [a_link()]) for n in range(12)]
    found = Compared(a_star(), MONDAY, teams)

    assert buttons(compared(found, Page(1, ""))) == ["Back", "More teams"]
    assert "*Team 11*" in compared(found, Page(0, "team 11")).text
    assert "No team is called “<" not in compared(found, Page(0, "<x>")).text
    assert "_No teams yet._" in compared(Compared(a_star(), MONDAY, []), Page(0, "")).text


@settings(max_examples=15)
@given(name=texts(80), team=texts(75), links=st.integers(1, 40))
def test_nothing_people_wrote_pings_links_or_is_too_long(name, team, links):
    metric = a_metric(name=name)
    teams = [TeamLinks(a_team(name=team), [a_link(LinkVerdict.SAME_EVENTS, metric=metric)] * links)] * 12

    require_harmless(compared(Compared(a_star(metric=metric), MONDAY, teams), Page(1, "")))


async def test_anybody_sees_which_input_moved_with_the_star(team, polaris, person, monkeypatch):
    monkeypatch.setattr("bot.features.links.listeners._QUICKLY_S", 60)  # quickly is what a machine calls so
    chance = Random(1)
    weeks = [MONDAY - timedelta(weeks=80 - number) for number in range(80)]
    merged = [float(chance.randint(0, 50)) for _ in weeks]
    star = [2 * (merged[at - 2] if at > 1 else 25) + chance.random() for at in range(len(weeks))]
    async with polaris.ledger.open() as books:
        await books.inputs.put(an_input(team=team.id))
        for key, values in (("merged", merged), ("active_contributors", star)):
            await books.readings.put(
                a_reading(metric=key, period_start=week, value=value)
                for week, value in zip(weeks, values, strict=True)
            )
    gus = person("gus")
    await gus.runs("/nsm links engine", channel="team-docs")
    await polaris.door.settled()

    assert not any("told below" in each for each in gus.reads("team-docs"))
    said = gus.sees("team-docs")[-1]
    assert "*Merged pull requests* · moves together, 2 weeks later" in reads(said.blocks)
    assert "2 weeks later _r_ +1.00 (" in said.text


async def test_whoever_has_to_wait_is_told_so_in_words_that_still_fit_above_the_answer(
    team, polaris, person, monkeypatch
):
    monkeypatch.setattr("bot.features.links.listeners._QUICKLY_S", 0)
    gus = person("gus")
    await gus.runs("/nsm links", channel="team-docs")
    await polaris.door.settled()

    meanwhile, said = gus.reads("team-docs")[-2:]
    assert meanwhile.endswith("What comes of it is told below.")
    assert "moment" not in meanwhile
    assert "What moves with" in said


async def test_many_teams_are_leafed_through(star, polaris, person, place):
    channels = ["team-engine", "team-docs", "team-review", "team-quality", "leads", "general"]
    async with polaris.ledger.open() as books:
        for number, name in enumerate(channels):
            await books.teams.put(a_team(id=f"t{number}", name=f"Team {number}", channel=place(name)))
        await books.inputs.put(an_input(team="t5", metric=a_metric(name="Merges <!here>")))
    gus = person("gus")
    await gus.runs("/nsm links", channel="team-docs")
    await polaris.door.settled()
    await gus.clicks("More teams")
    await polaris.door.settled()

    said = gus.sees("team-docs")[-1]
    assert "*Merges &lt;!here&gt;* · too little data" in reads(said.blocks)
    assert "0 weeks with both numbers; it takes 26." in said.text


async def test_without_a_north_star_it_says_where_to_begin(polaris, person):
    gus = person("gus")
    await gus.runs("/nsm links", channel="team-docs")
    await polaris.door.settled()

    assert "/nsm setup" in reads(gus.sees("team-docs")[-1].blocks)
