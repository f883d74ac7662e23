"""How the announcement looks, its questions in the thread, their list, what owners and askers are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, StringConstraints
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    HeaderBlock,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, paragraphs, words
from bot.blocks.text import channel, day, escape, line, mention, quote
from bot.blocks.values import pack
from bot.features.draft.views import field, kept_note
from bot.features.input.views import shown
from rituals.launch import (
    DIALOGUE,
    Dialogue,
    LaunchPost,
    NoDialogue,
    QuestionAnswered,
    QuestionAsk,
    QuestionPosted,
    Stage,
)
from rituals.weeks import local_day
from storage.records.launch import Question
from storage.records.people import Person

LAUNCH = "launch.launch"
ASK = "launch.ask"
ASKED = "launch.asked"
ANSWER = "launch.answer"
ANSWERED = "launch.answered"
GIVE = "launch.give"

_OPENING = "What would have to be true for this to help you in your own work?"

# Each takes two of the fifty blocks a message has room for.
_LISTED = 15

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


@dataclass(frozen=True, slots=True)
class About:
    """The announcement, or the question, that a button or window is about."""

    about: str


class LaunchForm(BaseModel):
    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class TextForm(BaseModel):
    text: Text


def stage(now: Stage, who: Person, draft: Mapping[str, str]) -> View:
    """Before it is announced: where, what is said, and which question opens the thread."""
    again = ""
    if now.before is not None:
        again = f" The last one was on {day(local_day(now.before.launched_at, who.time_zone))}."
    return View(
        type="modal",
        callback_id=LAUNCH,
        title="Announce it",
        submit="Post it",
        close="Not yet",
        private_metadata="{}",
        blocks=[
            *kept_note(draft),
            words(
                f"This is posted in {channel(now.channel)}, for everybody to read:"
                f" *{escape(now.star.metric.name)}*, its story as {nsm('story')} shows it, and a question."
                f"{again}"
            ),
            field(
                "question",
                "The question that opens the thread",
                draft,
                300,
                initial=_OPENING,
                multiline=True,
                hint="An announcement without a question ends a conversation. Ask what you do not know.",
            ),
            aside(
                "Questions are collected under it and stay open until they are answered."
                f" After {DIALOGUE.days} days you hear which teams asked none."
            ),
        ],
    )


def launched(place: str) -> View:
    text = f"It is on its way to {channel(place)}. {nsm('questions')} lists what people ask."
    return View(type="modal", title="Announce it", close="Done", blocks=[words(text)])


def post(told: LaunchPost) -> Message:
    narrative = told.narrative
    parts = [
        f"_{line(told.vision, 600)}_",
        f"*Why this metric?* {escape(narrative.why_this)}",
        f"*Why now?* {escape(narrative.why_now)}\n*What if we succeed?* {escape(narrative.what_if)}",
        f"*A customer's story*\n{quote(told.story)}",
    ]
    question = f"{mention(told.by)} asks everybody: *{line(told.question, 300)}*"
    rest = "Answer in this thread, or ask with the button; every question stays open until it is answered."
    press = ButtonElement(
        action_id=ASK, text="Ask a question", value=pack(About(told.launch_id)), style="primary"
    )
    blocks: list[Block] = [
        HeaderBlock(text=shown(f"Our North Star: {narrative.metric}", 150)),
        *[block for part in parts for block in paragraphs(part)],
        DividerBlock(),
        words(question),
        ActionsBlock(elements=[press]),
        aside(rest),
    ]
    # The question first: the rest may be cut.
    title = f"*Our North Star: {line(narrative.metric, 150)}*"
    return Message("\n".join([title, question, *parts, rest]), blocks)


def asking(launch_id: str, draft: Mapping[str, str]) -> View:
    hint = "It is posted in the announcement's thread, with your name."
    return View(
        type="modal",
        callback_id=ASKED,
        title="Ask a question",
        submit="Post it",
        close="Cancel",
        private_metadata=pack(About(launch_id)),
        blocks=[
            *kept_note(draft),
            field("text", "What would you like to know?", draft, 1000, multiline=True, hint=hint),
        ],
    )


def posted(told: QuestionPosted) -> Message:
    """In the thread: the question, and the answer below it once there is one."""
    question = told.question
    text = f"{mention(question.asked_by)} asks:\n{quote(question.text)}"
    if question.answered_by is not None:
        text += f"\n*Answered* by {mention(question.answered_by)}:\n{quote(question.answer)}"
        return Message(text, list(paragraphs(text)))
    text += f"\n*Open*, with {mention(question.owner)}."
    return Message(text, [*paragraphs(text), ActionsBlock(elements=[_answer(question)])])


def ask(told: QuestionAsk) -> Message:
    question = told.question
    asked = f"{mention(question.asked_by)} asked about the North Star:\n{quote(question.text)}"
    text = f"{asked}\nYou own the answer."
    give = UserSelectElement(action_id=GIVE, placeholder="Somebody else knows")
    choose = ActionsBlock(block_id=pack(About(question.id)), elements=[_answer(question), give])
    return Message(text, [*paragraphs(text), choose])


def answered(told: QuestionAnswered) -> Message:
    question = told.question
    by = mention(question.answered_by or question.owner)
    text = f"The question\n{quote(question.text)}\nhas an answer, by {by}:\n{quote(question.answer)}"
    return Message(text, list(paragraphs(text)))


def answering(question: Question, draft: Mapping[str, str]) -> View:
    hint = "It stands in the thread, below the question. “We do not know yet” is an answer too."
    return View(
        type="modal",
        callback_id=ANSWERED,
        title="Answer a question",
        submit="Answer",
        close="Cancel",
        private_metadata=pack(About(question.id)),
        blocks=[
            *kept_note(draft),
            words(f"{mention(question.asked_by)} asks:\n{quote(question.text)}"),
            field("text", "Your answer", draft, 1000, multiline=True, hint=hint),
        ],
    )


def question_taken() -> View:
    return _said(
        "Ask a question", "Your question stands in the thread. You hear from me when it is answered."
    )


def answer_taken() -> View:
    return _said("Answer a question", "Thank you. It stands below the question.")


def _said(title: str, sentence: str) -> View:
    return View(type="modal", title=title, close="Done", blocks=[words(sentence)])


def given(question: Question) -> Message:
    text = f"{mention(question.owner)} is asked instead, at a good hour. Thank you."
    return Message(text, [words(text)])


def no_dialogue(told: NoDialogue) -> Message:
    lines = "\n".join(f"• {escape(name)}, led by {mention(lead)}" for name, lead in told.teams)
    text = (
        f"*Announced, no dialogue yet.* It is {DIALOGUE.days} days since the announcement, and nobody of"
        f" these teams has asked anything:\n{lines}\nWould you ask their leads what it means for them?"
    )
    return Message(text, list(paragraphs(text)))


def listing(told: Dialogue, who: Person) -> Message:
    """The questions of the newest announcement; buttons for those who may answer."""
    if told.launch is None:
        text = f"Nothing has been announced yet. The product lead does it with {nsm('launch')}."
        return Message(text, [words(text)])
    number = len([each for each in told.questions if each.answered_at is None])
    launched_on = local_day(told.launch.launched_at, who.time_zone)
    title = f"*Questions since the announcement of {day(launched_on)}* · {number} open"
    blocks: list[Block] = [words(title)]
    lines = [_in_the_list(each, who.time_zone) for each in told.questions[:_LISTED]]
    for each, text in zip(told.questions, lines, strict=False):
        blocks.append(words(text))
        if each.answered_at is None and who.user in {each.owner, told.product_lead}:
            blocks.append(ActionsBlock(elements=[_answer(each)]))
    more = len(told.questions) - len(lines)
    rest = [f"… and {more} more in the thread."] if more > 0 else []
    if not told.questions:
        rest.append("_No question yet._")
    if who.user == told.product_lead and told.silent:
        names = ", ".join(line(name, 60) for name in told.silent[:20])
        rest.append(f"Announced, no dialogue yet: {names}{' …' if len(told.silent) > 20 else ''}")
    ask_ = ButtonElement(action_id=ASK, text="Ask a question", value=pack(About(told.launch.id)))
    blocks += [*map(aside, rest), ActionsBlock(elements=[ask_])]
    return Message("\n".join([title, *lines, *rest]), blocks)


def _in_the_list(question: Question, zone: str) -> str:
    asked = f"• {mention(question.asked_by)}: {line(question.text, 250)}\n\u2003"
    if question.answered_by is None:
        since = day(local_day(question.asked_at, zone))
        return f"{asked}*open*, with {mention(question.owner)} since {since}"
    return f"{asked}*answered* by {mention(question.answered_by)}: {line(question.answer, 250)}"


def _answer(question: Question) -> ButtonElement:
    told = shown(f"Answer: {question.text}")
    return ButtonElement(
        action_id=ANSWER, text="Answer", value=pack(About(question.id)), accessibility_label=told
    )
