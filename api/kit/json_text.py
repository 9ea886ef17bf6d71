"""JSON put together by PostgreSQL as text.

`json_build_object` looks up what each of its values is, anew for every row: half of what a row of thirty members takes.
Here the types are known when the statement is made, and the members are joined as texts.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Text,
    TypeCoerce,
    Uuid,
    cast,
    func,
    type_coerce,
)
from sqlalchemy.orm import InstrumentedAttribute


class Json(Text):
    """The type of an expression whose text is JSON already."""


class Word(Text):
    """The type of a text in which nothing needs to be escaped: a digest, a kind, an instant."""


_WORDS = (Uuid, Date, Word)


def word(text: Any) -> ColumnElement[str]:
    """A text that is one, be it null."""
    return type_coerce(text, Word())


def object_of(members: Mapping[str, Any]) -> ColumnElement[str]:
    """An object of columns and expressions; what may be null, as any expression may, is null in JSON too."""
    pieces = [piece for name, value in members.items() for piece in (f',"{name}":', *_pieces(value))]
    joined = [*_joined(["{" + str(pieces[0])[1:], *pieces[1:], "}"])]
    return func.concat(*joined, type_=Json())


def array_of(items: Select[Any]) -> ColumnElement[str]:
    """What a select of one column of JSON finds, in its order; `[]` when that is nothing."""
    return func.concat("[", func.array_to_string(func.array(items.scalar_subquery()), ","), "]", type_=Json())


def _joined(pieces: list[Any]) -> Iterator[Any]:
    """Texts that stand beside each other become one."""
    held = ""
    for piece in pieces:
        if isinstance(piece, str):
            held += piece
            continue
        if held:
            yield held
        yield piece
        held = ""
    yield held


def _pieces(value: Any) -> tuple[Any, ...]:
    column = value.expression if isinstance(value, InstrumentedAttribute) else value
    named = column.clause if isinstance(column, TypeCoerce) else column
    kind, always = column.type, isinstance(named, Column) and not named.nullable
    if isinstance(kind, _WORDS):
        return ('"', value, '"') if always else (func.coalesce('"' + cast(value, Text) + '"', "null"),)
    if isinstance(kind, Json):
        return (value,)
    if isinstance(kind, Boolean | Integer):
        text = cast(value, Text)
    elif isinstance(kind, String):
        text = cast(func.to_json(value), Text)
    else:
        raise TypeError(kind)
    return (text,) if always else (func.coalesce(text, "null"),)
