"""A department's list of KPIs is read as people paste it, and every fault is told by its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.kpis import MOST, Fault, FaultyKpis, Kpi, NoKpis, TooManyKpis, parse
from storage.records.metrics import Direction


@pytest.mark.parametrize(
    ("line", "kpi"),
    [
        ("Tickets answered", Kpi("Tickets answered")),
        ("  - Tickets   answered ", Kpi("Tickets answered")),
        ("3. Tickets answered", Kpi("Tickets answered")),
        ("3 day response rate", Kpi("3 day response rate")),
        ("CSAT | % | Very happy | UP", Kpi("CSAT", "percent", "Very happy")),
        ("Churn||Left in the month|down", Kpi("Churn", "count", "Left in the month", Direction.DOWN)),
        (
            "Wait\thours\tUntil the first answer\tdown",
            Kpi("Wait", "hours", "Until the first answer", Direction.DOWN),
        ),
    ],
)
def test_a_line_is_a_name_and_perhaps_more(line, kpi):
    assert parse(f"\n{line}\n\n") == [kpi]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("| hours |", Fault.NAMELESS),
        ("- 42", Fault.NAMELESS),
        ("x" * 81, Fault.LONG_NAME),
        ("Wait | " + "x" * 31, Fault.LONG_UNIT),
        ("Wait | hours | Until answered | sideways", Fault.WAY),
        ("fine AT first", Fault.TWICE),
        ("CHÚRN", Fault.KNOWN),
    ],
)
def test_a_faulty_line_is_named_with_its_number(line, fault):
    with pytest.raises(FaultyKpis) as refused:
        parse(f"Fine at first\n\n{line}", known={"churn"})

    assert [(number, what) for number, what, _ in refused.value.faults] == [(3, fault)]


def test_a_list_has_one_line_at_least_and_no_more_than_a_window_holds():
    with pytest.raises(NoKpis):
        parse(" \n\t\n")
    with pytest.raises(TooManyKpis) as refused:
        parse("\n".join(f"KPI {n}" for n in range(MOST + 1)))

    assert refused.value.number == MOST + 1
    assert len(parse("\n".join(f"KPI {n}" for n in range(MOST)))) == MOST


@given(st.text(max_size=400))
def test_whatever_is_pasted_is_read_or_refused(text):
    try:
        kpis = parse(text)
    except (NoKpis, TooManyKpis, FaultyKpis):
        return
    assert all(kpi.name == kpi.name.strip() and kpi.unit for kpi in kpis)
