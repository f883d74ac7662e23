"""Slack's published shapes: what a value breaks, as sentences that name the place."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jsonschema
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for

HERE = Path(__file__).parent


@cache
def read(path: str) -> Any:
    """Read a JSON file of this folder, once."""
    return json.loads((HERE / path).read_text(encoding="utf-8"))


@cache
def _validator(path: str, definition: str | None) -> Validator:
    schema = read(path)
    made: type[Validator] = validator_for(schema, default=jsonschema.Draft7Validator)
    if definition is None:
        return made(schema)
    return made({**schema, "allOf": [{"$ref": f"#/definitions/{definition}"}]})


def known(path: str) -> frozenset[str]:
    """Name the definitions of a schema file."""
    return frozenset(read(path)["definitions"])


def errors_against(path: str, definition: str | None, value: Any) -> Iterator[ValidationError]:
    """Yield what `value` breaks; of a union, the faults of the branch that was most likely meant."""
    for error in _errors(path, definition, json.dumps(value)):
        yield from _meant(error)


@lru_cache(maxsize=20_000)
def _errors(path: str, definition: str | None, value: str) -> tuple[ValidationError, ...]:
    """Each value is judged once: what was posted is heard again in an event, and pressed on in another."""
    return tuple(_validator(path, definition).iter_errors(json.loads(value)))


def faults_against(path: str, definition: str | None, value: Any) -> list[str]:
    """List what `value` breaks; a limit that is stated at two places is told once."""
    return list(dict.fromkeys(sentence(error) for error in errors_against(path, definition, value)))


def place(error: ValidationError) -> str:
    """Say where a fault stands: `blocks.2.text`."""
    return ".".join(str(step) for step in error.absolute_path)


def sentence(error: ValidationError) -> str:
    """Say what is wrong and where, in one short line."""
    said = error.message if len(error.message) < 300 else f"{error.message[:140]} ... {error.message[-140:]}"
    return f"{place(error)}: {said}" if error.absolute_path else said


def _meant(error: ValidationError) -> list[ValidationError]:
    if error.validator not in ("anyOf", "oneOf"):
        return [error]
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).extend(_meant(inner))
    return min(branches.values(), key=_distance, default=[error])


def _distance(errors: Iterable[ValidationError]) -> tuple[bool, int]:
    """A branch that fails on its distinguishing constant was hardly meant; else fewer faults are nearer."""
    found = list(errors)
    return any(error.validator in ("const", "type", "not") for error in found), len(found)


def keys_of(schema: Mapping[str, Any]) -> frozenset[str]:
    """Name the properties that a schema describes."""
    return frozenset(schema.get("properties", {}))
