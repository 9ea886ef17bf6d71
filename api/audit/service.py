"""`record()`: every write says who made it, in the writing transaction."""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditEntry
from api.kit.http.address import client_address
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
    session.add(
        AuditEntry(
            at=session.info["now"],
            actor_kind=actor.kind,
            actor_id=actor.id,
            action=action,
            entity=entity,
            entity_id=None if entity_id is None else str(entity_id),
            unit_id=unit_id,
            request_id=actor.request_id,
            address=actor.address,
            changes=changes or {},
        )
    )
