"""What amendments do to a task's or a target's JSON: how two states differ, and what of a later day stays."""

from collections.abc import Iterable, Mapping
from typing import Any

Body = Mapping[str, Any]

# What the plan says of a task and of a target; the rest is progress, or follows from it. What audiences owe for a task
# is no part of its text: an amendment holds it beside that where it changes it.
TASK_FIELDS = (
    "code", "group", "parent_id", "number", "position", "title", "purpose", "requirements", "deliverables",
    "participations", "schedule", "note", "engagements",
)  # fmt: skip
TARGET_FIELDS = (
    "indicator", "group", "number", "position", "printed_name", "year", "audience", "participations", "comparator",
    "value", "value_max", "baseline", "text",
)  # fmt: skip
_PROGRESS = ("status", "document")
_REFERENCE = {"id", "code", "name"}
# Left out of a comparison: progress, and what only numbers a deliverable's changes.
_UNSAID = {"version", "occurrences", *_PROGRESS}


def differences(before: Body, after: Body, fields: Iterable[str]) -> list[dict[str, Any]]:
    """The fields that say something else, with what they said. What a unit is called is no part of it."""
    return [
        {"field": field, "before": before[field], "after": after[field]}
        for field in fields
        if field in before and _said(before[field]) != _said(after[field])
    ]


def changes(before: Mapping[str, Body], after: Mapping[str, Body], entity: str) -> list[dict[str, Any]]:
    """How the tasks or targets of one day differ from those of another; both by id, in the order of the plan."""
    found = []
    for id_, body in after.items():
        if id_ not in before:
            found.append(change(entity, "added", body))
        elif _is_cancelled(body) and not _is_cancelled(before[id_]):
            found.append(change(entity, "cancelled", body))
        elif fields := differences(before[id_], body, _fields(entity)):
            found.append(change(entity, "changed", body, fields))
    gone = [change(entity, "cancelled", body) for id_, body in before.items() if id_ not in after]
    return found + gone


def change(entity: str, what: str, body: Body, fields: Iterable[Body] = ()) -> dict[str, Any]:
    """One line of an amendment or a comparison."""
    title = body["title"] if entity == "task" else body["printed_name"]
    return {
        "entity": entity,
        "change": what,
        "id": body["id"],
        "number": body["number"],
        "title": title,
        "fields": [*fields],
    }


def carried(amended: Body, then: Body) -> dict[str, Any]:
    """A task as amended, with the progress it had made on an earlier day."""
    status = amended["status"] if _is_cancelled(amended) else then["status"]
    known = {each["id"]: each for each in then["deliverables"]}
    deliverables = [
        {**each, **{name: known[each["id"]][name] for name in _PROGRESS}} if _goes_on(each, known) else each
        for each in amended["deliverables"]
    ]
    return {**amended, "status": status, "percent": then["percent"], "deliverables": deliverables}


def _goes_on(deliverable: Body, known: Mapping[str, Body]) -> bool:
    return deliverable["id"] in known and deliverable["status"] != "cancelled"


def _fields(entity: str) -> tuple[str, ...]:
    return TASK_FIELDS if entity == "task" else TARGET_FIELDS


def _is_cancelled(body: Body) -> bool:
    return body.get("status") == "cancelled"


def _said(value: Any) -> Any:
    """What a value says, whatever the units it names are called and however far it has got."""
    if isinstance(value, Mapping):
        if value.keys() == _REFERENCE:
            return value["id"]
        return {name: _said(each) for name, each in value.items() if name not in _UNSAID}
    return [_said(each) for each in value] if isinstance(value, list) else value
