"""/nsm exec: the trend before anything else, then inputs, then functions, as text to copy."""

from datetime import date, timedelta

from hypothesis import given, settings

from bot.features.brief import views
from rituals.brief import Brief
from rituals.outputs import OutputScore
from rituals.scoreboard import InputScore, Kept, tally
from storage.records.commitments import CommitmentState
from storage.records.metrics import Reading
from tests.hostile import require_harmless, texts
from tests.making import MONDAY, MONDAY_NINE, a_commitment, a_metric, an_input

LAST_WEEK = date(2026, 3, 9)
TEAMS = a_metric(key="active_contributors", name="Weekly active teams", unit="count")


def weekly(metric, values):
    first = LAST_WEEK - timedelta(weeks=len(values) - 1)
    return [
        Reading(metric, first + timedelta(weeks=week), v, "UANA", MONDAY_NINE)
        for week, v in enumerate(values)
    ]


def score(metric, *last):
    return tally(metric, weekly(metric.key, [20.0, 22.0] * 7 + list(last)), MONDAY)


def shown(blocks):
    """What stands in the frames, to be copied."""
    return "\n".join(
        text["text"]
        for block in blocks
        if block["type"] == "rich_text"
        for frame in block["elements"]
        for text in frame["elements"]
    )


async def test_anybody_gets_the_brief_alone_and_in_its_order(team, polaris, person):
    async with polaris.ledger.open() as books:
        await books.readings.put(weekly("active_contributors", [20.0, 22.0] * 7 + [26.0]))
        await books.inputs.put(an_input(team=team.id))
        await books.commitments.add(a_commitment(team=team.id, week=LAST_WEEK, state=CommitmentState.DONE))
    kofi = person("kofi")
    await kofi.runs("/nsm exec", channel="general")
    brief = kofi.sees("general")[-1]
    copied = shown(brief.blocks)

    assert "*Executive brief, Monday, 16 March.* Only you see this" in brief.text
    assert copied.startswith("NORTH STAR\n26 weekly active contributors last week, up 4: ")
    assert "The last four weeks: 22, 20, 22, 26." in copied
    assert copied.index("INPUTS\n- Engine: no number yet") < copied.index("FUNCTIONS")
    assert "- Engine: 1 of 1 kept" in copied


async def test_before_setup_it_says_what_comes_first(polaris, person):
    await person("kofi").runs("/nsm exec", channel="general")

    assert "There is no North Star yet" in person("kofi").reads("general")[-1]


def test_inputs_with_a_signal_come_first():
    quiet = InputScore("Docs", TEAMS, score(TEAMS, 22.0).verdict)
    loud = InputScore("R&D", TEAMS, score(TEAMS, 60.0).verdict)
    message = views.brief(Brief(MONDAY, score(TEAMS, 22.0), "All <well>", [quiet, loud], [], None))
    copied = shown([block.to_dict() for block in message.blocks])

    assert copied.index("- R&D: 60 weekly active teams, a signal, above") < copied.index("- Docs: 22")
    assert "WHAT IF WE SUCCEED\nAll <well>" in copied
    assert "All &lt;well&gt;" in message.text


@settings(deadline=None)
@given(name=texts(80), team=texts(60), what_if=texts(1500))
def test_twenty_five_teams_fit_whatever_they_are_called(name, team, what_if):
    metric = a_metric(name=name)
    inputs = [InputScore(team, metric, score(metric, 60.0).verdict)] * 75
    facts = Brief(MONDAY, score(metric, 60.0), what_if, inputs, [Kept(team, done=1)] * 25, name)

    require_harmless(views.brief(facts))


def test_what_begins_with_the_name_of_a_metric_begins_with_a_capital():
    share = a_metric(key="share", name="Share of active teams", unit="percent")
    facts = Brief(
        MONDAY, score(share, 22.0), "All well", [], [], None, [OutputScore(share, score(share), "UANA")]
    )
    copied = shown([block.to_dict() for block in views.brief(facts).blocks])

    assert copied.startswith("NORTH STAR\nShare of active teams at 22")
    assert "\n- Share of active teams" in copied


def test_outputs_stand_apart_from_the_inputs():
    churn = OutputScore(TEAMS, score(TEAMS, 60.0), "UANA")
    text = views.brief(Brief(MONDAY, score(TEAMS, 22.0), "All well", [], [], None, [churn])).text

    assert text.index("INPUTS") < text.index("OUTPUTS: they follow the North Star") < text.index("WHAT IF")
