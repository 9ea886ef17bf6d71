"""What is kept of figures at the beginning of a day: sums over all sorts of unit, where they changed since they were
kept last."""

from sqlalchemy import Date, bindparam, text

from api.indicators.rules.rollup import SUMMED

_PARTS = {
    "names": ", ".join(SUMMED),
    "sums": ", ".join(f"sum({name}) AS {name}" for name in SUMMED),
    "now": ", ".join(f"r.{name}" for name in SUMMED),
    "last": ", ".join(f"last.{name}" for name in SUMMED),
}
# Periods that ended before `since` are told of no more; what is corrected there moves nothing of today.
_KEEP = """
    INSERT INTO roll_up_days (unit_id, indicator_id, period, day, {names})
    SELECT r.unit_id, r.indicator_id, r.period, :day, {now}
    FROM (
        SELECT unit_id, indicator_id, period, {sums} FROM roll_ups WHERE ends_on >= :since GROUP BY 1, 2, 3
    ) r
    LEFT JOIN LATERAL (
        SELECT {names} FROM roll_up_days d
        WHERE d.unit_id = r.unit_id AND d.indicator_id = r.indicator_id AND d.period = r.period
        ORDER BY d.day DESC LIMIT 1
    ) last ON TRUE
    WHERE ({last}) IS DISTINCT FROM ({now})
"""
KEEP = text(_KEEP.format(**_PARTS)).bindparams(bindparam("day", type_=Date()), bindparam("since", type_=Date()))
# What was replaced by a day that is old enough itself.
FORGET = text(
    """
    DELETE FROM roll_up_days d
    WHERE d.day < :until AND EXISTS (
        SELECT FROM roll_up_days n
        WHERE n.unit_id = d.unit_id AND n.indicator_id = d.indicator_id AND n.period = d.period
          AND n.day > d.day AND n.day <= :until
    )
    """
).bindparams(bindparam("until", type_=Date()))
