"""What a process holds of the machine's memory."""

import resource
from pathlib import Path


def mib(process: int) -> float:
    """As Linux tells it (RSS)."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the process is gone")


def peak_mib(_: None = None) -> float:
    """The most that this process ever had; Linux counts in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
