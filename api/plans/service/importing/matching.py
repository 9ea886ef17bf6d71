"""Names and indicators of a document, looked up in the department's own."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.calendar import vietnam_today
from api.plans.imports.correcting import Reader
from api.plans.imports.preview import Header, Problem, Row, RowKind
from api.plans.imports.understand.deadlines import Deadlines
from api.plans.imports.understand.names import SURE
from api.plans.imports.understand.plan import frame_of
from api.plans.imports.understand.register import Known, Register
from api.plans.models import PlanImport
from api.plans.queries import imports as queries
from api.plans.service.targets import targets_above

# What every department calls itself, whatever its province.
_SELF = "Sở Giáo dục và Đào tạo"
_OF_INDICATOR = ("indicator_match_unsure", "indicator_new")


async def reader_of(session: AsyncSession, found: PlanImport, header: Header, *, before_includes_day: bool) -> Reader:
    """How the rows of this document are read: by its year, and by the names that held on its day."""
    return Reader(Deadlines(frame_of(header), before_includes_day), await register_of(session, found, header))


async def register_of(session: AsyncSession, found: PlanImport, header: Header) -> Register:
    """The names a plan of this unit may print, on the day of the document, in three statements."""
    today = vietnam_today(session.info["now"])
    on = header.issued_on or (date(header.year, 1, 1) if header.year else today)
    units = await _units(session, found, on) or await _units(session, found, today)
    audiences = await session.execute(queries.audience_names(found.department_id))
    groups = [Known(_ref(*row, kind="audience"), row.name) for row in audiences]
    return Register([*await _spellings(session, found.department_id), *units, *groups])


async def _units(session: AsyncSession, found: PlanImport, on: date) -> list[Known]:
    """Units by the names of a day; none when the department had not begun then."""
    rows = (await session.execute(queries.unit_names(found.unit_id, found.department_id, on))).all()
    known = [Known(_ref(row.id, row.code, row.name, kind="unit"), row.then) for row in rows]
    own = [Known(each.ref, _SELF) for each in known if each.ref["id"] == str(found.department_id)]
    return known + own if own or found.department_id is None else []


async def _spellings(session: AsyncSession, department_id: UUID | None) -> list[Known]:
    rows = await session.execute(queries.spellings(department_id))
    return [Known(_meant(row), row.printed, alias=True) for row in rows]


def _meant(row: Any) -> dict[str, Any]:
    """The unit or audience a spelling stands for."""
    if row.unit_id is not None:
        return _ref(row.unit_id, row.unit_code, row.unit_name, kind="unit")
    return _ref(row.audience_id, row.audience_code, row.audience_name, kind="audience")


def _ref(id_: UUID, code: str, name: str, *, kind: str) -> dict[str, Any]:
    return {"id": str(id_), "code": code, "name": name, "kind": kind}


async def match_indicators(session: AsyncSession, found: PlanImport, rows: Sequence[Row]) -> None:
    """Say of each target which indicator of the department it means, if surely one, and what is made if none."""
    targets = [row for row in rows if row.kind is RowKind.TARGET and "matched_indicator" not in row.corrected]
    names = {row.understood["name"] for row in targets} - {""}
    known = await targets_above().match(session, None, found.department_id, names)
    for row in targets:
        row.problems = [problem for problem in row.problems if problem.code not in _OF_INDICATOR]
        best = known.get(row.understood["name"])
        sure = best is not None and best["confidence"] >= SURE
        row.understood["matched_indicator"] = _written(best) if best and sure else None
        if best is None:
            row.problems.append(Problem.of("indicator_new", "matched_indicator"))
        elif not sure:
            row.problems.append(Problem.of("indicator_match_unsure", "matched_indicator", name=best["name"]))


def _written(best: dict[str, Any]) -> dict[str, Any]:
    return best | {"id": str(best["id"])}
