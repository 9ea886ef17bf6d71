"""Plans' parts on an earlier day: current rows that held then already, and the versions kept of others (ADR 0011)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Uuid, func, or_, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY

from api.kit.sorting import SortKey
from api.plans.models import Participation, Task, TaskVersion

_ALIKE = (
    "plan_id", "version", "group_id", "position", "sort_key", "search", "status", "percent", "due_on", "updated_at",
    "rendered",
)  # fmt: skip


def tasks_on(day: date) -> Any:
    """The columns of tasks as they stood at the end of a day: those lists filter and sort by, and `rendered`."""
    parties = parties_of(Participation, Participation.task_id == Task.id)
    leads = parties_of(Participation, Participation.task_id == Task.id, Participation.role == "lead")
    current = select(Task.id, Task.created_at, *_columns(Task), leads.label("leads"), parties.label("parties"))
    versions = select(
        TaskVersion.task_id, Task.created_at, *_columns(TaskVersion), TaskVersion.leads, TaskVersion.parties
    )
    earlier = versions.join(Task, Task.id == TaskVersion.task_id).where(TaskVersion.valid.contains(day))
    return then(current.where(Task.deleted_at.is_(None), held(Task, day)), earlier, "tasks_then")


def then(current: Select[Any], earlier: Select[Any], name: str) -> Any:
    """The columns of both, read as one."""
    return union_all(current, earlier).subquery(name).c


def held(model: Any, day: date) -> ColumnElement[bool]:
    """Current rows that hold since that day or longer."""
    return or_(model.since.is_(None), model.since <= day)


def sorts_then(sorts: Mapping[str, SortKey], columns: Any) -> dict[str, SortKey]:
    """The same sorts, by the columns of another day."""
    return {name: replace(key, column=columns[key.column.key]) for name, key in sorts.items()}


def _columns(model: Any) -> list[Any]:
    return [getattr(model, name) for name in _ALIKE]


def parties_of(model: Any, *conditions: ColumnElement[bool]) -> ColumnElement[Any]:
    """The units and audiences named in a record, as an array."""
    named = select(func.coalesce(model.unit_id, model.audience_id)).where(*conditions)
    return func.array(named.scalar_subquery(), type_=ARRAY(Uuid()))
