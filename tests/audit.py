"""What is known to be wrong with the pinned dependencies; fails when anything is.

Where the advisories cannot be reached, it says so in one line and goes on: `make audit`.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

FILES = ("requirements.txt", "requirements-dev.txt")
_SERVICES = ("pypi", "osv")


def found(report: Mapping[str, Any]) -> list[str]:
    """One line for each advisory: what it is about, and what mends it."""
    return [
        f"{each['name']} {each['version']}: {known['id']}, {_mended(known['fix_versions'])}"
        for each in report["dependencies"]
        for known in each.get("vulns", ())
    ]


def looked_up(report: Mapping[str, Any]) -> int:
    """How many dependencies the service knew; one that is no index knows none."""
    return sum("vulns" in each for each in report["dependencies"])


def verdict(report: Mapping[str, Any] | None) -> tuple[str, int]:
    """What to say, and with what status to end. No report is a service that did not answer."""
    if report is None or not looked_up(report):
        return "Dependencies not audited: no advisory service could be reached from here.", 0
    if advisories := found(report):
        return "\n".join(advisories), 1
    known, total = looked_up(report), len(report["dependencies"])
    left_out = f"; {total - known} could not be looked up" if known < total else ""
    return f"No advisory is known for {known} dependencies{left_out}.", 0


def asked(service: str) -> Mapping[str, Any] | None:
    """The report of one service, or nothing when it does not answer."""
    command = [sys.executable, "-m", "pip_audit", "--progress-spinner=off", "--format=json", "--timeout=10"]
    what = [
        "--disable-pip",
        f"--vulnerability-service={service}",
        *(f"--requirement={name}" for name in FILES),
    ]
    run = subprocess.run([*command, *what], capture_output=True, text=True, check=False)
    try:
        report: Mapping[str, Any] = json.loads(run.stdout)
    except ValueError:
        return None
    return report


def _mended(versions: list[str]) -> str:
    return f"mended in {' and '.join(versions)}" if versions else "not mended yet"


def main() -> int:
    """Ask one service after the other, until one answers."""
    said, status = verdict(None)
    for service in _SERVICES:
        report = asked(service)
        if report is not None and looked_up(report):
            said, status = verdict(report)
            break
    sys.stdout.write(f"{said}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
