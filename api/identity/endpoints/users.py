"""Users, for administrators."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.identity import queries
from api.identity.dependencies.accounts import Caller, Today, UserReader, UserToChange, UserToWrite, UserWriter
from api.identity.errors import BeyondReach, LastAdmin, UsernameTaken
from api.identity.models import User
from api.identity.rules.accounts import username_key
from api.identity.schemas.accounts import PasswordIn, UserFilters, UserIn, UserOut, UserPatch
from api.identity.schemas.loading import UserRow
from api.identity.service import users
from api.identity.service.loading import load
from api.kit import bulk
from api.kit.calendar import vietnam_today
from api.kit.db import Tx
from api.kit.http.answers import record
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.permissions import Subject
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

router = resource("users")
loading = resource("users", bulk.BulkRoute)
_TO_CHANGE = (Forbidden, NotFound, Stale, PreconditionRequired)


@router.get("/users", operation_id="list_users", response_model=Page[UserOut], responses=declare(Forbidden))
async def list_users(
    request: Request, session: Tx, subject: UserReader, today: Today, query: Annotated[UserFilters, Query()]
) -> Response:
    """The users whose home unit the caller administers. Sorts: name, username, created_at, updated_at."""
    statement = queries.filtered_users(queries.users(subject, today), query, today)
    return await page(
        request,
        session,
        statement,
        query,
        sorts=queries.USER_SORTS,
        default_sort="name",
        tie=User.id,
        shape=queries.user_row,
    )


@router.get(
    "/users/{user_id}",
    operation_id="get_user",
    response_model=UserOut,
    responses=declare(Forbidden, NotFound) | NOT_MODIFIED,
)
async def get_user(request: Request, session: Tx, subject: UserReader, user_id: UUID) -> Response:
    """One user."""
    return await _shown(request, session, subject, user_id)


@router.post(
    "/users",
    operation_id="create_user",
    status_code=201,
    response_model=UserOut,
    responses=declare(Forbidden, UsernameTaken, StillRunning, Invalid, IdempotencyMismatch),
)
async def create_user(request: Request, session: Tx, subject: UserWriter, body: UserIn) -> Response:
    """Open an account. It may do nothing until it is given grants."""
    user = await users.create(session, Actor.of(request), subject, body)
    return await _shown(request, session, subject, user.id, status=201)


@loading.post("/users/bulk", operation_id="load_users", **bulk.described(UserRow, UsernameTaken))
async def load_users(
    request: Request, session: Tx, subject: UserWriter, query: bulk.Ask, rows: bulk.Spooled
) -> Response:
    """Open or change many accounts, each with a grant at its home unit; a grant that is there stays as it is.

    Nobody has a password by this: `POST /invitations/by-filter` gives each a link to set one.
    """
    door = bulk.Door(
        UserRow, lambda row: username_key(row.username), partial(load, session, Actor.of(request), subject)
    )
    return await bulk.answer(request, session, query, rows, door)


@router.patch(
    "/users/{user_id}",
    operation_id="update_user",
    response_model=UserOut,
    responses=declare(*_TO_CHANGE, BeyondReach, LastAdmin),
)
async def update_user(request: Request, session: Tx, subject: Caller, user: UserToChange, body: UserPatch) -> Response:
    """Change an account, or close and open it again with `disabled`."""
    await users.update(session, Actor.of(request), subject, user, body)
    return await _shown(request, session, subject, user.id)


@router.delete(
    "/users/{user_id}",
    operation_id="delete_user",
    status_code=204,
    responses=declare(*_TO_CHANGE, BeyondReach, LastAdmin),
)
async def delete_user(request: Request, session: Tx, subject: Caller, user: UserToChange) -> None:
    """Close an account for good. What it did stays under its name, which nobody gets again."""
    await users.delete(session, Actor.of(request), subject, user)


@router.put(
    "/users/{user_id}/password",
    operation_id="set_user_password",
    status_code=204,
    responses=declare(Forbidden, BeyondReach, NotFound),
)
async def set_user_password(
    request: Request, session: Tx, subject: Caller, user: UserToWrite, body: PasswordIn
) -> None:
    """Give somebody else a password, and end their sessions."""
    await users.set_password(session, Actor.of(request), subject, user, body.password)


async def _shown(
    request: Request, session: AsyncSession, subject: Subject, user_id: UUID, status: int = 200
) -> Response:
    today = vietnam_today(session.info["now"])
    statement = queries.users(subject, today).where(User.id == user_id)
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    location = f"/api/v1/users/{user_id}" if status == 201 else None
    return record(request, queries.user_row(row), status=status, location=location)
