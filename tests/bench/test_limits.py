"""What 10,000 workspaces would need is worked out from what was measured, and names the nearest wall."""

from tests.bench.figures import Figure, Measured, Results
from tests.bench.limits import limits

FACTS = {
    "standup_here_ms": 30.0,
    "standup_there_ms": 10.0,
    "monday_here_ms": 30.0,
    "monday_there_ms": 10.0,
    "commit_here_ms": 2.0,
    "commit_there_ms": 1.0,
    "home_here_ms": 20.0,
    "home_there_ms": 5.0,
    "readings_bytes": 100.0,
    "commitments_bytes": 500.0,
    "deliveries_bytes": 1_500.0,
    "served_mib": 0.5,
    "served_here_ms": 5.0,
    "served_there_ms": 2.0,
}


def told(**changed):
    posting = Figure("posting: PostgreSQL", "/s", (100.0,))
    rows = {
        "costs": Measured(facts=FACTS | changed),
        "posting": Measured((posting,)),
        "memory": Measured(facts={"idle_mib": 120.0}),
    }
    return limits(Results(rows, "2 cores", "Python 3"))


def test_the_first_wall_is_the_one_that_the_fewest_workspaces_reach():
    assert "The first wall is the lookout: a process looks at one workspace after the other" in told()
    assert "It stands at about **1,500 workspaces**" in told()
    assert "The first wall is memory" in told(served_mib=100.0)


def test_disk_is_bytes_by_rows_by_workspaces():
    # 20 readings a week, 52 weeks, 10,000 workspaces, 100 bytes.
    assert "| readings | 100 | 1,040 | 10,400,000 | 0.97 GiB |" in told()


def test_the_crowd_of_monday_goes_out_at_the_rate_that_was_measured():
    assert (
        "the 43,329 messages of that moment take it\n7.22 minutes; 8 processes have them out in one" in told()
    )


def test_without_the_costs_on_postgresql_there_is_no_page():
    assert limits(Results({"costs": Measured()}, "", "")) is None


def test_work_too_short_for_the_clock_of_processors_is_no_wall():
    nothing = dict.fromkeys(("standup_there_ms", "monday_there_ms", "commit_there_ms", "home_there_ms"), 0.0)

    assert "The first wall is the lookout" in told(**nothing)
