"""`/nsm setup`: one North Star, chosen in one window, changed by its owner alone."""

import asyncio
from dataclasses import replace
from datetime import time

import pytest

from storage.records.dictionary import Standing
from tests.making import a_reading
from tests.reading import buttons, fields, reads


def filled(place, **values):
    return {
        "vision": "Games anybody can make",
        "value_moment": "A change lands on main",
        "name": "Weekly active contributors",
        "definition": "People whose change landed on main in the week",
        "why_this": "It follows value",
        "why_now": "We grow",
        "what_if": "More people make games",
        "story": "Mia landed her first change & came back",
        "channel": place("north-star"),
        "pulse_time": "09:30",
        "zone": "Europe/Berlin",
        **values,
    }


@pytest.fixture
def books(polaris):
    """What is remembered of the organisation and its star."""

    async def _read():
        async with polaris.ledger.open() as books:
            return await books.workspaces.get(), await books.north_stars.active()

    return _read


async def opens(person, polaris, text="/nsm setup"):
    await person.runs(text, channel="north-star")
    await polaris.door.settled()
    return person.modal


async def test_whoever_sets_up_first_leads_the_product(ana, polaris, place, books):
    await opens(ana, polaris)
    errors = await ana.submits(**filled(place))

    assert errors == {}
    workspace, star = await books()
    assert (workspace.product_lead, workspace.pulse_time, workspace.time_zone) == (
        ana.id,
        time(9, 30),
        "Europe/Berlin",
    )
    assert (star.metric.name, star.story) == (
        "Weekly active contributors",
        "Mia landed her first change & came back",
    )


async def test_the_window_then_says_what_happens_next(ana, polaris, place, looks):
    await opens(ana, polaris)
    await ana.submits(**filled(place))

    said = reads(await looks(ana))
    assert "*Weekly active contributors* is your North Star." in said
    assert "preview by direct message" in said
    assert f"<#{place('north-star')}>" in said


async def test_the_monday_pulse_and_the_friday_question_are_put_down(ana, polaris, place):
    await opens(ana, polaris)
    await ana.submits(**filled(place))

    async with polaris.ledger.open() as books:
        kept = [await books.appointments.get(ritual, None) for ritual in ("monday", "sentence")]
    assert [(each.days, each.at, each.time_zone) for each in kept] == [
        ((1,), time(9, 30), "Europe/Berlin"),
        ((5,), time(16), "Europe/Berlin"),
    ]


async def test_an_empty_field_is_asked_for_in_its_place(ana, polaris, place, books):
    await opens(ana, polaris)
    errors = await ana.submits(**filled(place, why_now="   "))

    assert errors == {"why_now": "Please fill this in."}
    assert (await books())[1] is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [("Monthly revenue", "reads as money"), ("Page views", "counts attention"), ("Sign-ups", "lessons")],
)
async def test_a_financial_or_vanity_name_gets_a_second_look_and_loses_no_text(
    ana, polaris, place, looks, books, name, reason
):
    await opens(ana, polaris)
    await ana.submits(**filled(place, name=name))

    window = await looks(ana)
    assert reason in reads(window)
    assert fields(window)["story"] == "Mia landed her first change & came back"
    assert fields(window)["name"] == name
    assert (await books())[1] is None


async def test_ticking_keep_this_name_goes_on(ana, polaris, place, books):
    await opens(ana, polaris)
    await ana.submits(**filled(place, name="Monthly revenue"))
    await ana.submits(keep_name=["keep"])

    assert (await books())[1].metric.name == "Monthly revenue"


async def test_a_window_closed_after_the_warning_comes_back_filled(ana, polaris, place):
    await opens(ana, polaris)
    await ana.submits(**filled(place, name="Monthly revenue"))
    await ana.closes()

    assert fields(await opens(ana, polaris))["story"] == "Mia landed her first change & came back"


