"""Grants, for administrators; and their loan, for those who hold them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.identity import queries
from api.identity.dependencies.accounts import Caller, GrantLender, GrantReader, GrantToChange, GrantToEnd, Today
from api.identity.errors import GrantExists, LastAdmin, OwnGrant
from api.identity.models import Grant
from api.identity.schemas.grants import GrantFilters, GrantIn, GrantOut, GrantPatch
from api.identity.service import grants
from api.kit.db import Tx
from api.kit.http.answers import record
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import resource
from api.kit.pagination import page
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

router = resource("grants")
_TO_CHANGE = (Forbidden, NotFound, Stale, PreconditionRequired, LastAdmin)


@router.get("/grants", operation_id="list_grants", response_model=Page[GrantOut], responses=declare(Forbidden))
async def list_grants(
    request: Request, session: Tx, subject: GrantReader, today: Today, query: Annotated[GrantFilters, Query()]
) -> Response:
    """The grants at units the caller administers, past ones too. Sorts: created_at, updated_at, role, from."""
    statement = queries.grants().where(queries.reachable_grants(subject, today))
    return await page(
        request,
        session,
        queries.filtered_grants(statement, query),
        query,
        sorts=queries.GRANT_SORTS,
        default_sort="created_at",
        tie=Grant.id,
        shape=queries.grant_row,
    )


@router.get(
    "/grants/{grant_id}",
    operation_id="get_grant",
    response_model=GrantOut,
    responses=declare(Forbidden, NotFound) | NOT_MODIFIED,
)
async def get_grant(request: Request, session: Tx, subject: GrantReader, today: Today, grant_id: UUID) -> Response:
    """One grant."""
    statement = queries.grants().where(Grant.id == grant_id, queries.reachable_grants(subject, today))
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    return record(request, queries.grant_row(row))


@router.post(
    "/grants",
    operation_id="create_grant",
    status_code=201,
    response_model=GrantOut,
    responses=declare(Forbidden, OwnGrant, GrantExists, StillRunning, Invalid, IdempotencyMismatch),
)
async def create_grant(request: Request, session: Tx, subject: GrantLender, body: GrantIn) -> Response:
    """Give somebody a role at a unit, as an administrator of it; or lend a grant of one's own (ủy quyền).

    With `delegated_from` the loan has the role and the unit of the grant it is lent of, needs a last day, holds no
    longer than that grant and ends with it. It goes to an account whose home is the unit or below it, and cannot be
    lent on. Nobody grants themselves anything.
    """
    grant = await grants.create(session, Actor.of(request), subject, body)
    return await _shown(request, session, grant.id, status=201)


@router.patch(
    "/grants/{grant_id}",
    operation_id="update_grant",
    response_model=GrantOut,
    responses=declare(*_TO_CHANGE, OwnGrant, GrantExists),
)
async def update_grant(
    request: Request, session: Tx, subject: Caller, grant: GrantToChange, body: GrantPatch
) -> Response:
    """Change the days of a grant."""
    await grants.update(session, Actor.of(request), subject, grant, body)
    return await _shown(request, session, grant.id)


@router.delete("/grants/{grant_id}", operation_id="delete_grant", status_code=204, responses=declare(*_TO_CHANGE))
async def delete_grant(request: Request, session: Tx, grant: GrantToEnd) -> None:
    """Take a grant back at once, and with it what was lent of it. Who lent one may take it back."""
    await grants.delete(session, Actor.of(request), grant)


async def _shown(request: Request, session: AsyncSession, grant_id: UUID, status: int = 200) -> Response:
    row = (await session.execute(queries.grants().where(Grant.id == grant_id))).one()
    location = f"/api/v1/grants/{grant_id}" if status == 201 else None
    return record(request, queries.grant_row(row), status=status, location=location)
