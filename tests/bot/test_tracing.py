"""A collector is told what takes how long and where it belongs; never who, no text, no secret."""

import asyncio
import subprocess
import sys
from contextlib import ExitStack, asynccontextmanager, suppress
from datetime import time, timedelta
from time import monotonic

import aiohttp
import pytest
from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from sqlalchemy.exc import DBAPIError

from bot.settings import SettingsProblem
from bot.tracing import traced
from rituals.agenda import Agenda
from rituals.letters import Letter, post
from rituals.log_context import about
from rituals.pulling import Pulls
from rituals.ritual import Ritual
from rituals.teams import LeadNamed
from storage.database import opened
from storage.sources.rows import Row
from storage.spans import are_told, span
from tests.making import a_source, a_workspace


class Collector:
    """Takes spans as the standard says they are sent."""

    def __init__(self):
        self.raw = b""
        self.spans, self.services = [], set()

    async def take(self, request):
        body = await request.read()
        self.raw += body
        for about_one in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.services.add(attributes(about_one.resource)["service.name"])
            for scope in about_one.scope_spans:
                self.spans.extend(scope.spans)
        return web.Response()

    def named(self, name, /, **facts):
        """Every span of a name that carries all these facts."""
        wanted = {f"polaris.{key}": value for key, value in facts.items()}.items()
        return [each for each in self.spans if each.name == name and wanted <= attributes(each).items()]

    def within(self, parent):
        """The names of everything that began in a span, and of what began in that."""
        found = [each for each in self.spans if each.parent_span_id == parent.span_id]
        return {each.name for each in found}.union(*(self.within(each) for each in found))


def attributes(told):
    return {each.key: each.value.string_value for each in told.attributes}


@asynccontextmanager
async def listening(take):
    application = web.Application()
    application.router.add_post("/v1/traces", take)
    runner = web.AppRunner(application, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.fixture
def collector():
    return Collector()


@pytest.fixture
async def told(collector):
    """From now on everything is told to the collector; what is called at last waits until it has it all."""
    async with listening(collector.take) as address:
        with ExitStack() as stack:
            stack.enter_context(traced(address))
            yield lambda: asyncio.to_thread(stack.close)  # in the loop it would hold up the collector
        assert not are_told()


async def a_pull(_source, _window):
    return [Row("2026-03-02", 25, "row 1")]


async def test_a_request_a_tick_a_delivery_and_a_pull_are_told_with_what_they_took(
    told, polaris, collector, simulator
):
    ana = simulator.people["ana"]
    await ana.runs("/commit Write <the> docs")
    await ana.runs("/nsm me")
    await polaris.live()
    async with polaris.ledger.open() as books:
        await post(books, Letter("k", ana.id, LeadNamed("docs", "Docs", "C1", ana.id)), polaris.clock.now())
    await polaris.live()
    await Pulls(polaris.ledger, polaris.clock, [a_source()], a_pull).run("warehouse")
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{polaris.port}/d/p/W1.a-secret"),
    ):
        pass
    await told()

    (committed,) = collector.named("slack request", kind="command", name="/commit", status="200")
    (asked,) = collector.named("slack request", name="/nsm")
    (pulled,) = collector.named("source pull", source="warehouse", kind="sql", attempt="1", state="failed")
    (delivered,) = collector.named("delivery", state="sent")
    assert collector.services == {"polaris"}
    assert collector.within(committed) == {"database"}
    assert collector.within(asked) == collector.within(delivered) == {"slack call", "database"}
    assert collector.within(pulled) == {"database"}
    assert collector.named("slack call", method="views.open", outcome="ok")
    assert collector.named("database", verb="INSERT", table="commitments")
    assert collector.named("http request", route="/d/p/{public}")
    assert collector.named("ritual tick")
    for each in (committed, asked, pulled, delivered):
        assert len(attributes(each)["polaris.reference"]) > 7
        assert attributes(each)["polaris.workspace"] == simulator.workspace.team_id
    for secret in ("docs", "Docs", ana.id, simulator.bot_token, simulator.app_token, "a-secret"):
        assert secret.encode() not in collector.raw


async def test_a_ritual_is_told_within_its_tick_with_its_team(told, collector, ledger, clock):
    async def prepare(_books, _occasion):
        return []

    agenda = Agenda(ledger, clock, {"pulse": Ritual("pulse", prepare, fresh_for=timedelta(hours=6))})
    async with ledger.open() as books:
        await agenda.keep(books, "pulse", "docs", days=(1, 2, 3, 4, 5, 6, 7), at=time(9), zone="UTC")
    clock.pass_(days=1)
    await agenda.tick()
    await told()

    (tick,) = collector.named("ritual tick")
    assert collector.named("ritual", team="docs", ritual="pulse")
    assert "ritual" in collector.within(tick)


async def test_an_answer_to_a_response_url_is_told_as_a_call(told, polaris, collector, simulator):
    ana = simulator.people["ana"]
    await ana.runs("/commit Write the docs")
    await ana.clicks("Undo")
    await polaris.door.settled()
    await told()

    assert collector.named("slack call", method="response_url", outcome="ok")


async def test_of_what_fails_only_the_kind_is_told(told, collector):
    with pytest.raises(LookupError), span("delivery"):
        raise LookupError("what somebody typed")
    await told()

    (failed,) = collector.spans
    assert failed.status.message == "LookupError"
    assert b"somebody" not in collector.raw


async def test_a_statement_that_belongs_to_nothing_is_not_told(told, collector, migrated_url):
    async with opened(migrated_url) as database:
        await database.workspaces()
    await told()

    assert collector.spans == []


async def test_statements_are_told_with_what_they_belong_to_also_when_they_fail(
    told, collector, migrated_url
):
    async with opened(migrated_url) as database:
        ledger = database.ledger("T1")
        with about(reference="ab12cd34"), span("ritual tick"):
            for workspace in (a_workspace(), a_workspace(name=None)):
                with suppress(DBAPIError):
                    async with ledger.open() as books:
                        await books.workspaces.put(workspace)
    await told()

    well, ill = collector.named("database", verb="INSERT", table="workspaces", reference="ab12cd34")
    assert well.status.message == ""
    assert ill.status.message in {"IntegrityError", "NotNullViolation"}


async def test_a_collector_that_never_answers_does_not_hold_up_a_stop():
    calls = []

    def never(_reader, writer):
        calls.append(writer)

    silent = await asyncio.start_server(never, "127.0.0.1", 0)
    tracing = traced(f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}")
    tracing.__enter__()
    with span("ritual tick"):
        pass
    began = monotonic()
    await asyncio.to_thread(tracing.__exit__, None, None, None)
    took = monotonic() - began
    silent.close()
    for call in calls:
        call.close()
        await call.wait_closed()

    assert calls
    assert took < 5


def test_without_opentelemetry_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry", None)

    with pytest.raises(SettingsProblem, match="requirements-tracing"), traced("http://127.0.0.1:1"):
        pass


def test_where_no_collector_is_named_nothing_is_imported():
    asks = (
        "import sys; from bot import running; from bot.tracing import traced\n"
        "with traced(''): sys.exit(any('opentelemetry' in name for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", asks], check=False).returncode == 0
