"""Days, ISO weeks and the periods a metric is counted in."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from storage.records.metrics import Cadence


def local_day(now: datetime, zone: str) -> date:
    """The calendar day it is in an IANA zone. Raises ZoneInfoNotFoundError for an unknown zone."""
    return now.astimezone(ZoneInfo(zone)).date()


def week_of(day: date) -> date:
    """The Monday of the ISO week a day is in."""
    return day - timedelta(days=day.weekday())


def period_of(day: date, cadence: Cadence) -> date:
    """The first day of the period a day is in."""
    match cadence:
        case Cadence.DAY:
            return day
        case Cadence.WEEK:
            return week_of(day)
        case Cadence.MONTH:
            return day.replace(day=1)


def previous(start: date, cadence: Cadence) -> date:
    """The first day of the period before the one a day is in."""
    return period_of(period_of(start, cadence) - timedelta(days=1), cadence)


def next_(start: date, cadence: Cadence) -> date:
    """The first day of the period after the one a day is in."""
    longest = {Cadence.DAY: 1, Cadence.WEEK: 7, Cadence.MONTH: 31}[cadence]
    return period_of(period_of(start, cadence) + timedelta(days=longest), cadence)


def last_full(day: date, cadence: Cadence) -> date:
    """The first day of the last period that is wholly over when a day begins."""
    return previous(day, cadence)


def number_of(start: date, cadence: Cadence) -> int:
    """Counts periods: one that follows another has the next number."""
    match cadence:
        case Cadence.DAY:
            return start.toordinal()
        case Cadence.WEEK:
            return (start.toordinal() - 1) // 7  # the first day there is was a Monday
        case Cadence.MONTH:
            return start.year * 12 + start.month
