"""Whoever is forgotten is nobody any more; what others rest on stays."""

import json
from datetime import date

import pytest

from rituals import prompts
from rituals.forgetting import Forgetting
from rituals.lead_left import LeadLeft
from rituals.letters import Letter, post
from rituals.pauses import ShutdownNote
from rituals.roster import Rosters
from storage.records.commitments import CommitmentState, Visibility
from storage.records.deliveries import DeliveryState
from storage.records.people import Person, is_forgotten
from storage.records.preferences import Absence
from tests.making import (
    ANA,
    BO,
    MONDAY,
    a_commitment,
    a_delivery,
    a_metric,
    a_team,
    a_win,
    a_workspace,
)


@pytest.fixture
async def books_of(ledger):
    """An organisation led by Ana, with Bo as its sponsor."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(product_lead=ANA.user, sponsor=BO.user))
        await books.people.put(ANA)
        await books.people.put(BO)
        await books.teams.put(a_team(lead=ANA.user))
    return ledger


@pytest.fixture
def forget(books_of, clock, ids):
    return lambda user=ANA.user: Forgetting(books_of, clock, ids).forget(user)


async def test_the_roles_they_held_fall_to_others(books_of, forget):
    await forget()
    async with books_of.open() as books:
        workspace, asked = await books.workspaces.get(), await books.prompts.named("lead-left:")

    assert workspace.product_lead == BO.user
    assert [(each.user, each.kind) for each in asked] == [(BO.user, LeadLeft.kind)]


async def test_open_promises_go_and_settled_ones_stay_without_words(books_of, forget):
    async with books_of.open() as books:
        await books.commitments.add(a_commitment(id="open", user=ANA.user, text="my own words"))
        done = a_commitment(id="done", user=ANA.user, text="my other words", state=CommitmentState.DONE)
        await books.commitments.add(done)
    await forget()
    async with books_of.open() as books:
        gone, kept = await books.commitments.get("open"), await books.commitments.get("done")

    assert gone is None
    assert (kept.text, kept.line, kept.visibility) == ("(erased)", "", Visibility.ME)
    assert (kept.state, is_forgotten(kept.user)) == (CommitmentState.DONE, True)


@pytest.mark.parametrize("words", ["Ship it", "Weekly active contributors"])
async def test_a_promise_is_erased_where_a_message_repeats_it_and_nowhere_else(books_of, forget, words):
    told = {"due": [{"by": "Ana", "text": words}], "metric": words}
    async with books_of.open() as books:
        await books.commitments.add(a_commitment(user=ANA.user, text=words, state=CommitmentState.DONE))
        await books.deliveries.add(a_delivery("pulse", content=json.dumps(told)))
        await books.wins.add(a_win(user=ANA.user, text=words, commitment="c1"))
        await books.metrics.add(a_metric(name=words))
    await forget()
    async with books_of.open() as books:
        message, win = await books.deliveries.get("pulse"), await books.wins.get("w1")
        metric = await books.metrics.get("merged")

    kept = {"due": [{"by": "somebody", "text": "(erased)"}], "metric": words}
    assert json.loads(message.content) == kept
    assert win.text == words
    assert metric.name == words


@pytest.mark.parametrize(
    ("namesakes", "read_out"), [([], "(erased)"), ([Person("UANN", "Ana", "UTC")], "Ship it")]
)
async def test_what_was_read_out_as_theirs_is_erased_though_they_changed_it_since(
    books_of, forget, namesakes, read_out
):
    told = {"due": [{"by": "Ana", "text": "Ship it"}, {"by": "Bo", "text": "Ship it"}], "text": "Ship it"}
    async with books_of.open() as books:
        await books.deliveries.add(a_delivery("pulse", content=json.dumps(told)))
        for each in namesakes:
            await books.people.put(each)
    await forget()
    async with books_of.open() as books:
        message = json.loads((await books.deliveries.get("pulse")).content)

    assert [each["text"] for each in message["due"]] == [read_out, "Ship it"]
    assert message["text"] == "Ship it"


async def test_whoever_writes_their_name_small_goes_where_it_stands_alone_and_words_of_ours_stay(
    books_of, forget
):
    told = {"due": [{"by": "open", "text": "Ship it"}], "names": ["quirin"], "open": "open"}
    async with books_of.open() as books:
        await books.people.put(Person("UQUI", "quirin", "UTC", full_name="open merged"))
        await books.deliveries.add(a_delivery("pulse", content=json.dumps(told)))
        await books.wins.add(a_win(text="quirin"))
        await books.metrics.add(a_metric(key="merged"))
        await books.commitments.add(a_commitment(state=CommitmentState.OPEN))
    await forget("UQUI")
    async with books_of.open() as books:
        message, win = await books.deliveries.get("pulse"), await books.wins.get("w1")
        promise, metric = await books.commitments.get("c1"), await books.metrics.get("merged")

    assert json.loads(message.content) == told | {"names": ["somebody"]}
    assert (message.kind, win.text) == (a_delivery().kind, "somebody")
    assert promise.state is CommitmentState.OPEN
    assert metric is not None


async def test_a_colleague_of_the_same_name_keeps_it(books_of, forget):
    namesake = Person("UANN", "Ann", "UTC", full_name="Ana")
    async with books_of.open() as books:
        await books.people.put(namesake)
    await forget()
    async with books_of.open() as books:
        kept = await books.people.get(namesake.user)

    assert kept == namesake


async def test_what_was_on_its_way_to_them_is_dropped_and_nothing_more_is_sent(books_of, forget, clock):
    async with books_of.open() as books:
        await books.deliveries.add(a_delivery("matter", to=ANA.user, channel="D1", ts="1"))
        await books.deliveries.add(a_delivery(f"hers:{ANA.user}", to=ANA.user))
    await forget()
    async with books_of.open() as books:
        kept, hers = await books.deliveries.get("matter"), await books.deliveries.get(f"hers:{ANA.user}")
        note = ShutdownNote(MONDAY, MONDAY, is_over=False)
        posted = await post(books, Letter("next", kept.to, note), clock.now())
        asked = await prompts.ask(books, Letter("ask", kept.to, note), clock.now())

    assert (kept.state, kept.channel, kept.ts) == (DeliveryState.DROPPED, None, None)
    assert hers is None
    assert not posted
    assert not asked


async def test_a_win_names_nobody_and_is_found_by_no_name(books_of, forget):
    async with books_of.open() as books:
        await books.wins.add(a_win(user=ANA.user, text="Ana, yes ANA, mended it", people=(ANA.user,)))
    await forget()
    async with books_of.open() as books:
        win, found = await books.wins.get("w1"), await books.wins.search(["ana"], None)

    assert win.text == "somebody, yes somebody, mended it"
    assert win.people == (win.user,)
    assert is_forgotten(win.user)
    assert found == []


async def test_the_trail_tells_that_somebody_was_forgotten_and_not_whom(books_of, forget):
    await forget()
    async with books_of.open() as books:
        last = (await books.audit.newest(1))[0]

    assert (last.who, last.what, last.subject, last.after) == (None, "person.forgotten", "", {"": "somebody"})


async def test_two_who_are_forgotten_are_two_and_look_alike(books_of, forget):
    await forget()
    await forget(BO.user)
    async with books_of.open() as books:
        people = await books.people.all()

    assert [(each.name, is_forgotten(each.user)) for each in people] == [("somebody", True)] * 2
    assert people[0].user != people[1].user


async def test_somebody_unknown_leaves_no_mark(books_of, forget):
    done = await forget("UNOBODY")
    async with books_of.open() as books:
        trail, people = await books.audit.count(), await books.people.all()

    assert not done.was_known
    assert trail == 0
    assert len(people) == 2


async def test_settings_and_days_off_go(books_of, forget):
    async with books_of.open() as books:
        await books.absences.put(Absence(ANA.user, MONDAY, date(2026, 3, 20)))
    await forget()
    async with books_of.open() as books:
        pseudonyms = [each.user for each in await books.people.all() if is_forgotten(each.user)]
        away = [await books.absences.of(user) for user in (ANA.user, *pseudonyms)]

    assert away == [[], []]


async def test_slack_telling_of_them_changes_nothing_until_they_use_it(either_ledger, clock, ids):
    async with either_ledger.open() as books:
        await books.people.put(ANA)
    done = await Forgetting(either_ledger, clock, ids).forget(ANA.user)
    rosters = Rosters(either_ledger, clock)
    await rosters.met(ANA)
    async with either_ledger.open() as books:
        ignored = await books.people.get(ANA.user)
        removed = [await books.forgotten.remove(ANA.user) for _ in range(2)]
    await rosters.met(ANA)
    async with either_ledger.open() as books:
        known = await books.people.get(ANA.user)

    assert (done.gone, done.is_swept, ignored, removed) == (1, True, None, [True, False])
    assert known == ANA


async def test_other_newcomers_are_met_as_ever(books_of, forget, clock):
    await forget()
    newcomer = Person("UCY", "Cy", "UTC")
    await Rosters(books_of, clock).met(newcomer)
    async with books_of.open() as books:
        known = await books.people.get("UCY")

    assert known == newcomer
