"""Values on their way into the tables: new ones, the next version of those there, and what the outbox says of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.indicators.queries.values import Key
from api.indicators.rules.value import FIGURES, Facts
from api.indicators.service.statements import ALIKE, PUT
from api.kit.events import Kind, Many

ENTITY = "indicator_value"


class Entry(NamedTuple):
    """A value as it is from now on. `version` 1 makes it, another follows the one that is there, locked."""

    key: Key
    version: int
    facts: Facts
    state: str
    source: str
    note: str | None
    warnings: tuple[str, ...]
    on_behalf: bool
    department_id: UUID | None
    ends_on: date
    code: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A value in its next state, its figure as it was."""

    key: Key
    version: int
    state: str
    department_id: UUID | None
    ends_on: date
    code: str


async def put(
    session: AsyncSession, actor: Actor, entries: Sequence[Entry], batch: UUID | None = None
) -> Sequence[Entry]:
    """Write values, tell of each and have them counted anew; those written. A batch is told what it wrote.

    One that was to be new, and that somebody else just made, is not; nor is any other of whose version that is so.
    """
    rows = (await session.execute(PUT, _columns(entries) | by(session, actor) | {"batch": batch})).all()
    done = entries
    if rows:
        written = {Key(*row) for row in rows}
        done = [entry for entry in entries if entry.key in written]
    tell(session, done)
    return done


def tell(session: AsyncSession, written: Sequence[Entry | Moved]) -> None:
    """One event for each value."""
    if not written:
        return
    many, numbers = Many(), dict[tuple[Any, ...], int]()
    kinds = []
    for each in written:
        _, period, indicator_id = each.key
        alike = indicator_id, period, each.code, each.state, each.department_id
        if alike not in numbers:
            numbers[alike] = many.add(kind_of(str(indicator_id), *alike[1:]))
        kinds.append(numbers[alike])
    many.emit(session, ENTITY, [str(each.key.unit_id) for each in written], kinds, [each.version for each in written])


def kind_of(indicator_id: str, period: str, code: str, state: str, department_id: UUID | None) -> Kind:
    """What events of values share."""
    data = {"indicator": code, "period": period, "state": str(state)}
    return Kind(f"{indicator_id}.", f".{period}", department_id, data)


def form_columns(keys: Iterable[Key]) -> dict[str, str]:
    """The units and periods of keys, and their indicators, as the columns statements take."""
    keys = [*keys]
    units, periods = zip(*dict.fromkeys([key[:2] for key in keys]), strict=True)
    return {
        "unit_id": _ids(units),
        "period": ",".join(periods),
        "indicator_id": _ids({key.indicator_id for key in keys}),
    }


def _columns(entries: Sequence[Entry]) -> dict[str, Any]:
    keys, versions, facts, states, sources, notes, warnings, on_behalf, departments, ends_on, _ = zip(
        *entries, strict=True
    )
    units, periods, indicators = zip(*keys, strict=True)
    answers, *figures = zip(*facts, strict=True)
    alike = (versions, answers, states, sources, [" ".join(each) for each in warnings], on_behalf, departments, ends_on)
    columns: dict[str, Any] = {
        "unit_id": _ids(units), "period": ",".join(periods), "indicator_id": _ids(indicators),
        **{name: optional(column) for name, column in zip(FIGURES, figures, strict=True)},
        "note": some(notes),
    }  # fmt: skip
    for name, column in zip(ALIKE, alike, strict=True):
        columns |= once(name, column)
    return columns


def once(name: str, column: Sequence[Any]) -> dict[str, Any]:
    """A column in which one value often stands for all."""
    kind, first = ALIKE[name][0], column[0]
    if column.count(first) == len(column):
        return {name: "" if kind else [], f"one_{name}": str(first) if kind == "boolean" else first}
    return {name: _listed(column) if kind else list(column), f"one_{name}": "" if name == "warnings" else None}


def some(texts: Sequence[str | None]) -> list[str | None]:
    """Texts of which most often there are none."""
    return [] if texts.count(None) == len(texts) else list(texts)


def optional(column: Sequence[Any]) -> str:
    """A column of which often all, or none, are nothing."""
    nothing = column.count(None)
    if not nothing:
        return ",".join(map(str, column))
    return "" if nothing == len(column) else _listed(column)


def by(session: AsyncSession, actor: Actor) -> dict[str, Any]:
    """Who writes, and when."""
    name = "Hệ thống" if actor.subject is None else actor.subject.name
    return {"at": session.info["now"], "by_kind": actor.kind, "by_id": actor.id, "by_name": name}


def _listed(values: Iterable[Any]) -> str:
    return ",".join(["" if value is None else str(value) for value in values])


def _ids(values: Iterable[UUID | None]) -> str:
    """The same of identifiers, few of which are different."""
    written: dict[UUID | None, str] = {None: ""}
    texts = []
    for value in values:
        known = written.get(value)
        if known is None:
            known = written[value] = str(value)
        texts.append(known)
    return ",".join(texts)
