"""What a batch of values wrote, as it stands, and as it was before."""

from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, func, select, text

from api.indicators.models import IndicatorValueBatch
from api.units.scope import Condition

# A part of a batch: each value locked, in the order in which loads lock them, beside it the version before, or, where
# the batch made it, itself.
WRITTEN = text(
    """
    WITH part AS (
        SELECT g.* FROM indicator_value_batches b,
               unnest(b.unit_ids, b.periods, b.indicator_ids, b.versions) AS g(unit_id, period, indicator_id, written)
        WHERE b.seq = :seq
        ORDER BY g.unit_id, g.period COLLATE "C", g.indicator_id
    )
    SELECT v.unit_id, v.period, v.indicator_id, g.written, v.version, v.department_id, v.ends_on, w.answer, w.numerator,
           w.denominator, w.value, w.yes, w.state, w.source, w.note, w.warnings,
           (SELECT i.code FROM indicators i WHERE i.id = v.indicator_id) AS code
    FROM part g
    CROSS JOIN LATERAL (
        SELECT * FROM indicator_values v
        WHERE v.unit_id = g.unit_id AND v.period = g.period AND v.indicator_id = g.indicator_id
        FOR UPDATE
    ) v
    CROSS JOIN LATERAL (
        SELECT o.answer, o.numerator, o.denominator, o.value, o.yes, o.state, o.source, o.note, o.warnings
        FROM indicator_value_versions o
        WHERE g.written > 1 AND o.unit_id = g.unit_id AND o.period = g.period AND o.indicator_id = g.indicator_id
          AND o.version = g.written - 1
        UNION ALL
        SELECT v.answer, v.numerator, v.denominator, v.value, v.yes, v.state, v.source, v.note, v.warnings
        WHERE g.written = 1
    ) w
    """
).bindparams(bindparam("seq", type_=BigInteger()))


def out_of_reach(seq: int, reached: Condition) -> Select[Any]:
    """Whether a part of a batch holds values of a unit that is not reached."""
    units = select(func.unnest(IndicatorValueBatch.unit_ids).label("id")).where(IndicatorValueBatch.seq == seq)
    named = units.distinct().subquery()
    return select(select(named.c.id).where(~reached(named.c.id)).exists())
