"""Clients as lists and single records show them: what each may do, where, and how often it may ask."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Row, ScalarSelect, Select, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from api.identity.models import Client, Grant
from api.identity.queries.accounts import account_row, common, filtered, visible
from api.identity.queries.grants import reachable_grants
from api.identity.schemas.accounts import ClientFilters
from api.kit.permissions import Subject
from api.kit.sorting import SortKey
from api.units.models import Unit

CLIENT_SORTS = {
    "name": SortKey(Client.sort_key),
    "code": SortKey(Client.code),
    "created_at": SortKey(Client.created_at),
    "updated_at": SortKey(Client.updated_at),
}
_AT: Any = Unit.__table__.alias("granted_at")
_OWN = ("code", "scopes", "requests_per_minute", "last_used_at")


def clients(subject: Subject, on: date, pace: int) -> Select[Any]:
    """The clients whose home the caller administers, as `client_row` shows them; `pace` is the deployment's."""
    columns = [*common(Client), *(getattr(Client, name) for name in _OWN)]
    allowed = func.coalesce(Client.requests_per_minute, pace).label("allowed_per_minute")
    found = select(*columns, allowed, _grants(subject, on).label("grants"))
    return found.join(Unit, Unit.id == Client.unit_id).where(visible(Client, subject, on))


def _grants(subject: Subject, on: date) -> ScalarSelect[Any]:
    """Its grants that are not over, as finished JSON; those elsewhere are not the caller's to know."""
    unit = func.json_build_object("id", _AT.c.id, "code", _AT.c.code, "name", _AT.c.name)
    first, end = func.lower(Grant.valid, type_=Date()), func.upper(Grant.valid, type_=Date())
    written = func.json_build_object(
        "id", Grant.id, "version", Grant.version, "role", Grant.role, "unit", unit,
        "from", first, "to", end - literal_column("1"),
    )  # fmt: skip
    ordered = func.json_agg(aggregate_order_by(written, Grant.created_at, Grant.id))
    found = select(func.coalesce(ordered, literal_column("'[]'::json"))).join(_AT, _AT.c.id == Grant.unit_id)
    lasting = or_(func.upper_inf(Grant.valid), end > on)
    found = found.where(Grant.client_id == Client.id, lasting, reachable_grants(subject, on))
    return found.correlate(Client).scalar_subquery()


def filtered_clients(statement: Select[Any], filters: ClientFilters) -> Select[Any]:
    """Narrowed by what the query string asks."""
    return filtered(statement, Client, filters)


def client_row(row: Row[Any]) -> dict[str, Any]:
    """A client as the API shows it."""
    own = {"code": row.code, "scopes": sorted(row.scopes), "grants": row.grants, "last_used_at": row.last_used_at}
    pace = {"requests_per_minute": row.requests_per_minute, "allowed_per_minute": row.allowed_per_minute}
    return account_row(row) | own | pace
