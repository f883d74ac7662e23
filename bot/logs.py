"""Logging set up once: one line per happening, no secrets, no words of people."""

import logging
import re
from typing import Any

_SECRET = re.compile(
    r"polaris_[\w-]{32,}|xox[a-z](?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+|https?://hooks\.slack\.com/\S+|https?://[^\s'\"]+/response/\S+"
    # What opens the dashboard stands in the paths of its links.
    r"|(?<=/d/p/)[^\s'\"?/]+|(?<=/d/tv/)[^\s'\"?/]+|(?<=/d/in/)[^\s'\"?/]+|(?<=polaris_dashboard=)[^\s'\";]+"
    r"|(?<=://)[^\s/@:]+:[^\s/@]+(?=@)"
)
# They print bodies, statements and what stands in them: Bolt at INFO when a signature is wrong, all at DEBUG.
_TALKATIVE = {
    "slack_bolt",
    "slack_sdk",
    "aiosqlite",
    "apscheduler",
    "alembic",
    "matplotlib",
    "psycopg",
    "procrastinate",
}
_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class _Formatter(logging.Formatter):
    """Time, level, name, event, then every `extra` as key=value; secrets masked wherever they stand."""

    def format(self, record: logging.LogRecord) -> str:
        extras: dict[str, Any] = {key: value for key, value in vars(record).items() if key not in _STANDARD}
        tail = "".join(f" {key}={value}" for key, value in sorted(extras.items()))
        plain = super().format(record)
        first, newline, rest = plain.partition("\n")
        return _SECRET.sub("***", f"{first}{tail}{newline}{rest}")


def set_up(level: str) -> None:
    """Log to standard error from now on."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    # Not by their level: Bolt gives each of its loggers that of the root.
    handler.addFilter(
        lambda record: record.levelno >= logging.WARNING or record.name.partition(".")[0] not in _TALKATIVE
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in _TALKATIVE:  # spares most of them the trouble of writing what nobody reads
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # Bolt looks at SLACK_BOT_TOKEN by itself, and then warns twice that it does not need it.
    logging.getLogger("slack_bolt.AsyncApp").addFilter(
        lambda record: (
            "SLACK_BOT_TOKEN" not in record.getMessage()
            and "`token` will be unused" not in record.getMessage()
        )
    )
