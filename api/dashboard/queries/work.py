"""Work, difficulties, questions and files of a page, as one JSON object made by PostgreSQL.

What a page is about depends on its unit: a department's is all that lies in it, by the column that says so; a
division's is what it leads; of a commune or a school it is what lies below. A unit above departments sees figures, and
of work what is its own: nobody reads a nation's for one screen.
"""

from functools import cache
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal_column,
    null,
    select,
)
from sqlalchemy.dialects.postgresql import array

from api.assignments.models import Assignment
from api.assignments.queries.counts import STATUSES
from api.assignments.queries.scope import tasks_led_by
from api.dashboard.queries.parts import LATE, Json, at, listed, unit_ref
from api.dashboard.queries.rounds import rounds
from api.evidence.models import Evidence
from api.evidence.queries.scope import led as evidence_led
from api.followup.models import Clarification, Difficulty
from api.kit.reads import Query
from api.plans.models import Participation, Plan, Task
from api.plans.queries.parties import rows_of
from api.plans.queries.tasks import overdue as task_overdue
from api.plans.rules.plan import HANDED_IN, SETTLED
from api.reporting.models import Report, Round
from api.units.models import Unit
from api.units.scope import CLOSURE

Sight = Literal["department", "division", "below", "own"]

MOST_FILES = 100
_UNIT = bindparam("unit", type_=Uuid())
_ROOT = bindparam("root", type_=Uuid())
_TODAY = bindparam("today", type_=Date())
_SOON = bindparam("soon", type_=DateTime(timezone=True))
_SINCE = bindparam("since", type_=DateTime(timezone=True))
_PLAN = bindparam("plan", type_=Uuid())


def _kind(id_: Any) -> Json:
    unit = Unit.__table__.alias().c
    return select(unit.kind).where(unit.id == id_).scalar_subquery()


def _task(id_: Any) -> Json:
    task = Task.__table__.alias().c
    made = func.json_build_object("id", task.id, "code", task.code, "name", task.title)
    return select(made).where(task.id == id_).scalar_subquery()


def _many(*conditions: Any) -> Json:
    return select(func.count()).where(*conditions).scalar_subquery()


