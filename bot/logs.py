"""Logging set up once: one line per happening, no secrets, no words of people."""

import json
import logging
import re
from datetime import UTC, datetime

from rituals.log_context import known

# What is masked, by what stands in every line that holds it: mostly none does, and to look for each secret at
# each character took longer than all the rest of a line.
_SECRETS = {
    mark: re.compile(secret)
    for mark, secret in {
        "polaris_": r"polaris_[\w-]{32,}|(?<=polaris_dashboard=)[^\s'\";]+|(?<=polaris_install=)[^\s'\";]+",
        "xox": r"xox[a-z](?:\.xox[a-z])?-[\w-]+",
        "xapp-": r"xapp-[\w-]+",
        "xwfp-": r"xwfp-[\w-]+",
        "/hooks.slack": r"https?://hooks\.slack(?:-gov)?\.com/\S+",
        "/response/": r"https?://[^\s'\"]+/response/\S+",
        # What opens the dashboard stands in the paths of its links.
        "/d/": r"(?<=/d/p/)[^\s'\"?/]+|(?<=/d/tv/)[^\s'\"?/]+|(?<=/d/in/)[^\s'\"?/]+",
        # Passwords in the address of a database; what signs in or joins a workspace, in that of a request.
        "://": r"(?<=://)[^\s/@:]*:\S+(?=@)",
        "password=": r"(?<=password=)[^\s&'\"]+",
        "Bearer ": r"(?<=Bearer )[^\s'\"]+",
        "code=": r"(?<=[?&]code=)[^\s&'\"]+",
        "state=": r"(?<=[?&]state=)[^\s&'\"]+",
        "ticket=": r"(?<=[?&]ticket=)[^\s&'\"]+",
        "client_secret=": r"(?<=client_secret=)[^\s&'\"]+",
        # What pydantic shows of the value that was wrong.
        "input_value=": r"(?<=input_value=).*?(?=, input_type=)",
    }.items()
}

# They print bodies, statements and what stands in them: Bolt at INFO when a signature is wrong, all at DEBUG.
_TALKATIVE = {
    "aiohttp",
    "aiosqlite",
    "alembic",
    "apscheduler",
    "asyncio",
    "matplotlib",
    "procrastinate",
    "psycopg",
    "slack_bolt",
    "slack_sdk",
    "sqlalchemy",
}
_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def _with_context(record: logging.LogRecord) -> bool:
    """Say on every line what it is about, where the line does not say so itself."""
    vars(record).update({name: fact for name, fact in known().items() if name not in vars(record)})
    return True


class _Formatter(logging.Formatter):
    """Time, level, name, event, then every `extra` as key=value; secrets masked wherever they stand."""

    def format(self, record: logging.LogRecord) -> str:
        tail = "".join(f" {key}={value}" for key, value in _extras(record))
        plain = super().format(record)
        first, newline, rest = plain.partition("\n")
        return _masked(f"{first}{tail}{newline}{rest}")


class _JsonFormatter(logging.Formatter):
    """The same as one JSON object a line, for whatever collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            **{key: _masked(str(value)) for key, value in _extras(record)},
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": _masked(record.getMessage()),
        }
        if record.exc_info:
            line["traceback"] = _masked(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def _extras(record: logging.LogRecord) -> list[tuple[str, object]]:
    """Every `extra`, in the order of their names."""
    return sorted(each for each in vars(record).items() if each[0] not in _STANDARD)


def _masked(text: str) -> str:
    for mark, secret in _SECRETS.items():
        if mark in text:
            text = secret.sub("***", text)
    return text


def begin() -> None:
    """Have commands of the terminal tell what goes wrong as `polaris run` does, secrets masked."""
    if not logging.getLogger().handlers:
        set_up("WARNING")


def set_up(level: str, *, as_json: bool = False) -> None:
    """Log to standard error from now on."""
    handler = logging.StreamHandler()
    plain = _Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    handler.setFormatter(_JsonFormatter() if as_json else plain)
    handler.addFilter(_with_context)
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
