"""Fields that several forms share: what a metric is, an hour and its zone."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, StringConstraints, ValidationInfo, field_validator
from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    InputInteractiveElement,
    Option,
    OptionGroup,
    StaticMultiSelectElement,
    StaticSelectElement,
    TimePickerElement,
)

from bot.blocks.limits import shorten
from bot.features.draft.views import field
from rituals.versions import Change
from rituals.zones import COMMON, zone_named
from storage.records.metrics import Cadence, Direction, Metric

CHOSEN = "form.chosen"
"""The action id of every field that is no text: nothing happens before the form is sent."""

UNITS = {
    "count": "A count: people, teams, orders",
    "percent": "A percentage",
    "hours": "Hours",
    "seconds": "Seconds",
    "other": "Something else",
}
DIRECTIONS = {Direction.UP: "Up is better", Direction.DOWN: "Down is better"}
CADENCES = {Cadence.DAY: "Every day", Cadence.WEEK: "Every week", Cadence.MONTH: "Every month"}

_NAMED = "Name what is counted, as “Weekly active teams”; no two metrics share a name."
RENAMED = "A new name keeps its readings; counting something else takes a metric of its own."
_ADOPTED = "Under this name it keeps its readings; another name makes another metric."
_EXAMPLE = "Weekly active teams"

# Options that Slack takes in one list, or in one group of a longer one.
_LIST = 100

Value = TypeVar("Value", bound=str)
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=150)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1500)]


class MeaningForm(BaseModel):
    """The part of a form that says what is counted, a change of which is a new version."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    definition: Words
    unit: str
    unit_name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=30)] | None = None
    direction: Direction

    @field_validator("unit_name")
    @classmethod
    def _named_if_other(cls, name: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("unit") == "other" and not name:
            raise ValueError("What is it counted in?")
        return name

    @property
    def counted_in(self) -> str:
        return self.unit_name or self.unit if self.unit == "other" else self.unit


class MetricForm(MeaningForm):
    """The same with how often it is counted, and why it is to be counted otherwise than before."""

    cadence: Cadence
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] | None = None

    def why(self) -> Change:
        """What the history of the metric says of a change."""
        return Change(self.reason or "")

    def metric(self) -> Metric:
        """What is counted; its key is found when it is kept."""
        return Metric("", self.name, self.counted_in, self.direction, self.cadence, self.definition)


class ZoneForm(BaseModel):
    """The part of a form that says where on earth an hour is meant; a typed zone beats a chosen one."""

    zone: str
    zone_name: str | None = None

    @property
    def time_zone(self) -> str:
        """Raises UnknownZone."""
        return zone_named(self.zone_name or self.zone)


def metric_fields(
    metric: Metric | None,
    draft: Mapping[str, str],
    *,
    name: str = "",
    example: str = _EXAMPLE,
    is_adopted: bool = False,
) -> list[Block]:
    """What is counted, in which unit, which way and how often; `name` is offered for a new metric.

    One `is_adopted` that is known and becomes an input; else the words of a known one are changed.
    """
    reason = field(
        "reason",
        "If it is counted otherwise from now on: why?",
        draft,
        500,
        optional=True,
        hint="It stands in the metric's history, beside your name.",
    )
    hint = _NAMED if metric is None else _ADOPTED if is_adopted else RENAMED
    return [
        *meaning_fields(metric, draft, name=name, example=example, hint=hint),
        choice("cadence", "Counted", CADENCES, metric.cadence if metric else Cadence.WEEK),
        *([reason] if metric and not is_adopted else []),
    ]


def meaning_fields(
    metric: Metric | None,
    draft: Mapping[str, str],
    *,
    name: str = "",
    example: str = _EXAMPLE,
    hint: str | None = None,
) -> list[Block]:
    """What is counted, in which unit and which way; `hint` is what the name's field says of it."""
    unit = metric.unit if metric else "count"
    known = unit in UNITS
    return [
        field(
            "name",
            "Metric",
            draft,
            80,
            initial=metric.name if metric else name,
            placeholder=example,
            hint=hint,
        ),
        field(
            "definition",
            "How it is counted",
            draft,
            1500,
            initial=metric.definition if metric else "",
            multiline=True,
            hint="So exactly that two people would count the same.",
        ),
        choice("unit", "Unit", UNITS, unit if known else "other"),
        field(
            "unit_name",
            "If it is something else: what?",
            draft,
            30,
            initial="" if known else unit,
            optional=True,
            placeholder="lessons",
        ),
        choice("direction", "Good direction", DIRECTIONS, metric.direction if metric else Direction.UP),
    ]


