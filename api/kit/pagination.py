"""Lists: keyset pages with opaque cursors, a literal LIMIT, and rows turned straight into JSON bytes.

The LIMIT is a literal on purpose: bound as a parameter, PostgreSQL's generic plan guesses a tenth of the table and
walks the wrong index, many times slower from the sixth run of a prepared statement on.
"""

import base64
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import orjson
from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Row, Select, bindparam, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.http.answers import JSON, to_json
from api.kit.problems import Invalid, Message, invalid
from api.kit.reads import Query, Reads
from api.kit.schemas import Instant, Text
from api.kit.sorting import SortKey, Term, Tie, after, parse_sort

_BAD_CURSOR = Message(
    "Không đọc được con trỏ trang; hãy bắt đầu lại từ trang đầu.",
    "This cursor cannot be read; start at the first page.",
)


_KEPT_STATEMENTS = 256


class ListQuery(BaseModel):
    """What every list understands. Domains add their filters; anything else is refused by the route."""

    model_config = ConfigDict(frozen=True)

    limit: int = Field(default=50, ge=1, le=200, description="Records per page.")
    cursor: str | None = Field(default=None, max_length=2000, description="`next_cursor` of the page before.")
    sort: Text | None = Field(
        default=None, max_length=200, description="Names separated by commas; a leading - sorts downwards."
    )
    include: Literal["total"] | None = Field(default=None, description="`total` counts all records of the list.")


class SearchableQuery(ListQuery):
    """A list one can search and poll."""

    q: Text | None = Field(default=None, max_length=200, description="Words to find, with or without accents.")
    updated_since: Instant | None = Field(default=None, description="Only records written at or after this instant.")


def encode_cursor(terms: tuple[Term, ...], values: list[Any]) -> str:
    """The position after a row, as an opaque word."""
    return base64.urlsafe_b64encode(to_json([_signature(terms), *values])).rstrip(b"=").decode()


def decode_cursor(text: str, terms: tuple[Term, ...]) -> list[Any]:
    """The values a cursor stands for. Raises Invalid when it is not one of this order."""
    try:
        signature, *values = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if signature != _signature(terms) or len(values) != len(terms):
            raise ValueError(signature)
        return [term.key.read(value) for term, value in zip(terms, values, strict=True)]
    except (ValueError, TypeError, OverflowError) as error:
        raise _bad_cursor() from error


def _bad_cursor() -> Invalid:
    return invalid("/query/cursor", "bad_cursor", _BAD_CURSOR)


def _signature(terms: tuple[Term, ...]) -> str:
    return ",".join([("-" if term.descending else "") + term.key.name for term in terms])


async def page(
    request: Request,
    session: AsyncSession,
    statement: Select[Any],
    query: ListQuery,
    *,
    sorts: Mapping[str, SortKey],
    default_sort: str,
    tie: Tie,
    shape: Callable[[Row[Any]], dict[str, Any]],
    beside: Callable[[Sequence[Row[Any]]], Awaitable[Mapping[Any, dict[str, Any]]]] | None = None,
) -> Response:
    """Run a list and answer with one page of it.

    `statement` selects what `shape` turns into one item; it has no order and no limit yet. `tie` is the primary key.
    `beside` finds what else is said of the page's rows, by their `id`.
    """
    terms = parse_sort(query.sort or default_sort, sorts, tie)
    values = None if query.cursor is None else decode_cursor(query.cursor, terms)
    rows = (await session.execute(Order(terms, values, query.limit + 1).applied(statement))).all()
    cursor = _cursor_after(rows, terms, query.limit)
    shown = rows[: query.limit]
    items = [shape(row) for row in shown]
    if beside is not None:
        more = await beside(shown)
        items = [item | more[item["id"]] for item in items]
    body: dict[str, Any] = {"items": items, "next_cursor": cursor}
    if query.include == "total":
        body["total"] = await _total(session, statement)
    return Response(to_json(body), headers=_links(request, cursor), media_type=JSON)


@dataclass(frozen=True, eq=False)
class Order:
    """In which order a page stands, after which values of it the page begins, and how many rows are looked for."""

    terms: tuple[Term, ...]
    values: Sequence[Any] | None
    limit: int

    def applied(self, statement: Select[Any], most: int | None = None) -> Select[Any]:
        """A statement in this order from there on, `most` or `limit` rows; it keeps what it is ordered by."""
        return self.sorted(statement).limit(literal_column(str(most or self.limit)))

    def sorted(self, statement: Select[Any]) -> Select[Any]:
        """The same without an end."""
        ordered = statement.add_columns(*(term.key.column.label(f"_sort{n}") for n, term in enumerate(self.terms)))
        ordered = ordered.order_by(*(term.clause() for term in self.terms))
        return ordered if self.values is None else ordered.where(after(self.terms, self.values))

    def again(self, statement: Select[Any], rows: Any) -> Select[Any]:
        """A statement of rows that were put in order below, `limit` of them, by what they kept."""
        kept = [rows.c[f"_sort{n}"] for n in range(len(self.terms))]
        ordered = statement.add_columns(*kept).limit(literal_column(str(self.limit)))
        return ordered.order_by(*(term.clause(column) for term, column in zip(self.terms, kept, strict=True)))


