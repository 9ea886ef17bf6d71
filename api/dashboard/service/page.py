"""One read for one screen: the page's unit, its work as PostgreSQL wrote it, its figures as they are kept."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row as SqlRow
from sqlalchemy.ext.asyncio import AsyncSession

from api.assignments.queries.assignments import moment
from api.assignments.rules.progress import DUE_SOON
from api.dashboard.errors import BAD_PERIOD, NO_UNIT
from api.dashboard.queries import figures as queries
from api.dashboard.queries.place import own_unit, place
from api.dashboard.queries.work import Sight, sight_of, work
from api.dashboard.schemas import DashboardQuery
from api.dashboard.service.drawn import Drawing, Drawn
from api.dashboard.service.figures import Figures, Kept, gathered, grid, told_by_unit
from api.indicators.queries import counting
from api.indicators.rules.value import period_of
from api.indicators.service.rollup import Spot, look
from api.kit.calendar import Period, PeriodKind, vietnam_today
from api.kit.http.answers import to_json
from api.kit.permissions import Subject
from api.kit.problems import NotFound, invalid
from api.kit.reads import Reads
from api.plans.queries.parties import raw
from api.reminders.service import workdays_of
from api.settings import Settings

Row = Mapping[str, Any]
# Units whose figures, or those of the units right below them, are kept nowhere.
_SINGLE = frozenset({"school", "affiliate"})
_LEAVES = _SINGLE | {"commune"}


@dataclass(frozen=True)
class Page:
    """The page of one unit: which plan it is read by, up to which period, on which day."""

    unit: Row
    sight: Sight
    plans: Sequence[dict[str, Any]]
    plan: dict[str, Any] | None
    narrowed: bool
    until: Period
    now: datetime

    @property
    def since(self) -> datetime | None:
        """When it was kept what figures were; of a year that is over nobody asks what moved."""
        at: datetime | None = self.unit["since"]
        return at if self.until.end.year >= self.today.year else None

    @property
    def today(self) -> date:
        """The day in Việt Nam."""
        return vietnam_today(self.now)

    @property
    def root(self) -> UUID:
        """The unit whose figures are shown: a division's are those of its department, of targets it leads."""
        found: UUID = self.unit["department_id"] if self.sight == "division" else self.unit["id"]
        return found

    @property
    def watched(self) -> set[UUID]:
        """The units whose changes this page shows."""
        return {self.unit["id"], self.root}


async def page_of(reads: Reads, subject: Subject, query: DashboardQuery, now: datetime, settings: Settings) -> Page:
    """Whose page it is. Raises NotFound for a unit out of reach or a plan it is not read by, Invalid for bad words."""
    today = vietnam_today(now)
    until = Period.on(PeriodKind.YEAR, today) if query.period is None else period_of(query.period)
    if until is None:
        raise invalid("/query/period", "bad_period", BAD_PERIOD)
    reference = query.unit or _own(subject)
    last_day = workdays_of(settings).last_until(today - timedelta(days=1))
    statement, given = place(subject, reference, today, last_day, until.end.year)
    rows = await statement.fetch(reads, **given)
    if not rows:
        raise NotFound
    unit: Row = rows[0]
    plans = orjson.loads(unit["plans"])
    wanted = None if query.plan is None else str(query.plan)
    chosen = next((each for each in plans if wanted in {None, each["id"]}), None)
    if wanted is not None and chosen is None:
        raise NotFound
    sight = sight_of(unit["kind"], in_department=unit["department_id"] is not None)
    return Page(unit, sight, plans, chosen, wanted is not None, until, now)


def _own(subject: Subject) -> str:
    found = own_unit(subject)
    if found is None:
        raise invalid("/query/unit", "missing", NO_UNIT)
    return str(found)


async def hot_body(reads: Reads, drawn: Drawn, page: Page) -> bytes | None:
    """The whole answer, by five statements, or three where its figures were just drawn; None where figures of single
    schools must be counted as well."""
    if page.unit["kind"] in _LEAVES:
        return None
    figures = await _figures(reads, page)
    made_of = (str(page.until), page.today, page.since, page.sight, tuple(map(tuple, map(_values, figures.targets))))

    async def draw() -> Drawing:
        return _draw(page, figures, *await _kept(reads, page, figures), await _before(reads, page, figures))

    drawing = await drawn.once((page.root, made_of), page.now, draw)
    return _answer(page, drawing, await _work(reads, page))


async def body(reads: Reads, session: AsyncSession, drawn: Drawn, page: Page) -> bytes:
    """The whole answer, with what is kept nowhere: the figures of single schools, counted now."""
    found = await hot_body(reads, drawn, page)
    if found is not None:
        return found
    figures = await _figures(reads, page)
    counted = await _counted(reads, session, page, figures)
    drawing = _draw(page, figures, *counted, await _before(reads, page, figures))
    return _answer(page, drawing, await _work(reads, page))


def _values(row: Row) -> Iterable[Hashable]:
    return row.values()


def _draw(page: Page, figures: Figures, kept: Kept, rows: Sequence[Row], before: Kept | None) -> Drawing:
    made = grid(_root_of(page), figures.columns, rows, kept, page.today)
    as_of: datetime = page.unit["oldest_turn"] or page.now
    return Drawing(as_of, to_json(figures.shown(kept, before)), to_json(made))


