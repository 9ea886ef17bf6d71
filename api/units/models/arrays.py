"""Lists as one array parameter: `column = ANY ($1)` reads alike however many there are."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CollectionAggregate, ColumnElement, Date, Text, Uuid, any_, bindparam
from sqlalchemy.dialects.postgresql import ARRAY


def ids(values: Iterable[UUID]) -> ColumnElement[Any]:
    """Identifiers as an array."""
    return bindparam(None, list(values), type_=ARRAY(Uuid()), unique=True)


def days(values: Iterable[date]) -> ColumnElement[Any]:
    """Days as an array."""
    return bindparam(None, list(values), type_=ARRAY(Date()), unique=True)


def texts(values: Iterable[str]) -> ColumnElement[Any]:
    """Texts as an array."""
    return bindparam(None, list(values), type_=ARRAY(Text()), unique=True)


def any_id(values: Iterable[UUID]) -> CollectionAggregate[bool]:
    """One of the identifiers."""
    return any_(ids(values))


def any_text(values: Iterable[str]) -> CollectionAggregate[bool]:
    """One of the texts."""
    return any_(texts(values))
