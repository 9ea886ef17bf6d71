"""Tables of evidence: what was sent in, what it is about, and what is still on its way."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, false, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.evidence.rules.evidence import Scan, Verdict
from api.kit.db import Base, Record
from api.units.models.columns import SortKey, one_of


def _newest(name: str, *columns: str, where: str = "") -> Index:
    """An index of what is there and was not replaced."""
    there = "deleted_at IS NULL AND replaced_by_id IS NULL"
    return Index(name, *columns, postgresql_where=text(f"{where} AND {there}" if where else there))


class Evidence(Record):
    """A file somebody sent in for a unit. Its bytes never change; a better file is a record of its own.

    `sha256` names the bytes in the file store, which has them before this row is there. `series_id` is the id of the
    first of its versions; `replaces_id` and `replaced_by_id` are the ones before and after it. `declared_type` is what
    the sender said it was, `media_type` what it is. `risk` orders the queue of those who judge (rules.evidence).
    `shared` says that another unit sent the same bytes, now or earlier; who of them a caller may know of is asked then.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        one_of("scan", Scan),
        one_of("verdict", Verdict),
        CheckConstraint("size > 0", name="size"),
        Index(None, "unit_id", "created_at", "id"),
        Index(None, "department_id", "created_at", "id"),
        Index(None, "created_at", "id"),
        Index(None, "sha256"),
        Index(None, "series_id"),
        _newest("ix_evidence_verdict", "department_id", "verdict", "verdict_at"),
        # What the library is walked by (queries.listing).
        _newest("ix_evidence_by_risk", "department_id", "risk", "id"),
        _newest("ix_evidence_by_title", "department_id", "sort_key", "id"),
        _newest("ix_evidence_by_size", "department_id", "size", "id"),
        _newest("ix_evidence_by_last_day", "department_id", "expires_on", "id", where="expires_on IS NOT NULL"),
        _newest("ix_evidence_judged", "department_id", "verdict", "created_at", "id"),
        _newest("ix_evidence_desk", "department_id", "verdict", "risk", "id"),
        _newest("ix_evidence_of_kind", "department_id", "media_type", "created_at", "id"),
        _newest("ix_evidence_shared", "department_id", "created_at", "id", where="shared"),
        _newest("ix_evidence_expires_on", "expires_on", where="expires_on IS NOT NULL"),
        Index("ix_evidence_search", "search", postgresql_using="gin", postgresql_ops={"search": "gin_trgm_ops"}),
    )  # fmt: skip

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    title: Mapped[str]
    sort_key: Mapped[SortKey]
    search: Mapped[str]
    filename: Mapped[str]
    media_type: Mapped[str]
    declared_type: Mapped[str | None]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str]
    scan: Mapped[str]
    risk: Mapped[int] = mapped_column(SmallInteger)
    verdict: Mapped[str]
    verdict_reason: Mapped[str | None]
    verdict_by_id: Mapped[UUID | None]
    verdict_by: Mapped[str | None]
    verdict_at: Mapped[datetime | None]
    added_by_id: Mapped[UUID | None]
    added_by: Mapped[str]
    on_behalf: Mapped[bool]
    series_id: Mapped[UUID]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("evidence.id"))
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("evidence.id"))
    shared: Mapped[bool] = mapped_column(default=False, server_default=false())
    expires_on: Mapped[date | None]
    expiry_told: Mapped[bool] = mapped_column(default=False, server_default=false())


class EvidenceFile(Base):
    """What is known of bytes that were looked into, whoever sent them in; for good, be it that nothing came of it.

    `look` is what a photograph looks like (rules.likeness). `signatures` are those of a PDF, `pages` how many it has,
    `previews` how many of them were drawn.
    """

    __tablename__ = "evidence_files"
    __table_args__ = (Index("ix_evidence_files_look", "look", postgresql_where=text("look IS NOT NULL")),)

    file_sha256: Mapped[str] = mapped_column(primary_key=True)
    signatures: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    pages: Mapped[int | None]
    previews: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    look: Mapped[int | None] = mapped_column(BigInteger)


class EvidencePicture(Base):
    """A picture drawn of a file, kept under its own digest: 0 is the thumbnail, 1 and up are pages."""

    __tablename__ = "evidence_pictures"
    __table_args__ = (Index(None, "sha256"),)

    file_sha256: Mapped[str] = mapped_column(ForeignKey("evidence_files.file_sha256"), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    sha256: Mapped[str]
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]


class EvidenceLink(Base):
    """What a piece of evidence is about: a record of an upper room, known by type and id (queries.targets).

    `part` is what stands behind the UUID in longer identifiers, as that of a value: `<indicator>.<unit>.<period>`.
    """

    __tablename__ = "evidence_links"
    __table_args__ = (Index(None, "target_id", "type"),)

    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    type: Mapped[str] = mapped_column(primary_key=True)
    target_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True, default="", server_default="")


class Upload(Base):
    """A file on its way by tus. Its bytes are in a file of its name; `received` of them are on the disk for certain."""

    __tablename__ = "uploads"
    __table_args__ = (Index(None, "owner_id"), Index(None, "expires_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_kind: Mapped[str]
    owner_id: Mapped[UUID]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    given: Mapped[dict[str, Any]]
    length: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    evidence_id: Mapped[UUID | None] = mapped_column(ForeignKey("evidence.id"))
