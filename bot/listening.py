"""Every feature, made and listening at the door; those people wait for most come first."""

from functools import partial

from bot.drawing import VIEWS, draw
from bot.features.audit.listeners import AuditTrail
from bot.features.brief.listeners import BriefPages
from bot.features.commit.listeners import Commit
from bot.features.dashboard.listeners import DashboardPages
from bot.features.delivery.listeners import Delivery
from bot.features.digest.listeners import Digest
from bot.features.draft.listeners import Draft
from bot.features.follow_through.listeners import FollowThrough
from bot.features.forget.listeners import ForgetMe
from bot.features.home.chart import HomeCharts
from bot.features.home.listeners import Home
from bot.features.input.listeners import InputMetrics
from bot.features.launch.listeners import Announcing
from bot.features.levers.listeners import LeverTalks
from bot.features.links.listeners import Links
from bot.features.links.quarter import QuarterAnswers
from bot.features.monday.listeners import Monday
from bot.features.nsm.listeners import Umbrella, Word
from bot.features.pauses.listeners import PausePages
from bot.features.preferences.listeners import Preferences
from bot.features.prompt.listeners import Prompts
from bot.features.pulse.listeners import Pulse
from bot.features.reflex.listeners import Reflex
from bot.features.roles.listeners import WhoIsWhat
from bot.features.roster.listeners import RosterKeeping
from bot.features.sentence.listeners import Sentence
from bot.features.setup.listeners import Setup
from bot.features.story.listeners import StoryTelling
from bot.features.team.listeners import TeamPages
from bot.features.topic.listeners import ChannelTopics
from bot.features.tree.listeners import Cascade
from bot.features.upkeep.listeners import Upkeep
from bot.features.win.bank import Bank
from bot.features.win.cheers import CheerWins
from bot.features.win.listeners import CelebrateWin
from bot.listening_numbers import listen_to_numbers
from bot.listening_triage import listen_to_triage
from bot.parts import Parts
from bot.topics import is_granted
from rituals.audit import Audits
from rituals.brief import Briefs
from rituals.card import Cards
from rituals.carrying import Carrying
from rituals.committing import Commitments
from rituals.comparing import Comparisons
from rituals.dashboard import Dashboards
from rituals.dashboard_boards import Boards
from rituals.dashboard_entrance import Entrance
from rituals.digest_desk import DigestDesk
from rituals.drafts import Drafts
from rituals.forgetting import Forgetting
from rituals.home import HomePage
from rituals.ids import random_id
from rituals.inputs import Inputs
from rituals.launch import Launches
from rituals.levers import Levers
from rituals.monday import Previews
from rituals.narrative import Narratives
from rituals.north_star import NorthStars
from rituals.outputs import Outputs
from rituals.pauses import Pauses
from rituals.preferences import OwnPreferences
from rituals.pulse_changes import Pulses
from rituals.reflex import Reflexes
from rituals.retrying import Retrying
from rituals.returning import Returning
from rituals.roles import Roles
from rituals.roster import Rosters
from rituals.sentence import Sentences
from rituals.sharing import Sharing
from rituals.snoozing import Snoozing
from rituals.teams import Teams
from rituals.topics import Topics
from rituals.tree import Trees
from rituals.unconnected import Searches
from rituals.undelivered import Undelivered
from rituals.unusual import Explaining
from rituals.win_bank import WinBank
from rituals.win_cheers import Cheers
from rituals.wins import Wins


def listen(parts: Parts) -> None:
    words: dict[str, Word] = {}
    parts.door.otherwise(Returning(parts.ledger, parts.clock, random_id).keep)
    for some in (
        _listen_to_everybody,
        listen_to_triage,
        _listen_to_the_cascade,
        _listen_to_the_quiet,
        _listen_to_pulses,
        _listen_to_the_digest,
        _listen_to_the_dashboard,
    ):
        words |= some(parts)
    _listen_to_leads(parts, words)
    parts.door.other_events()


def _listen_to_everybody(parts: Parts) -> dict[str, Word]:
    """Gives what the umbrella command can hand on."""
    settings, ledger, clock, door = parts.settings, parts.ledger, parts.clock, parts.door
    people, drafts = parts.people, Drafts(ledger)
    commitments = Commitments(ledger, clock, random_id, settings.commitments_per_week)
    carrying = Carrying(ledger, clock, random_id, settings.commitments_per_week)
    commit = Commit(commitments, carrying, drafts, people, door, command=settings.commit_command)
    FollowThrough(carrying, door).listen()
    monday = Monday(Previews(ledger, clock), door)
    sentence = Sentence(Sentences(ledger, clock), drafts, door)
    upkeep = Upkeep(Explaining(ledger, clock), drafts, door)
    delivery = Delivery(door, Retrying(ledger, clock), Sharing(ledger, clock), Undelivered(ledger, clock))
    for each in (commit, Draft(drafts, door), monday, sentence, upkeep, delivery):
        each.listen()
    return {"commit": commit.answer, "deliveries": delivery.show, "win": _listen_to_wins(parts)}


