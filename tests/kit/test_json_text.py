"""Objects joined as text: what PostgreSQL says of the same by `json_build_object`, only quicker."""

from datetime import date
from uuid import UUID

import orjson
import pytest
from sqlalchemy import Column, Date, Integer, Interval, String, Uuid, cast, literal, null, select, values
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.json_text import Json, array_of, object_of, word

ID = UUID(int=7)
ROWS = values(Column("text", String, nullable=False), Column("number", Integer, nullable=False), name="rows").data(
    [('Ph"òng\\\n\t</script>\u2028', 1), ("", 2)]
)


async def test_texts_numbers_and_what_is_missing(session: AsyncSession) -> None:
    made = object_of({
        "id": literal(ID, Uuid()),
        "day": literal(date(2026, 5, 20), Date()),
        "no_day": cast(null(), Date()),
        "text": ROWS.c.text,
        "no_text": cast(null(), String()),
        "number": ROWS.c.number,
        "no_number": cast(null(), Integer()),
        "yes": ROWS.c.number == 1,
        "kind": word(literal("a-b", String())),
        "raw": cast(literal('{"a": [1]}', String()), Json()),
        "inner": object_of({"number": ROWS.c.number}),
        "many": array_of(select(object_of({"number": ROWS.c.number}))),
        "none": array_of(select(object_of({"number": ROWS.c.number})).where(ROWS.c.number > 9)),
    })  # fmt: skip
    found = [orjson.loads(text) for text in await session.scalars(select(made).order_by(ROWS.c.number))]
    assert found[0] == {
        "id": str(ID), "day": "2026-05-20", "no_day": None, "text": 'Ph"òng\\\n\t</script>\u2028', "no_text": None,
        "number": 1, "no_number": None, "yes": True, "kind": "a-b", "raw": {"a": [1]}, "inner": {"number": 1},
        "many": [{"number": 1}, {"number": 2}], "none": [],
    }  # fmt: skip
    assert (found[1]["text"], found[1]["yes"]) == ("", False)


def test_what_has_no_way_to_be_written_is_refused() -> None:
    with pytest.raises(TypeError):
        object_of({"span": cast(null(), Interval())})
