"""The server is about to stop: who holds an answer open for long is told, and ends it.

The server itself waits for answers under way, and its lifespan ends after them; so it says so here first.
"""

from collections.abc import Callable

_told: list[Callable[[], None]] = []


def subscribe(end: Callable[[], None]) -> None:
    """Have a function called, in the event loop, when the server begins to stop."""
    _told.append(end)


def begin() -> None:
    """Tell everybody."""
    for end in _told:
        end()
