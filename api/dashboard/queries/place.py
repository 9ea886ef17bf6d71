"""Whose page it is: the unit if the caller governs it, the plans it is read by, how fresh its figures are."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, FromClause, Select, Text, Uuid, bindparam, cast, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from api.dashboard.permissions import DASHBOARD_READ
from api.indicators.models import KeptDay, RollUpTurn
from api.kit.permissions import Subject
from api.kit.reads import Query
from api.plans.models import Plan
from api.plans.queries.parties import items, ref, rows_of
from api.plans.queries.plans import as_id
from api.units.models import Unit, UnitSuccession
from api.units.queries.records import of_records
from api.units.scope import CLOSURE, is_below, reached

# Plans to choose from.
_MOST = 20
_UNITS, _DAYS = bindparam("units", type_=ARRAY(Uuid())), bindparam("days", type_=ARRAY(Date()))
_TODAY = bindparam("today", type_=Date())
_LAST_DAY = bindparam("last_day", type_=Date())


def _above(unit: FromClause) -> FromClause:
    """A unit, those above it, and whoever came before one of these: how far up each stands."""
    way, came = CLOSURE.alias(), UnitSuccession.__table__.alias()
    stands = (way.c.line == "professional", way.c.descendant_id == unit.c.id, way.c.valid.contains(_TODAY))
    now = select(way.c.ancestor_id.label("id"), way.c.depth).where(*stands).correlate(unit)
    before = select(came.c.predecessor_id, way.c.depth).join(way, way.c.ancestor_id == came.c.successor_id)
    both = now.union_all(before.where(*stands, came.c.on <= _TODAY).correlate(unit)).subquery()
    return select(both.c.id, func.min(both.c.depth).label("depth")).group_by(both.c.id).subquery()


def _plans(unit: FromClause) -> ColumnElement[Any]:
    """Plans in force of a unit and of those above it: first those that set targets, the nearest, the newest."""
    above = _above(unit)
    found = rows_of(
        Plan.id, Plan.title, Plan.number, Plan.year, Plan.unit_id, Plan.status,
        func.row_number().over(
            order_by=(
                (Plan.target_count > 0).desc(), (Plan.status == "issued").desc(), above.c.depth, Plan.year.desc(),
                Plan.effective_on.desc(), Plan.id,
            )
        ).label("place"),
    ).join(above, above.c.id == Plan.unit_id)  # fmt: skip
    asked = bindparam("year", type_=Plan.year.type)
    in_force = (Plan.deleted_at.is_(None), Plan.status != "draft", Plan.source.is_(None), Plan.year <= asked)
    listed = found.where(*in_force).correlate(unit).subquery()
    one = func.json_build_object(
        "id", listed.c.id, "title", listed.c.title, "number", listed.c.number, "year", listed.c.year,
        "status", listed.c.status,
    )  # fmt: skip
    return cast(select(items(one, listed.c.place)).where(listed.c.place <= _MOST).scalar_subquery(), Text)


def _place(by: str) -> Select[Any]:
    unit, department = Unit.__table__.alias(), of_records(Unit)
    named = unit.c[by] == bindparam(f"unit_{by}", type_=unit.c[by].type)
    governed = is_below(unit.c.id, _UNITS, _DAYS, reading=True)
    oldest = select(func.min(RollUpTurn.at)).scalar_subquery()
    kept = select(KeptDay.day, KeptDay.at).where(KeptDay.day <= _LAST_DAY).order_by(KeptDay.day.desc()).limit(1)
    since = kept.subquery("since")
    columns = (
        unit.c.id, unit.c.code, unit.c.name, unit.c.kind, unit.c.department_id,
        cast(ref(department.c.id, department.c.code, department.c.name), Text).label("department"),
        _plans(unit).label("plans"), oldest.label("oldest_turn"),
        since.c.day.label("since_day"), since.c.at.label("since"),
    )  # fmt: skip
    joined = unit.outerjoin(department, department.c.id == unit.c.department_id).outerjoin(since, true())
    return select(*columns).select_from(joined).where(named, governed, unit.c.deleted_at.is_(None))


_BY = {by: Query(lambda by=by: _place(by)) for by in ("id", "code")}  # type: ignore[misc]


def place(subject: Subject, reference: str, today: date, last_day: date, year: int) -> tuple[Query, dict[str, Any]]:
    """The statement that finds the page's unit by a reference, and its parameters; `last_day` people worked on."""
    units, days = reached(subject, DASHBOARD_READ, today)
    id_ = as_id(reference)
    named: dict[str, Any] = {"unit_code": reference} if id_ is None else {"unit_id": id_}
    given = {"units": units, "days": days, "today": today, "last_day": last_day, "year": year}
    return _BY["code" if id_ is None else "id"], named | given


def own_unit(subject: Subject) -> UUID | None:
    """The unit a caller who names none means: the highest acted for."""
    acting = [reach for reach in subject.reaches_with(DASHBOARD_READ) if not reach.read_only]
    return min(acting, key=lambda reach: (len(reach.ancestors), str(reach.unit_id))).unit_id if acting else None
