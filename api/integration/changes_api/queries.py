"""Changes a caller may see, as finished JSON, on the connections of hot reads."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import ARRAY

from api.integration.changes_api.permissions import ADDRESSED, PUBLISHED, PUBLISHED_TYPES, READ_BY
from api.integration.changes_api.rules import SCANNED, Wanted, grouped, held
from api.kit.events import FeedEvent, FeedState
from api.kit.permissions import Subject
from api.kit.reads import Query, Reads
from api.units.models import Unit
from api.units.scope import ancestors, below, is_found_below, reached

_FEED: Any = FeedEvent.__table__
_UNIT: Any = Unit.__table__
# Units, and beside each the day its tree is looked at.
Where = tuple[tuple[UUID, ...], tuple[date, ...]]


class Seen(NamedTuple):
    """How far a caller sees: the shape of the statement, and the values of its parameters."""

    groups: int
    far: bool
    parameters: dict[str, Any]


class Batch(NamedTuple):
    """What was read: finished items with their positions, and the bounds of the feed at that moment."""

    rows: list[tuple[int, bytes]]
    first: int
    last: int
    scanned_to: int


def seen_by(subject: Subject, today: date) -> Seen:
    """What `subject` may see of the feed today."""

    def reach_of(permission: str) -> Where | None:
        units, days = reached(subject, permission, today)
        return (tuple(units), tuple(days)) if units else None

    groups = grouped(READ_BY, reach_of)
    parameters: dict[str, Any] = {}
    for n, ((units, days), entities) in enumerate(groups.items()):
        parameters |= {f"entities{n}": entities, f"units{n}": list(units), f"days{n}": list(days)}
    told = {"published": held(PUBLISHED, subject.holds), "published_types": held(PUBLISHED_TYPES, subject.holds)}
    for entity, permission in ADDRESSED.items():
        sending, on = reached(subject, permission, today)
        parameters |= {f"{entity}_units": sending, f"{entity}_days": on}
    parameters["caller"] = str(subject.id)
    # Whoever stands above the departments has too many below them to gather for one answer.
    far = any(reach.department_id is None for reach in subject.reaches)
    return Seen(len(groups), far, parameters | told | {"above": ancestors(subject)})


async def read(
    reads: Reads, seen: Seen, wanted: Wanted | None, after: int | None, *, limit: int, national: bool = False
) -> Batch:
    """The next changes after a position, or from the first that is kept."""
    query = _statement(seen.groups, seen.far, wanted is not None, limit, national)
    asked = {} if wanted is None else {"types": list(wanted.types), "kinds": list(wanted.kinds)}
    rows = await query.fetch(reads, after=-1 if after is None else after, **seen.parameters, **asked)
    last, first, start = rows[0]["last_position"], rows[0]["first"], rows[0]["start"]
    found = [(row["position"], row["item"]) for row in rows if row["position"] is not None]
    return Batch(found, first, last, min(start + SCANNED, last))


async def last_position(reads: Reads) -> int:
    """How far the feed goes."""
    rows = await _LAST.fetch(reads)
    return int(rows[0][0])


_LAST = Query(lambda: select(FeedState.last_position).where(FeedState.id == 1))


@lru_cache(maxsize=64)
def _statement(groups: int, far: bool, narrowed: bool, limit: int, national: bool) -> Query:
    return Query(lambda: _select(groups, far, narrowed, limit, national))


def _select(groups: int, far: bool, narrowed: bool, limit: int, national: bool) -> Select[Any]:
    """One row for each change, and one without where there is none: the feed's bounds are of the same moment."""
    kept = select(func.min(_FEED.c.position)).scalar_subquery()
    state: Any = select(
        FeedState.last_position, func.coalesce(kept, FeedState.last_position + 1).label("first")
    ).where(FeedState.id == 1).cte("state")  # fmt: skip
    after: Any = bindparam("after", type_=FeedEvent.position.type)
    # Nothing was read yet: from the first that is kept.
    start = case((after < 0, state.c.first - 1), else_=after)
    within = and_(_FEED.c.position > start, _FEED.c.position <= start + literal_column(str(SCANNED)))
    conditions = [within, _visible(groups, far)]
    if narrowed:
        conditions.append(_wanted())
    found = (
        select(_FEED.c.position, func.convert_to(cast(_item(national), Text), "UTF8").label("item"))
        .where(*conditions)
        .order_by(_FEED.c.position)
        .limit(literal_column(str(limit)))
        .lateral("found")
    )
    columns = (state.c.last_position, state.c.first, start.label("start"), found.c.position, found.c.item)
    return select(*columns).select_from(state.outerjoin(found, true())).order_by(found.c.position)


