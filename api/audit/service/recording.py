"""`record()`: every write says who made it, in the writing transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from fastapi import Request
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditEntry
from api.audit.rules import masked
from api.kit.apart import apart
from api.kit.db import Database
from api.kit.http.address import client_address
from api.kit.http.route import PREFIX
from api.kit.permissions import Subject


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and from where. `system` is the seed, a job or the command line."""

    kind: Literal["user", "client", "system", "nobody"]
    id: UUID | None = None
    request_id: str | None = None
    address: str | None = None
    subject: Subject | None = None

    @classmethod
    def of(cls, request: Request) -> "Actor":
        """The caller of a request; nobody when there is none."""
        subject: Subject | None = getattr(request.state, "subject", None)
        address, request_id = client_address(request), request.state.request_id
        if subject is None:
            return cls("nobody", None, request_id, address)
        return cls(subject.kind, subject.id, request_id, address, subject)


SYSTEM = Actor("system")
# Of a query string only what names nobody.
_SAID_OF_EXPORTS = ("format", "period", "unit", "as_of", "edition")


def record(
    session: AsyncSession,
    actor: Actor,
    action: str,
    *,
    entity: str,
    entity_id: UUID | str | None,
    unit_id: UUID | None = None,
    changes: dict[str, Any] | None = None,
) -> None:
    """Write one entry. `action` is a word such as `plan.update`; `changes` must hold no secret."""
    about = {"entity_id": None if entity_id is None else str(entity_id), "unit_id": unit_id}
    session.add(AuditEntry(**_said(session, actor, action, entity, changes), **about))


async def record_all(
    session: AsyncSession,
    actor: Actor,
    action: str,
    *,
    entity: str,
    entities: Iterable[tuple[UUID, UUID | None]],
    changes: dict[str, Any],
) -> None:
    """One entry for each of thousands, of which the same is said: ids, and whose each is."""
    await session.flush()
    common = _said(session, actor, action, entity, changes)
    rows = [{**common, "entity_id": str(entity_id), "unit_id": unit_id} for entity_id, unit_id in entities]
    if rows:
        await session.execute(insert(AuditEntry), rows)


def _said(
    session: AsyncSession, actor: Actor, action: str, entity: str, changes: dict[str, Any] | None
) -> dict[str, Any]:
    return {
        "at": session.info["now"],
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "action": action,
        "entity": entity,
        "request_id": actor.request_id,
        "address": actor.address,
        "changes": {name: masked(name, value) for name, value in (changes or {}).items()},
    }


def record_export(session: AsyncSession, request: Request) -> None:
    """Somebody takes data out as a file, in the transaction that reads it: `plan.export` of the plan in the path."""
    collection = request.url.path.removeprefix(PREFIX).strip("/").partition("/")[0]
    entity = collection.replace("-", "_").removesuffix("s")
    chosen = {name: request.query_params[name] for name in _SAID_OF_EXPORTS if name in request.query_params}
    record(
        session, Actor.of(request), f"{entity}.export",
        entity=entity, entity_id=next(iter(request.path_params.values()), None),
        changes=chosen,
    )  # fmt: skip


def record_warning(session: AsyncSession, request: Request, found: list[str]) -> None:
    """Somebody wrote what looks like personal data, and was told so; not what it says."""
    record(
        session, Actor.of(request), "request.warned",
        entity="operation", entity_id=getattr(request.scope.get("route"), "operation_id", None),
        changes={"warnings": found, "path": request.url.path},
    )  # fmt: skip


async def record_refusal(request: Request, code: str) -> None:
    """Somebody known tried what they may not: in a transaction of its own, the request's is rolled back.

    The path names what it was tried on; a query string may hold names, and is left out.
    """
    route = request.scope.get("route")
    database: Database = request.app.state.database
    async with database.session(request.app.state.clock()) as session, apart(session):
        record(
            session, Actor.of(request), "request.refused",
            entity="operation", entity_id=getattr(route, "operation_id", None),
            changes={"code": code, "method": request.method, "path": request.url.path},
        )  # fmt: skip
