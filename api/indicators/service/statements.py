"""The statements that write values, each over columns: what it is given of a row, and all that follows from it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Date, DateTime, Integer, Text, TextClause, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

# Each column a statement is given, and what it is an array of. What holds only words of ours goes as one text with
# commas, which the driver packs in a tenth of the time; a user's own texts go as arrays.
_KEY = {"unit_id": "uuid", "period": "text", "indicator_id": "uuid"}
# What is most often the same in all rows goes once, as `one_…`, and its column is empty.
ALIKE: Mapping[str, tuple[str, Any]] = {
    "version": ("integer", Integer()), "answer": ("text", Text()), "state": ("text", Text()),
    "source": ("", Text()), "warnings": ("text", Text()), "on_behalf": ("boolean", Text()),
    "department_id": ("uuid", Uuid()), "ends_on": ("date", Date()),
}  # fmt: skip
_GIVEN = {
    **_KEY,
    "numerator": "numeric", "denominator": "numeric", "value": "numeric", "yes": "boolean", "note": None,
    **{name: kind or None for name, (kind, _) in ALIKE.items()},
}  # fmt: skip
COLUMNS = (
    "unit_id, period, indicator_id, version, answer, numerator, denominator, value, yes, state, source, note, warnings,"
    " updated_at, by_kind, by_id, by_name, on_behalf"
)
_SAME = "v.unit_id = g.unit_id AND v.period = g.period AND v.indicator_id = g.indicator_id"
_IN_ORDER = 'ORDER BY g.unit_id, g.period COLLATE "C", g.indicator_id'

# Both of two who change one value at once keep the version before them: it is the same one.
_WRITES = """
    kept AS (
        INSERT INTO indicator_value_versions ({columns})
        SELECT {was} FROM given g WHERE g.version > 1 AND (g.was).version IS NOT NULL
        ON CONFLICT DO NOTHING
    ), put AS (
        INSERT INTO indicator_values AS v ({columns}, department_id, ends_on)
        SELECT g.unit_id, g.period, g.indicator_id, g.version, g.answer, g.numerator, g.denominator,
               g.value, g.yes, g.state, g.source, g.note, string_to_array(g.warnings, ' '),
               :at, :by_kind, :by_id, :by_name, g.on_behalf, g.department_id, g.ends_on
        FROM given g WHERE g.version > 0
        ON CONFLICT (unit_id, period, indicator_id) DO UPDATE
        SET version = excluded.version, answer = excluded.answer, numerator = excluded.numerator,
            denominator = excluded.denominator, value = excluded.value, yes = excluded.yes, state = excluded.state,
            source = excluded.source, note = excluded.note, warnings = excluded.warnings, updated_at = :at,
            by_kind = :by_kind, by_id = :by_id, by_name = :by_name, on_behalf = excluded.on_behalf,
            department_id = excluded.department_id, ends_on = excluded.ends_on
        WHERE v.version = excluded.version - 1
        RETURNING v.unit_id, v.period, v.indicator_id, v.version, v.ends_on
    ), queued AS (
        INSERT INTO roll_up_queue (unit_id, period, ends_on, indicator_ids, at)
        SELECT unit_id, period, ends_on, array_agg(indicator_id), :at FROM put GROUP BY unit_id, period, ends_on
    ), loaded AS (
        INSERT INTO indicator_value_batches (batch_id, unit_ids, periods, indicator_ids, versions)
        SELECT :batch, array_agg(unit_id), array_agg(period), array_agg(indicator_id), array_agg(version)
        FROM put HAVING :batch IS NOT NULL AND count(*) > 0
    )
