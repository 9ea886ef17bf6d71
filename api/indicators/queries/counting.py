"""Counting values anew, set by set: which units are below one on a period's last day, who of them is asked, what they
answered.

A unit counts where it stood at the period's end, or on its own last day where that came before. The statements are
made of the same parts: `spots` to be counted (a unit above, an indicator, a period), their `members`, who is `asked`.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Date, DateTime, Text, TextClause, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

from api.indicators.rules.rollup import SUMMED
from api.units.rules.words import EducationLevel

_ARRAYS: dict[str, TypeEngine[Any]] = {
    "unit_id": Uuid(), "indicator_id": Uuid(), "period": Text(), "ends_on": Date(),
    "ask_indicator": Uuid(), "ask_period": Text(), "ask_under": Uuid(), "ask_audience": Uuid(),
    "meant_audience": Uuid(), "meant_on": Date(), "meant_unit": Uuid(),
}  # fmt: skip
_LEVELS = ", ".join(f"'{level.value}'" for level in EducationLevel)
# A day's unit: the period's last day, within the unit's life.
_DAY = "greatest(lower(u.valid), least(s.ends_on, upper(u.valid) - 1))"
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

# The units asked about, or those whose values changed.
_GIVEN = """
    given AS (
        SELECT DISTINCT unit_id, indicator_id, period, ends_on
        FROM unnest(:unit_id, :indicator_id, :period, :ends_on) AS g(unit_id, indicator_id, period, ends_on)
    )
"""
# Those given, as they are: for a look.
_THESE = ", spots AS (SELECT unit_id AS above_id, indicator_id, period, ends_on FROM given)"
# All above those given that are in a department and have others below them: what is kept.
_ABOVE = """
    , spots AS MATERIALIZED (
        SELECT DISTINCT c.ancestor_id AS above_id, s.indicator_id, s.period, s.ends_on
        FROM given s
        JOIN units u ON u.id = s.unit_id
        JOIN unit_closure c ON c.line = 'professional' AND c.descendant_id = s.unit_id AND c.valid @> {day}
        JOIN units a ON a.id = c.ancestor_id AND a.department_id IS NOT NULL
        WHERE EXISTS (
            SELECT FROM unit_closure b WHERE b.line = 'professional' AND b.ancestor_id = c.ancestor_id AND b.depth > 0
        )
        UNION
        SELECT DISTINCT s.unit_id, s.indicator_id, s.period, s.ends_on
        FROM given s JOIN roll_ups r USING (unit_id, indicator_id, period) JOIN units a ON a.id = s.unit_id
        WHERE a.department_id IS NOT NULL
    )
