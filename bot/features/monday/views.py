"""How the Monday pulse looks: the verdict first, in words; everything in the picture is in words too."""

from dataclasses import dataclass
from datetime import date, timedelta

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.blocks.caveats import glad, note, notes, to_people
from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.phrases import lately, period, say
from bot.blocks.text import bold, clock_time, dated, escape, mention, quote
from bot.blocks.values import pack
from bot.features.commit.views import commit_button
from bot.features.counter_signal import views as counter_signal
from bot.features.guardrail import phrases as guardrails
from bot.features.monday.picture import picture, table
from bot.features.output import lines as outputs
from bot.features.win.views import OPEN as CELEBRATE
from rituals.monday import MondayPulse, Preview
from rituals.scoreboard import InputScore, Kept, Score
from rituals.versions import steps
from storage.records.metrics import Cadence

POST_IT = "monday.post_it"
ONLY_ME = "monday.only_me"

_MOST_SIGNALS = 6
_A_YEAR = timedelta(days=366)

_OPENINGS = {
    Preview.ASKED: "*A preview for you alone.* *Post it* puts this into the company channel now, and every "
    "later one at its hour on Monday. *Only me this time* posts nothing; next Monday you are asked again.",
    Preview.POSTED: "*Posted.* From now on it is in the company channel every Monday at its hour.",
    Preview.KEPT_PRIVATE: "*Nothing was posted.* Next Monday there is another preview for you.",
}


@dataclass(frozen=True, slots=True)
class Day:
    """What the buttons of a preview carry: whose pulse it is."""

    day: date


def pulse(facts: MondayPulse) -> Message:
    """The verdict, the chart, four periods, the inputs' own signals, the sentence, the commitments."""
    opening = _OPENINGS.get(facts.preview)
    verdict, drawn, beside = _verdict(facts), picture(facts.score), facts.beside
    told = [
        _recent(facts.score),
        _inputs(facts),
        guardrails.on_monday(beside.breaches),
        counter_signal.on_monday(beside.counter_signals),
        outputs.on_monday(beside.outputs),
        _sentence(facts),
        _commitments(facts),
    ]
    parts = [part for part in told if part]
    start: list[Block] = [aside(opening)] if opening else []
    return Message(
        "\n\n".join([*([opening] if opening else []), verdict, *parts, _updated(facts)]),
        [*start, words(verdict), *map(words, parts), _actions(facts), aside(_updated(facts))],
        picture=drawn,
        picture_at=len(start) + 1,
        without_picture=[table(facts.score)] if drawn else [],
    )


def _verdict(facts: MondayPulse) -> str:
    said = say(facts.score.verdict, facts.score.metric)
    beside = escape(notes(facts.score, facts.zone).strip())
    return "\n".join(part for part in (bold(said.verdict), to_people(facts.score), beside) if part)


def _recent(score: Score) -> str:
    these, values = lately(score.recent, score.metric)
    shown = " · ".join(f"{_short(start, score)}\u00a0*{escape(value)}*" for start, value in values)
    return f"{these.capitalize()}: {shown}" if shown else ""


def _inputs(facts: MondayPulse) -> str:
    if not facts.asked:
        return ""
    if facts.missing == facts.asked:
        return f"No input metric has a reading for the last period yet. {nsm('log')} writes one down."
    unread = _unread(facts)
    if not facts.signals:
        return f"No input metric has a signal of its own.{f' {unread}' if unread else ''}"
    lines = [_input(each) for each in facts.signals[:_MOST_SIGNALS]]
    if len(facts.signals) > _MOST_SIGNALS:
        lines.append(f"… and {len(facts.signals) - _MOST_SIGNALS} more")
    lines += [unread] if unread else []
    return "\n".join(["*Input metrics with a signal of their own*", *lines])


def _unread(facts: MondayPulse) -> str:
    """How many inputs nothing can be said of, lest silence be taken for calm."""
    if not facts.missing:
        return ""
    have = "has" if facts.missing == 1 else "have"
    return f"{facts.missing} of {facts.asked} inputs {have} no reading for the last period yet."


def _input(each: InputScore) -> str:
    thanks = glad(each, f" Thank you, {escape(each.team)}.") if each.verdict.good else ""
    told = escape(say(each.verdict, each.metric).verdict)
    return f"• {bold(each.team)}: {told}{thanks}{escape(note(each))}"


def _sentence(facts: MondayPulse) -> str:
    if facts.sentence is None or facts.written_by is None:
        if facts.score.verdict.latest is None:  # nothing to write about
            return ""
        told = period(facts.score.verdict.period, facts.score.metric, facts.day)
        return f"_Automatic line: nobody has written a sentence for {told} yet._"
    return f"{quote(facts.sentence)}\n— {mention(facts.written_by)}"


def _commitments(facts: MondayPulse) -> str:
    if facts.kept:
        return f"*Last week's commitments:* {' · '.join(map(_of_team, facts.kept))}"
    if facts.preview is Preview.ASKED:  # its buttons are others
        return ""
    return "No commitments ran last week; the button below makes one."


def _of_team(kept: Kept) -> str:
    counts = {
        "done": kept.done,
        "moved": kept.moved,
        "not yet": kept.not_yet,
        "dropped": kept.dropped,
        "open": kept.open,
        "still running": kept.running,
    }
    told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    return f"{escape(kept.team or 'Without a team')} {told}"


def _updated(facts: MondayPulse) -> str:
    at, usual = facts.score.updated_at, facts.score.verdict.usual
    if at is None:
        return f"{nsm('log')} writes the first number down, {nsm('load')} takes in a whole history."
    updated = f"Number last updated {clock_time(at, facts.zone)}"
    if usual is None:
        return updated
    # Limits stay until somebody accepts a shift, so they may be of another year.
    is_old = facts.score.verdict.period - usual.first > _A_YEAR
    first, last = (_short(start, facts.score, with_year=is_old) for start in (usual.first, usual.last))
    where = f"The usual range comes from {usual.readings} readings, {first} to {last}"
    return f"{updated} · {where}{_redefined(facts.score, usual.first)}."


def _redefined(score: Score, first: date) -> str:
    """Why limits of before a new definition hold: whoever agreed to it said that they can be compared."""
    since = [
        step.version.effective_from
        for step in steps(score.versions)
        if "definition" in step.changed and first < step.version.effective_from <= score.verdict.period
    ]
    if not since:
        return ""
    return f"; the definition changed on {dated(since[-1])}, and numbers before and after are compared"


def _actions(facts: MondayPulse) -> ActionsBlock:
    if facts.preview is Preview.ASKED:
        day = pack(Day(facts.day))
        post_it = ButtonElement(action_id=POST_IT, text="Post it", value=day, style="primary")
        return ActionsBlock(
            elements=[post_it, ButtonElement(action_id=ONLY_ME, text="Only me this time", value=day)]
        )
    win = ButtonElement(action_id=CELEBRATE, text="Celebrate a win")
    return ActionsBlock(elements=[commit_button(), win])


def _short(start: date, score: Score, *, with_year: bool = False) -> str:
    if score.metric.cadence is Cadence.MONTH:
        shown = f"{start:%b %Y}"
    else:
        shown = f"{start.day} {start:%b}" + (f" {start.year}" if with_year else "")
    return shown.replace(" ", "\u00a0")
