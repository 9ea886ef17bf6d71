"""Guards of units, clusters and audiences: find what the path names among what is seen, then ask for the right."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Path, Query
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.calendar import vietnam_today
from api.kit.clock import Now
from api.kit.db import Tx
from api.kit.permissions import Subject, caller, mark_guard
from api.kit.problems import Forbidden, NotFound
from api.kit.schemas import Day, Reference
from api.units.models import Audience, Cluster, Unit
from api.units.permissions import (
    AUDIENCE_READ,
    AUDIENCE_WRITE,
    CLUSTER_READ,
    CLUSTER_WRITE,
    UNIT_READ,
    UNIT_WRITE,
)
from api.units.queries.references import audience_named, cluster_named, unit_named
from api.units.scope import administers, governs

Caller = Annotated[Subject, Depends(caller)]
UnitPath = Annotated[Reference, Path(alias="unit", description="The unit: its id, its code, or `moet:…`.")]
AudiencePath = Annotated[Reference, Path(alias="audience", description="The audience: its id or code.")]
ClusterPath = Annotated[Reference, Path(alias="cluster", description="The cluster: its id or code.")]
AsOf = Annotated[Day | None, Query(description="The state at the end of that day, Vietnam time.")]


async def _one(session: AsyncSession, statement: Select[Any]) -> Any:
    found = (await session.scalars(statement)).first()
    if found is None:
        raise NotFound
    return found


def _need(subject: Subject, permission: str) -> None:
    if not subject.holds(permission):
        raise Forbidden


async def _unit_to_read(unit: UnitPath, subject: Caller, session: Tx, now: Now, as_of: AsOf = None) -> Unit:
    found: Unit = await _one(session, unit_named(subject, unit, as_of or vietnam_today(now)))
    _need(subject, UNIT_READ)
    return found


async def _unit_to_look_back_on(unit: UnitPath, subject: Caller, session: Tx, now: Now) -> Unit:
    return await _unit_to_read(unit, subject, session, now)


async def _unit_to_change(unit: UnitPath, subject: Caller, session: Tx, now: Now) -> Unit:
    found: Unit = await _one(session, unit_named(subject, unit, vietnam_today(now)))
    await check_administers(session, subject, found, vietnam_today(now))
    return found


async def check_administers(session: AsyncSession, subject: Subject, unit: Unit, today: date) -> None:
    """Raises Forbidden unless the caller may write the unit."""
    ours = administers(subject, UNIT_WRITE, today)(Unit.id)
    if await session.scalar(select(Unit.id).where(Unit.id == unit.id, ours)) is None:
        raise Forbidden


async def _audience_to_read(audience: AudiencePath, subject: Caller, session: Tx, now: Now) -> Audience:
    found: Audience = await _one(session, audience_named(subject, audience, vietnam_today(now)))
    _need(subject, AUDIENCE_READ)
    return found


async def _audience_to_change(audience: AudiencePath, subject: Caller, session: Tx, now: Now) -> Audience:
    found: Audience = await _one(session, audience_named(subject, audience, vietnam_today(now)))
    await check_governs(session, subject, AUDIENCE_WRITE, found.department_id, vietnam_today(now))
    return found


async def _cluster_to_read(cluster: ClusterPath, subject: Caller, session: Tx, now: Now) -> Cluster:
    found: Cluster = await _one(session, cluster_named(subject, cluster, vietnam_today(now)))
    _need(subject, CLUSTER_READ)
    return found


async def _cluster_to_change(cluster: ClusterPath, subject: Caller, session: Tx, now: Now) -> Cluster:
    found: Cluster = await _one(session, cluster_named(subject, cluster, vietnam_today(now)))
    await check_governs(session, subject, CLUSTER_WRITE, found.department_id, vietnam_today(now))
    return found


async def check_governs(session: AsyncSession, subject: Subject, permission: str, unit_id: UUID, today: date) -> None:
    """Raises Forbidden unless the caller has the permission over the unit."""
    ours = governs(subject, permission, today)(Unit.id)
    if await session.scalar(select(Unit.id).where(Unit.id == unit_id, ours)) is None:
        raise Forbidden


UnitToRead = Annotated[Unit, mark_guard(_unit_to_read, UNIT_READ)]
UnitToLookBackOn = Annotated[Unit, mark_guard(_unit_to_look_back_on, UNIT_READ)]
UnitToChange = Annotated[Unit, mark_guard(_unit_to_change, UNIT_WRITE)]
AudienceToRead = Annotated[Audience, mark_guard(_audience_to_read, AUDIENCE_READ)]
AudienceToChange = Annotated[Audience, mark_guard(_audience_to_change, AUDIENCE_WRITE)]
ClusterToRead = Annotated[Cluster, mark_guard(_cluster_to_read, CLUSTER_READ)]
ClusterToChange = Annotated[Cluster, mark_guard(_cluster_to_change, CLUSTER_WRITE)]
