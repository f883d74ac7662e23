"""Takes a database back to an older revision, before an older Polaris is started on it.

Run as `python -m storage.migrations.roll_back URL REVISION`, with no Polaris at work and a backup at hand:
what the older revision has no place for is lost.
"""

import asyncio
import sys
from collections.abc import Sequence

from storage.engine import DatabaseProblem, open_engine, roll_back


async def _roll_back(url: str, revision: str) -> None:
    engine = open_engine(url)
    try:
        await roll_back(engine, revision)
    finally:
        await engine.dispose()


def main(arguments: Sequence[str]) -> None:
    """Roll back, and say so; ends with 1 and a sentence where that cannot be."""
    if len(arguments) != 2:
        raise SystemExit("Say which: python -m storage.migrations.roll_back URL REVISION")
    try:
        asyncio.run(_roll_back(*arguments))
    except DatabaseProblem as problem:
        raise SystemExit(f"Nothing was changed: {problem}.") from None
    sys.stdout.write(f"at revision {arguments[1]}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
