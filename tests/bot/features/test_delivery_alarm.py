"""An alarm says what did not arrive, why, and how to mend it."""

import pytest

from bot.blocks import limits
from bot.blocks.values import unpack
from bot.features.delivery import views
from rituals.alarms import Alarm
from tests.reading import buttons, reads


@pytest.mark.parametrize(
    ("why", "mend"),
    [
        ("not_in_channel", "/invite @polaris"),
        ("channel_not_found", "private channel"),
        ("is_archived", "archived"),
        ("missing_scope", "reinstall"),
        ("something_new", "polaris deliveries"),
    ],
)
def test_every_reason_comes_with_a_way_on(why, mend):
    message = views.alarm(Alarm("C1", why))

    assert mend in reads(message)
    assert mend in message.text
    assert "<#C1>" in message.text


def _carried(message):
    """The value of the only button."""
    return limits.message(message.blocks)[-1]["elements"][0]["value"]


def test_it_can_be_tried_again_from_the_alarm():
    message = views.alarm(Alarm("C1", "not_in_channel"))

    assert buttons(message) == ["Try again"]
    assert unpack(views.Addressee, _carried(message)) == views.Addressee("C1")


def test_what_nobody_knows_is_not_offered_again():
    message = views.alarm(Alarm("U1", "http_500", uncertain=True))

    assert buttons(message) == []
    assert "<@U1>" in message.text
