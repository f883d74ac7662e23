"""A filled organisation: whatever can be asked for is there, and belongs to those the cases say."""

from dataclasses import replace
from datetime import date, time, timedelta

from rituals import digest_hours, prompts, triage
from rituals.breaches import Breach, BreachAsk
from rituals.counter_signal import CounterSignal, CounterSignalAsk
from rituals.digest_hours import Hours
from rituals.follow_through import FollowThroughAsk
from rituals.letters import Letter, post
from rituals.quarter import LinksAsked
from rituals.scoreboard import score
from rituals.triage import TriageAgenda
from rituals.win_words import WinTold, key
from storage.ledger import Books, Ledger
from storage.records.commitments import CommitmentState, Visibility
from storage.records.conflicts import ConflictState
from storage.records.dashboard import Board, Dashboard, SharedLink, ViewerKind
from storage.records.deliveries import DeliveryState
from storage.records.dictionary import Entry, Standing
from storage.records.launch import Launch, Question
from storage.records.levers import Finding, Talk, Unconnected
from storage.records.metrics import Cadence, InputState, Reading
from storage.records.narrative import RepeatBack
from storage.records.pauses import Shutdown
from storage.records.preferences import Absence
from storage.records.pulses import Gathering, PulsePlan
from storage.records.shifts import AcceptedShift
from storage.records.sources import KnownSource
from storage.records.teams import Membership
from storage.records.teams import Standing as Counted
from storage.records.triage_questions import TriageQuestion
from storage.sources.configs import CsvWebSource
from tests.authorisation.people import (
    ASTA,
    BO,
    DANA,
    EVERYBODY,
    GUS,
    LEAD,
    MIA,
    NORA,
    OPERATOR,
    OWEN,
    SPONSOR,
)
from tests.making import (
    MONDAY,
    MONDAY_NINE,
    a_commitment,
    a_conflict,
    a_decision,
    a_delivery,
    a_metric,
    a_star,
    a_team,
    a_win,
    a_workspace,
    an_input,
)

NOW = MONDAY_NINE
WEEK = timedelta(weeks=1)
LAST_WEEK = MONDAY - WEEK
DIGEST_DAY = date(2026, 3, 18)
SHEET = CsvWebSource(
    kind="csv_web", name="sheet", url="https://sheets.example.com/a.csv", only=("churn",), layout="wide"
)
# Long at one level, then long enough at another to be offered as the new one.
SHIFTED = [20.0, 22.0] * 8 + [40.0, 42.0] * 5


async def fill(ledger: Ledger) -> None:
    async with ledger.open() as books:
        await _organisation(books)
        await _numbers(books)
        await _promises(books)
        await _conflicts(books)
        await _questions(books)
        await _the_rest(books)


async def leave_vacant(ledger: Ledger) -> None:
    """Nobody leads the product, and there is no North Star yet."""
    async with ledger.open() as books:
        await books.workspaces.put(a_workspace(product_lead=None, company_channel=None))
        for each in EVERYBODY:
            if each.known is not None:
                await books.people.put(each.known)


async def _organisation(books: Books) -> None:
    await books.workspaces.put(
        a_workspace(
            product_lead=LEAD.user, sponsor=SPONSOR.user, operator=OPERATOR.user, triage_channel="CTRIAGE"
        )
    )
    for each in EVERYBODY:
        if each.known is not None:
            await books.people.put(each.known)
    hours = {"standup_days": (2, 4), "standup_time": time(9, 30)}
    teams = [
        a_team(id="engine", name="Engine", lead=BO.user, channel="CENGINE", **hours),
        a_team(id="ops", name="Ops", lead=BO.user, channel="COPS"),
        a_team(id="docs", name="Docs", lead=DANA.user, channel="CDOCS", audience="design"),
    ]
    for team in teams:
        await books.teams.put(team)
    await books.pulses.put(PulsePlan("engine", Gathering.STANDUP))
    counted = {"engine": (BO, MIA, GUS), "ops": (BO,), "docs": (DANA, OWEN)}
    for name, people in counted.items():
        for person in people:
            await books.memberships.put(Membership(name, person.user, Counted.CHANNEL))


