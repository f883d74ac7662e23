"""Who may do what, cell by cell: everybody asks for everything at the real door."""

import asyncio

import pytest

from bot.features.commit import modal as commit
from bot.features.commit.rows import Place
from bot.features.roles import views as roles
from bot.features.team import views as team
from rituals.authorisation import Action
from tests.authorisation.asking import happened, pressed, submitted
from tests.authorisation.everything import CASES
from tests.authorisation.people import ELSEWHERE, EVERYBODY, LEAD, NAMESAKE, NEWCOMER, NORA, OURS, OWEN
from tests.authorisation.stage import a_stage
from tests.authorisation.typed import EVENTS, TOLD
from tests.authorisation.world import fill, leave_vacant

ROLES = {"product_lead": NORA.user, "sponsor": NORA.user, "operator": NORA.user}


@pytest.fixture(scope="module")
def loop():
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def stage(loop, migrated, tmp_path_factory):
    """One door for all cells; each begins with the same books."""

    async def begin():
        opened = await entered.__aenter__()
        await opened.prepare("empty")
        for name, furnish in (("filled", fill), ("vacant", leave_vacant)):
            await opened.restore("empty")
            await furnish(opened.ledger)
            await opened.prepare(name)
        return opened

    entered = a_stage(migrated, tmp_path_factory.mktemp("authorisation"))
    yield loop.run(begin())
    loop.run(entered.__aexit__(None, None, None))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_whoever_may_does_and_whoever_may_not_is_told_so_and_changes_nothing(loop, stage, case):
    wrong = loop.run(_faults(stage, case))

    assert wrong == []


async def _faults(stage, case):
    await stage.restore(case.books)
    found = []
    for actor in EVERYBODY:
        outcome = await stage.ask(actor, case.body(actor))
        found += [f"{actor.name}: {fault}" for fault in _faults_of(case, actor, outcome)]
        if outcome.changed:
            await stage.restore(case.books)
    return found


def _faults_of(case, actor, outcome):
    may = case.may(actor)
    refused = outcome.is_refused or (bool(case.shows) and case.shows not in outcome.told)
    yield from outcome.mishaps
    if may and refused:
        yield f"is refused: {outcome.refusals}"
    if may and outcome.refusals:
        yield f"may, and yet {outcome.refusals}"
    if not may and not refused:
        yield "is not refused"
    if not may and not case.shows and not outcome.told:
        yield "is not told why"
    if not may and (changed := [name for name in outcome.changed if not _is_kept(name, actor, outcome)]):
        yield f"changed {changed}"


def _is_kept(name, actor, outcome):
    """Whether it is what is kept whatever somebody asks for: the request, and what they typed themselves."""
    before, after = outcome.changed[name]
    is_typed = name == "drafts" and all(actor.user in row for row in [*before, *after])
    return name == "taken_requests" or is_typed or (name == "people" and actor is NEWCOMER)


@pytest.mark.parametrize("event", EVENTS, ids=str)
def test_what_happened_elsewhere_or_is_done_by_nobody_of_ours_changes_nothing(loop, stage, event):
    wrong = loop.run(_faults_of_event(stage, event))

    assert wrong == []


async def _faults_of_event(stage, event):
    await stage.restore("filled")
    found = []
    for actor in EVERYBODY:
        outcome = await stage.ask(actor, event.body(actor))
        found += [f"{actor.name}: {each}" for each in outcome.mishaps]
        changed = set(outcome.changed) - {"taken_requests"}
        if changed and (actor is NEWCOMER or not event.may(actor)):  # who may be of elsewhere
            found.append(f"{actor.name}: changed {sorted(changed)}")
        if event.changes and event.may(actor) and changed == set() and actor is not NEWCOMER:
            found.append(f"{actor.name}: changed nothing")
        await stage.restore("filled")
    return found


@pytest.mark.parametrize("kind", TOLD)
def test_what_slack_tells_of_another_workspace_changes_nothing(loop, stage, kind):
    async def changed_by(actor):
        await stage.restore("filled")
        outcome = await stage.ask(actor, happened(kind, **TOLD[kind])(actor))
        return set(outcome.changed) - {"taken_requests"}

    assert loop.run(changed_by(LEAD))
    assert loop.run(changed_by(NAMESAKE)) == set()


@pytest.mark.parametrize(
    ("said", "is_ours"),
    [
        ({"user": {"id": LEAD.user, "team_id": ELSEWHERE}}, False),
        ({"user": {"id": LEAD.user}, "team": {"id": ELSEWHERE}}, False),
        ({"user": {"id": LEAD.user, "team_id": ""}, "team": {"id": ELSEWHERE}}, False),
        ({"user": {"id": LEAD.user, "team_id": OURS}, "team": None}, True),
        # In a channel that another organisation shares with us.
        ({"user": {"id": LEAD.user, "team_id": OURS}, "team": {"id": ELSEWHERE}}, True),
    ],
)
@pytest.mark.parametrize("body", [pressed(team.RETIRE, team.About("engine")), submitted(roles.NAME, **ROLES)])
def test_the_organisation_of_whoever_acts_is_what_slack_says_beside_their_name(
    loop, stage, body, said, is_ours
):
    loop.run(stage.restore("filled"))
    outcome = loop.run(stage.ask(LEAD, body(LEAD) | said))

    assert bool(outcome.changed) is is_ours
    assert outcome.refusals == (() if is_ours else ("Outsider",))


def test_every_action_of_the_table_is_tried():
    tried = {action for case in [*CASES, *EVENTS] for action in case.actions}

    assert set(Action) - tried == set()


def test_everything_that_is_listened_to_is_tried(stage):
    heard = stage.door.registered
    known = {f"press {each}" for each in heard.actions} | {f"form {each}" for each in heard.views}
    known |= {f"shortcut {each}" for each in heard.shortcuts}
    known |= {f"event {each}" for each in heard.events}
    known |= {f"{command} {word}" for command, words in heard.commands.items() for word in words}
    asked = [case.where for case in [*CASES, *EVENTS]] + [f"event {each}" for each in TOLD]
    tried = {*asked, *(" ".join(where.split()[:2]) for where in asked)}

    assert known - tried == set()


def test_an_address_that_a_form_was_made_to_keep_is_not_written_to(loop, stage):
    called = []

    async def answer(_reader, writer):
        called.append(writer)
        writer.close()

    async def forge():
        await stage.restore("filled")
        async with await asyncio.start_server(answer, "127.0.0.1", 0) as inside:
            port = inside.sockets[0].getsockname()[1]
            origin = commit.Origin("open-owen", on=Place.LIST, answer_at=f"http://127.0.0.1:{port}/inside")
            body = submitted(commit.CHANGE, origin, text="Read it", weeks="1", visibility="team")
            return await stage.ask(OWEN, body(OWEN))

    outcome = loop.run(forge())

    assert (called, outcome.mishaps) == ([], ())
    assert "chat.postMessage" in outcome.told
