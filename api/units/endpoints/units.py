"""Units: the tree of a day, one unit with its history, and changes that take effect on a day."""

from datetime import date
from typing import Annotated, Any

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.kit.calendar import vietnam_today
from api.kit.clock import Now
from api.kit.db import Tx
from api.kit.http.answers import plain, record
from api.kit.http.etag import NOT_MODIFIED, IfMatch, expect_version
from api.kit.http.route import resource
from api.kit.pagination import hot_page
from api.kit.permissions import Subject, guard
from api.kit.problems import (
    Forbidden,
    IdempotencyMismatch,
    NotFound,
    PreconditionRequired,
    Stale,
    StillRunning,
    declare,
)
from api.kit.schemas import Page
from api.units import service
from api.units.dependencies import AsOf, Caller, UnitToChange, UnitToLookBackOn, UnitToRead, check_administers
from api.units.endpoints.forms import changes_of, new_unit
from api.units.errors import HasHistory, HasUnitsBelow, KindDoesNotFit
from api.units.models import Unit
from api.units.models.days import to_span
from api.units.permissions import UNIT_READ, UNIT_WRITE
from api.units.queries import history, units
from api.units.schemas.units import HistoryOut, UnitFilters, UnitIn, UnitOut, UnitPatch
from api.units.service.references import unit_of

router = resource("units")
Reader = Annotated[Subject, guard(UNIT_READ)]
Writer = Annotated[Subject, guard(UNIT_WRITE)]


@router.get("/units", operation_id="list_units", response_model=Page[UnitOut], responses=declare(Forbidden))
async def list_units(
    request: Request, session: Tx, subject: Reader, now: Now, query: Annotated[UnitFilters, Query()]
) -> Response:
    """Units that live on a day, of those you may see. Sorts: name, code, kind, updated_at."""
    on = query.as_of or vietnam_today(now)
    given: dict[str, Any] = {name: value for name in units.FILTERS if (value := getattr(query, name)) is not None}
    for name in ("parent", "under"):
        if name in given:
            given[name] = (await unit_of(session, subject, given[name], on, f"/query/{name}")).id
    if query.q is not None:
        given["q"] = units.pattern_of(query.q)
    look = units.Look(query.line, as_of=query.as_of is not None)
    return await hot_page(request, units.listed(look), query, given | units.parameters(subject, on, on))


@router.get(
    "/units/{unit}",
    operation_id="get_unit",
    response_model=UnitOut,
    responses=declare(Forbidden, NotFound) | NOT_MODIFIED,
)
async def get_unit(
    request: Request, session: Tx, *, subject: Caller, now: Now, unit: UnitToRead, as_of: AsOf = None
) -> Response:
    """One unit, by id, code or `moet:…`. With `as_of` as it stood that day, if it lived then; without an ETag."""
    today = vietnam_today(now)
    if as_of is not None and as_of not in to_span(unit.valid):
        raise NotFound
    if as_of is None:
        return await _answer(request, session, subject, unit, today)
    seen = units.parameters(subject, as_of, as_of)
    row = (await session.execute(units.one(units.Look(as_of=True)), {"unit_id": unit.id, **seen})).one()
    return record(request, dict(row._mapping), as_of=True)


async def _answer(
    request: Request, session: AsyncSession, subject: Subject, unit: Unit, today: date, **options: Any
) -> Response:
    """The unit as it is, or as it was on its last day or will be on its first."""
    seen = units.parameters(subject, to_span(unit.valid).nearest(today), today)
    row = (await session.execute(units.one(units.Look()), {"unit_id": unit.id, **seen})).one()
    body = dict(row._mapping)
    return record(request, body, derived=body, **options)


@router.get(
    "/units/{unit}/history",
    operation_id="get_unit_history",
    response_model=HistoryOut,
    responses=declare(Forbidden, NotFound),
)
async def get_unit_history(session: Tx, subject: Caller, now: Now, unit: UnitToLookBackOn) -> Response:
    """Names, places, codes and reorganisations of a unit, oldest first."""
    today = vietnam_today(now)
    statements = {
        "versions": history.versions(unit.id),
        "places": history.places(unit.id, subject, today),
        "codes": history.codes(unit.id),
        "successions": history.successions(unit.id, subject, today),
    }
    body: dict[str, Any] = {"id": unit.id}
    for name, statement in statements.items():
        body[name] = [dict(row._mapping) for row in await session.execute(statement)]
    return plain(body)


@router.post(
    "/units",
    operation_id="create_unit",
    status_code=201,
    response_model=UnitOut,
    responses=declare(Forbidden, StillRunning, IdempotencyMismatch),
)
async def create_unit(request: Request, session: Tx, subject: Writer, now: Now, body: UnitIn) -> Response:
    """Enter a unit under one you administer."""
    today = vietnam_today(now)
    parent = await unit_of(session, subject, body.parent, today, "/parent")
    await check_administers(session, subject, parent, today)
    administrative = body.administrative_parent and await unit_of(
        session, subject, body.administrative_parent, today, "/administrative_parent"
    )
    code = await service.code_for(session, Unit, body.code, parent.department_id, fallback=parent.code)
    entered = new_unit(body, code, parent, administrative or None, today)
    [unit_id] = await service.enter(session, Actor.of(request), [entered], today, lambda _: "")
    unit = await session.get_one(Unit, unit_id)
    return await _answer(request, session, subject, unit, today, status=201, location=f"/api/v1/units/{unit_id}")


@router.patch(
    "/units/{unit}",
    operation_id="update_unit",
    response_model=UnitOut,
    responses=declare(Forbidden, NotFound, HasUnitsBelow, KindDoesNotFit, Stale, PreconditionRequired),
)
async def update_unit(
    request: Request,
    session: Tx,
    *,
    subject: Caller,
    now: Now,
    unit: UnitToChange,
    body: UnitPatch,
    if_match: IfMatch = None,
) -> Response:
    """Change a unit from a day on, today unless `effective_on` says otherwise; what held before stays on record."""
    expect_version(if_match, unit.version)
    today = vietnam_today(now)
    change = await changes_of(session, subject, body, today)
    for parent in filter(None, change.parents.values()):
        await check_administers(session, subject, await session.get_one(Unit, parent), today)
    await service.change(session, Actor.of(request), unit, change, today)
    return await _answer(request, session, subject, unit, today)


@router.delete(
    "/units/{unit}",
    operation_id="delete_unit",
    status_code=204,
    responses=declare(Forbidden, NotFound, HasUnitsBelow, HasHistory, Stale, PreconditionRequired),
)
async def delete_unit(request: Request, session: Tx, unit: UnitToChange, if_match: IfMatch = None) -> Response:
    """Take back a unit that was entered by mistake and has nothing under it. A real unit is given a last day."""
    expect_version(if_match, unit.version)
    await service.delete_unit(session, Actor.of(request), unit)
    return Response(status_code=204)
