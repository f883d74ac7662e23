"""`/nsm`: one umbrella; what is not known is said to be so, whatever is shown is true."""

from datetime import date, timedelta

import pytest

from storage.records.metrics import InputState
from tests.making import a_metric, a_reading, an_input
from tests.reading import reads


@pytest.mark.parametrize("typed", ["/nsm", "/nsm help", "/nsm  HELP ", "/nsm help me"])
async def test_help_tells_one_person_what_everybody_can_do_and_the_way_to_the_rest(ana, bo, typed):
    await ana.runs(typed, channel="north-star")

    said = ana.reads("north-star")[-1]
    assert "*For everybody*\n`/nsm show`" in said
    assert "`/nsm escalate [what]`" in said
    assert "a button undoes it" in said
    assert "`/nsm setup`" not in said
    assert "`/nsm help lead`" in said
    assert bo.reads("north-star") == []


async def test_leads_find_their_own_words(ana):
    await ana.runs("/nsm help Lead")

    said = ana.reads()[-1]
    assert "`/nsm setup`  choose the North Star" in said
    assert "`/nsm log [metric value]`" in said
    assert "*For everybody*" not in said


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shwo", "Did you mean `/nsm show`? "),
        ("Setpu now", "Did you mean `/nsm setup`? "),
        ("quarrel", ""),
    ],
)
async def test_an_unknown_word_is_answered_in_a_line_with_the_one_that_was_meant(ana, typed, meant):
    await ana.runs(f"/nsm {typed}")

    word = typed.split()[0]
    assert ana.reads()[-1] == f"I do not know _{word}_. {meant}`/nsm help` lists what I know."


async def test_an_unknown_word_cannot_ping(ana):
    await ana.runs("/nsm <!channel> now")

    assert ana.reads()[-1].startswith("I do not know _&lt;!channel&gt;_.")


async def test_show_before_setup_says_what_to_do(ana):
    await ana.runs("/nsm show")

    assert "There is no North Star yet" in ana.reads()[-1]
    assert "`/nsm setup`" in ana.reads()[-1]


async def test_the_card_shows_vision_verdict_story_and_inputs_in_blocks_and_in_words(
    star, team, ana, polaris, person
):
    readings = [
        a_reading(
            metric=star.metric.key, period_start=date(2026, 3, 9) - timedelta(weeks=n), value=20.0 + n % 3
        )
        for n in range(20)
    ]
    async with polaris.ledger.open() as books:
        await books.readings.put(readings)
        await books.inputs.put(an_input(team=team.id, metric=a_metric(name="Merges <b>")))
    await person("kofi").runs("/nsm show", channel="team-docs")

    shown = person("kofi").sees("team-docs")[-1]
    for text in (shown.text, reads(shown.blocks)):
        assert "Games anybody can make" in text
        assert "Steady: 20 weekly active contributors" in text
        assert "Mia landed her first change and came back" in text
        assert "• No number yet for merges &lt;b&gt;." in text
        assert "Why each of them should move it: `/nsm tree`" in text
        assert f"Kept by <@{ana.id}>" in text


async def test_the_card_names_what_is_proposed_and_leaves_the_reasons_to_the_tree(star, team, ana, polaris):
    proposed = an_input(
        team=team.id, metric=a_metric(name="Guides"), state=InputState.PROPOSED, hypothesis="People come back"
    )
    async with polaris.ledger.open() as books:
        await books.inputs.put(proposed)
    await ana.runs("/nsm show")

    said = ana.reads()[-1]
    assert "• Guides _(proposed)_" in said
    assert "People come back" not in said


async def test_a_start_up_without_teams_is_asked_for_nothing_more(star, ana):
    await ana.runs("/nsm show")

    assert "that is enough to begin" in ana.reads()[-1]


async def test_nsm_commit_is_commit(star, ana, polaris):
    await ana.runs("/nsm commit Review two pull requests")

    async with polaris.ledger.open() as books:
        made = await books.commitments.counting_in(date(2026, 3, 16))
    assert [each.text for each in made] == ["Review two pull requests"]


async def test_long_names_of_many_teams_still_fit_into_a_message(star, ana, polaris, team):
    async with polaris.ledger.open() as books:
        for number in range(60):
            metric = a_metric(key=f"m{number}", name="x" * 78 + str(number))
            await books.inputs.put(
                an_input(id=f"i{number}", team=team.id, metric=metric, hypothesis="y" * 1500)
            )
    await ana.runs("/nsm show")
    await ana.runs("/nsm input")

    assert ana.notices == []
    assert "Weekly active contributors" in ana.reads()[-2]
