"""Tables of ad hoc requests: what is asked, and one row for each unit asked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Record


class DataRequest(Record):
    """A few columns asked of an audience. Whether it is open is read off the clock, so nothing has to close it.

    `columns` are `rules.Column` and never change: answers were given to them. `search` is title and text, folded.
    """

    __tablename__ = "data_requests"
    __table_args__ = (Index(None, "unit_id", "created_at", "id"), Index(None, "audience_id"))

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    audience_id: Mapped[UUID] = mapped_column(ForeignKey("audiences.id"))
    title: Mapped[str]
    text: Mapped[str]
    search: Mapped[str]
    columns: Mapped[list[dict[str, Any]]]
    due_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    by_name: Mapped[str]
    sample: Mapped[bool]


class DataAnswer(Record):
    """A unit that was asked, and its answer; `values` by the columns' keys, null until it answered.

    What an answer replaced stands in the audit. `on_behalf`: entered for the unit by those above it.
    """

    __tablename__ = "data_request_answers"
    __table_args__ = (
        Index("uq_data_request_answers_request_id_unit_id", "request_id", "unit_id", unique=True),
        Index(None, "unit_id", "request_id"),
    )

    request_id: Mapped[UUID] = mapped_column(ForeignKey("data_requests.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("units.id"))
    values: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    on_behalf: Mapped[bool]
    chased_at: Mapped[datetime | None]
