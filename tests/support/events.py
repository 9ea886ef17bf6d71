"""Every event the product writes during a test is held against the catalogue of what leaves the deployment."""

import sys
from functools import cache
from types import FrameType
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import event

from api.integration.changes_api.schemas import TYPES
from api.kit import events
from api.kit.events import OutboxEvent
from api.kit.http.answers import to_json


@cache
def _adapter(data: type) -> TypeAdapter[Any]:
    return TypeAdapter(data)


def check(type_: str, entity: str, data: Any) -> None:
    """Fail for a type, a kind of record or a key that the catalogue does not know, and for one it promises."""
    promised = TYPES.get(type_)
    assert promised is not None, f"{type_} is not in the catalogue of changes"
    assert promised.entity == entity, f"{type_} happens to {promised.entity}, not to {entity}"
    _adapter(promised.data).validate_json(to_json(data))


def _note(_event: OutboxEvent, _arguments: object, given: dict[str, Any]) -> None:
    if _is_the_products(sys._getframe()):
        check(given["type"], given["entity"], given["data"])


def _is_the_products(frame: FrameType | None) -> bool:
    """Whether `emit` was called by the product; what a test makes up is its own matter."""
    while frame is not None and frame.f_code is not events.emit.__code__:
        frame = frame.f_back
    caller = None if frame is None else frame.f_back
    return caller is not None and caller.f_globals["__name__"].startswith("api.")


def watch() -> None:
    """From now on in this process."""
    event.listen(OutboxEvent, "init", _note)
