"""Buttons about a team, its inputs and its conflicts."""

from datetime import timedelta

from bot.features.decision import views as decision
from bot.features.escalate import form as escalating
from bot.features.escalate import modal as escalate
from bot.features.escalate import offered
from bot.features.escalate import views as both_leads
from bot.features.guardrail import views as guardrail
from bot.features.input import views as inputs
from bot.features.levers import path_views
from bot.features.levers import views as levers
from bot.features.pulse import views as pulse
from bot.features.roster import views as roster
from bot.features.sentence.about import About as OfPeriod
from bot.features.shift import views as shift
from bot.features.team import views as team
from bot.features.triage import docket_views
from bot.features.triage import views as triage
from rituals.authorisation import Action as A
from storage.records.conflicts import ConflictKind
from tests.authorisation.asking import chosen, pressed, window
from tests.authorisation.cases import OWENS, Case, a_press, owens_press
from tests.authorisation.forms import SIDES
from tests.authorisation.people import NORA
from tests.authorisation.world import LAST_WEEK, WEEK
from tests.making import MONDAY


def _teams() -> list[Case]:
    about = team.About("engine")
    star = OfPeriod("active_contributors", LAST_WEEK)
    merged, churn = OfPeriod("merged", LAST_WEEK), OfPeriod("churn", LAST_WEEK)
    of_input, proposed = inputs.About("agreed"), inputs.About("hoped")
    new_lead = {"selected_user": NORA.user, "block_id": '{"lead_of":"engine"}'}
    menu = [
        Case(
            f"press {pulse.MENU}",
            (A.CHANGE_TEAM,),
            chosen(pulse.MENU, pulse.Choice(do, "engine", MONDAY + timedelta(days=1))),
            variant=do.value,
        )
        for do in pulse.Do
    ]
    return [
        *menu,
        a_press(team.ADD, A.ADD_TEAM),
        a_press(team.EDIT, A.CHANGE_TEAM, value=about),
        a_press(team.PEOPLE, A.CHANGE_TEAM, value=about),
        a_press(team.RETIRE, A.CHANGE_TEAM, value=about),
        a_press(roster.NEW_LEAD, A.CHANGE_TEAM, **new_lead),
        a_press(inputs.PROPOSE, A.PROPOSE_INPUT),
        a_press(inputs.AGREE, A.AGREE_INPUT, value=proposed),
        a_press(inputs.EDIT, A.CHANGE_INPUT, value=of_input),
        Case(
            f"press {inputs.EDIT}",
            (A.CHANGE_PROPOSAL,),
            pressed(inputs.EDIT, proposed),
            OWENS,
            variant="proposed",
        ),
        a_press(inputs.MOVE, A.AGREE_INPUT, value=of_input),
        a_press(inputs.RETIRE, A.CHANGE_INPUT, value=of_input),
        Case(
            f"press {inputs.RETIRE}",
            (A.CHANGE_PROPOSAL,),
            pressed(inputs.RETIRE, proposed),
            OWENS,
            variant="proposed",
        ),
        a_press(inputs.GUARD, A.NAME_GUARDRAIL, value=of_input),
        a_press(guardrail.AMONG_US, A.ANSWER_BREACH, value=guardrail.Question("breach")),
        a_press(guardrail.TO_TRIAGE, A.ANSWER_BREACH, value=guardrail.Question("breach")),
        a_press(levers.NEXT, A.TALK_LEVERS, value=levers.OfTeam("engine"), view=window(levers.AGREE)),
        Case(
            f"press {levers.NO_WAY}",
            (A.TALK_LEVERS,),
            pressed(levers.NO_WAY, view=window(levers.CHOOSE)),
            of="own",
        ),
        a_press(path_views.LOOK, A.TALK_LEVERS, value=path_views.Work("work")),
        a_press(path_views.NOT_YET, A.TALK_LEVERS, value=path_views.Work("work")),
        a_press("sentence.write", A.WRITE_SENTENCE, value=star),
        Case(
            "press upkeep.explain",
            (A.WRITE_INPUT,),
            pressed("upkeep.explain", merged),
            OWENS,
            variant="input",
        ),
        owens_press("upkeep.explain", A.WRITE_OTHER, value=churn),
        owens_press(shift.ACCEPT, A.ACCEPT_SHIFT, A.WRITE_OTHER, value=shift.About("churn")),
        Case(
            f"press {shift.ACCEPT}",
            (A.ACCEPT_SHIFT, A.WRITE_INPUT),
            pressed(shift.ACCEPT, shift.About("merged")),
            OWENS,
            variant="input",
        ),
        owens_press(shift.NOT_YET, A.ACCEPT_SHIFT, A.WRITE_OTHER, value=shift.About("churn")),
        owens_press(
            shift.TAKE_BACK, A.ACCEPT_SHIFT, A.WRITE_OTHER, value=shift.Level("noise", LAST_WEEK - WEEK * 8)
        ),
    ]


def _conflicts() -> list[Case]:
    asking, settled = both_leads.About("asking"), both_leads.About("settled")
    begun = escalating.Begun("about", ConflictKind.INPUTS, "The same weeks", "engine", "ops")
    raising = window(escalate.RAISE, begun, **SIDES)
    return [
        *(
            a_press(action_id, A.TRY, value=asking)
            for action_id in (both_leads.TRIED, both_leads.ALONE, both_leads.SETTLE, both_leads.OWN_SIDE)
        ),
        a_press(both_leads.REOPEN, A.TRY, value=settled),
        owens_press(both_leads.WITHDRAW, A.WITHDRAW_CONFLICT, value=asking),
        a_press(offered.SETTLE_BY, A.TRY, value=offered.Precedent("held", "asking")),
        a_press(offered.SETTLE_BEFORE, A.SPEAK_FOR_TEAM, value=offered.Precedent("held"), view=raising),
        a_press(escalate.AIM, A.SPEAK_FOR_TEAM, view=raising),
        a_press(decision.DECIDE, A.DECIDE, value=decision.About("up")),
        a_press(decision.ANEW, A.DECIDE, value=decision.About("held")),
        a_press(decision.HOLDS, A.DECIDE, value=decision.Due("held", MONDAY)),
        a_press(triage.NO_QUORUM, A.DECIDE, value=triage.Day(MONDAY)),
        a_press(docket_views.TAKE_OFF, A.DECIDE, value=docket_views.Question("question")),
        a_press(docket_views.MOVE, A.PLACE_TRIAGE),
    ]


OF_TEAMS = [*_teams(), *_conflicts()]
