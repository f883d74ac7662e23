"""Escaping, mentions, Slack dates: no stray text reaches mrkdwn unescaped."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from storage.records.people import is_forgotten

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escape(text: str) -> str:
    """Text from people, made harmless for mrkdwn: it can neither mention nor link nor ping."""
    return text.translate(_ENTITIES)


def unescape(text: str) -> str:
    """What somebody typed, from Slack's escaped form of it. `&amp;` last, so nothing is unescaped twice."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def bold(text: str) -> str:
    """Text from people in bold print, escaped, and without asterisks that would end it."""
    return f"*{escape(text).replace('*', '∗')}*"


def line(text: str, longest: int) -> str:
    """Text from people where one line is meant, escaped; no code block of theirs swallows the next lines."""
    shown = " ".join(text.split()).replace("`", "ˋ")
    return escape(shown if len(shown) <= longest else shown[: longest - 1].rstrip() + "…")


def together(names: Sequence[str]) -> str:
    """All of them, read as a sentence has it: `Ana, Bo and Kofi`."""
    return " and ".join([*([", ".join(names[:-1])] if names[1:] else []), *names[-1:]])


def some(told: Sequence[str], most: int) -> str:
    """The first of them in one line, and how many more there are."""
    more = len(told) - most
    return ", ".join(told[:most]) + (f" and {more} more" if more > 0 else "")


def quote(text: str) -> str:
    """Text from people as a quotation, each of its lines."""
    return "\n".join(f">{escape(line)}" for line in text.splitlines() or [""])


def mention(user: str) -> str:
    """Somebody, so that Slack shows their name; of whom was forgotten there is none."""
    return "somebody" if is_forgotten(user) else f"<@{user}>"


def pickable(users: Iterable[str | None]) -> list[str] | None:
    """Those whom Slack's field for people can show; None rather than an empty list, which it refuses."""
    return [user for user in users if user and not is_forgotten(user)] or None


def picked(user: str | None) -> str | None:
    """The same for a field that holds one."""
    return None if user is None or is_forgotten(user) else user


def channel(channel_id: str) -> str:
    return f"<#{channel_id}>"


def local_time(at: datetime, zone: str) -> str:
    """A wall-clock time where its zone is plain: `Mon 4 Aug, 09:00`."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"


def clock_time(at: datetime, zone: str) -> str:
    """The same with the name of its zone: `Mon 4 Aug, 09:00 (Europe/Berlin)`."""
    return f"{local_time(at, zone)} ({zone})"


def when(at: datetime, zone: str, after: str = "") -> str:
    """An instant that each reader sees in the zone of their device, with a fallback that names a zone.

    `after` is the word before it, where there is one: what begins with the day Slack begins with a capital.
    """
    return _instant("date_short_pretty", at, zone, after)


def to_come(at: datetime, zone: str, after: str = "") -> str:
    """The same for an instant that people wait for: with its weekday, which only Slack's long dates have."""
    return _instant("date_long_pretty", at, zone, after)


def _instant(token: str, at: datetime, zone: str, after: str) -> str:
    lead = f"{after} " if after else ""
    return f"<!date^{int(at.timestamp())}^{lead}{{{token}}}, {{time}}|{lead}{clock_time(at, zone)}>"


def day(on: date) -> str:
    """A calendar day: `16 March`."""
    return f"{on.day} {on:%B}"


def dated(on: date) -> str:
    """A day of any year: `16 March 2026`."""
    return f"{day(on)} {on.year}"


def span(first: date, last: date) -> str:
    """A stretch of days: `16–22 March`, `30 March – 5 April`."""
    return f"{first.day}–{day(last)}" if first.month == last.month else f"{day(first)} – {day(last)}"


def named_day(on: date) -> str:
    """A calendar day with its weekday: `Monday, 16 March`."""
    return f"{on:%A}, {day(on)}"
