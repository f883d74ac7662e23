"""Every form about teams, conflicts, promises and the product: what it is about may be forged."""

from bot.features.commit import modal as commit
from bot.features.dashboard import board_views
from bot.features.decision import form as decision
from bot.features.digest import table
from bot.features.escalate import form as escalating
from bot.features.escalate import leads_modal
from bot.features.escalate import modal as escalate
from bot.features.escalate.views import About as OfConflict
from bot.features.guardrail import views as guardrail
from bot.features.input import views as inputs
from bot.features.input.fields import STAR
from bot.features.launch import views as launch
from bot.features.levers import path_views
from bot.features.levers import views as levers
from bot.features.output import views as output
from bot.features.pauses import views as pauses
from bot.features.pulse import views as pulse
from bot.features.roles import views as roles
from bot.features.roster import views as roster
from bot.features.sentence.about import About as OfPeriod
from bot.features.sentence.about import Memory
from bot.features.setup import views as setup
from bot.features.story import views as story
from bot.features.team import views as team
from bot.features.topic import views as topic
from bot.features.triage import docket_views
from bot.features.triage_channel import views as triage_channel
from bot.features.win import modal as win
from rituals.authorisation import Action as A
from rituals.authorisation import Role
from storage.records.conflicts import ConflictKind
from tests.authorisation.asking import submitted
from tests.authorisation.cases import ASTAS, OWENS, Case, a_form, form_in_own_team
from tests.authorisation.people import ASTA, DANA, LEAD, NORA
from tests.authorisation.world import DIGEST_DAY, LAST_WEEK
from tests.making import MONDAY

NUMBER = {"definition": "What it counts", "unit": "count", "direction": "up"}
METRIC = {**NUMBER, "name": "Fresh", "cadence": "week"}
LINK = {"lever": "depth", "serves": STAR, "hypothesis": "More stay", "lag": "2"}
TEAM = {"gathering": "none", "name": "Fresh", "lead": NORA.user, "channel": "CFRESH"}
TEAM |= {"audience": "plain", "zone": "UTC", "follow_through": "friday"}
SETUP = {**METRIC, "vision": "a", "value_moment": "b", "why_this": "c", "why_now": "d", "what_if": "e"}
SETUP |= {"story": "f", "channel": "CALL", "pulse_time": "09:00", "zone": "UTC"}
PROMISE = {"text": "Read it", "weeks": "1", "visibility": "team"}
SIDE = {"our_want": "a", "our_effect": "b", "our_until": "c"}
SIDES = {**SIDE, "their_want": "a", "their_effect": "b", "their_until": "c", "customers": "d", "tried": "e"}
DECIDING = {"outcome": "First", "reasons": "Sooner", "criteria": ("north_star",)}
DECIDING |= {"decided_by": [LEAD.user], "review_on": "2026-06-15"}
TELLING = {"why_this": "a", "why_now": "b", "what_if": "c"}
BOARD = {"question": "Third?", "decision": "Which?", "metrics": ("merged",)}
PATH = {"work": "Moving", "needed_by": "Ops", "effect": "Rest", "serves": STAR}


def _promises() -> list[Case]:
    cases = [
        a_form(commit.NEW, A.COMMIT, about=commit.Origin(), **PROMISE),
        Case(
            f"form {commit.NEW}",
            (A.COMMIT_FOR_TEAM,),
            submitted(commit.NEW, commit.Origin(), team="engine", **PROMISE),
            variant="for a team",
        ),
        a_form(win.TELL, A.TELL_WIN, about=win.Origin(), text="Reviews went fast"),
        Case(
            f"form {win.TELL}",
            (A.MAKE_A_WIN,),
            submitted(win.TELL, win.Origin(commitment="done-owen"), text="Done"),
            OWENS,
            "none",
            variant="of a commitment",
        ),
    ]
    for name in ("owen", "gus"):
        held = {name: Role.OWNER}
        change = submitted(commit.CHANGE, commit.Origin(f"open-{name}"), **PROMISE)
        line = submitted(commit.LINE, commit.Origin(f"done-{name}"), line="It went")
        correct = submitted(win.CORRECT, win.Origin(win=f"win-{name}"), text="Better")
        for where, body, action in (
            (commit.CHANGE, change, A.CHANGE_COMMITMENT),
            (commit.LINE, line, A.CHANGE_COMMITMENT),
            (win.CORRECT, correct, A.CHANGE_WIN),
        ):
            cases.append(Case(f"form {where}", (action,), body, held, "none", variant=f"of {name}"))
    return cases


