"""Who is calling, what roles may do, and the guards that endpoints carry in their signature.

A permission is a word such as `plan:write`; each domain's `permissions.py` registers which roles hold it. What a
holder reaches is another question, answered in the query by `units.scope`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends, Request

from api.kit.problems import Forbidden

ROLES = (
    "leader",
    "coordinator",
    "division_head",
    "officer",
    "commune_leader",
    "commune_officer",
    "school_head",
    "school_officer",
    "admin",
    "viewer",
)

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])

# permission → the roles that hold it; filled as the rooms' permissions.py are imported.
_HOLDERS: dict[str, frozenset[str]] = {}


@dataclass(frozen=True, slots=True)
class Reach:
    """One grant in force, as scope queries use it.

    `unit_id` is the unit acted for; `on` is None for the tree as it is today, or the last day of a unit that ended,
    whose successor reads what was below it then. `ancestors` are the unit itself and those above it on the
    professional line: what they publish, the holder reads. `department_id` is the department it belongs to, its own
    id for a department, None above.
    """

    role: str
    unit_id: UUID
    ancestors: tuple[UUID, ...]
    on: date | None = None
    department_id: UUID | None = None

    @property
    def read_only(self) -> bool:
        """Predecessors are read, never written."""
        return self.on is not None


@dataclass(frozen=True, slots=True)
class Subject:
    """The caller: a user or a client, with the grants in force today. `scopes` narrow a client's permissions.

    `confined` is what stands between them and everything, until they have done something about it; `pace` is how many
    requests a minute a client may send, where that is its own.
    """

    kind: Literal["user", "client"]
    id: UUID
    name: str
    reaches: tuple[Reach, ...]
    scopes: frozenset[str] | None = None
    session_id: UUID | None = None
    client_id: str | None = None
    confined: type[Forbidden] | None = None
    pace: int | None = None

    def holds(self, permission: str) -> bool:
        """Whether any grant of the caller carries the permission."""
        return any(True for _ in self.reaches_with(permission))

    def reaches_with(self, permission: str) -> list[Reach]:
        """The grants that carry a permission; read-only ones carry only `…:read`."""
        if self.scopes is not None and permission not in self.scopes:
            return []
        holders = holders_of(permission)
        reading = permission.endswith(":read")
        return [reach for reach in self.reaches if reach.role in holders and (reading or not reach.read_only)]

    def permissions(self) -> list[str]:
        """All permissions held, sorted, as `/me` shows them."""
        return sorted(permission for permission in _HOLDERS if self.holds(permission))


class Authenticator(Protocol):
    """Turns a request into its Subject, or raises NotSignedIn. `main` installs the real one."""

    def __call__(self, request: Request) -> Awaitable[Subject]:
        """The caller of a request."""
        ...


def register(permission: str, *roles: str) -> str:
    """Declare which roles hold a permission; returns the permission, to be kept as a constant."""
    unknown = set(roles) - set(ROLES)
    if unknown or permission in _HOLDERS:
        raise ValueError(f"{permission}: unknown roles {unknown} or registered twice")
    _HOLDERS[permission] = frozenset(roles)
    return permission


def register_all() -> None:
    """Let every room say who holds its permissions; most are asked by processes that load nothing else of the room."""
    rooms = Path(__file__).parents[1]
    for said in sorted(rooms.glob("*/**/permissions.py")):
        if said != Path(__file__):
            import_module(".".join((rooms.name, *said.relative_to(rooms).with_suffix("").parts)))


def holders_of(permission: str) -> frozenset[str]:
    """The roles that hold a permission."""
    return _HOLDERS[permission]


def registry() -> dict[str, frozenset[str]]:
    """The whole permission → roles table."""
    return dict(_HOLDERS)


def while_confined(endpoint: Endpoint) -> Endpoint:
    """Mark an endpoint that a confined caller may ask too: what says why, and what to do about it."""
    endpoint.while_confined = True  # type: ignore[attr-defined]
    return endpoint


def let_through(subject: Subject, endpoint: Callable[..., Any]) -> None:
    """Raise what confines the caller, unless the endpoint is there for that."""
    if subject.confined is not None and not hasattr(endpoint, "while_confined"):
        raise subject.confined


async def caller(request: Request) -> Subject:
    """The caller of a guarded route; `kit.http.route` authenticated it before the body was touched."""
    subject: Subject = request.state.subject
    return subject


def guard(permission: str) -> Any:
    """A dependency that lets only holders of a permission pass, and hands over the Subject."""

    async def check(subject: Annotated[Subject, Depends(caller)]) -> Subject:
        if not subject.holds(permission):
            raise Forbidden
        return subject

    return mark_guard(check, permission)


def mark_guard(dependency: Callable[..., Any], permission: str | None) -> Any:
    """Mark a dependency as the guard of a route, so that the inventory of guards sees it.

    `permission` is None for what anybody signed in may do to what is their own.
    """
    dependency.guards = permission  # type: ignore[attr-defined]
    return Depends(dependency)


async def _anybody(subject: Annotated[Subject, Depends(caller)]) -> Subject:
    return subject


# Anybody signed in, about themselves.
SignedIn = Annotated[Subject, mark_guard(_anybody, None)]
