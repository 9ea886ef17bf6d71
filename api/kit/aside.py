"""Long computing beside the event loop, which a process that ends does not wait for."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

Made = TypeVar("Made")


async def aside(work: Callable[[], Made]) -> Made:
    """What the work makes, in a thread of its own; only for what touches nothing but its arguments.

    As `asyncio.to_thread`, but for the end: who is cancelled is rid of it, and the process ends while it still runs.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Made] = loop.create_future()

    def run() -> None:
        try:
            made = work()
        except BaseException as error:
            told = RuntimeError(repr(error)) if isinstance(error, StopIteration) else error  # a future takes none
            _say(loop, answer, answer.set_exception, told)
        else:
            _say(loop, answer, answer.set_result, made)

    threading.Thread(target=run, name="aside", daemon=True).start()
    return await answer


def _say(loop: asyncio.AbstractEventLoop, answer: asyncio.Future[Any], put: Callable[[Any], None], said: Any) -> None:
    """Hand the outcome to whoever still waits for it."""

    def deliver() -> None:
        if not answer.done():
            put(said)

    with suppress(RuntimeError):  # the loop is closed: nobody is there
        loop.call_soon_threadsafe(deliver)
