"""Where a value from elsewhere stands with its unit: `rules.confirmation.origin` and `known`, as SQL."""

from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, literal_column, null, or_, select
from sqlalchemy.dialects.postgresql import JSONB

from api.indicators.models import Confirmation, Indicator, IndicatorValue
from api.indicators.rules import ConfirmationStatus, Source
from api.indicators.rules.confirmation import CLIENT, REPORTED, Known
from api.plans.queries.parties import instant

_SAID = ("id", "status", "told", "believed", "reason", "said_by", "on_behalf", "settled_by", "settled_at", "remark")


def from_elsewhere() -> ColumnElement[bool]:
    """`rules.confirmation.origin` as a condition on values joined with their indicators."""
    fed = and_(Indicator.source == Source.CLIENT, IndicatorValue.source != REPORTED)
    return or_(fed, IndicatorValue.source == CLIENT, IndicatorValue.by_kind == "client")


def _now() -> ColumnElement[Any]:
    """`rules.confirmation.as_said` of the value there is."""
    plain = (
        part
        for name in ("numerator", "denominator", "value")
        for part in (name, cast(func.trim_scale(getattr(IndicatorValue, name)), Text))
    )
    return func.jsonb_build_object("answer", IndicatorValue.answer, *plain, "yes", IndicatorValue.yes, type_=JSONB())


def _last_word() -> Any:
    """The last word on a value that was not taken back; nulls where nobody said one."""
    same = [
        getattr(Confirmation, name) == getattr(IndicatorValue, name) for name in ("unit_id", "period", "indicator_id")
    ]
    said = select(*(getattr(Confirmation, name) for name in _SAID), Confirmation.created_at)
    said = said.where(*same, Confirmation.status != ConfirmationStatus.WITHDRAWN).correlate(IndicatorValue)
    last = said.order_by(Confirmation.created_at.desc(), Confirmation.id.desc()).limit(literal_column("1")).lateral("w")
    one = select(literal_column("1").label("one")).subquery("one")
    return one.outerjoin(last, literal_column("TRUE")), last.c


def confirmation() -> ColumnElement[Any]:
    """What stands beside a value: where it stands with its unit, who said so, what became of it; null for a unit's own
    that nobody contests."""
    joined, word = _last_word()
    meant = case((word.status == ConfirmationStatus.SETTLED_FOR_UNIT, word.believed), else_=word.told)
    status = case(
        (word.status == ConfirmationStatus.DISPUTED, word.status),
        (meant == _now(), word.status),
        (from_elsewhere(), Known.UNCONFIRMED.value),
    )
    spoken = and_(word.id.is_not(None), status != Known.UNCONFIRMED.value)

    def told(part: Any) -> Any:
        return case((spoken, part), else_=null())

    made = func.json_build_object(
        "status", status,
        "id", told(word.id),
        "by", told(word.said_by),
        "at", told(instant(word.created_at)),
        "on_behalf", told(word.on_behalf),
        "reason", told(word.reason),
        "settled_by", told(word.settled_by),
        "settled_at", told(case((word.settled_at.is_(None), null()), else_=instant(word.settled_at))),
        "remark", told(word.remark),
    )  # fmt: skip
    found = select(made).select_from(joined).where(status.is_not(None)).correlate(IndicatorValue, Indicator)
    return found.scalar_subquery()
