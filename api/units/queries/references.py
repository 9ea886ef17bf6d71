"""What a word in a path or a request names: a code of ours, an id, or somebody else's code."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from api.kit.permissions import Subject
from api.units.models import Audience, Cluster, Unit, UnitCode
from api.units.queries.visible import visible, visible_group


def unit_named(subject: Subject, text: str, on: date) -> Select[Unit]:
    """The visible unit a reference names: its id, its code, or `scheme:value` on the day."""
    return select(Unit).where(_names_unit(text, on), Unit.deleted_at.is_(None), visible(subject, on)(Unit.id))


def audience_named(subject: Subject, text: str, on: date) -> Select[Audience]:
    """The visible audience a reference names."""
    return select(Audience).where(_names(Audience, text), visible_group(Audience, subject, "audience:read", on))


def cluster_named(subject: Subject, text: str, on: date) -> Select[Cluster]:
    """The visible cluster a reference names."""
    return select(Cluster).where(_names(Cluster, text), visible_group(Cluster, subject, "cluster:read", on))


def _names_unit(text: str, on: date) -> ColumnElement[bool]:
    scheme, colon, value = text.partition(":")
    if colon:
        held = (UnitCode.scheme == scheme, UnitCode.value == value, UnitCode.valid.contains(on))
        return Unit.id.in_(select(UnitCode.unit_id).where(*held))
    return _names(Unit, text)


def _names(table: Any, text: str) -> ColumnElement[bool]:
    try:
        return table.id == UUID(text)  # type: ignore[no-any-return]
    except ValueError:
        return table.code == text  # type: ignore[no-any-return]
