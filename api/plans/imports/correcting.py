"""A person corrects a preview: what a correction implies is understood anew, and doubts it settles go."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.plans.imports.naming import PARTIES
from api.plans.imports.preview import Problem, Row, RowKind, Source
from api.plans.imports.understand.cells import flat
from api.plans.imports.understand.deadlines import Deadlines
from api.plans.imports.understand.fields import number_of, units_of
from api.plans.imports.understand.names import Match, Names, named
from api.plans.imports.understand.targets import read_target

GROUPS = (RowKind.TASK_GROUP, RowKind.TARGET_GROUP)
TASKS = (RowKind.TASK_GROUP, RowKind.TASK)
# A row somebody wrote by hand stands nowhere in the file.
NOWHERE = Source(0, 0)
# The fields a problem of which goes when the field is set.
_SETTLES = {
    "deadline_text": ("deadline_text", "schedule"),
    "schedule": ("deadline_text", "schedule"),
    "target_text": ("target_text", "value", "unit_of_measure"),
    "unit_of_measure": ("unit_of_measure", "target_text", "value"),
    "matched_indicator": ("matched_indicator",),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """How deadlines and names of this plan are read."""

    deadlines: Deadlines
    match: Match


def correct(row: Row, changes: Mapping[str, Any], reader: Reader) -> None:
    """Set fields of a row, and read again what follows from them.

    `changes` are keys of `understood`; `schedule` one that a person built; `matched` lists, by role, of references
    chosen for names, each with its `printed_name`. Whoever corrects a row has looked at it, so doubts about it as a
    whole go too.
    """
    settled = {"", *(name for key in changes for name in _SETTLES.get(key, (key,)))}
    if "matched" in changes:
        settled |= set(changes["matched"])
    row.problems = [problem for problem in row.problems if problem.field not in settled]
    reread_too = {"schedule"} if "deadline_text" in changes else set()
    reread_too |= {"matched"} if changes.keys() & set(PARTIES) else set()
    row.corrected = sorted({*row.corrected, *changes} - (reread_too - changes.keys()))
    for key, value in changes.items():
        _SETTERS.get(key, _plainly(key))(row, value, reader)
    if row.kind not in GROUPS:
        _want(row)


def accept(row: Row) -> None:
    """A person looked at the row and it is right as understood: doubts go, and who a name likely means is meant."""
    row.problems = []
    row.corrected = sorted({*row.corrected, "checked"})
    if row.kind not in GROUPS:
        likely = row.understood["matched"]
        row.understood["matched"] = {role: [each | {"confidence": 1.0} for each in likely[role]] for role in PARTIES}


def convert(row: Row, kind: RowKind, reader: Reader) -> None:
    """Make of a row another kind: a heading taken for a task, a target taken for a task. Its words stay."""
    before, row.kind = row.understood, kind
    row.understood, row.problems = blank(kind), []
    row.corrected = sorted({*row.corrected, "kind"})
    shared = {name: value for name, value in before.items() if name in row.understood}
    title = before.get("title") or before.get("name") or ""
    number = before.get("number") or before.get("code")
    renamed = {"title": title, "name": title, "number": number, "code": number}
    row.understood |= shared | {name: value for name, value in renamed.items() if name in row.understood}
    reread(row, reader)


def reread(row: Row, reader: Reader) -> None:
    """Understand anew what hangs on the plan's year and on names, unless a person set it; its doubts with it."""
    if row.kind in GROUPS:
        return
    if row.kind is RowKind.TASK and "schedule" not in row.corrected:
        _drop(row, "deadline_text", "schedule")
        _read_deadline(row, reader)
    if not {"matched", "checked"} & set(row.corrected):
        for role in PARTIES:
            _drop(row, role)
            _match(row, role, reader)
    if row.kind is RowKind.TARGET and "value" not in row.corrected and not row.understood["target_text"]:
        _drop(row, "target_text", "value", "unit_of_measure")
        _read_figure(row)
    _want(row)
    if "checked" in row.corrected:
        row.problems = []


def blank(kind: RowKind) -> dict[str, Any]:
    """What is understood of a row nothing is known of."""
    if kind in GROUPS:
        return {"code": None, "title": "", "parent": None}
    common = {"group": None, "group_title": None, "number": None, "parent_number": None}
    units = units_of(Names(), Names()) | {"lead_text": "", "coordinating_text": ""}
    if kind is RowKind.TASK:
        own: dict[str, Any] = {"title": "", "results": [], "results_text": ""}
        return {**common, **own, **units, "deadline_text": "", "schedule": None, "note": "", "other": []}
    figure = dict.fromkeys(("unit_of_measure", "comparator", "value", "value_max", "year", "baseline"))
    return {
        **common,
        "name": "",
        "target_text": "",
        **figure,
        **units,
        "matched_indicator": None,
        "note": "",
        "other": [],
    }


def _drop(row: Row, *fields: str) -> None:
    row.problems = [problem for problem in row.problems if problem.field not in fields]


# One field


Setter = Callable[[Row, Any, Reader], None]


def _plainly(key: str) -> Setter:
    def put(row: Row, value: Any, _: Reader) -> None:
        row.understood[key] = value

    return put


def _set_deadline(row: Row, text: str, reader: Reader) -> None:
    row.understood["deadline_text"] = text
    _read_deadline(row, reader)


def _read_deadline(row: Row, reader: Reader) -> None:
    schedule, doubts = reader.deadlines.read(row.understood["deadline_text"])
    row.understood["schedule"] = schedule
    row.problems += doubts


