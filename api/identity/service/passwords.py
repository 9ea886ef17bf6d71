"""Argon2id, off the event loop and a few at a time: a hash takes 19 MiB and some 40 ms of one core."""

import asyncio
import contextlib
import ctypes

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from api.identity.rules.accounts import normal_password

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# What unknown users are checked against, so that they take as long as known ones. Nobody knows its password.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$/kIKKpKH5nE/tpAwSyTdcQ$vZWLe0FL+aSqA5GuY2t68k+lpu97fW0S5y/LVsXBEa0"
# Sign-ins being checked at once in this process; the others wait without holding a database connection.
slots = asyncio.Semaphore(2)

# glibc's numbers for “from this size on, take memory from the system and give it back” and “so much may lie idle”.
_M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD = -3, -1


def give_memory_back() -> None:
    """Have the C library return a hash's memory to the system; called once, as a process starts.

    Left to itself, glibc raises its threshold after the first hash and then keeps 19 MiB for each thread that hashed.
    A few mebibytes may stay: without them every piece of an upload was a walk to the system and back.
    Other C libraries have no such habit and no such function.
    """
    with contextlib.suppress(AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_THRESHOLD, 1 << 20)
        library.mallopt(_M_TRIM_THRESHOLD, 4 << 20)


async def hash_password(password: str) -> str:
    """The Argon2id hash of a password, with its parameters and salt."""
    return await asyncio.to_thread(_HASHER.hash, normal_password(password))


async def matches(password_hash: str | None, password: str) -> bool:
    """Whether a password is the one that was hashed; never for None, which takes as long."""
    verified = await asyncio.to_thread(_verify, password_hash or _NOBODY, normal_password(password))
    return verified and password_hash is not None


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False
