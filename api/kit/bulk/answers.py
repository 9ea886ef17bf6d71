"""What a bulk request asks, and what it is answered."""

from functools import partial
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.bulk.batches import Keeping
from api.kit.bulk.engine import Door, Filter, Tally, TooManyRows, WideDoor, run, run_filter
from api.kit.bulk.rows import read, read_object
from api.kit.bulk.spool import CSV, JSON, NDJSON, XLSX, Spool
from api.kit.http.answers import plain
from api.kit.http.language import language_of
from api.kit.problems import (
    FieldError,
    Forbidden,
    IdempotencyMismatch,
    Invalid,
    Language,
    Message,
    Problem,
    StillRunning,
    TooLarge,
    declare,
)
from api.kit.schemas import Out

R = TypeVar("R", bound=BaseModel)
F = TypeVar("F", bound=BaseModel)


class BulkQuery(BaseModel):
    """How the rows are to be taken."""

    model_config = ConfigDict(extra="forbid")

    mode: Literal["atomic", "partial"] = Field(
        default="atomic", description="`atomic`: one bad row and nothing is written. `partial`: good rows are written."
    )
    dry_run: bool = Field(default=False, description="Try only: the same checks, nothing written, answer 200.")


Ask = Annotated[BulkQuery, Query()]


class RowError(FieldError):
    """One thing wrong with one row."""

    row: int = Field(description="The data row, counted from 1.")


class BulkOut(Out):
    """What became of the rows."""

    received: int = Field(description="Rows read.")
    created: int = Field(description="Rows that made a new record.")
    updated: int = Field(description="Rows that changed a record.")
    unchanged: int = Field(description="Rows that were so already; they leave no trace.")
    rejected: int = Field(description="Rows refused.")
    errors: list[RowError] = Field(description="Each thing wrong, by row; pointers count from 0: `/2/numerator`.")
    batch: UUID | None = Field(description="The load as a whole, where it is kept; else null.")
    job: UUID | None = Field(description="The job that carries it out and has this answer as its `result`; else null.")
    effects: list[Literal["created", "updated", "unchanged", "rejected"]] | None = Field(
        description="With `dry_run`, what each row would do, in order; else null."
    )


_PREFER: dict[str, Any] = {
    "name": "Prefer",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "enum": ["respond-async"]},
    "description": "`respond-async`: have a job carry it out. More than 100,000 rows are a job's in any case.",
}
_LATER: dict[int | str, dict[str, Any]] = {
    202: {"model": BulkOut, "description": "`job` carries it out; follow it at `Location`. Nothing is written yet."}
}


class RowsRejected(Invalid):
    """Of an atomic load at least one row is bad, and so nothing was written."""

    code = "rows_rejected"
    title = Message("Có dòng chưa hợp lệ, chưa ghi dòng nào", "Some rows are not valid; nothing was written")
    detail = Message("{rejected} trên {received} dòng bị từ chối.", "{rejected} of {received} rows were rejected.")

    def __init__(self, tally: Tally) -> None:
        super().__init__(received=tally.received, rejected=tally.rejected)
        self._tally = tally

    def document(self, language: Language, instance: str, request_id: str) -> dict[str, Any]:
        """The problem, and with it all that the answer of a load that went well has."""
        nothing = dict.fromkeys(self._tally.counts, 0)
        return super().document(language, instance, request_id) | body_of(self._tally, language) | nothing


async def answer(
    request: Request,
    session: AsyncSession,
    query: BulkQuery,
    spool: Spool,
    door: Door[R] | WideDoor[R],
    *,
    by_filter: Filter[F] | None = None,
    batch: Keeping | None = None,
) -> Response:
    """Run the rows, or the filter a body is in their place, and say what became of them; `batch` keeps it.

    Raises RowsRejected, TooManyRows, TooLarge, Invalid.
    """
    refuse = None
    if batch is not None and query.mode == "partial" and not query.dry_run:
        refuse = partial(batch.refuse, session)
    given = None if by_filter is None else read_object(spool)
    tally = Tally(effects=[] if query.dry_run else None)
    if by_filter is None or given is None:
        await run(read(spool, door.table), door, tally, refuse=refuse)
    else:
        await run_filter(given, by_filter, tally)
    kept = None
    if query.dry_run:
        await session.flush()
        await session.rollback()
    elif tally.rejected and query.mode == "atomic":
        raise RowsRejected(tally)
    else:
        kept = keep(session, query, tally, door, batch)
    status = 207 if tally.rejected and not query.dry_run else 200
    return plain(body_of(tally, language_of(request)) | {"batch": kept}, status)


def keep(
    session: AsyncSession, query: BulkQuery, tally: Tally, door: Door[R] | WideDoor[R], batch: Keeping | None
) -> UUID | None:
    """Tell the door that its rows were taken, and keep the batch."""
    if door.taken is not None:
        door.taken()
    return None if batch is None else batch.keep(session, query.mode, tally)


def body_of(tally: Tally, language: Language) -> dict[str, Any]:
    """The answer, in a language."""
    errors = [{"row": each.row, **each.fault.render(language).model_dump()} for each in tally.rejections]
    counts = {"received": tally.received, **tally.counts, "rejected": tally.rejected}
    return counts | {"errors": errors, "batch": None, "job": None, "effects": tally.effects}


def described(
    model: type[BaseModel],
    *problems: type[Problem],
    by_filter: type[BaseModel] | None = None,
    later: bool = False,
) -> dict[str, Any]:
    """What the contract says of a bulk endpoint, of the one object it takes in place of rows, and of jobs."""
    rows: dict[str, Any] = {"type": "array", "items": _whole(model)}
    given = rows if by_filter is None else {"oneOf": [rows, _whole(by_filter)]}
    text, file = {"schema": {"type": "string"}}, {"schema": {"type": "string", "format": "binary"}}
    body = {"required": True, "content": {JSON: {"schema": given}, NDJSON: text, CSV: text, XLSX: file}}
    usual = (Forbidden, StillRunning, TooLarge, TooManyRows, RowsRejected, Invalid, IdempotencyMismatch)
    refusals = declare(*problems, *usual)
    in_part = {207: {"model": BulkOut, "description": "Some rows were written, each rejected one is named."}}
    return {
        "response_model": BulkOut,
        "responses": refusals | in_part | (_LATER if later else {}),
        "openapi_extra": {"requestBody": body} | ({"parameters": [_PREFER]} if later else {}),
    }


def _whole(model: type[BaseModel]) -> dict[str, Any]:
    """A schema in which the shapes it names stand where they are named: an operation has no place for them apart."""
    schema = model.model_json_schema(mode="validation")
    named = schema.pop("$defs", {})

    def put_in(part: Any) -> Any:
        if isinstance(part, list):
            return [put_in(each) for each in part]
        if not isinstance(part, dict):
            return part
        found = put_in(named[part["$ref"].rpartition("/")[2]]) if "$ref" in part else {}
        return found | {name: put_in(each) for name, each in part.items() if name != "$ref"}

    whole: dict[str, Any] = put_in(schema)
    return whole
