"""Finds a request's route by its first words and number of parts, and answers hot reads on the spot.

The framework's router tries every route in turn, twice for each level of inclusion: with a hundred of them that takes
longer than most answers. Here only routes that agree on both are tried, in the order they were added; whatever is not
found so (a wrong method, an unknown path, a file of the screens) goes the framework's way. A part of the service that
is still awaited comes before any of its resources is looked for.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api.kit.http.envelope import outermost
from api.kit.http.parts import Parts
from api.kit.problems import MethodNotAllowed

_log = structlog.get_logger(__name__)
_WORDS = 4
"""How many first words are compared: "", "api", "v1" and the resource's name; one more where parts divide that."""

Place = tuple[int | str, ...]


class Candidate(NamedTuple):
    """A route that may be meant, and where it stands. `quick` says that its endpoint has a quick way."""

    methods: Collection[str]
    matches: Callable[[Scope], tuple[Match, Scope]]
    place: RouteContext
    route: BaseRoute
    quick: bool

    @classmethod
    def of(cls, context: RouteContext) -> "Candidate":
        """A route of the framework's; one that stands as it was made is asked without looking for where it is."""
        route = context.original_route
        matches = (
            partial(Route.matches, route) if isinstance(route, Route) and context.route is route else context.matches
        )
        return cls(context.methods or (), matches, context, route, hasattr(context.endpoint, "quick"))

    @property
    def app(self) -> ASGIApp:
        """What serves it; a route that was never asked is made now."""
        served: ASGIApp = self.place.app
        return served


class Finder:
    """Stands before an application's router. Routes may be added until the first request, and by parts that come."""

    def __init__(self, app: FastAPI, parts: Parts) -> None:
        self._app = app
        self._parts = parts
        self._places: dict[Place, list[Candidate]] = {}
        self._fixed: dict[str, set[str]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request by the route found, else by the router. Raises MethodNotAllowed."""
        found = self.find(scope) if scope["type"] == "http" else None
        if found is None:
            await self._app.router.app(scope, receive, send)
        else:
            await found.app(scope, receive, send)

    def find(self, scope: Scope) -> Candidate | None:
        """The route of a request, which is noted in its scope. Raises MethodNotAllowed where a fixed path is meant."""
        found = self.first(scope, self.candidates(scope["path"]))
        methods = self._fixed.get(scope["path"])
        if found is not None and methods is not None and scope["method"] not in methods:
            raise MethodNotAllowed(headers={"Allow": ", ".join(sorted(methods))})
        return found

    @staticmethod
    def first(scope: Scope, candidates: Sequence[Candidate]) -> Candidate | None:
        """The first of these that the request means, which is noted in its scope."""
        for candidate in candidates:
            if scope["method"] not in candidate.methods:
                continue
            match, found = candidate.matches(scope)
            if match is Match.FULL:
                scope.update(found, route=candidate.route)
                return candidate
        return None

    def candidates(self, path: str) -> Sequence[Candidate]:
        """The routes a path may belong to, in the order they were added."""
        found = self._places.get(self._place(path))
        return self._look_further(path) if found is None else found

    def _look_further(self, path: str) -> Sequence[Candidate]:
        """What has no place yet: a part may have to come first. The places of those awaited are left out meanwhile."""
        resource = _resource(self._place(path))
        if not self._places or self._parts.awaits(resource):
            self._parts.load(resource)
            places = self._by_place()
            self._places = {place: found for place, found in places.items() if not self._parts.awaits(_resource(place))}
            self._fixed = _fixed_paths(self._app)
        return self._places.get(self._place(path), ())

    def _by_place(self) -> dict[Place, list[Candidate]]:
        places = defaultdict(list)
        for route in iter_route_contexts(self._app.routes):
            path = route.path or ""
            place = self._place(path)
            if ":path}" not in path and "{" not in "".join(map(str, place)):
                places[place].append(Candidate.of(route))
        return dict(places)

    def _place(self, path: str) -> Place:
        words = path.split("/")
        divided = "/".join(words[_WORDS - 1 : _WORDS + 1]) in self._parts.divided
        return (len(words), *words[: _WORDS + divided])


class _Asked(Request):
    """A request whose headers are read once: the framework looks through all of them for each one wanted."""

    @property
    def headers(self) -> Mapping[str, str]:  # type: ignore[override]
        """By their names in small letters; of one that is repeated, the first."""
        if (found := self.__dict__.get("_once")) is None:
            found = {str(name, "latin-1"): str(value, "latin-1") for name, value in reversed(self.scope["headers"])}
            self.__dict__["_once"] = found
        return found


class Lane:
    """Answers hot reads before the framework's layers, each of which costs a part of what they do.

    A refusal is left to the long way, where it gets its words; so is a fault, which nobody would answer here.
    """

    def __init__(self, app: ASGIApp, finder: Finder) -> None:
        self._app = app
        self._finder = finder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        response = await self._quickly(scope, receive) if scope["type"] == "http" else None
        await (response or self._app)(scope, receive, send)

    async def _quickly(self, scope: Scope, receive: Receive) -> Response | None:
        if scope["method"] != "GET":
            return None
        candidates = self._finder.candidates(scope["path"])
        found = self._finder.first(scope, candidates) if any(each.quick for each in candidates) else None
        if found is None or not found.quick:
            return None
        route: Any = found.route
        try:
            response: Response | None = await route.answer_quickly(_Asked(scope, receive))
        except Exception:
            _log.exception("quick_way_failed", path=scope["path"])
            return None
        return response


def install(app: FastAPI, parts: Parts) -> None:
    """Put a finder before the application's router, and a lane before the layers that are there now."""
    finder = Finder(app, parts)
    app.router.middleware_stack = finder
    outermost(app, lambda inner: Lane(inner, finder))


def _fixed_paths(app: FastAPI) -> dict[str, set[str]]:
    """The methods of each path that has no parameter; what answers a GET answers a HEAD."""
    paths: dict[str, set[str]] = defaultdict(set)
    for route in iter_route_contexts(app.routes):
        if route.path and "{" not in route.path:
            methods = route.methods or set()
            paths[route.path] |= methods | ({"HEAD"} if "GET" in methods else set())
    return dict(paths)


def _resource(place: Place) -> str:
    return "/".join(map(str, place[_WORDS:]))
