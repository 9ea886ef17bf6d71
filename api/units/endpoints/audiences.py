"""Audiences: whom a department's tasks and targets speak to, and who that is on a day."""

from typing import Annotated, Any

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.kit.calendar import vietnam_today
from api.kit.clock import Now
from api.kit.db import Tx
from api.kit.http.answers import record
from api.kit.http.etag import NOT_MODIFIED, IfMatch, expect_version
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.permissions import Subject, guard
from api.kit.problems import (
    Forbidden,
    IdempotencyMismatch,
    NotFound,
    PreconditionRequired,
    Stale,
    StillRunning,
    declare,
    invalid,
)
from api.kit.schemas import Page
from api.units import errors, service
from api.units.dependencies import AudienceToChange, AudienceToRead, Caller, check_governs
from api.units.endpoints.forms import department_of, memberships
from api.units.models import Audience, Unit
from api.units.permissions import AUDIENCE_READ, AUDIENCE_WRITE
from api.units.queries import groups
from api.units.rules.groups import NewAudience
from api.units.schemas.groups import (
    AudienceDetail,
    AudienceIn,
    AudienceOut,
    AudiencePatch,
    GroupFilters,
    MemberFilters,
    MemberOut,
)
from api.units.service.references import unit_of

router = resource("audiences")
Reader = Annotated[Subject, guard(AUDIENCE_READ)]
Writer = Annotated[Subject, guard(AUDIENCE_WRITE)]


@router.get("/audiences", operation_id="list_audiences", response_model=Page[AudienceOut], responses=declare(Forbidden))
async def list_audiences(
    request: Request, session: Tx, subject: Reader, now: Now, query: Annotated[GroupFilters, Query()]
) -> Response:
    """Audiences of the departments you belong to or govern. Sorts: name, code, updated_at."""
    today = vietnam_today(now)
    wanted: dict[str, Any] = query.model_dump(include={"department", "q", "updated_since"})
    if query.department is not None:
        wanted["department"] = (await unit_of(session, subject, query.department, today, "/query/department")).id
    statement = groups.narrowed(groups.audiences(subject, today), Audience, wanted)
    return await page(
        request,
        session,
        statement,
        query,
        sorts=groups.AUDIENCE_SORTS,
        default_sort="name",
        tie=Audience.id,
        shape=groups.shape,
    )


@router.get(
    "/audiences/{audience}",
    operation_id="get_audience",
    response_model=AudienceDetail,
    responses=declare(Forbidden, NotFound) | NOT_MODIFIED,
)
async def get_audience(request: Request, session: Tx, subject: Caller, now: Now, audience: AudienceToRead) -> Response:
    """One audience with its rule or its hand-picked list, by id or code."""
    return await _answer(request, session, subject, now, audience)


async def _answer(
    request: Request, session: AsyncSession, subject: Subject, now: Any, audience: Audience, **options: Any
) -> Response:
    today = vietnam_today(now)
    chosen = groups.audiences(subject, today).where(Audience.id == audience.id)
    body = groups.shape((await session.execute(chosen)).one())
    listed = await session.execute(groups.memberships(audience, today)) if audience.rule is None else None
    body["members"] = None if listed is None else [dict(row._mapping) for row in listed]
    return record(request, body, derived=body, **options)


@router.get(
    "/audiences/{audience}/members",
    operation_id="list_audience_members",
    response_model=Page[MemberOut],
    responses=declare(Forbidden, NotFound),
)
async def list_audience_members(
    request: Request,
    session: Tx,
    *,
    subject: Caller,
    now: Now,
    audience: AudienceToRead,
    query: Annotated[MemberFilters, Query()],
) -> Response:
    """The units an audience means on a day. Sorts: name, code."""
    return await page(
        request,
        session,
        groups.members(audience, subject, query.on or vietnam_today(now)),
        query,
        sorts=groups.MEMBER_SORTS,
        default_sort="name",
        tie=Unit.id,
        shape=groups.shape,
    )


@router.post(
    "/audiences",
    operation_id="create_audience",
    status_code=201,
    response_model=AudienceDetail,
    responses=declare(Forbidden, StillRunning, IdempotencyMismatch),
)
async def create_audience(request: Request, session: Tx, subject: Writer, now: Now, body: AudienceIn) -> Response:
    """Enter an audience of a department you coordinate: by a rule, or by a hand-picked list."""
    today = vietnam_today(now)
    if (body.rule is None) == (body.members is None):
        raise invalid("/rule", "rule_or_members", errors.RULE_OR_MEMBERS)
    department = await department_of(session, subject, body.department, AUDIENCE_WRITE, today)
    await check_governs(session, subject, AUDIENCE_WRITE, department.id, today)
    entered = NewAudience(
        code=await service.code_for(session, Audience, body.code, department.id, fallback=department.code),
        department=department.code,
        name=body.name,
        rule=None if body.rule is None else body.rule.model_dump(mode="json"),
        members=memberships(body.members or ()),
        aliases=tuple(body.aliases),
        note=body.note,
    )
    [audience] = await service.enter_audiences(session, Actor.of(request), [entered], lambda _: "")
    location = f"/api/v1/audiences/{audience.id}"
    return await _answer(request, session, subject, now, audience, status=201, location=location)


@router.patch(
    "/audiences/{audience}",
    operation_id="update_audience",
    response_model=AudienceDetail,
    responses=declare(Forbidden, NotFound, Stale, PreconditionRequired),
)
async def update_audience(
    request: Request,
    session: Tx,
    *,
    subject: Caller,
    now: Now,
    audience: AudienceToChange,
    body: AudiencePatch,
    if_match: IfMatch = None,
) -> Response:
    """Change an audience. A list that is sent replaces the one before, past days included."""
    expect_version(if_match, audience.version)
    changes = body.changes()
    if "rule" in changes and "members" in changes:
        raise invalid("/rule", "rule_or_members", errors.RULE_OR_MEMBERS)
    if "rule" in changes:
        changes["rule"] = body.rule.model_dump(mode="json")
    if "members" in changes:
        changes["members"] = memberships(body.members)
    await service.change_group(session, Actor.of(request), audience, changes)
    return await _answer(request, session, subject, now, audience)


@router.delete(
    "/audiences/{audience}",
    operation_id="delete_audience",
    status_code=204,
    responses=declare(Forbidden, NotFound, Stale, PreconditionRequired),
)
async def delete_audience(
    request: Request, session: Tx, audience: AudienceToChange, if_match: IfMatch = None
) -> Response:
    """Take an audience back. Entering one with its code again brings it back."""
    expect_version(if_match, audience.version)
    await service.delete_group(session, Actor.of(request), audience)
    return Response(status_code=204)
