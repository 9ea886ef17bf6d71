"""Counting values anew, period by period: which units are below some on its last day, who of them is asked, what they
answered.

A unit counts where it stood at the period's end, or on its own last day where that came before. What the planner cannot
guess the size of is never joined: units carry those above them as an array, and who is meant is looked up by hash.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Date, DateTime, Text, TextClause, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

from api.indicators.rules.rollup import SUMMED
from api.units.rules.words import EducationLevel

# What a statement is told: of which units and indicators, who is asked under whom, who is in the audiences asked.
ASKED = ("ask_indicator", "ask_under", "ask_audience", "meant_audience", "meant_unit")
# And of which indicators it is told apart for which audiences.
APART = ("tell_indicator", "tell_audience")
_ARRAYS: dict[str, TypeEngine[Any]] = {name: Uuid() for name in ("units", "indicators", *ASKED, *APART)}
_LEVELS = ", ".join(f"'{level.value}'" for level in EducationLevel)
# The day a unit counts at: the period's last, within the unit's life.
_DAY = "greatest(lower(u.valid), least(:ends_on, upper(u.valid) - 1))"
_BY_KIND = """
    CASE v.kind WHEN 'school' THEN coalesce(
        (SELECT string_agg(level, '+' ORDER BY array_position(ARRAY[{levels}], level))
         FROM unnest(v.education_levels) level),
        'school')
    ELSE v.kind END
"""
_BY_CLUSTER = """
    coalesce((SELECT m.cluster_id::text FROM cluster_members m WHERE m.unit_id = u.id AND m.valid @> d.day), '')
"""

# Those given, as they are: for a look.
_THESE = " aboves AS MATERIALIZED (SELECT DISTINCT unnest(:units) AS id)"
# All above those given that have others below them, within departments or above them: what is kept.
_ABOVE = """
    aboves AS MATERIALIZED (
        SELECT DISTINCT c.ancestor_id AS id
        FROM units u
        JOIN unit_closure c ON c.line = 'professional' AND c.descendant_id = u.id AND c.valid @> {day}
        JOIN units a ON a.id = c.ancestor_id AND (a.department_id IS NULL) = {over}
        WHERE u.id = ANY (:units) AND EXISTS (
            SELECT FROM unit_closure b WHERE b.line = 'professional' AND b.ancestor_id = c.ancestor_id AND b.depth > 0
        )
        UNION
        SELECT a.id FROM units a
        WHERE a.id = ANY (:units) AND (a.department_id IS NULL) = {over}
          AND EXISTS (SELECT FROM roll_ups r WHERE r.unit_id = a.id AND r.period = :period)
    )
"""
_COUNTED = """
    , members AS MATERIALIZED (
        SELECT u.id AS unit_id, v.kind, {bucket} AS bucket, u.valid @> :ends_on AS there, (
            SELECT array_agg(c.ancestor_id) FROM unit_closure c
            WHERE c.line = 'professional' AND c.descendant_id = u.id AND c.valid @> d.day
        ) AS line
        FROM units u
        CROSS JOIN LATERAL (SELECT {day} AS day) d
        JOIN unit_versions v ON v.unit_id = u.id AND v.valid @> d.day
        WHERE u.deleted_at IS NULL AND coalesce(lower(u.valid) <= :ends_on, TRUE) AND u.id IN (
            SELECT c.descendant_id FROM unit_closure c
            WHERE c.line = 'professional' AND c.ancestor_id IN (SELECT id FROM aboves)
        )
    ), pairs AS (
        SELECT m.line, m.bucket, m.unit_id, i.indicator_id, i.numerator, i.denominator, i.value, TRUE AS reported,
               i.state = 'received' AS received, i.yes, i.answer = 'not_applicable' AS not_applicable
        FROM members m
        JOIN indicator_values i ON i.unit_id = m.unit_id AND i.period = :period AND i.indicator_id = ANY (:indicators)
        WHERE i.state <> 'withdrawn'
        UNION ALL
        SELECT m.line, m.bucket, m.unit_id, a.indicator_id, NULL, NULL, NULL, FALSE, FALSE, NULL, FALSE
        FROM members m
        CROSS JOIN (
            SELECT g.*, i.measured_on
            FROM unnest(:ask_indicator, :ask_under, :ask_audience) AS g(indicator_id, under_id, audience_id)
            JOIN indicators i ON i.id = g.indicator_id
        ) a
        WHERE m.there AND a.under_id = ANY (m.line) AND m.kind = ANY (a.measured_on)
          AND CASE WHEN a.audience_id IS NULL THEN TRUE
                   ELSE (a.audience_id, m.unit_id) IN (SELECT * FROM unnest(:meant_audience, :meant_unit)) END
    ), units_counted AS (
        SELECT line, bucket, unit_id, indicator_id, max(numerator) AS numerator, max(denominator) AS denominator,
               max(value) AS value, bool_or(reported) AS reported, bool_or(received) AS received,
               bool_or(yes) AS yes, bool_or(not_applicable) AS not_applicable
        FROM pairs GROUP BY 1, 2, 3, 4
    )
