"""The metric of a new input: a new one, or one that was not connected yet, with its readings and history."""

from dataclasses import replace
from datetime import datetime

from rituals.authorisation import Action, Role
from rituals.metrics import MetricNameTaken, free_key, key_of, require_free_name
from rituals.north_star import require_cadence
from rituals.rights import may
from rituals.versions import Change, revise
from storage.ledger import Books
from storage.records.dictionary import Entry, Standing
from storage.records.metrics import Input, InputState, Metric
from storage.records.people import Person
from storage.records.teams import Team
from storage.taken import Taken


def is_taken_on(an_input: Input, entry: Entry | None) -> bool:
    """Whether it is a proposal alone, of a metric somebody is named for: theirs, until the lead agrees."""
    return an_input.state is InputState.PROPOSED and entry is not None and entry.owner is not None


async def may_word(books: Books, who: Person, team: Team, key: str) -> bool:
    """Whether somebody may say what a metric means that is, or becomes, an input of a team."""
    entry, workspace = await books.dictionary.get(key), await books.workspaces.get()
    own = [Role.OWNER] if entry is not None and entry.owner == who.user else []
    return may(Action.CHANGE_INPUT_WORDS, who, team=team, also=own) or may(
        Action.CHANGE_WORDS, who, workspace, also=own
    )


async def for_input(books: Books, who: Person, team: Team, wanted: Metric, now: datetime) -> Metric:
    """The metric with the words that are wanted of it, under a key that is found here.

    Where one of that name is not connected yet, it is that one, and the dictionary says so no more; it keeps
    its own words when somebody else answers for them. Raises MetricNameTaken, or CadenceIsKept.
    """
    await books.metrics.hold_names()
    known = await _adopted(books, who, team, wanted, now)
    if known is not None:
        return known
    await require_free_name(books, wanted.name)
    made = replace(wanted, key=await free_key(books, wanted.name))
    try:
        await books.metrics.add(made)
    except Taken:
        raise MetricNameTaken(wanted.name) from None
    return made


async def _adopted(books: Books, who: Person, team: Team, wanted: Metric, now: datetime) -> Metric | None:
    metric = await _unconnected(books, wanted.name)
    if metric is None:
        return None
    await require_cadence(books, metric, wanted.cadence)
    may_change = await may_word(books, who, team, metric.key)
    found = replace(wanted, key=metric.key) if may_change else replace(metric, cadence=wanted.cadence)
    await revise(books, who.user, metric, found, why=Change(), now=now)
    entry = await books.dictionary.get(metric.key)
    if entry is not None:
        await books.dictionary.put(replace(entry, standing=None))
    return found


async def _unconnected(books: Books, name: str) -> Metric | None:
    for metric in await books.dictionary.of_standing(Standing.UNCONNECTED):
        if key_of(metric.name) == key_of(name):
            return metric
    return None
