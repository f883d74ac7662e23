"""The operator's file of sources: TOML, validated, and every fault told with its line and how to mend it.

TOML, because the standard library reads it, it has dates and hours of its own, statements stand in it over
several lines, and nothing in it means something else than it says (in YAML a metric named `no` is false).
"""

import pathlib
import re
import tomllib
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import TypeAdapter, ValidationError

from storage.sources.configs import OPERATORS, AnySource, CsvSource, Source

_SOURCE: TypeAdapter[Source] = TypeAdapter(AnySource)

Path = tuple[str, ...]

# Where pydantic's own words are a programmer's.
_WORDS = {"path_type": "is the path of a file, in quotation marks"}


class FileProblem(Exception):
    """The file does not say what to pull; `problems` are (line number, counted from 1; what to mend)."""

    def __init__(self, problems: Sequence[tuple[int, str]]) -> None:
        super().__init__("\n".join(f"line {line}: {text}" for line, text in problems))
        self.problems = problems


def parse(text: str, is_set: Callable[[str], bool] = lambda _variable: True) -> Sequence[Source]:
    """The sources of a file. `is_set` tells of a variable of the environment whether it has a value.

    Raises FileProblem with all that is wrong.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise FileProblem([_syntax(text, problem)]) from None
    faults: list[tuple[Path, str]] = [
        ((key,), f"`{key}` is unknown here: every source has a table of its own, as [sources.signups]")
        for key in content
        if key != "sources"
    ]
    sources = []
    tables = content.get("sources", {})
    if not isinstance(tables, dict):
        faults.append((("sources",), "every source has a table of its own, as [sources.signups]"))
        tables = {}
    for name, table in tables.items():
        source = _source(name, table, faults)
        if source is None:
            continue
        sources.append(source)
        faults.extend(
            (_naming(name, table, variable), f"source {name}: {variable} is not set in the environment")
            for variable in source.variables
            if not is_set(variable)
        )
    if faults:
        raise FileProblem(sorted((_line_of(text, path), said) for path, said in faults))
    return sources


def read(file: pathlib.Path, is_set: Callable[[str], bool]) -> Sequence[Source]:
    """The sources of a file; relative paths in it start from where it lies. Raises FileProblem."""
    try:
        text = file.read_text("utf-8")
    except OSError as problem:
        raise FileProblem([(1, f"{file} cannot be read: {problem.strerror}")]) from None
    except UnicodeDecodeError:
        raise FileProblem([(1, f"{file} is not text in UTF-8")]) from None
    return [
        source.model_copy(update={"path": file.parent / source.path})
        if isinstance(source, CsvSource)
        else source
        for source in parse(text, is_set)
    ]


def _source(name: str, table: object, faults: list[tuple[Path, str]]) -> Source | None:
    where = ("sources", name)
    if not isinstance(table, dict):
        faults.append((where, f"a source is a table: [sources.{name}]"))
        return None
    try:
        return _SOURCE.validate_python({**table, "name": name}, context={OPERATORS: True})
    except ValidationError as problem:
        # A kind that is known stands first in the place of a fault; the file has no such step.
        skip = 0 if problem.errors()[0]["type"].startswith("union_tag") else 1
        # One fault a setting: what follows from it is mended with it.
        first = {error["loc"][: skip + 1]: error for error in reversed(problem.errors())}
        for error in first.values():
            path = tuple(str(step) for step in error["loc"][skip:])
            if error["type"] == "union_tag_invalid":
                path = ("kind",)
            faults.append(((*where, *path), _said(name, path, error)))
        return None


def _said(name: str, path: Path, error: Any) -> str:
    setting = path[0] if path else ""
    match error["type"]:
        case "missing":
            return f"source {name}: `{setting}` is missing"
        case "extra_forbidden":
            return f"source {name}: `{setting}` is no setting of its kind{_near(setting)}"
        case "union_tag_not_found":
            return f"source {name}: `kind` is missing: one of {_kinds()}"
        case "union_tag_invalid":
            return f"source {name}: `kind` is one of {_kinds()}"
    if setting == "name":
        return f"source {name}: a name is made of small letters, digits, - and _, as in [sources.sign_ups]"
    words = _WORDS.get(error["type"], error["msg"].lower())
    if error["type"] == "value_error":
        words = str(error["ctx"]["error"])
    return f"source {name}: `{setting}`: {words}" if setting else f"source {name}: {words}"


def _near(setting: str) -> str:
    known = {field for kind in _classes() for field in kind.model_fields}
    near = get_close_matches(setting, known, n=1)
    return f"; is `{near[0]}` meant?" if near else ""


def _classes() -> Sequence[Any]:
    kinds: Any = Source
    return tuple(kinds.__args__)


def _kinds() -> str:
    return ", ".join(f'"{kind.model_fields["kind"].annotation.__args__[0]}"' for kind in _classes())


def _naming(name: str, table: dict[str, Any], variable: str) -> Path:
    """Where in a table a variable is named."""
    for key, value in table.items():
        if value == variable or (isinstance(value, dict) and variable in value.values()):
            return ("sources", name, key)
    return ("sources", name)


def _syntax(text: str, problem: tomllib.TOMLDecodeError) -> tuple[int, str]:
    said = str(problem)
    if found := re.search(r" \(at line (\d+), column \d+\)$", said):
        hint = "every source has one" if "twice" in said else "this is TOML: texts stand in quotation marks"
        return int(found[1]), f"{said[: found.start()]} ({hint})"
    return max(len(text.splitlines()), 1), said.replace(" (at end of document)", ": something is left open")


def _line_of(text: str, path: Path) -> int:
    """The line on which a setting begins, or the nearest table around it that is there.

    The file is read again a line longer each time, until the setting is in it: TOML's own reader knows best
    what a line means, and it is asked only of files that are wrong.
    """
    lines = text.splitlines(keepends=True)
    best, line, read = 0, 1, 0
    for end in range(1, len(lines) + 1):
        try:
            so_far = tomllib.loads("".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue  # in the midst of a text over several lines
        if (depth := _depth(so_far, path)) > best:
            best, line = depth, read + 1
            if best == len(path):
                break
        read = end
    return line


def _depth(content: Any, path: Path) -> int:
    """How many steps of a path are there."""
    for depth, step in enumerate(path):
        if not isinstance(content, dict) or step not in content:
            return depth
        content = content[step]
    return len(path)
