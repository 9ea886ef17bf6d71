"""Entries a caller may read: of the units they administer and of the accounts there; at the top, all."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from api.audit.models import AuditAnchor, AuditEntry, AuditLink
from api.identity.models import Client, User
from api.identity.queries.accounts import named
from api.integration.audit_log.permissions import AUDIT_READ
from api.integration.audit_log.schemas import AuditFilters
from api.kit.calendar import start_of_day
from api.kit.permissions import Subject
from api.kit.sorting import SortKey
from api.units.models import Unit
from api.units.scope import governs

SORTS = {"at": SortKey(AuditEntry.at)}
ANCHOR_SORTS = {"day": SortKey(AuditAnchor.day)}
_COLUMNS = (
    *AuditEntry.__table__.c,
    AuditLink.position,
    AuditLink.hash,
    Unit.code.label("unit_code"),
    Unit.name.label("unit_name"),
    User.username,
    User.name.label("user_name"),
    Client.code.label("client_code"),
    Client.name.label("client_name"),
)


def visible(subject: Subject, on: date) -> ColumnElement[bool]:
    """What happened to units the caller administers, or was done by accounts of theirs."""
    if sees_all(subject):
        return true()
    within = governs(subject, AUDIT_READ, on)
    by_theirs = or_(
        AuditEntry.actor_id.in_(select(User.id).where(within(User.unit_id))),
        AuditEntry.actor_id.in_(select(Client.id).where(within(Client.unit_id))),
    )
    return or_(within(AuditEntry.unit_id), by_theirs)


def sees_all(subject: Subject) -> bool:
    """Whether the caller administers the topmost unit, and so also what nobody and the system did."""
    return any(reach.ancestors == (reach.unit_id,) for reach in subject.reaches_with(AUDIT_READ))


def listed(subject: Subject, filters: AuditFilters, on: date) -> Select[Any]:
    """The entries asked for, with who and where by name."""
    statement = (
        select(*_COLUMNS)
        .outerjoin(AuditLink, AuditLink.entry_id == AuditEntry.id)
        .outerjoin(Unit, Unit.id == AuditEntry.unit_id)
        .outerjoin(User, and_(AuditEntry.actor_kind == "user", User.id == AuditEntry.actor_id))
        .outerjoin(Client, and_(AuditEntry.actor_kind == "client", Client.id == AuditEntry.actor_id))
    )
    return statement.where(visible(subject, on), *_narrowed(filters))


def _narrowed(filters: AuditFilters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    equal = {AuditEntry.entity: filters.entity, AuditEntry.entity_id: filters.entity_id}
    equal |= {AuditEntry.request_id: filters.request}
    found += [column == value for column, value in equal.items() if value is not None]
    if filters.action is not None:
        ending = AuditEntry.action.endswith(f".{filters.action}", autoescape=True)
        found.append(or_(AuditEntry.action == filters.action, ending))
    if filters.actor is not None:
        accounts = select(User.id).where(named(User, filters.actor))
        clients = select(Client.id).where(named(Client, filters.actor))
        found.append(AuditEntry.actor_id.in_(accounts.union(clients)))
    if filters.unit is not None:
        found.append(AuditEntry.unit_id.in_(select(Unit.id).where(named(Unit, filters.unit))))
    if filters.first is not None:
        found.append(AuditEntry.at >= start_of_day(filters.first))
    if filters.last is not None:
        found.append(AuditEntry.at < start_of_day(filters.last + timedelta(days=1)))
    return found


def shape(row: Any) -> dict[str, Any]:
    """A row as JSON."""
    return {
        "id": row.id,
        "position": row.position,
        "hash": None if row.hash is None else row.hash.hex(),
        "at": row.at,
        "actor": {
            "kind": row.actor_kind,
            "id": row.actor_id,
            "code": row.username or row.client_code,
            "name": row.user_name or row.client_name,
        },
        "action": row.action,
        "entity": row.entity,
        "entity_id": row.entity_id,
        "unit": row.unit_id and {"id": row.unit_id, "code": row.unit_code, "name": row.unit_name or ""},
        "request_id": row.request_id,
        "address": row.address,
        "changes": row.changes,
    }


def anchors() -> Select[Any]:
    """How far the chain went, day by day."""
    return select(*AuditAnchor.__table__.c)


def anchor_shape(row: Any) -> dict[str, Any]:
    """An anchor as JSON."""
    return {"day": row.day, "position": row.position, "hash": row.hash.hex(), "at": row.at}
