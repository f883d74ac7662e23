"""The fields of a change in words: what each is called, and how its value reads."""

from datetime import date

from bot.blocks.text import WEEKDAYS, channel, dated, line, mention
from bot.blocks.writers import writer

_LABELS = {
    "agreed_by": "agreed to by",
    "approved_by": "agreed to by",
    "cadence": "counted every",
    "company_channel": "company channel",
    "comparable": "held against the numbers before",
    "confidence": "how sure",
    "country": "public holidays of",
    "direction": "good direction",
    "discussion": "talked about in",
    "effective_from": "holds from",
    "first": "first day",
    "follow_through": "asked how it went on",
    "gathering": "pulse joins",
    "hypothesis": "why it should move the North Star",
    "lag_periods": "periods until it shows",
    "last": "last day",
    "lever": "kind of lever",
    "paused_until": "paused until",
    "period_start": "period from",
    "pulse_public_since": "pulse posted for everybody since",
    "pulse_time": "hour of the pulse",
    "recorded_by": "written down by",
    "serves": "by way of",
    "since": "from",
    "standing": "what it is to us",
    "standup_days": "standup on",
    "standup_time": "standup at",
    "value_moment": "moment of value",
    "what_if": "what if we succeed",
    "why_now": "why now",
    "why_this": "why this metric",
}

# The line above them says when it was, and what became of it.
_UNSAID = {
    "accepted_at",
    "agreed_at",
    "approved_at",
    "chosen_at",
    "made_at",
    "named_at",
    "number",
    "proposed_at",
    "recorded_at",
    "retired_at",
}
_UNSAID_VALUES = {"new", "valid", "on", "off"}

_PEOPLE = {
    "accepted_by",
    "added",
    "agreed_by",
    "allowed_by",
    "approved_by",
    "chosen_by",
    "lead",
    "left_out",
    "operator",
    "owner",
    "product_lead",
    "proposed_by",
    "set_by",
    "sponsor",
}
_CHANNELS = {"channel", "channels", "company_channel", "triage_channel"}
_WORDS = {"True": "yes", "False": "no", "active": "agreed"}

# Characters of a value that are shown.
_VALUE = 60


def is_said(name: str, subject: str, old: str, new: str) -> bool:
    """Whether a field says more than the line above it does."""
    if not name:
        return not {old, new} <= {"", *_UNSAID_VALUES}
    return name not in _UNSAID and not (name in {"name", "question"} and not old and new == subject)


def told(name: str, old: str, new: str) -> str:
    """A field as a line: `standup at: 09:30 → 10:00`."""
    was, now = _value(name, old), _value(name, new)
    before = f"{label(name)}: " if name else ""
    return f"{before}{was} → {now or '_nothing_'}" if was else f"{before}{now}"


def in_short(name: str, old: str, new: str) -> str:
    """The same for whoever has just changed it: of a long text no more than what it is."""
    return label(name) if max(len(old), len(new)) > _VALUE else told(name, old, new)


def label(name: str) -> str:
    return _LABELS.get(name) or line(name.replace("_", " "), _VALUE)


def _value(name: str, value: str) -> str:
    if not value:
        return ""
    if name == "recorded_by":
        return writer(value)
    if name in _PEOPLE:
        return " ".join(map(mention, value.split(", ")))
    if name in _CHANNELS:
        return " ".join(map(channel, value.split(", ")))
    return line(_plain(name, value), _VALUE)


def _plain(name: str, value: str) -> str:
    match name:
        case "standup_days":
            return ", ".join(map(_weekday, value.split(", ")))
        case "standup_time" | "pulse_time":
            return value[: len("09:30")]
        case _:
            return _WORDS.get(value) or _day(value)


def _weekday(number: str) -> str:
    known = {str(at): name[:3] for at, name in enumerate(WEEKDAYS, 1)}
    return known.get(number, number)


def _day(value: str) -> str:
    try:
        return dated(date.fromisoformat(value)) if len(value) == len("2026-03-16") else value
    except ValueError:
        return value
