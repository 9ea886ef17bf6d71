"""The route class of every endpoint: authenticate, one transaction, one commit, before the answer leaves.

Order, and why: the caller is known before a byte of the body is read; query parameters nobody declared are refused;
the endpoint runs in one transaction; the answer to an Idempotency-Key is kept in that same transaction; only then is
it committed, so an answer that says "done" is true. This is the one place that commits (rule 1 of the house).
"""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any, ClassVar, TypeVar

from fastapi import APIRouter, Depends, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError
from starlette.routing import compile_path

from api.kit import invalidation
from api.kit.db import session_of
from api.kit.http import idempotency
from api.kit.http.body import JsonRequest
from api.kit.permissions import let_through
from api.kit.problems import Fault, Invalid, Message, NotAcceptable, Problem, Stale, UnsupportedMediaType
from api.kit.text.personal import personal_data
from api.kit.validation import MESSAGES, UNKNOWN_PARAMETER, pointer

PERSONAL_DATA = "X-Personal-Data"
"""The header that warns: what was written holds a citizen number or a list of names."""

PREFIX = "/api/v1"
"""Where the interface stands; a change that breaks its users would stand beside it."""

_REPEATED = Message("Tham số này chỉ được gửi một lần.", "This parameter may be given once only.")
_JSON = "application/json"
_NO_CODING = {"", "identity"}
# A process that serves the contract as committed describes nothing, and every endpoint makes its answer itself: the
# models of answers would be made ready for nobody, at a thirtieth of the start. `-OO` says so: see `cli.process`.
_UNDESCRIBED = {"response_model": None, "responses": None}
_PLACE = ("path_regex", "path_format", "param_convertors")
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
Parameters = TypeVar("Parameters", bound=BaseModel)
Answer = Callable[[Request], Awaitable[Response | None]]


def quick(answer: Answer) -> Callable[[Endpoint], Endpoint]:
    """Offer each GET to `answer` before the framework's layers, parameters and dependencies; see `kit.http.finder`.

    For hot reads, which take less time than those. `answer` checks permission and scope as the endpoint does; whatever
    it is not sure of (a parameter that may be wrong, a record that may be missing) it leaves to the endpoint by None.
    """

    def mark(endpoint: Endpoint) -> Endpoint:
        endpoint.quick = answer  # type: ignore[attr-defined]
        return endpoint

    return mark


def plainly(model: type[Parameters], request: Request) -> Parameters | None:
    """The query string as a model of parameters, or None when it does not fit."""
    try:
        return model.model_validate(dict(request.query_params))
    except ValidationError:
        return None


class PublicRoute(APIRoute):
    """A route anybody may call; it says so by standing on this class, and a test lists them."""

    authenticates = False
    # What a client may accept, as any part of its Accept header.
    gives: ClassVar[tuple[str, ...]] = ("*/*", "application/*", "json")
    # Whether parameters nobody declared are refused.
    refuses_unknown = True
    # Whether the answer to an Idempotency-Key is kept.
    keeps_answers = True
    # What a kind of route does with its body before anything else.
    takes_in: ClassVar[tuple[Any, ...]] = ()

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        if self.authenticates and self.keeps_answers and "POST" in (options.get("methods") or ()):
            first = (*self.takes_in, Depends(idempotency.check))
            options["dependencies"] = [*first, *(options.get("dependencies") or ())]
        if not __debug__:
            options |= _UNDESCRIBED
        self.path, self.endpoint = path, endpoint
        self.methods = set(options["methods"])
        self._made = partial(super().__init__, path, endpoint, **options)

    def __getattr__(self, name: str) -> Any:
        """What this route does not have yet: it is made when it is first asked for more than where it stands.

        Looking through the parameters and dependencies of every endpoint would be a sixth of the start; most processes
        never serve most of them. Whoever describes the interface (the tests, the committed document) makes them all.
        """
        if name in _PLACE:
            self.path_regex, self.path_format, self.param_convertors = compile_path(self.path)
        elif (made := self.__dict__.pop("_made", None)) is not None:
            made()
        if name not in self.__dict__:
            raise AttributeError(name=name, obj=self)
        return self.__dict__[name]

    def get_route_handler(self) -> Callable[[Request], Any]:
        """FastAPI's handler, inside our order of things."""
        endpoint = super().get_route_handler()
        known = self.known = self._query_names()
        takes_json = self._body_type() == _JSON

        async def handle(request: Request) -> Response:
            await self._admit(request, known)
            self._check_media_type(request)
            if takes_json:
                request = await _with_json(request)
            return await _in_transaction(request, endpoint)

        return handle

    async def answer_quickly(self, request: Request) -> Response | None:
        """What the endpoint's quick way gives; None when the long way must answer, be it with a refusal."""
        try:
            await self._admit(request, self.known)
            response: Response | None = await self.endpoint.quick(request)  # type: ignore[attr-defined]
        except Problem:
            return None
        return response

    async def _admit(self, request: Request, known: frozenset[str]) -> None:
        _negotiate(request, self.gives)
        if self.authenticates:
            request.state.subject = await request.app.state.authenticator(request)
            let_through(request.state.subject, self.endpoint)
        if self.refuses_unknown:
            _refuse_unknown(request, known)

    def _query_names(self) -> frozenset[str]:
        return frozenset(_query_names(self.dependant))

    def _body_type(self) -> str | None:
        if self.body_field is None:
            return None
        return str(self.body_field.field_info.media_type)  # type: ignore[attr-defined]

    def _check_media_type(self, request: Request) -> None:
        expected = self._body_type()
        if expected is None or request.headers.get("content-length") == "0":
            return
        if request.headers.get("content-encoding", "").lower() not in _NO_CODING:
            raise UnsupportedMediaType(expected=f"{expected} (Content-Encoding: identity)")
        given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if given != expected and not (expected == _JSON and given.endswith("+json")):
            raise UnsupportedMediaType(expected=expected)


