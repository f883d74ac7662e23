"""What people read on their way to installing Polaris, and when it ends otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import jinja2
from aiohttp import web

from bot.dashboard.doors import PREFIX
from bot.dashboard.files import Files
from bot.dashboard.headers import HEADERS, NOT_KEPT

_HERE = Path(__file__).parent
_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader([_HERE / "templates", _HERE.parent / "dashboard" / "templates"]),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

INSTALL_PATH = "/slack/install"
BEGIN = f"{INSTALL_PATH}/begin"
_AGAIN = "Begin again"


@dataclass(frozen=True, slots=True)
class Page:
    """A title, a few sentences, and at most one way on."""

    title: str
    lines: tuple[str, ...]
    label: str = ""
    address: str = ""
    status: int = 200

    def answer(self, files: Files) -> web.Response:
        text = _ENVIRONMENT.get_template("page.html").render(
            root=PREFIX,
            files=files.mark,
            title=self.title,
            lines=self.lines,
            label=self.label,
            address=self.address,
        )
        headers = {**HEADERS, "Cache-Control": NOT_KEPT}
        return web.Response(text=text, status=self.status, content_type="text/html", headers=headers)


INSTALL = Page(
    "Add Polaris to Slack",
    (
        "Polaris keeps your North Star Metric in the rituals you already have.",
        "Slack asks you next for your workspace, and shows what Polaris may do there.",
        "Nothing is posted before somebody sets up the North Star.",
    ),
    "Add to Slack",
    BEGIN,
)

DECLINED = Page(
    "Nothing was installed",
    ("You, or your workspace's settings, said no. Should that change, come back here.",),
    _AGAIN,
    BEGIN,
)

NOT_BEGUN_HERE = Page(
    "This did not begin here",
    (
        "It has to begin and end in the same browser, with cookies switched on.",
        "So nobody is led into somebody else's workspace.",
    ),
    _AGAIN,
    BEGIN,
    status=400,
)

STALE = Page(
    "This way has ended",
    ("It holds once, and for ten minutes. Nothing was installed by coming here again.",),
    _AGAIN,
    BEGIN,
    status=400,
)

ORG_WIDE = Page(
    "One workspace at a time",
    (
        "Nothing was installed: Polaris belongs to one workspace, with its own North Star and its own teams.",
        "Begin again, and choose a workspace instead of the organisation.",
    ),
    _AGAIN,
    BEGIN,
    status=400,
)

NO_ANSWER = Page(
    "Slack did not answer",
    ("Nothing was installed. Try again in a minute.",),
    _AGAIN,
    BEGIN,
    status=502,
)

CONTRADICTED = Page(
    "Slack contradicts itself",
    (
        "Nothing was installed: the key it gave is for another workspace or app than you said yes to.",
        "If it stays like this, tell whoever runs Polaris.",
    ),
    _AGAIN,
    BEGIN,
    status=502,
)


def refused(why: str) -> Page:
    """Slack turned the exchange down, for a reason it names."""
    return Page(
        "Slack said no",
        (
            f"Nothing was installed. The reason it gives is: {why}.",
            "If it stays like this, tell whoever runs Polaris.",
        ),
        _AGAIN,
        BEGIN,
        status=400,
    )


def lacking(scopes: Iterable[str]) -> Page:
    """Some of what Polaris cannot do without was not granted."""
    return Page(
        "Something is missing",
        (f"Polaris cannot work without: {', '.join(sorted(scopes))}. Nothing was installed.",),
        _AGAIN,
        BEGIN,
        status=400,
    )


def installed(name: str, address: str) -> Page:
    """It is done."""
    return Page(
        f"Polaris is in {name}",
        ("It has sent you a direct message with what comes next.",),
        "Open Slack",
        address,
    )