async def _numbers(books: Books) -> None:
    await books.north_stars.add(a_star(chosen_by=LEAD.user))
    link = {"agreed_at": None, "agreed_by": None}
    merged = an_input(id="agreed", team="engine", proposed_by=OWEN.user, agreed_by=BO.user)
    hoped = an_input(
        id="hoped", team="engine", metric=a_metric(key="hoped", name="Hoped"), proposed_by=OWEN.user, **link
    )
    docs = an_input(id="pages", team="docs", metric=a_metric(key="pages", name="Pages"), agreed_by=DANA.user)
    for each in (merged, replace(hoped, state=InputState.PROPOSED), docs):
        await books.inputs.put(each)
    for name, standing in (("churn", Standing.OUTPUT), ("noise", Standing.GUARDRAIL), ("spare", None)):
        await books.metrics.put(a_metric(key=name, name=name.title(), cadence=Cadence.WEEK))
        if standing is not None:
            await books.dictionary.put(Entry(name, standing, OWEN.user))
    await books.dictionary.put(Entry("merged", None, OWEN.user))
    for name in ("active_contributors", "merged", "churn", "pages"):
        await books.readings.put(
            Reading(name, LAST_WEEK - WEEK * back, value, LEAD.user, NOW)
            for back, value in enumerate(reversed(SHIFTED))
        )
    await books.readings.put(
        Reading("noise", LAST_WEEK - WEEK * back, value, OWEN.user, NOW)
        for back, value in enumerate(reversed(SHIFTED))
    )
    await books.shifts.put(AcceptedShift("noise", LAST_WEEK - WEEK * 8, OWEN.user, NOW))
    await books.shifts.put(AcceptedShift("pages", LAST_WEEK - WEEK * 8, DANA.user, NOW))
    config = SHEET.model_dump_json(exclude_defaults=True)
    await books.sources.put(KnownSource("sheet", "csv_web", OWEN.user, config, ("churn",)))
    await books.sources.put(KnownSource("warehouse", "sql", metrics=("noise",)))


async def _promises(books: Books) -> None:
    for owner, team in ((OWEN, "docs"), (GUS, "engine")):
        name = owner.name
        own = a_commitment(user=owner.user, team=team, made_at=NOW, visibility=Visibility.TEAM)
        before = replace(own, week=LAST_WEEK, made_at=NOW - WEEK)
        for each in (
            replace(own, id=f"open-{name}"),
            replace(own, id=f"done-{name}", state=CommitmentState.DONE, settled_at=NOW),
            replace(before, id=f"late-{name}", state=CommitmentState.NOT_YET, settled_at=NOW),
            replace(before, id=f"carried-{name}", state=CommitmentState.NOT_YET, settled_at=NOW),
            replace(own, id=f"again-{name}", carried_from=f"carried-{name}"),
        ):
            await books.commitments.add(each)
        await books.wins.add(a_win(id=f"win-{name}", user=owner.user, people=(ASTA.user,)))
        await books.absences.put(Absence(owner.user, MONDAY, MONDAY))
    await books.wins.add(a_win(id="win-of-gus", user=OWEN.user, people=(GUS.user,)))
    cheered = a_win(id="cheered", user="USOMEBODY")
    await books.wins.add(cheered)
    told = a_delivery(key(cheered), kind=WinTold.kind, state=DeliveryState.SENT, channel="CALL", ts="7.0")
    await books.deliveries.add(told)


