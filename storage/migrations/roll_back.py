"""Takes a database back to an older revision, before an older Polaris is started on it.

Run as `python -m storage.migrations.roll_back URL REVISION`, with no Polaris at work and a backup at hand:
what the older revision has no place for is lost.
"""

import asyncio
import sys

from storage.engine import open_engine, roll_back


async def _roll_back(url: str, revision: str) -> None:
    engine = open_engine(url)
    try:
        await roll_back(engine, revision)
    finally:
        await engine.dispose()


if __name__ == "__main__":
    asyncio.run(_roll_back(*sys.argv[1:]))
