"""Small checks that are put together into the shape of a block, each reporting where it failed."""

from collections.abc import Callable
from typing import Any

Report = list[str]
Check = Callable[[Any, str, Report], None]


def say(report: Report, complaint: str, where: str) -> None:
    """Add a complaint in Slack's words, with the place as a JSON pointer."""
    report.append(f"{complaint} [json-pointer:{where}]")


def string(most: int | None = None, least: int = 1) -> Check:
    """A string of `least` to `most` characters."""

    def check(value: Any, where: str, report: Report) -> None:
        if not isinstance(value, str):
            say(report, "must be a string", where)
        elif most is not None and len(value) > most:
            say(report, f"must be less than {most + 1} characters", where)
        elif len(value) < least:
            say(report, f"must be more than {least - 1} characters", where)

    return check


def boolean(value: Any, where: str, report: Report) -> None:
    """True or false."""
    if not isinstance(value, bool):
        say(report, "must be a boolean", where)


def integer(least: int | None = None, most: int | None = None) -> Check:
    """A whole number from `least` to `most`."""

    def check(value: Any, where: str, report: Report) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            say(report, "must be an integer", where)
        elif least is not None and value < least:
            say(report, f"must be greater than or equal to {least}", where)
        elif most is not None and value > most:
            say(report, f"must be less than or equal to {most}", where)

    return check


def number(value: Any, where: str, report: Report) -> None:
    """Any number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        say(report, "must be a number", where)


def matching(accepts: Callable[[str], object], complaint: str) -> Check:
    """A string that `accepts` finds true."""

    def check(value: Any, where: str, report: Report) -> None:
        if not isinstance(value, str) or not accepts(value):
            say(report, complaint, where)

    return check


def one_of(*allowed: Any) -> Check:
    """Exactly one of the values."""

    def check(value: Any, where: str, report: Report) -> None:
        if value not in allowed:
            say(report, f"value must be one of {', '.join(map(str, allowed))}", where)

    return check


def items(check_item: Check, most: int | None = None, least: int = 1) -> Check:
    """A list of `least` to `most` items, each checked."""

    def check(value: Any, where: str, report: Report) -> None:
        if not isinstance(value, list):
            say(report, "must be an array", where)
            return
        if most is not None and len(value) > most:
            say(report, f"no more than {most} items allowed", where)
        if len(value) < least:
            say(report, f"no less than {least} items allowed", where)
        for index, item in enumerate(value):
            check_item(item, f"{where}/{index}", report)

    return check


def anything(value: Any, where: str, report: Report) -> None:
    """Whatever it is."""


def record(
    required: dict[str, Check] | None = None,
    optional: dict[str, Check] | None = None,
    also: Check | None = None,
) -> Check:
    """An object with these fields and no other; `also` looks at the whole once the fields are known."""
    needed = required or {}
    known = needed | (optional or {})

    def check(value: Any, where: str, report: Report) -> None:
        if not isinstance(value, dict):
            say(report, "must be an object", where)
            return
        for name in needed:
            if name not in value:
                say(report, f"missing required field: {name}", where)
        for name, content in value.items():
            if name not in known:
                say(report, f"invalid additional property: {name}", where)
            else:
                known[name](content, f"{where}/{name}", report)
        if also is not None:
            also(value, where, report)

    return check


def typed(kinds: dict[str, Check]) -> Check:
    """An object whose `type` chooses among shapes."""

    def check(value: Any, where: str, report: Report) -> None:
        if not isinstance(value, dict):
            say(report, "must be an object", where)
        elif not isinstance(value.get("type"), str):
            say(report, "missing required field: type", where)
        elif value["type"] not in kinds:
            say(report, f"unsupported type: {value['type']}", f"{where}/type")
        else:
            kinds[value["type"]](value, where, report)

    return check
