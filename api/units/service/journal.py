"""Every write of units leaves its audit entry and its event, in one place."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from api.audit import service as audit
from api.audit.service import Actor
from api.kit.events import emit
from api.units.events import Entity, Verb, event_type
from api.units.models import Audience, Cluster, Unit

Kept = Unit | Cluster | Audience
_ACTS: dict[Verb, str] = {"created": "create", "updated": "update", "deleted": "delete"}
_ENTITIES: dict[type[Kept], Entity] = {Unit: "unit", Cluster: "cluster", Audience: "audience"}


def touch(record: Kept) -> None:
    """Make the version rise though only rows beside the record changed, be it twice in one instant."""
    flag_modified(record, "updated_at")


async def note(session: AsyncSession, actor: Actor, verb: Verb, record: Kept, changes: dict[str, Any]) -> None:
    """Flush a change, then write who made it and tell the feed; `changes` is JSON-ready."""
    await note_all(session, actor, verb, [(record, changes)])


async def note_all(
    session: AsyncSession, actor: Actor, verb: Verb, written: Sequence[tuple[Kept, dict[str, Any]]]
) -> None:
    """The same for many, with one flush: a version is known only after it."""
    await session.flush()
    for record, changes in written:
        _note(session, actor, verb, record, changes)


def _note(session: AsyncSession, actor: Actor, verb: Verb, record: Kept, changes: dict[str, Any]) -> None:
    entity = _ENTITIES[type(record)]
    owner = record.id if isinstance(record, Unit) else record.department_id
    action = f"{entity}.{_ACTS[verb]}"
    audit.record(session, actor, action, entity=entity, entity_id=record.id, unit_id=owner, changes=changes)
    emit(
        session,
        event_type(entity, verb),
        entity=entity,
        entity_id=record.id,
        version=record.version,
        unit_id=owner,
        department_id=record.department_id,
        data={"code": record.code, "name": record.name, "changes": changes},
    )
