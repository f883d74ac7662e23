"""The bot of the demo: a process of its own, told where its Slack is by its environment alone."""

import asyncio
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import aiohttp

from bot.settings import environment_with

# It is up in about a second; on a machine under load it may take longer.
_PATIENCE_S = 30.0
_LOOK_AGAIN_S = 0.05
_FAREWELL_S = 10.0


class BotStopped(Exception):
    """The bot ended by itself, or never came up; what it said stands on standard error."""


@asynccontextmanager
async def running_bot(settings: Mapping[str, str]) -> AsyncIterator[Process]:
    """`polaris run` with these settings, up and ready; stopped when the block is left."""
    bot = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        env=environment_with(settings),
        stdin=asyncio.subprocess.DEVNULL,
    )
    try:
        await _ready(bot, f"http://127.0.0.1:{settings['POLARIS_HTTP_PORT']}/health/ready")
        yield bot
    finally:
        await _stopped(bot)


async def _ready(bot: Process, health: str) -> None:
    try:
        async with asyncio.timeout(_PATIENCE_S), aiohttp.ClientSession() as session:
            while not await _answers(session, health):
                if bot.returncode is not None:
                    raise BotStopped(f"The bot ended with status {bot.returncode} before it was ready.")
                await asyncio.sleep(_LOOK_AGAIN_S)
    except TimeoutError:
        raise BotStopped(f"The bot was not ready after {_PATIENCE_S:.0f} s.") from None


async def _answers(session: aiohttp.ClientSession, health: str) -> bool:
    try:
        async with session.get(health) as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


async def _stopped(bot: Process) -> None:
    if bot.returncode is not None:
        return
    bot.terminate()
    try:
        async with asyncio.timeout(_FAREWELL_S):
            await bot.wait()
    except TimeoutError:
        bot.kill()
        await bot.wait()
