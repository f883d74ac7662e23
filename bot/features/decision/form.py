"""The window in which a decision is written down, for the first time or anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints, field_validator
from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DatePickerElement,
    Option,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from bot.blocks.layout import aside, paragraphs, words
from bot.blocks.text import escape, pickable, quote
from bot.blocks.values import pack
from bot.features.decision.views import CRITERIA
from bot.features.draft.views import field, form_name, kept_note
from bot.features.nsm.fields import other
from bot.features.precedent.words import between
from rituals.cases import Case
from rituals.deciding import LONGEST_OUTCOME, LONGEST_REASONS, Deciding, Sheet

RECORD = "decision.record"
SUPERSEDE = "decision.supersede"


@dataclass(frozen=True, slots=True)
class Memory:
    """The window's `private_metadata`: the id of the conflict, or of the decision to be superseded.

    Who may decide it is looked up anew when the form is sent.
    """

    about: str


class DecisionForm(BaseModel):
    """What somebody filled in; the rules are `rituals.deciding`'s."""

    outcome: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_OUTCOME)
    ]
    reasons: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_REASONS)
    ]
    criteria: tuple[str, ...]
    decided_by: tuple[str, ...] = Field(max_length=10)
    review_on: date

    @field_validator("criteria", mode="before")
    @classmethod
    def _weighed_by_something(cls, ticked: Sequence[str] | None) -> Sequence[str]:
        known = [each for each in ticked or () if each in CRITERIA]
        if not known:
            raise ValueError("Tick at least one: it is what makes this a precedent.")
        return known

    @field_validator("decided_by", mode="before")
    @classmethod
    def _by_somebody(cls, chosen: Sequence[str] | None) -> Sequence[str]:
        if not chosen:
            raise ValueError("Who decided?")
        return chosen

    def deciding(self) -> Deciding:
        return Deciding(self.outcome, self.reasons, self.criteria, self.decided_by, self.review_on)


def form(sheet: Sheet, draft: Mapping[str, str], about: str) -> View:
    """For a conflict, or, with a decision before it, in the place of that one."""
    anew = sheet.before is not None
    return View(
        type="modal",
        callback_id=SUPERSEDE if anew else RECORD,
        title="Decide anew" if anew else "Record a decision",
        submit="Tell both teams",
        close="Cancel",
        private_metadata=pack(Memory(about)),
        blocks=[*kept_note(draft), *_about(sheet), *_fields(sheet, draft), aside(_place(sheet.case))],
    )


def draft_name(about: str, *, anew: bool) -> str:
    """The name under which what was typed about one conflict or decision is kept."""
    return form_name(SUPERSEDE if anew else RECORD, about)


def _about(sheet: Sheet) -> list[Block]:
    head = f"*{between(teams(sheet.case))}*: {escape(sheet.case.text)}"
    if sheet.before is None:
        return [words(head)]
    return list(paragraphs(f"{head}\n*What holds so far*\n{quote(sheet.before.outcome)}"))


def _fields(sheet: Sheet, draft: Mapping[str, str]) -> list[Block]:
    return [
        field(
            "outcome",
            "What is decided?",
            draft,
            LONGEST_OUTCOME,
            multiline=True,
            placeholder="Onboarding first; the landing page follows on 1 April",
            hint="So that it stands alone: both teams read this, and nothing of the case.",
        ),
        field(
            "reasons",
            "Why?" if sheet.before is None else "Why now?",
            draft,
            LONGEST_REASONS,
            multiline=True,
            hint="For the two teams, and for whoever stands before the same question next time.",
        ),
        other(
            "criteria",
            "What did you weigh?",
            CheckboxesElement(
                options=[
                    Option(value=name, text=told[0].upper() + told[1:]) for name, told in CRITERIA.items()
                ]
            ),
        ),
        other(
            "decided_by",
            "Who decided?",
            UserMultiSelectElement(initial_users=pickable(sheet.deciders), max_selected_items=10),
        ),
        other(
            "review_on",
            "When do we look at it again?",
            DatePickerElement(initial_date=sheet.review_on.isoformat()),
            hint="The product lead is asked on that day whether it still holds.",
        ),
    ]


def teams(case: Case) -> tuple[str, ...]:
    """The names of those a case is between; the organisation has none."""
    return tuple(side.team for side in (case.ours, case.theirs) if side.team is not None)


def _place(case: Case) -> str:
    where = " and ".join(escape(team) for team in teams(case))
    return (
        f"Posted in the channel of {where} and below the case. Everybody can find it as a precedent. It is"
        " never rewritten: another decision can supersede it."
    )
