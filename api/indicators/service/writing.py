"""Values on their way into the tables: new ones, the next version of those there, and what the outbox says of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Text, TextClause, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.indicators.queries.values import Key
from api.indicators.rules.value import FIGURES, Facts
from api.kit.ids import uuid7


@dataclass(frozen=True, slots=True)
class Entry:
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


# Each column a statement is given, and what it is an array of. What holds only words of ours goes as one text with
# commas, which the driver packs in a tenth of the time; a user's own texts go as arrays.
_KEY = {"unit_id": "uuid", "period": "text", "indicator_id": "uuid"}
_GIVEN = {
    **_KEY,
    "version": "integer", "answer": "text", "numerator": "numeric", "denominator": "numeric", "value": "numeric",
    "yes": "boolean", "state": "text", "source": None, "note": None, "warnings": "text", "on_behalf": "boolean",
    "department_id": "uuid", "ends_on": "date",
}  # fmt: skip
_TOLD = {**_KEY, "version": "integer", "id": "uuid", "department_id": "uuid", "code": None, "state": "text"}
_BY = {"at": DateTime(timezone=True), "by_kind": Text(), "by_id": Uuid(), "by_name": Text()}
COLUMNS = (
    "unit_id, period, indicator_id, version, answer, numerator, denominator, value, yes, state, source, note, warnings,"
    " updated_at, by_kind, by_id, by_name, on_behalf"
)


def _statement(sql: str, given: Mapping[str, str | None], more: dict[str, Any]) -> TextClause:
    """A statement over columns, one for each name of `given`, as the rows `g`."""
    arrays = (f":{name}" if kind is None else f"string_to_array(:{name}, ',', '')::{kind}[]"
              for name, kind in given.items())  # fmt: skip
    rows = f"unnest({', '.join(arrays)}) AS g({', '.join(given)})"
    bound = [bindparam(name, type_=Text() if kind else ARRAY(Text())) for name, kind in given.items()]
    return text(sql.format(rows=rows, columns=COLUMNS)).bindparams(
        *bound, *(bindparam(name, type_=kind) for name, kind in more.items())
    )


_MAKE = _statement(
    """
    INSERT INTO indicator_values ({columns}, department_id, ends_on)
    SELECT g.unit_id, g.period, g.indicator_id, g.version, g.answer, g.numerator, g.denominator,
           g.value, g.yes, g.state, g.source, g.note, string_to_array(coalesce(g.warnings, ''), ' '),
           :at, :by_kind, :by_id, :by_name, g.on_behalf, g.department_id, g.ends_on
    FROM {rows}
    ON CONFLICT DO NOTHING
    RETURNING unit_id, period, indicator_id
    """,
    _GIVEN,
    _BY,
)
_FOLLOW = _statement(
    """
    WITH given AS (SELECT * FROM {rows}), kept AS (
        INSERT INTO indicator_value_versions ({columns})
        SELECT {columns} FROM indicator_values v
        WHERE (v.unit_id, v.period, v.indicator_id) IN (SELECT unit_id, period, indicator_id FROM given)
    )
    UPDATE indicator_values v
    SET version = g.version, answer = g.answer, numerator = g.numerator,
        denominator = g.denominator, value = g.value, yes = g.yes, state = g.state,
        source = g.source, note = g.note, warnings = string_to_array(coalesce(g.warnings, ''), ' '), updated_at = :at,
        by_kind = :by_kind, by_id = :by_id, by_name = :by_name, on_behalf = g.on_behalf,
        department_id = g.department_id, ends_on = g.ends_on
    FROM given g
    WHERE (v.unit_id, v.period, v.indicator_id) = (g.unit_id, g.period, g.indicator_id)
    RETURNING v.unit_id, v.period, v.indicator_id
    """,
    _GIVEN,
    _BY,
)
_TELL = _statement(
    """
    INSERT INTO outbox (id, type, entity, entity_id, unit_id, department_id, version, at, data)
    SELECT g.id, CASE g.version WHEN 1 THEN 'indicator_value.created' ELSE 'indicator_value.updated' END,
           'indicator_value', g.indicator_id || '.' || g.unit_id || '.' || g.period, g.unit_id, g.department_id,
           g.version, :at, jsonb_build_object('indicator', g.code, 'period', g.period, 'state', g.state)
    FROM {rows}
    """,
    _TOLD,
    {"at": DateTime(timezone=True)},
)


async def store(session: AsyncSession, actor: Actor, entries: Sequence[Entry]) -> set[Key]:
    """Write values; the keys of those written. One that was to be new and that somebody else just made is not."""
    new = [entry for entry in entries if entry.version == 1]
    next_ones = [entry for entry in entries if entry.version > 1]
    done: set[Key] = set()
    for statement, part in ((_MAKE, new), (_FOLLOW, next_ones)):
        if part:
            rows = await session.execute(statement, _columns(part) | _by(session, actor))
            done |= {Key(*row) for row in rows}
    return done


async def tell(session: AsyncSession, entries: Sequence[Entry | Moved]) -> None:
    """One event for each value written."""
    rows = {
        "id": _listed(uuid7() for _ in entries),
        "version": _listed(entry.version for entry in entries),
        "department_id": _ids(entry.department_id for entry in entries),
        "code": [entry.code for entry in entries],
        "state": _listed(entry.state for entry in entries),
        "at": session.info["now"],
    }
    await session.execute(_TELL, _keys(entries) | rows)


def _keys(entries: Iterable[Entry | Moved]) -> dict[str, Any]:
    units, periods, indicators = zip(*(entry.key for entry in entries), strict=True)
    return {"unit_id": _ids(units), "period": _listed(periods), "indicator_id": _ids(indicators)}


def _columns(entries: Sequence[Entry]) -> dict[str, Any]:
    plain = ("version", "state", "on_behalf", "ends_on")
    facts = [entry.facts for entry in entries]
    return {
        **_keys(entries),
        **{name: _listed(getattr(entry, name) for entry in entries) for name in plain},
        **{name: [getattr(entry, name) for entry in entries] for name in ("source", "note")},
        **{name: _listed(getattr(each, name) for each in facts) for name in ("answer", *FIGURES)},
        "department_id": _ids(entry.department_id for entry in entries),
        "warnings": _listed(" ".join(entry.warnings) for entry in entries),
    }


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


def _by(session: AsyncSession, actor: Actor) -> dict[str, Any]:
    name = "Hệ thống" if actor.subject is None else actor.subject.name
    return {"at": session.info["now"], "by_kind": actor.kind, "by_id": actor.id, "by_name": name}
