"""The crash suite does to the processes, and to Slack, as much as it is said to."""

from collections import Counter

import pytest

from tests.crash import __main__ as command
from tests.crash import faults, run
from tests.crash.case import POSTGRESQL, SQLITE, Case
from tests.crash.impatient import LATE_S, SLOW_S, TIMING
from tests.crash.results import kept

ASKED_FOR = command.main.make_context("crash", []).params
CASE = Case(POSTGRESQL, history=True, seed=1, kills=200, occurrences=3_000, teams=100)


def test_without_arguments_it_does_all_of_it_twice():
    assert ASKED_FOR["kills"] >= 200
    assert ASKED_FOR["occurrences"] >= 3_000
    assert len(set(ASKED_FOR["seeds"])) == 2
    assert (ASKED_FOR["only"], ASKED_FOR["history"], ASKED_FOR["small"]) == (None, None, False)


@pytest.mark.parametrize("database", [SQLITE, POSTGRESQL])
def test_processes_are_killed_paused_and_misled(database):
    case = Case(database, history=False, seed=2, kills=200, occurrences=3_000, teams=100)
    acts = Counter(case.mischief())

    assert acts["kill"] == 200
    assert min(acts["pause"], acts["ahead"], acts["behind"]) > 0
    assert len(case.days) * case.teams >= 3_000


def test_three_share_postgresql_which_is_started_anew_and_one_is_gone_for_good():
    acts = Counter(CASE.mischief())

    assert CASE.replicas == 3
    assert acts["restart the database"] == 3
    assert acts["gone for good"] == 1


def test_a_pause_outlasts_the_lease_and_a_slow_answer_its_call():
    assert TIMING.lease.total_seconds() < run._PAUSED_FOR_S
    assert run._HOUR_S == 3600
    assert TIMING.call < LATE_S < TIMING.doubt.total_seconds()
    assert TIMING.call < SLOW_S


async def test_of_all_calls_a_tenth_is_refused_for_now_and_a_tenth_fails(simulator):
    faults.switch_on(simulator, CASE)
    chances: Counter[str] = Counter()
    for each in simulator.faults.list():
        if each["method"] == faults.POST and each["times"] is None:
            chances["5xx" if each["fault"].startswith("50") else each["fault"]] += each["probability"]

    assert chances["429"] == pytest.approx(0.1)
    assert chances["5xx"] == pytest.approx(0.1)
    assert min(chances[each] for each in ("drop_before_accept", "drop_after_accept", "slow", "late")) > 0
    assert chances["reset_after_accept"] > 0


def test_every_case_of_the_table_was_run_in_full_and_twice():
    rows = {(row["database"], row["history"], row["seed"]): row for row in kept()}
    twice = [
        (which, reads, seed) for which in (SQLITE, POSTGRESQL) for reads in (True, False) for seed in (1, 2)
    ]

    assert {*twice} <= rows.keys()
    assert min(row["acts"]["kill"] for row in rows.values()) >= 200
    assert min(row["standups"] for row in rows.values()) >= 3_000
