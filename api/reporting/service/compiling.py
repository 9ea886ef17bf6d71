"""Reports are compiled from those below them: figures, work, difficulties, texts, and who reported; many at once."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.service import ReportedTarget, Reporting, figures_above, targets_reported
from api.kit.text import sort_key
from api.reporting.models import Report, Round
from api.reporting.queries import compiling as queries
from api.reporting.queries import gathering
from api.reporting.rules.content import texts_of
from api.reporting.rules.merging import Came, alike, by_section, counted
from api.reporting.rules.report import on_time
from api.reporting.rules.words import together
from api.reporting.service.gathering import outline_of

Compiled = dict[str, Any]
Progress = Callable[[int, int], Awaitable[None]]
# Figures shown unit by unit: more columns no page holds.
_MAIN = 5
_COMPILE_BELOW = frozenset({"commune", "district_office"})
STEPS = 5


@dataclass
class _Place:
    """Whose report, over which unit and all below it, of which targets and tasks: those a division leads, or all."""

    report: Report
    area: Row[Any]
    led: str | None
    below: list[Row[Any]] = field(default_factory=list)

    @property
    def area_id(self) -> UUID:
        return UUID(str(self.area.id))

    @property
    def is_department(self) -> bool:
        return bool(self.area.kind == "department")

    def tells(self, row: Row[Any]) -> bool:
        """Whether it tells of a target or task that some lead."""
        return self.led is None or self.led in orjson.loads(row.led_by)


async def compile_(
    session: AsyncSession, of: Round, reports: Sequence[Report], progress: Progress | None = None
) -> dict[UUID, Compiled]:
    """What reports of one round merge from those below them; of a report that has none below, nothing.

    A constant number of statements, however many reports and units.
    """
    done = _Counter(progress)
    places = await _places(session, of, reports)
    await done.step()
    if not places:
        return {}
    said = await _said(session, of, places)
    await done.step()
    work = await _work(session, of, places)
    await done.step()
    figures = await _Figures.read(session, of, places)
    await done.step()
    now = session.info["now"].isoformat().replace("+00:00", "Z")
    made = {
        place.report.id: {
            "as_of": now,
            "issuer_id": str(place.area.id if place.led is None else place.report.unit_id),
            "area": {"id": str(place.area.id), "code": place.area.code, "name": place.area.name},
            "reports": counted(_came(row) for row in place.below),
            "figures": figures.of(place),
            "tasks": work.of(place),
            "difficulties": said.difficulties(place),
            "material": said.material(place, texts_of(outline_of(of, place.report))),
            **_units(place, figures),
        }
        for place in places
    }
    await done.step()
    return made


class _Counter:
    """Tells how many of the steps are done."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress, self._done = progress, 0

    async def step(self) -> None:
        self._done += 1
        if self._progress is not None:
            await self._progress(self._done, STEPS + 1)


# Whose reports


async def _places(session: AsyncSession, of: Round, reports: Sequence[Report]) -> list[_Place]:
    """Those of the reports that have others below them, with these.

    A division compiles for its department: what is for the department itself too, where it hands on to somebody
    beyond the divisions; else of what it leads alone.
    """
    wanted = {unit for each in reports for unit in (each.unit_id, each.to_id, each.department_id) if unit is not None}
    units = {row.id: row for row in await session.execute(queries.compilers(wanted))}
    roots: list[tuple[UUID, UUID, UUID]] = []
    places: dict[UUID, _Place] = {}
    for report in reports:
        unit = units[report.unit_id]
        within = unit.kind == "division" and report.department_id is not None
        last = within and units[report.to_id].kind != "division"
        area = units[report.department_id] if within else unit
        places[report.id] = _Place(report, area, str(unit.id) if within and not last else None)
        roots.append((report.id, report.unit_id, report.unit_id))
        if last:
            roots.append((report.id, area.id, report.unit_id))
    columns = [[row[place] for row in roots] for place in range(3)]
    given = {**dict(zip(("roots", "units", "owns"), columns, strict=True)), "round": of.id}
    for row in await session.execute(queries.BELOW, given):
        places[row.root].below.append(row)
    return [place for place in places.values() if place.below]


async def reports_below(session: AsyncSession, of: Round, report: Report) -> list[UUID]:
    """The reports one is compiled from, those further down among them."""
    return [row.id for place in await _places(session, of, [report]) for row in place.below]


