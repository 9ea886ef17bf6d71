"""`/healthz`: the process answers. `/readyz`: it can also do its work."""

from collections.abc import Awaitable, Callable
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import text

from api.kit.http.answers import JSON
from api.kit.http.route import PublicRoute
from api.kit.problems import Unavailable, declare

Check = Callable[[Request], Awaitable[None]]
router = APIRouter(tags=["health"], route_class=PublicRoute)


class Health(BaseModel):
    """That all is well."""

    status: Literal["ok"] = Field(description="Always `ok`; anything else is a problem document.")


_WELL = Health(status="ok").model_dump_json()


@router.get("/healthz", response_model=Health, operation_id="get_health")
async def get_health() -> Response:
    """The process is up. Says nothing of the database; restart the process when this fails."""
    return Response(_WELL, media_type=JSON)


@router.get("/readyz", response_model=Health, operation_id="get_readiness", responses=declare(Unavailable))
async def get_readiness(request: Request) -> Response:
    """Database, schema and file store can be used. Send traffic only when this answers 200."""
    try:
        for check in request.app.state.readiness:
            await check(request)
    except Exception as error:
        raise Unavailable(headers={"Retry-After": "5"}) from error
    return Response(_WELL, media_type=JSON)


async def database_answers(request: Request) -> None:
    """The database takes a query."""
    async with request.app.state.database.engine.connect() as connection:
        await connection.execute(text("SELECT 1"))


async def schema_is_current(request: Request) -> None:
    """The migrations this code was written against have run."""
    async with request.app.state.database.engine.connect() as connection:
        found = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    if found != request.app.state.schema_version:
        raise RuntimeError("migrations have not run")


async def store_is_writable(request: Request) -> None:
    """Files can be kept."""
    await request.app.state.files.probe()
