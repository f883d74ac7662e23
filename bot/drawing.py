"""Content type -> the view that draws it; checked to be complete."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.blocks.layout import Message
from bot.features.counter_signal import views as counter_signal
from bot.features.decision import views as decision
from bot.features.delivery import views as delivery
from bot.features.digest import views as digest
from bot.features.escalate import offered
from bot.features.escalate import views as escalate
from bot.features.follow_through import views as follow_through
from bot.features.guardrail import views as guardrail
from bot.features.input import views as input_
from bot.features.launch import views as launch
from bot.features.levers import path_views as paths
from bot.features.levers import views as levers
from bot.features.links import quarter
from bot.features.missed import views as missed
from bot.features.monday import inputs as monday_inputs
from bot.features.monday import views as monday
from bot.features.pauses import views as pauses
from bot.features.prompt import views as prompt
from bot.features.pulse import views as pulse
from bot.features.reflex import views as reflex
from bot.features.roles import views as roles
from bot.features.roster import views as roster
from bot.features.sentence import views as sentence
from bot.features.shift import views as shift
from bot.features.source import views as source
from bot.features.story import views as story
from bot.features.team import views as team
from bot.features.triage import views as triage
from bot.features.upkeep import views as upkeep
from bot.features.welcome import views as welcome
from bot.features.win import views as win
from bot.returning import returned
from rituals.alarms import Alarm
from rituals.breaches import BreachAnswered, BreachAsk
from rituals.cases import CaseClosed, CaseUp, SidesTold, ThreadOpened, TriedAsked
from rituals.counter_signal import CounterSignalAnswered, CounterSignalAsk
from rituals.decided import DecisionTold
from rituals.digest import DigestDraft, DigestIssue, DigestSettled
from rituals.failing import SourceFails
from rituals.follow_through import FollowThroughAsk
from rituals.glance import InputsGlance
from rituals.installing import Welcome
from rituals.late_news import LateNews
from rituals.launch import LaunchPost, NoDialogue, QuestionAnswered, QuestionAsk, QuestionPosted
from rituals.lead_left import LeadLeft
from rituals.letters import Content, unpacked
from rituals.levers import LeversAsked
from rituals.missed import Missed
from rituals.monday import MondayPulse
from rituals.narrative import RepeatBackAsk, RepeatBackHeard, RepeatBackThanks
from rituals.pauses import ShutdownNote
from rituals.prompts import Asked
from rituals.proposed import InputProposed
from rituals.pulse import PulseDetails, StandupPulse
from rituals.quarter import LinksAsked, LinksLookedAt
from rituals.reflex import ReflexQuestion
from rituals.retention import LongAgo
from rituals.returning import Returned
from rituals.reviewing import ReviewAsked, Reviewed
from rituals.roles import LeadFell, RoleGiven, SeatEmpty
from rituals.roster import RosterNews
from rituals.sentence import SentenceAsk, SentenceKept
from rituals.settling import PrecedentsOffered
from rituals.shifts import ShiftAnswered, ShiftOffer
from rituals.teams import LeadNamed
from rituals.triage import TriageAgenda, TriageCase
from rituals.unconnected import LookAgain, LookedAgain
from rituals.unusual import Unusual, UnusualTold
from rituals.upkeep import ReadingLate, SentenceOld
from rituals.win_words import WinTold
from rituals.wins import WinChanged

View = Callable[[Any], Message]
Views = Mapping[str, tuple[type[Content], View]]


def by_kind(pairs: Iterable[tuple[type[Content], View]]) -> Views:
    return {content.kind: (content, view) for content, view in pairs}


def _asked(facts: Asked) -> Message:
    return prompt.asked(facts, [draw(VIEWS, part.kind, part.content) for part in facts.parts])


VIEWS: Views = by_kind(
    [
        (Alarm, delivery.alarm),
        (Asked, _asked),
        (CaseClosed, escalate.closed),
        (CaseUp, escalate.up),
        (PrecedentsOffered, offered.precedents),
        (SidesTold, escalate.sides),
        (ThreadOpened, escalate.thread),
        (TriedAsked, escalate.asked),
        (TriageAgenda, triage.agenda),
        (TriageCase, triage.case),
        (BreachAnswered, guardrail.answered),
        (BreachAsk, guardrail.ask),
        (CounterSignalAnswered, counter_signal.answered),
        (CounterSignalAsk, counter_signal.ask),
        (DecisionTold, decision.told),
        (ReviewAsked, decision.review),
        (Reviewed, decision.reviewed),
        (WinTold, win.told),
        (WinChanged, win.changed),
        (FollowThroughAsk, follow_through.ask),
        (LateNews, follow_through.late_news),
        (DigestIssue, digest.issue),
        (DigestDraft, digest.draft),
        (DigestSettled, digest.settled),
        (InputProposed, input_.for_the_lead),
        (LeadFell, roles.fell),
        (RoleGiven, roles.given),
        (SeatEmpty, roles.seat_empty),
        (LaunchPost, launch.post),
        (NoDialogue, launch.no_dialogue),
        (QuestionAnswered, launch.answered),
        (QuestionAsk, launch.ask),
        (QuestionPosted, launch.posted),
        (RepeatBackAsk, story.ask),
        (RepeatBackHeard, story.heard),
        (RepeatBackThanks, story.thanks),
        (LeversAsked, levers.asked),
        (LinksAsked, quarter.ask),
        (LinksLookedAt, quarter.looked_at),
        (LongAgo, prompt.long_ago),
        (LookAgain, paths.look_again),
        (LookedAgain, paths.looked_again),
        (LeadLeft, roster.who_leads_now),
        (LeadNamed, team.named),
        (RosterNews, roster.news),
        (Missed, missed.note),
        (Welcome, welcome.message),
        (Returned, returned),
        (MondayPulse, monday.pulse),
        (InputsGlance, monday_inputs.inputs),
        (ShutdownNote, pauses.note),
        (StandupPulse, pulse.pulse),
        (PulseDetails, pulse.details),
        (ReflexQuestion, reflex.question),
        (SentenceAsk, sentence.ask),
        (ShiftAnswered, shift.answered),
        (ShiftOffer, shift.offer),
        (SourceFails, source.fails),
        (SentenceKept, sentence.kept),
        (ReadingLate, upkeep.late),
        (SentenceOld, upkeep.sentence),
        (Unusual, upkeep.unusual),
        (UnusualTold, upkeep.told),
    ]
)


def draw(views: Views, kind: str, content: str) -> Message:
    """The message for stored content. Raises KeyError for a kind without a view."""
    content_type, view = views[kind]
    return view(unpacked(content_type, content))