def _set_names(role: str) -> Setter:
    def put(row: Row, names: Sequence[str], reader: Reader) -> None:
        row.understood[role] = list(names)
        row.understood[f"{role}_printed"] = list(names)
        _match(row, role, reader)

    return put


def _match(row: Row, role: str, reader: Reader) -> None:
    found = named(row.understood[role], role, reader.match)
    row.understood["matched"] = {**row.understood["matched"], role: found.matched}
    row.problems += found.problems


def _set_matched(row: Row, chosen: Mapping[str, Sequence[dict[str, Any]]], reader: Reader) -> None:
    """Who a person says is meant by a name stands for sure; the other names of the role are looked up again."""
    for role, given in chosen.items():
        by_name = {each["printed_name"]: each for each in given}
        rest = named([name for name in row.understood[role] if name not in by_name], role, reader.match)
        sure = [each | {"confidence": 1.0} for each in given if each.get("id") is not None]
        row.understood["matched"] = {**row.understood["matched"], role: sure + rest.matched}
        row.problems += rest.problems


def _set_target_text(row: Row, text: str, _: Reader) -> None:
    row.understood["target_text"] = text
    _read_figure(row)


def _set_unit(row: Row, unit: str | None, _: Reader) -> None:
    row.understood["unit_of_measure"] = unit
    if row.understood["target_text"]:
        _read_figure(row)


def _read_figure(row: Row) -> None:
    understood = row.understood
    reading = read_target(understood["target_text"], flat(understood["unit_of_measure"] or ""))
    understood["unit_of_measure"] = understood["unit_of_measure"] or reading.unit
    understood["comparator"] = reading.comparator
    understood["value"], understood["value_max"] = number_of(reading.value), number_of(reading.value_max)
    row.problems += reading.problems


_SETTERS: dict[str, Setter] = {
    "deadline_text": _set_deadline,
    "lead": _set_names("lead"),
    "coordinating": _set_names("coordinating"),
    "matched": _set_matched,
    "target_text": _set_target_text,
    "unit_of_measure": _set_unit,
}


def _want(row: Row) -> None:
    """What every row needs and this one lacks."""
    missing = {"title": "title_missing", "name": "title_missing", "lead": "lead_missing"}
    if row.kind is RowKind.TARGET or row.understood["parent_number"]:
        del missing["lead"]
    there = {(problem.code, problem.field) for problem in row.problems}
    for name, code in missing.items():
        wanted = name in row.understood and not row.understood[name]
        if wanted and (code, name) not in there:
            row.problems.append(Problem.of(code, name))


# The list of rows


def settle(rows: Sequence[Row], changed: Row | None = None, was: RowKind | None = None) -> None:
    """Put positions, and what rows say of one another, in line with the rows as they now are.

    `changed` was just corrected, added, left out or taken in again; `was` is the kind it had until then.
    """
    for position, row in enumerate(rows, start=1):
        row.position = position
    if changed is not None and (changed.kind in GROUPS or was in GROUPS):
        for tasks in {kind in TASKS for kind in (changed.kind, was) if kind is not None}:
            _regroup(rows, changed, tasks=tasks)
    _mark_repeated(rows)


def renumber_parts(rows: Sequence[Row], changed: Row, old: str | None) -> None:
    """Rows below a number follow it when it is no longer the old one."""
    new = changed.understood.get("number")
    if not old or old == new:
        return
    for row in rows[changed.position :]:
        if row.kind is not changed.kind or row.understood["parent_number"] != old:
            return
        row.understood["parent_number"] = new


def _regroup(rows: Sequence[Row], changed: Row, *, tasks: bool) -> None:
    """The rows below a heading that came, went or changed stand under the heading that is now above them."""
    heading = _heading_above(rows, changed.position, tasks)
    own = [changed] if changed.kind not in GROUPS and (changed.kind in TASKS) is tasks else []
    for row in [*own, *_below(rows, changed, tasks)]:
        if "group" not in row.corrected:
            row.understood["group"] = heading and heading.understood["code"]
            row.understood["group_title"] = heading and heading.understood["title"]


def _below(rows: Sequence[Row], changed: Row, tasks: bool) -> list[Row]:
    """The items from a row down to the next heading, as long as they stand in one group."""
    found: list[Row] = []
    for row in rows[changed.position :]:
        if (row.kind in TASKS) is not tasks or (row.kind in GROUPS and not row.included):
            continue
        if row.kind in GROUPS or (found and _group(row) != _group(found[0])):
            break
        found.append(row)
    return found


def _group(row: Row) -> tuple[Any, Any]:
    return row.understood["group"], row.understood["group_title"]


def _heading_above(rows: Sequence[Row], start: int, tasks: bool) -> Row | None:
    for row in reversed(rows[:start]):
        if row.kind in GROUPS and (row.kind in TASKS) is tasks and row.included:
            return row
    return None


def _mark_repeated(rows: Sequence[Row]) -> None:
    """Numbers used twice among the rows taken in, where a person's correction made or ended it."""
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        number, key = row.understood.get("number"), _key(row)
        said = any(problem.code == "number_repeated" for problem in row.problems)
        if said and key not in seen:
            row.problems = [problem for problem in row.problems if problem.code != "number_repeated"]
        elif number and key in seen and not said and row.corrected:
            row.problems.append(Problem.of("number_repeated", "number", number=number))
        if row.included:
            seen.add(key)


def _key(row: Row) -> tuple[Any, ...]:
    said = row.understood
    return (
        row.kind,
        said.get("group"),
        said.get("group_title"),
        said.get("number"),
        said.get("year"),
        said.get("parent_number"),
    )
