"""How the North Star Metric is chosen and changed: ids, the form, the windows."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Annotated, Any

from pydantic import BeforeValidator
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    CheckboxesElement,
    ConversationFilter,
    ConversationSelectElement,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    Option,
)
from slack_sdk.models.views import View

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, words
from bot.blocks.text import channel, escape, quote
from bot.channels import Sight
from bot.features.audit.fields import in_short
from bot.features.draft.views import field, kept_note
from bot.features.nsm.fields import (
    CHOSEN,
    Line,
    MetricForm,
    Words,
    ZoneForm,
    hour,
    metric_fields,
    other,
    refilled,
    zone_fields,
)
from rituals.audit import difference
from rituals.north_star import Choice, Compass, Concern, Meeting, Worry
from storage.records.metrics import Cadence, Direction, Metric, NorthStar
from storage.records.people import Person

CHOOSE = "setup.choose"
CHANGE = "setup.change"
AS_OUTPUT = "setup.as_output"
# What a form is called after a warning: the draft of the first sending is forgotten by then.
AGAIN = "again"

_KEEP = "keep"
_OURS = {"worry", "keep_name", "as_output"}
"""What stands above the form at a second look."""

_WORRIES = {
    Worry.FINANCIAL: (
        "*“{word}” reads as money.* Revenue follows value: it moves after customers have decided, and few"
        " people here can move it this week. A North Star leads it, as weekly active teams or repeat"
        " purchasers do. Below the North Star it has a place of its own, as an output metric."
    ),
    Worry.VANITY: (
        "*“{word}” counts attention, not yet value.* A learning company moved from daily active users to"
        " weekly lessons completed: the first counts who came, the second who got what they came for."
    ),
}
_GO_ON = (
    "Change the name, or tick _Keep this name_ below, and send the form again. Nothing you typed is lost."
)


class SetupForm(MetricForm, ZoneForm):
    """What the window holds; the field names are its block ids."""

    vision: Words
    value_moment: Words
    why_this: Words
    why_now: Words
    what_if: Words
    story: Words
    channel: Line
    pulse_time: time
    keep_name: Annotated[bool, BeforeValidator(bool)] = False

    def choice(self) -> Choice:
        return Choice(
            vision=self.vision,
            name=self.name,
            definition=self.definition,
            unit=self.counted_in,
            direction=self.direction,
            cadence=self.cadence,
            value_moment=self.value_moment,
            why_this=self.why_this,
            why_now=self.why_now,
            what_if=self.what_if,
            story=self.story,
        )

    def meeting(self) -> Meeting:
        """Raises UnknownZone."""
        return Meeting(self.channel, self.pulse_time, self.time_zone)


def setup(compass: Compass, person: Person, draft: Mapping[str, str], name: str = "") -> View:
    """The form, empty or with what is known; text that was kept wins. `name` is offered for the first one."""
    star = compass.star
    return View(
        type="modal",
        callback_id=CHANGE if star else CHOOSE,
        title="Your North Star",
        submit="Save" if star else "Set the North Star",
        close="Not now",
        private_metadata="{}",
        blocks=[
            *kept_note(draft),
            *_value(star, draft),
            HeaderBlock(text="The metric"),
            *metric_fields(star.metric if star else None, draft, name=name),
            HeaderBlock(text="The story"),
            *_narrative(star, draft),
            HeaderBlock(text="The Monday pulse"),
            *_meeting(compass, person),
        ],
    )


def warned(view: Mapping[str, Any], concerns: Sequence[Concern]) -> View:
    """The form as it was sent, with the reason for a second look on top and a way to go on."""
    sent = [block for block in refilled(view) if block.block_id not in _OURS]
    return View(
        type="modal",
        callback_id=view["callback_id"],
        title="Your North Star",
        submit="Send again",
        close="Not now",
        private_metadata=f'{{"about":"{AGAIN}"}}',
        blocks=[
            *_warning(concerns),
            *sent,
        ],
    )


def typed_metric(state: Mapping[str, Any]) -> Metric:
    """What the form counts by now, however little of it is filled in."""
    unit = state.get("unit") or "count"
    return Metric(
        "",
        state.get("name") or "",
        (state.get("unit_name") or "") if unit == "other" else unit,
        Direction(state.get("direction") or Direction.UP),
        Cadence(state.get("cadence") or Cadence.WEEK),
        state.get("definition") or "",
    )


def is_as_it_was(form: SetupForm, star: NorthStar | None) -> bool:
    """Whether the form leaves a name alone that was kept before."""
    return star is not None and (star.metric.name, star.metric.unit) == (form.name, form.counted_in)


def done(star: NorthStar, meeting: Meeting) -> View:
    metric = escape(star.metric.name)
    return View(
        type="modal",
        title="Your North Star",
        close="Done",
        blocks=[
            words(f"*{metric}* is your North Star.\n{quote(star.vision)}"),
            DividerBlock(),
            words(
                "*What happens next*\n"
                f"• On Monday at {meeting.at:%H:%M} ({meeting.time_zone}) the pulse is due in"
                f" {channel(meeting.channel)}. The first time you get a preview by direct message, and"
                " nothing is posted before you say so.\n"
                f"• {nsm('team')} adds a team. Its lead then chooses up to three inputs: {nsm('levers')}.\n"
                f"• {nsm('log 27')} writes down a reading; {nsm('load')} takes in a whole history."
            ),
        ],
    )


def saved(before: Compass, after: Compass) -> View:
    """What a change has changed; what comes next was said when the star was chosen."""
    differing = {
        **difference(before.star, after.star),
        **difference(before.workspace, after.workspace),
    }
    said = [in_short(name, was, now) for name, (was, now) in differing.items()]
    lines = [f"• {each[:1].upper()}{each[1:]}" for each in said]
    text = "\n".join(["*Saved.* What changed:", *lines]) if lines else "*Saved.* Nothing has changed."
    return View(type="modal", title="Your North Star", close="Done", blocks=[words(text)])


def how_to_add(star: NorthStar | None) -> Message:
    """What `add` is for, when nobody said what to add."""
    if star is None:
        text = f"There is no North Star yet: {nsm('setup')} asks for it."
    else:
        text = (
            f"*{escape(star.metric.name)}* is the North Star, and there is one at a time. Another number"
            f" can become a team's input: type {nsm('add')} and its name."
        )
    return Message(text, [words(text)])


def unreachable(channel_id: str, what: Sight) -> Message | None:
    """How to mend a channel that cannot be posted to, or None when all is well."""
    place = channel(channel_id)
    text = {
        Sight.OUTSIDE: f"I am not in {place} yet, so I cannot post there. In it, type `/invite @polaris`.",
        Sight.ARCHIVED: f"{place} is archived. Please choose another channel, or bring it back.",
        Sight.SHARED: f"Other organisations are in {place}: I ask the product lead before I post there.",
    }.get(what)
    return Message(text, [words(text)]) if text else None


def _value(star: NorthStar | None, draft: Mapping[str, str]) -> list[Block]:
    return [
        field(
            "vision",
            "Vision: what do people gain through you?",
            draft,
            1500,
            initial=star.vision if star else "",
            multiline=True,
            hint="One sentence. It stands above the metric wherever the metric is shown.",
            placeholder="Small teams decide together without a meeting.",
        ),
        field(
            "value_moment",
            "The moment somebody gets that value",
            draft,
            1500,
            initial=star.value_moment if star else "",
            multiline=True,
            hint="The exact moment of success: “a deal is closed”, not “a login”.",
        ),
    ]


def _narrative(star: NorthStar | None, draft: Mapping[str, str]) -> list[Block]:
    asked = {
        "why_this": ("Why this metric?", None),
        "why_now": ("Why now?", None),
        "what_if": ("What if we succeed?", None),
        "story": ("One customer's story", "Who, what happened, and how the metric would have shown it."),
    }
    return [
        field(
            name, label, draft, 1500, initial=getattr(star, name) if star else "", multiline=True, hint=hint
        )
        for name, (label, hint) in asked.items()
    ]


def _meeting(compass: Compass, person: Person) -> list[Block]:
    space, star = compass.workspace, compass.star
    zones = [space.time_zone, person.time_zone] if star else [person.time_zone, space.time_zone]
    return [
        other(
            "channel",
            "Company channel",
            ConversationSelectElement(
                initial_conversation=space.company_channel,
                default_to_current_conversation=None if space.company_channel else True,
                filter=ConversationFilter(
                    include=["public", "private"], exclude_external_shared_channels=True
                ),
            ),
            hint="Where everybody reads the Monday pulse. Invite me there: /invite @polaris",
        ),
        hour("pulse_time", "On Mondays at", space.pulse_time),
        *zone_fields(zones),
    ]


def _warning(concerns: Sequence[Concern]) -> list[Block]:
    reasons = [_WORRIES[concern.worry].format(word=escape(concern.word)) for concern in concerns]
    notice = words("\n\n".join([*reasons, _GO_ON]))
    notice.block_id = "worry"
    tick = CheckboxesElement(action_id=CHOSEN, options=[Option(value=_KEEP, text="Keep this name")])
    keep = InputBlock(block_id="keep_name", label="A second look", optional=True, element=tick)
    return [notice, *_offer(concerns), keep]


def _offer(concerns: Sequence[Concern]) -> list[Block]:
    """Money has a place of its own: below the North Star."""
    if all(concern.worry is not Worry.FINANCIAL for concern in concerns):
        return []
    button = ButtonElement(action_id=AS_OUTPUT, text="File it as an output metric instead")
    return [ActionsBlock(block_id="as_output", elements=[button])]
