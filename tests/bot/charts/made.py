"""Charts for tests."""

from datetime import date, timedelta

from bot.charts import Chart, Range

FIRST = date(2025, 8, 18)


def a_chart(values, usual=None, title="Weekly active contributors", starts=None, **more) -> Chart:
    starts = starts or [FIRST + timedelta(weeks=week) for week in range(len(values))]
    last = values[-1] if values else None
    return Chart(title, "By week", starts, values, "" if last is None else f"{last:g}", usual, **more)


def a_range(lower, upper) -> Range:
    return Range(FIRST, lower, upper, f"{lower:g}", f"{upper:g}")
