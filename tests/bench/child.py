"""A process of the bench's own that measures something, and what it told."""

import asyncio
import json
import sys
from typing import Any

from tests.bench.servers import ROOT


async def told(module: str, *arguments: str) -> dict[str, Any]:
    """What a module's last line of output says, in JSON. Raises RuntimeError when it fails."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments,
        cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, complaints = await child.communicate()
    if child.returncode:
        raise RuntimeError(f"{module} ended with {child.returncode}: {complaints.decode()[-2000:]}")
    found: dict[str, Any] = json.loads(said.splitlines()[-1])  # progress bars may have said something before
    return found
