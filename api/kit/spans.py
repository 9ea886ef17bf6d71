"""Spans of requests, statements and jobs; loaded by `kit.tracing` alone, and only where somebody takes traces."""

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from typing import Any

import asyncpg
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from sqlalchemy import event
from sqlalchemy.engine import Connection, ExceptionContext
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.kit.db import Database
from api.kit.jobs import TRACE, TRACEPARENT, JobList, Tick, Work
from api.kit.reads import Reads

_TABLE = re.compile(r"\b(?:FROM|INTO|UPDATE)\s+\"?(\w+)", re.IGNORECASE)
_OURS = "lotrinh"
_HEADERS = frozenset({b"traceparent", b"tracestate"})
_SPAN = "span"


class Spans:
    """Makes spans and hands them to the official exporter, in batches and beside the work."""

    def __init__(self, service: str) -> None:
        named = {} if os.environ.get("OTEL_SERVICE_NAME") else {SERVICE_NAME: service}
        self._provider = TracerProvider(resource=Resource.create(named))
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer(_OURS)

    def requests(self, inner: ASGIApp) -> ASGIApp:
        """See `Tracing`."""

        async def traced(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await inner(scope, receive, send)
                return
            with _spanning(self._tracer, scope["method"], SpanKind.SERVER, _parent(scope)) as span:
                token = TRACE.set(_carried())
                try:
                    await inner(scope, receive, _noting(span, send))
                finally:
                    TRACE.reset(token)
                _name(span, scope)

        return traced

    def statements(self, database: Database) -> None:
        """See `Tracing`. What no request and no job asks for (looking whether there is anything) is not traced."""
        engine = database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", self._begin_statement)
        event.listen(engine, "after_cursor_execute", _end_statement)
        event.listen(engine, "handle_error", _fail_statement)
        database.reads = _TracedReads(database.reads, self._tracer)

    def work(self, jobs: JobList) -> JobList:
        """See `Tracing`."""
        kinds = {kind: self._job(kind, work) for kind, work in jobs.kinds.items()}
        ticks = {name: (when, self._tick(name, tick)) for name, (when, tick) in jobs.ticks.items()}
        return replace(jobs, kinds=kinds, ticks=ticks)

    def end(self) -> None:
        """See `Tracing`."""
        self._provider.shutdown()

    def _begin_statement(self, connection: Connection, _: Any, statement: str, *__: Any) -> None:
        if get_current_span().is_recording():
            connection.info[_SPAN] = _statement(self._tracer, statement)

    def _job(self, kind: str, work: Work) -> Work:
        @wraps(work)
        async def traced(running: Any) -> Any:
            parent = TraceContextTextMapPropagator().extract(_asked_in(running.payload), Context())
            with _spanning(self._tracer, f"job {kind}", SpanKind.CONSUMER, parent) as span:
                span.set_attribute("lotrinh.job.id", str(running.id))
                return await work(running)

        return traced

    def _tick(self, name: str, tick: Tick) -> Tick:
        @wraps(tick)
        async def traced(session: Any) -> Any:
            with _spanning(self._tracer, f"tick {name}", SpanKind.INTERNAL):
                return await tick(session)

        return traced


class _TracedReads:
    """Hot reads, which go past the sessions."""

    def __init__(self, reads: Reads, tracer: Tracer) -> None:
        self._reads = reads
        self._tracer = tracer

    async def fetch(self, sql: str, values: Sequence[Any]) -> list[asyncpg.Record]:
        """See `Reads`."""
        if not get_current_span().is_recording():
            return await self._reads.fetch(sql, values)
        span = _statement(self._tracer, sql)
        try:
            return await self._reads.fetch(sql, values)
        except BaseException as error:
            _failed(span, error)
            raise
        finally:
            span.end()

    async def close(self) -> None:
        """See `Reads`."""
        await self._reads.close()


@contextmanager
def _spanning(tracer: Tracer, name: str, kind: SpanKind, parent: Context | None = None) -> Iterator[Span]:
    """A span that says by its class alone what went wrong inside: a text may hold what somebody typed."""
    with tracer.start_as_current_span(
        name, context=parent, kind=kind, record_exception=False, set_status_on_exception=False
    ) as span:
        try:
            yield span
        except BaseException as error:
            _failed(span, error)
            raise


def _failed(span: Span, error: BaseException) -> None:
    span.set_attribute("error.type", type(error).__name__)
    span.set_status(StatusCode.ERROR)


def _parent(scope: Scope) -> Context:
    carrier = {name.decode(): value.decode("latin-1") for name, value in scope["headers"] if name in _HEADERS}
    return TraceContextTextMapPropagator().extract(carrier, Context())


def _carried() -> str | None:
    """The span that is current, as a `traceparent`."""
    carrier: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(carrier)
    return carrier.get(TRACEPARENT)


def _asked_in(payload: Mapping[str, Any]) -> dict[str, str]:
    return {TRACEPARENT: payload[TRACEPARENT]} if TRACEPARENT in payload else {}


def _noting(span: Span, send: Send) -> Callable[[Message], Any]:
    async def noting(message: Message) -> None:
        if message["type"] == "http.response.start":
            span.set_attribute("http.response.status_code", message["status"])
            if message["status"] >= 500:
                span.set_status(StatusCode.ERROR)
        await send(message)

    return noting


def _name(span: Span, scope: Scope) -> None:
    """By its route, once that is known: a path names records."""
    span.set_attribute("http.request.method", scope["method"])
    span.set_attribute("lotrinh.request_id", scope.get("state", {}).get("request_id", ""))
    route = getattr(scope.get("route"), "path", None)
    if route is not None:
        span.set_attribute("http.route", route)
        span.update_name(f"{scope['method']} {route}")


def _statement(tracer: Tracer, sql: str) -> Span:
    """What it does to which table; what it says stays out, for a value may be written into it."""
    verb = sql.split(maxsplit=1)[0].upper()
    table = _TABLE.search(sql)
    summary = f"{verb} {table[1]}" if table else verb
    told = {"db.system.name": "postgresql", "db.operation.name": verb, "db.query.summary": summary}
    return tracer.start_span(summary, kind=SpanKind.CLIENT, attributes=told)


def _end_statement(connection: Connection, *_: Any) -> None:
    span: Span | None = connection.info.pop(_SPAN, None)
    if span is not None:
        span.end()


def _fail_statement(context: ExceptionContext) -> None:
    span: Span | None = context.connection.info.pop(_SPAN, None) if context.connection is not None else None
    if span is not None:
        _failed(span, context.original_exception)
        span.end()
