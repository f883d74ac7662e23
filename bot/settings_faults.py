"""What is wrong with an environment: all of it at once, a line for each setting, with the mend."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

_MENDS = {
    "enum": "it is {expected}",
    "literal_error": "it is {expected}",
    "int_parsing": "it is a whole number",
    "greater_than_equal": "{ge} is the least",
    "less_than_equal": "{le} is the most",
    "time_parsing": "it is a time of day, as 15:00",
    "string_pattern_mismatch": "it is a slash and up to 31 of a-z, 0-9, - and _, as /commit",
}
"""What a setting has to be, by pydantic's name for what is wrong; only names of commands have a pattern."""


def faults(
    problem: ValidationError,
    instead: Callable[[Iterable[str]], Iterable[Mapping[str, Any]]],
    read: Callable[[Mapping[str, Any]], BaseModel],
) -> list[str]:
    """A line for each setting that is wrong, which begins with its name; no line tells its value.

    While one is wrong by itself, pydantic does not look at how they go together. So they are `read` again
    with what can stand `instead` of each that is wrong: a second start shall bring no more news. What only
    some of that would need is not told, for nobody knows whether it was meant.
    """
    found = _by_name(problem)
    if alone := {str(error["loc"][0]) for error in problem.errors() if error["loc"]}:
        first, *others = (_found(read, values) for values in instead(alone))
        in_any_case = {
            name: line for name, line in first.items() if all(line == each.get(name) for each in others)
        }
        found = {**in_any_case, **found}
    return list(found.values())


def _found(read: Callable[[Mapping[str, Any]], BaseModel], values: Mapping[str, Any]) -> dict[str, str]:
    try:
        read(values)
    except ValidationError as problem:
        return _by_name(problem)
    return {}


def _by_name(problem: ValidationError) -> dict[str, str]:
    lines: list[str] = []
    for error in problem.errors():
        told = error.get("ctx", {})
        if error["type"] == "value_error":
            lines += str(told["error"]).splitlines()
        else:
            known = _MENDS.get(error["type"])
            mend = known.format(**told) if known else error["msg"]
            lines.append(f"{error['loc'][0]} is wrong: {mend}.")
    return {line.partition(" ")[0]: line for line in lines}
