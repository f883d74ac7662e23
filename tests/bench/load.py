"""Slash commands as Slack signs and posts them, many or one at a time, and how long each ack takes."""

import asyncio
import itertools
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import Clock as SigningClock
from slack_sdk.signature import SignatureVerifier

from bot.simulator.workspace import TEAM


@dataclass(frozen=True, slots=True)
class Target:
    """Where commands are posted, the secret they are signed with, and the process that takes them."""

    url: str
    secret: str
    pid: int = 0


@dataclass(frozen=True, slots=True)
class Timing:
    """What one round took; durations in milliseconds."""

    durations: tuple[float, ...]
    elapsed: float

    @property
    def median(self) -> float:
        return statistics.median(self.durations)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.durations, n=100, method="inclusive")[98]

    @property
    def per_second(self) -> float:
        return len(self.durations) / self.elapsed


def commands(
    people: list[str],
    *,
    response_url: str,
    command: str = "/commit",
    words: str = "measure the ack, number {}",
) -> Iterator[str]:
    """Yield the form bodies of a command, each by the next person and with its number among the words."""
    for number, person in zip(itertools.count(), itertools.cycle(people), strict=False):
        yield urlencode(
            {
                "token": "t",
                "api_app_id": "A0POLARIS",
                "team_id": TEAM,
                "team_domain": "polaris",
                "channel_id": "C0ENGINE00",
                "channel_name": "engine",
                "user_id": person,
                "user_name": person.lower(),
                "command": command,
                "text": words.format(number),
                "response_url": response_url,
                "trigger_id": f"{number}.0.trigger",
                "is_enterprise_install": "false",
            }
        )


async def measure(target: Target, bodies: Iterator[str], *, requests: int, at_once: int) -> Timing:
    """Post `requests` commands, `at_once` in flight; every one must be acknowledged with 200."""
    durations: list[float] = []
    waiting = iter(range(requests))
    verifier = SignatureVerifier(target.secret)
    connector = aiohttp.TCPConnector(limit=at_once)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def one_sender() -> None:
            durations.extend([await _ack(session, target, verifier, next(bodies)) for _ in waiting])

        began = perf_counter()
        await asyncio.gather(*(one_sender() for _ in range(at_once)))
        elapsed = perf_counter() - began
    return Timing(tuple(durations), elapsed)


async def burst(target: Target, bodies: Iterator[str], *, requests: int, within_s: float) -> Timing:
    """Post `requests` commands evenly over a time, whether or not those before are acknowledged."""
    verifier = SignatureVerifier(target.secret)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        began = perf_counter()

        async def one(number: int) -> float:
            await asyncio.sleep(began + within_s * number / requests - perf_counter())
            return await _ack(session, target, verifier, next(bodies))

        durations = await asyncio.gather(*map(one, range(requests)))
        return Timing(tuple(durations), perf_counter() - began)


async def _ack(
    session: aiohttp.ClientSession, target: Target, verifier: SignatureVerifier, body: str
) -> float:
    moment = str(int(SigningClock().now()))
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": moment,
        "x-slack-signature": verifier.generate_signature(timestamp=moment, body=body) or "",
    }
    began = perf_counter()
    async with session.post(target.url, data=body, headers=headers) as response:
        said = await response.text()
    took = (perf_counter() - began) * 1000
    if response.status != 200:
        raise RuntimeError(f"{target.url} answered {response.status}: {said[:200]}")
    return took
