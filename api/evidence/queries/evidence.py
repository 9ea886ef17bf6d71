"""Evidence as lists and records; the JSON of an item is made by PostgreSQL."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Select, Text, bindparam, case, cast, func, or_, select
from sqlalchemy.orm import aliased

from api.evidence.models import Evidence, EvidenceFile, EvidenceLink
from api.evidence.queries.scope import caller_parameters, found_visible, one_of_found, visible, visible_by_parameters
from api.evidence.rules.metadata import read_identifier
from api.evidence.schemas import Identifier
from api.kit.json_text import Json, array_of, object_of, word
from api.kit.pagination import SearchableQuery
from api.kit.permissions import Subject
from api.kit.schemas import Day, Reference
from api.kit.schemas import Text as Clean
from api.kit.sorting import SortKey
from api.kit.text import fold
from api.units.models import Unit, UnitVersion
from api.units.queries.meant import MEANT


class EvidenceFilters(SearchableQuery):
    """What narrows the list of evidence."""

    unit: Reference | None = Field(default=None, description="Of this unit, by code or id.")
    under: Reference | None = Field(default=None, description="Of this unit and all below it today.")
    verdict: Literal["none", "verified", "rejected"] | None = Field(default=None, description="What was found of it.")
    scan: Literal["unscanned", "pending", "clean", "infected", "error"] | None = Field(
        default=None, description="What is known of malware in it."
    )
    media_type: Clean | None = Field(default=None, max_length=100, description="Of this media type, as `image/jpeg`.")
    linked_to: Identifier | None = Field(default=None, description="About this record (plan, task, value …), by id.")
    expires_before: Day | None = Field(default=None, description="Holds until a day before this one.")
    replaced: bool = Field(default=False, description="Also what a newer version replaced.")
    duplicates: bool = Field(
        default=False, description="Only what other units of the caller's scope sent in as well, to the byte."
    )


SORTS = {
    "created_at": SortKey(Evidence.created_at),
    "updated_at": SortKey(Evidence.updated_at),
    "title": SortKey(Evidence.sort_key),
    "size": SortKey(Evidence.size),
    "risk": SortKey(Evidence.risk),
    "expires_on": SortKey(Evidence.expires_on, nullable=True),
}
DEFAULT_SORT = "-created_at"
# From the table, or an alias of it, to what is asked of a row.
Condition = Callable[[Any], ColumnElement[bool]]


def instant(column: Any) -> ColumnElement[Any]:
    """An instant as the contract writes it; null where there is none."""
    return word(func.to_char(func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))


def _links(table: Any) -> ColumnElement[Any]:
    target, part = cast(EvidenceLink.target_id, Text), EvidenceLink.part
    id_ = word(case((part == "", target), else_=target + "." + part))
    found = select(object_of({"type": word(EvidenceLink.type), "id": id_})).correlate(table)
    ordered = found.order_by(EvidenceLink.type, EvidenceLink.target_id, part)
    return array_of(ordered.where(EvidenceLink.evidence_id == table.id))


def elsewhere(table: Any, names: Iterable[str]) -> Select[Any]:
    """What other units the caller sees sent in with the same bytes."""
    other = aliased(Evidence)
    same = (other.sha256 == table.sha256, other.unit_id != table.unit_id, other.deleted_at.is_(None))
    return select(other.id).where(*same, found_visible(other, names)).correlate(table)


def item(table: Any, names: Iterable[str]) -> ColumnElement[Any]:
    """Evidence as JSON, beside its unit and what is known of its bytes."""
    others = select(func.count()).select_from(elsewhere(table, names).subquery()).scalar_subquery()
    return object_of({
        "id": table.id,
        "version": table.version,
        "unit": object_of({"id": Unit.id, "code": Unit.code, "name": Unit.name}),
        "title": table.title,
        "filename": table.filename,
        "media_type": word(table.media_type),
        "size": table.size,
        "sha256": word(table.sha256),
        "scan": word(table.scan),
        "verdict": word(table.verdict),
        "verdict_reason": table.verdict_reason,
        "verdict_by": table.verdict_by,
        "verdict_at": instant(table.verdict_at),
        "examined": EvidenceFile.file_sha256.is_not(None),
        "pages": EvidenceFile.pages,
        "previews": func.coalesce(EvidenceFile.previews, 0),
        "signatures": func.coalesce(cast(EvidenceFile.signatures, Json()), "[]", type_=Json()),
        "expires_on": table.expires_on,
        "duplicates_elsewhere": case((table.shared, others), else_=0),
        "links": _links(table),
        "added_by": table.added_by,
        "on_behalf": table.on_behalf,
        "replaces": table.replaces_id,
        "replaced_by": table.replaced_by_id,
        "created_at": instant(table.created_at),
        "updated_at": instant(table.updated_at),
    })  # fmt: skip


def items(subject: Subject, today: date, *conditions: ColumnElement[bool]) -> Select[Any]:
    """The items of evidence the caller sees, as JSON text."""
    given = caller_parameters(subject, today)
    there = (Evidence.deleted_at.is_(None), visible_by_parameters(Evidence, given))
    found: Select[Any] = select(item(Evidence, given).label("item")).join(Unit, Unit.id == Evidence.unit_id)
    found = found.outerjoin(EvidenceFile, EvidenceFile.file_sha256 == Evidence.sha256)
    return found.where(*there, *conditions).params(**given)


def seen_one(subject: Subject, evidence_id: UUID, today: date) -> Select[Any]:
    """The record behind an id, if the caller sees it."""
    return select(Evidence).where(Evidence.id == evidence_id, Evidence.deleted_at.is_(None), visible(subject, today))


def _given(name: str, column: Any) -> ColumnElement[Any]:
    return bindparam(name, type_=column.type)


def _called() -> tuple[ColumnElement[Any], Select[Any]]:
    """The words looked for, and the units called so."""
    words = _given("q", Evidence.search)
    return words, select(UnitVersion.unit_id).where(UnitVersion.search.like(words, escape="\\"))


def containing(table: Any) -> ColumnElement[bool]:
    """Words of the title, of the file's name or of the unit's; for an index to find the rows by."""
    words, called = _called()
    return or_(table.search.like(words, escape="\\"), table.unit_id == one_of_found(called))


def found_containing(table: Any) -> ColumnElement[bool]:
    """The same asked of one row after the other."""
    words, called = _called()
    return or_(table.search.like(words, escape="\\"), table.unit_id.in_(called))


_LINKED = select(EvidenceLink.evidence_id).where(
    EvidenceLink.target_id == bindparam("linked_to", type_=Evidence.id.type)
)


def _within(name: str) -> Condition:
    return lambda table: table.unit_id.in_(MEANT[name][0])


# What each parameter of the list asks of a row.
CONDITIONS: dict[str, Condition] = {
    "unit_id": lambda table: table.unit_id == _given("unit_id", Unit.id),
    **{name: _within(name) for name in ("unit_code", "under_id", "under_code")},
    "verdict": lambda table: table.verdict == _given("verdict", Evidence.verdict),
    "scan": lambda table: table.scan == _given("scan", Evidence.scan),
    "media_type": lambda table: table.media_type == _given("media_type", Evidence.media_type),
    "linked_to": lambda table: table.id.in_(_LINKED),
    "linked_part": lambda table: table.id.in_(
        _LINKED.where(EvidenceLink.part == bindparam("linked_part", type_=Text()))
    ),
    "expires_before": lambda table: table.expires_on < _given("expires_before", Evidence.expires_on),
    "updated_since": lambda table: table.updated_at >= _given("updated_since", Evidence.updated_at),
    "duplicates": lambda table: table.shared,
    "q": containing,
}


def narrowed(statement: Select[Any], names: Iterable[str]) -> Select[Any]:
    """A statement of evidence that is there, with the conditions of the parameters given."""
    asked = [CONDITIONS[name](Evidence) for name in sorted(CONDITIONS.keys() & set(names))]
    found = statement.where(Evidence.deleted_at.is_(None), *asked)
    if "duplicates" in names:
        found = found.where(elsewhere(Evidence, names).exists())
    return found if "replaced" in names else found.where(Evidence.replaced_by_id.is_(None))


def parameters(filters: EvidenceFilters) -> dict[str, Any]:
    """The filters that were given, as parameters of the list."""
    plain = ("verdict", "scan", "media_type", "expires_before", "updated_since")
    given = {name: value for name in plain if (value := getattr(filters, name)) is not None}
    if filters.linked_to is not None:
        given["linked_to"], part = read_identifier(filters.linked_to)
        given |= {"linked_part": part} if part else {}
    for name in ("unit", "under"):
        given |= _reference(name, getattr(filters, name))
    if filters.q is not None:
        given["q"] = _pattern(filters.q)
    return given | {name: True for name in ("replaced", "duplicates") if getattr(filters, name)}


def _pattern(words: str) -> str:
    folded = fold(words).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{folded}%"


def _reference(name: str, reference: str | None) -> dict[str, Any]:
    if reference is None:
        return {}
    try:
        return {f"{name}_id": UUID(reference)}
    except ValueError:
        return {f"{name}_code": reference}
