"""Fields that forms about an input share: what it counts, what it moves, why, how soon and how surely."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, StringConstraints
from slack_sdk.models.blocks import Block, NumberInputElement

from bot.blocks.limits import shorten
from bot.features.draft.views import field
from bot.features.nsm.fields import MetricForm, Words, choice, metric_fields, other
from rituals.inputs import Proposal, TeamInputs
from storage.records.metrics import Confidence, Input, InputState, Lever, Metric

LEVERS = {
    Lever.BREADTH: "Breadth: more people or teams",
    Lever.DEPTH: "Depth: more from each visit",
    Lever.FREQUENCY: "Frequency: more often",
    Lever.EFFICIENCY: "Efficiency: faster, fewer steps",
    Lever.ENABLING: "Enabling: uptime, speed, tools others build on",
}


CONFIDENCES = {
    Confidence.HUNCH: "A hunch",
    Confidence.LIKELY: "Quite sure",
    Confidence.SEEN: "Sure: they moved together before",
}

STAR = "star"
"""Stands for the North Star Metric where an input's id might stand."""


@dataclass(frozen=True, slots=True)
class Way:
    """The way from an input to the North Star, as far as it is known."""

    lever: Lever | None = None
    serves: str | None = None
    why: str = ""


class InputForm(MetricForm):
    lever: Lever
    serves: str
    hypothesis: Words
    lag: Annotated[int, Field(ge=0, le=52)]
    confidence: Confidence | None = None
    source: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] | None = None
    discussion: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1500)] | None = None

    def proposal(self) -> Proposal:
        return Proposal(
            name=self.name,
            definition=self.definition,
            unit=self.counted_in,
            direction=self.direction,
            cadence=self.cadence,
            lever=self.lever,
            hypothesis=self.hypothesis,
            lag_periods=self.lag,
            serves=None if self.serves == STAR else self.serves,
            confidence=self.confidence,
            source=self.source,
            discussion=self.discussion,
        )


class ProposalForm(InputForm):
    team: str


def input_fields(
    an_input: Input | None,
    draft: Mapping[str, str],
    inputs: Sequence[TeamInputs],
    *,
    name: str = "",
    way: Way | None = None,
    metric: Metric | None = None,
) -> list[Block]:
    """What an input counts, and its way to the North Star; `inputs` are those it may move it by way of.

    A new one starts with `name` or with the words of a `metric`, and with the `way` that was found for it.
    """
    known = Way(an_input.lever, an_input.serves, an_input.hypothesis) if an_input else way or Way()
    lag = NumberInputElement(
        is_decimal_allowed=False,
        min_value="0",
        max_value="52",
        initial_value=str(an_input.lag_periods) if an_input else "2",
    )
    return [
        *metric_fields(
            an_input.metric if an_input else metric,
            draft,
            name=name,
            is_adopted=an_input is None and metric is not None,
        ),
        choice("lever", "What kind of lever is it?", LEVERS, known.lever),
        choice("serves", "It moves", served(inputs, an_input), known.serves or STAR),
        field(
            "hypothesis",
            "Why should it move that?",
            draft,
            1500,
            initial=known.why,
            multiline=True,
            placeholder="If teams finish onboarding sooner, more are active each week, because …",
        ),
        other(
            "lag",
            "After about how many weeks?",
            lag,
            hint="Months or days, if it is counted so.",
        ),
        choice(
            "confidence",
            "How sure are you?",
            CONFIDENCES,
            an_input.confidence if an_input else None,
            optional=True,
        ),
        field(
            "source",
            "Where does the number come from?",
            draft,
            300,
            initial=(an_input and an_input.source) or "",
            optional=True,
            placeholder="The warehouse, table sessions; Ana writes it down on Mondays",
        ),
        field(
            "discussion",
            "What was said about it?",
            draft,
            1500,
            initial=(an_input and an_input.discussion) or "",
            multiline=True,
            optional=True,
            hint="Who talked it over, and what speaks for it and against it. It stays with the input.",
        ),
    ]


def served(inputs: Sequence[TeamInputs], but: Input | None) -> dict[str, str]:
    """What an input may move: the star, or one of the first 99 inputs that are not retired."""
    living = {
        each.id: shorten(f"{each.metric.name} ({of_team.team.name})", 75)
        for state in (InputState.ACTIVE, InputState.PROPOSED)
        for of_team in inputs
        for each in of_team.having(state)
        if but is None or each.id != but.id
    }
    return {STAR: "the North Star itself", **living}
