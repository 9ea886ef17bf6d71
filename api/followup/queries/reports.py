"""Reports as difficulties find them: the room above says how those a caller writes are found."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from api.kit.permissions import Subject

# Of a report the caller sees, by its id: one row with `unit_id`, whose it is.
Find = Callable[[Subject, UUID, date], Select[Any]]
_FIND: list[Find] = []


def register(find: Find) -> None:
    """Make reports known; once."""
    if _FIND:
        raise ValueError("reports are registered twice")
    _FIND.append(find)


def report_seen(subject: Subject, report_id: UUID, today: date) -> Select[Any]:
    """Whose a report is that the caller sees."""
    return _FIND[0](subject, report_id, today)
