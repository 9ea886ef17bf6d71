"""Values on their way into the tables: new ones, the next version of those there, and what the outbox says of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, DateTime, Integer, Text, TextClause, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.indicators.queries.values import Key
from api.indicators.rules.value import FIGURES, Facts
from api.kit.ids import IN_SQL, stamp


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


# Each column a statement is given, and what it is an array of. What holds only words of ours goes as one text with
# commas, which the driver packs in a tenth of the time; a user's own texts go as arrays.
_KEY = {"unit_id": "uuid", "period": "text", "indicator_id": "uuid"}
# What is most often the same in all rows goes once, as `one_…`, and its column is empty.
_ALIKE: Mapping[str, tuple[str, Any]] = {
    "version": ("integer", Integer()), "answer": ("text", Text()), "state": ("text", Text()),
    "source": ("", Text()), "warnings": ("text", Text()), "on_behalf": ("boolean", Text()),
    "department_id": ("uuid", Uuid()), "ends_on": ("date", Date()),
}  # fmt: skip
_GIVEN = {
    **_KEY,
    "numerator": "numeric", "denominator": "numeric", "value": "numeric", "yes": "boolean", "note": None,
    **{name: kind or None for name, (kind, _) in _ALIKE.items()},
}  # fmt: skip
_TOLD = {**_KEY, "version": "integer", "department_id": "uuid", "code": None, "state": "text"}
_AT = {"at": DateTime(timezone=True)}
COLUMNS = (
    "unit_id, period, indicator_id, version, answer, numerator, denominator, value, yes, state, source, note, warnings,"
    " updated_at, by_kind, by_id, by_name, on_behalf"
)


def _statement(sql: str, given: Mapping[str, str | None], more: Mapping[str, Any]) -> TextClause:
    """A statement over columns, one for each name of `given`, as the rows `g`."""
    arrays = (f":{name}" if kind is None else f"string_to_array(:{name}, ',', '')::{kind}[]"
              for name, kind in given.items())  # fmt: skip
    rows = f"unnest({', '.join(arrays)}) AS g({', '.join(given)})"
    bound = [bindparam(name, type_=Text() if kind else ARRAY(Text())) for name, kind in given.items()]
    return text(sql.format(rows=rows, columns=COLUMNS, alike=_alike(), new_id=IN_SQL)).bindparams(
        *bound, *(bindparam(name, type_=kind) for name, kind in more.items())
    )


def _alike() -> str:
    """The columns of which one stands for all, as they are in each row."""
    return ", ".join(
        f"coalesce(g.{name}, {'cast(:one_' + name + ' AS boolean)' if kind == 'boolean' else ':one_' + name}) AS {name}"
        for name, (kind, _) in _ALIKE.items()
    )


# All that a write of values does: the versions before it, the values, an event for each, and the turn to be counted
# anew. What somebody else made or changed meanwhile is not written; then, and only then, it says what was.
_PUT = _statement(
    """
    WITH given AS (
        SELECT g.unit_id, g.period, g.indicator_id, g.numerator, g.denominator, g.value, g.yes, g.note, {alike}
        FROM {rows}
    ), kept AS (
        INSERT INTO indicator_value_versions ({columns})
        SELECT v.unit_id, v.period, v.indicator_id, v.version, v.answer, v.numerator, v.denominator, v.value, v.yes,
               v.state, v.source, v.note, v.warnings, v.updated_at, v.by_kind, v.by_id, v.by_name, v.on_behalf
        FROM given g CROSS JOIN LATERAL (
            SELECT * FROM indicator_values v
            WHERE v.unit_id = g.unit_id AND v.period = g.period AND v.indicator_id = g.indicator_id
            OFFSET 0
        ) v
        WHERE g.version > 1
    ), put AS (
        INSERT INTO indicator_values AS v ({columns}, department_id, ends_on)
        SELECT g.unit_id, g.period, g.indicator_id, g.version, g.answer, g.numerator, g.denominator,
               g.value, g.yes, g.state, g.source, g.note, string_to_array(g.warnings, ' '),
               :at, :by_kind, :by_id, :by_name, g.on_behalf, g.department_id, g.ends_on
        FROM given g
        ON CONFLICT (unit_id, period, indicator_id) DO UPDATE
        SET version = excluded.version, answer = excluded.answer, numerator = excluded.numerator,
            denominator = excluded.denominator, value = excluded.value, yes = excluded.yes, state = excluded.state,
            source = excluded.source, note = excluded.note, warnings = excluded.warnings, updated_at = :at,
            by_kind = :by_kind, by_id = :by_id, by_name = :by_name, on_behalf = excluded.on_behalf,
            department_id = excluded.department_id, ends_on = excluded.ends_on
        WHERE v.version = excluded.version - 1
        RETURNING v.unit_id, v.period, v.indicator_id, v.version, v.state, v.department_id, v.ends_on
    ), told AS (
        INSERT INTO outbox (id, type, entity, entity_id, unit_id, department_id, version, at, data)
        SELECT {new_id},
               CASE p.version WHEN 1 THEN 'indicator_value.created' ELSE 'indicator_value.updated' END,
               'indicator_value', p.indicator_id || '.' || p.unit_id || '.' || p.period, p.unit_id, p.department_id,
               p.version, :at, jsonb_build_object('indicator', c.code, 'period', p.period, 'state', p.state)
        FROM put p
        JOIN unnest(string_to_array(:code_of, ',')::uuid[], string_to_array(:code, ',')) AS c(id, code)
          ON c.id = p.indicator_id
    ), queued AS (
        INSERT INTO roll_up_queue (unit_id, period, ends_on, indicator_ids, at)
        SELECT unit_id, period, ends_on, array_agg(indicator_id), :at FROM put GROUP BY unit_id, period, ends_on
    ), loaded AS (
        INSERT INTO indicator_value_batches (batch_id, unit_ids, periods, indicator_ids, versions)
        SELECT :batch, array_agg(unit_id), array_agg(period), array_agg(indicator_id), array_agg(version)
        FROM put HAVING :batch IS NOT NULL AND count(*) > 0
    )
    SELECT p.unit_id, p.period, p.indicator_id
    FROM (VALUES (true)) AS once LEFT JOIN put p ON (SELECT count(*) FROM put) < :many
    WHERE (SELECT count(*) FROM put) < :many
    """,
    _GIVEN,
    {
        **_AT, "by_kind": Text(), "by_id": Uuid(), "by_name": Text(),
        "stamp": Text(), "code_of": Text(), "code": Text(), "many": Integer(), "batch": Uuid(),
        **{f"one_{name}": type_ for name, (_, type_) in _ALIKE.items()},
    },
)  # fmt: skip
_TELL = _statement(
    """
    INSERT INTO outbox (id, type, entity, entity_id, unit_id, department_id, version, at, data)
    SELECT {new_id}, CASE g.version WHEN 1 THEN 'indicator_value.created' ELSE 'indicator_value.updated' END,
           'indicator_value', g.indicator_id || '.' || g.unit_id || '.' || g.period, g.unit_id, g.department_id,
           g.version, :at, jsonb_build_object('indicator', g.code, 'period', g.period, 'state', g.state)
    FROM {rows}
    """,
    _TOLD,
    {**_AT, "stamp": Text()},
)


async def put(
    session: AsyncSession, actor: Actor, entries: Sequence[Entry], batch: UUID | None = None
) -> Sequence[Entry]:
    """Write values, tell of each and have them counted anew; those written. A batch is told what it wrote.

    One that was to be new, and that somebody else just made, is not; nor is any other of whose version that is so.
    """
    rows = (await session.execute(_PUT, _columns(entries) | _by(session, actor) | {"batch": batch})).all()
    if not rows:
        return entries
    done = {Key(*row) for row in rows}
    return [entry for entry in entries if entry.key in done]


async def tell(session: AsyncSession, moved: Sequence[Moved]) -> None:
    """One event for each value moved."""
    rows = {
        "stamp": stamp(),
        "version": _listed(each.version for each in moved),
        "department_id": _ids(each.department_id for each in moved),
        "code": [each.code for each in moved],
        "state": _listed(each.state for each in moved),
        "at": session.info["now"],
    }
    await session.execute(_TELL, _key_columns([each.key for each in moved]) | rows)


def form_columns(keys: Iterable[Key]) -> dict[str, str]:
    """The units and periods of keys, and their indicators, as the columns statements take."""
    keys = [*keys]
    units, periods = zip(*dict.fromkeys([key[:2] for key in keys]), strict=True)
    return {
        "unit_id": _ids(units),
        "period": ",".join(periods),
        "indicator_id": _ids({key.indicator_id for key in keys}),
    }


def _key_columns(keys: Iterable[Key]) -> dict[str, str]:
    """Keys as the columns statements take."""
    units, periods, indicators = zip(*keys, strict=True)
    return {"unit_id": _ids(units), "period": ",".join(periods), "indicator_id": _ids(indicators)}


def _columns(entries: Sequence[Entry]) -> dict[str, Any]:
    keys, versions, facts, states, sources, notes, warnings, on_behalf, departments, ends_on, codes = zip(
        *entries, strict=True
    )
    answers, *figures = zip(*facts, strict=True)
    code_of = dict(zip((key.indicator_id for key in keys), codes, strict=True))
    alike = (versions, answers, states, sources, [" ".join(each) for each in warnings], on_behalf, departments, ends_on)
    columns: dict[str, Any] = {
        **_key_columns(keys),
        **{name: _optional(column) for name, column in zip(FIGURES, figures, strict=True)},
        "note": [] if notes.count(None) == len(notes) else list(notes),
        "stamp": stamp(),
        "code_of": _ids(code_of),
        "code": ",".join(code_of.values()),
        "many": len(keys),
    }
    for name, column in zip(_ALIKE, alike, strict=True):
        columns |= _once(name, column)
    return columns


def _once(name: str, column: Sequence[Any]) -> dict[str, Any]:
    """A column in which one value often stands for all."""
    kind, first = _ALIKE[name][0], column[0]
    if column.count(first) == len(column):
        return {name: "" if kind else [], f"one_{name}": str(first) if kind == "boolean" else first}
    return {name: _listed(column) if kind else list(column), f"one_{name}": "" if name == "warnings" else None}


def _optional(column: Sequence[Any]) -> str:
    nothing = column.count(None)
    if not nothing:
        return ",".join(map(str, column))
    return "" if nothing == len(column) else _listed(column)


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
