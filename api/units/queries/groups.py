"""Clusters and audiences as rows, and who is in them on a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Row, Select, and_, cast, exists, false, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from api.kit.permissions import Subject
from api.kit.sorting import SortKey
from api.kit.text import fold
from api.units.models import (
    Audience,
    AudienceMember,
    Cluster,
    ClusterMember,
    Unit,
    UnitAlias,
    UnitClosure,
    UnitEdge,
    UnitVersion,
)
from api.units.models.arrays import any_text, texts
from api.units.queries.units import last_day, or_empty, ref
from api.units.queries.visible import visible, visible_group
from api.units.rules.words import Line

AUDIENCE_SORTS: Mapping[str, SortKey] = {
    "name": SortKey(Audience.sort_key),
    "code": SortKey(Audience.code),
    "updated_at": SortKey(Audience.updated_at),
}
CLUSTER_SORTS: Mapping[str, SortKey] = {
    "name": SortKey(Cluster.sort_key),
    "code": SortKey(Cluster.code),
    "updated_at": SortKey(Cluster.updated_at),
}
MEMBER_SORTS: Mapping[str, SortKey] = {"name": SortKey(UnitVersion.sort_key), "code": SortKey(Unit.code)}


def audiences(subject: Subject, on: date) -> Select[Any]:
    """Audiences the caller may see."""
    listed = func.jsonb_agg(aggregate_order_by(UnitAlias.printed, UnitAlias.id))
    spelt = select(or_empty(listed)).where(UnitAlias.audience_id == Audience.id)
    columns = {"rule": Audience.rule, "aliases": spelt.correlate(Audience).scalar_subquery(), "note": Audience.note}
    return _groups(Audience, columns, subject, "audience:read", on)


def clusters(subject: Subject, on: date) -> Select[Any]:
    """Clusters the caller may see."""
    inside = (ClusterMember.cluster_id == Cluster.id, ClusterMember.valid.contains(on))
    count = select(func.count()).select_from(ClusterMember).where(*inside).correlate(Cluster).scalar_subquery()
    return _groups(Cluster, {"member_count": count, "sample": Cluster.sample}, subject, "cluster:read", on)


def _groups(table: Any, more: Mapping[str, Any], subject: Subject, permission: str, on: date) -> Select[Any]:
    department = aliased(Unit)
    columns: dict[str, Any] = {
        "id": table.id,
        "version": table.version,
        "code": table.code,
        "name": table.name,
        "department": ref(department, department.name),
        **more,
        "updated_at": table.updated_at,
    }
    chosen = select(*(column.label(name) for name, column in columns.items()))
    joined = chosen.join_from(table, department, department.id == table.department_id)
    return joined.where(visible_group(table, subject, permission, on))


def narrowed(statement: Select[Any], table: Any, wanted: Mapping[str, Any]) -> Select[Any]:
    """The groups asked for: `department` (an id), `q`, `updated_since`."""
    if wanted["department"] is not None:
        statement = statement.where(table.department_id == wanted["department"])
    if wanted["q"] is not None:
        statement = statement.where(table.search.contains(fold(wanted["q"]), autoescape=True))
    if wanted["updated_since"] is not None:
        statement = statement.where(table.updated_at >= wanted["updated_since"])
    return statement


def memberships(group: Audience | Cluster, on: date) -> Select[Any]:
    """The dated list of a hand-picked audience or a cluster, by name: the one a unit bore while it belonged."""
    table: Any = AudienceMember if isinstance(group, Audience) else ClusterMember
    column = AudienceMember.audience_id if isinstance(group, Audience) else ClusterMember.cluster_id
    first = cast(func.lower(table.valid), Date)
    then = func.greatest(first, func.least(cast(on, Date), last_day(table.valid)))
    named = and_(UnitVersion.unit_id == Unit.id, UnitVersion.valid.contains(then))
    columns = (ref(Unit, func.coalesce(UnitVersion.name, Unit.name)).label("unit"), first.label("from"))
    joined = select(*columns, last_day(table.valid).label("to")).join_from(table, Unit, Unit.id == table.unit_id)
    return joined.outerjoin(UnitVersion, named).where(column == group.id).order_by(Unit.sort_key, Unit.id, table.valid)


def members(group: Audience | Cluster, subject: Subject, on: date) -> Select[Any]:
    """The units that are in a group on a day, by name; only units the caller may see on that day."""
    parent, version = aliased(Unit), aliased(UnitVersion)
    stands = (UnitEdge.child_id == Unit.id, UnitEdge.line == Line.PROFESSIONAL, UnitEdge.valid.contains(on))
    named = and_(version.unit_id == parent.id, version.valid.contains(on))
    above = select(ref(parent, version.name)).join_from(UnitEdge, parent, parent.id == UnitEdge.parent_id)
    columns: dict[str, Any] = {
        "id": Unit.id,
        "code": Unit.code,
        "name": UnitVersion.name,
        "kind": UnitVersion.kind,
        "education_levels": UnitVersion.education_levels,
        "ownership": UnitVersion.ownership,
        "area": UnitVersion.area,
        "parent": above.join(version, named).where(*stands).correlate(Unit).scalar_subquery(),
    }
    lives = and_(UnitVersion.unit_id == Unit.id, UnitVersion.valid.contains(on))
    chosen = select(*(column.label(name) for name, column in columns.items())).join_from(Unit, UnitVersion, lives)
    return chosen.where(Unit.deleted_at.is_(None), belongs(group, on), visible(subject, on)(Unit.id))


def belongs(group: Audience | Cluster, on: date) -> ColumnElement[bool]:
    """Whether `units` joined with its version of the day is in the group that day."""
    if isinstance(group, Cluster):
        return _listed(ClusterMember, ClusterMember.cluster_id, group.id, on)
    if group.rule is None:
        return _listed(AudienceMember, AudienceMember.audience_id, group.id, on)
    below = (UnitClosure.ancestor_id == group.department_id, UnitClosure.line == Line.PROFESSIONAL)
    found = select(UnitClosure.descendant_id).where(*below, UnitClosure.valid.contains(on))
    meant = or_(false(), *(_holds(clause, on) for clause in group.rule["any_of"]))
    return and_(Unit.id.in_(found), meant)


def _listed(table: Any, column: Any, group_id: UUID, on: date) -> ColumnElement[bool]:
    return Unit.id.in_(select(table.unit_id).where(column == group_id, table.valid.contains(on)))


def _holds(clause: Mapping[str, Any], on: date) -> ColumnElement[bool]:
    """Whether all that a clause names holds; a clause that names nothing means everybody."""
    conditions = [
        UnitVersion.kind == any_text(clause["kinds"]) if clause["kinds"] else None,
        UnitVersion.education_levels.overlap(texts(clause["education_levels"])) if clause["education_levels"] else None,
        UnitVersion.ownership == any_text(clause["ownership"]) if clause["ownership"] else None,
        UnitVersion.area == any_text(clause["area"]) if clause["area"] else None,
        _managed_by(clause["managed_by"], on) if clause["managed_by"] else None,
    ]
    return and_(True, *(condition for condition in conditions if condition is not None))


def _managed_by(kind: str, on: date) -> ColumnElement[bool]:
    version = aliased(UnitVersion)
    stands = (UnitEdge.child_id == Unit.id, UnitEdge.line == Line.PROFESSIONAL, UnitEdge.valid.contains(on))
    above = and_(version.unit_id == UnitEdge.parent_id, version.valid.contains(on), version.kind == kind)
    return exists().where(*stands, above).correlate(Unit)


def shape(row: Row[Any]) -> dict[str, Any]:
    """A group or member as it goes out."""
    return {name: value for name, value in row._mapping.items() if not name.startswith("_sort")}
