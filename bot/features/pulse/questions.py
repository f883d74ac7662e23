"""The question a pulse ends with, in the language of the team's function; every team may write its own."""

from collections.abc import Mapping, Sequence

INPUT = "{input}"
"""Stands for the input in focus, in our questions and in a team's own."""

FALLBACK = "plain"

QUESTIONS: Mapping[str, Sequence[str]] = {
    "plain": (
        "What is one small thing we can do today for {input}?",
        "What is in the way of {input}, and who could help?",
        "What did we learn lately about {input}?",
        "Who here needs a hand to move {input}?",
        "What would a customer thank us for this week?",
    ),
    "engineering": (
        "Which of our latest changes should show in {input}, and does it yet?",
        "Which link between {input} and the North Star have we never measured?",
        "What has the most say over {input} right now, and how do we know?",
        "Which guess about {input} could we test with data we already have?",
        "If {input} moved next week, which mechanism would be behind it?",
    ),
    "marketing": (
        "How did the last campaign move {input}?",
        "Which customers came back lately, and what did they come back for?",
        "Which words of a customer should we borrow, to move {input}?",
        "Where did people turn away lately, and does it show in {input}?",
        "Which message works, for whom, and how far could it go?",
    ),
    "executives": (
        "Which decision this week would make the most room for {input}?",
        "What could we stop, so that the North Star gets more of our people?",
        "Where do two functions wait for each other, and who settles it?",
        "What would make this harder to copy in a year?",
        "If this trend goes on for a quarter, what would we wish to have decided today?",
    ),
    "sales": (
        "Which deal taught us something about {input}?",
        "Which new customers are one step away from the value we promised them?",
        "What should the rest of us hear today that a customer told you?",
        "What do the customers who stay have in common, and who else is like them?",
        "Which handover to a customer's first week could go better?",
    ),
    "support": (
        "Which question came up most, and what would make it unnecessary?",
        "Where did a customer get stuck lately, and does it show in {input}?",
        "Which answer of ours should everybody know?",
        "Which customer could use a call before they ask for one?",
        "What did customers thank us for, and how do we get more of it?",
    ),
    "design": (
        "Where do people hesitate, and does it show in {input}?",
        "What did we watch somebody do lately that surprised us?",
        "Which step could we leave out?",
        "What could we show five people this week to learn about {input}?",
        "What do people expect here that we do not give them yet?",
    ),
}

REVIEW: Mapping[str, str] = {
    "plain": "What did we ship this week, and which input should each of it move?",
    "engineering": "What shipped, which input should it move, and by when would the data show it?",
    "marketing": "What went out to customers this week, and which input should it move?",
    "executives": "What was decided this week, and which input should it move?",
    "design": "What did we put before people this week, and which input should it move?",
}

SIGNAL: Mapping[str, str] = {
    "plain": "What could be behind the signal in {input}, and how would we know?",
    "engineering": "Which mechanism could be behind the signal in {input}, and how would we check?",
    "marketing": "Which message could be behind the signal in {input}, and how would we know?",
    "executives": "What could be behind the signal in {input}, and who would know first?",
    "sales": "What did customers say lately that fits the signal in {input}?",
    "support": "Which questions of customers fit the signal in {input}?",
    "design": "What did we watch people do that fits the signal in {input}?",
}
"""Asked once of a signal, on the day it is told: what should show in a number shows there already."""


def question(audience: str, own: Sequence[str], turn: int, focus: str) -> str:
    """The question whose turn it is, about the input in focus; a team's own come instead of ours."""
    asked = own or QUESTIONS.get(audience) or QUESTIONS[FALLBACK]
    return asked[turn % len(asked)].replace(INPUT, focus)


def review(audience: str) -> str:
    return REVIEW.get(audience, REVIEW[FALLBACK])


def of_signal(audience: str, focus: str) -> str:
    return SIGNAL.get(audience, SIGNAL[FALLBACK]).replace(INPUT, focus)
