"""Schedules as JSON and back, in the contract's shape."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import UTC, date, datetime
from typing import Any, get_args

from api.kit.calendar import FIRST_YEAR, LAST_YEAR, Period, PeriodKind
from api.plans.rules.schedule.terms import (
    AdHocTerm,
    AsDirectedTerm,
    AsRegulatedTerm,
    Bound,
    ContinuousTerm,
    DateTerm,
    Occurrence,
    PeriodTerm,
    RecurringTerm,
    Schedule,
    ScheduleWarning,
    SpanTerm,
    Term,
)

_CLASSES: dict[str, type[Term]] = {
    cls.kind: cls
    for cls in (
        DateTerm,
        SpanTerm,
        PeriodTerm,
        RecurringTerm,
        ContinuousTerm,
        AsRegulatedTerm,
        AsDirectedTerm,
        AdHocTerm,
    )
}


def to_json(schedule: Schedule) -> dict[str, Any]:
    """The schedule as the contract's `schedule` object."""
    return {
        "text": schedule.text,
        "terms": [term_to_json(term) for term in schedule.terms],
        "occurrences": [{"label": o.label, "due_at": _instant(o.due_at)} for o in schedule.occurrences],
        "warnings": [str(warning) for warning in schedule.warnings],
    }


def from_json(data: Mapping[str, Any]) -> Schedule:
    """The schedule that `to_json` wrote. Raises ValueError or KeyError for anything else."""
    return Schedule(
        text=data["text"],
        terms=tuple(term_from_json(term) for term in data["terms"]),
        occurrences=tuple(
            Occurrence(o["label"], datetime.fromisoformat(o["due_at"]).astimezone(UTC)) for o in data["occurrences"]
        ),
        warnings=tuple(ScheduleWarning(code) for code in data["warnings"]),
    )


def term_to_json(term: Term) -> dict[str, Any]:
    """One term, its `kind` first, every field there."""
    return {"kind": term.kind} | {field.name: _written(getattr(term, field.name)) for field in fields(term)}


def term_from_json(data: Mapping[str, Any]) -> Term:
    """The term of a JSON object; fields with a default may be left out.

    Raises ValueError that names the field: an unknown kind or field, a missing one, a value of the wrong type.
    """
    kind = data.get("kind")
    cls = _CLASSES.get(kind) if isinstance(kind, str) else None
    if cls is None:
        raise ValueError(f"kind: one of {', '.join(_CLASSES)}")
    unknown = data.keys() - {"kind"} - {field.name for field in fields(cls)}
    if unknown:
        raise ValueError(f"{min(unknown)}: no field of {cls.kind}")
    return cls(**{field.name: _read(field, data[field.name]) for field in fields(cls) if _is_given(field, data)})


def _is_given(field: Field[Any], data: Mapping[str, Any]) -> bool:
    if field.name not in data and field.default is MISSING:
        raise ValueError(f"{field.name}: missing")
    return field.name in data


def _read(field: Field[Any], value: object) -> Any:
    if value is None and type(None) in get_args(field.type):
        return None
    try:
        return _READERS[field.name](value)
    except (TypeError, ValueError):
        raise ValueError(f"{field.name}: {value!r} cannot be read") from None


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _written(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, (Period, Bound, PeriodKind)) else value


def _day(value: str) -> date:
    day = date.fromisoformat(value)
    if day.isoformat() != value or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError
    return day


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


_READERS: dict[str, Callable[[Any], object]] = {
    "tentative": _boolean,
    "doubtful": _boolean,
    "whole": _boolean,
    "on": _day,
    "start": _day,
    "end": _day,
    "bound": Bound,
    "period": Period.parse,
    "every": PeriodKind,
    "day": _number,
    "month_of_period": _number,
    "source": _text,
}
