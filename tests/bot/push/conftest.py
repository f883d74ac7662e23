"""A server that takes what programs push, and a program that pushes."""

from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.push.routes import PREFIX, Push, desk_of
from bot.server import serving
from rituals.pushing import Pushing
from rituals.tokens import Tokens
from storage.ledger import Ledger
from tests.making import a_metric, a_workspace

SECRET = "polaris_" + "s" * 43


@dataclass
class Program:
    """A program with a token: what it sends, and the status and JSON it gets."""

    session: aiohttp.ClientSession
    url: str
    ledger: Ledger
    headers: dict[str, str] = field(default_factory=lambda: {"Authorization": f"Bearer {SECRET}"})

    async def push(self, body: Any) -> tuple[int, Any]:
        return await self._told(self.session.post(f"{self.url}/readings", json=body, headers=self.headers))

    async def send(self, data: Any, **headers: str) -> tuple[int, Any]:
        sent = {**self.headers, **headers}
        return await self._told(self.session.post(f"{self.url}/readings", data=data, headers=sent))

    async def read(self, path: str = "readings", **query: str) -> tuple[int, Any]:
        asked = self.session.get(f"{self.url}/{path}", params=query, headers=self.headers)
        return await self._told(asked)

    async def _told(self, request: Any) -> tuple[int, Any]:
        async with request as answer:
            assert answer.content_type == "application/json"
            return answer.status, await answer.json()


@pytest.fixture
def tokens(ledger, clock):
    return Tokens(ledger, clock, lambda: SECRET)


@pytest.fixture
async def program(ledger, clock, ids, tokens):
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace())
        await books.metrics.put(a_metric(unit="count"))
        await books.metrics.put(a_metric(key="share", name="Share of reviews", unit="percent"))
    await tokens.create("billing")
    part = Push(desk_of(Pushing(ledger, clock), tokens), ids).application()
    async with (
        serving([], "127.0.0.1", 0, {PREFIX: part}) as port,
        aiohttp.ClientSession() as session,
    ):
        yield Program(session, f"http://127.0.0.1:{port}{PREFIX}", ledger)