"""


def _statement(sql: str) -> TextClause:
    """A statement over columns, one for each name of `_GIVEN`, as the rows `g`, numbered by `n`."""
    arrays = (f":{name}" if kind is None else f"string_to_array(:{name}, ',', '')::{kind}[]"
              for name, kind in _GIVEN.items())  # fmt: skip
    rows = f"unnest({', '.join(arrays)}) WITH ORDINALITY AS g({', '.join(_GIVEN)}, n)"
    was = ", ".join(f"(g.was).{name.strip()}" for name in COLUMNS.split(","))
    parts = {"rows": rows, "columns": COLUMNS, "was": was, "alike": _alike(), "same": _SAME, "in_order": _IN_ORDER}
    more = {
        "at": DateTime(timezone=True), "by_kind": Text(), "by_id": Uuid(), "by_name": Text(), "batch": Uuid(),
        **{f"one_{name}": type_ for name, (_, type_) in ALIKE.items()},
    }  # fmt: skip
    return text(sql.replace("{writes}", _WRITES).format(**parts)).bindparams(
        *(bindparam(name, type_=Text() if kind else ARRAY(Text())) for name, kind in _GIVEN.items()),
        *(bindparam(name, type_=kind) for name, kind in more.items()),
    )


def _alike() -> str:
    """The columns of which one stands for all, as they are in each row."""
    return ", ".join(
        f"coalesce(g.{name}, {'cast(:one_' + name + ' AS boolean)' if kind == 'boolean' else ':one_' + name}) AS {name}"
        for name, (kind, _) in ALIKE.items()
    )


# Values as they are to be, `version` and all; what somebody else made or changed meanwhile is not written, and then,
# and only then, it says what was.
PUT = _statement(
    """
    WITH given AS (
        SELECT g.unit_id, g.period, g.indicator_id, g.numerator, g.denominator, g.value, g.yes, g.note, {alike}, v.was
        FROM {rows}
        LEFT JOIN LATERAL (
            SELECT v AS was FROM indicator_values v WHERE {same} AND v.version = coalesce(g.version, :one_version) - 1
            OFFSET 0
        ) v ON coalesce(g.version, :one_version) > 1
        {in_order}
    ), {writes}
    SELECT p.unit_id, p.period, p.indicator_id
    FROM (VALUES (true)) AS once LEFT JOIN put p ON (SELECT count(*) FROM put) < (SELECT count(*) FROM given)
    WHERE (SELECT count(*) FROM put) < (SELECT count(*) FROM given)
    """
)
# Values that may be written wherever they are new, or where what stands there is of the same source, written by the
# like of who writes now, and neither received nor taken back; `version` is the one a row was read at, if any. It says
# the version each row has now, -1 where it was so already, and 0 where it is not decided here but by the rules. What
# is there is locked first, in one order, so that no two callers wait for each other.
LOAD = _statement(
    """
    WITH given AS (
        SELECT g.n, g.unit_id, g.period, g.indicator_id, g.numerator, g.denominator, g.value, g.yes, g.note, g.answer,
               g.source, g.warnings, g.on_behalf, g.department_id, g.ends_on, g.was,
               coalesce(g.state, (g.was).state, :first) AS state,
               CASE
                   WHEN coalesce(g.version, 0) <> coalesce((g.was).version, 0) AND g.version IS NOT NULL THEN 0
                   WHEN (g.was).version IS NULL THEN 1
                   WHEN (g.was).source <> g.source OR (g.was).by_kind <> :by_kind
                       OR (g.was).state IN ('received', 'withdrawn') THEN 0
                   WHEN (g.was).answer = g.answer AND (g.was).numerator IS NOT DISTINCT FROM g.numerator
                       AND (g.was).denominator IS NOT DISTINCT FROM g.denominator
                       AND (g.was).value IS NOT DISTINCT FROM g.value AND (g.was).yes IS NOT DISTINCT FROM g.yes
                       AND (g.was).note IS NOT DISTINCT FROM g.note
                       AND (g.was).state = coalesce(g.state, (g.was).state) THEN -1
                   ELSE (g.was).version + 1
               END AS version
        FROM (
            SELECT g.n, g.unit_id, g.period, g.indicator_id, g.numerator, g.denominator, g.value, g.yes, g.note,
                   {alike}, v.was
            FROM (SELECT * FROM {rows} {in_order}) g
            LEFT JOIN LATERAL (
                SELECT v AS was FROM indicator_values v WHERE {same} OFFSET 0 FOR UPDATE
            ) v ON true
            OFFSET 0
        ) g
    ), {writes}
    SELECT array_agg(g.version ORDER BY g.n) AS versions, string_agg(g.state, ',' ORDER BY g.n) AS states,
           CASE WHEN (SELECT count(*) FROM put) < count(*) FILTER (WHERE g.version > 0) THEN ARRAY(
               SELECT v.n::integer FROM given v
               WHERE v.version > 0 AND NOT EXISTS (SELECT FROM put g WHERE {same})
           ) END AS lost
    FROM given g
    """
).bindparams(bindparam("first", type_=Text()))
