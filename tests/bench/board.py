"""How long the dashboard takes to its first byte and to the last picture, against a server of still files."""

import asyncio
import json
import re
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import aiohttp

from tests.bench.board_server import INPUTS, SECRET, WEEKS
from tests.bench.figures import Measured
from tests.bench.servers import process
from tests.ports import free_port

# As many as a browser opens to one host.
CONNECTIONS = 6
ROUNDS = 60
_PAGE = f"/d/p/{SECRET}"


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit by an empty browser, in milliseconds from the request of the page."""

    first_byte: float
    whole: float


@dataclass(frozen=True, slots=True)
class Board:
    """What was measured; `files` are fetched with the page, `size` are all bytes as they are sent."""

    cold: Visit
    ours: list[Visit]
    floor: list[Visit]
    files: int
    size: int


async def row(folder: Path) -> Measured:
    return Measured(section=section(await measure(folder)))


async def measure(folder: Path, rounds: int = ROUNDS) -> Board:
    port, still = free_port(), free_port()
    url, floor = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{still}"
    served = (str(port), str(folder))
    async with process("tests.bench.board_server", *served, ready=f"{url}{_PAGE}"):
        pass  # the books are filled
    async with process("tests.bench.board_server", *served, ready=f"{url}/d/static/star.svg"):
        bodies: dict[str, bytes] = {}
        cold = await visit(url, bodies)
        recorded = folder / "recorded.json"
        recorded.write_text(json.dumps({path: b64encode(body).decode() for path, body in bodies.items()}))
        async with process("tests.bench.still", str(still), str(recorded), ready=floor + _PAGE):
            ours, still_ones = [], []
            for _ in range(rounds):
                ours.append(await visit(url, {}))
                still_ones.append(await visit(floor, {}))
    return Board(cold, ours, still_ones, len(bodies) - 1, sum(map(len, bodies.values())))


async def visit(url: str, bodies: dict[str, bytes]) -> Visit:
    """The page and all it shows in one colour scheme; `bodies` takes what came, by path."""
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=connector, auto_decompress=False) as browser:

        async def get(path: str) -> None:
            async with browser.get(url + path) as answer:
                if answer.status != 200:
                    raise RuntimeError(f"{path} answered {answer.status}")
                bodies[path.partition("?")[0]] = await answer.read()

        began = perf_counter()
        async with browser.get(url + _PAGE) as answer:
            await answer.content.readany()
            first = perf_counter() - began
        began_again = perf_counter()
        await get(_PAGE)
        page = bodies[_PAGE].decode()
        files = dict.fromkeys(re.findall(r'(?:src|href)="(/d/(?:static|p/[^"]*chart)/[^"]+)"', page))
        await asyncio.gather(*map(get, files))
        whole = perf_counter() - began_again
    return Visit(first * 1000, whole * 1000)


def section(board: Board) -> str:
    """The section for the page."""
    first, whole = (_cells(board, name) for name in ("first_byte", "whole"))
    return f"""## The dashboard

The public page of {INPUTS + 1} metrics x {WEEKS} weeks on loopback, fetched by an empty browser of
{CONNECTIONS} connections, with its {board.files} files ({board.size / 1024:,.0f} KiB). The floor is an
aiohttp server that says the same bytes from memory.

| | median | slowest | floor | to the floor |
| --- | --- | --- | --- | --- |
| to the first byte | {first} |
| to the last picture | {whole} |

Right after a start, with nothing worked out and nothing drawn, the first byte took
{board.cold.first_byte:,.0f} ms and the last picture {board.cold.whole / 1000:,.1f} s: the words do not wait
for the pictures.
"""


def _cells(board: Board, name: str) -> str:
    ours, floor = ([getattr(each, name) for each in visits] for visits in (board.ours, board.floor))
    times = median(ours) / median(floor)
    return f"{median(ours):.1f} ms | {max(ours):.1f} ms | {median(floor):.1f} ms | × {times:.1f}"
