"""Accepting a new level: the question, the form with its reason, and what can be pressed afterwards."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from bot.blocks.limits import message
from bot.drawing import VIEWS
from bot.features.shift import views
from rituals.shifts import ShiftAnswered, ShiftOffer
from rituals.signals import verdict
from rituals.usual import Point
from storage.records.metrics import Reading
from storage.records.shifts import AcceptedShift
from tests.contracts.checking import faults_of_message, faults_of_view
from tests.hostile import require_harmless, texts
from tests.making import MONDAY_NINE, a_metric
from tests.reading import buttons, reads

LAST_WEEK = date(2026, 3, 9)
ACTIVE = a_metric(key="active_contributors", name="Weekly <active>", unit="count")
STORY = [20.0, 24.0, 22.0, 18.0, 21.0, 25.0, 19.0, 23.0, 20.0, 22.0, 24.0, 18.0, *[40.0, 42.0] * 5]
WEEKS = [LAST_WEEK - timedelta(weeks=number) for number in range(len(STORY))][::-1]
SHIFT = WEEKS[12]


def an_offer(values=STORY, metric=ACTIVE):
    points = [Point(week, value) for week, value in zip(WEEKS, values, strict=True)]
    return ShiftOffer(metric, verdict(points, metric, LAST_WEEK))


@pytest.fixture
async def asked(star, polaris, ana, posts):
    """Ana answers for a star that has shifted, and is asked."""
    async with polaris.ledger.open() as books:
        await books.readings.put(
            Reading(star.metric.key, week, value, ana.id, MONDAY_NINE)
            for week, value in zip(WEEKS, STORY, strict=True)
        )
    await posts(ana, views.offer(an_offer()))
    return ana


async def accepted(polaris, star):
    async with polaris.ledger.open() as books:
        return await books.shifts.of_metric(star.metric.key)


def test_the_question_says_where_it_was_where_it_is_and_what_follows():
    shown = views.offer(an_offer())

    assert reads(shown).startswith(
        "*Is this the new normal?* *Weekly &lt;active&gt;* has left its former level in the week of 5 Jan "
        "2026. Until then it was 21.3 on average, 12 to 31 as a rule; in the week of 9 Mar 2026 it was 42."
    )
    assert "limits are worked out from the week of 5 Jan 2026 on; they take 10 weeks at least" in reads(shown)
    assert buttons(shown) == ["Accept as the new level", "Not yet"]


def test_where_the_level_moved_on_it_is_said_that_the_latest_part_is_meant():
    moved = replace(an_offer().verdict, accepts=WEEKS[16])

    assert "from the week of 2 Feb 2026 on, where it moved last;" in reads(
        views.offer(ShiftOffer(ACTIVE, moved))
    )


def test_a_card_has_the_buttons_that_make_sense():
    offer, accepted = an_offer(), AcceptedShift("m", SHIFT, "UANA", MONDAY_NINE)
    settled = replace(offer.verdict, accepts=None)

    offered = views.card_buttons(ACTIVE, offer.verdict, ())
    taken = views.card_buttons(ACTIVE, settled, [accepted])
    assert [each.action_id for each in [*offered, *taken]] == [views.ACCEPT, views.TAKE_BACK]
    assert views.card_buttons(ACTIVE, settled, ()) == []


@pytest.mark.parametrize(("answer", "button"), [(True, "Take it back"), (False, "Accept it after all")])
def test_what_was_answered_can_be_answered_otherwise(answer, button):
    shown = views.answered(ShiftAnswered(ACTIVE, SHIFT, accepted=answer, why="New <site>"))

    assert buttons(shown) == [button]
    assert ("New &lt;site&gt;" in reads(shown)) == answer


@pytest.mark.parametrize(
    "shown", [views.offer(an_offer()), views.answered(ShiftAnswered(ACTIVE, SHIFT, accepted=True, why="W"))]
)
def test_slack_accepts_the_messages(shown):
    assert faults_of_message({"text": shown.text, "blocks": message(shown.blocks)}) == []


def test_slack_accepts_the_form():
    assert faults_of_view(views.form(an_offer(), {"why": "A draft"})) == []


def test_both_contents_are_drawn():
    assert {ShiftOffer.kind, ShiftAnswered.kind} <= VIEWS.keys()


async def test_accepted_with_a_reason(asked, polaris, star):
    await asked.clicks(views.ACCEPT)
    await polaris.door.settled()
    await asked.submits(why=" The new site is out ")

    (kept,) = await accepted(polaris, star)
    assert (kept.since, kept.accepted_by, kept.why) == (SHIFT, asked.id, "The new site is out")


async def test_accepted_without_one_and_taken_back(asked, polaris, star, posts):
    await asked.clicks(views.ACCEPT)
    await polaris.door.settled()
    await asked.submits()
    assert len(await accepted(polaris, star)) == 1

    await posts(asked, views.answered(ShiftAnswered(star.metric, SHIFT, accepted=True)))
    await asked.clicks(views.TAKE_BACK)
    await polaris.door.settled()

    assert await accepted(polaris, star) == []


async def test_not_yet_accepts_nothing(asked, polaris, star):
    await asked.clicks(views.NOT_YET)
    await polaris.door.settled()

    assert await accepted(polaris, star) == []


async def test_somebody_else_is_told_who_decides(asked, polaris, star, bo, posts):
    await posts(bo, views.offer(an_offer()))
    await bo.clicks(views.ACCEPT)
    await polaris.door.settled()

    assert bo.modal is None
    assert await accepted(polaris, star) == []


@settings(deadline=None)
@given(name=texts(80), why=texts(300))
def test_nothing_that_people_named_pings_or_links(name, why):
    metric = replace(ACTIVE, name=name)
    require_harmless(views.offer(an_offer(metric=metric)))
    require_harmless(views.answered(ShiftAnswered(metric, SHIFT, accepted=True, why=why)))
