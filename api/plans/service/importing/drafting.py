"""A corrected preview as the parts of a draft: headings, tasks, targets; and what of it finds no place there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from api.kit.text import fold
from api.kit.validation import faults
from api.plans.imports.preview import Problem, Row, RowKind
from api.plans.imports.understand.names import SURE
from api.plans.imports.understand.targets import read_target
from api.plans.rules.plan import code_of, free_code
from api.plans.rules.products import kind_of_product
from api.plans.schemas.imports import ImportedTarget
from api.plans.schemas.party import ParticipationIn
from api.plans.schemas.plan import TargetGroup, TaskGroupIn
from api.plans.schemas.task import PrintedTask
from api.plans.service.targets import PrintedTarget

# Doubts nobody settled, which say how the draft differs from the print.
_TOLD = {
    "unit_not_matched",
    "unit_match_unsure",
    "deadline_not_understood",
    "target_not_understood",
    "several_figures",
    "ambiguous_number",
    "indicator_match_unsure",
    "indicator_new",
}
_ROLES = {"lead": "lead", "coordinating": "coordinate"}
_COMPARATORS_OF_TWO = "range"
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something the draft could not take, or took otherwise than printed."""

    problem: Problem
    position: int | None = None

    def kept(self) -> dict[str, Any]:
        """As the import keeps it."""
        problem = self.problem
        parameters = dict(problem.parameters)
        return {"position": self.position, "code": problem.code, "field": problem.field, "parameters": parameters}


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading of the draft, under the code it has there."""

    code: str
    printed: str | None
    title: str


@dataclass(slots=True)
class Draft:
    """The parts, in printed order; `target_rows` are the positions the targets come from."""

    groups: list[TaskGroupIn] = field(default_factory=list)
    tasks: list[PrintedTask] = field(default_factory=list)
    target_groups: list[TargetGroup] = field(default_factory=list)
    targets: list[PrintedTarget] = field(default_factory=list)
    target_rows: list[int] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def draft_of(rows: Sequence[Row]) -> Draft:
    """What becomes of the rows that are taken in."""
    drafter = _Drafter([row for row in rows if row.included])
    return drafter.draft()


class _Drafter:
    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._made = Draft()
        self._headings: dict[RowKind, list[_Heading]] = {RowKind.TASK_GROUP: [], RowKind.TARGET_GROUP: []}
        self._codes = _codes_of([row for row in rows if row.kind is RowKind.TASK])
        self._tasks: list[tuple[Row, PrintedTask]] = []

    def draft(self) -> Draft:
        for row in self._rows:
            _TAKE[row.kind](self, row)
            self._tell(row)
        return self._made

    def _tell(self, row: Row) -> None:
        told = [problem for problem in row.problems if problem.code in _TOLD]
        self._made.left_out += [LeftOut(problem, row.position) for problem in told]

    def _leave_out(self, row: Row, code: str, name: str = "", **parameters: Any) -> None:
        self._made.left_out.append(LeftOut(Problem.of(code, name, **parameters), row.position))

    def _valid(self, row: Row, model: type[Model], given: dict[str, Any]) -> Model | None:
        """The row as a model; None, and said so, when it does not fit."""
        try:
            return model.model_validate(given)
        except ValidationError as error:
            fault = faults(error.errors())[0]
            reason = {language: fault.message.text(language, dict(fault.parameters)) for language in ("vi", "en")}
            self._leave_out(row, "row_not_taken", fault.pointer.split("/")[1], **reason)
            return None

    # Headings

    def take_group(self, row: Row) -> None:
        heading = self._heading(row)
        group = self._valid(row, TaskGroupIn, {"code": heading.code, "title": heading.title})
        if group is not None:
            self._made.groups.append(group)
            self._headings[RowKind.TASK_GROUP].append(heading)

    def take_target_group(self, row: Row) -> None:
        heading = self._heading(row)
        group = self._valid(row, TargetGroup, {"code": heading.code, "title": heading.title})
        if group is not None:
            self._made.target_groups.append(group)
            self._headings[RowKind.TARGET_GROUP].append(heading)

    def _heading(self, row: Row) -> _Heading:
        """The heading under a code of its own: as printed, behind its parent's where two are alike."""
        said, known = row.understood, self._headings[row.kind]
        taken = {each.code for each in known}
        code = _as_code(said["code"]) or str(len(known) + 1)
        above = self._under(row.kind, said["parent"], None)
        if code in taken and above is not None:
            code = f"{above.code}.{code}"
        return _Heading(free_code(code, taken), said["code"], said["title"] or said["code"] or "")

    def _under(self, kind: RowKind, printed: str | None, title: str | None) -> _Heading | None:
        """The heading an item stands under: the last one of that code and title, else of that code."""
        if printed is None and title is None:
            return None
        known = self._headings[kind][::-1]
        alike = (each for each in known if (each.printed, each.title) == (printed, title))
        same = (each for each in known if printed is not None and each.printed == printed)
        return next(alike, None) or next(same, None)

    # Tasks

    def take_task(self, row: Row) -> None:
        said = row.understood
        heading = self._under(RowKind.TASK_GROUP, said["group"], said["group_title"])
        parent = self._parent(row)
        given = {
            "code": self._codes[row.position],
            "number": said["number"],
            "title": said["title"],
            "group": heading and heading.code,
            "parent": parent and parent.code,
            "position": len(self._made.tasks) + 1,
            "deliverables": [_product(title) for title in said["results"] if title.strip()],
            "participations": _parties(row),
            "schedule": _schedule(row),
            "note": _note(row) or None,
        }
        task = self._valid(row, PrintedTask, given)
        if task is not None:
            self._made.tasks.append(task)
            self._tasks.append((row, task))

    def _parent(self, row: Row) -> PrintedTask | None:
        """The task a row is a part of; a part of a part stands under the first."""
        number = row.understood["parent_number"]
        if number is None:
            return None
        for before, task in reversed(self._tasks):
            if before.understood["number"] == number and before.understood["group"] == row.understood["group"]:
                return next((top for _, top in self._tasks if top.code == task.parent), task)
        self._leave_out(row, "parent_left_out", "parent_number", number=number)
        return None

    # Targets

    def take_target(self, row: Row) -> None:
        said = row.understood
        heading = self._under(RowKind.TARGET_GROUP, said["group"], said["group_title"])
        figures = self._figures(row)
        names = ("name", "number", "unit_of_measure", "year")
        given = {
            **{name: said[name] or None for name in names},
            **figures,
            "text": said["target_text"],
            "group": heading and heading.code,
            "participations": _parties(row),
        }
        target = self._valid(row, ImportedTarget, given)
        if target is None:
            return
        indicator = said["matched_indicator"] and said["matched_indicator"]["id"]
        fields = dict(target) | {"unit_of_measure": target.unit_of_measure or ""}
        self._made.targets.append(PrintedTarget(**fields, indicator=indicator))
        self._made.target_rows.append(row.position)
        if note := _note(row):
            self._leave_out(row, "note_not_kept", "note", text=note)

    def _figures(self, row: Row) -> dict[str, Any]:
        """The figures of a target, where they fit together; else it keeps its printed text alone."""
        said = row.understood
        comparator, value, value_max = said["comparator"], _exact(said["value"]), _exact(said["value_max"])
        two = comparator == _COMPARATORS_OF_TWO
        fits = (comparator is None) == (value is None) and two == (value_max is not None)
        if fits and value is not None and value_max is not None and value_max < value:
            fits = False
        if not fits:
            self._leave_out(row, "figures_not_taken", "value", text=said["target_text"])
            comparator = value = value_max = None
        baseline = read_target(said["baseline"]).value if said["baseline"] else None
        return {"comparator": comparator, "value": value, "value_max": value_max, "baseline": baseline}


