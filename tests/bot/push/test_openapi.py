"""The description that is served fits what is answered."""

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

ROW = {"metric": "merged", "period_start": "2026-03-09", "value": 27}


@pytest.fixture
async def description(program):
    program.headers = {}
    status, told = await program.read("openapi.json")
    assert status == 200
    return told


def check(description, schema, told):
    """Hold something against a schema of the description. Raises ValidationError."""
    whole = {**schema, "components": description["components"]}
    Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(told)


def answered(description, method, status):
    answers = description["paths"]["/api/v1/readings"][method]["responses"]
    return answers[str(status)]["content"]["application/json"]["schema"]


@pytest.fixture
def program_that_signs_in(program, description):
    program.headers = {"Authorization": "Bearer polaris_" + "s" * 43}
    return program


@pytest.mark.parametrize(
    "body", [ROW, {"readings": [ROW]}, {"readings": [{**ROW, "value": 30}]}, {**ROW, "value": "x"}, []]
)
async def test_what_is_answered_to_a_push_is_as_described(program_that_signs_in, description, body):
    status, told = await program_that_signs_in.push(body)

    check(description, answered(description, "post", status), told)


@pytest.mark.parametrize("query", [{"metric": "merged"}, {"metric": "other"}, {}])
async def test_what_is_read_back_is_as_described(program_that_signs_in, description, query):
    await program_that_signs_in.push(ROW)
    status, told = await program_that_signs_in.read(**query)

    check(description, answered(description, "get", status), told)


@pytest.mark.parametrize(
    ("body", "fits"),
    [
        (ROW, True),
        ({"readings": [ROW, ROW]}, True),
        ({**ROW, "note": "by hand"}, True),
        ({**ROW, "value": "27"}, False),
        ({**ROW, "value": 1e16}, False),
        ({**ROW, "more": 1}, False),
        ({"readings": []}, False),
        ([ROW], False),
    ],
)
async def test_what_may_be_pushed_is_described(description, body, fits):
    asked = description["paths"]["/api/v1/readings"]["post"]["requestBody"]["content"]
    schema = asked["application/json"]["schema"]

    if fits:
        check(description, schema, body)
    else:
        with pytest.raises(ValidationError):
            check(description, schema, body)


async def test_it_is_openapi_with_a_bearer_token(description):
    (scheme,) = description["components"]["securitySchemes"].values()

    assert description["openapi"].startswith("3.1")
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    assert [each["name"] for each in description["paths"]["/api/v1/readings"]["get"]["parameters"]] == [
        "metric",
        "since",
        "until",
    ]
