"""The settings of App Home: everything somebody may change, behind one button."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    HeaderBlock,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.blocks.layout import aside, words
from bot.blocks.values import pack
from bot.features.forget import views as forget
from rituals.home import Front

OFFER = "home.offer"
BACK = "home.back"

# The word after `/nsm` that a button stands for; what it is called; what it is good for.
_FOR_EVERYBODY = (
    ("me", "How I am asked", "Quiet hours, days off, how often, and where my name may stand"),
    ("tree", "Who moves what", "The inputs of every team, and why they should move the North Star"),
    ("input", "Input metrics", "See, propose and agree to inputs"),
    ("links", "What moved with it", "Which inputs moved with the North Star, by the numbers"),
    ("story", "The story", "Why this metric, told for each audience"),
    ("questions", "Questions", "What people asked about it, and what was answered"),
    ("roles", "Roles", "Product lead, sponsor, operator"),
)
_FOR_LEADS = (
    ("team", "My team", "Its people, channel, standup and hours"),
    ("dashboard", "Dashboard", "Its boards: a question, the decision it informs, and some metrics"),
    ("levers", "Our levers", "Find the inputs your team can move, step by step"),
)
_FOR_THE_PRODUCT_LEAD = (
    ("setup", "North Star", "The metric, its narrative, the company channel and the pulse"),
    ("team", "Teams", "Add, change and retire teams"),
    ("launch", "Launch", "Announce the North Star, with a thread for questions"),
    ("output", "Output metrics", "What follows the North Star: revenue, retention, churn"),
    ("topic", "Channel topic", "Keep it at the current number"),
    ("dashboard", "Dashboard", "Switch it on; its links for those without Slack, and its boards"),
    ("digest", "Wins digest", "When it is posted; the next issue"),
    ("triage", "Triage", "Where and when; open cases and figures"),
    ("shutdown", "Company shutdown", "Days on which Polaris keeps quiet"),
)
_FOR_THOSE_WHO_ANSWER_FOR_IT = (
    ("audit", "Who changed what", "The trail of every change"),
    ("deliveries", "What did not arrive", "Messages that wait, were refused, or of which nobody knows"),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a button carries: the word after `/nsm` that it stands for."""

    word: str


def page(front: Front, words_known: Collection[str]) -> View:
    """What this person may change; each button does what the word after `/nsm` does."""
    blocks: list[Block] = [
        ActionsBlock(elements=[ButtonElement(action_id=BACK, text="← Back")]),
        HeaderBlock(text="Settings"),
        *_group("*You*", _FOR_EVERYBODY, words_known),
        forget.offer(),
    ]
    if front.leads:
        blocks += _group("*As a team lead*", _FOR_LEADS, words_known)
    if front.is_product_lead:
        blocks += _group("*As the product lead*", _FOR_THE_PRODUCT_LEAD, words_known)
    if front.is_keeper:
        blocks += _group("*The bot itself*", _FOR_THOSE_WHO_ANSWER_FOR_IT, words_known)
    blocks += [DividerBlock(), aside("Lists are answered in the Messages tab, windows open here.")]
    return View(type="home", blocks=blocks)


def _group(title: str, offers: Sequence[tuple[str, str, str]], words_known: Collection[str]) -> list[Block]:
    rows = [_row(word, label, what) for word, label, what in offers if word in words_known]
    return [words(title), *rows] if rows else []


def _row(word: str, label: str, what: str) -> SectionBlock:
    section = words(f"{label}\n_{what}_")
    section.accessory = ButtonElement(
        action_id=OFFER, text="Open", value=pack(Offer(word)), accessibility_label=f"Open: {label}"
    )
    return section
