"""A little domain to try the foundations on: notes, in a table of the test's own."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, FastAPI, Query, Request, Response
from sqlalchemy import Select, Text, bindparam, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

from api.kit import bulk
from api.kit.db import Record, Tx
from api.kit.http import answers
from api.kit.http.etag import IfMatch, expect_version
from api.kit.http.idempotency import hide_when_replayed
from api.kit.http.route import PublicRoute, Route
from api.kit.pagination import HotList, ListQuery, hot_page, page
from api.kit.permissions import SignedIn
from api.kit.problems import Message, NotFound
from api.kit.schemas import In, Line
from api.kit.sorting import SortKey

TABLE = """
CREATE TABLE notes (id uuid PRIMARY KEY, version int NOT NULL, created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL, deleted_at timestamptz, text varchar NOT NULL, rank int)
"""


class Note(Record):
    """A line with a rank that may be missing."""

    __tablename__ = "notes"
    __table_args__ = {"info": {"test_only": True}}  # noqa: RUF012 - SQLAlchemy reads it from the class

    text: Mapped[str]
    rank: Mapped[int | None]


class NoteIn(In):
    text: Line
    rank: int | None = None


SORTS = {"rank": SortKey(Note.rank, nullable=True), "text": SortKey(Note.text), "created_at": SortKey(Note.created_at)}
router = APIRouter(route_class=Route)
public = APIRouter(route_class=PublicRoute)


def shape(note: Any) -> dict[str, Any]:
    return {"id": note.id, "version": note.version, "text": note.text, "rank": note.rank}


@router.get("/notes")
async def list_notes(request: Request, session: Tx, query: Annotated[ListQuery, Query()], _: SignedIn) -> Response:
    statement: Any = select(Note.id, Note.version, Note.text, Note.rank)
    return await page(request, session, statement, query, sorts=SORTS, default_sort="rank", tie=Note.id, shape=shape)


def _hot(given: frozenset[str]) -> Select[Any]:
    item = func.json_build_object("id", Note.id, "text", Note.text, "rank", Note.rank)
    statement = select(func.convert_to(cast(item, Text), "UTF8").label("item"))
    return statement.where(Note.text == bindparam("text", type_=Text())) if "text" in given else statement


HOT = HotList(_hot, SORTS, "rank", Note.id)


class HotFilters(ListQuery):
    text: str | None = None


@router.get("/hot-notes")
async def list_hot_notes(request: Request, query: Annotated[HotFilters, Query()], _: SignedIn) -> Response:
    given = {} if query.text is None else {"text": query.text}
    return await hot_page(request, HOT, query, given)


@router.post("/notes", status_code=201)
async def create_note(request: Request, session: Tx, body: NoteIn, _: SignedIn) -> Response:
    note = Note(text=body.text, rank=body.rank)
    session.add(note)
    await session.flush()
    hide_when_replayed(request, "secret")
    return answers.record(request, {**shape(note), "secret": "s3cret"}, status=201)


@router.get("/notes/{note_id}")
async def get_note(request: Request, session: Tx, note_id: UUID, _: SignedIn) -> Response:
    note = await session.get(Note, note_id)
    if note is None:
        raise NotFound
    return answers.record(request, shape(note))


@router.patch("/notes/{note_id}")
async def update_note(
    request: Request, session: Tx, note_id: UUID, body: NoteIn, _: SignedIn, if_match: IfMatch = None
) -> Response:
    note = await session.get_one(Note, note_id)
    expect_version(if_match, note.version)
    note.text = body.text
    await session.flush()
    return answers.record(request, shape(note))


@router.post("/notes/broken", status_code=201)
async def create_broken(session: Tx, _: SignedIn) -> Response:
    session.add(Note(text="half", rank=1))
    await session.flush()
    raise RuntimeError("secret detail")


class NoteRow(NoteIn):
    """A note, told apart by its text."""


BULK_BYTES = 100_000
FORBIDDEN = Message("Không được.", "Not allowed.")
bulk_router = APIRouter(route_class=bulk.BulkRoute)


@bulk_router.post("/notes/bulk", **bulk.described(NoteRow))
async def load_notes(request: Request, session: Tx, query: bulk.Ask, rows: bulk.Spooled, _: SignedIn) -> Response:
    async def write(notes: Sequence[NoteRow]) -> list[bulk.Outcome]:
        statement = select(Note).where(Note.text.in_([note.text for note in notes]))
        known = {note.text: note for note in (await session.scalars(statement)).all()}
        return [put(session, known.get(note.text), note) for note in notes]

    return await bulk.answer(request, session, query, rows, bulk.Door(NoteRow, lambda row: row.text, write))


def put(session: AsyncSession, known: Note | None, row: NoteRow) -> bulk.Outcome:
    if row.rank == 13:
        return bulk.refused("/rank", "unlucky", FORBIDDEN)
    if known is None:
        session.add(Note(text=row.text, rank=row.rank))
        return "created"
    if known.rank == row.rank:
        return "unchanged"
    known.rank = row.rank
    return "updated"


@public.get("/hello")
async def hello() -> dict[str, str]:
    return {"hello": "world"}


def include(app: FastAPI) -> None:
    app.include_router(router)
    app.include_router(bulk_router)
    app.include_router(public)