class _Page:
    """The conditions of one sight; `narrowed` to one plan."""

    def __init__(self, sight: Sight, *, narrowed: bool) -> None:
        self._sight, self._narrowed = sight, narrowed

    def about(self, model: Any) -> ColumnElement[bool]:
        """Records of the page's units, or about what its division leads."""
        if self._sight == "department":
            return model.department_id == _UNIT  # type: ignore[no-any-return]
        if self._sight == "division" and model is Evidence:
            return evidence_led(Evidence, array([_UNIT]))
        if self._sight == "division":
            return model.task_id.in_(tasks_led_by(array([_UNIT])))  # type: ignore[no-any-return]
        if self._sight == "own":
            return false()
        way = CLOSURE.alias()
        held = (way.c.line == "professional", way.c.ancestor_id == _UNIT, way.c.readable.contains(_TODAY))
        return model.unit_id.in_(select(way.c.descendant_id).where(*held))  # type: ignore[no-any-return]

    def of_plan(self, model: Any) -> list[ColumnElement[bool]]:
        """Of the plan asked about."""
        return [model.deleted_at.is_(None), *([model.plan_id == _PLAN] if self._narrowed else [])]

    def body(self) -> Select[Any]:
        """All of it."""
        made = func.json_build_object(
            "owes", self._owes(),
            "decide", func.json_build_object(
                "to_chase", self._to_chase(),
                "awaiting_confirmation", self._awaiting(),
                "to_confirm", self._to_confirm(),
                "clarifications", self._clarifications(),
                "difficulties", self._put_to_us(),
                "drafts", self._drafts(),
                "evidence", self._unjudged(),
            ),
            "difficulties", self._difficulties(),
            "came_back", self._came_back(),
            "tasks", self._tasks(),
            "work", self._work(),
            "rounds", self._rounds(),
            "moved", self._moved(),
        )  # fmt: skip
        return select(cast(made, Text).label("body"))

    def _owes(self) -> Json:
        own = (Assignment.unit_id == _UNIT, Assignment.status.not_in(SETTLED), *self.of_plan(Assignment))
        late = func.coalesce(and_(Assignment.due_at <= LATE, Assignment.status.not_in(HANDED_IN)), false())
        soon = and_(Assignment.due_at > LATE, Assignment.due_at <= _SOON, Assignment.status.not_in(HANDED_IN))
        counts = select(
            func.json_build_object(
                "open", func.count(), "overdue", func.count().filter(late), "due_soon", func.count().filter(soon)
            )
        ).where(*own)
        columns = (
            "id", "version", "plan_id", "task_id", "status", "percent", "person", "supervisor", "due_at", "occurrence",
        )  # fmt: skip
        rows = rows_of(*(getattr(Assignment, name) for name in columns), late.label("overdue")).where(*own)

        def item(row: Any) -> Json:
            return func.json_build_object(
                "id", row.id, "version", row.version, "plan_id", row.plan_id, "task", _task(row.task_id),
                "status", row.status, "percent", row.percent, "person", row.person, "supervisor", row.supervisor,
                "occurrence", row.occurrence, "due_at", at(row.due_at), "overdue", row.overdue,
            )  # fmt: skip

        few = listed(rows, item, Assignment.due_at.asc().nulls_last(), Assignment.id)
        return func.json_build_object("counts", counts.scalar_subquery(), "items", few)

    def _of_others(self, *more: Any) -> list[Any]:
        others = (Assignment.unit_id != _UNIT, Assignment.withdrawn.is_(False))
        return [self.about(Assignment), *others, *self.of_plan(Assignment), *more]

    def _to_chase(self) -> Json:
        late = self._of_others(Assignment.due_at <= LATE, Assignment.status.in_(_OPEN))
        by_unit = (
            rows_of(Assignment.unit_id, func.count().label("overdue"), func.min(Assignment.due_at).label("oldest"))
            .where(*late)
            .group_by(Assignment.unit_id)
            .cte("late")
        )
        up, down = CLOSURE.alias(), CLOSURE.alias()
        held = [and_(way.c.line == "professional", way.c.valid.contains(_TODAY)) for way in (up, down)]
        ways = by_unit.join(down, and_(down.c.descendant_id == by_unit.c.unit_id, held[1])).join(
            up, and_(up.c.descendant_id == down.c.ancestor_id, up.c.ancestor_id == _ROOT, up.c.depth == 1, held[0])
        )
        overdue = func.sum(by_unit.c.overdue)
        child = up.c.descendant_id
        grouped = rows_of(child.label("unit_id"), overdue.label("overdue"), func.min(by_unit.c.oldest).label("oldest"))
        grouped = grouped.select_from(ways).group_by(child)

        def item(row: Any) -> Json:
            return func.json_build_object(
                "unit", unit_ref(row.unit_id), "kind", _kind(row.unit_id), "overdue", row.overdue,
                "oldest_due_at", at(row.oldest),
            )  # fmt: skip

        return func.json_build_object(
            "overdue", select(func.coalesce(func.sum(by_unit.c.overdue), 0)).scalar_subquery(),
            "units", select(func.count()).select_from(by_unit).scalar_subquery(),
            "items", listed(grouped, item, overdue.desc(), child),
        )  # fmt: skip

    def _awaiting(self) -> Json:
        return _many(*self._of_others(Assignment.status == "awaiting_confirmation"))

    def _to_confirm(self) -> Json:
        """The first of these by due instant, as the index has them."""
        columns = ("id", "version", "task_id", "unit_id", "due_at", "completed_at")
        rows = rows_of(*(getattr(Assignment, name) for name in columns))
        rows = rows.where(*self._of_others(Assignment.status == "awaiting_confirmation"))

        def item(row: Any) -> Json:
            return func.json_build_object(
                "id", row.id, "version", row.version, "task", _task(row.task_id), "unit", unit_ref(row.unit_id),
                "handed_in_at", at(row.completed_at),
            )  # fmt: skip

        return listed(rows, item, Assignment.due_at, Assignment.id)

    def _clarifications(self) -> Json:
        there, named = self.of_plan(Clarification), Clarification.__table__.c
        asked, ours = [*there, Clarification.unit_id == _UNIT], [*there, Clarification.asked_by_id == _UNIT]
        late = Clarification.due_on < _TODAY
        to_answer = rows_of(named.id, named.title, named.asked_by_id.label("unit_id"), named.due_on, named.answered_at)
        to_close = rows_of(named.id, named.title, named.unit_id, named.due_on, named.answered_at)
        return func.json_build_object(
            "to_answer", _many(*asked, Clarification.status == "open"),
            "to_close", _many(*ours, Clarification.status == "answered"),
            "overdue", _many(*ours, Clarification.status == "open", late),
            "items", listed(
                to_answer.where(*asked, Clarification.status == "open"), _question, Clarification.due_on,
                Clarification.id,
            ),
            "answered", listed(
                to_close.where(*ours, Clarification.status == "answered"), _question,
                Clarification.answered_at.desc(), Clarification.id,
            ),
        )  # fmt: skip

    def _put_to_us(self) -> Json:
        ours = [*self.of_plan(Difficulty), Difficulty.put_to_id == _UNIT, Difficulty.status == "open"]
        few = listed(_obstacles().where(*ours), _obstacle, Difficulty.created_at, Difficulty.id)
        return func.json_build_object("to_answer", _many(*ours), "items", few)

    def _difficulties(self) -> Json:
        there = [*self.of_plan(Difficulty), self.about(Difficulty), Difficulty.status == "open"]
        few = listed(_obstacles().where(*there), _obstacle, Difficulty.created_at.desc(), Difficulty.id)
        return func.json_build_object("open", _many(*there), "newest", few)

    def _drafts(self) -> Json:
        there = [Plan.unit_id == _UNIT, Plan.status == "draft", Plan.deleted_at.is_(None)]
        drafts = rows_of(Plan.id, Plan.title, Plan.year).where(*there)

        def item(row: Any) -> Json:
            return func.json_build_object("id", row.id, "title", row.title, "year", row.year)

        return listed(drafts, item, Plan.updated_at.desc(), Plan.id)

    def _files(self, verdict: str) -> list[Any]:
        newest = (Evidence.deleted_at.is_(None), Evidence.replaced_by_id.is_(None))
        return [self.about(Evidence), Evidence.verdict == verdict, *newest]

    def _unjudged(self) -> Json:
        """How many files wait for a verdict, counted to a hundred."""
        some: Select[Any] = select(literal_column("1")).select_from(Evidence).where(*self._files("none"))
        return (
            select(func.count()).select_from(some.limit(literal_column(str(MOST_FILES))).subquery()).scalar_subquery()
        )

    def _came_back(self) -> Json:
        mine = [*self.of_plan(Difficulty), Difficulty.unit_id == _UNIT, Difficulty.status == "answered"]
        files = rows_of(
            Evidence.id, Evidence.title, Evidence.unit_id, Evidence.verdict_reason, Evidence.verdict_at
        ).where(*self._files("rejected"))

        def file(row: Any) -> Json:
            return func.json_build_object(
                "id", row.id, "title", row.title, "unit", unit_ref(row.unit_id), "reason", row.verdict_reason,
                "at", at(row.verdict_at),
            )  # fmt: skip

        return func.json_build_object(
            "difficulties", listed(
                _obstacles().where(*mine), _obstacle, Difficulty.answered_at.desc(), Difficulty.id
            ),
            "rejected_evidence", listed(files, file, Evidence.verdict_at.desc().nulls_last(), Evidence.id),
        )  # fmt: skip

    def _tasks(self) -> Json:
        """Tasks of the plan shown, by state, and by who leads them: one that two lead stands in both rows."""
        there = [Task.plan_id == bindparam("shown_plan", type_=Uuid()), Task.deleted_at.is_(None)]
        if self._sight == "division":
            there.append(Task.id.in_(tasks_led_by(array([_UNIT]))))
        late = task_overdue(_TODAY)
        counts = [count for each in STATUSES for count in (each, func.count().filter(Task.status == each))]
        whole = select(func.json_build_object(*counts, "overdue", func.count().filter(late))).where(*there)
        lead = Participation.__table__.alias()
        led = Task.__table__.outerjoin(lead, and_(lead.c.task_id == Task.id, lead.c.role == "lead"))
        found = rows_of(
            lead.c.unit_id, func.min(lead.c.printed_name).label("printed_name"),
            *(func.count().filter(Task.status == each).label(each) for each in STATUSES),
            func.count().filter(late).label("overdue"),
        ).select_from(led).where(*there)  # fmt: skip
        found = found.group_by(lead.c.unit_id, case((lead.c.unit_id.is_(None), lead.c.printed_name), else_=null()))

        def item(row: Any) -> Json:
            each = [pair for name in (*STATUSES, "overdue") for pair in (name, row[name])]
            unit = case((row.unit_id.is_(None), null()), else_=unit_ref(row.unit_id))
            return func.json_build_object("unit", unit, "printed_name", row.printed_name, *each)

        by_lead = listed(found, item, func.count().filter(late).desc(), func.count().desc(), lead.c.unit_id, most=20)
        return func.json_build_object("counts", whole.scalar_subquery(), "by_lead", by_lead)

    def _work(self) -> Json:
        """How much work of the units below stands where; of few units only."""
        if self._sight != "below":
            return null()
        there = [self.about(Assignment), *self.of_plan(Assignment)]
        late = func.coalesce(and_(Assignment.due_at <= LATE, Assignment.status.not_in(HANDED_IN)), false())
        counts = [count for each in STATUSES for count in (each, func.count().filter(Assignment.status == each))]
        made = select(func.json_build_object(*counts, "overdue", func.count().filter(late))).where(*there)
        return made.scalar_subquery()

    def _moved(self) -> Json:
        """What happened since: nothing where that is not known."""
        others = self._reports()
        open_rounds = select(Round.id).where(Round.status == "open", Round.deleted_at.is_(None))
        came = (Report.round_id.in_(open_rounds), Report.deleted_at.is_(None), Report.first_sent_at >= _SINCE)
        late = (Assignment.due_at <= LATE, Assignment.due_at >= _SINCE, Assignment.status.in_(_OPEN))
        return func.json_build_object(
            "completed", _many(*self._of_others(Assignment.completed_at >= _SINCE)),
            "overdue", _many(*self._of_others(*late)),
            "reports", _many(*others, *came),
            "difficulties", _many(*self.of_plan(Difficulty), self.about(Difficulty), Difficulty.created_at >= _SINCE),
        )  # fmt: skip

    def _rounds(self) -> Json:
        """Open rounds by the reports of the page's units; of a division those it compiles."""
        return rounds(*self._reports(), here=self._received())

    def _received(self) -> ColumnElement[bool]:
        """Reports the page's people receive: those for its unit; of a department also those for any below."""
        if self._sight != "department":
            return Report.to_id == _UNIT
        unit = Unit.__table__.alias().c
        return Report.to_id.in_(select(unit.id).where(unit.department_id == _UNIT))

    def _reports(self) -> list[ColumnElement[bool]]:
        if self._sight == "division":
            return [Report.to_id == _UNIT]
        return [self.about(Report), Report.unit_id != _UNIT]


