"""How many messages a second leave the house, beside a client that keeps nothing; on both databases."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.bench.child import told
from tests.bench.figures import Figure, Measured
from tests.bench.posting_words import MESSAGES
from tests.bench.servers import process
from tests.ports import free_port
from tests.postgres import fresh_database, running_postgres

ROUNDS = 5

Posted = Mapping[str, Sequence[float]]
"""Messages a second in each round, by who posted."""

_PEER = "`AsyncWebClient` on a shared session, 40 at once, no database"
_OURS = {
    "sqlite": ("posting 2,000 messages of 12 blocks, every state on disk: SQLite", 0.25),
    "postgresql": ("the same: PostgreSQL, by procrastinate", 0.1),
}


async def row(folder: Path) -> Measured:
    """Slack takes 0 ms, and nobody is paced."""
    found = await measure(folder)
    floor = tuple(found["floor"])
    return Measured(
        tuple(
            Figure(what, "/s", tuple(found[name]), _PEER, floor, at_least=least)
            for name, (what, least) in _OURS.items()
            if name in found
        )
    )


async def measure(folder: Path, messages: int = MESSAGES, rounds: int = ROUNDS) -> Posted:
    """Everybody in turns; PostgreSQL only where it is installed. Raises RuntimeError when one fails."""
    port = free_port()
    slack = f"http://127.0.0.1:{port}"
    found: dict[str, list[float]] = {}
    with _postgres() as server:
        async with process("tests.bench.posting_slack", str(port), ready=f"{slack}/ready"):
            for number in range(rounds):
                took = {"floor": await told("tests.bench.posting_bare", slack, str(messages))}
                databases = {"sqlite": f"sqlite:///{folder}/posting-{number}.db"}
                if server is not None:
                    databases["postgresql"] = await fresh_database(server)
                for name, url in databases.items():
                    took[name] = await told("tests.bench.posting_ours", slack, url, str(messages))
                for name, said in took.items():
                    found.setdefault(name, []).append(messages / said["took_s"])
    return found


@contextmanager
def _postgres() -> Iterator[str | None]:
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running_postgres(durable=True))
        except pytest.skip.Exception:
            server = None
        yield server
