"""Parts of the service that come when a request first asks for one of their resources.

Each costs a start time and memory, and most processes are asked for few: one that the sector database polls for tasks
needs none of these. What may be granted, to a person or a client, is known from the start all the same. Whoever
describes the interface (the tests, the committed document) loads them all.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

from starlette.routing import BaseRoute


class Part(NamedTuple):
    """A package by its name, and its resources: the words after /api/v1 with which paths of its `endpoints` begin.

    Two words where it serves a part of what stands below the first: `auth/oidc`.
    """

    package: str
    resources: tuple[str, ...]


class Parts:
    """The parts an application still awaits. Their routes go where its list ended when they were announced."""

    def __init__(self, routes: list[BaseRoute], parts: Sequence[Part] = ()) -> None:
        self._routes = routes
        self._end = len(routes)
        self._awaited = list(parts)
        self.divided = frozenset(name for part in parts for name in part.resources if "/" in name)

    def awaits(self, resource: str) -> bool:
        """Whether some of what serves a resource is not there yet."""
        return any(resource in part.resources for part in self._awaited)

    def load(self, resource: str) -> None:
        """Load what serves a resource."""
        for part in [part for part in self._awaited if resource in part.resources]:
            self._load(part)

    def load_all(self) -> None:
        """Load what is not there yet."""
        for part in list(self._awaited):
            self._load(part)

    def _load(self, part: Part) -> None:
        found: list[BaseRoute] = import_module(f"{part.package}.endpoints").router.routes
        self._routes[self._end : self._end] = found
        self._end += len(found)
        self._awaited.remove(part)
