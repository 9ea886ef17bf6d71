"""The only “now”. Rules and services are handed an instant; nothing else reads the time."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's time, UTC."""
    return datetime.now(UTC)


async def now(request: Request) -> datetime:
    """The instant a request happens at, from the clock the application was built with."""
    clock: Clock = request.app.state.clock
    return clock()


Now = Annotated[datetime, Depends(now)]