async def _conflicts(books: Books) -> None:
    at = a_conflict(
        raised_by=OWEN.user, team="engine", other_team="ops", channel="CENGINE", raised_at=NOW - WEEK
    )
    at = replace(at, alone_from=NOW - timedelta(days=1))
    for each in (
        replace(at, id="asking", text="Asking, in between"),
        replace(at, id="up", text="Rising, in private", state=ConflictState.UP, up_at=NOW - WEEK),
        replace(at, id="settled", state=ConflictState.SETTLED, closed_at=NOW, closed_by=BO.user),
        replace(at, id="decided", state=ConflictState.DECIDED, closed_at=NOW, closed_by=LEAD.user),
    ):
        await books.conflicts.add(each)
    decision = a_decision(
        id="held", conflict="decided", decided_by=(LEAD.user,), recorded_by=LEAD.user, review_on=MONDAY
    )
    await books.decisions.add(decision)
    await books.triage_questions.add(TriageQuestion("question", "Is it?", LEAD.user, NOW))
    agenda = TriageAgenda(MONDAY, "UTC", (), 0, None, LEAD.user, SPONSOR.user, MONDAY + WEEK)
    await post(books, Letter(triage.key(MONDAY), "CTRIAGE", agenda), NOW)


async def _questions(books: Books) -> None:
    star, merged, churn = a_star().metric, a_metric(), a_metric(key="churn", name="Churn")
    seen = {each.key: (await score(books, each, MONDAY)).verdict for each in (star, merged, churn)}
    worse = Breach("engine", "Engine", merged, seen["merged"], churn, seen["churn"], since=LAST_WEEK)
    signal = CounterSignal(star, seen[star.key], churn, seen["churn"], LAST_WEEK)
    links = LinksAsked("links", MONDAY, star.name, Cadence.WEEK, (), may_change=False)
    week = FollowThroughAsk("week", MONDAY, ())
    for about, to, content in (
        ("breach", BO.user, BreachAsk("breach", worse)),
        ("counter", LEAD.user, CounterSignalAsk("counter", signal)),
        ("links", ASTA.user, links),
        ("week", ASTA.user, week),
    ):
        await prompts.ask(books, Letter(about, to, content), NOW)
    told = RepeatBack("told", "plain", "The story", OWEN.user, ASTA.user, NOW)
    await books.repeat_backs.put(told)
    heard = replace(told, id="heard", answer="Mine", answered_at=NOW)
    await books.repeat_backs.put(heard)
    await books.repeat_backs.put(replace(heard, id="heard-lead", author=LEAD.user))
    await books.launches.put(Launch("launch", "CALL", "What do you think?", LEAD.user, NOW))
    await books.questions.put(Question("asked", "launch", "Why?", NORA.user, NOW, owner=ASTA.user))


async def _the_rest(books: Books) -> None:
    await digest_hours.keep(books, "UTC", Hours(DIGEST_DAY.isoweekday(), time(15), DIGEST_DAY), NOW)
    await books.dashboards.put(Dashboard(NOW, LEAD.user))
    await books.dashboards.add_key("a key of members")
    await books.dashboards.add_link(SharedLink(ViewerKind.TV, "digest", LEAD.user, NOW))
    for rank, question in enumerate(("First?", "Second?")):
        board = Board(f"board-{rank}", question, "Which?", ("merged",), DANA.user, NOW, rank=rank)
        await books.boards.put(board)
    await books.shutdowns.put(Shutdown(MONDAY + WEEK, MONDAY + WEEK, LEAD.user))
    await books.deliveries.add(
        a_delivery("lost", state=DeliveryState.REJECTED, written_at=NOW, error="not_in_channel")
    )
    await books.deliveries.add(a_delivery("unsure", state=DeliveryState.UNKNOWN, written_at=NOW))
    await books.talks.put(Talk("engine", "Speed", ("Faster reviews", "Fewer bugs"), BO.user, NOW))
    work = Unconnected("work", "engine", "Moving", "Ops", "Rest", Finding.NOT_YET, "", MONDAY, BO.user, NOW)
    await books.unconnected.put(work)
    await books.unconnected.put(replace(work, id="work-of-docs", team="docs", noted_by=DANA.user))
