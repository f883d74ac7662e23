"""Programs push readings over HTTP: all of a request or none, and each refusal says how it is mended."""

import asyncio
import logging
import zlib

import pytest

from tests.bot.push.conftest import SECRET
from tests.making import a_metric

WEEK = "2026-03-09"


def a_row(**fields):
    return {"metric": "merged", "period_start": WEEK, "value": 27, **fields}


async def kept(program, metric="merged"):
    async with program.ledger.open() as books:
        return [(str(each.period_start), each.value) for each in await books.readings.of_metric(metric)]


async def test_one_reading_is_written_with_who_wrote_it(program):
    assert await program.push(a_row(note="by the hour")) == (
        200,
        {"new": 1, "unchanged": 0, "corrected": [], "doubtful": []},
    )

    async with program.ledger.open() as books:
        (reading,) = await books.readings.of_metric("merged")
    assert (reading.value, reading.note, reading.recorded_by) == (27, "by the hour", "push:billing")


async def test_many_readings_are_written_at_once_by_key_or_name(program):
    rows = [a_row(), a_row(metric="Share of Reviews", value=61.5), a_row(period_start="2026-03-02")]

    status, told = await program.push({"readings": rows})

    assert (status, told["new"]) == (200, 3)
    assert await kept(program, "share") == [(WEEK, 61.5)]


async def test_the_same_again_changes_nothing(program):
    await program.push(a_row())

    assert await program.push(a_row()) == (200, {"new": 0, "unchanged": 1, "corrected": [], "doubtful": []})


async def test_a_correction_is_told_with_what_stood_there(program):
    await program.push(a_row())
    status, told = await program.push({"readings": [a_row(value=30), a_row(period_start="2026-03-02")]})

    corrected = [{"metric": "merged", "period_start": WEEK, "was": 27}]
    assert (status, told) == (200, {"new": 1, "unchanged": 0, "corrected": corrected, "doubtful": []})


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"metric": "merged pul requests"}, "metric", "Did you mean merged?"),
        ({"metric": ""}, "metric", "must not be empty"),
        (
            {"period_start": "2026-03-10"},
            "period_start",
            "on a Monday: 2026-03-09 or 2026-03-16.",
        ),
        ({"period_start": "2026-03-16"}, "period_start", "not over before 2026-03-23"),
        ({"period_start": "9999-12-27"}, "period_start", "year 9999"),
        ({"period_start": "10/03/2026"}, "period_start", "a date such as 2026-03-09"),
        ({"period_start": "2026-02-30"}, "period_start", "a date such as 2026-03-09"),
        ({"period_start": "1773014400"}, "period_start", "a date such as 2026-03-09"),
        ({"period_start": "2026-03-09T00:00:00"}, "period_start", "a date such as 2026-03-09"),
        ({"period_start": 1773014400}, "period_start", "a date such as 2026-03-09"),
        ({"value": "27"}, "value", "a number, not in quotes"),
        ({"value": True}, "value", "a number, not in quotes"),
        ({"value": None}, "value", "Leave the reading out"),
        ({"value": float("nan")}, "value", "a finite number"),
        ({"value": float("inf")}, "value", "a finite number"),
        ({"value": 1e308}, "value", "between -1e+15 and 1e+15"),
        ({"value": 10**400}, "value", "It"),
        ({"note": "x" * 301}, "note", "longer"),
        ({"note": "a\x00b"}, "note", "NUL"),
        ({"metric": 7}, "metric", "text"),
        ({"period": WEEK}, "period", "no such field"),
        ({"period_start": "2026-03-02"}, "period_start", "Reading 1 is for the same metric and period"),
    ],
)
async def test_a_row_that_cannot_be_taken_is_named_and_nothing_is_written(program, fields, field, message):
    status, told = await program.push({"readings": [a_row(period_start="2026-03-02"), a_row(**fields)]})

    assert (status, told["error"]) == (422, "rows")
    assert [(row["row"], row["field"]) for row in told["rows"]] == [(2, field)]
    assert message in told["rows"][0]["message"]
    assert await kept(program) == []


async def test_what_can_hardly_be_right_is_written_down_and_told(program):
    status, told = await program.push({"readings": [a_row(), a_row(metric="share", value=101)]})

    assert (status, told["new"]) == (200, 2)
    assert told["doubtful"] == [{"row": 2, "message": "101 is over 100."}]


async def test_a_single_reading_that_cannot_be_taken_is_row_1(program):
    status, told = await program.push(a_row(value="many"))

    assert (status, told["rows"][0]["row"], told["rows"][0]["field"]) == (422, 1, "value")


@pytest.mark.parametrize("body", [[], "x", 27, {}, {"readings": []}, {"readings": {}}, {"readings": [1]}])
async def test_another_shape_is_refused(program, body):
    assert (await program.push(body))[0] == 422


async def test_half_a_character_is_no_text(program):
    body = b'{"metric": "\\ud800", "period_start": "2026-03-09", "value": 1}'

    assert (await program.send(body, **{"Content-Type": "application/json"}))[0] in {400, 422}


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"<html>"])
async def test_what_is_no_json_is_refused(program, body):
    status, told = await program.send(body, **{"Content-Type": "application/json"})

    assert (status, told["error"]) == (400, "json")