def zone_field(zones: Sequence[str], label: str) -> InputBlock:
    """A choice that starts with the zones named, the first of them chosen."""
    offered = list(dict.fromkeys([*zones, *COMMON]))[:100]
    return choice("zone", label, {zone: zone.replace("_", " ") for zone in offered}, offered[0])


def zone_fields(zones: Sequence[str], label: str = "Time zone") -> list[Block]:
    """The same, and a field for any other."""
    return [
        zone_field(zones, label),
        field(
            "zone_name",
            "Another time zone",
            {},
            60,
            optional=True,
            placeholder="Asia/Kathmandu",
            hint="Its IANA name, or just the city. Leave it empty to use the one above.",
        ),
    ]


def hour(
    name: str, label: str, at: time | None, hint: str | None = None, *, optional: bool = False
) -> InputBlock:
    picker = TimePickerElement(action_id=CHOSEN, initial_time=f"{at:%H:%M}" if at else None)
    return InputBlock(block_id=name, label=label, hint=hint, optional=optional, element=picker)


def choice(
    name: str,
    label: str,
    options: Mapping[Value, str],
    chosen: Value | None,
    hint: str | None = None,
    *,
    optional: bool = False,
) -> InputBlock:
    """A field with a few answers, given as value -> words."""
    made = {value: Option(value=str(value), text=words) for value, words in list(options.items())[:100]}
    select = StaticSelectElement(
        action_id=CHOSEN, options=list(made.values()), initial_option=made.get(chosen) if chosen else None
    )
    return InputBlock(block_id=name, label=label, hint=hint, optional=optional, element=select)


def some_of(options: Sequence[Option], chosen: Sequence[str], most: int) -> StaticMultiSelectElement:
    """A choice of several metrics, to begin with those `chosen`; a long list stands in groups."""
    known = {each.value: each for each in options}
    parts = [options[at : at + _LIST] for at in range(0, len(options), _LIST)]
    return StaticMultiSelectElement(
        placeholder="Choose metrics",
        options=options if len(parts) <= 1 else None,
        option_groups=[_group(part) for part in parts] if len(parts) > 1 else None,
        initial_options=[known[key] for key in chosen if key in known] or None,
        max_selected_items=most,
    )


def _group(options: Sequence[Option]) -> OptionGroup:
    """Named after its first and its last."""
    first, last = (shorten(str(each.text), 30) for each in (options[0], options[-1]))
    return OptionGroup(label=f"{first} – {last}", options=options)


def other(
    name: str,
    label: str,
    element: InputInteractiveElement,
    hint: str | None = None,
    *,
    optional: bool = False,
) -> InputBlock:
    """A field of any other kind."""
    element.action_id = CHOSEN
    return InputBlock(block_id=name, label=label, hint=hint, optional=optional, element=element)


def refilled(view: Mapping[str, Any]) -> list[Block]:
    """The blocks of a window as it was sent, holding what was in them. Ids stay: Slack keeps it then, too."""
    held = {block: each for block, fields in view["state"]["values"].items() for each in fields.values()}
    return Block.parse_all([_refilled(each, held) for each in view["blocks"]])


def _refilled(block: Mapping[str, Any], held: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    state = held.get(block.get("block_id", ""))
    if state is None or block["type"] != "input":
        return dict(block)
    element = {name: value for name, value in block["element"].items() if not name.startswith("initial_")}
    for name, value in state.items():
        if value and (name == "value" or name.startswith("selected_")):
            element[f"initial_{name.removeprefix('selected_')}"] = value
    return {**block, "element": element}
