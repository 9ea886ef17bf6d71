"""What comes in and what goes out of values."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from api.indicators.rules import Answer, State
from api.indicators.rules.confirmation import Known
from api.kit.problems import Message
from api.kit.schemas import In, Line, LongText, Out, Ref, Reference, Whole
from api.kit.text import NumberError, fold, parse_number
from api.kit.validation import SAID

_NOT_A_NUMBER = Message("Không đọc được số này, ví dụ 95,5 hoặc 1.200.", "This is no number; as 95,5 or 1.200.")
_TWO_READINGS = Message(
    "Số này đọc được hai cách; hãy viết 12500 hoặc 12,5.", "This number can be read in two ways; write 12500 or 12,5."
)
_READINGS = {"not_a_number": _NOT_A_NUMBER, "ambiguous_number": _TWO_READINGS}
_YES = frozenset({"co", "dung", "dat", "x", "yes"})
_NO = frozenset({"khong", "chua", "sai", "no"})


def _as_people_write(value: Any) -> Any:
    """A text read the Vietnamese way; a JSON number as it is."""
    if not isinstance(value, str):
        return value
    try:
        return parse_number(value)
    except NumberError as error:
        raise PydanticCustomError(error.code, "no number", {SAID: _READINGS[error.code]}) from error


def _yes_or_no(value: Any) -> Any:
    """“Có”, “không” and the like as people fill them into a table."""
    word = fold(value) if isinstance(value, str) else None
    return True if word in _YES else False if word in _NO else value


_ANSWERS = {
    "co so lieu": Answer.GIVEN,
    "khong ap dung": Answer.NOT_APPLICABLE,
    "khong phat sinh": Answer.NOTHING_AROSE,
}
# What columns are called in a table that people fill in.
HEADINGS = {
    "Mã đơn vị": "unit", "Mã chỉ tiêu": "indicator", "Kỳ": "period", "Trả lời": "answer", "Tử số": "numerator",
    "Mẫu số": "denominator", "Số liệu": "value", "Có/Không": "yes", "Ghi chú": "note", "Phiên bản": "version",
}  # fmt: skip


def _answered(value: Any) -> Any:
    """“Không áp dụng” and the like as people choose them in a table."""
    return _ANSWERS.get(fold(value), value) if isinstance(value, str) else value


# The bounds stand next to the type, where they are checked with it; after the function they would be functions too,
# and take half the time of a row.
Figure = Annotated[
    Decimal,
    Field(max_digits=18, decimal_places=6),
    BeforeValidator(_as_people_write, json_schema_input_type=float | str),
]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no, json_schema_input_type=bool | str)]
Answered = Annotated[Answer, BeforeValidator(_answered, json_schema_input_type=Answer)]
_PERIOD = "2026-03, 2026-Q1, 2026-H1, 2026, 2025-2026 or 2025-2026-S1, of the indicator's frequency."


class ValueIn(In):
    """A value with its key; it replaces the one that is there."""

    indicator: Reference = Field(description="What is measured, by code or id.")
    unit: Reference = Field(description="Of which unit, by code or id.")
    period: Annotated[str, Field(min_length=4, max_length=12)] = Field(description=_PERIOD)
    answer: Answered = Field(default=Answer.GIVEN, description="given, not_applicable or nothing_arose.")
    numerator: Figure | None = Field(
        default=None, description="Of a ratio or a share of items. A text is read as people write: 95,5; 1.200."
    )
    denominator: Figure | None = Field(default=None, description="Out of how many.")
    value: Figure | None = Field(default=None, description="Of a count or a number, in the unit of measure.")
    yes: YesNo | None = Field(default=None, description="Of a share of units: whether this one is among them.")
    state: Literal["draft", "sent", "withdrawn"] | None = Field(
        default=None,
        description="Left out, it stays; a new one is a draft, a system's is sent. A withdrawn value counts nowhere.",
    )
    source: Line | None = Field(
        default=None, description="Where the figure comes from; by default reported, or client for a system."
    )
    note: LongText | None = Field(default=None, description="What there is to say; explains what is unusual.")


class ValueRow(ValueIn):
    """One value of a load."""

    version: Whole | None = Field(default=None, description="The version it was read at; a stale one is refused.")


class _Answered(Out):
    answer: Answer = Field(description="A figure, not applicable, or nothing arose.")
    numerator: float | None = Field(description="Of a ratio or a share of items.")
    denominator: float | None = Field(description="Out of how many.")
    value: float | None = Field(description="In the unit of measure: 88, not 0.88; of a ratio, worked out.")
    yes: bool | None = Field(description="Of a share of units.")
    state: State = Field(description="How far it has come.")
    source: str = Field(description="Where the figure comes from.")
    note: str | None = Field(description="What was said about it.")
    warnings: list[str] = Field(
        description="What was unusual and is explained in the note: jump, whole_jump, fell, off_base_count."
    )
    version: int = Field(description="Rises with every change.")
    updated_at: datetime = Field(description="When it was written.")
    by: str = Field(description="Who wrote it.")
    on_behalf: bool = Field(description="Whether somebody above entered it for the unit.")


class ConfirmedOut(Out):
    """Where a figure from elsewhere stands with its unit, and who said so."""

    status: Known = Field(
        description="unconfirmed: its unit has not said yet; confirmed; disputed, until settled_for_source or "
        "settled_for_unit."
    )
    id: UUID | None = Field(description="The word, as in `/confirmations`; null where none was said of this figure.")
    by: str | None = Field(description="Who said it.")
    at: datetime | None = Field(description="When.")
    on_behalf: bool | None = Field(description="Whether somebody above said it for the unit.")
    reason: str | None = Field(description="Of a dispute, why the figure is wrong.")
    settled_by: str | None = Field(description="Who settled a dispute.")
    settled_at: datetime | None = Field(description="When it was settled.")
    remark: str | None = Field(description="What was said when it was settled.")


class ValueOut(_Answered):
    """What a unit answers for an indicator in a period."""

    id: str = Field(description="<indicator id>.<unit id>.<period>")
    indicator: Ref = Field(description="What is measured.")
    unit: Ref = Field(description="Of which unit.")
    period: str = Field(description="In which period.")
    confirmation: ConfirmedOut | None = Field(
        description="Of a figure that came from elsewhere, or in whose place the unit's was accepted: where it stands "
        "with its unit; null for a unit's own."
    )


class ValueVersionOut(_Answered):
    """A value as it was written at some time."""


class ValueHistoryOut(Out):
    """Everything a value ever was, the newest first."""

    id: str = Field(description="The value.")
    items: list[ValueVersionOut] = Field(description="Its versions, the newest first.")