"""
_COUNTED = """
    , members AS MATERIALIZED (
        SELECT s.above_id, s.period, u.id AS unit_id, d.day, v.kind, {bucket} AS bucket, u.valid @> s.ends_on AS there,
               s.ends_on
        FROM (SELECT DISTINCT above_id, period, ends_on FROM spots) s
        JOIN unit_closure c ON c.line = 'professional' AND c.ancestor_id = s.above_id
        JOIN units u ON u.id = c.descendant_id AND u.deleted_at IS NULL AND coalesce(lower(u.valid) <= s.ends_on, TRUE)
        CROSS JOIN LATERAL (SELECT {day} AS day) d
        JOIN unit_versions v ON v.unit_id = u.id AND v.valid @> d.day
        WHERE c.valid @> d.day
    ), asks AS MATERIALIZED (
        SELECT * FROM unnest(:ask_indicator, :ask_period, :ask_under, :ask_audience)
                      AS a(indicator_id, period, under_id, audience_id)
    ), meant AS MATERIALIZED (
        SELECT * FROM unnest(:meant_audience, :meant_on, :meant_unit) AS m(audience_id, ends_on, unit_id)
    ), askable AS MATERIALIZED (
        SELECT m.above_id, m.period, m.ends_on, m.unit_id, m.kind, a.under_id
        FROM members m
        JOIN (SELECT DISTINCT under_id FROM asks) a ON TRUE
        JOIN unit_closure c ON c.line = 'professional' AND c.descendant_id = m.unit_id AND c.ancestor_id = a.under_id
                           AND c.valid @> m.day
        WHERE m.there
    ), asked AS MATERIALIZED (
        SELECT DISTINCT s.above_id, s.period, s.ends_on, s.indicator_id, m.unit_id
        FROM spots s
        JOIN indicators i ON i.id = s.indicator_id
        JOIN asks a ON a.indicator_id = s.indicator_id AND a.period = s.period
        JOIN askable m ON m.above_id = s.above_id AND m.period = s.period AND m.under_id = a.under_id
                      AND m.kind = ANY (i.measured_on)
        LEFT JOIN meant ON meant.audience_id = a.audience_id AND meant.ends_on = s.ends_on AND meant.unit_id = m.unit_id
        WHERE a.audience_id IS NULL OR meant.unit_id IS NOT NULL
    ), answers AS (
        SELECT s.above_id, s.indicator_id, s.period, m.bucket, s.ends_on, TRUE AS reported,
               v.numerator, v.denominator, v.value, v.state = 'received' AS received, v.yes,
               v.answer = 'not_applicable' AS not_applicable
        FROM spots s
        JOIN members m ON m.above_id = s.above_id AND m.period = s.period
        JOIN indicator_values v ON v.unit_id = m.unit_id AND v.period = s.period AND v.indicator_id = s.indicator_id
        WHERE v.state <> 'withdrawn'
        UNION ALL
        SELECT s.above_id, s.indicator_id, s.period, m.bucket, s.ends_on, FALSE, NULL, NULL, NULL, FALSE, NULL, FALSE
        FROM asked s
        JOIN members m ON m.above_id = s.above_id AND m.period = s.period AND m.unit_id = s.unit_id
        WHERE NOT EXISTS (
            SELECT FROM indicator_values v WHERE v.unit_id = s.unit_id AND v.period = s.period
               AND v.indicator_id = s.indicator_id AND v.state <> 'withdrawn'
        )
    ), counted AS MATERIALIZED (
        SELECT above_id AS unit_id, period, indicator_id, bucket, ends_on,
               coalesce(sum(numerator), 0) AS numerator, coalesce(sum(denominator), 0) AS denominator,
               coalesce(sum(value), 0) AS total, count(*)::int AS units_expected,
               (count(*) FILTER (WHERE reported))::int AS units_reported,
               (count(*) FILTER (WHERE received))::int AS units_received,
               (count(*) FILTER (WHERE yes))::int AS units_yes,
               (count(*) FILTER (WHERE not_applicable))::int AS units_not_applicable
        FROM answers GROUP BY 1, 2, 3, 4, 5
    )
