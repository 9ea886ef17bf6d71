"""A page of the library, for each caller by the way that is short for them.

Whoever reaches a department sees most of what lies in it, so its files are walked in the order asked for until the page
is full: fifty looks, not a hundred thousand. Where what is asked for is rare, or the caller sees little of what is
there, a walk would not end: after so many rows it is given up, and an index leads to all that fits, which is put in
order then. Which of the two it will be nobody knows beforehand, least of all a statement planned once for all values.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy import Select, Subquery, Uuid, any_, bindparam, column, func, literal_column, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import aliased

from api.evidence.models import Evidence, EvidenceFile
from api.evidence.queries.evidence import (
    CONDITIONS,
    DEFAULT_SORT,
    SORTS,
    elsewhere,
    found_containing,
    item,
    narrowed,
)
from api.evidence.queries.scope import found_visible, visible_by_parameters, within_reach
from api.kit.pagination import HotList, Order
from api.kit.sorting import SortKey
from api.units.models import Unit

Names = frozenset[str]
_FURTHEST = 2_000
_DEPARTMENTS = bindparam("departments", type_=ARRAY(Uuid()))
# These name few rows themselves, or rows that no index has in order: there is nothing to walk.
_FEW = frozenset({"near", "unit_id", "unit_code", "under_id", "under_code", "linked_to", "expires_before", "replaced"})
# Of each order that a department's files are indexed in, the filters that have an index of their own there.
_WALKED = {
    SORTS["created_at"].name: ("duplicates", "verdict", "media_type"),
    SORTS["risk"].name: ("verdict",),
    SORTS["title"].name: (),
    SORTS["size"].name: (),
    SORTS["expires_on"].name: (),
}
_TOLD: tuple[Any, ...] = (Evidence.id, Evidence.unit_id, Evidence.sha256)
_ROW_BY_ROW = {"q": found_containing}


def _ways(names: Names, order: Order) -> list[Select[Any]]:
    by = order.terms[0].key.name if len(order.terms) == 2 else ""
    walks = "departments" in names and not names & _FEW and by in _WALKED
    return [_walk(names, order, by), _page(names, order)] if walks else [_page(names, order)]


def _walk(names: Names, order: Order, by: str) -> Select[Any]:
    """A page by a walk through each of the caller's departments; not full where that would be long.

    What has no last day is in no index of last days: a page that reaches it is not full either.
    """
    department = func.unnest(_DEPARTMENTS).table_valued(column("id", Uuid())).render_derived("department")
    indexed = next((name for name in _WALKED[by] if name in names), "")
    here = select(Evidence).where(Evidence.department_id == department.c.id)
    here = here.where(Evidence.deleted_at.is_(None), Evidence.replaced_by_id.is_(None))
    here = here.where(CONDITIONS[indexed](Evidence)) if indexed else here
    if order.terms[0].key.nullable:
        here, order = here.where(order.terms[0].key.column.is_not(None)), _certain(order)
    looked_at = order.applied(here, _FURTHEST).correlate(department).subquery("looked_at")
    some = order.again(_fitting(looked_at, names, names - {indexed}), looked_at).lateral("some")
    columns = (some.c[column.name] for column in Evidence.__table__.columns)
    walked = order.again(select(*columns).select_from(department).join(some, true()), some).subquery("walked")
    return order.again(_shown(walked, aliased(Evidence, walked), names), walked)


def _certain(order: Order) -> Order:
    """The same order of rows that have what they are ordered by; an index gives it in both directions."""
    first, *others = order.terms
    return replace(order, terms=(replace(first, key=SortKey(first.key.column)), *others))


def _fitting(found: Subquery, names: Names, asked: Names) -> Select[Any]:
    """Of rows that were found, those the caller sees of which all is true that is asked, row by row."""
    table = aliased(Evidence, found)
    each = [(CONDITIONS | _ROW_BY_ROW)[name](table) for name in sorted(CONDITIONS.keys() & asked)]
    columns = (column for column in found.c if not column.name.startswith("_sort"))
    fitting = select(*columns).where(*each, found_visible(table, names))
    return fitting.where(elsewhere(table, names).exists()) if "duplicates" in names else fitting


def _shown(rows: Any, table: Any, names: Names) -> Select[Any]:
    shown: Select[Any] = select(func.convert_to(item(table, names), "UTF8").label("item"))
    shown = shown.select_from(rows).join(Unit, Unit.id == table.unit_id)
    return shown.outerjoin(EvidenceFile, EvidenceFile.file_sha256 == table.sha256)


def _page(names: Names, order: Order) -> Select[Any]:
    """A page of all that fits. Whether the caller sees it is asked in order, until the page is full.

    A caller of few units has their files gathered instead.
    """
    if "near" in names:
        visible = visible_by_parameters(Evidence, names)
        ids = order.applied(narrowed(select(Evidence.id).where(visible), names)).subquery("near")
    else:
        fitting = order.sorted(_found(names)).offset(literal_column("0")).subquery("fitting")
        ids = order.again(_fitting(fitting, names, frozenset()), fitting).subquery("seen")
    return order.again(_shown(Evidence, Evidence, names).join(ids, ids.c.id == Evidence.id), ids)


def _found(names: Names) -> Select[Any]:
    """What fits, whoever sees it, by whichever index finds it."""
    found = narrowed(select(*_TOLD), names - {"duplicates"})
    if "departments" in names:
        found = found.where(Evidence.department_id == any_(_DEPARTMENTS))
    if "leading" in names and not names & (_FEW | {"q", "duplicates"}):
        found = found.where(within_reach(Evidence))
    return found.where(Evidence.shared) if "duplicates" in names else found


def _all(names: Names) -> Select[Any]:
    """All of them, to be counted."""
    return narrowed(select(Evidence.id).where(visible_by_parameters(Evidence, names)), names)


HOT = HotList(build=_all, ways=_ways, sorts=SORTS, default_sort=DEFAULT_SORT, tie=Evidence.id)
