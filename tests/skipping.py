"""Tests that were left out: one line for each reason; with POLARIS_NO_SKIPS=1 they fail."""

import os
from collections import Counter

import pytest

_MUST_RUN = {"browser", "postgres"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    needed = _MUST_RUN & {mark.name for mark in item.iter_markers()}
    if os.environ.get("POLARIS_NO_SKIPS") and report.skipped and needed and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} must not be left out here: {_reason(report.longrepr)}"
    return report


def pytest_terminal_summary(terminalreporter):
    left_out = Counter(_reason(report.longrepr) for report in terminalreporter.stats.get("skipped", []))
    for reason, number in left_out.items():
        terminalreporter.write_line(f"{number} tests left out: {reason}")


def _reason(longrepr):
    text = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
    return text.removeprefix("Skipped: ")
