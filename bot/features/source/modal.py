"""The window in which a source is added: what is asked, what it brought when it was tried, and its end."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import StringConstraints, ValidationInfo, field_validator
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    Option,
    StaticMultiSelectElement,
)
from slack_sdk.models.views import View

from bot.blocks.layout import aside, paragraphs, words
from bot.blocks.text import escape, line
from bot.blocks.values import pack, unpack
from bot.features.draft.views import field, kept_note
from bot.features.input.views import shown
from bot.features.nsm.fields import ZoneForm, choice, hour, other, some_of, zone_field
from bot.features.source import trials
from rituals.source_desk import Offer
from rituals.trial import Trial
from rituals.weeks import last_full
from storage.records.metrics import Cadence
from storage.sources.configs import CsvWebSource

TRY = "source.try"
KEEP = "source.keep"
AGAIN = "source.again"

_TITLE = "Add a source"
_CHANGE = "Change a source"
# Seconds. Somebody is waiting for it.
_PATIENCE = 30
# So many, for a window keeps what was asked in 3,000 characters.
_METRICS = 10
# Of the 10,000 that Slack takes in a field.
_OFFERED = 2_000

_LAYOUTS = {
    "wide": "Wide: a line for each period, a column for each metric",
    "long": "Long: a line for each single value",
}
_DELIMITERS = {"comma": "Commas", "semicolon": "Semicolons", "tab": "Tabs"}
_MARKS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_SHEET = re.compile(r"https://docs\.google\.com/spreadsheets/d/(?!e/)[^/]+(/edit.*|/?)$")

Column = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]


@dataclass(frozen=True, slots=True)
class Changed:
    """The name of the source that a form changes; of a new one there is none yet."""

    about: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a window keeps while a source is tried: its config, and whether it is a new one."""

    config: str
    anew: bool


