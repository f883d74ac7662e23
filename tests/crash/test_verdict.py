"""The verdict of the crash suite notices whatever breaks the promise, and excuses only what it may."""

import pytest

from bot.simulator.server import running
from rituals.pulse_hours import key as pulse_key
from storage.records.appointments import OccurrenceState
from storage.records.deliveries import DeliveryState, PictureState
from tests.crash.case import FIRST_DAY, SQLITE, Case
from tests.crash.journal import Journal
from tests.crash.people import Promises
from tests.crash.stage import team_id
from tests.crash.verdict import judge
from tests.making import MONDAY_NINE

KEY = pulse_key(team_id(0), FIRST_DAY)


@pytest.fixture
async def slack():
    async with running("manifest.yml", MONDAY_NINE) as slack:
        yield slack


@pytest.fixture
def journal(slack):
    return Journal(slack)


def taken(journal, *instants, key=KEY):
    journal.accepted[journal.reference(key)] = list(instants)


def judged(journal, state=DeliveryState.SENT, history=True, occurrence=OccurrenceState.PREPARED, **row):
    """What is said of one standup, which became one message."""
    case = Case(SQLITE, history, seed=1, kills=1, occurrences=1, teams=1)
    fields = {
        "kind": "pulse.standup",
        "to": "C1",
        "channel": "C1",
        "ts": "1.1",
        "error": None,
        "picture": None,
    }
    kept = {"key": KEY, "state": state, "replaces": None, "thread_of": None, "attempt": 1, **fields, **row}
    held = {"ritual": "pulse", "team": team_id(0), "day": FIRST_DAY, "state": occurrence}
    verdict = judge(case, journal, [kept], [held])
    return verdict, verdict.broken(case)


def test_a_message_that_arrived_once_is_as_it_should_be(journal):
    taken(journal, 1.0)

    assert judged(journal)[1] == []


def test_one_that_is_said_to_be_sent_and_was_never_taken_is_lost(journal):
    assert "never took it" in judged(journal)[1][0]


@pytest.mark.parametrize("state", [DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.REJECTED])
def test_one_that_came_to_no_end_is_lost(journal, state):
    assert judged(journal, state)[0].lost != []


def test_a_standup_that_was_never_prepared_is_lost(journal):
    taken(journal, 1.0)

    assert "was not written" in judged(journal, occurrence=OccurrenceState.DUE)[1][0]


def test_a_message_in_a_channel_that_was_taken_twice_is_doubled(journal):
    taken(journal, 1.0, 5.0)

    assert judged(journal)[0].doubled == [f"{KEY}: taken 2 times, 4.0 s apart"]


@pytest.mark.parametrize(("woke_at", "excused"), [(3.0, 1), (7.0, 0)])
def test_only_a_pause_before_the_second_of_them_excuses_it(journal, woke_at, excused):
    taken(journal, 1.0, 5.0)
    journal.pauses[KEY].append(woke_at)
    verdict, _ = judged(journal)

    assert (len(verdict.excused), len(verdict.doubled)) == (excused, 1 - excused)


def test_a_thread_with_two_charts_of_one_message_is_doubled(journal):
    taken(journal, 1.0)
    journal.charts["C1", "1.1"] = 2

    assert judged(journal, picture=PictureState.SHARED)[0].doubled != []


def test_where_history_may_be_read_nothing_in_a_channel_may_be_unknown(journal):
    journal.interrupted.add(KEY)

    assert judged(journal, DeliveryState.UNKNOWN, error="process_ended")[1] != []


def test_elsewhere_it_may_be_when_its_process_was_disturbed_while_it_sent(journal):
    journal.interrupted.add(KEY)
    verdict, broken = judged(journal, DeliveryState.UNKNOWN, history=False, error="process_ended")

    assert (len(verdict.unknown), broken) == (1, [])


def test_and_when_slack_answered_it_ambiguously(journal):
    journal.in_doubt.add(journal.reference(KEY))
    verdict, broken = judged(journal, DeliveryState.UNKNOWN, history=False, error="http_502")

    assert (len(verdict.unknown), broken) == (1, [])


def test_but_not_when_that_happened_to_another(journal):
    journal.in_doubt.add(journal.reference("another"))

    assert (
        "nothing had happened"
        in judged(journal, DeliveryState.UNKNOWN, history=False, error="http_502")[1][0]
    )


def test_what_was_acknowledged_has_to_be_kept_and_nothing_twice(slack):
    promises = Promises(slack)
    promises.tried += ["a", "b", "c"]
    promises.acknowledged |= {"a", "b"}

    assert promises.wrong(["a", "c", "c"]) == ["'b' was acknowledged, and not kept", "'c' is kept 2 times"]
    assert promises.wrong(["a", "b"]) == []
