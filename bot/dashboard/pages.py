"""Facts of a board -> what its templates fill in: every word of a page is chosen here."""

from collections.abc import Mapping, Sequence
from functools import partial

from bot.blocks import caveats
from bot.blocks.phrases import amounts, period
from bot.blocks.text import clock_time, day
from bot.dashboard import words
from bot.dashboard.filled import (
    BoardLink,
    Card,
    Case,
    Group,
    Guarded,
    Line,
    Page,
    Place,
    Said,
    TeamCards,
    Won,
)
from bot.features.home.views import RITUALS
from rituals.board import Guard, Shown, ShownWin, Tile
from rituals.home import Coming
from rituals.quality import CaveatKind
from rituals.scoreboard import Score
from rituals.triage import Item

_MOST_ON_A_STRIP = 8
_TOO_OLD = {CaveatKind.STALE, CaveatKind.FAILING}


def page(shown: Shown, place: Place, links: Mapping[str, str]) -> Page:
    """A board as one reader sees it. `links` are the verdicts on inputs, in words, where they are known."""
    zone = shown.zone
    card = partial(card_of, place=place, zone=zone)
    top = card(shown.top) if shown.top else None
    cards = [card(each.score, tile=each, link=words.link_of(each, links)) for each in shown.tiles]
    movers, more = words.movers(shown)
    question, decision = _question(shown, place)
    said = shown.annotation
    strip = sorted(cards, key=lambda each: not each.is_signal)[:_MOST_ON_A_STRIP]
    return Page(
        title=f"{top.mark.word}: {top.name}" if top else question,
        question=question,
        decision=decision,
        organisation=shown.workspace.name if shown.workspace else "Polaris",
        boards=_boards(shown, place),
        top=top,
        is_dim=top is not None and (top.is_dim or (said is not None and said.is_old)),
        moved="Moved too:" if top and top.is_signal else "Moved meanwhile:",
        movers=movers,
        more_movers=more,
        quiet=_quiet(place),
        sentence=Said(said.text, words.about(said, shown.top.metric), said.is_old)
        if said and shown.top
        else None,
        asks=_asks(shown),
        teams=_teams(shown, cards) if top and place.board is None else [],
        groups=_groups(place, cards, [card(each) for each in shown.outputs]) if top else [],
        cards=cards,
        strip=strip,
        rest=_rest(len(cards) - len(strip)),
        wins=[_won(each) for each in shown.wins],
        more_wins=shown.more_wins,
        open=[_case(each) for each in shown.open],
        open_elsewhere=_elsewhere(shown),
        coming=[_line(each, zone) for each in shown.coming if each.ritual in RITUALS],
        nothing="There is no North Star Metric yet."
        if place.board is None
        else "There is nothing to show yet.",
        how="Whoever leads the product chooses it in Slack; from then on this page says whether it moves.",
        foot="Made by Polaris. Moving together is a hint, not a proof; nobody is ranked here.",
    )


def _question(shown: Shown, place: Place) -> tuple[str, str]:
    """What the board answers, and what the answer is for."""
    if place.board is not None:
        return place.board.question, place.board.decision
    return _first_question(shown), "what each team does next week"


def _first_question(shown: Shown) -> str:
    going = "down" if shown.star and words.better(shown.star.metric) else "up"
    return f"Is our North Star going {going}, and why?"


def _boards(shown: Shown, place: Place) -> Sequence[BoardLink]:
    """All but the one that is shown."""
    front = [] if place.board is None else [BoardLink(_first_question(shown), place.base)]
    here = place.board.id if place.board else None
    others = [BoardLink(b.question, f"{place.base}/board/{b.id}") for b in place.boards if b.id != here]
    return [*front, *others]


def card_of(score: Score, place: Place, zone: str, tile: Tile | None = None, link: str = "") -> Card:
    """One metric in words; `link` is the verdict on its link to the North Star, if it is an input."""
    metric, verdict = score.metric, score.verdict
    return Card(
        name=metric.name,
        team=tile.team.name if tile and tile.team else "",
        address=place.metric(metric.key),
        mark=words.mark(verdict),
        lead=words.in_place(words.lead(score), metric),
        to_people=caveats.to_people(score),
        value=words.value(score),
        period=words.of_period(score),
        moved=words.moved(score),
        better=words.better(metric),
        updated=words.updated(score, zone),
        link=link,
        doubts=words.doubts(score, zone),
        is_signal=verdict.is_signal,
        is_dim=any(each.kind in _TOO_OLD for each in score.caveats),
        guard=_guarded(tile.guard) if tile and tile.guard else None,
        sketch=place.sketch(score),
        at=partial(place.picture, metric.key),
    )


def _quiet(place: Place) -> str:
    return "No input has a signal of its own." if place.board is None else "None of the others has a signal."


def _asks(shown: Shown) -> str:
    """Whom a sentence about the North Star is asked of, by name where names are shown."""
    said = shown.annotation
    if shown.top is None or shown.star is None or shown.top.metric.key != shown.star.metric.key:
        return ""
    if said is not None and said.is_of_now and not said.is_old:
        return ""
    whom = shown.owner or "the product lead"
    if said is not None and said.is_of_now:
        return f"That sentence is over a week old: {whom} is asked for the next one."
    what = "It needs a sentence" if said is None else "It needs a new sentence"
    return f"{what} about {period(shown.top.verdict.period, shown.top.metric)}: {whom} is asked for it."


def _teams(shown: Shown, cards: Sequence[Card]) -> Sequence[TeamCards]:
    """Those with a signal first, then by name, each team's inputs too; teams without an input last."""
    by_signal = sorted(cards, key=lambda card: (not card.is_signal, card.name.casefold()))
    teams = [
        TeamCards(team.name, [card for card in by_signal if card.team == team.name]) for team in shown.teams
    ]
    return sorted(teams, key=lambda team: (not team.cards, not any(card.is_signal for card in team.cards)))


def _groups(place: Place, cards: Sequence[Card], outputs: Sequence[Card]) -> Sequence[Group]:
    if place.board is not None:
        return [Group("Beside it", "", cards)] if cards else []
    note = "They follow, later and for many reasons: looked at beside the North Star, never in its place."
    return [Group("What should follow", note, outputs)] if outputs else []


def _guarded(guard: Guard) -> Guarded:
    told = f"Must not get worse: {guard.score.metric.name}, {words.value(guard.score)}"
    return Guarded(told, words.mark(guard.score.verdict), guard.is_breached)


def _rest(more: int) -> str:
    return f"… and {more} more on the pages that members see" if more > 0 else ""


def _won(win: ShownWin) -> Won:
    told = win.told
    numbers = ""
    if told.pair is not None:
        was, became = amounts((told.pair.was, told.pair.became), told.pair.metric)
        numbers = f"{told.pair.metric.name}: {was} → {became}"
    who = ", ".join([*win.names, *told.teams])
    return Won(told.text, numbers, told.meaning, who, day(win.on))


def _line(coming: Coming, zone: str) -> Line:
    team = f", {coming.team}" if coming.team else ""
    return Line(f"{RITUALS[coming.ritual]}{team}", clock_time(coming.at, zone))


def _case(item: Item) -> Case:
    return Case(item.text, f"{' and '.join(item.teams)}, waiting since {day(item.since)}")


def _elsewhere(shown: Shown) -> str:
    others = shown.open_elsewhere
    if not others:
        return ""
    what = "1 more case waits" if others == 1 else f"{others} more cases wait"
    return f"{what} for triage, for those who are part of it."
