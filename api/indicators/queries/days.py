"""What is kept of figures at the beginning of a day: sums over all sorts of unit, where they changed since they were
kept last."""

from sqlalchemy import Date, TextClause, bindparam, text

from api.indicators.rules.rollup import SUMMED

_PARTS = {
    "names": ", ".join(SUMMED),
    "sums": ", ".join(f"sum({name}) AS {name}" for name in SUMMED),
    "now": ", ".join(f"r.{name}" for name in SUMMED),
    "last": ", ".join(f"last.{name}" for name in SUMMED),
}
# Periods that ended before `since` are told of no more; what is corrected there moves nothing of today.
_KEEP = """
    INSERT INTO {days} ({keys}, day, {names})
    SELECT {r_keys}, :day, {now}
    FROM (
        SELECT {keys}, {sums} FROM {table} WHERE ends_on >= :since GROUP BY {keys}
    ) r
    LEFT JOIN LATERAL (
        SELECT {names} FROM {days} d WHERE {same} ORDER BY d.day DESC LIMIT 1
    ) last ON TRUE
    WHERE ({last}) IS DISTINCT FROM ({now})
"""
# What was replaced by a day that is old enough itself.
_FORGET = """
    DELETE FROM {days} r
    WHERE r.day < :until AND EXISTS (SELECT FROM {days} d WHERE {same} AND d.day > r.day AND d.day <= :until)
"""
_TABLES = (
    ("roll_ups", "roll_up_days", ("unit_id", "indicator_id", "period")),
    ("audience_roll_ups", "audience_roll_up_days", ("unit_id", "indicator_id", "period", "audience_id")),
)


def _of_each(sql: str, *days: str) -> tuple[TextClause, ...]:
    """A statement for what is kept over all units, and for what is kept by audience; `days` are its parameters."""
    made = []
    for table, kept, keys in _TABLES:
        named = {
            "table": table,
            "days": kept,
            "keys": ", ".join(keys),
            "r_keys": ", ".join(f"r.{key}" for key in keys),
            "same": " AND ".join(f"d.{key} = r.{key}" for key in keys),
        }
        parameters = [bindparam(name, type_=Date()) for name in days]
        made.append(text(sql.format(**_PARTS, **named)).bindparams(*parameters))
    return tuple(made)


KEEP = _of_each(_KEEP, "day", "since")
FORGET = _of_each(_FORGET, "until")