_TAKE: dict[RowKind, Callable[[_Drafter, Row], None]] = {
    RowKind.TASK_GROUP: _Drafter.take_group,
    RowKind.TASK: _Drafter.take_task,
    RowKind.TARGET_GROUP: _Drafter.take_target_group,
    RowKind.TARGET: _Drafter.take_target,
}


def _as_code(printed: str | None) -> str | None:
    """A printed number as a code; “Đ” is D."""
    return code_of(printed) or code_of(fold(printed or "").upper())


def _codes_of(rows: Sequence[Row]) -> dict[int, str]:
    """The code of each task by its position: its number, behind its group's where another group has it too; parts
    without a number count below what they are a part of."""
    codes: dict[int, str] = {}
    taken: set[str] = set()
    for row in sorted(rows, key=lambda row: (_as_code(row.understood["number"]) is None, row.position)):
        said = row.understood
        code, group = _as_code(said["number"]), _as_code(said["group"])
        if code is None:
            part = _as_code(said["parent_number"])
            code = f"{part}.1" if part else str(row.position)
        elif code in taken and group is not None:
            code = f"{group}.{code}"
        codes[row.position] = free_code(code, taken) if code in taken else code
        taken.add(codes[row.position])
    return codes


def _product(title: str) -> dict[str, Any]:
    return {"title": title, "kind": kind_of_product(title)}


def _schedule(row: Row) -> dict[str, Any]:
    """The text, to be read in the plan; the terms where a person set them."""
    said = row.understood
    if "schedule" in row.corrected and said["schedule"]:
        return {"text": said["deadline_text"] or said["schedule"]["text"], "terms": said["schedule"]["terms"]}
    return {"text": said["deadline_text"]}


def _parties(row: Row) -> list[ParticipationIn]:
    """Who takes part, as printed; who is not surely known stays a name."""
    found = []
    for role, meant in _ROLES.items():
        known = {each["printed_name"]: each for each in row.understood["matched"][role] if each["confidence"] >= SURE}
        printed = row.understood[f"{role}_printed"]
        for place, name in enumerate(row.understood[role]):
            ref = known.get(name)
            who = {ref["kind"]: ref["id"]} if ref else {}
            shown = printed[place] if place < len(printed) else name
            found.append(ParticipationIn.model_validate({"role": meant, "printed_name": shown[:500], **who}))
    return found


def _note(row: Row) -> str:
    """The note, and what the columns say that have no place of their own."""
    others = [f"{each['column']}: {each['text']}" for each in row.understood["other"]]
    return "\n".join(text for text in (row.understood["note"], *others) if text)


def _exact(value: float | None) -> Decimal | None:
    """A figure of JSON as it was written."""
    return None if value is None else Decimal(str(value))