Names = frozenset[str]


@dataclass(frozen=True, eq=False)
class HotList:
    """A list asked for so often that building its statement anew would show.

    `build` makes the statement for a set of names of parameters that are given, using bind parameters of those names;
    it is called once for each combination of names, order, limit and cursor. The statement's first column, `item`, is
    the finished JSON of one item as bytes: rows go to the wire as PostgreSQL wrote them. `count`, when given, makes the
    statement whose rows are counted for the total, where the best way to a page is not the best way to all rows.

    `ways`, when given, makes whole statements of a page instead: one after the other is tried until the page is full,
    and the last one's rows are right in any case.
    """

    build: Callable[[Names], Select[Any]]
    sorts: Mapping[str, SortKey]
    default_sort: str
    tie: Tie
    count: Callable[[Names], Select[Any]] | None = None
    ways: Callable[[Names, Order], Sequence[Select[Any]]] | None = None
    compiled: OrderedDict[Hashable, Sequence[Query]] = field(default_factory=OrderedDict)


async def hot_page(request: Request, hot: HotList, query: ListQuery, given: Mapping[str, Any]) -> Response:
    """As `page`, for a HotList, on the connections of hot reads; `given` holds the parameters of its statement."""
    reads: Reads = request.app.state.database.reads
    terms = _order(hot, query.sort or hot.default_sort)
    values = [] if query.cursor is None else decode_cursor(query.cursor, terms)
    places = {f"cursor{n}": value for n, value in enumerate(values) if value is not None}
    rows: Sequence[Any] = ()
    for way in _compiled(hot, terms, values, query.limit, frozenset(given)):
        rows = await way.fetch(reads, **given, **places)
        if len(rows) > query.limit:
            break
    cursor = _cursor_after(rows, terms, query.limit)
    total = await _hot_total(reads, hot, given) if query.include == "total" else None
    return Response(_hot_body(rows[: query.limit], cursor, total), headers=_links(request, cursor), media_type=JSON)


@lru_cache(maxsize=_KEPT_STATEMENTS)
def _order(hot: HotList, sort: str) -> tuple[Term, ...]:
    return parse_sort(sort, hot.sorts, hot.tie)


def _hot_body(rows: Sequence[Any], cursor: str | None, total: int | None) -> bytes:
    position = "null" if cursor is None else f'"{cursor}"'
    end = "" if total is None else f',"total":{total}'
    return b"".join((b'{"items":[', b",".join([row[0] for row in rows]), f'],"next_cursor":{position}{end}}}'.encode()))


def _compiled(hot: HotList, terms: tuple[Term, ...], values: list[Any], limit: int, names: Names) -> Sequence[Query]:
    """The statements of one combination of filters, order, limit and cursor."""
    places = [
        None if value is None else bindparam(f"cursor{n}", type_=term.key.column.expression.type)
        for n, (term, value) in enumerate(zip(terms, values, strict=False))
    ]
    shape = (_signature(terms), tuple(value is None for value in values), limit, names)
    order, ways = Order(terms, places or None, limit + 1), hot.ways
    if ways is None:
        return _kept(hot, shape, lambda: [order.applied(hot.build(names))])
    return _kept(hot, shape, lambda: ways(names, order))


async def _hot_total(reads: Reads, hot: HotList, given: Mapping[str, Any]) -> int:
    names = frozenset(given)
    rows_of = hot.count or hot.build
    [count] = _kept(hot, names, lambda: [select(func.count()).select_from(rows_of(names).subquery())])
    rows = await count.fetch(reads, **given)
    return int(rows[0][0])


def _kept(hot: HotList, shape: Hashable, build: Callable[[], Sequence[Select[Any]]]) -> Sequence[Query]:
    """Statements, compiled at their first use; the least recently used are forgotten."""
    if shape not in hot.compiled:
        hot.compiled[shape] = [_asked(statement) for statement in build()]
        if len(hot.compiled) > _KEPT_STATEMENTS:
            hot.compiled.popitem(last=False)
    hot.compiled.move_to_end(shape)
    return hot.compiled[shape]


def _asked(statement: Select[Any]) -> Query:
    return Query(lambda: statement)


def _cursor_after(rows: Sequence[Any], terms: tuple[Term, ...], limit: int) -> str | None:
    """Where the next page starts, when there are more rows than the limit."""
    return encode_cursor(terms, list(rows[limit - 1])[-len(terms) :]) if len(rows) > limit else None


async def _total(session: AsyncSession, statement: Select[Any]) -> int:
    return await session.scalar(select(func.count()).select_from(statement.subquery())) or 0


def _links(request: Request, cursor: str | None) -> dict[str, str]:
    """The next page by a relative reference: whatever name and prefix the caller knows this service by stays."""
    if cursor is None:
        return {}
    asked = request.scope["query_string"].decode("latin-1").split("&")
    parameters = [parameter for parameter in asked if parameter and not parameter.startswith("cursor=")]
    return {"Link": f'<{request.scope["path"]}?{"&".join([*parameters, f"cursor={cursor}"])}>; rel="next"'}
