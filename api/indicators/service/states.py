"""Values move on their way up with the report they stand in: sent, received, returned, and back to be corrected.

Who said the figure stays: a move is the report's, whose history says who moved it.
"""

from collections.abc import Collection

from sqlalchemy import DateTime, Text, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.queries.values import Key
from api.indicators.rules import State
from api.indicators.service.rollup import queue
from api.indicators.service.statements import COLUMNS
from api.indicators.service.writing import Moved, tell

_SQL = """
    WITH wanted AS (
        SELECT v.* FROM indicator_values v
        JOIN unnest(:unit_ids, :periods, :indicator_ids) AS g(unit_id, period, indicator_id)
          ON (v.unit_id, v.period, v.indicator_id) = (g.unit_id, g.period, g.indicator_id)
        WHERE v.state = ANY (:before)
        ORDER BY v.unit_id, v.period, v.indicator_id
        FOR UPDATE OF v
    ), kept AS (
        INSERT INTO indicator_value_versions ({columns}) SELECT {columns} FROM wanted
    )
    UPDATE indicator_values v SET version = w.version + 1, state = :after, updated_at = :at
    FROM wanted w
    WHERE (v.unit_id, v.period, v.indicator_id) = (w.unit_id, w.period, w.indicator_id)
    RETURNING v.unit_id, v.period, v.indicator_id, v.version, v.department_id, v.ends_on,
              (SELECT i.code FROM indicators i WHERE i.id = v.indicator_id) AS code
"""
_MOVE = text(_SQL.format(columns=COLUMNS)).bindparams(
    bindparam("unit_ids", type_=ARRAY(Uuid())),
    bindparam("periods", type_=ARRAY(Text())),
    bindparam("indicator_ids", type_=ARRAY(Uuid())),
    bindparam("before", type_=ARRAY(Text())),
    bindparam("after", type_=Text()),
    bindparam("at", type_=DateTime(timezone=True)),
)


async def move_values(session: AsyncSession, keys: Collection[Key], before: Collection[State], after: State) -> int:
    """Move the values of these keys that are in one of some states to another; how many moved.

    Every version is kept, each move is an event, and what they add up to is counted anew: the caller keeps the audit.
    """
    if not keys:
        return 0
    given = {
        "unit_ids": [key.unit_id for key in keys],
        "periods": [key.period for key in keys],
        "indicator_ids": [key.indicator_id for key in keys],
        "before": sorted(before),
        "after": after,
        "at": session.info["now"],
    }
    moved = [
        Moved(
            Key(row.unit_id, row.period, row.indicator_id), row.version, after, row.department_id, row.ends_on, row.code
        )
        for row in await session.execute(_MOVE, given)
    ]
    if moved:
        tell(session, moved)
        await queue(session, moved)
    return len(moved)
