"""Clusters: the second grouping of schools, and who is in one on a day."""

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
)
from api.kit.schemas import Page
from api.units import service
from api.units.dependencies import Caller, ClusterToChange, ClusterToRead, check_governs
from api.units.endpoints.forms import department_of, memberships
from api.units.models import Cluster, Unit
from api.units.permissions import CLUSTER_READ, CLUSTER_WRITE
from api.units.queries import groups
from api.units.rules.groups import NewCluster
from api.units.schemas.groups import (
    ClusterDetail,
    ClusterIn,
    ClusterOut,
    ClusterPatch,
    GroupFilters,
    MemberFilters,
    MemberOut,
)
from api.units.service.references import unit_of

router = resource("clusters")
Reader = Annotated[Subject, guard(CLUSTER_READ)]
Writer = Annotated[Subject, guard(CLUSTER_WRITE)]


@router.get("/clusters", operation_id="list_clusters", response_model=Page[ClusterOut], responses=declare(Forbidden))
async def list_clusters(
    request: Request, session: Tx, subject: Reader, now: Now, query: Annotated[GroupFilters, Query()]
) -> Response:
    """Clusters of the departments you belong to or govern. Sorts: name, code, updated_at."""
    today = vietnam_today(now)
    wanted: dict[str, Any] = query.model_dump(include={"department", "q", "updated_since"})
    if query.department is not None:
        wanted["department"] = (await unit_of(session, subject, query.department, today, "/query/department")).id
    statement = groups.narrowed(groups.clusters(subject, today), Cluster, wanted)
    return await page(
        request,
        session,
        statement,
        query,
        sorts=groups.CLUSTER_SORTS,
        default_sort="name",
        tie=Cluster.id,
        shape=groups.shape,
    )


@router.get(
    "/clusters/{cluster}",
    operation_id="get_cluster",
    response_model=ClusterDetail,
    responses=declare(Forbidden, NotFound) | NOT_MODIFIED,
)
async def get_cluster(request: Request, session: Tx, subject: Caller, now: Now, cluster: ClusterToRead) -> Response:
    """One cluster with its dated list, by id or code."""
    return await _answer(request, session, subject, now, cluster)


async def _answer(
    request: Request, session: AsyncSession, subject: Subject, now: Any, cluster: Cluster, **options: Any
) -> Response:
    today = vietnam_today(now)
    chosen = groups.clusters(subject, today).where(Cluster.id == cluster.id)
    body = groups.shape((await session.execute(chosen)).one())
    listed = await session.execute(groups.memberships(cluster, today))
    body["members"] = [dict(row._mapping) for row in listed]
    return record(request, body, derived=body, **options)


@router.get(
    "/clusters/{cluster}/members",
    operation_id="list_cluster_members",
    response_model=Page[MemberOut],
    responses=declare(Forbidden, NotFound),
)
async def list_cluster_members(
    request: Request,
    session: Tx,
    *,
    subject: Caller,
    now: Now,
    cluster: ClusterToRead,
    query: Annotated[MemberFilters, Query()],
) -> Response:
    """The units that are in a cluster on a day. Sorts: name, code."""
    return await page(
        request,
        session,
        groups.members(cluster, subject, query.on or vietnam_today(now)),
        query,
        sorts=groups.MEMBER_SORTS,
        default_sort="name",
        tie=Unit.id,
        shape=groups.shape,
    )


@router.post(
    "/clusters",
    operation_id="create_cluster",
    status_code=201,
    response_model=ClusterDetail,
    responses=declare(Forbidden, StillRunning, IdempotencyMismatch),
)
async def create_cluster(request: Request, session: Tx, subject: Writer, now: Now, body: ClusterIn) -> Response:
    """Enter a cluster of a department you administer."""
    today = vietnam_today(now)
    department = await department_of(session, subject, body.department, CLUSTER_WRITE, today)
    await check_governs(session, subject, CLUSTER_WRITE, department.id, today)
    entered = NewCluster(
        code=await service.code_for(session, Cluster, body.code, department.id, fallback=department.code),
        department=department.code,
        name=body.name,
        members=memberships(body.members),
    )
    [cluster] = await service.enter_clusters(session, Actor.of(request), [entered], lambda _: "")
    location = f"/api/v1/clusters/{cluster.id}"
    return await _answer(request, session, subject, now, cluster, status=201, location=location)


@router.patch(
    "/clusters/{cluster}",
    operation_id="update_cluster",
    response_model=ClusterDetail,
    responses=declare(Forbidden, NotFound, Stale, PreconditionRequired),
)
async def update_cluster(
    request: Request,
    session: Tx,
    *,
    subject: Caller,
    now: Now,
    cluster: ClusterToChange,
    body: ClusterPatch,
    if_match: IfMatch = None,
) -> Response:
    """Change a cluster. A list that is sent replaces the one before, past days included."""
    expect_version(if_match, cluster.version)
    changes = body.changes()
    if "members" in changes:
        changes["members"] = memberships(body.members)
    await service.change_group(session, Actor.of(request), cluster, changes)
    return await _answer(request, session, subject, now, cluster)


@router.delete(
    "/clusters/{cluster}",
    operation_id="delete_cluster",
    status_code=204,
    responses=declare(Forbidden, NotFound, Stale, PreconditionRequired),
)
async def delete_cluster(request: Request, session: Tx, cluster: ClusterToChange, if_match: IfMatch = None) -> Response:
    """Take a cluster back. Entering one with its code again brings it back."""
    expect_version(if_match, cluster.version)
    await service.delete_group(session, Actor.of(request), cluster)
    return Response(status_code=204)