_OPEN = tuple(status for status in STATUSES if status not in HANDED_IN)


def _question(row: Any) -> Json:
    return func.json_build_object(
        "id", row.id, "title", row.title, "unit", unit_ref(row.unit_id), "due_on", row.due_on,
        "overdue", and_(row.answered_at.is_(None), row.due_on < _TODAY), "answered_at", at(row.answered_at),
    )  # fmt: skip


def _obstacles() -> Select[Any]:
    return rows_of(
        Difficulty.id, Difficulty.title, Difficulty.unit_id, Difficulty.task_id, Difficulty.created_at,
        Difficulty.answered_at,
    )  # fmt: skip


def _obstacle(row: Any) -> Json:
    return func.json_build_object(
        "id", row.id, "title", row.title, "unit", unit_ref(row.unit_id), "task", _task(row.task_id),
        "created_at", at(row.created_at), "answered_at", at(row.answered_at),
    )  # fmt: skip


@cache
def work(sight: Sight, *, narrowed: bool) -> Query:
    """The statement of a sight."""
    return Query(lambda: _Page(sight, narrowed=narrowed).body())


def sight_of(kind: str, *, in_department: bool) -> Sight:
    """How a unit of a kind looks at work."""
    if kind in {"department", "division"}:
        return "department" if kind == "department" else "division"
    return "below" if in_department else "own"
