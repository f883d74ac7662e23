"""Where a bench ran: the machine and the versions that its figures hold for."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("aiohttp", "slack-bolt", "slack-sdk", "sqlalchemy", "aiosqlite", "psycopg", "uvloop")


def machine() -> str:
    return f"{os.cpu_count()} cores ({_processor()}), {platform.system()} {platform.release().split('-')[0]}"


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text().splitlines() if facts.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def versions() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"Python {platform.python_version()}, {libraries}"
