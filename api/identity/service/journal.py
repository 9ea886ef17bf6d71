"""Every write of accounts and grants leaves its audit entry and its event, and the caches let go of the account."""

from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.audit.service import Actor
from api.identity.models import Client, Grant, User
from api.kit import invalidation
from api.kit.events import emit
from api.units.models import Unit

Entity = Literal["user", "client", "grant"]
_ENTITIES: dict[type[User | Client | Grant], Entity] = {User: "user", Client: "client", Grant: "grant"}
_PAST = {"create": "created", "update": "updated", "delete": "deleted"}


async def note(
    session: AsyncSession,
    actor: Actor,
    act: Literal["create", "update", "delete"],
    record: User | Client | Grant,
    changes: dict[str, Any],
) -> None:
    """Flush a change, then write who made it and tell the feed. `changes` is JSON-ready and holds no secret.

    The event names nobody: whoever reads the feed need not know the people.
    """
    # A change beside the record, of a secret, say, is a new version of it too.
    record.updated_at = session.info["now"]
    await session.flush()
    department_id = await session.scalar(select(Unit.department_id).where(Unit.id == record.unit_id))
    tell(session, actor, act, record, changes, department_id)


def tell(  # noqa: PLR0917 - as `note`, which it is the end of
    session: AsyncSession,
    actor: Actor,
    act: Literal["create", "update", "delete"],
    record: User | Client | Grant,
    changes: dict[str, Any],
    department_id: UUID | None,
) -> None:
    """As `note`, for one of many records that were flushed together."""
    entity = _ENTITIES[type(record)]
    audit.record(
        session, actor, f"{entity}.{act}", entity=entity, entity_id=record.id, unit_id=record.unit_id, changes=changes
    )
    emit(
        session,
        f"{entity}.{_PAST[act]}",
        entity=entity,
        entity_id=record.id,
        version=record.version,
        unit_id=record.unit_id,
        department_id=department_id,
        data=_public(record),
    )


def _public(record: User | Client | Grant) -> dict[str, Any]:
    if isinstance(record, Grant):
        holder = "user" if record.user_id is not None else "client"
        return {"role": record.role, holder: str(record.user_id or record.client_id)}
    return {"disabled": record.disabled_at is not None}


async def let_go(session: AsyncSession, kind: Literal["user", "client"], account_id: UUID) -> None:
    """Have every process read an account's rights again."""
    await invalidation.announce(session, f"{kind}:{account_id}")
