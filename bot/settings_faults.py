"""What is wrong with an environment: all of it at once, a line for each setting, with the mend."""

from collections.abc import Callable, Mapping
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


def faults(problem: ValidationError, again: Callable[[Mapping[str, Any]], BaseModel]) -> list[str]:
    """A line for each setting that is wrong, which begins with its name; no line tells its value.

    While one is wrong by itself, pydantic does not look at how they go together. So it is asked `again`, with
    the default in the place of each that is wrong: a second start shall bring no more news.
    """
    found = _by_name(problem)
    alone = {str(error["loc"][0]) for error in problem.errors() if error["loc"]}
    if alone:
        try:
            again(dict.fromkeys(alone))
        except ValidationError as more:
            found = {**_by_name(more), **found}
    return list(found.values())


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