class SourceForm(ZoneForm):
    name: Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, max_length=40)]
    url: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_200)]
    metrics: tuple[str, ...]
    layout: Literal["wide", "long"]
    period_column: Column = "period_start"
    metric_column: Column | None = None
    value_column: Column | None = None
    delimiter: Literal["comma", "semicolon", "tab"] = "comma"
    at: time

    @field_validator("name")
    @classmethod
    def _is_a_name(cls, name: str) -> str:
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name):
            raise ValueError("Letters a to z, digits, - and _ alone, as in weekly-sheet.")
        return name

    @field_validator("url")
    @classmethod
    def _is_of_the_web(cls, url: str) -> str:
        if _SHEET.match(url):
            raise ValueError(
                "That is the page of the sheet. In Google Sheets: File > Share > Publish to web, choose CSV,"
                " and paste the address that is shown there."
            )
        try:
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError:
            host = None
        if not host or parts.scheme != "https" or re.search(r"[\s\"\\<>]", url):
            raise ValueError("An address that begins with https:// and answers a CSV.")
        if "@" in parts.netloc:
            raise ValueError("No password in an address: everybody who may change the source would read it.")
        return url

    @field_validator("metric_column")
    @classmethod
    def _says_whose(cls, column: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("layout") == "long" and not column and len(info.data.get("metrics") or ()) > 1:
            raise ValueError("With several metrics: the column that says which one a line is of.")
        return column

    def source(self) -> CsvWebSource:
        """What is pulled. Raises UnknownZone."""
        alone = self.layout == "long" and not self.metric_column
        return CsvWebSource(
            name=self.name,
            kind="csv_web",
            url=self.url,
            only=self.metrics,
            layout=self.layout,
            metric=self.metrics[0] if alone else None,
            period_column=self.period_column,
            metric_column=self.metric_column or "metric",
            value_column=self.value_column or "value",
            delimiter=_MARKS[self.delimiter],
            at=self.at,
            zone=self.time_zone,
            timeout=_PATIENCE,
        )


def form(
    offer: Offer,
    draft: Mapping[str, str],
    config: CsvWebSource | None = None,
    *,
    anew: bool = True,
    trial: Trial | None = None,
) -> View:
    """The empty form, or one that holds a `config`; `trial` is what came of it when it was tried."""
    return View(
        type="modal",
        callback_id=TRY,
        title=_TITLE if anew else _CHANGE,
        submit="Try it",
        close="Cancel",
        private_metadata=pack(Changed(config.name if config and not anew else "")),
        blocks=[
            *_came(trial),
            *kept_note(draft),
            *_name(config, draft, anew=anew),
            field(
                "url",
                "Address of the CSV",
                draft,
                1_200,
                initial=(config.url or "") if config else "",
                placeholder="https://",
                hint="In Google Sheets: File > Share > Publish to web, then CSV.",
            ),
            other(
                "metrics", "Metrics it brings", _metrics(offer, config), hint="Nothing else is read from it."
            ),
            *_columns(offer, config, draft),
            hour("at", "Pulled every day at", config.at if config else time(6)),
            zone_field(
                [*([config.zone] if config else []), offer.zone], "Time zone of the hour and of its days"
            ),
        ],
    )


def _came(trial: Trial | None) -> list[Block]:
    return [*paragraphs(trials.told(trial)), DividerBlock()] if trial else []


def _name(config: CsvWebSource | None, draft: Mapping[str, str], *, anew: bool) -> list[Block]:
    if config is not None and not anew:
        return [words(f"*{escape(config.name)}*")]
    hint = "Short, for lists: letters, digits, - and _."
    initial, placeholder = config.name if config else "", "weekly-sheet"
    return [field("name", "Name", draft, 40, initial=initial, placeholder=placeholder, hint=hint)]


def _metrics(offer: Offer, config: CsvWebSource | None) -> StaticMultiSelectElement:
    options = [Option(value=each.key, text=shown(each.name)) for each in offer.metrics[:_OFFERED]]
    return some_of(options, config.only if config else (), _METRICS)


def _columns(offer: Offer, config: CsvWebSource | None, draft: Mapping[str, str]) -> list[Block]:
    monday = last_full(offer.day, Cadence.WEEK)
    mark = next(name for name, mark in _MARKS.items() if mark == (config.delimiter if config else ","))
    alone = config is not None and config.metric is not None
    metric = "" if alone else (config.metric_column if config else "metric")
    return [
        choice("layout", "How it is laid out", _LAYOUTS, config.layout if config else "wide"),
        field(
            "period_column",
            "Column of the period",
            draft,
            80,
            initial=config.period_column if config else "period_start",
            hint=f"It holds the day on which a period starts: {monday}, a Monday for weekly metrics.",
        ),
        field(
            "value_column",
            "Long: column of the value",
            draft,
            80,
            initial=config.value_column if config else "value",
            optional=True,
        ),
        field(
            "metric_column",
            "Long: column of the metric",
            draft,
            80,
            initial=metric,
            optional=True,
            hint="Leave it empty where the whole file is of the one metric you chose.",
        ),
        choice("delimiter", "Cells are parted by", _DELIMITERS, mark),
    ]


def trying(*, anew: bool) -> View:
    text = f"Asking the address for its CSV. This takes up to {_PATIENCE} seconds …"
    return View(type="modal", title=_TITLE if anew else _CHANGE, close="Close", blocks=[words(text)])


def tried(config: CsvWebSource, trial: Trial, *, anew: bool) -> View:
    """What came, to be kept or changed once more."""
    back = ButtonElement(action_id=AGAIN, text="Change something")
    return View(
        type="modal",
        callback_id=KEEP,
        title=_TITLE if anew else _CHANGE,
        submit="Add it" if anew else "Save",
        close="Cancel",
        private_metadata=pack(Asked(config.model_dump_json(exclude_defaults=True), anew)),
        blocks=[
            words(f"*{escape(config.name)}*, from {line(config.host, 80)}"),
            *paragraphs(trials.told(trial)),
            aside("Nothing is written down yet. Values that are left out never take the place of a reading."),
            ActionsBlock(elements=[back]),
        ],
    )


def kept(config: CsvWebSource, came: str, *, anew: bool) -> View:
    """The end: when it is pulled from now on, and how its first pull went."""
    text = (
        f"*{escape(config.name)}* is {'added' if anew else 'changed'}. It is pulled every day at"
        f" {config.at:%H:%M} ({escape(config.zone)})."
    )
    title = _TITLE if anew else _CHANGE
    return View(type="modal", title=title, close="Done", blocks=[words(text), words(came)])


def pulling() -> str:
    return "Pulling it for the first time …"


def config_in(asked: Asked) -> CsvWebSource:
    """The source that a window keeps. Raises ForgedValue for anything else."""
    return unpack(CsvWebSource, asked.config)
