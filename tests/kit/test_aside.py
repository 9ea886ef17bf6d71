"""Computing beside the event loop."""

import asyncio
import threading

import pytest

from api.kit.aside import aside


@pytest.mark.parametrize(
    ("fails", "fault"), [(lambda: 1 // 0, ZeroDivisionError), (lambda: next(iter(())), RuntimeError)]
)
async def test_what_is_made_aside_comes_back_and_so_does_what_went_wrong(fails, fault) -> None:
    assert await aside(lambda: threading.current_thread().daemon)
    with pytest.raises(fault):
        await aside(fails)


@pytest.mark.parametrize("ends_after_the_loop", [False, True])
def test_nobody_waits_for_work_that_is_cancelled(ends_after_the_loop: bool) -> None:
    begun, go_on, threads = threading.Event(), threading.Event(), list[threading.Thread]()

    def endless() -> None:
        threads.append(threading.current_thread())
        begun.set()
        go_on.wait()

    async def cancelled() -> None:
        task = asyncio.create_task(aside(endless))
        while not begun.is_set():
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        if not ends_after_the_loop:
            go_on.set()
            while threads[0].is_alive():
                await asyncio.sleep(0)
            await asyncio.sleep(0)

    asyncio.run(cancelled())
    assert threads[0].is_alive() is ends_after_the_loop
    go_on.set()
    threads[0].join()