def _came(row: Row[Any]) -> Came:
    timely = on_time(row.due_at, row.first_sent_at) if row.came else None
    return Came(row.came, timely, row.status == "received")


# What they say


class _Said:
    """The texts and difficulties of the reports that came."""

    def __init__(self, texts: Mapping[UUID, Any], raised: Mapping[UUID, Iterable[Any]]) -> None:
        self._texts, self._raised = texts, raised

    def difficulties(self, place: _Place) -> list[dict[str, Any]]:
        """All that units below raise, those alike as one."""
        said = (
            (row.name, each["title"], each["text"])
            for row in place.below
            for each in self._raised.get(row.id, ())
            if each["status"] != "resolved"
        )
        return alike(said)

    def material(self, place: _Place, codes: Sequence[str]) -> list[dict[str, Any]]:
        """What was written in each free section, by those nearest below who reported: they compiled what is below."""
        nearest = (row for row in place.below if row.came and not row.covered)
        return by_section(codes, ((row.name, self._texts.get(row.id) or {}) for row in nearest))


async def _said(session: AsyncSession, of: Round, places: Sequence[_Place]) -> _Said:
    came = {row.id: row for place in places for row in place.below if row.came}
    rows = (await session.execute(queries.SAID, {"reports": list(came)})).all()
    raised: dict[UUID, list[Any]] = {row.id: row.difficulties for row in rows if row.difficulties is not None}
    by_unit = {came[row.id].unit_id: row.id for row in rows if row.difficulties is None}
    for row in await session.execute(gathering.difficulties(by_unit, by_unit.values(), of.starts_on, of.ends_on)):
        each = {"title": row.title, "text": row.text, "status": row.status}
        raised.setdefault(by_unit[row.unit_id], []).append(each)
    return _Said({row.id: row.sections for row in rows}, raised)


# What they did


class _Work:
    """The tasks of the plan, and where the work on them stands under each unit."""

    def __init__(self, tasks: Sequence[Row[Any]], counts: Mapping[tuple[str, str], Mapping[str, Any]]) -> None:
        self._tasks, self._counts = tasks, counts

    def of(self, place: _Place) -> list[dict[str, Any]]:
        """Those the report tells of, each with where it stands."""
        every = (self._line(place, task) for task in self._tasks if place.tells(task))
        return [line for line in every if place.is_department or line["work"]["total"]]

    def _line(self, place: _Place, task: Row[Any]) -> dict[str, Any]:
        counts = self._counts.get((str(place.area.id), str(task.id)), {"by": {}, "overdue": 0})
        status, percent = (task.status, task.percent) if place.is_department else together(counts["by"])
        live = {name: count for name, count in counts["by"].items() if name != "cancelled"}
        return {
            "id": str(task.id),
            "number": task.number,
            "name": task.title,
            "group": task.group,
            "leads": orjson.loads(task.leads),
            "deadline": task.deadline,
            "due_on": task.due_on and task.due_on.isoformat(),
            "status": status,
            "percent": percent,
            "work": {
                "total": sum(live.values()),
                "completed": live.get("completed", 0),
                "overdue": counts["overdue"],
            },
        }


async def _work(session: AsyncSession, of: Round, places: Sequence[_Place]) -> _Work:
    plans = (await session.execute(queries.plans(of.plan_id, of.department_id))).all()
    tasks = (await session.execute(queries.tasks([plan.id for plan in plans]))).all()
    areas = list({place.area_id: None for place in places})
    statement = queries.work(areas, of.plan_id, of.starts_on, of.ends_on, session.info["now"])
    counts: dict[tuple[str, str], dict[str, Any]] = defaultdict(lambda: {"by": {}, "overdue": 0})
    for row in await session.execute(statement):
        found = counts[str(row.area), str(row.task_id)]
        found["by"][row.status] = row.count
        found["overdue"] += row.overdue
    return _Work(tasks, counts)


# What it comes to


