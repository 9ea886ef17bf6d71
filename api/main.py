"""The API process. The router list is the table of contents of the service."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.types import ASGIApp

from api.assignments import endpoints as assignments
from api.audit.service import record_export, record_refusal, record_warning
from api.documents.fonts import fonts_folder
from api.evidence import endpoints as evidence
from api.evidence.service import store_of
from api.identity import endpoints as identity
from api.identity.dependencies import authentication
from api.indicators import endpoints as indicators
from api.kit import health, invalidation, logging, metrics, openapi, spa, tracing
from api.kit.clock import Clock, system_clock
from api.kit.db import Database
from api.kit.http import finder, handlers, upload
from api.kit.http.envelope import Envelope, outermost
from api.kit.http.parts import Part, Parts
from api.kit.http.route import PREFIX, together
from api.kit.migrations import head
from api.kit.permissions import register_all
from api.kit.waiting import waiting
from api.plans import endpoints as plans
from api.settings import Settings, get_settings
from api.units import endpoints as units

ROOT = Path(__file__).resolve().parent.parent
INFO = {
    "title": "Lộ Trình",
    "version": "1",
    "summary": "Plans, tasks, indicators and evidence of provincial education departments.",
}

# The log line of a request is ours (kit.http.envelope); the framework need not look for listeners at each.
_NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}

# The resources, under /api/v1; low to high, as the packages stand. These complete each other and are there from the
# start; what is about evidence and plans must be known before either is asked for.
ROUTERS: tuple[APIRouter, ...] = (
    units.router,
    identity.router,
    evidence.router,
    plans.router,
    assignments.router,
    indicators.router,
)
# These stand on them, and come when first asked for.
LATER: tuple[Part, ...] = (
    Part("api.signin.oidc", ("auth/oidc", "identities")),
    Part("api.signin.passkeys", ("auth/passkeys", "passkeys")),
    Part("api.followup", ("difficulties", "clarification-requests", "chases")),
    Part("api.reporting", ("reporting-regimes", "reporting-rounds", "reports", "asked")),
    Part("api.requests", ("data-requests",)),
    Part("api.notifications", ("notifications",)),
    Part("api.reminders", ("reminders", "plans")),
    Part("api.dashboard", ("dashboard", "me/owed")),
    Part("api.integration.jobs_api", ("jobs",)),
    Part("api.integration.batches_api", ("batches",)),
    Part("api.integration.audit_log", ("audit",)),
    Part("api.integration.changes_api", ("changes",)),
    Part("api.integration.webhooks", ("webhooks",)),
)


def create_app(
    settings: Settings,
    *,
    database: Database | None = None,
    clock: Clock = system_clock,
    traced: tracing.Tracing | None = None,
) -> FastAPI:
    """The application. Tests hand in a database and a clock; a process makes its own from the settings."""
    app = FastAPI(
        docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False,
        lifespan=_lifespan, telemetry=_NO_TELEMETRY,
    )  # fmt: skip
    app.state.settings = settings
    app.state.clock = clock
    app.state.database = database or Database.connect(_given(settings.database_url), settings.database_pool)
    app.state.fonts = fonts_folder()
    app.state.files = store_of(settings)
    app.state.schema_version = head(ROOT / "migrations" / "versions")
    app.state.readiness = (health.database_answers, health.schema_is_current, health.store_is_writable)
    app.state.refusals, app.state.exports, app.state.warnings = record_refusal, record_export, record_warning
    authentication.install(app, settings)
    handlers.install(app)
    app.router.routes.extend(together(health.router, identity.well_known, *ROUTERS).routes)
    register_all()
    app.state.parts = Parts(app.router.routes, LATER)
    finder.install(app, app.state.parts)
    outermost(app, lambda inner: _envelope(inner, settings))
    app.state.traced = traced
    if traced is not None:
        outermost(app, traced.requests)
        traced.statements(app.state.database)
    _describe(app)
    return app


def _envelope(inner: ASGIApp, settings: Settings) -> Envelope:
    return Envelope(
        inner,
        max_body=settings.max_json_bytes,
        hsts=settings.issuer.startswith("https://"),
        larger={
            "bulk": settings.max_bulk_bytes,
            "evidence": settings.evidence_max_bytes + upload.FORM_OVERHEAD,
            "uploads": settings.evidence_max_bytes,
            "uploads/*": settings.evidence_max_bytes,
            "plan-imports": settings.max_plan_document_bytes + upload.FORM_OVERHEAD,
        },
    )


def _given(url: str | None) -> str:
    if url is None:
        raise SystemExit("LOTRINH_DATABASE_URL is not set; `lotrinh up` starts an embedded server and sets it.")
    return url


def _describe(app: FastAPI) -> None:
    openapi.install(app, app.state.parts.load_all, **INFO)
    app.add_api_route(f"{PREFIX}/openapi.json", openapi.served(contract()), include_in_schema=False)
    folder = spa_folder()
    if folder is not None:
        spa.install(app, folder)


def contract() -> Path:
    """The committed OpenAPI document: inside the installed package, or in a checkout's openapi/."""
    shipped = Path(__file__).parent / "_openapi.json"
    return shipped if shipped.is_file() else ROOT / "openapi" / "openapi.json"


def spa_folder() -> Path | None:
    """The built SPA: inside the installed package, or in a checkout's frontend/dist; None before the first build."""
    for folder in (Path(__file__).parent / "_spa", ROOT / "frontend" / "dist"):
        if (folder / "index.html").is_file():
            return folder
    return None


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Hear of other processes' changes while serving."""
    settings: Settings = app.state.settings
    listener = asyncio.create_task(invalidation.listen(_given(settings.listen_url)))
    gc.freeze()  # what is there now stays; the collector need not look through it ever again
    gc.enable()  # kept out until now, where the process is the API's own: api.cli.spare
    with logging.access.together():
        async with metrics.served(settings.metrics_host, settings.metrics_port, lambda: _waiting(app)):
            yield
    listener.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await listener
    await app.state.database.close()
    if app.state.traced is not None:
        await asyncio.to_thread(app.state.traced.end)


async def _waiting(app: FastAPI) -> Mapping[str, float]:
    return await waiting(app.state.database, app.state.clock())


def app() -> FastAPI:
    """What uvicorn's `--factory api.main:app` calls."""
    settings = get_settings()
    logging.configure(settings.log_level)
    return create_app(settings, traced=tracing.begin("lotrinh-api"))