"""
_COUNTS = """
    coalesce(sum(numerator), 0) AS numerator, coalesce(sum(denominator), 0) AS denominator,
    coalesce(sum(value), 0) AS total, count(*)::int AS units_expected,
    (count(*) FILTER (WHERE reported))::int AS units_reported,
    (count(*) FILTER (WHERE received))::int AS units_received,
    (count(*) FILTER (WHERE yes))::int AS units_yes,
    (count(*) FILTER (WHERE not_applicable))::int AS units_not_applicable
"""
_BY_SORT = """
    , counted AS MATERIALIZED (
        SELECT above.id AS unit_id, indicator_id, bucket, {counts}
        FROM units_counted CROSS JOIN LATERAL unnest(line) AS above(id)
        WHERE above.id = ANY (ARRAY(SELECT id FROM aboves))
        GROUP BY 1, 2, 3
    )
"""
_BY_AUDIENCE = """
    , counted AS MATERIALIZED (
        SELECT above.id AS unit_id, indicator_id, told.audience_id, {counts}
        FROM units_counted
        JOIN unnest(:tell_indicator, :tell_audience) AS told(indicator_id, audience_id) USING (indicator_id)
        CROSS JOIN LATERAL unnest(line) AS above(id)
        WHERE above.id = ANY (ARRAY(SELECT id FROM aboves))
          AND (told.audience_id, unit_id) IN (SELECT * FROM unnest(:meant_audience, :meant_unit))
        GROUP BY 1, 2, 3
    )
"""
# What the ministry and whoever else stands above departments add up: their departments' rows, and who is in none.
_OVER_DEPARTMENTS = """
    , parts AS (
        SELECT c.ancestor_id AS unit_id, r.indicator_id, r.bucket, {summed}
        FROM units u
        JOIN unit_closure c ON c.line = 'professional' AND c.descendant_id = u.id AND c.valid @> {day}
        JOIN roll_ups r ON r.unit_id = u.id AND r.period = :period AND r.indicator_id = ANY (:indicators)
        WHERE u.kind = 'department' AND u.deleted_at IS NULL AND c.ancestor_id IN (SELECT id FROM aboves)
        UNION ALL
        SELECT c.ancestor_id, i.indicator_id, u.kind, coalesce(i.numerator, 0), coalesce(i.denominator, 0),
               coalesce(i.value, 0), 1, 1, (i.state = 'received')::int, coalesce(i.yes, FALSE)::int,
               (i.answer = 'not_applicable')::int
        FROM units u
        JOIN unit_closure c ON c.line = 'professional' AND c.descendant_id = u.id AND c.valid @> {day}
        JOIN indicator_values i ON i.unit_id = u.id AND i.period = :period AND i.indicator_id = ANY (:indicators)
        WHERE u.department_id IS NULL AND u.deleted_at IS NULL AND i.state <> 'withdrawn'
          AND c.ancestor_id IN (SELECT id FROM aboves)
    ), counted AS MATERIALIZED (
        SELECT unit_id, indicator_id, bucket, {sums} FROM parts GROUP BY 1, 2, 3
    )