def _teams() -> list[Case]:
    of_input, proposed, work = inputs.About("agreed"), inputs.About("hoped"), levers.OfTeam("engine", "work")
    searched = path_views.Searched("work", "engine", "about")
    return [
        a_form(team.NEW, A.ADD_TEAM, **TEAM),
        a_form(team.CHANGE, A.CHANGE_TEAM, about=team.About("engine"), **TEAM),
        a_form(roster.ARRANGE, A.CHANGE_TEAM, about=team.About("engine"), added=[NORA.user], left_out=[]),
        a_form(pulse.PAUSE, A.CHANGE_TEAM, about=pulse.About("engine"), until="2026-03-20"),
        a_form(
            pulse.MOVE, A.CHANGE_TEAM, about=pulse.About("engine"), standup_days=("3",), standup_time="10:00"
        ),
        a_form(inputs.PROPOSAL, A.PROPOSE_INPUT, team="engine", **METRIC, **LINK),
        a_form(inputs.INSTEAD, A.AGREE_INPUT, about=proposed, instead_of="agreed"),
        a_form(inputs.CHANGE, A.CHANGE_INPUT, about=of_input, **METRIC, **LINK),
        Case(
            f"form {inputs.CHANGE}",
            (A.CHANGE_PROPOSAL,),
            submitted(inputs.CHANGE, proposed, **METRIC, **LINK),
            OWENS,
            variant="proposed",
        ),
        a_form(inputs.MOVED, A.AGREE_INPUT, about=of_input, team="docs"),
        a_form(guardrail.CHOSEN, A.NAME_GUARDRAIL, about=of_input, guardrail="churn"),
        a_form(guardrail.NEW, A.NAME_GUARDRAIL, about=of_input, **METRIC),
        a_form(
            levers.TALK, A.TALK_LEVERS, about=levers.OfTeam("engine"), outcome="Speed", candidates="Quicker"
        ),
        form_in_own_team(levers.CHOOSE, A.TALK_LEVERS, about=levers.OfTeam("engine"), candidate="Fewer bugs"),
        a_form(levers.AGREE, A.TALK_LEVERS, about=work, **METRIC, **LINK),
        # Nobody leads both.
        Case(
            f"form {levers.AGREE}",
            (),
            submitted(levers.AGREE, levers.OfTeam("engine", "work-of-docs"), **METRIC, **LINK),
            variant="with another team's work",
        ),
        a_form(path_views.PATH, A.TALK_LEVERS, about=searched, finding="outside", reason="Far", **PATH),
    ]


