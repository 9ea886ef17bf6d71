"""Identifiers: UUIDv7 (RFC 9562), made here because PostgreSQL 15 cannot."""

import os
import time
from random import Random
from uuid import UUID

_NUMBERS = Random()  # noqa: S311 - tells lines of a log apart, and keeps nobody out

# A new identifier in SQL, whose time `stamp()` tells: a random UUIDv4 has its variant where a UUIDv7 has it.
IN_SQL = "(:stamp || '7' || substr(translate(gen_random_uuid()::text, '-', ''), 14))::uuid"


def uuid7() -> UUID:
    """A new identifier; its first 48 bits are milliseconds since 1970, so keys arrive in index order."""
    return UUID(int=_value(int.from_bytes(os.urandom(10))))


def stamp() -> str:
    """The first twelve digits of an identifier made now: milliseconds since 1970."""
    return f"{time.time_ns() // 1_000_000 & (1 << 48) - 1:012x}"


def passing_id() -> str:
    """An identifier of the same form for what is told apart in a log and looked up by nobody.

    It costs a tenth: no number of it comes from the system, whose calls are what a hot read mostly pays for.
    """
    digits = f"{_value(_NUMBERS.getrandbits(80)):032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _value(random: int) -> int:
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    return value & ~(0x3 << 62) | 0x2 << 62
