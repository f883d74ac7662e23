"""docs/authorisation.md: the table as it stands in the code, and what comes to which of its lines."""

from collections.abc import Iterable, Sequence

from rituals.authorisation import Action, Role
from tests.authorisation.cases import Case

_SHOWN = {
    Role.PRODUCT_LEAD: "product lead",
    Role.SPONSOR: "sponsor",
    Role.OPERATOR: "operator",
    Role.LEAD: "lead of that team",
    Role.TEAM: "one of that team",
    Role.A_LEAD: "lead of another team",
    Role.OWNER: "its owner",
    Role.ASKED: "who was asked",
    Role.MEMBER: "any other member",
}
_YES, _NO = "✓", "–"

_HEAD = """# Who may do what

One table in the code decides ([rituals/authorisation.py](../rituals/authorisation.py)): every check of
a right reads it, and this page is drawn from it (`make authorisation`). A test asks for everything that
Polaris listens to (every command with every word it knows, every shortcut, button, menu and form), as
everybody: as each of these roles, as a guest, as somebody nobody has met, and as those who may do
nothing. Whoever may is not refused; whoever may not is told so, and no row of any table changes. What a
button carries, and what a form says that it is about, is taken for forged: the person decides, and what
the books say of them.

## The table

A role is held towards the thing that is acted upon. *Its owner* is whoever promised, told, proposed,
raised or brought it, or is named to answer for it; *who was asked* is also whoever is named in a win. A
conflict is between two teams, and *that team* is either; for the side of the organisation its product
lead speaks. Whoever holds several roles may do what any of them may; a lead who is in the team's
channel is one of the team.

Nobody else may do anything at all: people of other organisations (Slack Connect, met or not), whatever
comes from another workspace, bots, and people who have left. **Guests** (also of a single channel) may
do what the last column says: *own* where it is theirs, or was asked of them, *in it* as one of that
team, *there* in the triage channel. Somebody who has not been
met yet counts as a guest, for a moment; their reactions do not count, for in a channel of several
organisations nobody knows whose they are.
"""

_NOTES = """
Who reads the triage channel reads every case there, as everybody in it does; elsewhere a case is shown
to those the line names. Metrics are no secret inside the organisation: everybody reads them, guests
too.

While nobody leads the product (before the first setup, or when the product lead is no member any
more and nobody followed), any member may choose the North Star, and leads the product from then on.

Without Slack there are three ways in, each with a right of its own: a program writes readings with a
token that names its metrics ([push.md](push.md)), a browser reads the dashboard by a link that was
given to it ([dashboard.md](dashboard.md)), and whoever has a shell where Polaris runs has the database.
"""

_LISTENERS = """
## What comes to which line

By command and word, and by the name under which a shortcut, a button or menu (*press*), and a form are
registered. Where several lines are named, it is for the kind of thing that is acted upon, or one is
enough.

| where | what it comes to |
|---|---|
"""


def page(cases: Sequence[Case]) -> str:
    columns = ["", *_SHOWN.values(), "guest"]
    lines = [f"| {' | '.join(columns)} |", f"|---{'|:-:' * (len(columns) - 1)}|"]
    lines += [f"| {' | '.join(_row(action))} |" for action in Action]
    return _HEAD + "\n" + "\n".join(lines) + "\n" + _NOTES + _LISTENERS + _listeners(cases)


def _row(action: Action) -> list[str]:
    anybody = Role.MEMBER in action.members
    cells = [_YES if anybody or role in action.members else _NO for role in _SHOWN]
    return [action.words, *cells, _guest(action)]


def _guest(action: Action) -> str:
    if not action.guests:
        return _NO
    if Role.MEMBER in action.guests:
        return _YES
    if Role.IN_CHANNEL in action.guests:
        return "there"
    return "in it" if Role.TEAM in action.guests else "own"


def _listeners(cases: Iterable[Case]) -> str:
    found: dict[str, dict[str, None]] = {}
    for case in cases:
        found.setdefault(_name(case), {}).update(dict.fromkeys(action.words for action in case.actions))
    return "".join(f"| {where} | {'; '.join(words)} |\n" for where, words in sorted(found.items()))


def _name(case: Case) -> str:
    """The command and its first words, or the kind of a listener and its name."""
    kind, _, name = case.where.partition(" ")
    return f"`{case.where}`" if kind.startswith("/") else f"{kind} `{name}`"
