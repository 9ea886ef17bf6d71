"""Evidence as lists and records; the JSON of an item is made by PostgreSQL."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Date, Select, Text, bindparam, case, cast, func, null, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from api.evidence.models import Evidence, EvidenceFile, EvidenceLink, EvidencePicture
from api.evidence.queries.scope import caller_parameters, visible, visible_by_parameters
from api.evidence.rules.metadata import read_identifier
from api.evidence.schemas import Identifier
from api.kit.pagination import HotList, SearchableQuery
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
    "expires_on": SortKey(Evidence.expires_on),
}
DEFAULT_SORT = "-created_at"
_TODAY = bindparam("today", type_=Date())


def instant(column: Any) -> ColumnElement[Any]:
    """An instant as the contract writes it."""
    written = func.to_char(func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    return case((column.is_(None), null()), else_=written)


def _links() -> ColumnElement[Any]:
    target, part = cast(EvidenceLink.target_id, Text), EvidenceLink.part
    one = func.json_build_object("type", EvidenceLink.type, "id", case((part == "", target), else_=target + "." + part))
    listed = func.json_agg(aggregate_order_by(one, EvidenceLink.type, EvidenceLink.target_id, part))
    found = select(func.coalesce(listed, func.json_build_array())).where(EvidenceLink.evidence_id == Evidence.id)
    return found.correlate(Evidence).scalar_subquery()


def _elsewhere(names: Iterable[str]) -> Select[Any]:
    """What other units the caller sees sent in with the same bytes."""
    other = aliased(Evidence)
    same = (other.sha256 == Evidence.sha256, other.unit_id != Evidence.unit_id, other.deleted_at.is_(None))
    return select(other.id).where(*same, visible_by_parameters(other, set(names) - {"near"})).correlate(Evidence)


def _previews() -> ColumnElement[Any]:
    """How many pages were drawn; the thumbnail is none."""
    drawn = (EvidencePicture.file_sha256 == Evidence.sha256, EvidencePicture.position > 0)
    return select(func.count()).select_from(EvidencePicture).where(*drawn).correlate(Evidence).scalar_subquery()


def _item(names: Iterable[str]) -> ColumnElement[Any]:
    elsewhere = select(func.count()).select_from(_elsewhere(names).subquery()).scalar_subquery()
    return func.json_build_object(
        "id", Evidence.id,
        "version", Evidence.version,
        "unit", func.json_build_object("id", Unit.id, "code", Unit.code, "name", Unit.name),
        "title", Evidence.title,
        "filename", Evidence.filename,
        "media_type", Evidence.media_type,
        "size", Evidence.size,
        "sha256", Evidence.sha256,
        "scan", Evidence.scan,
        "verdict", Evidence.verdict,
        "verdict_reason", Evidence.verdict_reason,
        "verdict_by", Evidence.verdict_by,
        "verdict_at", instant(Evidence.verdict_at),
        "examined", EvidenceFile.file_sha256.is_not(None),
        "pages", EvidenceFile.pages,
        "previews", _previews(),
        "signatures", func.coalesce(EvidenceFile.signatures, func.jsonb_build_array()),
        "expires_on", Evidence.expires_on,
        "duplicates_elsewhere", elsewhere,
        "links", _links(),
        "added_by", Evidence.added_by,
        "on_behalf", Evidence.on_behalf,
        "replaces", Evidence.replaces_id,
        "replaced_by", Evidence.replaced_by_id,
        "created_at", instant(Evidence.created_at),
        "updated_at", instant(Evidence.updated_at),
    )  # fmt: skip


def _rows(*columns: Any) -> Select[Any]:
    found: Select[Any] = select(*columns).select_from(Evidence).join(Unit, Unit.id == Evidence.unit_id)
    found = found.outerjoin(EvidenceFile, EvidenceFile.file_sha256 == Evidence.sha256)
    return found.where(Evidence.deleted_at.is_(None))


def items(subject: Subject, today: date, *conditions: ColumnElement[bool]) -> Select[Any]:
    """The items of evidence the caller sees, as JSON text."""
    given = caller_parameters(subject, today)
    shown = cast(_item(given), Text).label("item")
    return _rows(shown).where(visible_by_parameters(Evidence, given), *conditions).params(**given)


def seen_one(subject: Subject, evidence_id: UUID, today: date) -> Select[Any]:
    """The record behind an id, if the caller sees it."""
    return select(Evidence).where(Evidence.id == evidence_id, Evidence.deleted_at.is_(None), visible(subject, today))


def _given(name: str, column: Any) -> ColumnElement[Any]:
    return bindparam(name, type_=column.type)


def _containing() -> ColumnElement[bool]:
    """Words of the title, of the file's name or of the unit's."""
    words = _given("q", Evidence.search)
    called = select(UnitVersion.unit_id).where(UnitVersion.search.like(words, escape="\\"))
    return or_(Evidence.search.like(words, escape="\\"), Evidence.unit_id.in_(called))


_LINKED = select(EvidenceLink.evidence_id).where(
    EvidenceLink.target_id == bindparam("linked_to", type_=Evidence.id.type)
)
_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "unit_id": Evidence.unit_id == _given("unit_id", Unit.id),
    "unit_code": Evidence.unit_id.in_(MEANT["unit_code"][0]),
    "under_id": Evidence.unit_id.in_(MEANT["under_id"][0]),
    "under_code": Evidence.unit_id.in_(MEANT["under_code"][0]),
    "verdict": Evidence.verdict == _given("verdict", Evidence.verdict),
    "scan": Evidence.scan == _given("scan", Evidence.scan),
    "media_type": Evidence.media_type == _given("media_type", Evidence.media_type),
    "linked_to": Evidence.id.in_(_LINKED),
    "linked_part": Evidence.id.in_(_LINKED.where(EvidenceLink.part == bindparam("linked_part", type_=Text()))),
    "expires_before": Evidence.expires_on < _given("expires_before", Evidence.expires_on),
    "updated_since": Evidence.updated_at >= _given("updated_since", Evidence.updated_at),
    "q": _containing(),
}


def narrowed(statement: Select[Any], names: Iterable[str]) -> Select[Any]:
    """A statement with the conditions of the parameters given."""
    conditions = [_CONDITIONS[name] for name in sorted(names) if name in _CONDITIONS]
    if "replaced" not in names:
        conditions.append(Evidence.replaced_by_id.is_(None))
    if "duplicates" in names:
        conditions.append(_elsewhere(names).exists())
    return statement.where(*conditions)


def _listed(names: frozenset[str]) -> Select[Any]:
    item = func.convert_to(cast(_item(names), Text), "UTF8").label("item")
    return narrowed(_rows(item).where(visible_by_parameters(Evidence, names)), names)


HOT = HotList(build=_listed, sorts=SORTS, default_sort=DEFAULT_SORT, tie=Evidence.id)


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
