"""A document as JSON between the process that parses an untrusted file and the one that understands it.

Plain JSON, since what comes out of a process that parsed a hostile file is itself not to be trusted: whatever does not
have this shape is an error.
"""

from typing import Any

import orjson

from api.plans.imports.document import Document, GridRow, Paragraph, Slot, Table
from api.plans.imports.messages import REFUSALS
from api.plans.imports.preview import Refused


def pack(document: Document) -> bytes:
    """The document as bytes."""
    return orjson.dumps({"items": [_packed(item) for item in document.items]})


def pack_refusal(refused: Refused) -> bytes:
    """A refusal as bytes."""
    return orjson.dumps({"refused": refused.code})


def unpack(data: bytes) -> Document:
    """The document in the bytes. Raises Refused: the refusal in them, or damaged when they are neither."""
    try:
        answer = orjson.loads(data)
        code = answer.get("refused")
        if code is None:
            return Document(tuple(_unpacked(item) for item in answer["items"]))
    except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise Refused("damaged") from error
    raise Refused(code if code in REFUSALS else "damaged")


def _packed(item: Paragraph | Table) -> list[Any]:
    if isinstance(item, Paragraph):
        return [item.text, item.page]
    rows = [
        [row.number, row.page, row.page_start, row.hidden, [_slot(slot) for slot in row.slots]] for row in item.rows
    ]
    return [item.number, item.name, item.sheet, rows]


def _slot(slot: Slot) -> list[Any]:
    return [slot.text, slot.bold, slot.across, slot.down]


def _unpacked(item: list[Any]) -> Paragraph | Table:
    if len(item) == 2:
        text, page = item
        return Paragraph(str(text), _page(page))
    number, name, sheet, rows = item
    return Table(tuple(_row(*row) for row in rows), int(number), str(name), bool(sheet))


def _row(number: int, page: int | None, page_start: bool, hidden: bool, slots: list[list[Any]]) -> GridRow:
    places = tuple(Slot(str(text), bool(bold), bool(across), bool(down)) for text, bold, across, down in slots)
    return GridRow(places, int(number), _page(page), bool(page_start), bool(hidden))


def _page(page: Any) -> int | None:
    return None if page is None else int(page)
