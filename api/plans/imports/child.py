"""Parses one untrusted file in a process of its own: `python -m api.plans.imports.child NAME`, the file on stdin.

Writes the document, or the refusal, as `wire` packs it to stdout. Memory, processor time and files are limited before
anything is parsed, so a file that would take the machine takes only this process.
"""

import ctypes
import resource
import signal
import sys

from api.plans.imports.preview import Refused
from api.plans.imports.reading import open_document
from api.plans.imports.wire import pack, pack_refusal

MEMORY = 1024 * 1024 * 1024  # bytes of address space
SECONDS = 60  # of processor time
_FILES = 64
_ON_PARENTS_DEATH = 1  # PR_SET_PDEATHSIG of prctl(2)


def answer(data: bytes, name: str) -> bytes:
    """What is said of the file."""
    try:
        return pack(open_document(data, name))
    except Refused as refused:
        return pack_refusal(refused)
    except (MemoryError, RecursionError):
        return pack_refusal(Refused("took_too_long"))


def limit() -> None:
    """Bounds this process for good."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, _FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def follow_parent() -> None:
    """Ends this process with the one that started it, even one killed; where the system is not Linux, at its limits."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_ON_PARENTS_DEATH, signal.SIGKILL)


if __name__ == "__main__":
    follow_parent()
    limit()
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read(), sys.argv[1]))
