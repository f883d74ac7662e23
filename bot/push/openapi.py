"""The OpenAPI 3.1 description of what is served, made of the models that read and answer the requests."""

from importlib.metadata import version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from bot.push.models import Asked, Problem, Reading, Readings, Series, Written

_SCHEMAS = "#/components/schemas/"
_REFUSALS = {
    "400": "The body is no JSON.",
    "401": "The token is missing, wrong or revoked.",
    "403": "The token is not for this metric.",
    "404": "No metric goes by that name.",
    "408": "The body did not arrive in time.",
    "413": "The body is too large.",
    "415": "The body is not said to be JSON, or is compressed.",
    "422": "Readings that cannot be taken, each with its row, or a query that makes no sense.",
}


def described(prefix: str) -> dict[str, Any]:
    """The whole document; `prefix` is where the addresses are served."""
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = [
        *((model, "validation") for model in (Reading, Readings)),
        *((model, "serialization") for model in (Written, Series, Problem)),
    ]
    _, schemas = models_json_schema(models, ref_template=f"{_SCHEMAS}{{model}}")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Polaris readings", "version": version("polaris")},
        "security": [{"token": []}],
        "paths": {f"{prefix}/readings": {"post": _post(), "get": _get()}},
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _post() -> dict[str, Any]:
    one_or_many = {"oneOf": [{"$ref": f"{_SCHEMAS}Reading"}, {"$ref": f"{_SCHEMAS}Readings"}]}
    return {
        "operationId": "pushReadings",
        "summary": "Write down readings: all of them, or none",
        "description": "The same reading again changes nothing; another value is kept as a correction.",
        "requestBody": {"required": True, "content": {"application/json": {"schema": one_or_many}}},
        "responses": _answers("Written", "400", "401", "403", "408", "413", "415", "422"),
    }


def _get() -> dict[str, Any]:
    schema = Asked.model_json_schema()
    parameters = [
        {
            "name": name,
            "in": "query",
            "required": name in schema["required"],
            "schema": {key: part for key, part in field.items() if key not in {"default", "title"}},
        }
        for name, field in schema["properties"].items()
    ]
    return {
        "operationId": "readReadings",
        "summary": "Read back the readings of a metric",
        "parameters": parameters,
        "responses": _answers("Series", "401", "403", "404", "422"),
    }


def _answers(model: str, *refusals: str) -> dict[str, Any]:
    return {
        "200": _answer("Done.", model),
        **{status: _answer(_REFUSALS[status], "Problem") for status in refusals},
    }


def _answer(description: str, model: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"{_SCHEMAS}{model}"}}}
    return {"description": description, "content": content}
