"""A form that Slack does not open is no mistake of ours: that is said, and to try once more."""

import pytest
from aiohttp import ServerDisconnectedError

from bot.refusals import is_unanswered


@pytest.mark.parametrize("fault", ["500", "503", "internal_error", "drop_before_accept"])
async def test_a_form_that_slack_did_not_open_is_told_as_that(polaris, simulator, fault):
    ana = simulator.people["ana"]
    simulator.faults.add(fault, method="views.open", times=None)
    await ana.runs("/commit")
    await polaris.door.settled()

    assert ana.reads()[-1] == ("Slack did not answer when it was to open the form. Please try once more.")


@pytest.mark.parametrize(
    ("problem", "unanswered"),
    [(TimeoutError(), True), (ServerDisconnectedError(), True), (LookupError("broken"), False)],
)
def test_a_time_out_is_no_answer_and_a_mistake_of_ours_is_something_else(problem, unanswered):
    assert is_unanswered(problem) is unanswered
