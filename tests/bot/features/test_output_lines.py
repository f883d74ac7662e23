"""The monthly line of an output says the direction first, and what is no month by itself."""

from datetime import date

import pytest

from bot.features.output.lines import month
from rituals.month_line import MonthLine
from rituals.quality import Caveat, CaveatKind
from rituals.signals import Kind, Verdict
from storage.records.metrics import Cadence
from tests.making import a_metric

CHURN = a_metric(key="churn", name="Churn *<b>*", unit="percent", cadence=Cadence.MONTH)
FEBRUARY = date(2026, 2, 1)
STEADY = Verdict(Kind.STEADY, FEBRUARY)


def a_line(value, before, metric=CHURN, verdict=STEADY, **fields):
    return MonthLine(metric, FEBRUARY, value, before, 1, verdict, **fields)


def said(line):
    return month(line).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "before", "told"),
    [
        (2.6, 2.1, "rose in February, to *2.6 %* from 2.1 %: routine variation."),
        (2.1, 2.6, "fell in February, to *2.1 %* from 2.6 %: routine variation."),
        (3.0, 2.5, "rose in February, to *3.0 %* from 2.5 %: routine variation."),
        (2.1, 2.1, "stayed at *2.1 %* in February: routine variation."),
        (2.1, None, "was at *2.1 %* in February: routine variation."),
    ],
)
def test_the_direction_comes_before_the_number(value, before, told):
    assert said(a_line(value, before)) == f"*Churn ∗&lt;b&gt;∗* {told}"


def test_a_month_that_is_not_in_yet_says_so():
    assert said(a_line(None, 2.1)) == "*Churn ∗&lt;b&gt;∗*: no number for February yet."


def test_what_is_counted_by_the_week_is_told_as_a_mean_and_the_last_week_by_itself():
    weekly = a_metric(name="Refunds", unit="percent")

    assert said(a_line(3.0, 4.0, weekly)) == (
        "*Refunds* fell in February, to *3 %* a week on average from 4 %; the last week by itself:"
        " routine variation."
    )


def test_what_is_doubtful_stands_beside_it():
    doubt = Caveat(CaveatKind.JUMP, FEBRUARY, value=9.0, is_last=True)

    assert said(a_line(9.0, 2.1, caveats=(doubt,))).endswith("Note: 9 % is far from usual and worth a check.")