def _listen_to_pulses(parts: Parts) -> dict[str, Word]:
    """A team's standup pulse, the question anybody may ask in a thread, and the executives' brief."""
    Pulse(Pulses(parts.ledger, parts.clock), parts.door).listen()
    Reflex(Reflexes(parts.ledger, parts.clock), parts.door).listen()
    return {"exec": BriefPages(Briefs(parts.ledger, parts.clock), parts.door).show}


def _listen_to_wins(parts: Parts) -> Word:
    """Told, cheered, found again."""
    ledger, clock, door = parts.ledger, parts.clock, parts.door
    people, drafts, wins = parts.people, Drafts(ledger), Wins(ledger, clock, random_id)
    bank = Bank(wins, WinBank(ledger, clock), drafts, people, door)
    win = CelebrateWin(wins, bank, drafts, people, door, command=parts.settings.win_command)
    for each in (win, bank, CheerWins(Cheers(ledger), door)):
        each.listen()
    return win.answer


def _listen_to_the_quiet(parts: Parts) -> dict[str, Word]:
    """How people want to be asked, and when nobody is."""
    ledger, clock, door = parts.ledger, parts.clock, parts.door
    preferences = Preferences(OwnPreferences(ledger, clock), door)
    prompts = Prompts(Snoozing(ledger, clock), door, preferences.pressed)
    pauses = PausePages(Pauses(ledger, clock), door)
    forget = ForgetMe(Forgetting(ledger, clock, random_id), parts.directory, door)
    for each in (preferences, prompts, pauses, forget):
        each.listen()
    return {"me": preferences.open, "shutdown": pauses.open}


def _listen_to_the_cascade(parts: Parts) -> dict[str, Word]:
    """Who moves what, and why; who is what, and who changed it."""
    ledger, clock, door = parts.ledger, parts.clock, parts.door
    tree = Cascade(Trees(ledger, clock), parts.people, door)
    links = Links(Comparisons(ledger, clock, parts.reckoner), parts.people, door)
    roles = WhoIsWhat(Roles(ledger, clock), door)
    audit = AuditTrail(Audits(ledger), door)
    inputs = Inputs(ledger, clock, random_id)
    searches = Searches(ledger, clock, random_id)
    levers = LeverTalks(Levers(ledger, clock, inputs), searches, inputs, Drafts(ledger), door)
    topics = ChannelTopics(Topics(ledger, clock), door, is_granted=is_granted(parts.installation.scopes))
    launch = Announcing(Launches(ledger, clock, random_id), Drafts(ledger), door)
    story = StoryTelling(Narratives(ledger, clock, random_id), Drafts(ledger), door)
    QuarterAnswers(parts.quarter, door).listen()
    for each in (tree, links, roles, audit, levers, topics, story, launch):
        each.listen()
    return {
        "story": story.show,
        "launch": launch.open,
        "questions": launch.list,
        "topic": topics.open,
        "levers": levers.open,
        "tree": tree.show,
        "links": links.show,
        "roles": roles.open,
        "audit": audit.show,
    }


def _listen_to_the_digest(parts: Parts) -> dict[str, Word]:
    """The wins of two weeks: laid out, put in order, approved."""
    digest = Digest(DigestDesk(parts.ledger, parts.clock), Drafts(parts.ledger), parts.door)
    digest.listen()
    return {"digest": digest.answer}


def _listen_to_the_dashboard(parts: Parts) -> dict[str, Word]:
    """Who may look at it from outside Slack, and at which boards."""
    ledger, clock = parts.ledger, parts.clock
    pages = DashboardPages(
        Dashboards(ledger, clock),
        Entrance(ledger, parts.machine),
        Boards(ledger, clock, random_id),
        Drafts(ledger),
        parts.door,
        url=parts.settings.url,
    )
    pages.listen()
    return {"dashboard": pages.open}


def _listen_to_leads(parts: Parts, words: dict[str, Word]) -> None:
    """The umbrella command, and what the product lead and the teams' leads do with it."""
    ledger, clock, door = parts.ledger, parts.clock, parts.door
    people, drafts, teams = parts.people, Drafts(ledger), Teams(ledger, clock, random_id)
    inputs, rosters = Inputs(ledger, clock, random_id), Rosters(ledger, clock)
    stars = NorthStars(ledger, clock, random_id)
    setup = Setup(stars, inputs, Outputs(ledger, clock), drafts=drafts, people=people, door=door)
    team = TeamPages(teams, rosters, parts.directory, drafts, door)
    input_metrics = InputMetrics(inputs, teams, drafts, door)
    retrying = Retrying(ledger, clock)
    roster = RosterKeeping(
        rosters, teams, parts.directory, door, ours=parts.installation, invited=retrying.all_to
    )
    said: dict[str, Word] = {
        **words,
        "setup": setup.open,
        "add": setup.wish,
        "team": team.list,
        "input": input_metrics.list,
        **listen_to_numbers(parts),
    }
    command = parts.settings.nsm_command
    umbrella = Umbrella(Cards(ledger, clock), said, command=command, door=door, meet=roster.meet)
    home = Home(
        HomePage(ledger, clock),
        HomeCharts(parts.pictures, may_ask="files:read" in parts.installation.scopes),
        door,
        said=said,
        draw=partial(draw, VIEWS),
    )
    for each in (umbrella, setup, team, input_metrics, roster, home):
        each.listen()