async def test_another_unit_needs_its_name(ana, polaris, place, books):
    await opens(ana, polaris)
    errors = await ana.submits(**filled(place, unit="other"))
    assert errors == {"unit_name": "What is it counted in?"}
    await ana.submits(unit_name="lessons")

    assert (await books())[1].metric.unit == "lessons"


async def test_a_typed_zone_beats_the_chosen_one_and_a_misspelt_one_is_named(ana, polaris, place, books):
    await opens(ana, polaris)
    errors = await ana.submits(**filled(place, zone_name="Asia/Katmandoo"))
    assert "Did you mean" in errors["zone_name"]
    assert "Asia/Kathmandu" in errors["zone_name"]
    await ana.submits(zone_name="kathmandu")

    assert (await books())[0].time_zone == "Asia/Kathmandu"


async def test_others_are_told_kindly_who_may_change_it(star, ana, bo, polaris):
    assert await opens(bo, polaris) is None

    assert f"<@{ana.id}>, the product lead" in bo.reads("north-star")[-1]


async def test_guests_set_up_nothing(person, polaris):
    gus = person("gus")
    await gus.runs("/nsm setup", channel="team-docs")
    await polaris.door.settled()

    assert gus.modal is None
    assert "Guests can read everything" in gus.reads()[-1]


async def test_the_owner_may_change_the_words_and_the_metric_keeps_its_history(star, ana, polaris, place):
    reading = a_reading(metric=star.metric.key)
    async with polaris.ledger.open() as books:
        await books.readings.put([reading])
    await opens(ana, polaris)
    await ana.submits(name="Contributors each week", channel=place("general"))

    async with polaris.ledger.open() as books:
        changed = await books.north_stars.active()
        assert (changed.metric.name, changed.metric.key) == ("Contributors each week", star.metric.key)
        assert await books.readings.of_metric(star.metric.key) == [reading]


async def test_what_a_change_has_changed_is_said_back_and_nothing_else(star, ana, polaris, place, looks):
    await opens(ana, polaris)
    await ana.submits(why_now="We <grow> faster", pulse_time="10:15")

    said = reads(await looks(ana))
    assert "• Hour of the pulse: 09:00 → 10:15" in said
    assert "→ We &lt;grow&gt; faster" in said
    assert said.count("•") == 2
    assert "What happens next" not in said


async def test_of_a_long_text_that_was_changed_no_more_is_said_than_what_it_is(star, ana, polaris, looks):
    await opens(ana, polaris)
    await ana.submits(story="Mia landed her first change, and came back the week after to land the second.")

    assert reads(await looks(ana)) == "*Saved.* What changed:\n• Story"


async def test_saving_the_form_as_it_was_says_that_nothing_has_changed(star, ana, polaris, looks):
    await opens(ana, polaris)
    await ana.submits()
    await opens(ana, polaris)
    await ana.submits()

    assert reads(await looks(ana)) == "*Saved.* Nothing has changed."


async def test_a_metric_with_readings_keeps_its_rhythm(star, ana, polaris):
    async with polaris.ledger.open() as books:
        await books.readings.put([a_reading(metric=star.metric.key)])
    await opens(ana, polaris)
    errors = await ana.submits(cadence="month")

    assert "readings for every week" in errors["cadence"]


async def test_a_window_opened_before_the_seat_was_given_away_changes_nothing(star, ana, bo, polaris, books):
    await opens(ana, polaris)
    async with polaris.ledger.open() as ledger:
        workspace = await ledger.workspaces.get()
        await ledger.workspaces.put(replace(workspace, product_lead=bo.id))
    await ana.submits(name="Mine after all")

    assert (await books())[1] == star
    assert f"<@{bo.id}>" in reads(ana.modal)


