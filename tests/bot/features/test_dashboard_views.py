"""What stands in the dashboard's window, by who looks at it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.features.dashboard import board_views, views
from bot.features.dashboard.board_views import BoardForm, form
from bot.features.dashboard.views import Sheet, window
from rituals.dashboard import Switchboard
from rituals.dashboard_boards import Desk
from storage.records.dashboard import Board, Dashboard, SharedLink, ViewerKind
from tests.hostile import require_harmless, texts
from tests.making import MONDAY_NINE, a_metric
from tests.reading import buttons, choices, fields, reads

URL = "https://polaris.example.com"
LINK = SharedLink(ViewerKind.PUBLIC, "d" * 64, "UANA", MONDAY_NINE)
BOARD = Board(
    "b1", "Are prompts speeding activation?", "Whether we keep them", ("merged",), "UBO", MONDAY_NINE
)
ON = Switchboard(Dashboard(MONDAY_NINE, "UANA"), [LINK], is_product_lead=True, product_lead="UANA")
DESK = Desk([BOARD], frozenset({"b1"}), [a_metric()], is_maker=True, is_product_lead=True)
MEMBER = replace(ON, links=[], is_product_lead=False)
READER = replace(DESK, mine=frozenset(), is_maker=False, is_product_lead=False)


def test_a_member_sees_the_way_in_and_nothing_to_arrange():
    assert buttons(window(Sheet(MEMBER, READER, URL, "UTC", "signed"))) == ["Open the dashboard"]


def test_a_switched_off_dashboard_names_who_may_switch_it_on():
    off = replace(MEMBER, dashboard=Dashboard())

    assert "<@UANA> can switch it on" in reads(window(Sheet(off, READER, URL, "UTC")))


def test_without_an_address_it_is_told_how_to_mend_that():
    shown = window(Sheet(ON, DESK, "", "UTC"))

    assert "`POLARIS_URL`" in reads(shown)
    assert "Open the dashboard" not in buttons(shown)
    assert "Make the TV link" not in buttons(shown)


def test_a_link_is_shown_when_it_is_made_and_not_again():
    fresh = views.Fresh(ViewerKind.PUBLIC, "polaris_" + "s" * 43)

    assert f"`{URL}/d/p/polaris_{'s' * 43}`" in reads(window(Sheet(ON, DESK, URL, "UTC", "signed", fresh)))
    assert "/d/p/" not in reads(window(Sheet(ON, DESK, URL, "UTC", "signed")))


def test_days_are_those_of_the_reader():
    late = MONDAY_NINE.replace(hour=21)
    board = replace(ON, dashboard=Dashboard(late, "UANA"), links=[replace(LINK, made_at=late)])
    shown = reads(window(Sheet(board, DESK, URL, "Pacific/Auckland", "signed")))

    assert "On since 17 March 2026." in shown
    assert "Made by <@UANA> on 17 March 2026." in shown


def test_only_ones_own_boards_can_be_changed():
    others = replace(DESK, mine=frozenset(), is_product_lead=False)

    assert buttons(window(Sheet(MEMBER, others, URL, "UTC", "signed")))[1:] == ["Add a board"]


@pytest.mark.parametrize(("count", "groups"), [(1, 0), (100, 0), (101, 2), (1000, 10)])
def test_all_metrics_can_be_chosen_from(count, groups):
    metrics = [a_metric(key=f"m{number}", name=f"Metric {number:04}") for number in range(count)]
    shown = form(replace(BOARD, metrics=("m0",)), replace(DESK, metrics=metrics), {})
    element = next(block for block in shown.blocks or [] if block.block_id == "metrics").to_dict()["element"]

    assert len(choices(shown, "metrics")) == count
    assert len(element.get("option_groups", [])) == groups
    assert [each["value"] for each in element["initial_options"]] == ["m0"]


def test_more_metrics_than_a_window_holds_are_typed_by_name():
    metrics = [a_metric(key=f"m{number}", name=f"Metric {number}") for number in range(4000)]
    shown = form(replace(BOARD, metrics=("m7", "m3")), replace(DESK, metrics=metrics), {})

    assert fields(shown)["metrics"] == "Metric 7\nMetric 3"
    typed = BoardForm(question="Why?", decision="Whether", metrics=" Metric 7\n\nMetric 3 \nMetric 7")
    assert typed.asked().metrics == ("Metric 7", "Metric 3")


@settings(max_examples=25)
@given(texts(150), texts(300), texts(80))
def test_what_people_wrote_stays_text(question, decision, name):
    board = replace(BOARD, question=question, decision=decision, is_public=True)
    desk = replace(DESK, boards=[board], metrics=[a_metric(name=name)])

    require_harmless(window(Sheet(ON, desk, URL, "UTC", "signed")))
    require_harmless(form(board, desk, {}))
    require_harmless(board_views.retiring(board))
