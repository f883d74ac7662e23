"""How the story looks: what each audience reads, the form to tell it, a colleague's own words beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, StringConstraints
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    Option,
    SectionBlock,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.blocks.basic_components import MarkdownTextObject
from slack_sdk.models.views import View

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, paragraphs, words
from bot.blocks.text import day, escape, mention, quote
from bot.blocks.values import pack
from bot.features.draft.views import field, kept_note
from bot.features.nsm.fields import Words, choice, other
from rituals.narrative import (
    PLAIN,
    Narrative,
    RepeatBackAsk,
    RepeatBackHeard,
    RepeatBackThanks,
    Story,
)
from rituals.weeks import local_day
from storage.records.narrative import Heard, RepeatBack
from storage.records.people import Person

EDIT = "story.edit"
TELL = "story.tell"
TRY = "story.try"
TRY_ON = "story.try_on"
SAY = "story.say"
SAID = "story.said"
READY = "story.ready"
REVISE = "story.revise"

AUDIENCES = {
    "plain": "Everybody, in plain words",
    "engineering": "Engineering",
    "marketing": "Marketing",
    "executives": "Executives",
    "sales": "Sales",
    "support": "Support",
    "design": "Design",
}
_HINTS = {
    "plain": "No word that a new colleague would have to look up.",
    "engineering": "The chain of causes, and the data that speaks for it.",
    "marketing": "What changes for customers, and how it makes us grow.",
    "executives": "What it makes hard to copy, and which bet it stands for.",
    "sales": "What a customer gains, and why they stay.",
    "support": "What customers struggle with, and how we see it get better.",
    "design": "The moment somebody gets what they came for.",
}
_HEARD = {None: "not judged yet", Heard.READY: "ready", Heard.REVISE: "to be revised"}

# Tests that are listed.
_TESTS = 5
# Characters of one of two texts that stand side by side, by Slack's rule.
_SIDE = 2000


@dataclass(frozen=True, slots=True)
class Audience:
    """The audience that a form is for; it tells one draft from another's."""

    about: str


@dataclass(frozen=True, slots=True)
class Test:
    """A story that was tried on somebody."""

    about: str


class TellForm(BaseModel):
    why_this: Words
    why_now: Words
    what_if: Words


class TryForm(BaseModel):
    audience: str
    colleague: str


class SaidForm(BaseModel):
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


def story(told: Story, who: Person) -> Message:
    """What audiences read; with ways to change it and to try it out for the product lead."""
    own = [each for each in told.told if each.is_own or each.audience == PLAIN]
    same = [AUDIENCES[each.audience] for each in told.told if each not in own]
    parts = [_part(each) for each in own]
    blocks: list[Block] = [block for part in parts for block in paragraphs(part)]
    if same:
        blocks.append(aside(f"{', '.join(same)}: the same as everybody."))
    if who.user == told.product_lead:
        blocks += [DividerBlock(), _ways(), *_heard_so_far(told.tests, who.time_zone)]
    elif told.product_lead:
        blocks.append(aside(f"{mention(told.product_lead)}, the product lead, tells it."))
    return Message("\n\n".join(parts), blocks)


def tell(now: Narrative, draft: Mapping[str, str]) -> View:
    asked = {
        "why_this": ("Why this metric?", now.why_this, _HINTS[now.audience]),
        "why_now": ("Why now?", now.why_now, None),
        "what_if": ("What if we succeed?", now.what_if, None),
    }
    return View(
        type="modal",
        callback_id=TELL,
        title="Tell the story",
        submit="Save",
        close="Cancel",
        private_metadata=pack(Audience(now.audience)),
        blocks=[
            *kept_note(draft),
            words(f"*{escape(now.metric)}*, for: {AUDIENCES[now.audience]}. The number is the same for all."),
            *[
                field(name, label, draft, 1500, initial=said, multiline=True, hint=hint)
                for name, (label, said, hint) in asked.items()
            ],
        ],
    )


def saved(now: Narrative) -> View:
    text = f"*Saved* for: {AUDIENCES[now.audience]}. {nsm('story')} shows it, and tries it on a colleague."
    return View(type="modal", title="Tell the story", close="Done", blocks=[words(text)])


