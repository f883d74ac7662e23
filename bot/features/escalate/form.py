"""What is filled in when a conflict is raised; the rules are `rituals.conflicts`'."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, StringConstraints, ValidationInfo, field_validator

from rituals.conflicts import (
    LONGEST_CLOSING,
    LONGEST_CUSTOMERS,
    LONGEST_EFFECT,
    LONGEST_EVIDENCE,
    LONGEST_KPI,
    LONGEST_REFRAMED,
    LONGEST_TEXT,
    LONGEST_TRIED,
    LONGEST_UNTIL,
    LONGEST_WANT,
    Raising,
)
from storage.records.conflicts import ConflictKind, KpiPath, Side

NO_INPUT = "none"
EVERYBODY = "organisation"


def _stripped(longest: int, shortest: int = 1) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=shortest, max_length=longest)


def _without_controls(typed: object) -> object:
    """Each of them would take six characters of a window's `private_metadata`, and shows nothing."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", typed) if isinstance(typed, str) else typed


_Legible = BeforeValidator(_without_controls)
_Text = Annotated[str, _Legible, _stripped(LONGEST_TEXT)]
_Want = Annotated[str, _stripped(LONGEST_WANT)]
_Effect = Annotated[str, _stripped(LONGEST_EFFECT)]
_Until = Annotated[str, _stripped(LONGEST_UNTIL)]
_Kpi = Annotated[str, _Legible, _stripped(LONGEST_KPI)]
_Reframed = Annotated[str, _Legible, _stripped(LONGEST_REFRAMED, 0)]
_Evidence = Annotated[str, _Legible, _stripped(LONGEST_EVIDENCE, 0)]
_Chosen = BeforeValidator(lambda chosen: None if chosen in {NO_INPUT, EVERYBODY} else chosen)


@dataclass(frozen=True, slots=True)
class Speaking:
    """For whom the window was opened, where there is no choice (its `private_metadata`)."""

    team: str | None


@dataclass(frozen=True, slots=True)
class Begun:
    """What the steps before said (a window's `private_metadata`); `about` names the draft of this step."""

    about: str
    kind: ConflictKind
    text: _Text
    team: str | None
    other_team: str
    kpis: KpiPath | None = None

    def with_(self, path: KpiPath) -> "Begun":
        return replace(self, kpis=path)


class BeginForm(BaseModel):
    text: _Text
    kind: ConflictKind
    team: Annotated[str | None, _Chosen] = None
    other_team: str

    def begun(self, speaking: Speaking) -> Begun:
        team = self.team or speaking.team
        return Begun(f"{team or ''}|{self.other_team}", self.kind, self.text, team, self.other_team)


class KpiForm(BaseModel):
    """Two KPIs; one that is real needs evidence and a sponsor."""

    our_kpi: _Kpi
    their_kpi: _Kpi
    real: bool
    reframed: _Reframed | None = None
    evidence: _Evidence | None = None
    sponsor: str | None = None

    @field_validator("real", mode="before")
    @classmethod
    def _is_real(cls, chosen: object) -> bool:
        return chosen == "real"

    @field_validator("reframed", mode="after")
    @classmethod
    def _said_as_inputs(cls, reframed: str | None, info: ValidationInfo) -> str | None:
        if not info.data.get("real", True) and not reframed:
            raise ValueError("If both could rise together: which inputs would show it?")
        return reframed

    @field_validator("evidence", mode="after")
    @classmethod
    def _shown(cls, evidence: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("real") and not evidence:
            raise ValueError("What shows that it is real? A number, two dates, what customers said.")
        return evidence

    @field_validator("sponsor", mode="after")
    @classmethod
    def _carried(cls, sponsor: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("real") and not sponsor:
            raise ValueError("Who, above both teams, would help to carry it?")
        return sponsor

    def path(self) -> KpiPath:
        return KpiPath(
            self.our_kpi,
            self.their_kpi,
            is_real=self.real,
            reframed=self.reframed or "",
            evidence=self.evidence or "",
            sponsor=self.sponsor,
        )


class SidesForm(BaseModel):
    our_want: _Want
    our_input: Annotated[str | None, _Chosen] = None
    our_effect: _Effect
    our_until: _Until
    their_want: _Want
    their_input: Annotated[str | None, _Chosen] = None
    their_effect: _Effect
    their_until: _Until
    customers: Annotated[str, _stripped(LONGEST_CUSTOMERS)]
    tried: Annotated[str, _stripped(LONGEST_TRIED)]

    def raising(self, begun: Begun) -> Raising:
        return Raising(
            begun.kind,
            begun.text,
            begun.team,
            begun.other_team,
            ours=Side(self.our_want, self.our_input, self.our_effect, self.our_until),
            theirs=Side(self.their_want, self.their_input, self.their_effect, self.their_until),
            customers=self.customers,
            tried=self.tried,
            kpis=begun.kpis,
        )


def drafted(begun: Begun, state: Mapping[str, Any]) -> Raising:
    """What stands in the window so far: nothing of it is demanded yet."""

    def said(name: str, longest: int) -> str:
        return str(state.get(name) or "").strip()[:longest]

    def side(whose: str) -> Side:
        aim = state.get(f"{whose}_input")
        return Side(
            said(f"{whose}_want", LONGEST_WANT),
            None if aim == NO_INPUT else aim,
            said(f"{whose}_effect", LONGEST_EFFECT),
            said(f"{whose}_until", LONGEST_UNTIL),
        )

    return Raising(
        begun.kind,
        begun.text,
        begun.team,
        begun.other_team,
        ours=side("our"),
        theirs=side("their"),
        customers=said("customers", LONGEST_CUSTOMERS),
        tried=said("tried", LONGEST_TRIED),
        kpis=begun.kpis,
    )


class SideForm(BaseModel):
    our_want: _Want
    our_input: Annotated[str | None, _Chosen] = None
    our_effect: _Effect
    our_until: _Until

    def side(self) -> Side:
        return Side(self.our_want, self.our_input, self.our_effect, self.our_until)


class SettledForm(BaseModel):
    closing: Annotated[str, _stripped(LONGEST_CLOSING)]
