"""The features of what two teams could not settle, and of what speaks against a number, listening."""

from bot.features.counter_signal.listeners import CounterSignalAnswers
from bot.features.decision.listeners import Decision
from bot.features.escalate.listeners import BothLeads, Escalate
from bot.features.guardrail.listeners import GuardrailPages
from bot.features.nsm.listeners import Word
from bot.features.precedent.listeners import Precedent
from bot.features.triage.listeners import Triage
from bot.features.triage_channel.listeners import TriageChannel
from bot.parts import Parts
from rituals.breaches import Breaches
from rituals.counter_signal import CounterSignals
from rituals.deciding import Decisions
from rituals.docket import Dockets
from rituals.drafts import Drafts
from rituals.escalating import Escalations
from rituals.guardrails import Guardrails
from rituals.ids import random_id
from rituals.meeting import Meetings
from rituals.precedents import Precedents
from rituals.reviewing import Reviews
from rituals.triage_place import TriagePlace
from rituals.triage_questions import TriageQuestions
from rituals.trying import Trying


def listen_to_triage(parts: Parts) -> dict[str, Word]:
    """What two teams could not settle: tried, decided, and found again."""
    ledger, clock, door = parts.ledger, parts.clock, parts.door
    people, drafts, command = parts.people, Drafts(ledger), parts.settings.escalate_command
    place = TriageChannel(TriagePlace(ledger, clock), door)
    escalations = Escalations(ledger, clock)
    escalate = Escalate(escalations, drafts, people, door, choose_channel=place.open, command=command)
    both_leads = BothLeads(Trying(ledger, clock), drafts, door)
    for each in (escalate, place, both_leads):
        each.listen()
    decision = Decision(Decisions(ledger, clock, random_id), Reviews(ledger, clock), drafts, door)
    decision.listen()
    questions = TriageQuestions(ledger, clock)
    triage = Triage(Dockets(ledger, clock), Meetings(ledger, clock, parts.agenda), questions, door)
    triage.listen()
    CounterSignalAnswers(CounterSignals(ledger, clock), door).listen()
    guardrails, breaches = Guardrails(ledger, clock), Breaches(ledger, clock)
    GuardrailPages(guardrails, breaches, drafts, door, escalate=escalate.open).listen()
    precedent = Precedent(Precedents(ledger), parts.people, door)
    return {"escalate": escalate.answer, "precedents": precedent.answer, "triage": triage.show}
