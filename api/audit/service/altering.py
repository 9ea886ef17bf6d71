"""What an act changed, before and after, beside its entry: seen where the session writes it, so no service can forget.

Only plain columns of the very record an entry names. Secrets and what is derived are left out, personal data masked.
"""

from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import LargeBinary, event, inspect
from sqlalchemy.orm import Session

from api.audit.models import AuditEntry
from api.audit.rules import masked, tells
from api.kit.db import Record

_KEPT = "altered"
_LONGEST = 500


@event.listens_for(Session, "before_flush")
def _note_alterations(session: Session, *_: object) -> None:
    """Keep what records become until their entry comes, in this flush or a later one."""
    kept: dict[str, dict[str, Any]] = session.info.setdefault(_KEPT, {})
    for record in session.dirty:
        if isinstance(record, Record) and (altered := dict(_altered(record))):
            kept.setdefault(str(record.id), {}).update(altered)
    if not kept:
        return
    for entry in session.new:
        if isinstance(entry, AuditEntry) and (found := kept.pop(entry.entity_id or "", None)):
            entry.changes = {**entry.changes, _KEPT: found}


def _altered(record: Record) -> Iterator[tuple[str, dict[str, Any]]]:
    state = inspect(record)
    for attribute in state.mapper.column_attrs:
        if not tells(attribute.key) or isinstance(attribute.columns[0].type, LargeBinary):
            continue
        history = state.attrs[attribute.key].history
        if history.added and history.added != history.deleted:
            before = history.deleted[0] if history.deleted else None
            shown = {"before": before, "after": history.added[0]}
            yield attribute.key, {when: masked(attribute.key, _shown(value)) for when, value in shown.items()}


def _shown(value: Any) -> Any:
    """A value as JSON; a long one as its beginning."""
    if value is None or isinstance(value, bool | int | float):
        return value
    said = value if isinstance(value, str) else orjson.dumps(value, default=str).decode().strip('"')
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