"""
# What the ministry and whoever else stands above departments add up: their departments' rows, and who is in none.
_OVER_DEPARTMENTS = """
    , spots AS MATERIALIZED (
        SELECT DISTINCT c.ancestor_id AS above_id, s.indicator_id, s.period, s.ends_on
        FROM given s
        JOIN units u ON u.id = s.unit_id
        JOIN unit_closure c ON c.line = 'professional' AND c.descendant_id = s.unit_id AND c.valid @> {day}
        JOIN units a ON a.id = c.ancestor_id AND a.department_id IS NULL
        WHERE EXISTS (
            SELECT FROM unit_closure b WHERE b.line = 'professional' AND b.ancestor_id = c.ancestor_id AND b.depth > 0
        )
    ), parts AS (
        SELECT s.above_id AS unit_id, s.period, s.indicator_id, r.bucket, s.ends_on, {summed}
        FROM spots s
        JOIN unit_closure c ON c.line = 'professional' AND c.ancestor_id = s.above_id
        JOIN units u ON u.id = c.descendant_id AND u.kind = 'department' AND u.deleted_at IS NULL
        JOIN roll_ups r ON r.unit_id = u.id AND r.period = s.period AND r.indicator_id = s.indicator_id
        WHERE c.valid @> {day}
        UNION ALL
        SELECT s.above_id, s.period, s.indicator_id, u.kind, s.ends_on, coalesce(v.numerator, 0),
               coalesce(v.denominator, 0), coalesce(v.value, 0), 1, 1, (v.state = 'received')::int,
               coalesce(v.yes, FALSE)::int, (v.answer = 'not_applicable')::int
        FROM spots s
        JOIN unit_closure c ON c.line = 'professional' AND c.ancestor_id = s.above_id
        JOIN units u ON u.id = c.descendant_id AND u.department_id IS NULL AND u.deleted_at IS NULL
        JOIN indicator_values v ON v.unit_id = u.id AND v.period = s.period AND v.indicator_id = s.indicator_id
        WHERE v.state <> 'withdrawn' AND c.valid @> {day}
    ), counted AS MATERIALIZED (
        SELECT unit_id, period, indicator_id, bucket, ends_on, {sums} FROM parts GROUP BY 1, 2, 3, 4, 5
    )
"""
_KEEP = """
    , gone AS (
        DELETE FROM roll_ups r USING spots s
        WHERE r.unit_id = s.above_id AND r.period = s.period AND r.indicator_id = s.indicator_id
          AND NOT EXISTS (
            SELECT FROM counted c
            WHERE (c.unit_id, c.period, c.indicator_id, c.bucket) = (r.unit_id, r.period, r.indicator_id, r.bucket)
          )
    )
    INSERT INTO roll_ups AS r (unit_id, period, indicator_id, bucket, ends_on, {columns})
    SELECT unit_id, period, indicator_id, bucket, ends_on, {columns} FROM counted
    ON CONFLICT (unit_id, period, indicator_id, bucket) DO UPDATE SET ({columns}) = ROW ({new})
    WHERE ({old}) IS DISTINCT FROM ({new})
"""


_SHOW = "SELECT unit_id, period, indicator_id, bucket, {columns} FROM counted"
_PARTS = {
    "day": _DAY,
    "columns": ", ".join(SUMMED),
    "summed": ", ".join(f"r.{name}" for name in SUMMED),
    "sums": ", ".join(f"sum({name}){'::int' * name.startswith('units_')} AS {name}" for name in SUMMED),
    "new": ", ".join(f"excluded.{name}" for name in SUMMED),
    "old": ", ".join(f"r.{name}" for name in SUMMED),
}


def _made(*parts: str, bucket: str = _BY_KIND, names: Sequence[str] = tuple(_ARRAYS)) -> TextClause:
    """A statement of these parts over the arrays of these names."""
    filled = _PARTS | {"bucket": bucket.format(levels=_LEVELS)}
    return over_arrays("".join(part.format(**filled) for part in ("WITH", _GIVEN, *parts)), names)


def over_arrays(sql: str, names: Sequence[str]) -> TextClause:
    """A statement whose parameters of these names are arrays."""
    return text(sql).bindparams(*(bindparam(name, type_=ARRAY(_ARRAYS[name])) for name in names))


# Counted now, not kept: for units nothing is kept of, and by cluster.
LOOK = _made(_THESE, _COUNTED, _SHOW)
LOOK_BY_CLUSTER = _made(_THESE, _COUNTED, _SHOW, bucket=_BY_CLUSTER)
# Count anew and keep: within departments, then above them.
KEEP = _made(_ABOVE, _COUNTED, _KEEP)
KEEP_ABOVE = _made(_OVER_DEPARTMENTS, _KEEP, names=tuple(_ARRAYS)[:4])
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


def arrays(**given: Any) -> dict[str, Any]:
    """Parameters of the statements above; what is not given is empty."""
    return {name: given.get(name, []) for name in _ARRAYS}
