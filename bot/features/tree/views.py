"""How the cascade looks: team by team, each input with its kind, lag and reason, a few teams to a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, DividerBlock, HeaderBlock

from bot.blocks.commands import nsm
from bot.blocks.layout import Message, aside, words
from bot.blocks.pages import turning
from bot.blocks.text import bold, escape, line, mention, together
from bot.blocks.unfound import no_team
from bot.features.input.fields import LEVERS
from bot.features.input.list_views import Standings, standing
from bot.features.input.views import shown
from bot.features.levers.path_views import NO_WAYS
from bot.features.output.lines import standing as output
from rituals.outputs import OutputScore
from rituals.tree import Branch, TeamBranches, Tree, of_some, under
from storage.records.levers import Finding
from storage.records.metrics import Confidence, Input, InputState

NEXT = "tree.next"
BACK = "tree.back"

CONFIDENCE = {
    Confidence.HUNCH: "a hunch",
    Confidence.LIKELY: "quite sure",
    Confidence.SEEN: "seen before",
}

_TEAMS = 5
# Inputs of one team, and characters of a name and of a reason.
_INPUTS, _NAME, _WHY = 8, 80, 160

_NO_TEAMS = "_No teams yet._ One shared number and one commitment a week each: that is enough to begin."


@dataclass(frozen=True, slots=True)
class Page:
    """Which teams are shown: those whose name holds `wanted`, five to a page, from 0."""

    page: int
    wanted: str


def cascade(tree: Tree, page: Page) -> Message:
    found = [each for each in tree.teams if page.wanted.casefold() in each.team.name.casefold()]
    if tree.teams and not found:
        none = no_team(page.wanted, [each.team.name for each in tree.teams], "tree")
        return Message(none, [words(none)])
    pages = max(1, -(-len(found) // _TEAMS))
    number = min(max(page.page, 0), pages - 1)
    teams = found[number * _TEAMS : (number + 1) * _TEAMS]
    here = [_team(each, tree.standings) for each in teams] or [_NO_TEAMS]
    kinds = _kinds(teams)
    about = f"{escape(tree.star.vision)} · counted every {tree.star.metric.cadence}"
    summary = (
        _summary(tree) if len(found) == len(tree.teams) else _summary(of_some(tree, found), _whose(found))
    )
    outputs = [_outputs(tree.outputs)] if tree.outputs else []
    blocks: list[Block] = [
        HeaderBlock(text=shown(tree.star.metric.name, 150)),
        aside(about),
        *map(words, here),
        *[block for each in outputs for block in (DividerBlock(), words(each))],
        DividerBlock(),
        words(summary),
        *map(aside, kinds),
    ]
    if pages > 1:
        blocks += turning(
            number, pages, (BACK, "Back"), (NEXT, "More teams"), lambda to: Page(to, page.wanted)
        )
        blocks.append(aside(_where(number, pages)))
    text = [f"*{line(tree.star.metric.name, 150)}*", *here, *outputs, summary, *kinds]
    return Message("\n".join(text), blocks)


def _outputs(scores: Sequence[OutputScore]) -> str:
    """Apart from the inputs: nobody moves them this week, they follow."""
    told = (f"• {bold(each.metric.name)}\n\u2003{output(each)}" for each in scores)
    return "\n".join(["*Outputs, which follow the North Star*", *told])


def _team(each: TeamBranches, standings: Standings) -> str:
    lines = [told for branch in each.branches for told in _branch(branch, standings, depth=0)]
    title = f"*{line(each.team.name, _NAME)}* · led by {mention(each.team.lead)}"
    begins = [f"Answers for: {line(each.outcome, _WHY)}"] if each.outcome else []
    if not lines:
        lines = ["_No input yet._ Which number could this team move?"]
    more = len(lines) - _INPUTS
    rest = [f"… and {more} more: {nsm('input')}"] if more > 0 else []
    work = [f"◌ _{line(work.work, _NAME)}_ · {NO_WAYS[work.finding]}" for work in each.unconnected[:_INPUTS]]
    return "\n".join([title, *begins, *lines[:_INPUTS], *rest, *work])


def _branch(branch: Branch, standings: Standings, depth: int) -> Iterator[str]:
    an_input, indent = branch.an_input, "\u2003" * depth
    state = " _(proposed)_" if an_input.state is InputState.PROPOSED else ""
    told = [f"{'◦' if depth else '•'} *{line(an_input.metric.name, _NAME)}*{state}", *_link(branch)]
    why = line(an_input.hypothesis, _WHY) if branch.is_documented else "_undocumented, nobody has said why_"
    stands = [each for each in [standing(an_input, standings)] if each]
    guard = [f"must not get worse: *{line(branch.guardrail, 60)}*"] if branch.guardrail else []
    below = f"\n{indent}\u2003".join([" · ".join(told), why, *stands, *guard])
    yield f"{indent}{below}"
    for each in branch.below:
        yield from _branch(each, standings, depth + 1)


def _link(branch: Branch) -> Iterator[str]:
    """Kind, lag, confidence and the way, as far as they are known."""
    an_input, through = branch.an_input, branch.through
    yield an_input.lever.value
    yield after(an_input)
    if an_input.confidence:
        yield CONFIDENCE[an_input.confidence]
    if through is not None:
        team = f" ({line(through.team, 40)})" if through.team else ""
        gone = ", retired since" if through.is_retired else ""
        yield f"by way of *{line(through.name, 60)}*{team}{gone}"


def after(an_input: Input) -> str:
    """When an effect is expected: `after about 2 weeks`."""
    lag, cadence = an_input.lag_periods, an_input.metric.cadence
    return f"after about {lag} {cadence}{'' if lag == 1 else 's'}" if lag else f"in the same {cadence}"


def _summary(tree: Tree, whose: str = "") -> str:
    """`whose` are the few teams that are told of; which lever nobody pulls can only be said of all."""
    counts = ", ".join(f"{kind.value} {number}" for kind, number in tree.kinds)
    lines = [f"Agreed inputs{whose} by kind, enabling ones aside: {counts}."]
    missing = [kind.value for kind, number in tree.kinds if not number]
    if missing and not whose:
        lines.append(f"No input yet for {together(missing)}: is there a lever that nobody pulls?")
    narrow = [each for each in tree.teams if any(w.finding is Finding.TOO_NARROW for w in each.unconnected)]
    if len(narrow) > 1:
        lines.append(f"{len(narrow)} teams find the North Star too narrow to see their work. Is it?")
    if tree.undocumented:
        is_one = tree.undocumented == 1
        lines.append(
            f"{tree.undocumented} link{' is' if is_one else 's are'} undocumented: _Edit_ in {nsm('input')}"
            f" is where {'its' if is_one else 'their'} reason goes."
        )
    if any(number for _, number in tree.kinds):
        lines.append(f"Which of them moved with it so far: {nsm('links')}.")
    return "\n".join(lines)


def _whose(teams: Sequence[TeamBranches]) -> str:
    return f" of {bold(shown(teams[0].team.name, _NAME)) if len(teams) == 1 else f'these {len(teams)} teams'}"


def _kinds(teams: Sequence[TeamBranches]) -> Sequence[str]:
    """What the kinds of lever mean that are named here, in a line."""
    named = {each.an_input.lever for team in teams for branch in team.branches for each in under(branch)}
    meant = [words_.partition(": ") for kind, words_ in LEVERS.items() if kind in named]
    told = " · ".join(f"_{name}_: {means}" for name, _, means in meant)
    return [f"Kinds of lever: {told}"] if told else []


def _where(number: int, pages: int) -> str:
    return f"Page {number + 1} of {pages}. {nsm('tree NAME')} shows the teams of that name."
