"""Parses one untrusted file in a process of its own: `python -m api.plans.imports.child NAME`, the file on stdin.

Writes the document, or the refusal, as `wire` packs it to stdout. Memory, processor time and files are limited before
anything is parsed, so a file that would take the machine takes only this process.
"""

import sys

from api.kit.child import bound
from api.plans.imports.preview import Refused
from api.plans.imports.reading import open_document
from api.plans.imports.wire import pack, pack_refusal

MEMORY = 1024 * 1024 * 1024  # bytes of address space
SECONDS = 60  # of processor time


def answer(data: bytes, name: str) -> bytes:
    """What is said of the file."""
    try:
        return pack(open_document(data, name))
    except Refused as refused:
        return pack_refusal(refused)
    except (MemoryError, RecursionError):
        return pack_refusal(Refused("took_too_long"))


if __name__ == "__main__":
    bound(memory=MEMORY, seconds=SECONDS, file_bytes=0)
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read(), sys.argv[1]))
