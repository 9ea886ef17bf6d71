"""Clients, for administrators: systems that call on their own behalf."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.identity import queries
from api.identity.dependencies.accounts import Caller, ClientReader, ClientToChange, ClientToWrite, ClientWriter, Today
from api.identity.errors import BeyondReach, ClientCodeTaken
from api.identity.models import Client
from api.identity.schemas.accounts import (
    ClientFilters,
    ClientIn,
    ClientOut,
    ClientPatch,
    ClientWithSecret,
    RotateIn,
    ScopesOut,
)
from api.identity.service import clients
from api.identity.service.clients import Secret
from api.kit.calendar import vietnam_today
from api.kit.db import Tx
from api.kit.http.answers import plain, record
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.idempotency import hide_when_replayed
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.permissions import Subject, registry
from api.kit.problems import (
    Forbidden,
    IdempotencyMismatch,
    Invalid,
    NotFound,
    PreconditionRequired,
    Stale,
    StillRunning,
    declare,
)
from api.kit.schemas import Page
from api.settings import Settings

router = resource("clients")
_TO_CHANGE = (Forbidden, NotFound, Stale, PreconditionRequired, BeyondReach)


@router.get("/clients", operation_id="list_clients", response_model=Page[ClientOut], responses=declare(Forbidden))
async def list_clients(
    request: Request, session: Tx, subject: ClientReader, today: Today, query: Annotated[ClientFilters, Query()]
) -> Response:
    """The clients whose home unit the caller administers. Sorts: name, code, created_at, updated_at."""
    statement = queries.filtered_clients(queries.clients(subject, today, _pace(request)), query)
    return await page(
        request,
        session,
        statement,
        query,
        sorts=queries.CLIENT_SORTS,
        default_sort="name",
        tie=Client.id,
        shape=queries.client_row,
    )


@router.get(
    "/clients/scopes", operation_id="list_client_scopes", response_model=ScopesOut, responses=declare(Forbidden)
)
async def list_client_scopes(_: ClientReader) -> Response:
    """What a client may be allowed, and which roles hold it: the permissions of this deployment."""
    return plain({"items": [{"scope": scope, "roles": sorted(roles)} for scope, roles in sorted(registry().items())]})


@router.get(
    "/clients/{client_id}",
    operation_id="get_client",
    response_model=ClientOut,
    responses=declare(Forbidden, NotFound) | NOT_MODIFIED,
)
async def get_client(request: Request, session: Tx, subject: ClientReader, client_id: UUID) -> Response:
    """One client, without its secrets, which nobody can read again."""
    shown = await _shape(request, session, subject, client_id)
    return record(request, shown, derived=[shown["last_used_at"], shown["grants"], shown["allowed_per_minute"]])


@router.post(
    "/clients",
    operation_id="create_client",
    status_code=201,
    response_model=ClientWithSecret,
    responses=declare(Forbidden, ClientCodeTaken, StillRunning, Invalid, IdempotencyMismatch),
)
async def create_client(request: Request, session: Tx, subject: ClientWriter, body: ClientIn) -> Response:
    """Register a system. Its secret is in this answer and nowhere else; give it grants to let it in."""
    client, secret = await clients.create(session, Actor.of(request), subject, body)
    shown = await _shape(request, session, subject, client.id)
    return _with_secret(request, shown, secret, status=201, location=f"/api/v1/clients/{client.id}")


@router.patch(
    "/clients/{client_id}", operation_id="update_client", response_model=ClientOut, responses=declare(*_TO_CHANGE)
)
async def update_client(
    request: Request, session: Tx, subject: Caller, client: ClientToChange, body: ClientPatch
) -> Response:
    """Change a client, or close and open it again with `disabled`."""
    await clients.update(session, Actor.of(request), subject, client, body)
    return record(request, await _shape(request, session, subject, client.id))


@router.delete("/clients/{client_id}", operation_id="delete_client", status_code=204, responses=declare(*_TO_CHANGE))
async def delete_client(request: Request, session: Tx, subject: Caller, client: ClientToChange) -> None:
    """Close a client for good; its code is never given again."""
    await clients.delete(session, Actor.of(request), subject, client)


@router.post(
    "/clients/{client_id}/rotate-secret",
    operation_id="rotate_client_secret",
    response_model=ClientWithSecret,
    responses=declare(Forbidden, NotFound, BeyondReach, StillRunning, Invalid, IdempotencyMismatch),
)
async def rotate_client_secret(
    request: Request, session: Tx, subject: Caller, client: ClientToWrite, body: RotateIn
) -> Response:
    """A new secret, in this answer and nowhere else; those before it hold for the overlap."""
    overlap = timedelta(hours=body.overlap_hours)
    secret = await clients.rotate_secret(session, Actor.of(request), subject, client, overlap)
    return _with_secret(request, await _shape(request, session, subject, client.id), secret)


def _with_secret(request: Request, shown: dict[str, Any], secret: Secret, **options: Any) -> Response:
    hide_when_replayed(request, "secret")
    response = record(request, shown | {"secret": secret.value, "previous_until": secret.previous_until}, **options)
    response.headers["Cache-Control"] = "no-store"
    return response


def _pace(request: Request) -> int:
    settings: Settings = request.app.state.settings
    return settings.client_requests_per_minute


async def _shape(request: Request, session: AsyncSession, subject: Subject, client_id: UUID) -> dict[str, Any]:
    today = vietnam_today(session.info["now"])
    statement = queries.clients(subject, today, _pace(request)).where(Client.id == client_id)
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    return queries.client_row(row)
