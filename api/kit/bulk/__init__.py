"""Bulk writes: many rows in one request, all or the good ones, tried or done, in the memory of a few hundred rows.

A resource's bulk endpoint stands on a `BulkRoute`, takes `BulkQuery` and `Spooled`, and answers with `bulk.answer(…)`,
to which it gives a `Door`: the shape of a row, what makes a row the same thing as another, and how a few hundred rows
are written at once.

    router = resource("users", bulk.BulkRoute)

    @router.post("/users/bulk", **bulk.described(UserRow))
    async def load_users(request: Request, session: Tx, subject: UserWriter, query: bulk.Ask, rows: bulk.Spooled):
        door = bulk.Door(UserRow, key=lambda row: row.username, write=partial(users.load, session, actor, subject))
        return await bulk.answer(request, session, query, rows, door)

Where records can also be named by a filter, the endpoint gives a `Filter` as well: one JSON object in place of rows.
What may be too much for one request is a `Load`, answered by `bulk.answer_or_postpone(…, load)`; a worker's job of its
kind makes the same load again and lets `bulk.carry_out` do it.
"""

from api.kit.bulk.answers import Ask, BulkOut, BulkQuery, RowsRejected, answer, described
from api.kit.bulk.batches import Batch, BatchOvertaken, BatchUndone, Keeping, RejectedRow
from api.kit.bulk.cells import Columns
from api.kit.bulk.engine import Door, Effect, Filter, Outcome, Tally, WideDoor, refused, run
from api.kit.bulk.later import Load, answer_or_postpone, carry_out
from api.kit.bulk.spool import BulkRoute, Spooled

__all__ = [
    "Ask",
    "Batch",
    "BatchOvertaken",
    "BatchUndone",
    "BulkOut",
    "BulkQuery",
    "BulkRoute",
    "Columns",
    "Door",
    "Effect",
    "Filter",
    "Keeping",
    "Load",
    "Outcome",
    "RejectedRow",
    "RowsRejected",
    "Spooled",
    "Tally",
    "WideDoor",
    "answer",
    "answer_or_postpone",
    "carry_out",
    "described",
    "refused",
    "run",
]