async def test_a_body_that_never_comes_to_an_end_is_not_waited_for(program, monkeypatch):
    monkeypatch.setattr("bot.push.routes._PATIENCE_S", 0.05)
    held = asyncio.Event()

    async def pieces():
        yield b"{"
        await held.wait()

    status, told = await program.send(pieces(), **{"Content-Type": "application/json"})

    assert (status, told["error"]) == (408, "slow")


async def test_a_connection_that_breaks_is_no_fault_of_ours(program, caplog):
    host = program.url.removeprefix("http://").partition("/")[0].split(":")
    _, there = await asyncio.open_connection(host[0], int(host[1]))
    head = "POST /api/v1/readings HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
    there.write(f"{head}Authorization: Bearer {SECRET}\r\nContent-Length: 9\r\n\r\n{{".encode())
    await there.drain()
    assert (await program.read(metric="merged"))[0] == 200
    there.close()
    await there.wait_closed()
    assert (await program.push(a_row()))[0] == 200

    assert "Traceback" not in caplog.text


async def test_too_much_is_refused_however_it_is_sent(program):
    async def pieces():
        for _ in range(40):
            yield b" " * 64 * 1024

    status, told = await program.send(pieces(), **{"Content-Type": "application/json"})

    assert (status, told["error"]) == (413, "too_large")


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/csv"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json", "Content-Encoding": "deflate"},
    ],
)
async def test_only_plain_json_is_taken(program, headers):
    status, told = await program.send(zlib.compress(b"{}"), **headers)

    assert (status, told["error"]) == (415, "content_type")


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", f"Basic {SECRET}", f"Bearer {SECRET}x", "Bearer é", SECRET]
)
async def test_without_a_valid_token_nothing_is_said(program, header):
    program.headers = {"Authorization": header}

    assert (await program.push(a_row()))[0] == 401
    assert (await program.read(metric="merged"))[0] == 401


async def test_a_revoked_token_opens_nothing(program, tokens):
    await tokens.revoke("billing")

    assert (await program.push(a_row()))[0] == 401


async def test_a_token_for_one_metric_neither_writes_nor_reads_another(program, tokens):
    await tokens.revoke("billing")
    tokens._new_secret = lambda: "another"
    await tokens.create("reviews", ["share"])
    program.headers = {"Authorization": "Bearer another"}

    status, told = await program.push({"readings": [a_row(metric="share"), a_row()]})

    assert (status, told["error"], told["rows"][0]["row"]) == (403, "forbidden", 2)
    assert (await program.read(metric="merged"))[0] == 403
    assert (await program.push(a_row(metric="share")))[0] == 200
    assert await kept(program) == []


async def test_readings_are_read_back_with_who_wrote_them_and_which_were_restated(program):
    await program.push({"readings": [a_row(period_start="2026-03-02", value=1.5), a_row()]})
    await program.push(a_row(value=28))

    status, told = await program.read(metric="merged pull requests", since="2026-03-09", until="2026-03-09")

    assert status == 200
    assert {name: told[name] for name in ("metric", "unit", "cadence")} == {
        "metric": "merged",
        "unit": "count",
        "cadence": "week",
    }
    assert told["readings"] == [
        {
            "period_start": WEEK,
            "value": 28.0,
            "note": "",
            "recorded_by": "push:billing",
            "recorded_at": "2026-03-16T09:00:00Z",
            "restated": True,
        }
    ]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 422),
        ({"metric": "merged", "since": "yesterday"}, 422),
        ({"metric": "merged", "since": "1773014400"}, 422),
        ({"metric": "merged", "limit": "3"}, 422),
        ({"metric": "nothing like it"}, 404),
    ],
)
async def test_a_question_that_makes_no_sense_is_told_so(program, query, status):
    assert (await program.read(**query))[0] == status


async def test_other_addresses_and_methods_are_answered_in_json(program):
    assert (await program.read("nothing"))[0] == 404
    assert (await program._told(program.session.put(f"{program.url}/readings")))[0] == 405


async def test_a_thousand_rows_nobody_can_place_are_answered_at_once(program):
    async with program.ledger.open() as books:
        for number in range(300):
            await books.metrics.put(a_metric(key=f"m{number}", name=f"Metric {number}"))

    status, told = await program.push({"readings": [a_row(metric=f"metrik {n}") for n in range(2000)]})

    assert (status, len(told["rows"])) == (422, 20)


async def test_neither_token_nor_body_is_logged(program, caplog):
    for talker in ("bot", "rituals", "aiohttp"):
        caplog.set_level(logging.DEBUG, logger=talker)
    await program.push(a_row(note="hush hush"))
    await program.push(a_row(metric="hush hush"))

    assert "readings pushed" in caplog.text
    assert SECRET not in caplog.text
    assert "hush" not in caplog.text


async def test_what_nobody_foresaw_is_a_reference_in_json(program, caplog, monkeypatch):
    def fails(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("rituals.pushing.finder", fails)

    status, told = await program.push(a_row())

    assert (status, told["error"]) == (500, "failed")
    assert "Reference" in told["message"]
    assert "ZeroDivisionError" in caplog.text