def _conflicts() -> list[Case]:
    begun = escalating.Begun("about", ConflictKind.INPUTS, "The same weeks", "engine", "ops")
    for_all = escalating.Begun("about", ConflictKind.INPUTS, "The same weeks", None, "ops")
    kpis = escalating.Begun("about", ConflictKind.KPIS, "The same weeks", "engine", "ops")
    beginning = {"text": "The same weeks", "kind": "inputs", "other_team": "ops"}
    asking = OfConflict("asking")
    return [
        a_form(
            escalate.BEGIN, A.SPEAK_FOR_TEAM, about=escalating.Speaking("engine"), team="engine", **beginning
        ),
        a_form(
            escalate.KPIS, A.SPEAK_FOR_TEAM, about=kpis, our_kpi="a", their_kpi="b", real="no", reframed="c"
        ),
        a_form(escalate.RAISE, A.SPEAK_FOR_TEAM, about=begun, **SIDES),
        Case(
            f"form {escalate.RAISE}",
            (A.SPEAK_FOR_ALL,),
            submitted(escalate.RAISE, for_all, **SIDES),
            of="none",
            variant="for all",
        ),
        a_form(leads_modal.SETTLED, A.TRY, about=asking, closing="We take turns"),
        a_form(leads_modal.SAY_SIDE, A.TRY, about=asking, **SIDE),
        a_form(decision.RECORD, A.DECIDE, about=decision.Memory("up"), **DECIDING),
        a_form(decision.SUPERSEDE, A.DECIDE, about=decision.Memory("held"), **DECIDING),
        a_form(docket_views.MOVED, A.PLACE_TRIAGE, day="3", at="10:00", zone="UTC"),
        a_form(triage_channel.CHOOSE, A.PLACE_TRIAGE, channel="CNEW"),
    ]


def _product() -> list[Case]:
    star = OfPeriod("active_contributors", LAST_WEEK)
    board = board_views.About("board-1")
    made = {DANA.name: Role.OWNER}
    public = {**BOARD, "audience": ("public",)}
    return [
        a_form(setup.CHANGE, A.CHANGE_STAR, **{**SETUP, "name": "Weekly active contributors"}),
        a_form(setup.CHOOSE, A.WISH_A_STAR, **SETUP),
        Case(
            f"form {setup.CHOOSE}",
            (A.TAKE_THE_LEAD,),
            submitted(setup.CHOOSE, **SETUP),
            of="none",
            books="vacant",
            variant="nobody leading",
        ),
        a_form(output.CHOSEN, A.FILE_OUTPUT, known="spare", owner=NORA.user),
        a_form(output.NEW, A.FILE_OUTPUT, owner=NORA.user, **METRIC),
        a_form("sentence.submit", A.WRITE_SENTENCE, about=Memory(star, "about"), text="Calm"),
        a_form(story.TELL, A.TELL_STORY, about=story.Audience("plain"), **TELLING),
        a_form(story.TRY_ON, A.TELL_STORY, audience="plain", colleague=ASTA.user),
        Case(
            f"form {story.SAID}",
            (A.SAY_BACK,),
            submitted(story.SAID, story.Test("told"), words="Mine"),
            ASTAS,
            "none",
        ),
        a_form(launch.LAUNCH, A.LAUNCH, question="What do you think?"),
        a_form(launch.ASKED, A.ASK_AT_LAUNCH, about=launch.About("launch"), text="Why?"),
        Case(
            f"form {launch.ANSWERED}",
            (A.ANSWER_AT_LAUNCH,),
            submitted(launch.ANSWERED, launch.About("asked"), text="So"),
            ASTAS,
            "none",
        ),
        a_form(roles.NAME, A.NAME_ROLES, product_lead=NORA.user, sponsor=NORA.user, operator=NORA.user),
        a_form(topic.CHOOSE, A.CHOOSE_TOPICS, channels=["CNEW"]),
        a_form(pauses.SHUT_DOWN, A.SHUT_DOWN, first="2026-04-06", last="2026-04-07"),
        a_form(table.APPROVE, A.ARRANGE_DIGEST, about=table.About(DIGEST_DAY, "about"), intro="Look"),
        a_form(table.RESCHEDULE, A.ARRANGE_DIGEST, weekday="4", at="15:00", week=MONDAY.isoformat()),
        a_form(board_views.NEW, A.MAKE_BOARD, **BOARD),
        Case(
            f"form {board_views.NEW}",
            (A.PUBLISH_BOARD,),
            submitted(board_views.NEW, **public),
            of="none",
            variant="public",
        ),
        *(
            Case(f"form {name}", (A.CHANGE_BOARD,), submitted(name, board, **BOARD), made, "none")
            for name in (board_views.CHANGE, board_views.RETIRE)
        ),
    ]


FORMS = [*_promises(), *_teams(), *_conflicts(), *_product()]
