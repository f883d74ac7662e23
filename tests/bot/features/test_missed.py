"""The note about what was missed says what, whose and when, in words."""

from datetime import timedelta

from hypothesis import given

from bot.features.missed.views import NAMES, note
from rituals.catalogue import RITUALS
from rituals.missed import Missed, MissedOne
from tests.hostile import require_harmless, texts
from tests.making import MONDAY_NINE
from tests.reading import reads


def test_every_ritual_has_a_name_people_know():
    assert RITUALS.keys() == NAMES.keys()


def test_it_says_what_was_due_when_and_that_nothing_comes_late():
    told = reads(note(Missed((MissedOne("pulse", "Rendering", MONDAY_NINE),), "Europe/Berlin")))

    assert "Standup pulse of Rendering: Mon 16 Mar, 10:00 (Europe/Berlin)" in told
    assert "left them out" in told


@given(team=texts(200))
def test_many_of_teams_with_odd_names_are_shown_harmless(team):
    many = tuple(MissedOne("pulse", team, MONDAY_NINE - timedelta(days=each)) for each in range(60))

    require_harmless(note(Missed(many, "UTC")))
