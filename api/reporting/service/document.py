"""A report's document: what it says, as plain data that the writers take."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.documents.form import in_figures, letterhead
from api.documents.paper import Paper
from api.documents.report import (
    ReportFacts,
    ReportSaid,
    ReportSection,
    ReportTarget,
    ReportTask,
    ReportUnit,
    ReportUnits,
    report_paper,
)
from api.documents.tables import Group
from api.indicators.rules.reconciliation import figure_in_words, number_in_words
from api.kit.calendar import Period
from api.reporting.models import Report, Round
from api.reporting.rules import words
from api.reporting.rules.merging import PROPOSALS, alike, many
from api.reporting.service.compiling import Compiled, Progress
from api.reporting.service.gathering import outline_of
from api.reporting.service.heading import headings
from api.reporting.service.keeping import compiled_of, kept
from api.reporting.service.reports import content_of, edition_of

_SIGNS = frozenset({"%", "‰"})


async def report_document(
    session: AsyncSession,
    of: Round,
    report: Report,
    edition: int | None = None,
    progress: Progress | None = None,
) -> tuple[Paper, str]:
    """The paper of a report, or of an edition that was received of it, and what to call it. Raises NotFound.

    What was sent or received is told as it was kept then.
    """
    if edition is None:
        content, compiled = await content_of(session, of, report), await compiled_of(session, of, report, progress)
    else:
        received = await edition_of(session, report, edition)
        content, compiled = received.content, await kept(session, report, edition)
    head = (compiled or {}).get("heading") or (
        await headings(session, of, [report], {report.id: compiled} if compiled else {})
    )[report.id]
    own = (compiled or {}).get("own") or content
    facts = _facts(of, report, head, own, compiled)
    return report_paper(facts), f"Báo cáo {head['period']} - {facts.letterhead.name}"


def _facts(
    of: Round, report: Report, head: Mapping[str, Any], own: Mapping[str, Any], compiled: Compiled | None
) -> ReportFacts:
    unit = head["unit"]
    told = _Told(own, compiled)
    sections = [
        ReportSection(section["title"], told.lines(section["kind"], section["code"]))
        for section in outline_of(of, report)
    ]
    return ReportFacts(
        letterhead=letterhead(unit["name"], unit["kind"], unit["parent"]),
        title=head["title"],
        period=head["period"],
        last_day=Period.parse(of.period).end,
        cutoff=date.fromisoformat(head["cutoff_on"]),
        bases=head["bases"],
        recipients=head["recipients"],
        drafted_by=head["drafted_by"],
        sections=sections,
        target_groups=_groups(head["groups"]["targets"]),
        targets=told.targets(),
        task_groups=_groups(head["groups"]["tasks"]),
        tasks=told.tasks(),
        said=told.said(),
        units=told.units(),
    )


def _groups(groups: Sequence[Mapping[str, str]]) -> list[Group]:
    return [Group(each["code"], each["title"]) for each in groups]


class _Told:
    """What a report tells, its own and what it merges, in words."""

    def __init__(self, own: Mapping[str, Any], compiled: Compiled | None) -> None:
        self._own, self._compiled = own, compiled

    def lines(self, kind: str, code: str) -> list[str]:
        """The paragraphs of a section."""
        if kind == "text":
            return [self._own["sections"].get(code) or ""] if (self._own["sections"].get(code) or "").strip() else []
        return {"assignments": self._work, "figures": self._figures, "difficulties": self._difficulties}[kind]()

    def _work(self) -> list[str]:
        tasks = self._own["assignments"] if self._compiled is None else self._compiled["tasks"]
        if not tasks:
            return []
        lines = [words.tally(Counter(task["status"] for task in tasks), words.WORK, "nhiệm vụ")]
        if self._compiled is not None:
            work = [task["work"] for task in tasks]
            sums = (sum(each[name] for each in work) for name in ("total", "completed", "overdue"))
            total, done, late = (_number(each) for each in sums)
            if total != "0":
                lines.append(
                    f"Các đơn vị được giao {total} việc trong kỳ, đã hoàn thành {done}, {words.OVERDUE} {late}."
                )
        return [*lines, "Chi tiết tại Phụ lục kèm theo."]

    def _figures(self) -> list[str]:
        if self._compiled is None:
            asked = [figure for figure in self._own["figures"] if figure["asked"]]
            given = sum(figure["answer"] is not None for figure in asked)
            return [f"Đã báo cáo {given}/{len(asked)} số liệu. Chi tiết tại Phụ lục kèm theo."] if asked else []
        figures, reports = self._compiled["figures"], self._compiled["reports"]
        counts = {name: _number(count) for name, count in reports.items()}
        came = f"Có {counts['came']}/{counts['expected']} đơn vị đã báo cáo"
        timely = f", trong đó {counts['on_time']} đúng hạn, {counts['late']} quá hạn"
        if not figures:
            return [f"{came}{timely}."]
        judged = Counter(line["status"] for line in figures if line["status"] is not None)
        return [
            f"{came}{timely}.",
            *([words.tally(judged, words.STANDINGS, "chỉ tiêu")] if judged else []),
            "Chi tiết tại Phụ lục kèm theo.",
        ]

    def _difficulties(self) -> list[str]:
        found = []
        for each in self._raised():
            who = f" ({many(each['units'], each['count'])})" if each["units"] else ""
            found.append(f"- {each['text']}{who}.")
        return found

    def _raised(self) -> list[dict[str, Any]]:
        """The unit's own difficulties, of which nobody need be named, then those from below."""
        own = [each for each in self._own["difficulties"] if each["status"] != "resolved"]
        first = [{**each, "units": []} for each in alike(("", each["title"], each["text"]) for each in own)]
        return [*first, *(self._compiled["difficulties"] if self._compiled is not None else [])]

    def targets(self) -> list[ReportTarget]:
        """The rows of targets."""
        if self._compiled is not None:
            nearest = min((line["target"]["year"] for line in self._compiled["figures"]), default=0)
            return [_target(line, nearest) for line in self._compiled["figures"]]
        return [_own_figure(place, each) for place, each in enumerate(self._own["figures"], start=1)]

    def tasks(self) -> list[ReportTask]:
        """The rows of tasks."""
        if self._compiled is not None:
            return [_task(line) for line in self._compiled["tasks"]]
        return [_own_task(place, each) for place, each in enumerate(self._own["assignments"], start=1)]

    def said(self) -> list[ReportSaid]:
        """The rows of difficulties and proposals from below."""
        if self._compiled is None:
            return []
        proposed = [each for each in self._compiled["material"] if each["section"] == PROPOSALS]
        kinds = {
            "Khó khăn, vướng mắc": self._compiled["difficulties"],
            "Kiến nghị, đề xuất": [item for each in proposed for item in each["items"]],
        }
        return [
            ReportSaid(kind, each["text"], each["count"], many(each["units"], each["count"], 10), each["more"])
            for kind, items in kinds.items()
            for each in items
        ]

    def units(self) -> ReportUnits | None:
        """The appendix of units."""
        if self._compiled is None:
            return None
        rows, main = self._compiled["units"], self._compiled["main"]
        names = {line["id"]: _short(place, line) for place, line in enumerate(self._compiled["figures"], start=1)}
        counts = words.COUNTS if any(row["expected"] for row in rows) else {}
        return ReportUnits(
            counts=list(counts.values()),
            figures=[names[id_] for id_ in main if id_ in names],
            rows=[_unit(row, list(counts), [id_ for id_ in main if id_ in names]) for row in rows],
        )