class _Figures:
    """The targets, and what the units under each place, and under each unit named in its appendix, make of them."""

    def __init__(
        self,
        targets: Sequence[ReportedTarget],
        above: Mapping[UUID, list[dict[str, Any]]],
        main: Sequence[str],
        parts: Mapping[UUID, list[dict[str, Any]]],
    ) -> None:
        self._targets, self._above, self.main, self._parts = targets, above, main, parts

    @classmethod
    async def read(cls, session: AsyncSession, of: Round, places: Sequence[_Place]) -> "_Figures":
        """All of them."""
        about = Reporting(of.plan_id, of.department_id, of.starts_on, of.ends_on)
        targets = await targets_reported(session, about)
        above = await figures_above(session, {place.area_id for place in places}, targets)
        main = _main(targets, above, of.ends_on.isoformat())
        units = {group for place in places if place.is_department for group in _groups(place)}
        units -= {place.area_id for place in places}
        chosen = [each for each in targets if str(each.row.id) in main]
        parts = await figures_above(session, units, chosen)
        return cls(targets, above, main, parts)

    def of(self, place: _Place) -> list[dict[str, Any]]:
        """The figures of a report."""
        lines = zip(self._targets, self._above[place.area_id], strict=True)
        told = [line for target, line in lines if place.tells(target.row)]
        return [line for line in told if place.is_department or line["units_expected"] or line["units_reported"]]

    def of_unit(self, unit: UUID) -> list[dict[str, Any]]:
        """The main figures of a unit below."""
        names = ("id", "value", "units_reported", "units_expected")
        return [{name: line[name] for name in names} for line in self._parts.get(unit, ())]


def _main(targets: Sequence[ReportedTarget], above: Mapping[UUID, Sequence[Mapping[str, Any]]], last: str) -> list[str]:
    """The first few percentages of schools there is a figure of a period of that is over by a day; of several targets
    on one indicator the first."""
    every = (line for lines in above.values() for line in lines)
    told = {line["id"] for line in every if line["value"] is not None and line["cutoff"] <= last}
    wanted: dict[UUID, str] = {}
    for each in targets:
        if each.row.unit_of_measure == "%" and "school" in each.row.measured_on and str(each.row.id) in told:
            wanted.setdefault(each.indicator_id, str(each.row.id))
    return list(wanted.values())[:_MAIN]


# Unit by unit


def _groups(place: _Place) -> dict[UUID, list[Row[Any]]]:
    """The reports below by the commune they are of or stand under; the department's own schools by the department."""
    found: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in place.below:
        found[_group(row)].append(row)
    return found


def _group(row: Row[Any]) -> UUID:
    return UUID(str(row.unit_id if row.kind in _COMPILE_BELOW or row.under_id is None else row.under_id))


def _units(place: _Place, figures: _Figures) -> dict[str, Any]:
    """The appendix of units: under a department by communes, under others each by itself."""
    if not place.is_department:
        return {"main": [], "units": [_single(row) for row in place.below]}
    rows = [_grouped(place, unit, each, figures) for unit, each in _groups(place).items()]
    rows.sort(key=lambda row: (row["rest"], sort_key(row["unit"]["name"])))
    return {"main": list(figures.main), "units": rows}


def _single(row: Row[Any]) -> dict[str, Any]:
    return {"unit": _ref(row), "rest": False, "own": _how(row), **counted(()), "figures": []}


def _grouped(place: _Place, unit: UUID, rows: Sequence[Row[Any]], figures: _Figures) -> dict[str, Any]:
    own = next((row for row in rows if row.unit_id == unit), None)
    below = [row for row in rows if row is not own]
    named = _ref(own) if own is not None else _ref_above(rows[0])
    return {
        "unit": named,
        "rest": unit == place.area_id,
        "own": None if own is None else _how(own),
        **counted(_came(row) for row in below),
        "figures": figures.of_unit(unit),
    }


def _how(row: Row[Any]) -> str:
    came = _came(row)
    if not came.came:
        return "missing"
    return "came" if came.on_time is None else "on_time" if came.on_time else "late"


def _ref(row: Row[Any]) -> dict[str, Any]:
    return {"id": str(row.unit_id), "code": row.code, "name": row.name}


def _ref_above(row: Row[Any]) -> dict[str, Any]:
    return {"id": str(row.under_id), "code": row.under_code, "name": row.under_name}


async def groups_of(session: AsyncSession, of: Round) -> dict[str, list[dict[str, str]]]:
    """The headings of the targets and of the tasks of the plan a round is about; none where it is about several."""
    if of.plan_id is None:
        return {"targets": [], "tasks": []}
    plan = (await session.execute(queries.plans(of.plan_id, None))).one()
    tasks = await session.execute(queries.groups([of.plan_id]))
    targets = [{"code": each["code"], "title": each["title"]} for each in plan.target_groups]
    return {"targets": targets, "tasks": [{"code": row.code, "title": row.title} for row in tasks]}