def _visible(groups: int, far: bool) -> ColumnElement[bool]:
    how: Callable[..., ColumnElement[bool]] = is_found_below if far else below
    governed = [
        and_(
            _FEED.c.entity == any_(_texts(f"entities{n}")),
            how(_FEED.c.unit_id, _ids(f"units{n}"), bindparam(f"days{n}", type_=ARRAY(Date())), reading=True),
        )
        for n in range(groups)
    ]
    told = or_(_FEED.c.entity == any_(_texts("published")), _FEED.c.type == any_(_texts("published_types")))
    shared = and_(_FEED.c.unit_id.is_(None), _FEED.c.entity == literal_column("'indicator'"))
    published = and_(told, or_(_FEED.c.unit_id == any_(_ids("above")), shared))
    addressed = [
        and_(
            _FEED.c.entity == literal_column(f"'{entity}'"),
            _FEED.c.data["told_by_id"].astext == bindparam("caller", type_=Text()),
            how(
                _FEED.c.unit_id, _ids(f"{entity}_units"), bindparam(f"{entity}_days", type_=ARRAY(Date())), reading=True
            ),
        )
        for entity in ADDRESSED
    ]
    return or_(false(), *governed, published, *addressed)


def _wanted() -> ColumnElement[bool]:
    kind = func.split_part(_FEED.c.type, literal_column("'.'"), literal_column("1"))
    return or_(_FEED.c.type == any_(_texts("types")), kind == any_(_texts("kinds")))


def _item(national: bool) -> ColumnElement[Any]:
    """The change as JSON, its unit looked up by key for each: it is shown as it is called today.

    Put together as text: building it as a value costs several times as much, for it looks at the type of every part.
    """
    unit = _object(
        ("id", _quoted(cast(_UNIT.c.id, Text))), ("code", _json(_UNIT.c.code)), ("name", _json(_UNIT.c.name))
    )
    named = select(unit).where(_UNIT.c.id == _FEED.c.unit_id).correlate(_FEED).scalar_subquery()
    parts: list[tuple[str, Any]] = [
        ("position", cast(_FEED.c.position, Text)),
        ("type", _quoted(_FEED.c.type)),
        ("entity", _quoted(_FEED.c.entity)),
        ("entity_id", _json(_FEED.c.entity_id)),
        ("unit", func.coalesce(named, literal_column("'null'"))),
        ("version", cast(_FEED.c.version, Text)),
        ("at", _quoted(_written("UTC", 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))),
        ("data", cast(_FEED.c.data, Text)),
    ]
    if national:
        parts += [
            ("idbanghi", _json(_FEED.c.entity_id)),
            ("sukien", _quoted(_event())),
            ("phienban", cast(_FEED.c.version, Text)),
            ("thoigiancapnhat", _quoted(_written("Asia/Ho_Chi_Minh", 'YYYY-MM-DD"T"HH24:MI:SS'))),
        ]
    return _object(*parts)


def _object(*parts: tuple[str, Any]) -> ColumnElement[str]:
    """A JSON object of values that are JSON already."""
    written: Any = literal_column("'{'", Text)
    for n, (name, value) in enumerate(parts):
        written = written.concat(literal_column(f"""'{"," if n else ""}"{name}":'""", Text)).concat(value)
    return cast(written.concat(literal_column("'}'", Text)), Text)


def _json(column: Any) -> ColumnElement[str]:
    return func.coalesce(cast(func.to_json(column), Text), literal_column("'null'"))


def _quoted(text: Any) -> ColumnElement[str]:
    """A word of ours that needs no escaping."""
    return literal_column("'\"'", Text).concat(text).concat(literal_column("'\"'", Text))


def _written(zone: str, how: str) -> ColumnElement[str]:
    return func.to_char(func.timezone(zone, _FEED.c.at), how)


def _event() -> ColumnElement[str]:
    """A value that was taken back counts nowhere, which is what CANCEL says."""
    gone = or_(_FEED.c.type.like("%.deleted"), _FEED.c.data["state"].astext == "withdrawn")
    made = or_(_FEED.c.type.like("%.created"), _FEED.c.version == 1)
    return case((gone, "CANCEL"), (made, "NEW"), else_="UPDATE")


def _texts(name: str) -> Any:
    return bindparam(name, type_=ARRAY(Text()))


def _ids(name: str) -> Any:
    return bindparam(name, type_=ARRAY(Uuid()))


def body(rows: Sequence[tuple[int, bytes]], next_position: int) -> bytes:
    """An answer made of finished items."""
    return b"".join((b'{"items":[', b",".join([item for _, item in rows]), b'],"next_position":%d}' % next_position))