def _short(place: int, line: Mapping[str, Any]) -> str:
    """How a figure is called where there is no room for its name."""
    return f"Chỉ tiêu {line['number'] or place} (%)"


def _number(count: int) -> str:
    return number_in_words(Decimal(count))


def _figure(value: Any, unit_of_measure: str) -> str:
    if value is None:
        return "–"
    number = number_in_words(Decimal(str(value)))
    return f"{number}{unit_of_measure}" if unit_of_measure in _SIGNS else number


def _target(line: Mapping[str, Any], nearest: int) -> ReportTarget:
    """A row of targets; of one of a later year than the nearest the year is said."""
    wanted, audience = line["target"], line["audience"]
    whole = line["denominator"]
    parts = "" if whole is None else f"{_figure(line['numerator'], '')}/{_figure(whole, '')}"
    expected = line["units_expected"]
    return ReportTarget(
        number=line["number"] or "-",
        name=line["name"],
        unit_of_measure=line["unit_of_measure"],
        target=wanted["text"] if wanted["year"] == nearest else f"{wanted['text']} (đến năm {wanted['year']})",
        result=_figure(line["value"], line["unit_of_measure"]),
        parts=parts if line["value"] is not None else "",
        coverage=f"{_number(line['units_reported'])}/{_number(expected)}" if expected else "",
        cutoff=in_figures(date.fromisoformat(line["cutoff"])) if line["value"] is not None else "",
        standing=words.STANDINGS.get(line["status"], ""),
        forecast="" if line["forecast"] is None else _figure(line["forecast"], line["unit_of_measure"]),
        audience="" if audience is None else audience["name"],
        group=line["group"],
    )


def _own_figure(place: int, figure: Mapping[str, Any]) -> ReportTarget:
    unit = figure["unit_of_measure"]
    numbers = {
        name: None if figure[name] is None else Decimal(str(figure[name]))
        for name in ("numerator", "denominator", "value")
    }
    told = figure["answer"] is not None
    result = figure_in_words(figure["answer"], figure["yes"], unit, **numbers) if told else "Chưa báo cáo"
    return ReportTarget(str(place), figure["name"], unit, figure["target"]["text"], result)


def _task(line: Mapping[str, Any]) -> ReportTask:
    work = line["work"]
    return ReportTask(
        number=line["number"] or "-",
        title=line["name"],
        lead=line["leads"],
        deadline=line["deadline"] or "",
        state=words.WORK[line["status"]],
        done=f"{line['percent']}%",
        work=f"{_number(work['completed'])}/{_number(work['total'])}" if work["total"] else "",
        group=line["group"],
    )


def _own_task(place: int, work: Mapping[str, Any]) -> ReportTask:
    return ReportTask(str(place), work["name"], (), "", words.WORK[work["status"]], f"{work['percent']}%")


def _unit(row: Mapping[str, Any], counts: Sequence[str], main: Sequence[str]) -> ReportUnit:
    name = row["unit"]["name"]
    values = {each["id"]: each["value"] for each in row["figures"]}
    return ReportUnit(
        name=f"Trực thuộc {name}" if row["rest"] else name,
        own=words.CAME[row["own"]] if row["own"] else "",
        counts=[row[name] for name in counts],
        figures=[_figure(values.get(id_), "") if id_ in values else "" for id_ in main],
    )
