"""What the lists of this package have in common: references, answers, history, and the units under one."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select

from api.followup.rules import ANSWERS
from api.indicators.models import Indicator
from api.plans.models import Task
from api.plans.queries.parties import instant, items
from api.plans.queries.plans import as_id, named
from api.units.models import Unit, UnitClosure


def task_ref(id_: Any) -> Any:
    """The text of a reference to a task by a column that holds its id."""
    found = select(cast(func.json_build_object("id", Task.id, "code", Task.code, "name", Task.title), Text))
    return found.where(Task.id == id_).scalar_subquery().label("task")


def indicator_ref(id_: Any) -> Any:
    """The text of a reference to an indicator by a column that holds its id."""
    made = func.json_build_object("id", Indicator.id, "code", Indicator.code, "name", Indicator.name)
    return select(cast(made, Text)).where(Indicator.id == id_).scalar_subquery().label("indicator")


def answers(model: Any, owner: str, record: Any) -> Any:
    """The text of what was answered to a record, the oldest first; `model` is its acts, `owner` their column."""
    act = model.__table__.alias().c
    item = func.json_build_object("at", instant(act.at), "by", act.by_name, "text", act.text)
    found = select(items(item, act.id)).where(act[owner] == record.id, act.act.in_(ANSWERS))
    return cast(found.correlate(record).scalar_subquery(), Text).label("answers")


def history(model: Any, owner: str, record: Any) -> Any:
    """The text of all that happened to a record, the oldest first."""
    act = model.__table__.alias().c
    item = func.json_build_object(
        "at", instant(act.at), "by", act.by_name, "on_behalf", act.on_behalf, "act", act.act, "text", act.text
    )
    found = select(items(item, act.id)).where(act[owner] == record.id)
    return cast(found.correlate(record).scalar_subquery(), Text).label("history")


def of_unit(column: Any, reference: str) -> ColumnElement[bool]:
    """Of a unit, by its code or id."""
    return column.in_(select(Unit.id).where(named(Unit, reference)))  # type: ignore[no-any-return]


def under(column: Any, reference: str, today: date) -> ColumnElement[bool]:
    """Of a unit and all below it on a day."""
    found = select(UnitClosure.descendant_id).join(Unit, Unit.id == UnitClosure.ancestor_id)
    held = (UnitClosure.line == "professional", UnitClosure.readable.contains(today))
    return column.in_(found.where(named(Unit, reference), *held))  # type: ignore[no-any-return]


def of_task(column: Any, reference: str) -> ColumnElement[bool]:
    """On a task, by its code or id."""
    return column.in_(_ids(Task, reference))  # type: ignore[no-any-return]


def of_indicator(column: Any, reference: str) -> ColumnElement[bool]:
    """On an indicator, by its code or id."""
    return column.in_(_ids(Indicator, reference))  # type: ignore[no-any-return]


def _ids(model: Any, reference: str) -> Select[Any]:
    id_ = as_id(reference)
    return select(model.id).where(model.code == reference if id_ is None else model.id == id_)


def called(words: str, *columns: Any) -> ColumnElement[bool]:
    """That a pattern is found in one of some folded texts."""
    return or_(*(column.like(words, escape="\\") for column in columns))
