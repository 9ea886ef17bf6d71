"""JSON bodies as RFC 8259 and I-JSON (RFC 7493) have them.

Python's own reader takes more: keys given twice (which one counts?), NaN, UTF-16, halves of characters. Each of these
would be somebody's data lost or a fault of ours further in.
"""

import json
from typing import Any

import orjson
from fastapi import Request

from api.kit.problems import Message, invalid
from api.kit.validation import MESSAGES

_REPEATED = Message("Trường “{name}” được gửi hai lần.", "The field “{name}” is given twice.")


class JsonRequest(Request):
    """A request whose JSON is read strictly."""

    async def json(self) -> Any:
        """The body's value. Raises Invalid; read again, it is the same value."""
        if not hasattr(self, "_json"):
            self._json = read_json(await self.body())
        return self._json


def read_json(body: bytes) -> Any:
    """The value of a JSON text. Raises Invalid for anything that is not exactly that."""
    try:
        orjson.loads(body)
        return json.loads(body, object_pairs_hook=no_repeats)
    except (ValueError, RecursionError) as error:
        raise invalid("", "json_invalid", MESSAGES["json_invalid"]) from error


def no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object of its members. Raises Invalid where a name stands twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise invalid("", "repeated_field", _REPEATED, name=next(name for name in names if names.count(name) > 1))
    return found