"""
_AUDIENCES_OVER_DEPARTMENTS = """
    , counted AS MATERIALIZED (
        SELECT c.ancestor_id AS unit_id, r.indicator_id, r.audience_id, {sums}
        FROM units u
        JOIN unit_closure c ON c.line = 'professional' AND c.descendant_id = u.id AND c.valid @> {day}
        JOIN audience_roll_ups r ON r.unit_id = u.id AND r.period = :period AND r.indicator_id = ANY (:indicators)
        WHERE u.kind = 'department' AND u.deleted_at IS NULL AND c.ancestor_id IN (SELECT id FROM aboves)
        GROUP BY 1, 2, 3
    )
"""
_KEEP = """
    , gone AS (
        DELETE FROM {table} r
        WHERE r.unit_id IN (SELECT id FROM aboves) AND r.period = :period AND r.indicator_id = ANY (:indicators)
          AND (r.unit_id, r.indicator_id, r.{key}) NOT IN (SELECT unit_id, indicator_id, {key} FROM counted)
    )
    INSERT INTO {table} AS r (unit_id, period, indicator_id, {key}, ends_on, {columns})
    SELECT unit_id, :period, indicator_id, {key}, :ends_on, {columns} FROM counted
    ON CONFLICT (unit_id, period, indicator_id, {key}) DO UPDATE SET ({columns}) = ROW ({new})
    WHERE ({old}) IS DISTINCT FROM ({new})