def _answer(page: Page, drawing: Drawing, work_there: str) -> bytes:
    return to_json(
        {
            "unit": _ref(page.unit),
            "kind": page.unit["kind"],
            "figures_of": raw(page.unit["department"]) if page.sight == "division" else _ref(page.unit),
            "as_of": drawing.as_of,
            "today": page.today,
            "since": page.since,
            "period": str(page.until),
            "plan": page.plan,
            "plans": page.plans,
            "targets": orjson.Fragment(drawing.targets),
            "grid": orjson.Fragment(drawing.grid),
            "work": raw(work_there),
        }
    )


async def _figures(reads: Reads, page: Page) -> Figures:
    return Figures(await _targets(reads, page), page.until, page.today, below=page.unit["kind"] in _LEAVES)


async def _targets(reads: Reads, page: Page) -> Sequence[Row]:
    if page.plan is None:
        return []
    if page.sight == "division":
        return await queries.TARGETS_LED.fetch(reads, plan=UUID(page.plan["id"]), division=page.unit["id"])
    return await queries.TARGETS.fetch(reads, plan=UUID(page.plan["id"]))


async def _work(reads: Reads, page: Page) -> str:
    given: dict[str, Any] = {
        "unit": page.unit["id"],
        "root": page.root,
        "soon": page.now + DUE_SOON,
        "since": page.since,
    }
    shown = None if page.plan is None else UUID(page.plan["id"])
    rows = await work(page.sight, narrowed=page.narrowed).fetch(
        reads, **given, **moment(page.now), shown_plan=shown, plan=shown
    )
    return str(rows[0]["body"])


async def _kept(reads: Reads, page: Page, figures: Figures) -> tuple[Kept, Sequence[Row]]:
    """The sums of the page's unit, and the rows of its grid."""
    if not figures.targets:
        return {}, []
    given = {"unit": page.root, "indicators": figures.indicators}
    kept = await _sums(reads, page, figures)
    labels = [str(period) for period in figures.columns]
    return kept, await queries.GRID.fetch(reads, **given, periods=labels, today=page.today)


async def _sums(reads: Reads, page: Page, figures: Figures) -> Kept:
    """What is kept of the page's unit, also of audiences where some target is told apart for one."""
    given = {"unit": page.root, "periods": figures.periods}
    kept = gathered(await queries.KEPT.fetch(reads, **given, indicators=figures.indicators))
    if not figures.apart:
        return kept
    rows = await queries.KEPT_APART.fetch(reads, **given, indicators=figures.apart)
    return {**kept, **gathered(rows, apart=True)}


async def _before(reads: Reads, page: Page, figures: Figures) -> Kept | None:
    """The sums of the page's unit as the last day of work began with them; None where nothing was kept."""
    if page.since is None or page.unit["kind"] in _SINGLE or not figures.targets:
        return None
    given = {"unit": page.root, "periods": figures.periods, "day": page.unit["since_day"]}
    before = gathered(await queries.BEFORE.fetch(reads, **given, indicators=figures.indicators))
    if not figures.apart:
        return before
    rows = await queries.BEFORE_APART.fetch(reads, **given, indicators=figures.apart)
    return {**before, **gathered(rows, apart=True)}


async def _counted(reads: Reads, session: AsyncSession, page: Page, figures: Figures) -> tuple[Kept, Sequence[Row]]:
    """The same where single schools are shown: of a commune in its grid, of a school itself."""
    if not figures.targets:
        return {}, []
    if page.unit["kind"] != "commune":
        return await _sums_now(session, page, figures), []
    kept = await _sums(reads, page, figures)
    schools = await queries.CHILDREN.fetch(reads, unit=page.root, today=page.today)
    labels = [str(period) for period in figures.columns]
    looked = await _looked(session, [school["id"] for school in schools], figures, labels)
    return kept, told_by_unit(schools, looked)


async def _sums_now(session: AsyncSession, page: Page, figures: Figures) -> Kept:
    """What a single school says, also as one of the audiences it is in."""
    found = gathered(await _looked(session, [page.root], figures, figures.periods))
    if not figures.apart:
        return found
    spots = _spots([page.root], figures.apart, figures.periods)
    rows = _named(await look(session, spots, counting.LOOK_BY_AUDIENCE))
    return {**found, **gathered(rows, apart=True)}


async def _looked(
    session: AsyncSession, units: Sequence[UUID], figures: Figures, periods: Sequence[str]
) -> Sequence[Row]:
    return _named(await look(session, _spots(units, figures.indicators, periods)))


def _spots(units: Sequence[UUID], indicators: Sequence[UUID], periods: Sequence[str]) -> list[Spot]:
    parts = [Period.parse(label) for label in periods]
    return [(unit, indicator, part) for unit in units for indicator in indicators for part in parts]


def _named(rows: Iterable[SqlRow[Any]]) -> Sequence[Row]:
    return [{**row._mapping, "indicator_id": UUID(str(row.indicator_id))} for row in rows]


def _root_of(page: Page) -> Row:
    return orjson.loads(page.unit["department"]) if page.sight == "division" else page.unit


def _ref(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("id", "code", "name")}
