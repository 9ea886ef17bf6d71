"""How much memory there is, and what a database server should keep of it for its pages."""

import os
from pathlib import Path

_CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
_MEGABYTE = 2**20
_LEAST, _MOST = 128, 4096
"""Megabytes: what PostgreSQL takes by itself, and where more stops to pay for one department."""


def memory_here(limit: Path = _CGROUP_LIMIT) -> int:
    """Bytes this process and its children may use: the machine's, or what a container leaves of them."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(machine, int(limit.read_text()))
    except (OSError, ValueError):  # no such group, or the word "max"
        return machine


def shared_buffers(memory: int) -> str:
    """A quarter of the memory, as PostgreSQL's manual advises, within bounds; the setting's value.

    PostgreSQL's own default of 128 MB holds the work of one province. What does not fit is copied from the system's
    cache for every look, which cost lists over the nation a fifth of their speed.
    """
    return f"{min(max(memory // 4 // _MEGABYTE, _LEAST), _MOST)}MB"
