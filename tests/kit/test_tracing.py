"""Traces as a collector receives them: over HTTP, decoded by OpenTelemetry's own messages."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from api.kit import tracing
from api.kit.db import Database
from api.kit.jobs import Job, JobList, enqueue
from api.main import create_app
from api.settings import Settings
from tests.support.clock import NOON

TRACE, CALLER = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
SECRET = "mat-khau-khong-ai-biet"


class Collector(ThreadingHTTPServer):
    """Keeps the spans it is sent, and whose they are."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.spans: list[Span] = []
        self.services: set[str] = set()

    def named(self, name: str) -> Span:
        (found,) = (span for span in self.spans if span.name == name)
        return found

    def below(self, span: Span) -> list[Span]:
        return [each for each in self.spans if each.parent_span_id == span.span_id]


class _Handler(BaseHTTPRequestHandler):
    server: Collector

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.server.services.add(told(resource.resource.attributes)["service.name"])
            self.server.spans += [span for scope in resource.scope_spans for span in scope.spans]
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()


def told(attributes: Any) -> dict[str, Any]:
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in attributes}


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    with Collector() as collector:
        threading.Thread(target=collector.serve_forever, daemon=True).start()
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{collector.server_port}")
        yield collector
        collector.shutdown()


async def test_a_request_and_its_statements_are_in_the_callers_trace(
    collector: Collector, real: Database, settings: Settings
) -> None:
    app = create_app(settings, database=real, traced=tracing.begin("lotrinh-api"))
    form = {"grant_type": "password", "username": "khong.co.ai", "password": SECRET}
    headers = {"traceparent": f"00-{TRACE}-{CALLER}-01"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver") as client,
    ):
        refused = await client.post(f"/api/v1/auth/token?x={SECRET}", data=form, headers=headers)
        assert refused.json()["error"] == "invalid_request"  # nobody declared x
        refused = await client.post("/api/v1/auth/token", data=form, headers=headers)
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
        lost = await client.get("/api/v1/reports/mot-ma-bi-mat", headers=headers)
        assert lost.status_code == 401
    assert collector.services == {"lotrinh-api"}
    spans = [span for span in collector.spans if span.name == "POST /api/v1/auth/token"]
    assert [told(span.attributes)["http.response.status_code"] for span in spans] == [400, 400]
    request = spans[1]
    assert (request.trace_id.hex(), request.parent_span_id.hex()) == (TRACE, CALLER)
    assert told(request.attributes)["lotrinh.request_id"] == refused.headers["x-request-id"]
    statements = [told(span.attributes) for span in collector.below(request)]
    assert "SELECT sign_in_failures" in {each["db.query.summary"] for each in statements}
    for word in (SECRET, "khong.co.ai", "mot-ma-bi-mat"):
        assert word not in str(collector.spans)


async def test_a_job_that_fails_says_so_by_the_class_of_its_failure_alone(collector: Collector) -> None:
    async def work(running: Any) -> None:
        raise ValueError(SECRET)

    async def tick(session: Any) -> str:
        return "done"

    traced = tracing.begin("lotrinh-worker")
    assert traced is not None
    jobs = traced.work(JobList(kinds={"draw": work}, ticks={"remind": ("* * * * *", tick)}, limits={"draw": 2}))
    with suppress(ValueError):
        asked = SimpleNamespace(id=UUID(int=7), payload={})
        await jobs.kinds["draw"](asked)  # type: ignore[arg-type]  # no more is looked at
    when, kept = jobs.ticks["remind"]
    assert (when, await kept(None), jobs.limits) == ("* * * * *", "done", {"draw": 2})  # type: ignore[arg-type]
    traced.end()
    failed = collector.named("job draw")
    assert (told(failed.attributes), failed.status.code) == (
        {"error.type": "ValueError", "lotrinh.job.id": str(UUID(int=7))}, Status.STATUS_CODE_ERROR,
    )  # fmt: skip
    assert collector.named("tick remind").status.code == Status.STATUS_CODE_UNSET
    assert SECRET not in str(collector.spans)


async def test_a_job_is_in_the_trace_of_the_request_that_asked_for_it(collector: Collector, real: Database) -> None:
    async def ask(scope: Any, receive: Any, send: Any) -> None:
        async with real.session(NOON) as session:
            asked.append(await enqueue(session, "draw", {"report": 1}, None))
            await session.commit()

    async def work(running: Any) -> None:
        """Draw."""

    asked: list[Job] = []
    traced = tracing.begin("lotrinh")
    assert traced is not None
    headers = [(b"traceparent", f"00-{TRACE}-{CALLER}-01".encode())]
    await traced.requests(ask)({"type": "http", "method": "POST", "headers": headers}, None, None)  # type: ignore[arg-type]  # not asked for
    (job,) = asked
    running = SimpleNamespace(id=job.id, payload=job.payload)
    await traced.work(JobList(kinds={"draw": work})).kinds["draw"](running)  # type: ignore[arg-type]  # as above
    traced.end()
    request, drawn = collector.named("POST"), collector.named("job draw")
    assert (drawn.trace_id, drawn.parent_span_id) == (request.trace_id, request.span_id)
    assert drawn.trace_id.hex() == TRACE
    async with real.session(NOON) as session:
        assert (await enqueue(session, "draw", {"report": 1}, None)).payload == {"report": 1}


def test_where_nobody_takes_traces_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    assert tracing.begin("lotrinh-api") is None