async def test_of_two_who_set_up_at_once_one_is_offered_an_input(ana, bo, polaris, place, books):
    await opens(ana, polaris)
    await opens(bo, polaris)
    await asyncio.gather(ana.submits(**filled(place)), bo.submits(**filled(place, name="Weekly merges")))

    said = [reads(each.modal) for each in (ana, bo)]
    assert sum("is the North Star already" in text for text in said) == 1
    async with polaris.ledger.open() as ledger:
        assert len(await ledger.north_stars.refusals()) == 1


async def test_one_more_north_star_becomes_a_proposal_and_is_written_down(star, bo, polaris, team):
    window = await opens(bo, polaris, "/nsm add Weekly <bookings> & more")

    assert "*Weekly active contributors* is the North Star already" in reads(window)
    assert fields(window)["name"] == "Weekly <bookings> & more"
    async with polaris.ledger.open() as books:
        assert [each.name for each in await books.north_stars.refusals()] == ["Weekly <bookings> & more"]


async def test_a_wish_longer_than_a_name_still_opens_the_proposal(star, bo, polaris, team):
    window = await opens(bo, polaris, f"/nsm add {'very ' * 60}much")

    assert fields(window)["name"] == ("very " * 60)[:80]


async def test_a_wish_without_a_name_is_told_how_to_say_it(star, ana, bo, polaris):
    for each in (ana, bo):
        assert await opens(each, polaris, "/nsm add") is None
        assert "there is one at a time" in each.reads("north-star")[-1]
        assert "type `/nsm add` and its name" in each.reads("north-star")[-1]


async def test_before_the_first_star_a_wish_without_a_name_leads_to_the_setup(ana, polaris):
    assert await opens(ana, polaris, "/nsm add") is None

    assert ana.reads("north-star")[-1] == "There is no North Star yet: `/nsm setup` asks for it."


async def test_before_the_first_star_what_somebody_wants_to_add_stands_in_the_form(ana, polaris):
    await opens(ana, polaris)
    await ana.fills(name="Weekly merges", story="Mia came back", trigger="character")
    await ana.closes()
    window = await opens(ana, polaris, "/nsm add Weekly <teams>")

    assert fields(window)["name"] == "Weekly <teams>"
    assert fields(window)["story"] == "Mia came back"


async def test_a_financial_name_that_was_kept_is_not_questioned_again(ana, polaris, place, books):
    await opens(ana, polaris)
    await ana.submits(**filled(place, name="Monthly revenue"))
    await ana.submits(keep_name=["keep"])
    await ana.closes()
    await opens(ana, polaris)
    await ana.submits(vision="Another")

    assert (await books())[1].vision == "Another"


async def test_a_channel_the_bot_is_not_in_is_said_with_the_way_to_mend_it(ana, polaris, place):
    await opens(ana, polaris)
    await ana.submits(**filled(place, channel=place("leads")))
    await polaris.door.settled()

    assert "`/invite @polaris`" in ana.reads(ana.dm.id)[-1]


async def test_what_reads_as_money_can_be_filed_as_an_output_and_the_form_goes_on(
    ana, polaris, place, looks, books
):
    await opens(ana, polaris)
    await ana.submits(**filled(place, name="Monthly revenue", unit="other", unit_name="EUR"))
    await ana.clicks("File it as an output metric instead")
    offered = fields(await looks(ana))
    assert (offered["name"], offered["unit_name"], offered["unit"]) == (
        "Monthly revenue",
        "EUR",
        "Something else",
    )
    assert await ana.submits() == {}
    assert "which number moves *before* it does?" in reads(ana.modal)

    await ana.closes()
    await ana.submits(name="Weekly active teams", unit="count")
    assert (await books())[1].metric.name == "Weekly active teams"
    async with polaris.ledger.open() as opened:
        assert [each.name for each in await opened.dictionary.of_standing(Standing.OUTPUT)] == [
            "Monthly revenue"
        ]


async def test_attention_is_no_output(ana, polaris, place, looks):
    await opens(ana, polaris)
    await ana.submits(**filled(place, name="Page views"))

    assert "File it as an output metric instead" not in buttons(await looks(ana))
