"""What comes beside a file in one line: links to what it shows, and tus metadata (tus 1.0, creation)."""

import base64
import binascii
import re
from typing import NamedTuple
from uuid import UUID

_KEY = re.compile(r"[!-+\--~]+")
_TYPE = re.compile(r"[a-z_]{1,40}")
_PART = re.compile(r"[0-9A-Za-z.:_-]{0,120}")


class Target(NamedTuple):
    """What a piece of evidence is about; `part` is what of an identifier stands behind its first point."""

    type: str
    id: UUID
    part: str = ""

    @property
    def name(self) -> str:
        """The whole identifier."""
        return f"{self.id}.{self.part}" if self.part else str(self.id)


class Malformed(Exception):
    """Not written as it must be."""


def read_targets(text: str | None) -> list[Target]:
    """`assignment:<id>,indicator_value:<indicator>.<unit>.<period>`; each target once. Raises Malformed."""
    return list(dict.fromkeys(_target(word) for word in (text or "").split(",") if word.strip()))


def _target(word: str) -> Target:
    kind, _, id_ = word.strip().partition(":")
    if not _TYPE.fullmatch(kind):
        raise Malformed(word)
    return Target(kind, *read_identifier(id_))


def read_identifier(text: str) -> tuple[UUID, str]:
    """`<uuid>` or `<uuid>.<part>`. Raises Malformed."""
    id_, _, part = text.partition(".")
    if not _PART.fullmatch(part):
        raise Malformed(text)
    try:
        return UUID(id_), part
    except ValueError as error:
        raise Malformed(text) from error


def read_metadata(header: str | None) -> dict[str, str]:
    """`key base64, key base64`, the values in UTF-8. Raises Malformed."""
    found: dict[str, str] = {}
    for pair in (header or "").split(","):
        key, _, value = pair.strip().partition(" ")
        if not key:
            continue
        if not _KEY.fullmatch(key) or key in found:
            raise Malformed(pair)
        try:
            found[key] = base64.b64decode(value.strip(), validate=True).decode()
        except (binascii.Error, ValueError) as error:
            raise Malformed(pair) from error
    return found
