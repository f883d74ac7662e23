"""Buttons that everybody has before them, and those beside what is somebody's own."""

from bot.features.commit import rows
from bot.features.commit import views as commit
from bot.features.draft import views as draft
from bot.features.follow_through import views as follow_through
from bot.features.home import offers
from bot.features.links import quarter
from bot.features.links import views as links
from bot.features.preferences import views as preferences
from bot.features.tree import views as tree
from bot.features.win import list_views
from bot.features.win import modal as winning
from bot.features.win import views as win
from rituals.authorisation import Action as A
from rituals.authorisation import Role
from tests.authorisation.asking import chosen, pressed, window
from tests.authorisation.cases import OWENS, Case, a_press, astas_press, owens_press
from tests.authorisation.people import NORA
from tests.making import MONDAY

GUS = {"gus": Role.OWNER}


def _commitments() -> list[Case]:
    cases = []
    for name, held in (("owen", OWENS), ("gus", GUS)):
        for action_id, of, to in (
            (commit.UNDO, "open", None),
            (rows.EDIT, "open", None),
            (commit.AIM, "open", None),
            (commit.PLACE, "open", "docs" if name == "owen" else "engine"),
            *((each, "open", None) for each in rows.SETTLED_BY),
            (rows.ANSWER, "open", "done"),
            (rows.CARRY, "late", None),
            (rows.LEAVE, "carried", None),
            (rows.ADD_LINE, "done", None),
        ):
            press = rows.Press(f"{of}-{name}", rows.Place.ASKED, to)
            body = chosen if action_id in {commit.AIM, commit.PLACE, rows.ANSWER} else pressed
            cases.append(
                Case(
                    f"press {action_id}",
                    (A.CHANGE_COMMITMENT,),
                    body(action_id, press),
                    held,
                    "none",
                    variant=f"of {name}",
                )
            )
    return cases


def _wins() -> list[Case]:
    edit, withdraw, unname = list_views.EDIT, list_views.WITHDRAW, list_views.UNNAME

    def press(action_id: str, win_id: str, action: A, **held: Role) -> Case:
        of = list_views.Press(win_id, list_views.Place.HOME)
        return Case(f"press {action_id}", (action,), pressed(action_id, of), held, "none", variant=win_id)

    return [
        press(edit, "win-owen", A.CHANGE_WIN, owen=Role.OWNER),
        press(edit, "win-gus", A.CHANGE_WIN, gus=Role.OWNER),
        press(withdraw, "win-owen", A.CHANGE_WIN, owen=Role.OWNER),
        press(withdraw, "win-gus", A.CHANGE_WIN, gus=Role.OWNER),
        press(unname, "win-owen", A.LEAVE_WIN, asta=Role.ASKED),
        press(unname, "win-of-gus", A.LEAVE_WIN, gus=Role.ASKED),
        a_press(win.OPEN, A.TELL_WIN),
        owens_press(win.MAKE, A.MAKE_A_WIN, value=win.Making("done-owen")),
        a_press(winning.INPUT, A.TELL_WIN, view=window(winning.TELL, winning.Origin(), text="Fast")),
        a_press(winning.PEOPLE, A.TELL_WIN, view=window(winning.TELL, winning.Origin(), people=[NORA.user])),
    ]


def _everybody() -> list[Case]:
    mine = window("preferences.keep")
    return [
        a_press(commit.OPEN, A.COMMIT),
        a_press(commit.BACK, A.READ, value=commit.Page(0)),
        a_press(commit.MORE, A.READ, value=commit.Page(0)),
        a_press(tree.NEXT, A.READ, value=tree.Page(0, "")),
        a_press(tree.BACK, A.READ, value=tree.Page(0, "")),
        a_press(links.NEXT, A.READ, value=links.Page(0, "")),
        a_press(links.BACK, A.READ, value=links.Page(0, "")),
        a_press("home.settings", A.READ),
        a_press(offers.BACK, A.READ),
        *(
            Case(f"press {offers.OFFER}", (action,), pressed(offers.OFFER, offers.Offer(word)), variant=word)
            for word, action in (
                ("tree", A.READ),
                ("audit", A.READ_AUDIT),
                ("setup", A.CHANGE_STAR),
                ("deliveries", A.KEEP_DELIVERIES),
            )
        ),
        a_press(draft.KEEP, A.CARE_FOR_ONESELF, view=window("commit.new")),
        a_press(draft.KEEP_ANEW, A.CARE_FOR_ONESELF, view=window("commit.new")),
        a_press(draft.EMPTY, A.CARE_FOR_ONESELF, view=window("commit.new")),
        a_press("forget.me", A.CARE_FOR_ONESELF),
        a_press(preferences.OPEN, A.CARE_FOR_ONESELF),
        a_press(preferences.BACK, A.CARE_FOR_ONESELF, value=preferences.From(MONDAY), view=mine),
        a_press(preferences.WAKE, A.CARE_FOR_ONESELF, view=mine),
        *(
            Case("press prompt.later", (A.CARE_FOR_ONESELF,), chosen("prompt.later", when), variant=when)
            for when in ("tomorrow", "next_week", "preferences")
        ),
        astas_press(follow_through.BACK, A.TURN_PAGE, follow_through.Turn("week", 0)),
        astas_press(follow_through.MORE, A.TURN_PAGE, follow_through.Turn("week", 0)),
        astas_press(quarter.LOOKED, A.LOOK_AT_LINKS, quarter.About("links")),
    ]


OF_EVERYBODY = [*_commitments(), *_wins(), *_everybody()]
