"""The form of a team: first the ritual it has already, then who it is, and when and how it is spoken to."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Annotated

from pydantic import StringConstraints, field_validator
from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ConversationFilter,
    ConversationSelectElement,
    DividerBlock,
    Option,
    RadioButtonsElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.blocks.layout import aside
from bot.blocks.text import WEEKDAYS, picked
from bot.blocks.values import pack
from bot.features.draft.views import field, kept_note
from bot.features.nsm.fields import ZoneForm, choice, hour, other, zone_fields
from bot.features.team.views import CHANGE, NEW, About
from rituals.pulse_hours import LONGEST_QUESTION, MOST_QUESTIONS, USUAL_DAYS
from rituals.teams import TeamPlan
from storage.records.people import Person
from storage.records.pulses import Gathering, PulsePlan
from storage.records.teams import FollowThrough, Team

AUDIENCES = {
    "plain": "Plain words, for everyone",
    "engineering": "Engineering: mechanism and data",
    "marketing": "Marketing: customers and growth",
    "executives": "Executives: strategy",
    "sales": "Sales",
    "support": "Support",
    "design": "Design",
}
# With the days it is on unless others are ticked; Slack has room for 75 characters.
GATHERINGS = {
    Gathering.STANDUP: "A daily standup, Monday to Friday",
    Gathering.SPRINT: "A standup on Monday, a sprint review on Thursday",
    Gathering.SYNC: "A weekly sync on Monday",
    Gathering.EXECUTIVE: "An executive review on Monday, North Star first",
    Gathering.NONE: "None so far: no pulse, no new meeting either",
}
FOLLOW_THROUGH = {
    FollowThrough.FRIDAY: "On Friday afternoon",
    FollowThrough.MONDAY: "On the Monday after",
}


class TeamForm(ZoneForm):
    gathering: Gathering
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    lead: str
    channel: str
    audience: str
    standup_days: tuple[int, ...] = ()
    standup_time: time | None = None
    questions: str | None = None
    follow_through: FollowThrough = FollowThrough.FRIDAY
    country: str | None = None

    @field_validator("standup_days", mode="before")
    @classmethod
    def _none_ticked(cls, days: object) -> object:
        return days or ()

    def plan(self) -> TeamPlan:
        """Raises UnknownZone."""
        return TeamPlan(
            name=self.name,
            lead=self.lead,
            channel=self.channel,
            audience=self.audience,
            time_zone=self.time_zone,
            standup_days=self.standup_days,
            standup_time=self.standup_time,
            gathering=self.gathering,
            questions=tuple((self.questions or "").splitlines()),
            follow_through=self.follow_through,
            country=self.country,
        )


def form(
    team: Team | None,
    pulse: PulsePlan | None,
    person: Person,
    zones: Sequence[str],
    draft: Mapping[str, str],
) -> View:
    """Add a team, or change one. `zones` are offered first."""
    return View(
        type="modal",
        callback_id=CHANGE if team else NEW,
        title="Change a team" if team else "Add a team",
        submit="Save" if team else "Add",
        close="Cancel",
        private_metadata=pack(About(team.id)) if team else "{}",
        blocks=[
            *kept_note(draft),
            _gathering(pulse),
            hour("standup_time", "It starts at", team.standup_time if team else None, optional=True),
            _standup_days(team, pulse),
            DividerBlock(),
            *_who(team, person, draft),
            *zone_fields(zones, "The team's time zone"),
            DividerBlock(),
            *_manners(team, pulse, draft),
        ],
    )


def _gathering(pulse: PulsePlan | None) -> Block:
    """Nothing is chosen for a new team: it has to be asked."""
    options = {each: Option(value=each, text=label) for each, label in GATHERINGS.items()}
    radios = RadioButtonsElement(
        options=list(options.values()), initial_option=options[pulse.gathering] if pulse else None
    )
    return other(
        "gathering",
        "Which ritual do you already have?",
        radios,
        hint="I join that one with a pulse of a minute, at its hour, in the team's channel.",
    )


def _standup_days(team: Team | None, pulse: PulsePlan | None) -> Block:
    """The usual days need no ticks."""
    options = [Option(value=str(number), text=day) for number, day in enumerate(WEEKDAYS, start=1)]
    days = team.standup_days if team else ()
    others = pulse is None or days != USUAL_DAYS[pulse.gathering]
    boxes = CheckboxesElement(
        options=options, initial_options=[options[day - 1] for day in days if others] or None
    )
    hint = "Tick nothing if the days above are right. Of a sprint, the last day ticked is the review's."
    return other("standup_days", "On other days?", boxes, hint, optional=True)


def _who(team: Team | None, person: Person, draft: Mapping[str, str]) -> list[Block]:
    return [
        field("name", "Name", draft, 60, initial=team.name if team else "", placeholder="Onboarding"),
        other(
            "lead",
            "Lead",
            UserSelectElement(initial_user=picked(team.lead) if team else person.user),
            hint="Agrees to the team's inputs and keeps this page. No number is imposed on them.",
        ),
        other(
            "channel",
            "Channel",
            ConversationSelectElement(
                initial_conversation=team.channel if team else None,
                default_to_current_conversation=None if team else True,
                filter=ConversationFilter(
                    include=["public", "private"], exclude_external_shared_channels=True
                ),
            ),
            hint="Its people are the team's people. Invite me there: /invite @polaris",
        ),
    ]


def _manners(team: Team | None, pulse: PulsePlan | None, draft: Mapping[str, str]) -> list[Block]:
    """How the team is spoken to, when it is asked, and whose holidays it keeps."""
    return [
        choice(
            "audience",
            "Audience",
            AUDIENCES,
            team.audience if team else "plain",
            "Whose words it is told in, down to the question each pulse ends with.",
        ),
        field(
            "questions",
            "Your own questions",
            draft,
            MOST_QUESTIONS * (LONGEST_QUESTION + 1),
            initial="\n".join(pulse.questions) if pulse else "",
            multiline=True,
            optional=True,
            placeholder="How did the last release move {input}?",
            hint="One a line, asked in turn instead of ours. {input} becomes the name of the input in focus.",
        ),
        choice(
            "follow_through",
            "People are asked how their commitments went",
            FOLLOW_THROUGH,
            team.follow_through if team else FollowThrough.FRIDAY,
        ),
        field(
            "country",
            "Public holidays of",
            draft,
            6,
            initial=_country(team),
            optional=True,
            placeholder="DE, DE-BY, US … or none",
            hint="No pulse on those days. Left empty: the country of the team's time zone.",
        ),
        aside("Nothing here is final: you find it again with the button Change."),
    ]


def _country(team: Team | None) -> str:
    if team is None or team.country is None:
        return ""
    return team.country or "none"
