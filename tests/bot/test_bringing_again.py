"""An event is done once and kept, or Slack is not told that all is well, and brings it again."""

import asyncio
import sys
from datetime import timedelta
from subprocess import PIPE

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy.exc import DataError, OperationalError

from bot import mishap
from rituals.errors import Outsider
from tests.bot.bringing import an_app, brought


class Listener:
    """Does what it is told to at each turn, and counts."""

    def __init__(self, *does):
        self.turns, self._does = 0, [*does]

    async def __call__(self, _args):
        self.turns += 1
        if self._does and (error := self._does.pop(0)):
            raise error


class Slow:
    """At work until it may go on."""

    def __init__(self):
        self.turns, self.begun, self.may_go_on = 0, asyncio.Event(), asyncio.Event()

    async def __call__(self, _args):
        self.turns += 1
        self.begun.set()
        await self.may_go_on.wait()


async def test_what_fails_comes_again_until_it_is_done_and_then_no_more(either_ledger, clock):
    listener = Listener(ConnectionResetError(), TimeoutError())
    app = an_app(either_ledger, clock, listener)

    assert [await brought(app) for _ in range(4)] == [503, 503, 200, 200]
    assert listener.turns == 3


@pytest.mark.parametrize("error", [KeyError("user"), Outsider()])
async def test_what_would_fail_the_next_time_too_does_not_come_again(either_ledger, clock, error):
    listener = Listener(error)
    app = an_app(either_ledger, clock, listener)

    assert [await brought(app) for _ in range(2)] == [200, 200]
    assert listener.turns == 1


async def test_a_copy_never_joins_in_whichever_process_it_comes_to_and_is_not_told_that_all_is_well(
    either_ledger, clock
):
    listener = Slow()
    processes = [an_app(either_ledger, clock, listener) for _ in range(2)]
    first = asyncio.create_task(brought(processes[0]))
    await listener.begun.wait()
    clock.pass_(seconds=19)
    copies = [await brought(each) for each in processes]
    listener.may_go_on.set()

    assert (await first, copies) == (200, [503, 503])
    assert [await brought(each) for each in processes] == [200, 200]
    assert listener.turns == 1


async def test_of_copies_that_come_in_one_moment_one_is_worked_at(either_ledger, clock):
    listener = Listener()
    app = an_app(either_ledger, clock, listener)

    await asyncio.gather(*(brought(app) for _ in range(3)))

    assert listener.turns == 1


async def test_who_is_killed_at_work_leaves_the_event_to_slacks_next_attempt(
    either_ledger, migrated_url, clock
):
    args = "-m", "tests.bot.bringing", migrated_url, clock.now().isoformat()
    process = await asyncio.create_subprocess_exec(sys.executable, *args, stdout=PIPE)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"begun\n"
    process.kill()
    await process.wait()

    listener = Listener()
    app = an_app(either_ledger, clock, listener)
    at_once = await brought(app)
    clock.pass_(minutes=1)

    assert [at_once, await brought(app), await brought(app)] == [503, 200, 200]
    assert listener.turns == 1


async def test_nobody_works_at_an_event_for_as_long_as_it_is_theirs(either_ledger, clock, monkeypatch):
    monkeypatch.setattr("bot.door.WORK", timedelta(seconds=0.05))
    listener = Slow()
    app = an_app(either_ledger, clock, listener)
    given_up = await brought(app)
    listener.may_go_on.set()

    assert [given_up, await brought(app)] == [503, 200]


def answered(status, **data):
    return SlackApiError(
        "",
        AsyncSlackResponse(
            client=None, http_verb="POST", api_url="", req_args={}, data=data, headers={}, status_code=status
        ),
    )


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        aiohttp.ServerDisconnectedError(),
        OperationalError(None, None, Exception()),
        answered(429, ok=False, error="ratelimited"),
        answered(200, ok=False, error="internal_error"),
        answered(200, ok=False, error="team_added_to_org"),
        answered(200, ok=False, error="token_expired"),
        answered(503),
    ],
)
def test_what_was_not_there_may_be_there_again(error):
    assert mishap.may_pass(error)


@pytest.mark.parametrize(
    "error",
    [
        TypeError(),
        ValueError(),
        DataError(None, None, Exception()),
        answered(200, ok=False, error="user_not_found"),
    ],
)
def test_what_is_wrong_in_itself_stays_wrong(error):
    assert not mishap.may_pass(error)
