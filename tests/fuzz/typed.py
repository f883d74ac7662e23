"""Strategies made of Slack's published types: every payload they allow may come up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.contracts.shapes import read

Json = dict[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]

_DEEPEST = 9
_NUMBERS = st.sampled_from([0, 1, -1, 5, 0.5, 1_773_651_600, 2**53, 1e300])
_BOOLEANS = st.booleans()


@dataclass(frozen=True, slots=True)
class Types:
    """The types of one file; `named` says what stands where a key has a meaning (`user_id`, `ts`)."""

    path: str
    named: Mapping[str, st.SearchStrategy[Any]]
    text: st.SearchStrategy[str]

    def draw(self, draw: Draw, definition: str) -> Any:
        """One value of a type."""
        return self._made(draw, {"$ref": f"#/definitions/{definition}"}, "", 0)

    def _made(self, draw: Draw, schema: Json, key: str, depth: int) -> Any:
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return self._made(draw, read(self.path)["definitions"][name], key, depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return draw(st.sampled_from(schema["enum"]))
        if "anyOf" in schema:
            return self._made(draw, draw(st.sampled_from(schema["anyOf"])), key, depth)
        if "allOf" in schema:
            return self._one_of_a_kind(draw, schema, key, depth)
        return self._plain(draw, schema, key, depth)

    def _one_of_a_kind(self, draw: Draw, schema: Json, key: str, depth: int) -> Any:
        """Of a union that is told apart by `type`, or of a text with a limit beside it."""
        kinds = [each for each in schema["allOf"] if "if" in each]
        chosen = draw(st.sampled_from(kinds))["then"] if kinds else schema["allOf"][0]
        return self._made(draw, chosen, key, depth)

    def _plain(self, draw: Draw, schema: Json, key: str, depth: int) -> Any:
        kind = schema.get("type", "null")
        if isinstance(kind, list):
            kind = draw(st.sampled_from(kind))
        if kind == "object":
            return self._object(draw, schema, depth + 1)
        if kind == "array":
            most = min(schema.get("maxItems", 2), 0 if depth > _DEEPEST or "items" not in schema else 2)
            count = draw(st.integers(0, most))
            return [self._made(draw, schema["items"], key, depth + 1) for _ in range(count)]
        if key in self.named and kind != "null":
            return draw(self.named[key])
        return (
            draw({"string": self.text, "boolean": _BOOLEANS}.get(kind, _NUMBERS)) if kind != "null" else None
        )

    def _object(self, draw: Draw, schema: Json, depth: int) -> Json:
        properties = schema.get("properties", {})
        required = schema.get("required", [])
        optional = [name for name in properties if name not in required]
        # About a quarter of them, by one draw: there are types with a hundred.
        chosen = draw(st.integers(0, 2 ** len(optional) - 1)) & draw(st.integers(0, 2 ** len(optional) - 1))
        there = {name for place, name in enumerate(optional) if chosen >> place & 1 and depth <= _DEEPEST}
        made = {
            name: self._made(draw, inner, name, depth)
            for name, inner in properties.items()
            if name in required or name in there
        }
        more = schema.get("additionalProperties")
        if isinstance(more, dict) and more and depth <= _DEEPEST:
            names = draw(st.lists(st.sampled_from(["a", "b", "text", "metric"]), max_size=2, unique=True))
            made |= {name: self._made(draw, more, name, depth) for name in names}
        return made