class Route(PublicRoute):
    """A route for callers we know."""

    authenticates = True


def resource(tag: str, kind: type[PublicRoute] = Route) -> APIRouter:
    """A router for operations on one resource: each made once, with its full path, for `together` to collect."""
    return APIRouter(prefix=PREFIX, tags=[tag], route_class=kind)


def together(*routers: APIRouter) -> APIRouter:
    """The routes of several routers as they are, in this order.

    The framework's `include_router` makes every route a second time when the first request comes: five megabytes, and
    nothing that a full path does not give.
    """
    all_of_them = APIRouter()
    for router in routers:
        all_of_them.routes.extend(router.routes)
    return all_of_them


async def _with_json(request: Request) -> Request:
    """The request with its JSON read, before any work is begun on it."""
    strict = JsonRequest(request.scope, request.receive)
    if await strict.body():
        await strict.json()
    return strict


async def _in_transaction(request: Request, endpoint: Callable[[Request], Any]) -> Response:
    request.state.session = None
    try:
        response: Response = await endpoint(request)
        if response.status_code < 400:
            await _keep_export(request, response)
            await _keep_warning(request, response)
            await _commit(request, response)
    except idempotency.Replayed as replay:
        return replay.response
    finally:
        if request.state.session is not None:
            async with request.state.session:  # closes it, also when this request is cancelled meanwhile
                pass
    return response


async def _keep_export(request: Request, response: Response) -> None:
    """Record that data leaves as a file, in this transaction, by what `main` installs: the audit's.

    Of a file that is read in parts, the first part.
    """
    keep = getattr(request.app.state, "exports", None)
    if keep is None or not response.headers.get("content-disposition", "").startswith("attachment"):
        return
    if response.headers.get("content-range", "bytes 0-").startswith("bytes 0-"):
        keep(await session_of(request), request)


async def _keep_warning(request: Request, response: Response) -> None:
    """Warn of personal data in what was written, and keep that one was warned, in this transaction.

    Of a file its name counts, and what is said beside it: `state.written`.
    """
    keep = getattr(request.app.state, "warnings", None)
    if keep is None:
        return
    written = (await request.body()).decode() if isinstance(request, JsonRequest) else _beside_file(request)
    if found := [*personal_data(written)]:
        response.headers[PERSONAL_DATA] = ", ".join(found)
        keep(await session_of(request), request, found)


def _beside_file(request: Request) -> str:
    written: str = getattr(request.state, "written", "")
    return written


async def _commit(request: Request, response: Response) -> None:
    session: AsyncSession | None = request.state.session
    if session is None:
        return
    try:
        idempotency.remember(session, request, response)
        await session.commit()
    except StaleDataError as error:
        raise Stale from error
    invalidation.committed(session)


def _query_names(dependant: Dependant) -> Iterator[str]:
    """The query parameters of an endpoint and of all it depends on; a model's fields are parameters too."""
    for field in dependant.query_params:
        annotation = field.field_info.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from (info.alias or name for name, info in annotation.model_fields.items())
        else:
            yield field.alias
    for dependency in dependant.dependencies:
        yield from _query_names(dependency)


def _negotiate(request: Request, kinds: tuple[str, ...]) -> None:
    accept = request.headers.get("accept")
    if accept and not any(kind in accept for kind in kinds):
        raise NotAcceptable


def _refuse_unknown(request: Request, known: frozenset[str]) -> None:
    if not request.scope["query_string"]:
        return
    faults: list[Fault] = []
    seen: set[str] = set()
    for name, value in request.query_params.multi_items():
        if (fault := _parameter_fault(name, value, known, seen)) is not None:
            faults.append(fault)
        seen.add(name)
    if faults:
        raise Invalid(tuple(faults[:100]))


def _parameter_fault(name: str, value: str, known: frozenset[str], seen: set[str]) -> Fault | None:
    """What is wrong with a parameter before anybody looks at its meaning."""
    place = pointer(("query", name))
    if name not in known:
        return Fault(place, "extra_forbidden", UNKNOWN_PARAMETER)
    if name in seen:
        return Fault(place, "repeated", _REPEATED)
    if "\x00" in value:
        return Fault(place, "control_character", MESSAGES["control_character"])
    if "\ufffd" in value:  # what bytes that are not UTF-8 are read as
        return Fault(place, "string_unicode", MESSAGES["string_unicode"])
    return None