"""
_SHOW = "SELECT unit_id, :period AS period, indicator_id, {key}, {columns} FROM counted"
_PARTS = {
    "day": _DAY,
    "counts": _COUNTS,
    "columns": ", ".join(SUMMED),
    "summed": ", ".join(f"r.{name}" for name in SUMMED),
    "sums": ", ".join(f"sum({name}){'::int' * name.startswith('units_')} AS {name}" for name in SUMMED),
    "new": ", ".join(f"excluded.{name}" for name in SUMMED),
    "old": ", ".join(f"r.{name}" for name in SUMMED),
}


_OF_SORTS, _OF_AUDIENCES = ("roll_ups", "bucket"), ("audience_roll_ups", "audience_id")


def _made(*parts: str, of: tuple[str, str] = _OF_SORTS, bucket: str = _BY_KIND, over: bool = False) -> TextClause:
    """A statement of these parts, for units above departments or within them, kept in a table apart by a column."""
    filled = {**_PARTS, "bucket": bucket.format(levels=_LEVELS), "over": str(over).upper()}
    sql = "".join(part.format(**filled, table=of[0], key=of[1]) for part in ("WITH", *parts))
    return over_arrays(sql, [name for name in _ARRAYS if f":{name}" in sql])


def over_arrays(sql: str, names: Sequence[str]) -> TextClause:
    """A statement about a period, or also its last day, whose parameters of these names are arrays."""
    about: dict[str, TypeEngine[Any]] = {"period": Text(), "ends_on": Date()}
    period = [bindparam(name, type_=type_) for name, type_ in about.items() if f":{name}" in sql]
    return text(sql).bindparams(*period, *(bindparam(name, type_=ARRAY(_ARRAYS[name])) for name in names))


# Counted now, not kept: for units nothing is kept of, by cluster, by audience.
LOOK = _made(_THESE, _COUNTED, _BY_SORT, _SHOW)
LOOK_BY_CLUSTER = _made(_THESE, _COUNTED, _BY_SORT, _SHOW, bucket=_BY_CLUSTER)
LOOK_BY_AUDIENCE = _made(_THESE, _COUNTED, _BY_AUDIENCE, _SHOW, of=_OF_AUDIENCES)
# Count anew and keep: within departments, then above them.
KEEP = (_made(_ABOVE, _COUNTED, _BY_SORT, _KEEP), _made(_ABOVE, _OVER_DEPARTMENTS, _KEEP, over=True))
KEEP_AUDIENCES = (
    _made(_ABOVE, _COUNTED, _BY_AUDIENCE, _KEEP, of=_OF_AUDIENCES),
    _made(_ABOVE, _AUDIENCES_OVER_DEPARTMENTS, _KEEP, of=_OF_AUDIENCES, over=True),
)
TAKE = text(
    """
    DELETE FROM roll_up_queue WHERE seq IN (SELECT seq FROM roll_up_queue ORDER BY seq LIMIT :most)
    RETURNING unit_id, period, ends_on, indicator_ids
    """
)
# Values of these units, and what is kept of these departments and all below and above them, count anew.
MARK_UNITS = text(
    """
    WITH near AS (
        SELECT DISTINCT c.descendant_id AS id FROM unit_closure c
        WHERE c.line = 'professional' AND c.ancestor_id = ANY (:units)
    ), tops AS (
        SELECT unnest(:departments) AS id
        UNION
        SELECT c.ancestor_id FROM unit_closure c JOIN units a ON a.id = c.ancestor_id AND a.kind = 'department'
        WHERE c.line = 'professional' AND c.descendant_id = ANY (:units)
    ), kept AS (
        SELECT unnest(:units) AS id
        UNION
        SELECT c.descendant_id FROM unit_closure c JOIN tops ON tops.id = c.ancestor_id WHERE c.line = 'professional'
    )
    INSERT INTO roll_up_queue (unit_id, period, ends_on, indicator_ids, at)
    SELECT unit_id, period, ends_on, array_agg(DISTINCT indicator_id), :at
    FROM (
        SELECT unit_id, period, ends_on, indicator_id FROM roll_ups WHERE unit_id IN (SELECT id FROM kept)
        UNION
        SELECT unit_id, period, ends_on, indicator_id FROM indicator_values WHERE unit_id IN (SELECT id FROM near)
    ) found
    GROUP BY unit_id, period, ends_on
    """
).bindparams(
    bindparam("units", type_=ARRAY(Uuid())),
    bindparam("departments", type_=ARRAY(Uuid())),
    bindparam("at", type_=DateTime(timezone=True)),
)
MARK_INDICATORS = text(
    """
    INSERT INTO roll_up_queue (unit_id, period, ends_on, indicator_ids, at)
    SELECT unit_id, period, ends_on, array_agg(DISTINCT indicator_id), :at
    FROM roll_ups WHERE indicator_id = ANY (:indicators) GROUP BY unit_id, period, ends_on
    """
).bindparams(bindparam("indicators", type_=ARRAY(Uuid())), bindparam("at", type_=DateTime(timezone=True)))
# The units right below those given, for the indicators of which nothing is kept of them in a period.
EXPECT = over_arrays(
    """
    INSERT INTO roll_up_queue (unit_id, period, ends_on, indicator_ids, at)
    SELECT c.descendant_id, :period, :ends_on, array_agg(i.id), :at
    FROM unit_closure c CROSS JOIN unnest(:indicators) AS i(id)
    WHERE c.line = 'professional' AND c.ancestor_id = ANY (:units) AND c.depth = 1 AND c.valid @> :today
      AND EXISTS (SELECT FROM unit_closure b
                  WHERE b.line = 'professional' AND b.ancestor_id = c.descendant_id AND b.depth > 0)
      AND NOT EXISTS (SELECT FROM roll_ups r
                      WHERE r.unit_id = c.descendant_id AND r.period = :period AND r.indicator_id = i.id)
    GROUP BY c.descendant_id
    """,
    ("units", "indicators"),
).bindparams(bindparam("today", type_=Date()), bindparam("at", type_=DateTime(timezone=True)))
