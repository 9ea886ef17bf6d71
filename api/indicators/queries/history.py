"""Targets on an earlier day: current rows that were set then already, and the versions kept of others (ADR 0011)."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Insert, Text, any_, cast, func, insert, or_, select

from api.indicators.models import Target, TargetParticipation, TargetVersion
from api.plans.queries.history import held, parties_of, then
from api.plans.queries.parties import parties
from api.units.models import arrays

_ALIKE = (
    "plan_id", "version", "indicator_id", "audience_id", "position", "group", "number", "printed_name", "sort_key",
    "search", "year", "comparator", "value", "value_max", "baseline", "text", "updated_at",
)  # fmt: skip
_OWN = TargetParticipation.target_id == Target.id
# Who is named in a target, as JSON.
PARTICIPATIONS = parties(TargetParticipation, _OWN, "role", TargetParticipation.role)
_LEADS = parties_of(TargetParticipation, _OWN, TargetParticipation.role == "lead").label("leads")
_PARTIES = parties_of(TargetParticipation, _OWN).label("parties")


def targets_on(day: date) -> Any:
    """The columns of targets as they stood at the end of a day."""
    shown = cast(PARTICIPATIONS, Text).label("participations")
    current = select(Target.id, Target.created_at, *_columns(Target), _LEADS, _PARTIES, shown)
    kept = (*_columns(TargetVersion), TargetVersion.leads, TargetVersion.parties)
    versions = select(TargetVersion.target_id, Target.created_at, *kept, cast(TargetVersion.participations, Text))
    earlier = versions.join(Target, Target.id == TargetVersion.target_id).where(TargetVersion.valid.contains(day))
    return then(current.where(Target.deleted_at.is_(None), held(Target, day)), earlier, "targets_then")


def keep(targets: Iterable[UUID], until: date) -> Insert:
    """Remember targets of these ids as they are, before they become others on the day `until`."""
    lasted = or_(Target.since.is_(None), Target.since < until)
    was = select(
        Target.id, func.daterange(Target.since, until), *_columns(Target), _LEADS, _PARTIES, PARTICIPATIONS
    ).where(Target.id == any_(arrays.ids(targets)), lasted)
    names = ("target_id", "valid", *_ALIKE, "leads", "parties", "participations")
    return insert(TargetVersion).from_select(names, was)


def _columns(model: Any) -> list[Any]:
    return [getattr(model, name) for name in _ALIKE]