def try_on() -> View:
    return View(
        type="modal",
        callback_id=TRY_ON,
        title="Try it on somebody",
        submit="Ask them",
        close="Cancel",
        private_metadata="{}",
        blocks=[
            words(
                "A story is clear when somebody else can tell it. Choose one colleague of another function:"
                " I send them the story and ask for it in their own words, and you read both side by side."
            ),
            other("colleague", "Colleague", UserSelectElement()),
            choice("audience", "The story for", AUDIENCES, PLAIN),
        ],
    )


def asked(test: RepeatBack) -> View:
    text = f"{mention(test.colleague)} is asked, at a good hour for them. You hear from me when they answer."
    return View(type="modal", title="Try it on somebody", close="Done", blocks=[words(text)])


def ask(told: RepeatBackAsk) -> Message:
    text = (
        f"{mention(told.author)} would like to know how the story of our North Star sounds to somebody of"
        f" another function:\n{quote(told.told)}"
    )
    rest = "How would you tell it, in your own words? Two sentences are enough; there is no wrong answer."
    press = ButtonElement(
        action_id=SAY, text="In my own words", value=pack(Test(told.test_id)), style="primary"
    )
    return Message(f"{text}\n{rest}", [*paragraphs(text), words(rest), ActionsBlock(elements=[press])])


def say(test: RepeatBack, draft: Mapping[str, str]) -> View:
    return View(
        type="modal",
        callback_id=SAID,
        title="In your own words",
        submit="Send",
        close="Later",
        private_metadata=pack(Test(test.id)),
        blocks=[
            *kept_note(draft),
            *paragraphs(quote(test.told)),
            field(
                "words",
                "How would you tell it?",
                draft,
                1000,
                initial=test.answer,
                multiline=True,
                hint="Only the author reads it.",
            ),
        ],
    )


def thanks(told: RepeatBackThanks) -> Message:
    text = f"Thank you. {mention(told.author)} reads what you said:\n{quote(told.answer)}"
    return Message(text, list(paragraphs(text)))


def heard(told: RepeatBackHeard) -> Message:
    """Both side by side; once it is judged, what was said of it."""
    title = f"{mention(told.colleague)} told the story in their own words."
    mine, theirs = f"*Your words*\n{quote(told.told)}", f"*Theirs*\n{quote(told.answer)}"
    sides = _sides(mine, theirs)
    text = f"{title}\n{theirs}\n{mine}"
    if told.heard is not None:
        return Message(text, [words(title), *sides, aside(f"Marked as {_HEARD[told.heard]}.")])
    value = pack(Test(told.test_id))
    press = [
        ButtonElement(action_id=READY, text="It is ready", value=value, style="primary"),
        ButtonElement(action_id=REVISE, text="Revise it", value=value),
    ]
    question = "What came back is what was understood. Is the story ready?"
    return Message(
        f"{text}\n{question}", [words(title), *sides, words(question), ActionsBlock(elements=press)]
    )


def _sides(mine: str, theirs: str) -> list[Block]:
    """Two texts side by side; where one has no room there, one below the other."""
    if max(len(mine), len(theirs)) > _SIDE:
        return [*paragraphs(mine), *paragraphs(theirs)]
    fields = [MarkdownTextObject(text=each, verbatim=True) for each in (mine, theirs)]
    return [SectionBlock(fields=fields)]


def _part(each: Narrative) -> str:
    return (
        f"*{escape(each.metric)}*, for: {AUDIENCES[each.audience]}\n"
        f"*Why this metric?* {escape(each.why_this)}\n"
        f"*Why now?* {escape(each.why_now)}\n*What if we succeed?* {escape(each.what_if)}"
    )


def _ways() -> Block:
    options = [Option(value=audience, text=label) for audience, label in AUDIENCES.items()]
    return ActionsBlock(
        elements=[
            StaticSelectElement(action_id=EDIT, placeholder="Tell it for …", options=options),
            ButtonElement(action_id=TRY, text="Try it on a colleague"),
        ]
    )


def _heard_so_far(tests: Sequence[RepeatBack], zone: str) -> list[Block]:
    lines = [
        f"• {day(local_day(test.asked_at, zone))}, {mention(test.colleague)}:"
        f" {_HEARD[test.heard] if test.answered_at else 'asked, no answer yet'}"
        for test in tests[:_TESTS]
    ]
    return [aside("\n".join(["Tried on:", *lines]))] if lines else []
